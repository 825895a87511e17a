-- Browsers that take pushes: an address of their push service and the keys to write to them.

CREATE TABLE notify_receiver (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, with the member
	member_id INTEGER NOT NULL,       -- personal, with the member
	endpoint TEXT NOT NULL,           -- personal, with the member
	public_key BLOB NOT NULL,         -- personal, with the member
	auth BLOB NOT NULL,               -- personal, with the member
	made_at INTEGER NOT NULL,         -- personal, with the member
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX notify_receiver_by_endpoint ON notify_receiver (brand_id, endpoint);
CREATE INDEX notify_receiver_by_member ON notify_receiver (brand_id, member_id, id);
