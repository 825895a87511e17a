-- Each thread's page asks what was made of it, in the order of the ids: without them in the index every page sorted.
DROP INDEX articles_article_by_source;
CREATE INDEX articles_article_by_source ON articles_article (brand_id, source_kind, source_id, id);

-- A reply moved its thread in seven indexes, now in five: the map of the site and a member's list go by the ids alone.
DROP INDEX community_thread_public;
CREATE INDEX community_thread_public ON community_thread (brand_id, id) WHERE audience_id = 1 AND hidden_at IS NULL AND deleted_at IS NULL;
DROP INDEX community_thread_by_author;
CREATE INDEX community_thread_by_author ON community_thread (brand_id, author_id, id);
