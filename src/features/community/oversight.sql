-- include "features/community/thread_store.h"
-- include "features/community/post_store.h"

-- What moderators look at and change, whatever its audience, hidden or not (core/care.h).

-- oversee_thread(int64_t id) -> struct thread
SELECT id, board_id, audience_id, author_id, title, excerpt, state, post_count, created_at, active_at, closed_at, hidden_at, need_at
FROM community_thread WHERE brand_id = :brand_id AND id = :id AND deleted_at IS NULL;

-- oversee_threads(struct ids ids) -> list of struct thread
-- all: as many as ids were given
SELECT id, board_id, audience_id, author_id, title, excerpt, state, post_count, created_at, active_at, closed_at, hidden_at
FROM community_thread WHERE brand_id = :brand_id AND id IN (:ids[64]) AND deleted_at IS NULL;

-- oversee_post(int64_t id) -> struct post
SELECT thread_id, number, id, author_id, body, version, created_at, hidden_at
FROM community_post WHERE brand_id = :brand_id AND id = :id AND deleted_at IS NULL;

-- oversee_post_number(int64_t thread_id, int64_t number) -> struct post
SELECT thread_id, number, id, author_id, body, version, created_at, hidden_at
FROM community_post WHERE brand_id = :brand_id AND thread_id = :thread_id AND number = :number AND deleted_at IS NULL;

-- oversee_thread_hide(int64_t id, moment hidden_at, moment active_at) -> changed
UPDATE community_thread SET hidden_at = :hidden_at?, active_at = :active_at WHERE brand_id = :brand_id AND id = :id;

-- oversee_thread_close(int64_t id, moment closed_at) -> changed
UPDATE community_thread SET closed_at = :closed_at?, closed_why = '' WHERE brand_id = :brand_id AND id = :id;

-- oversee_thread_move(int64_t id, int64_t board_id, int64_t audience_id) -> changed
UPDATE community_thread SET board_id = :board_id, audience_id = :audience_id, pinned_at = 0
WHERE brand_id = :brand_id AND id = :id;

-- oversee_post_hide(int64_t thread_id, int64_t number, moment hidden_at) -> changed
UPDATE community_post SET hidden_at = :hidden_at?
WHERE brand_id = :brand_id AND thread_id = :thread_id AND number = :number;

-- oversee_post_edit(const struct post *post) -> changed
UPDATE community_post SET body = :body, html = :html, html_version = :html_version, edited_at = :now, version = version + 1
WHERE brand_id = :brand_id AND thread_id = :thread_id AND number = :number;

-- oversee_post_keep(const struct post *post)
INSERT INTO community_post_version (brand_id, post_id, version, body, by_id, at)
VALUES (:brand_id, :id, :version, :body, :me, :now)
ON CONFLICT (brand_id, post_id, version) DO NOTHING;
