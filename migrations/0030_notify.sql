-- What concerns a member: notices of the inbox, how far it was read, and which mails are wanted.

CREATE TABLE notify_notice (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, 180 days
	id INTEGER NOT NULL,              -- none, 180 days
	kind TEXT NOT NULL,               -- none, 180 days
	subject_kind INTEGER NOT NULL,    -- none, 180 days
	subject_id INTEGER NOT NULL,      -- none, 180 days
	other_kind INTEGER NOT NULL,      -- none, 180 days
	other_id INTEGER NOT NULL,        -- none, 180 days
	actor_id INTEGER NOT NULL,        -- personal, 180 days
	text TEXT NOT NULL,               -- personal, 180 days
	count INTEGER NOT NULL,           -- none, 180 days
	at INTEGER NOT NULL,              -- none, 180 days
	read_at INTEGER NOT NULL,         -- personal, 180 days
	PRIMARY KEY (brand_id, member_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notify_notice_unread ON notify_notice (brand_id, member_id, id) WHERE read_at = 0;
CREATE INDEX notify_notice_by_age ON notify_notice (brand_id, at);
CREATE INDEX notify_notice_kudos ON notify_notice (brand_id, member_id, other_id, at) WHERE kind = 'kudos';

-- "All read" is one row: everything up to that notice.
CREATE TABLE notify_reader (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	read_until INTEGER NOT NULL,      -- personal, with the member
	PRIMARY KEY (brand_id, member_id)
) STRICT, WITHOUT ROWID;

-- Only what differs from the usual.
CREATE TABLE notify_preference (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	kind TEXT NOT NULL,               -- none, with the member
	mail INTEGER NOT NULL,            -- personal, with the member
	PRIMARY KEY (brand_id, member_id, kind)
) STRICT, WITHOUT ROWID;
