-- Questions and answers, wide: who may post where, me too, what is missing, tags, how far somebody read, texts that
-- wait, and what moderators may do with threads and posts.

ALTER TABLE community_board ADD COLUMN posting INTEGER NOT NULL DEFAULT 0;          -- none, kept

ALTER TABLE community_thread ADD COLUMN metoo_count INTEGER NOT NULL DEFAULT 0;     -- none, kept
ALTER TABLE community_thread ADD COLUMN pinned_at INTEGER NOT NULL DEFAULT 0;       -- none, kept
ALTER TABLE community_thread ADD COLUMN need_at INTEGER NOT NULL DEFAULT 0;         -- none, kept
ALTER TABLE community_thread ADD COLUMN need_post_id INTEGER NOT NULL DEFAULT 0;    -- none, kept
ALTER TABLE community_thread ADD COLUMN closed_why TEXT NOT NULL DEFAULT '';        -- none, kept
ALTER TABLE community_thread ADD COLUMN gone_by INTEGER NOT NULL DEFAULT 0;         -- personal, with the member
ALTER TABLE community_thread ADD COLUMN gone_why TEXT NOT NULL DEFAULT '';          -- none, kept
CREATE INDEX community_thread_pinned ON community_thread (brand_id, board_id, pinned_at) WHERE pinned_at > 0;

ALTER TABLE community_post ADD COLUMN moved_to INTEGER NOT NULL DEFAULT 0;          -- none, kept
ALTER TABLE community_post ADD COLUMN gone_by INTEGER NOT NULL DEFAULT 0;           -- personal, with the member
ALTER TABLE community_post ADD COLUMN gone_why TEXT NOT NULL DEFAULT '';            -- none, kept
CREATE INDEX community_post_deleted ON community_post (brand_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE community_metoo (
	brand_id INTEGER NOT NULL,         -- none, kept
	thread_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,        -- personal, with the member
	at INTEGER NOT NULL,               -- none, kept
	PRIMARY KEY (brand_id, thread_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX community_metoo_by_member ON community_metoo (brand_id, member_id, at);

CREATE TABLE community_tag (
	brand_id INTEGER NOT NULL,         -- none, kept
	id INTEGER NOT NULL,               -- none, kept
	key TEXT NOT NULL,                 -- none, kept
	name TEXT NOT NULL,                -- none, kept
	about TEXT NOT NULL,               -- none, kept
	thread_count INTEGER NOT NULL,     -- none, kept
	made_at INTEGER NOT NULL,          -- none, kept
	PRIMARY KEY (brand_id, id),
	UNIQUE (brand_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX community_tag_by_count ON community_tag (brand_id, thread_count);

CREATE TABLE community_thread_tag (
	brand_id INTEGER NOT NULL,         -- none, kept
	thread_id INTEGER NOT NULL,        -- none, kept
	tag_id INTEGER NOT NULL,           -- none, kept
	PRIMARY KEY (brand_id, thread_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX community_thread_tag_by_tag ON community_thread_tag (brand_id, tag_id, thread_id);

-- How far a member has read in a thread.
CREATE TABLE community_reading (
	brand_id INTEGER NOT NULL,         -- none, kept
	member_id INTEGER NOT NULL,        -- personal, with the member
	thread_id INTEGER NOT NULL,        -- none, kept
	number INTEGER NOT NULL,           -- personal, with the member
	at INTEGER NOT NULL,               -- personal, with the member
	PRIMARY KEY (brand_id, member_id, thread_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX community_reading_by_age ON community_reading (brand_id, at);

-- What a member has begun to write: a question (thread_id 0) or an answer.
CREATE TABLE community_unsent (
	brand_id INTEGER NOT NULL,         -- none, kept
	member_id INTEGER NOT NULL,        -- personal, with the member
	thread_id INTEGER NOT NULL,        -- none, 90 days
	board_id INTEGER NOT NULL,         -- none, 90 days
	product_id INTEGER NOT NULL,       -- none, 90 days
	is_discussion INTEGER NOT NULL,    -- none, 90 days
	title TEXT NOT NULL,               -- personal, 90 days
	tags TEXT NOT NULL,                -- personal, 90 days
	body TEXT NOT NULL,                -- personal, 90 days
	changed_at INTEGER NOT NULL,       -- none, 90 days
	PRIMARY KEY (brand_id, member_id, thread_id)
) STRICT;
CREATE INDEX community_unsent_by_age ON community_unsent (brand_id, changed_at);

-- Whose a post was, for as long as the withdrawal of authorship can be undone.
CREATE TABLE community_withdrawn (
	brand_id INTEGER NOT NULL,         -- none, kept
	post_id INTEGER NOT NULL,          -- none, kept
	thread_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,        -- personal, 14 days
	at INTEGER NOT NULL,               -- none, 14 days
	PRIMARY KEY (brand_id, post_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX community_withdrawn_by_thread ON community_withdrawn (brand_id, thread_id, member_id);
CREATE INDEX community_withdrawn_by_age ON community_withdrawn (brand_id, at);

-- Who was called by name in a post: told once.
CREATE TABLE community_mention (
	brand_id INTEGER NOT NULL,         -- none, kept
	post_id INTEGER NOT NULL,          -- none, kept
	member_id INTEGER NOT NULL,        -- personal, with the member
	PRIMARY KEY (brand_id, post_id, member_id)
) STRICT, WITHOUT ROWID;
