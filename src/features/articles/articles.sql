-- include "features/articles/article_answer_store.h"
-- include "features/articles/article_store.h"
-- include "features/articles/comment_store.h"

-- article_row(int64_t id) -> struct article
SELECT id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, body, html, html_version, version,
	source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at, helped_count, missed_count,
	comment_count, hidden_at
FROM articles_article
WHERE brand_id = :brand_id AND id = :id AND :may_see(articles_article.audience_id);

-- article_row_for_all(int64_t id) -> struct article
-- Whoever may see it: for the index, whose searches ask for the audience themselves.
SELECT id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, body, html, html_version, version,
	source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at, helped_count, missed_count,
	comment_count, hidden_at
FROM articles_article
WHERE brand_id = :brand_id AND id = :id;

-- articles_after(int64_t after_id) -> list of struct article
-- Published ones in order of id, whoever may see them: for making the index anew.
SELECT id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, '' AS body, '' AS html, html_version, version,
	source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at, helped_count, missed_count,
	comment_count, hidden_at
FROM articles_article
WHERE brand_id = :brand_id AND id > :after_id AND state = 2 AND hidden_at IS NULL ORDER BY id LIMIT 100;

-- articles_of_kind(int kind, const struct cursor *before) -> list of struct article
SELECT id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, '' AS body, '' AS html, html_version, version,
	source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at, helped_count, missed_count,
	comment_count, hidden_at
FROM articles_article
WHERE brand_id = :brand_id AND kind = :kind AND state = 2 AND hidden_at IS NULL AND (published_at, id) < (:before.at, :before.id) AND :may_see(articles_article.audience_id)
ORDER BY published_at DESC, id DESC LIMIT 21;

-- articles_newest(const struct cursor *before) -> list of struct article
SELECT id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, '' AS body, '' AS html, html_version, version,
	source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at, helped_count, missed_count,
	comment_count, hidden_at
FROM articles_article
WHERE brand_id = :brand_id AND state = 2 AND hidden_at IS NULL AND (published_at, id) < (:before.at, :before.id) AND :may_see(articles_article.audience_id)
ORDER BY published_at DESC, id DESC LIMIT 21;

-- articles_of_product(int kind, int64_t product_id, const struct cursor *before) -> list of struct article
SELECT id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, '' AS body, '' AS html, html_version, version,
	source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at, helped_count, missed_count,
	comment_count, hidden_at
FROM articles_article
WHERE brand_id = :brand_id AND product_id = :product_id AND kind = :kind AND state = 2 AND hidden_at IS NULL
	AND (published_at, id) < (:before.at, :before.id) AND :may_see(articles_article.audience_id)
ORDER BY published_at DESC, id DESC LIMIT 21;

-- articles_of_three(const struct article_products *products) -> list of struct article
SELECT id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, '' AS body, '' AS html, html_version, version,
	source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at, helped_count, missed_count,
	comment_count, hidden_at
FROM articles_article
WHERE brand_id = :brand_id AND product_id IN (:first, :second, :third) AND kind = 0 AND state = 2 AND hidden_at IS NULL
	AND :may_see(articles_article.audience_id)
ORDER BY published_at DESC, id DESC LIMIT 4;

-- articles_of_author(int64_t author_id, const struct cursor *before) -> list of struct article
SELECT id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, '' AS body, '' AS html, html_version, version,
	source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at, helped_count, missed_count,
	comment_count, hidden_at
FROM articles_article
WHERE brand_id = :brand_id AND author_id = :author_id AND state = 2 AND hidden_at IS NULL
	AND (published_at, id) < (:before.at, :before.id) AND :may_see(articles_article.audience_id)
ORDER BY published_at DESC, id DESC LIMIT 21;

-- articles_by_ids(struct ids ids) -> list of struct article
-- all: as many as ids were given
SELECT id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, '' AS body, '' AS html, html_version, version,
	source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at, helped_count, missed_count,
	comment_count, hidden_at
FROM articles_article
WHERE brand_id = :brand_id AND id IN (:ids[64]) AND :may_see(articles_article.audience_id);

-- articles_mine(int64_t before_id) -> list of struct article
-- A first draft has no published title yet: its working copy's stands in.
SELECT t.id, t.kind, t.state, t.audience_id, t.author_id, t.product_id, t.lang,
	COALESCE(d.title, t.title) AS title, COALESCE(d.excerpt, t.excerpt) AS excerpt, '' AS body, '' AS html, t.html_version,
	t.version, t.source_kind, t.source_id, t.made_at, t.changed_at, t.publish_at, t.published_at, t.checked_at, t.asked_at,
	t.helped_count, t.missed_count, t.comment_count, t.hidden_at
FROM articles_article t
LEFT JOIN articles_draft d ON d.brand_id = :brand_id AND d.article_id = t.id
WHERE t.brand_id = :brand_id AND t.author_id = :me AND t.id < :before_id ORDER BY t.id DESC LIMIT 21;

-- articles_of_source(int source_kind, int64_t source_id) -> list of struct article
SELECT id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, '' AS body, '' AS html, html_version, version,
	source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at, helped_count, missed_count,
	comment_count, hidden_at
FROM articles_article
WHERE brand_id = :brand_id AND source_kind = :source_kind AND source_id = :source_id AND :may_see(articles_article.audience_id)
ORDER BY id LIMIT 20;

-- articles_stale(moment since, bool unasked) -> list of struct article
SELECT id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, '' AS body, '' AS html, html_version, version,
	source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at, helped_count, missed_count,
	comment_count, hidden_at
FROM articles_article
WHERE brand_id = :brand_id AND kind = 0 AND state = 2 AND hidden_at IS NULL AND checked_at < :since
	AND (:unasked = 0 OR asked_at = 0)
ORDER BY checked_at, id LIMIT 50;

-- article_add(const struct article *article)
INSERT INTO articles_article (brand_id, id, kind, state, audience_id, author_id, product_id, lang, title, excerpt, body, html,
	html_version, version, source_kind, source_id, made_at, changed_at, publish_at, published_at, checked_at, asked_at,
	helped_count, missed_count, comment_count, hidden_at)
VALUES (:brand_id, :id, :kind, :state, :audience_id, :author_id, :product_id, :lang, :title, :excerpt, :body, :html,
	:html_version, :version, :source_kind, :source_id, :made_at, :changed_at, :publish_at, :published_at, :checked_at,
	:asked_at, :helped_count, :missed_count, :comment_count, :hidden_at?);

-- article_put(const struct article *article, int from) -> changed
UPDATE articles_article SET state = :state, product_id = :product_id, title = :title, excerpt = :excerpt, body = :body,
	html = :html, html_version = :html_version, version = :version, changed_at = :changed_at, publish_at = :publish_at,
	published_at = :published_at, checked_at = :checked_at, asked_at = :asked_at
WHERE brand_id = :brand_id AND id = :id AND state = :from;

-- article_remove(int64_t id) -> changed
DELETE FROM articles_article WHERE brand_id = :brand_id AND id = :id AND version = 0;

-- article_helped(int64_t id, int64_t helped, int64_t missed) -> changed
UPDATE articles_article SET helped_count = helped_count + :helped, missed_count = missed_count + :missed
WHERE brand_id = :brand_id AND id = :id;

-- article_comments(int64_t id, int64_t number) -> changed
UPDATE articles_article SET comment_count = :number WHERE brand_id = :brand_id AND id = :id AND comment_count = :number - 1;

-- article_draft_row(int64_t article_id) -> struct article_draft
SELECT article_id, product_id, title, excerpt, body, html, note, html_version, by_id, changed_at, waits_at, answer
FROM articles_draft WHERE brand_id = :brand_id AND article_id = :article_id;

-- article_drafts_waiting(moment after) -> list of struct article_draft
SELECT article_id, product_id, title, excerpt, '' AS body, '' AS html, note, html_version, by_id, changed_at, waits_at, answer
FROM articles_draft WHERE brand_id = :brand_id AND waits_at > 0 AND waits_at > :after ORDER BY waits_at, article_id LIMIT 50;

-- article_draft_put(const struct article_draft *draft)
INSERT INTO articles_draft (brand_id, article_id, product_id, title, excerpt, body, html, html_version, note, by_id, changed_at,
	waits_at, answer)
VALUES (:brand_id, :article_id, :product_id, :title, :excerpt, :body, :html, :html_version, :note, :by_id, :changed_at,
	:waits_at, :answer)
ON CONFLICT (brand_id, article_id) DO UPDATE SET product_id = excluded.product_id, title = excluded.title,
	excerpt = excluded.excerpt, body = excluded.body, html = excluded.html, html_version = excluded.html_version,
	note = excluded.note, by_id = excluded.by_id, changed_at = excluded.changed_at, waits_at = excluded.waits_at,
	answer = excluded.answer;

-- article_draft_remove(int64_t article_id) -> changed
DELETE FROM articles_draft WHERE brand_id = :brand_id AND article_id = :article_id;

-- article_version_add(const struct article_version *row)
INSERT INTO articles_version (brand_id, article_id, version, title, body, note, by_id, at)
VALUES (:brand_id, :article_id, :version, :title, :body, :note, :by_id, :at);

-- article_versions(int64_t article_id) -> list of struct article_version
SELECT article_id, version, by_id, title, '' AS body, note, at
FROM articles_version WHERE brand_id = :brand_id AND article_id = :article_id ORDER BY version DESC LIMIT 100;

-- article_version_row(int64_t article_id, int64_t version) -> struct article_version
SELECT article_id, version, by_id, title, body, note, at
FROM articles_version WHERE brand_id = :brand_id AND article_id = :article_id AND version = :version;

-- article_answer_row(int64_t article_id, str voter) -> struct article_answer
SELECT article_id, voter, member_id, helped, at FROM articles_answer
WHERE brand_id = :brand_id AND article_id = :article_id AND voter = :voter;

-- article_answer_put(const struct article_answer *answer)
INSERT INTO articles_answer (brand_id, article_id, voter, member_id, helped, at)
VALUES (:brand_id, :article_id, :voter, :member_id, :helped, :at)
ON CONFLICT (brand_id, article_id, voter) DO UPDATE SET helped = excluded.helped, at = excluded.at;

-- article_answers_forget(moment before) -> changed
DELETE FROM articles_answer WHERE brand_id = :brand_id AND (article_id, voter) IN (SELECT a.article_id, a.voter
	FROM articles_answer a WHERE a.brand_id = :brand_id AND a.at < :before ORDER BY a.at LIMIT 100);

-- comment_row(int64_t id) -> struct comment
SELECT article_id, number, id, author_id, body, html, html_version, made_at, hidden_at, deleted_at
FROM articles_comment WHERE brand_id = :brand_id AND id = :id AND (hidden_at IS NULL OR (author_id = :me AND author_id > 0)) AND deleted_at IS NULL;

-- comments_of(int64_t article_id, int64_t first) -> list of struct comment
SELECT article_id, number, id, author_id, '' AS body, html, html_version, made_at, hidden_at, deleted_at
FROM articles_comment WHERE brand_id = :brand_id AND article_id = :article_id AND number >= :first ORDER BY number LIMIT 20;

-- comments_by_ids(struct ids ids) -> list of struct comment
-- all: as many as ids were given
SELECT article_id, number, id, author_id, '' AS body, html, html_version, made_at, hidden_at, deleted_at
FROM articles_comment WHERE brand_id = :brand_id AND id IN (:ids[64]) AND hidden_at IS NULL AND deleted_at IS NULL;

-- comment_add(const struct comment *comment)
-- awaits: its caller says that another comment was faster
INSERT INTO articles_comment (brand_id, article_id, number, id, author_id, body, html, html_version, made_at, hidden_at, deleted_at)
VALUES (:brand_id, :article_id, :number, :id, :author_id, :body, :html, :html_version, :made_at, :hidden_at?, :deleted_at?);

-- comment_wipe(int64_t article_id, int64_t number) -> changed
UPDATE articles_comment SET body = '', html = '', deleted_at = :now
WHERE brand_id = :brand_id AND article_id = :article_id AND number = :number AND deleted_at IS NULL;

-- article_check(int64_t id) -> changed
UPDATE articles_article SET checked_at = :now, asked_at = 0 WHERE brand_id = :brand_id AND id = :id AND state = 2;

-- article_asked(int64_t id) -> changed
UPDATE articles_article SET asked_at = :now WHERE brand_id = :brand_id AND id = :id AND state = 2;

-- articles_public_total() -> int64_t
-- walk: the map of the site counts what it lists
SELECT COUNT(*) FROM articles_article
WHERE brand_id = :brand_id AND audience_id = 1 AND state = 2 AND hidden_at IS NULL;

-- articles_public(int64_t skip) -> list of struct article_place
-- walk: the map of the site lists them all, page by page
SELECT id, changed_at FROM articles_article
WHERE brand_id = :brand_id AND audience_id = 1 AND state = 2 AND hidden_at IS NULL ORDER BY id LIMIT 1000 OFFSET :skip;
