-- include "features/community/care_store.h"
-- include "features/community/mine_store.h"
-- include "features/community/tag_store.h"

-- What moderators, askers and the clock do with threads and posts.

-- care_thread(int64_t id) -> struct thread
-- Hidden and deleted ones too: for moderators.
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread
WHERE brand_id = :brand_id AND id = :id AND :may_see(community_thread.audience_id);

-- care_thread_any(int64_t id) -> struct thread
-- Whoever may see it: for jobs.
SELECT id, board_id, product_id, audience_id, author_id, title, excerpt, lang, state, post_count, kudos_count, view_count,
	created_at, active_at, closed_at, hidden_at, deleted_at, origin, origin_url,
	metoo_count, pinned_at, need_at, need_post_id, closed_why, gone_by, gone_why
FROM community_thread WHERE brand_id = :brand_id AND id = :id;

-- care_post(int64_t id) -> struct post
SELECT p.thread_id, p.number, p.id, p.author_id, p.body, p.html, p.html_version, p.kudos_count, p.version,
	p.created_at, p.edited_at, p.hidden_at, p.deleted_at, p.origin,
	p.moved_to, p.gone_by, p.gone_why, CASE WHEN s.post_id IS NULL THEN 0 ELSE 1 END AS is_solution, 0 AS has_my_kudos
FROM community_post p
JOIN community_thread t ON t.brand_id = :brand_id AND t.id = p.thread_id
LEFT JOIN community_solution s ON s.brand_id = :brand_id AND s.thread_id = p.thread_id AND s.post_id = p.id
WHERE p.brand_id = :brand_id AND p.id = :id AND p.moved_to = 0 AND :may_see(t.audience_id);

-- care_close(int64_t id, str why) -> changed
UPDATE community_thread SET closed_at = :now, closed_why = :why
WHERE brand_id = :brand_id AND id = :id AND closed_at IS NULL;

-- care_reopen(int64_t id) -> changed
UPDATE community_thread SET closed_at = NULL, closed_why = ''
WHERE brand_id = :brand_id AND id = :id AND closed_at IS NOT NULL;

-- care_pin(int64_t id, moment at) -> changed
UPDATE community_thread SET pinned_at = :at WHERE brand_id = :brand_id AND id = :id;

-- care_need(int64_t id, int64_t post_id) -> changed
UPDATE community_thread SET need_at = :now, need_post_id = :post_id WHERE brand_id = :brand_id AND id = :id;

-- care_need_end(int64_t id) -> changed
UPDATE community_thread SET need_at = 0, need_post_id = 0 WHERE brand_id = :brand_id AND id = :id AND need_at > 0;

-- care_thread_delete(int64_t id, str why) -> changed
UPDATE community_thread SET deleted_at = :now, gone_by = :me, gone_why = :why, pinned_at = 0
WHERE brand_id = :brand_id AND id = :id AND deleted_at IS NULL;

-- care_thread_restore(int64_t id) -> changed
UPDATE community_thread SET deleted_at = NULL, gone_by = 0, gone_why = ''
WHERE brand_id = :brand_id AND id = :id AND deleted_at IS NOT NULL;

-- care_question_restore(int64_t thread_id) -> changed
-- A deleted thread's question was deleted with it.
UPDATE community_post SET deleted_at = NULL, gone_by = 0, gone_why = ''
WHERE brand_id = :brand_id AND thread_id = :thread_id AND number = 1 AND deleted_at > 1;

-- care_post_delete(int64_t thread_id, int64_t number, str why) -> changed
UPDATE community_post SET deleted_at = :now, gone_by = :me, gone_why = :why
WHERE brand_id = :brand_id AND thread_id = :thread_id AND number = :number AND deleted_at IS NULL;

-- care_post_restore(int64_t thread_id, int64_t number) -> changed
UPDATE community_post SET deleted_at = NULL, gone_by = 0, gone_why = ''
WHERE brand_id = :brand_id AND thread_id = :thread_id AND number = :number AND deleted_at IS NOT NULL;

-- care_board_threads(int64_t id, int64_t change) -> changed
UPDATE community_board SET thread_count = thread_count + :change WHERE brand_id = :brand_id AND id = :id;

-- care_title(int64_t id, str title, str excerpt) -> changed
UPDATE community_thread SET title = :title, excerpt = :excerpt WHERE brand_id = :brand_id AND id = :id;

-- care_totals(const struct thread *thread) -> changed
UPDATE community_thread SET post_count = :post_count, state = :state, kudos_count = :kudos_count, active_at = :active_at
WHERE brand_id = :brand_id AND id = :id;

-- ── merge and split ──

-- care_posts_of(int64_t thread_id, int64_t count) -> list of struct post
-- The first posts of a thread, whatever their state, without their texts.
SELECT p.thread_id, p.number, p.id, p.author_id, '' AS body, '' AS html, p.html_version, p.kudos_count, p.version,
	p.created_at, p.edited_at, p.hidden_at, p.deleted_at, p.origin,
	p.moved_to, p.gone_by, p.gone_why, CASE WHEN s.post_id IS NULL THEN 0 ELSE 1 END AS is_solution, 0 AS has_my_kudos
FROM community_post p
LEFT JOIN community_solution s ON s.brand_id = :brand_id AND s.thread_id = p.thread_id AND s.post_id = p.id
WHERE p.brand_id = :brand_id AND p.thread_id = :thread_id ORDER BY p.number LIMIT :count;

-- care_posts_chosen(int64_t thread_id, struct ids ids) -> list of struct post
-- all: as many as ids were given
SELECT p.thread_id, p.number, p.id, p.author_id, p.body, p.html, p.html_version, p.kudos_count, p.version,
	p.created_at, p.edited_at, p.hidden_at, p.deleted_at, p.origin,
	p.moved_to, p.gone_by, p.gone_why, CASE WHEN s.post_id IS NULL THEN 0 ELSE 1 END AS is_solution, 0 AS has_my_kudos
FROM community_post p
LEFT JOIN community_solution s ON s.brand_id = :brand_id AND s.thread_id = p.thread_id AND s.post_id = p.id
WHERE p.brand_id = :brand_id AND p.thread_id = :thread_id AND p.id IN (:ids[64]) AND p.moved_to = 0;

-- care_shift(int64_t thread_id, int64_t to_id, int64_t first, int64_t last, int64_t by) -> changed
UPDATE community_post SET thread_id = :to_id, number = number + :by
WHERE brand_id = :brand_id AND thread_id = :thread_id AND number BETWEEN :first AND :last;

-- care_take_out(int64_t thread_id, int64_t to_id, struct ids ids) -> changed
UPDATE community_post SET thread_id = :to_id
WHERE brand_id = :brand_id AND thread_id = :thread_id AND id IN (:ids[64]);

-- care_leave_traces(int64_t thread_id, int64_t to_id) -> changed
-- Behind the posts that went to a new thread, before these are numbered anew: nobody's, without a text; ids below 0.
INSERT INTO community_post (brand_id, thread_id, number, id, author_id, body, html, html_version, kudos_count, version,
	created_at, edited_at, hidden_at, deleted_at, origin, moved_to, gone_by, gone_why)
SELECT :brand_id, CAST(:thread_id AS BIGINT), p.number, -p.id, 0, '', '', 0, 0, 1, p.created_at, NULL, NULL, NULL, '',
	CAST(:to_id AS BIGINT), 0, ''
FROM community_post p WHERE p.brand_id = :brand_id AND p.thread_id = :to_id;

-- care_renumber(int64_t thread_id, int64_t number, int64_t to) -> changed
UPDATE community_post SET number = :to WHERE brand_id = :brand_id AND thread_id = :thread_id AND number = :number;

-- care_solutions_follow(int64_t thread_id, int64_t to_id, struct ids ids) -> changed
UPDATE community_solution SET thread_id = :to_id
WHERE brand_id = :brand_id AND thread_id = :thread_id AND post_id IN (:ids[64]);

-- care_forget_deleted(moment before) -> changed
-- What was deleted a month ago keeps its number and loses its words.
-- Not before its earlier texts are gone: by this they are found.
UPDATE community_post SET body = '', html = '', author_id = 0, gone_by = 0, gone_why = '', deleted_at = 1
WHERE brand_id = :brand_id AND id IN (SELECT d.id FROM community_post d WHERE d.brand_id = :brand_id
	AND d.deleted_at IS NOT NULL AND d.deleted_at > 1 AND d.deleted_at < :before AND NOT EXISTS (SELECT 1
	FROM community_post_version v WHERE v.brand_id = :brand_id AND v.post_id = d.id) ORDER BY d.deleted_at LIMIT 50);

-- care_forget_versions_of_deleted(moment before) -> changed
DELETE FROM community_post_version WHERE brand_id = :brand_id AND (post_id, version) IN (SELECT v.post_id, v.version
	FROM community_post d JOIN community_post_version v ON v.brand_id = :brand_id AND v.post_id = d.id
	WHERE d.brand_id = :brand_id AND d.deleted_at IS NOT NULL AND d.deleted_at > 1 AND d.deleted_at < :before
	ORDER BY d.deleted_at LIMIT 100);

-- care_forget_threads_of_deleted(moment before) -> changed
-- Whose question is forgotten: the title repeats it.
UPDATE community_thread SET title = '', excerpt = '', author_id = 0, gone_by = 0, gone_why = '', deleted_at = 1
WHERE brand_id = :brand_id AND deleted_at IS NOT NULL AND id IN (SELECT d.thread_id FROM community_post d
	WHERE d.brand_id = :brand_id AND d.deleted_at IS NOT NULL AND d.deleted_at > 1 AND d.deleted_at < :before AND d.number = 1
	ORDER BY d.deleted_at LIMIT 50);

-- ── earlier texts ──

-- post_versions(int64_t post_id, int64_t before) -> list of struct post_version
SELECT version, body, by_id, at FROM community_post_version
WHERE brand_id = :brand_id AND post_id = :post_id AND version < :before ORDER BY version DESC LIMIT 11;

-- post_versions_forget(int64_t post_id) -> changed
DELETE FROM community_post_version WHERE brand_id = :brand_id AND post_id = :post_id;

-- ── what is one member's ──

-- metoo_add(int64_t thread_id) -> changed
INSERT INTO community_metoo (brand_id, thread_id, member_id, at) VALUES (:brand_id, :thread_id, :me, :now)
ON CONFLICT (brand_id, thread_id, member_id) DO NOTHING;

-- metoo_remove(int64_t thread_id) -> changed
DELETE FROM community_metoo WHERE brand_id = :brand_id AND thread_id = :thread_id AND member_id = :me;

-- metoo_count(int64_t thread_id, int64_t change) -> changed
UPDATE community_thread SET metoo_count = metoo_count + :change WHERE brand_id = :brand_id AND id = :thread_id;

-- metoo_mine(int64_t thread_id) -> int64_t
SELECT COUNT(*) FROM community_metoo WHERE brand_id = :brand_id AND thread_id = :thread_id AND member_id = :me;

-- metoo_members(int64_t thread_id, int64_t after_id) -> list of int64_t
SELECT member_id FROM community_metoo
WHERE brand_id = :brand_id AND thread_id = :thread_id AND member_id > :after_id ORDER BY member_id LIMIT 50;

-- metoo_copy(int64_t thread_id, int64_t to_id, int64_t author_id) -> changed
-- The next 50 of a thread that was merged away; not who asked the other one.
INSERT INTO community_metoo (brand_id, thread_id, member_id, at)
SELECT :brand_id, CAST(:to_id AS BIGINT), m.member_id, m.at FROM community_metoo m
WHERE m.brand_id = :brand_id AND m.thread_id = :thread_id AND m.member_id <> :author_id AND m.member_id IN (
	SELECT o.member_id FROM community_metoo o WHERE o.brand_id = :brand_id AND o.thread_id = :thread_id
	ORDER BY o.member_id LIMIT 50)
ON CONFLICT (brand_id, thread_id, member_id) DO NOTHING;

-- metoo_drop(int64_t thread_id) -> changed
DELETE FROM community_metoo WHERE brand_id = :brand_id AND thread_id = :thread_id AND member_id IN (
	SELECT o.member_id FROM community_metoo o WHERE o.brand_id = :brand_id AND o.thread_id = :thread_id
	ORDER BY o.member_id LIMIT 50);

-- reading_put(int64_t thread_id, int64_t number)
INSERT INTO community_reading (brand_id, member_id, thread_id, number, at) VALUES (:brand_id, :me, :thread_id, :number, :now)
ON CONFLICT (brand_id, member_id, thread_id) DO UPDATE SET number = excluded.number, at = excluded.at
WHERE community_reading.number < excluded.number;

-- reading_put_of(int64_t member_id, const struct reading *reading)
-- Written a moment after the page: whoever is erased meanwhile belongs to no audience.
INSERT INTO community_reading (brand_id, member_id, thread_id, number, at)
SELECT :brand_id, a.member_id, CAST(:thread_id AS BIGINT), CAST(:number AS BIGINT), CAST(:now AS BIGINT)
FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :member_id AND a.audience_id = 2
ON CONFLICT (brand_id, member_id, thread_id) DO UPDATE SET number = excluded.number, at = excluded.at
WHERE community_reading.number < excluded.number;

-- readings(struct ids ids) -> list of struct reading
-- all: as many as ids were given
SELECT thread_id, number FROM community_reading
WHERE brand_id = :brand_id AND member_id = :me AND thread_id IN (:ids[64]);

-- readings_forget(moment before) -> changed
DELETE FROM community_reading WHERE brand_id = :brand_id AND (member_id, thread_id) IN (
	SELECT r.member_id, r.thread_id FROM community_reading r WHERE r.brand_id = :brand_id AND r.at < :before
	ORDER BY r.at LIMIT 100);

-- unsent_put(const struct unsent *unsent)
INSERT INTO community_unsent (brand_id, member_id, thread_id, board_id, product_id, is_discussion, title, tags, body, changed_at)
VALUES (:brand_id, :me, :thread_id, :board_id, :product_id, :is_discussion, :title, :tags, :body, :now)
ON CONFLICT (brand_id, member_id, thread_id) DO UPDATE SET board_id = excluded.board_id, product_id = excluded.product_id,
	is_discussion = excluded.is_discussion, title = excluded.title, tags = excluded.tags, body = excluded.body,
	changed_at = excluded.changed_at;

-- unsent_row(int64_t thread_id) -> struct unsent
SELECT thread_id, board_id, product_id, is_discussion, title, tags, body, changed_at FROM community_unsent
WHERE brand_id = :brand_id AND member_id = :me AND thread_id = :thread_id;

-- unsent_mine() -> list of struct unsent
SELECT thread_id, board_id, product_id, is_discussion, title, tags, body, changed_at FROM community_unsent
WHERE brand_id = :brand_id AND member_id = :me ORDER BY changed_at DESC, thread_id DESC LIMIT 50;

-- unsent_drop(int64_t thread_id) -> changed
DELETE FROM community_unsent WHERE brand_id = :brand_id AND member_id = :me AND thread_id = :thread_id;

-- unsent_forget(moment before) -> changed
DELETE FROM community_unsent WHERE brand_id = :brand_id AND (member_id, thread_id) IN (
	SELECT u.member_id, u.thread_id FROM community_unsent u WHERE u.brand_id = :brand_id AND u.changed_at < :before
	ORDER BY u.changed_at LIMIT 100);

-- withdrawn_add(int64_t thread_id) -> changed
INSERT INTO community_withdrawn (brand_id, post_id, thread_id, member_id, at)
SELECT :brand_id, p.id, p.thread_id, p.author_id, CAST(:now AS BIGINT) FROM community_post p
WHERE p.brand_id = :brand_id AND p.thread_id = :thread_id AND p.author_id = :me ORDER BY p.number LIMIT 60
ON CONFLICT (brand_id, post_id) DO NOTHING;

-- withdrawn_own_posts(int64_t thread_id) -> int64_t
SELECT COUNT(*) FROM community_post p
WHERE p.brand_id = :brand_id AND p.thread_id = :thread_id AND p.author_id = :me;

-- withdrawn_mine(int64_t thread_id) -> int64_t
SELECT COALESCE(MAX(at), 0) FROM community_withdrawn
WHERE brand_id = :brand_id AND thread_id = :thread_id AND member_id = :me;

-- withdrawn_posts(int64_t thread_id, int64_t from, int64_t to) -> changed
UPDATE community_post SET author_id = :to WHERE brand_id = :brand_id AND thread_id = :thread_id AND author_id = :from
	AND id IN (SELECT w.post_id FROM community_withdrawn w WHERE w.brand_id = :brand_id AND w.thread_id = :thread_id
	AND w.member_id = :me);

-- withdrawn_versions(int64_t thread_id, int64_t from, int64_t to) -> changed
UPDATE community_post_version SET by_id = :to WHERE brand_id = :brand_id AND by_id = :from
	AND post_id IN (SELECT w.post_id FROM community_withdrawn w WHERE w.brand_id = :brand_id AND w.thread_id = :thread_id
	AND w.member_id = :me);

-- withdrawn_thread(int64_t thread_id, int64_t from, int64_t to) -> changed
UPDATE community_thread SET author_id = :to WHERE brand_id = :brand_id AND id = :thread_id AND author_id = :from;

-- withdrawn_drop(int64_t thread_id) -> changed
DELETE FROM community_withdrawn WHERE brand_id = :brand_id AND thread_id = :thread_id AND member_id = :me;

-- withdrawn_forget(moment before) -> changed
DELETE FROM community_withdrawn WHERE brand_id = :brand_id AND post_id IN (
	SELECT w.post_id FROM community_withdrawn w WHERE w.brand_id = :brand_id AND w.at < :before ORDER BY w.at LIMIT 100);

-- mention_add(int64_t post_id, int64_t member_id) -> changed
INSERT INTO community_mention (brand_id, post_id, member_id) VALUES (:brand_id, :post_id, :member_id)
ON CONFLICT (brand_id, post_id, member_id) DO NOTHING;

-- mention_may_see(int64_t audience_id, struct ids ids) -> list of int64_t
-- all: as many as ids were given
SELECT a.member_id FROM core_audience_member a
WHERE a.brand_id = :brand_id AND a.audience_id = :audience_id AND a.member_id IN (:ids[64]);

-- ── tags ──

-- tag_row(int64_t id) -> struct tag
SELECT id, key, name, about, thread_count, made_at FROM community_tag WHERE brand_id = :brand_id AND id = :id;

-- tag_by_key(str key) -> struct tag
SELECT id, key, name, about, thread_count, made_at FROM community_tag WHERE brand_id = :brand_id AND key = :key;

-- tags_by_ids(struct ids ids) -> list of struct tag
-- all: as many as ids were given
SELECT id, key, name, about, thread_count, made_at FROM community_tag WHERE brand_id = :brand_id AND id IN (:ids[64])
	AND ((by_brand = 1 AND thread_count = 0) OR EXISTS (
	SELECT 1 FROM community_thread_tag g JOIN community_thread t ON t.brand_id = :brand_id AND t.id = g.thread_id
	WHERE g.brand_id = :brand_id AND g.tag_id = community_tag.id AND t.deleted_at IS NULL AND t.hidden_at IS NULL
	AND :may_see(t.audience_id)));

-- tag_seen(str key) -> struct tag
-- Only if a thread that one may see has it (a word from a closed board tells of it), or the brand made it to be chosen.
SELECT id, key, name, about, thread_count, made_at FROM community_tag WHERE brand_id = :brand_id AND key = :key
	AND ((by_brand = 1 AND thread_count = 0) OR EXISTS (
	SELECT 1 FROM community_thread_tag g JOIN community_thread t ON t.brand_id = :brand_id AND t.id = g.thread_id
	WHERE g.brand_id = :brand_id AND g.tag_id = community_tag.id AND t.deleted_at IS NULL AND t.hidden_at IS NULL
	AND :may_see(t.audience_id)));

-- tags_most_used() -> list of struct tag
SELECT id, key, name, about, thread_count, made_at FROM community_tag
WHERE brand_id = :brand_id AND thread_count > 0 AND EXISTS (
	SELECT 1 FROM community_thread_tag g JOIN community_thread t ON t.brand_id = :brand_id AND t.id = g.thread_id
	WHERE g.brand_id = :brand_id AND g.tag_id = community_tag.id AND t.deleted_at IS NULL AND t.hidden_at IS NULL
	AND :may_see(t.audience_id) LIMIT 1 OFFSET 0)
ORDER BY thread_count DESC, id DESC LIMIT 30;

-- tags_after(str key, bool with_unused) -> list of struct tag
SELECT id, key, name, about, thread_count, made_at FROM community_tag
WHERE brand_id = :brand_id AND key > :key AND ((thread_count = 0 AND (by_brand = 1 OR :with_unused = 1)) OR EXISTS (
	SELECT 1 FROM community_thread_tag g JOIN community_thread t ON t.brand_id = :brand_id AND t.id = g.thread_id
	WHERE g.brand_id = :brand_id AND g.tag_id = community_tag.id AND t.deleted_at IS NULL AND t.hidden_at IS NULL
	AND :may_see(t.audience_id) LIMIT 1 OFFSET 0))
ORDER BY key LIMIT 101;

-- tags_beginning(str from, str until) -> list of struct tag
SELECT id, key, name, about, thread_count, made_at FROM community_tag
WHERE brand_id = :brand_id AND key >= :from AND key < :until AND ((by_brand = 1 AND thread_count = 0) OR EXISTS (
	SELECT 1 FROM community_thread_tag g JOIN community_thread t ON t.brand_id = :brand_id AND t.id = g.thread_id
	WHERE g.brand_id = :brand_id AND g.tag_id = community_tag.id AND t.deleted_at IS NULL AND t.hidden_at IS NULL
	AND :may_see(t.audience_id) LIMIT 1 OFFSET 0))
ORDER BY key LIMIT 8;

-- tags_of_threads(struct ids ids) -> list of struct thread_tag
-- all: as many as ids were given, five each
SELECT g.thread_id, t.id, t.key, t.name FROM community_thread_tag g
JOIN community_tag t ON t.brand_id = :brand_id AND t.id = g.tag_id
WHERE g.brand_id = :brand_id AND g.thread_id IN (:ids[64]);

-- tag_threads(int64_t tag_id, int64_t after_id) -> list of int64_t
SELECT thread_id FROM community_thread_tag WHERE brand_id = :brand_id AND tag_id = :tag_id AND thread_id > :after_id
ORDER BY thread_id LIMIT 100;

-- tag_add(const struct tag *tag)
-- awaits: its caller says that the key is taken
INSERT INTO community_tag (brand_id, id, key, name, about, thread_count, made_at, by_brand)
VALUES (:brand_id, :id, :key, :name, :about, 0, :now, :by_brand);

-- tag_change(const struct tag *tag) -> changed
UPDATE community_tag SET key = :key, name = :name, about = :about WHERE brand_id = :brand_id AND id = :id;

-- tag_remove(int64_t id) -> changed
DELETE FROM community_tag WHERE brand_id = :brand_id AND id = :id;

-- tag_count(int64_t id, int64_t change) -> changed
UPDATE community_tag SET thread_count = thread_count + :change WHERE brand_id = :brand_id AND id = :id;

-- tag_put(int64_t thread_id, int64_t tag_id) -> changed
INSERT INTO community_thread_tag (brand_id, thread_id, tag_id) VALUES (:brand_id, :thread_id, :tag_id)
ON CONFLICT (brand_id, thread_id, tag_id) DO NOTHING;

-- tag_take(int64_t thread_id, int64_t tag_id) -> changed
DELETE FROM community_thread_tag WHERE brand_id = :brand_id AND thread_id = :thread_id AND tag_id = :tag_id;

-- tag_copy_some(int64_t tag_id, int64_t to_id) -> changed
-- The next 50 threads of a tag that is merged away.
INSERT INTO community_thread_tag (brand_id, thread_id, tag_id)
SELECT :brand_id, g.thread_id, CAST(:to_id AS BIGINT) FROM community_thread_tag g
WHERE g.brand_id = :brand_id AND g.tag_id = :tag_id ORDER BY g.thread_id LIMIT 50
ON CONFLICT (brand_id, thread_id, tag_id) DO NOTHING;

-- tag_drop_some(int64_t tag_id) -> changed
DELETE FROM community_thread_tag WHERE brand_id = :brand_id AND tag_id = :tag_id AND thread_id IN (
	SELECT g.thread_id FROM community_thread_tag g WHERE g.brand_id = :brand_id AND g.tag_id = :tag_id
	ORDER BY g.thread_id LIMIT 50);

-- ── who leaves for good ──

-- former_posts(int64_t after_id, str called, str quoted) -> list of struct post
-- Whose texts name somebody: "%@Ana Beispiel%", and as a quote does.
SELECT thread_id, number, id, body, html FROM community_post
WHERE brand_id = :brand_id AND id > :after_id AND (body LIKE :called ESCAPE '\' OR body LIKE :quoted ESCAPE '\') ORDER BY id LIMIT 12;

-- former_post_put(const struct post *post) -> changed
UPDATE community_post SET body = :body, html = :html WHERE brand_id = :brand_id AND id = :id;

-- former_own_threads(int64_t member_id, int64_t after_id) -> list of int64_t
-- Where something of hers stands: pages that were kept are drawn anew.
SELECT thread_id FROM community_post WHERE brand_id = :brand_id AND author_id = :member_id AND thread_id > :after_id
GROUP BY thread_id ORDER BY thread_id LIMIT 50;

-- former_thanks(int64_t member_id) -> list of struct post
-- Whom somebody thanked: taken back before she is erased, or the counts beside the posts would never be right again.
SELECT p.thread_id, p.number, p.id FROM community_kudos k JOIN community_post p ON p.brand_id = :brand_id AND p.id = k.post_id
WHERE k.brand_id = :brand_id AND k.member_id = :member_id ORDER BY k.at, k.post_id LIMIT 8;

-- former_metoos(int64_t member_id) -> list of int64_t
SELECT thread_id FROM community_metoo WHERE brand_id = :brand_id AND member_id = :member_id ORDER BY at, thread_id LIMIT 8;

-- former_versions(const struct former_ask *ask) -> list of struct former_version
SELECT post_id, version, body FROM community_post_version
WHERE brand_id = :brand_id AND (post_id, version) > (:after_id, :version)
 AND (body LIKE :called ESCAPE '\' OR body LIKE :quoted ESCAPE '\') ORDER BY post_id, version LIMIT 12;

-- former_version_put(const struct former_version *earlier) -> changed
UPDATE community_post_version SET body = :body WHERE brand_id = :brand_id AND post_id = :post_id AND version = :version;
