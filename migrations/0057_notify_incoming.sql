-- Mails that came in: known again when they come twice, and counted.

CREATE TABLE notify_incoming (
	brand_id INTEGER NOT NULL,        -- none, kept
	mark INTEGER NOT NULL,            -- none, 30 days
	member_id INTEGER NOT NULL,       -- personal, 30 days
	was_answered INTEGER NOT NULL,    -- none, 30 days
	at INTEGER NOT NULL,              -- none, 30 days
	PRIMARY KEY (brand_id, mark)
) STRICT, WITHOUT ROWID;
CREATE INDEX notify_incoming_by_member ON notify_incoming (brand_id, member_id, at);
CREATE INDEX notify_incoming_by_age ON notify_incoming (brand_id, at);
