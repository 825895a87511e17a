-- articles: guides, news, stories: what is published, its working copy, its history, what readers said

CREATE TABLE articles_article (
	brand_id INTEGER NOT NULL,         -- none, kept
	id INTEGER NOT NULL,               -- none, kept
	kind INTEGER NOT NULL,             -- none, kept
	state INTEGER NOT NULL,            -- none, kept
	audience_id INTEGER NOT NULL,      -- none, kept
	author_id INTEGER NOT NULL,        -- personal, with the member
	product_id INTEGER NOT NULL,       -- none, kept
	lang TEXT NOT NULL,                -- none, kept
	title TEXT NOT NULL,               -- personal, kept
	excerpt TEXT NOT NULL,             -- personal, kept
	body TEXT NOT NULL,                -- personal, kept
	html TEXT NOT NULL,                -- personal, kept
	html_version INTEGER NOT NULL,     -- none, kept
	version INTEGER NOT NULL,          -- none, kept
	source_kind INTEGER NOT NULL,      -- none, kept
	source_id INTEGER NOT NULL,        -- none, kept
	made_at INTEGER NOT NULL,          -- none, kept
	changed_at INTEGER NOT NULL,       -- none, kept
	publish_at INTEGER NOT NULL,       -- none, kept
	published_at INTEGER NOT NULL,     -- none, kept
	checked_at INTEGER NOT NULL,       -- none, kept
	asked_at INTEGER NOT NULL,         -- none, kept
	helped_count INTEGER NOT NULL,     -- none, kept
	missed_count INTEGER NOT NULL,     -- none, kept
	comment_count INTEGER NOT NULL,    -- none, kept
	hidden_at INTEGER,                 -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT;
CREATE INDEX articles_article_newest ON articles_article (brand_id, kind, published_at) WHERE state = 2 AND hidden_at IS NULL;
CREATE INDEX articles_article_by_product ON articles_article (brand_id, product_id, kind, published_at) WHERE state = 2 AND hidden_at IS NULL;
CREATE INDEX articles_article_by_author ON articles_article (brand_id, author_id, published_at);
CREATE INDEX articles_article_by_source ON articles_article (brand_id, source_kind, source_id);
CREATE INDEX articles_article_by_check ON articles_article (brand_id, checked_at) WHERE state = 2 AND hidden_at IS NULL AND kind = 0;

-- What is being written: a first draft, or a revision of what is published.
CREATE TABLE articles_draft (
	brand_id INTEGER NOT NULL,         -- none, kept
	article_id INTEGER NOT NULL,       -- none, kept
	product_id INTEGER NOT NULL,       -- none, kept
	title TEXT NOT NULL,               -- personal, kept
	excerpt TEXT NOT NULL,             -- personal, kept
	body TEXT NOT NULL,                -- personal, kept
	html TEXT NOT NULL,                -- personal, kept
	html_version INTEGER NOT NULL,     -- none, kept
	note TEXT NOT NULL,                -- personal, kept
	by_id INTEGER NOT NULL,            -- personal, with the member
	changed_at INTEGER NOT NULL,       -- none, kept
	waits_at INTEGER NOT NULL,         -- none, kept
	answer TEXT NOT NULL,              -- personal, kept
	PRIMARY KEY (brand_id, article_id)
) STRICT;
CREATE INDEX articles_draft_waiting ON articles_draft (brand_id, waits_at) WHERE waits_at > 0;

CREATE TABLE articles_version (
	brand_id INTEGER NOT NULL,         -- none, kept
	article_id INTEGER NOT NULL,       -- none, kept
	version INTEGER NOT NULL,          -- none, kept
	title TEXT NOT NULL,               -- personal, kept
	body TEXT NOT NULL,                -- personal, kept
	note TEXT NOT NULL,                -- personal, kept
	by_id INTEGER NOT NULL,            -- personal, with the member
	at INTEGER NOT NULL,               -- none, kept
	PRIMARY KEY (brand_id, article_id, version)
) STRICT;

-- "Did this help?": one answer a member or a browser.
CREATE TABLE articles_answer (
	brand_id INTEGER NOT NULL,         -- none, kept
	article_id INTEGER NOT NULL,       -- none, kept
	voter TEXT NOT NULL,               -- personal, 400 days
	member_id INTEGER NOT NULL,        -- personal, with the member
	helped INTEGER NOT NULL,           -- none, 400 days
	at INTEGER NOT NULL,               -- none, 400 days
	PRIMARY KEY (brand_id, article_id, voter)
) STRICT, WITHOUT ROWID;
CREATE INDEX articles_answer_by_time ON articles_answer (brand_id, at);
CREATE INDEX articles_answer_by_member ON articles_answer (brand_id, member_id);

CREATE TABLE articles_comment (
	brand_id INTEGER NOT NULL,         -- none, kept
	article_id INTEGER NOT NULL,       -- none, kept
	number INTEGER NOT NULL,           -- none, kept
	id INTEGER NOT NULL,               -- none, kept
	author_id INTEGER NOT NULL,        -- personal, with the member
	body TEXT NOT NULL,                -- personal, kept
	html TEXT NOT NULL,                -- personal, kept
	html_version INTEGER NOT NULL,     -- none, kept
	made_at INTEGER NOT NULL,          -- none, kept
	hidden_at INTEGER,                 -- none, kept
	deleted_at INTEGER,                -- none, kept
	PRIMARY KEY (brand_id, article_id, number)
) STRICT;
CREATE UNIQUE INDEX articles_comment_by_id ON articles_comment (brand_id, id);
CREATE INDEX articles_comment_by_author ON articles_comment (brand_id, author_id, made_at);
