-- community: boards, threads, posts, solutions, kudos

CREATE TABLE community_board (
	brand_id INTEGER NOT NULL,         -- none, kept
	id INTEGER NOT NULL,               -- none, kept
	key TEXT NOT NULL,                 -- none, kept
	name TEXT NOT NULL,                -- none, kept
	about TEXT NOT NULL,               -- none, kept
	position INTEGER NOT NULL,         -- none, kept
	audience_id INTEGER NOT NULL,      -- none, kept
	thread_count INTEGER NOT NULL,     -- none, kept
	latest_thread_id INTEGER NOT NULL, -- none, kept
	latest_at INTEGER NOT NULL,        -- none, kept
	PRIMARY KEY (brand_id, id),
	UNIQUE (brand_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE community_thread (
	brand_id INTEGER NOT NULL,         -- none, kept
	id INTEGER NOT NULL,               -- none, kept
	board_id INTEGER NOT NULL,         -- none, kept
	product_id INTEGER NOT NULL,       -- none, kept
	audience_id INTEGER NOT NULL,      -- none, kept
	author_id INTEGER NOT NULL,        -- personal, with the member
	title TEXT NOT NULL,               -- personal, kept
	excerpt TEXT NOT NULL,             -- personal, kept
	lang TEXT NOT NULL,                -- none, kept
	state INTEGER NOT NULL,            -- none, kept
	post_count INTEGER NOT NULL,       -- none, kept
	kudos_count INTEGER NOT NULL,      -- none, kept
	view_count INTEGER NOT NULL,       -- none, kept
	created_at INTEGER NOT NULL,       -- none, kept
	active_at INTEGER NOT NULL,        -- none, kept
	closed_at INTEGER,                 -- none, kept
	hidden_at INTEGER,                 -- none, kept
	deleted_at INTEGER,                -- none, 30 days
	origin TEXT NOT NULL,              -- none, kept
	origin_url TEXT NOT NULL,          -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX community_thread_newest ON community_thread (brand_id, active_at) WHERE hidden_at IS NULL AND deleted_at IS NULL;
CREATE INDEX community_thread_by_board ON community_thread (brand_id, board_id, active_at) WHERE hidden_at IS NULL AND deleted_at IS NULL;
CREATE INDEX community_thread_by_state ON community_thread (brand_id, state, active_at) WHERE hidden_at IS NULL AND deleted_at IS NULL;
CREATE INDEX community_thread_by_board_state ON community_thread (brand_id, board_id, state, active_at) WHERE hidden_at IS NULL AND deleted_at IS NULL;
CREATE INDEX community_thread_by_product ON community_thread (brand_id, product_id, state, active_at) WHERE hidden_at IS NULL AND deleted_at IS NULL;
CREATE INDEX community_thread_by_author ON community_thread (brand_id, author_id, active_at);
CREATE INDEX community_thread_by_origin ON community_thread (brand_id, origin) WHERE origin <> '';

CREATE TABLE community_post (
	brand_id INTEGER NOT NULL,         -- none, kept
	thread_id INTEGER NOT NULL,        -- none, kept
	number INTEGER NOT NULL,           -- none, kept
	id INTEGER NOT NULL,               -- none, kept
	author_id INTEGER NOT NULL,        -- personal, with the member
	body TEXT NOT NULL,                -- personal, kept
	html TEXT NOT NULL,                -- personal, kept
	html_version INTEGER NOT NULL,     -- none, kept
	kudos_count INTEGER NOT NULL,      -- none, kept
	version INTEGER NOT NULL,          -- none, kept
	created_at INTEGER NOT NULL,       -- none, kept
	edited_at INTEGER,                 -- none, kept
	hidden_at INTEGER,                 -- none, kept
	deleted_at INTEGER,                -- none, 30 days
	origin TEXT NOT NULL,              -- none, kept
	PRIMARY KEY (brand_id, thread_id, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX community_post_by_id ON community_post (brand_id, id);
CREATE INDEX community_post_by_author ON community_post (brand_id, author_id, created_at);

CREATE TABLE community_post_version (
	brand_id INTEGER NOT NULL,         -- none, kept
	post_id INTEGER NOT NULL,          -- none, kept
	version INTEGER NOT NULL,          -- none, kept
	body TEXT NOT NULL,                -- personal, kept
	by_id INTEGER NOT NULL,            -- personal, with the member
	at INTEGER NOT NULL,               -- none, kept
	PRIMARY KEY (brand_id, post_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE community_solution (
	brand_id INTEGER NOT NULL,         -- none, kept
	thread_id INTEGER NOT NULL,        -- none, kept
	post_id INTEGER NOT NULL,          -- none, kept
	marked_by INTEGER NOT NULL,        -- personal, with the member
	marked_at INTEGER NOT NULL,        -- none, kept
	PRIMARY KEY (brand_id, thread_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE community_kudos (
	brand_id INTEGER NOT NULL,         -- none, kept
	post_id INTEGER NOT NULL,          -- none, kept
	member_id INTEGER NOT NULL,        -- personal, with the member
	at INTEGER NOT NULL,               -- none, kept
	PRIMARY KEY (brand_id, post_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX community_kudos_by_member ON community_kudos (brand_id, member_id, at);
