-- include "features/community/outcome_store.h"

-- outcome_threads(moment since, int64_t after_id) -> list of struct thread_outcome
-- In order of id, so that a whole half year is read in pages; a visit to each row, and none of its text.
SELECT id, board_id, product_id, audience_id, author_id, created_at, 0 AS answered_at, 0 AS answerer_id, 0 AS solved_at,
	0 AS solver_id
FROM community_thread WHERE brand_id = :brand_id AND id > :after_id AND created_at >= :since AND deleted_at IS NULL
	AND hidden_at IS NULL ORDER BY id LIMIT 64;

-- outcome_answers(struct ids ids) -> list of struct outcome_post
-- all: as many threads as ids were given, of each the first fifty posts
SELECT p.thread_id, p.author_id, p.created_at AS at FROM community_post p
JOIN community_thread t ON t.brand_id = :brand_id AND t.id = p.thread_id
WHERE p.brand_id = :brand_id AND p.thread_id IN (:ids[64]) AND p.number BETWEEN 2 AND 50
	AND p.author_id <> t.author_id AND p.deleted_at IS NULL AND p.hidden_at IS NULL;

-- outcome_solutions(struct ids ids) -> list of struct outcome_post
-- all: as many threads as ids were given, of each its solutions
SELECT s.thread_id, p.author_id, p.created_at AS at FROM community_solution s
JOIN community_post p ON p.brand_id = :brand_id AND p.id = s.post_id
WHERE s.brand_id = :brand_id AND s.thread_id IN (:ids[64]) AND p.deleted_at IS NULL AND p.hidden_at IS NULL;
