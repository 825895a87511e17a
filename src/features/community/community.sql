-- include "features/community/board_store.h"
-- include "features/community/post_store.h"
-- include "features/community/thread_store.h"

-- board_row(int64_t id) -> struct board
SELECT id, key, name, about, position, audience_id, posting, thread_count, latest_thread_id, latest_at
FROM community_board
WHERE brand_id = :brand_id AND id = :id AND :may_see(community_board.audience_id);

-- board_by_key(str key) -> struct board
SELECT id, key, name, about, position, audience_id, posting, thread_count, latest_thread_id, latest_at
FROM community_board
WHERE brand_id = :brand_id AND key = :key AND :may_see(community_board.audience_id);

-- boards() -> list of struct board
-- walk: some fifty at most
SELECT id, key, name, about, position, audience_id, posting, thread_count, latest_thread_id, latest_at
FROM community_board
WHERE brand_id = :brand_id AND :may_see(community_board.audience_id)
ORDER BY position, id LIMIT 100;

-- board_add(const struct board *board)
-- awaits: its caller says that the key is taken
INSERT INTO community_board (brand_id, id, key, name, about, position, audience_id, posting, thread_count, latest_thread_id, latest_at)
VALUES (:brand_id, :id, :key, :name, :about, :position, :audience_id, :posting, :thread_count, :latest_thread_id, :latest_at);

-- board_change(const struct board *board) -> changed
UPDATE community_board SET name = :name, about = :about, position = :position, posting = :posting
WHERE brand_id = :brand_id AND id = :id;

-- board_counts(int64_t id, int64_t thread_id, int64_t change) -> changed
UPDATE community_board SET thread_count = thread_count + :change, latest_thread_id = :thread_id, latest_at = :now
WHERE brand_id = :brand_id AND id = :id;

-- thread_row(int64_t id) -> struct thread
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND id = :id
 AND deleted_at IS NULL AND (hidden_at IS NULL OR (author_id = :me AND author_id > 0)) AND :may_see(community_thread.audience_id);

-- thread_row_for_all(int64_t id) -> struct thread
-- Whoever may see it: for the index, whose searches ask for the audience themselves.
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND id = :id AND deleted_at IS NULL AND hidden_at IS NULL;

-- threads_after(int64_t after_id) -> list of struct thread
-- All threads in order of id, whoever may see them: for making the index anew.
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND id > :after_id ORDER BY id LIMIT 100;

-- threads_newest(const struct cursor *before) -> list of struct thread
-- walk: asked on PostgreSQL alone, where this list has an index of its own
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
ORDER BY active_at DESC, id DESC LIMIT 26;

-- threads_newest_merged(const struct cursor *before) -> list of struct thread
-- walk: asked on SQLite alone; PostgreSQL sorts what SQLite merges
-- The lists of the four states, read only as far as the page goes: a list of its own would move with every reply.
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND state = 0 AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
UNION ALL
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND state = 1 AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
UNION ALL
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND state = 2 AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
UNION ALL
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND state = 3 AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
ORDER BY active_at DESC, id DESC LIMIT 26;

-- threads_in_state(int state, const struct cursor *before) -> list of struct thread
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND state = :state AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
ORDER BY active_at DESC, id DESC LIMIT 26;

-- threads_of_board(int64_t board_id, const struct cursor *before) -> list of struct thread
-- walk: asked on PostgreSQL alone, where this list has an index of its own
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND board_id = :board_id AND pinned_at = 0 AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
ORDER BY active_at DESC, id DESC LIMIT 26;

-- threads_of_board_merged(int64_t board_id, const struct cursor *before) -> list of struct thread
-- walk: asked on SQLite alone
-- As above: of one board.
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND board_id = :board_id AND pinned_at = 0 AND state = 0 AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
UNION ALL
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND board_id = :board_id AND pinned_at = 0 AND state = 1 AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
UNION ALL
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND board_id = :board_id AND pinned_at = 0 AND state = 2 AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
UNION ALL
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND board_id = :board_id AND pinned_at = 0 AND state = 3 AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
ORDER BY active_at DESC, id DESC LIMIT 26;

-- threads_of_board_in_state(int64_t board_id, int state, const struct cursor *before) -> list of struct thread
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND board_id = :board_id AND state = :state AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
ORDER BY active_at DESC, id DESC LIMIT 26;

-- threads_of_product(int64_t product_id, int state, const struct cursor *before) -> list of struct thread
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND product_id = :product_id AND product_id > 0 AND state = :state AND (active_at, id) < (:before.at, :before.id)
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
ORDER BY active_at DESC, id DESC LIMIT 26;

-- threads_pinned(int64_t board_id) -> list of struct thread
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND board_id = :board_id AND pinned_at > 0
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
ORDER BY pinned_at DESC, id DESC LIMIT 3;

-- threads_of_tag(int64_t tag_id, int64_t before_id) -> list of struct thread
-- The newest asked first: a tag keeps no activity.
SELECT t.id, t.board_id, t.product_id, t.audience_id, t.author_id, t.title, t.excerpt, t.lang, t.state, t.post_count,
	t.kudos_count, t.view_count, t.created_at, t.active_at, t.closed_at, t.hidden_at, t.deleted_at, t.origin,
	t.origin_url, t.metoo_count, t.pinned_at, t.need_at, t.need_post_id, t.closed_why, t.gone_by, t.gone_why
FROM community_thread_tag g
JOIN community_thread t ON t.brand_id = :brand_id AND t.id = g.thread_id
WHERE g.brand_id = :brand_id AND g.tag_id = :tag_id AND g.thread_id < :before_id
	AND t.deleted_at IS NULL AND t.hidden_at IS NULL AND :may_see(t.audience_id)
ORDER BY g.thread_id DESC LIMIT 26;

-- threads_public_total() -> int64_t
-- walk: the map of the site counts what it lists, by a partial index
SELECT COUNT(*) FROM community_thread
WHERE brand_id = :brand_id AND audience_id = 1 AND hidden_at IS NULL AND deleted_at IS NULL;

-- threads_public(int64_t first) -> list of struct thread_place
-- walk: the map of the site lists them all, page by page
SELECT t.id, t.active_at FROM (SELECT id FROM community_thread
	WHERE brand_id = :brand_id AND audience_id = 1 AND hidden_at IS NULL AND deleted_at IS NULL
	ORDER BY id LIMIT 1000 OFFSET :first) AS place
JOIN community_thread t ON t.brand_id = :brand_id AND t.id = place.id
ORDER BY place.id LIMIT 1000;

-- threads_of_author(int64_t author_id, int64_t before_id) -> list of struct thread
-- In the order they were asked: a list by the last word would move with every reply.
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND author_id = :author_id AND id < :before_id
 AND deleted_at IS NULL AND hidden_at IS NULL AND :may_see(community_thread.audience_id)
ORDER BY id DESC LIMIT 26;

-- threads_briefly(struct ids ids) -> list of struct thread
-- all: as many as ids were given
SELECT id, title, excerpt, state FROM community_thread
WHERE brand_id = :brand_id AND id IN (:ids[64])
 AND deleted_at IS NULL AND (hidden_at IS NULL OR (author_id = :me AND author_id > 0)) AND :may_see(community_thread.audience_id);

-- threads_by_ids(struct ids ids) -> list of struct thread
-- all: as many as ids were given
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND id IN (:ids[64])
 AND deleted_at IS NULL AND (hidden_at IS NULL OR (author_id = :me AND author_id > 0)) AND :may_see(community_thread.audience_id);

-- thread_of_origin(str origin) -> int64_t
SELECT id FROM community_thread WHERE brand_id = :brand_id AND origin = :origin AND origin <> '';

-- thread_add(const struct thread *thread)
INSERT INTO community_thread (brand_id, id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state,
	post_count, kudos_count, view_count, created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url)
VALUES (:brand_id, :id, :board_id, :product_id, :audience_id, :author_id, :title, :excerpt, :lang, :state,
	:post_count, :kudos_count, :view_count, :created_at, :active_at, :closed_at?, :hidden_at?, :deleted_at?, :origin, :origin_url);

-- thread_counts(const struct thread *thread, int from) -> changed
UPDATE community_thread SET post_count = :post_count, state = :state, active_at = :active_at
WHERE brand_id = :brand_id AND id = :id AND state = :from AND post_count < :post_count;

-- thread_count(const struct thread *thread) -> changed
-- It stays where it is in every list, so no index is touched.
UPDATE community_thread SET post_count = :post_count
WHERE brand_id = :brand_id AND id = :id AND state = :state AND post_count < :post_count;

-- thread_state(int64_t id, int from, int to) -> changed
UPDATE community_thread SET state = :to WHERE brand_id = :brand_id AND id = :id AND state = :from;

-- post_row(int64_t id) -> struct post
SELECT p.thread_id, p.number, p.id, p.author_id, p.body, p.html, p.html_version, p.kudos_count, p.version,
	p.created_at, p.edited_at, p.hidden_at, p.deleted_at, p.origin,
	p.moved_to, p.gone_by, p.gone_why, 0 AS is_solution, 0 AS has_my_kudos
FROM community_post p
JOIN community_thread t ON t.brand_id = :brand_id AND t.id = p.thread_id
WHERE p.brand_id = :brand_id AND p.id = :id AND p.moved_to = 0
 AND p.deleted_at IS NULL AND (p.hidden_at IS NULL OR (p.author_id = :me AND p.author_id > 0))
	AND t.deleted_at IS NULL AND (t.hidden_at IS NULL OR (t.author_id = :me AND t.author_id > 0)) AND :may_see(t.audience_id);

-- posts_of_thread(int64_t thread_id, int64_t first) -> list of struct post
SELECT p.thread_id, p.number, p.id, p.author_id, p.body, p.html, p.html_version, p.kudos_count, p.version,
	p.created_at, p.edited_at, p.hidden_at, p.deleted_at, p.origin,
	p.moved_to, p.gone_by, p.gone_why,
	CASE WHEN s.post_id IS NULL THEN 0 ELSE 1 END AS is_solution,
	CASE WHEN k.member_id IS NULL THEN 0 ELSE 1 END AS has_my_kudos
FROM community_post p
LEFT JOIN community_solution s ON s.brand_id = :brand_id AND s.thread_id = p.thread_id AND s.post_id = p.id
LEFT JOIN community_kudos k ON k.brand_id = :brand_id AND k.post_id = p.id AND k.member_id = :me
WHERE p.brand_id = :brand_id AND p.thread_id = :thread_id AND p.number >= :first
ORDER BY p.number LIMIT 20;

-- posts_shown(int64_t thread_id, int64_t first) -> list of struct post
-- For the page: the source is not read, only what was rendered from it.
SELECT p.thread_id, p.number, p.id, p.author_id, '' AS body, p.html, p.html_version, p.kudos_count, p.version,
	p.created_at, p.edited_at, p.hidden_at, p.deleted_at, p.origin,
	p.moved_to, p.gone_by, p.gone_why,
	CASE WHEN s.post_id IS NULL THEN 0 ELSE 1 END AS is_solution,
	CASE WHEN k.member_id IS NULL THEN 0 ELSE 1 END AS has_my_kudos
FROM community_post p
LEFT JOIN community_solution s ON s.brand_id = :brand_id AND s.thread_id = p.thread_id AND s.post_id = p.id
LEFT JOIN community_kudos k ON k.brand_id = :brand_id AND k.post_id = p.id AND k.member_id = :me
WHERE p.brand_id = :brand_id AND p.thread_id = :thread_id AND p.number >= :first
ORDER BY p.number LIMIT 20;

-- post_writers(int64_t thread_id, int64_t after_id) -> list of int64_t
-- Of the latest posts only: a thread of thousands is read in the same time.
SELECT DISTINCT p.author_id FROM community_post p
WHERE p.brand_id = :brand_id AND p.thread_id = :thread_id AND p.author_id > :after_id AND p.deleted_at IS NULL
	AND p.hidden_at IS NULL AND p.number > (SELECT t.post_count - 200 FROM community_thread t
	WHERE t.brand_id = :brand_id AND t.id = :thread_id)
ORDER BY p.author_id LIMIT 50;

-- posts_by_ids(struct ids ids) -> list of struct post
-- all: as many as ids were given
SELECT p.thread_id, p.number, p.id, p.author_id, p.body, p.html, p.html_version, p.kudos_count, p.version,
	p.created_at, p.edited_at, p.hidden_at, p.deleted_at, p.origin,
	p.moved_to, p.gone_by, p.gone_why, 0 AS is_solution, 0 AS has_my_kudos
FROM community_post p
JOIN community_thread t ON t.brand_id = :brand_id AND t.id = p.thread_id
WHERE p.brand_id = :brand_id AND p.id IN (:ids[64]) AND p.moved_to = 0
 AND p.deleted_at IS NULL AND (p.hidden_at IS NULL OR (p.author_id = :me AND p.author_id > 0))
	AND t.deleted_at IS NULL AND (t.hidden_at IS NULL OR (t.author_id = :me AND t.author_id > 0)) AND :may_see(t.audience_id);

-- post_names(struct ids ids) -> list of struct post_name
-- all: as many as ids were given
-- What a post is called, by the same sight as posts_by_ids.
SELECT p.id, p.thread_id, p.number, t.title
FROM community_post p
JOIN community_thread t ON t.brand_id = :brand_id AND t.id = p.thread_id
WHERE p.brand_id = :brand_id AND p.id IN (:ids[64]) AND p.moved_to = 0
 AND p.deleted_at IS NULL AND (p.hidden_at IS NULL OR (p.author_id = :me AND p.author_id > 0))
	AND t.deleted_at IS NULL AND (t.hidden_at IS NULL OR (t.author_id = :me AND t.author_id > 0)) AND :may_see(t.audience_id);

-- post_add(const struct post *post)
-- awaits: its caller says that another answer was faster
INSERT INTO community_post (brand_id, thread_id, number, id, author_id, body, html, html_version, kudos_count, version,
	created_at, edited_at, hidden_at, deleted_at, origin)
VALUES (:brand_id, :thread_id, :number, :id, :author_id, :body, :html, :html_version, :kudos_count, :version,
	:created_at, :edited_at?, :hidden_at?, :deleted_at?, :origin);

-- post_version_add(const struct post *post)
INSERT INTO community_post_version (brand_id, post_id, version, body, by_id, at)
VALUES (:brand_id, :id, :version, :body, :me, :now);

-- post_body(const struct post *post) -> changed
UPDATE community_post SET body = :body, html = :html, html_version = :html_version, edited_at = :now, version = version + 1
WHERE brand_id = :brand_id AND thread_id = :thread_id AND number = :number AND version = :version;

-- solutions_of_thread(int64_t thread_id) -> list of struct post
SELECT p.thread_id, p.number, p.id, p.author_id, p.body, p.html, p.html_version, p.kudos_count, p.version,
	p.created_at, p.edited_at, p.hidden_at, p.deleted_at, p.origin,
	p.moved_to, p.gone_by, p.gone_why, 1 AS is_solution, 0 AS has_my_kudos
FROM community_solution s
JOIN community_post p ON p.brand_id = :brand_id AND p.id = s.post_id
WHERE s.brand_id = :brand_id AND s.thread_id = :thread_id AND p.deleted_at IS NULL AND p.hidden_at IS NULL
ORDER BY s.marked_at, s.post_id LIMIT 10;

-- solution_authors(int64_t thread_id) -> list of int64_t
SELECT p.author_id
FROM community_solution s
JOIN community_post p ON p.brand_id = :brand_id AND p.id = s.post_id
WHERE s.brand_id = :brand_id AND s.thread_id = :thread_id AND p.deleted_at IS NULL AND p.hidden_at IS NULL
ORDER BY s.marked_at, s.post_id LIMIT 10;

-- solution_posts(struct ids ids) -> list of struct post
-- all: as many as ids were given
SELECT p.thread_id, p.number, p.id, p.author_id, p.body, p.html, p.html_version, p.kudos_count, p.version,
	p.created_at, p.edited_at, p.hidden_at, p.deleted_at, p.origin,
	p.moved_to, p.gone_by, p.gone_why, 1 AS is_solution, 0 AS has_my_kudos
FROM community_solution s
JOIN community_post p ON p.brand_id = :brand_id AND p.id = s.post_id
WHERE s.brand_id = :brand_id AND s.thread_id IN (:ids[64]) AND p.deleted_at IS NULL AND p.hidden_at IS NULL;

-- solution_total(int64_t thread_id) -> int64_t
SELECT COUNT(*) FROM community_solution s
JOIN community_post p ON p.brand_id = :brand_id AND p.id = s.post_id
WHERE s.brand_id = :brand_id AND s.thread_id = :thread_id AND p.deleted_at IS NULL AND p.hidden_at IS NULL;

-- solution_add(int64_t thread_id, int64_t post_id, int64_t marked_by) -> changed
INSERT INTO community_solution (brand_id, thread_id, post_id, marked_by, marked_at)
VALUES (:brand_id, :thread_id, :post_id, :marked_by, :now)
ON CONFLICT (brand_id, thread_id, post_id) DO NOTHING;

-- solution_remove(int64_t thread_id, int64_t post_id) -> changed
DELETE FROM community_solution WHERE brand_id = :brand_id AND thread_id = :thread_id AND post_id = :post_id;

-- kudos_add(int64_t post_id) -> changed
INSERT INTO community_kudos (brand_id, post_id, member_id, at) VALUES (:brand_id, :post_id, :me, :now)
ON CONFLICT (brand_id, post_id, member_id) DO NOTHING;

-- kudos_remove(int64_t post_id) -> changed
DELETE FROM community_kudos WHERE brand_id = :brand_id AND post_id = :post_id AND member_id = :me;

-- post_kudos(int64_t thread_id, int64_t number, int64_t change) -> changed
UPDATE community_post SET kudos_count = kudos_count + :change
WHERE brand_id = :brand_id AND thread_id = :thread_id AND number = :number;

-- thread_kudos(int64_t thread_id, int64_t change) -> changed
UPDATE community_thread SET kudos_count = kudos_count + :change WHERE brand_id = :brand_id AND id = :thread_id;
