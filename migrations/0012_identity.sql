-- How somebody proves to be a member.  Secrets are kept as hashes only; what a mail proves expires soon.

CREATE TABLE identity_login (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, with the member
	member_id INTEGER NOT NULL,       -- personal, with the member
	kind TEXT NOT NULL,               -- none, with the member
	provider TEXT NOT NULL,           -- none, with the member
	subject TEXT NOT NULL,            -- personal, with the member
	secret TEXT NOT NULL,             -- sensitive, with the member
	made_at INTEGER NOT NULL,         -- none, with the member
	changed_at INTEGER NOT NULL,      -- none, with the member
	PRIMARY KEY (brand_id, id),
	UNIQUE (brand_id, kind, provider, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_login_by_member ON identity_login (brand_id, member_id);

CREATE TABLE identity_session (
	brand_id INTEGER NOT NULL,        -- none, kept
	hash TEXT NOT NULL,               -- sensitive, 180 days
	id INTEGER NOT NULL,              -- none, 180 days
	member_id INTEGER NOT NULL,       -- personal, 180 days
	agent TEXT NOT NULL,              -- personal, 180 days
	made_at INTEGER NOT NULL,         -- personal, 180 days
	seen_at INTEGER NOT NULL,         -- personal, 180 days
	ends_at INTEGER NOT NULL,         -- none, 180 days
	PRIMARY KEY (brand_id, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_session_by_member ON identity_session (brand_id, member_id, seen_at);
CREATE INDEX identity_session_by_seen ON identity_session (brand_id, seen_at);

CREATE TABLE identity_token (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, until revoked
	hash TEXT NOT NULL,               -- sensitive, until revoked
	member_id INTEGER NOT NULL,       -- personal, until revoked
	name TEXT NOT NULL,               -- none, until revoked
	scopes TEXT NOT NULL,             -- none, until revoked
	made_at INTEGER NOT NULL,         -- none, until revoked
	ends_at INTEGER NOT NULL,         -- none, until revoked
	PRIMARY KEY (brand_id, id),
	UNIQUE (brand_id, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_link (
	brand_id INTEGER NOT NULL,        -- none, kept
	hash TEXT NOT NULL,               -- sensitive, 1 day
	purpose INTEGER NOT NULL,         -- none, 1 day
	about_id INTEGER NOT NULL,        -- personal, 1 day
	mail_hash TEXT NOT NULL,          -- personal, 1 day
	made_at INTEGER NOT NULL,         -- none, 1 day
	ends_at INTEGER NOT NULL,         -- none, 1 day
	used_at INTEGER NOT NULL,         -- none, 1 day
	PRIMARY KEY (brand_id, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_link_by_mail ON identity_link (brand_id, mail_hash, made_at);
CREATE INDEX identity_link_by_end ON identity_link (brand_id, ends_at);

CREATE TABLE identity_signup (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, 1 day
	name TEXT NOT NULL,               -- personal, 1 day
	mail TEXT NOT NULL,               -- personal, 1 day
	secret TEXT NOT NULL,             -- sensitive, 1 day
	language TEXT NOT NULL,           -- personal, 1 day
	to_path TEXT NOT NULL,            -- none, 1 day
	ends_at INTEGER NOT NULL,         -- none, 1 day
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_signup_by_end ON identity_signup (brand_id, ends_at);

CREATE TABLE identity_failure (
	brand_id INTEGER NOT NULL,        -- none, kept
	who TEXT NOT NULL,                -- personal, 1 hour
	since INTEGER NOT NULL,           -- none, 1 hour
	tries INTEGER NOT NULL,           -- none, 1 hour
	PRIMARY KEY (brand_id, who)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_failure_by_age ON identity_failure (brand_id, since);

CREATE TABLE identity_draft (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, 2 days
	kind TEXT NOT NULL,               -- none, 2 days
	payload TEXT NOT NULL,            -- personal, 2 days
	name TEXT NOT NULL,               -- personal, 2 days
	mail TEXT NOT NULL,               -- personal, 2 days
	language TEXT NOT NULL,           -- personal, 2 days
	member_id INTEGER NOT NULL,       -- personal, 2 days
	subject_kind INTEGER NOT NULL,    -- none, 2 days
	subject_id INTEGER NOT NULL,      -- none, 2 days
	reason TEXT NOT NULL,             -- none, 2 days
	made_at INTEGER NOT NULL,         -- none, 2 days
	confirmed_at INTEGER NOT NULL,    -- none, 2 days
	ends_at INTEGER NOT NULL,         -- none, 2 days
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_draft_by_end ON identity_draft (brand_id, ends_at);
