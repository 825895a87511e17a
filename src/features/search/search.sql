-- include "features/search/search_store.h"

-- similar_best(int64_t thread_id) -> list of struct similar_row
-- all: at most eight are kept
SELECT other_id, score FROM search_similar WHERE brand_id = :brand_id AND thread_id = :thread_id
ORDER BY score DESC, other_id LIMIT 8;

-- similar_add(int64_t thread_id, int64_t other_id, double score)
INSERT INTO search_similar (brand_id, thread_id, other_id, score) VALUES (:brand_id, :thread_id, :other_id, :score)
ON CONFLICT (brand_id, thread_id, other_id) DO UPDATE SET score = excluded.score;

-- similar_drop(int64_t thread_id)
DELETE FROM search_similar WHERE brand_id = :brand_id AND thread_id = :thread_id;

-- similar_trim(int64_t thread_id)
-- Only the eight best stay.
DELETE FROM search_similar WHERE brand_id = :brand_id AND thread_id = :thread_id AND score < (
	SELECT MIN(b.score) FROM (SELECT s.score FROM search_similar s WHERE s.brand_id = :brand_id
		AND s.thread_id = :thread_id ORDER BY s.score DESC, s.other_id LIMIT 8) b);

-- version_row() -> int64_t
SELECT COALESCE(MAX(version), 0) FROM search_version WHERE brand_id = :brand_id;

-- version_put(int64_t version)
INSERT INTO search_version (brand_id, version, made_at) VALUES (:brand_id, :version, :now)
ON CONFLICT (brand_id) DO UPDATE SET version = excluded.version, made_at = excluded.made_at;
