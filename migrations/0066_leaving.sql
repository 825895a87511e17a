-- Leaving for good: an account that is to be erased sleeps for 14 days, and then only what must be kept stays.

ALTER TABLE member_member ADD COLUMN leaving_at INTEGER NOT NULL DEFAULT 0; -- personal, with the member
ALTER TABLE member_member ADD COLUMN erased_at INTEGER NOT NULL DEFAULT 0;  -- none, kept

-- One row a member: asked for, under way, done.  It proves for a year that it was done.
CREATE TABLE privacy_erasure (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, 12 months
	asked_at INTEGER NOT NULL,        -- none, 12 months
	asked_by INTEGER NOT NULL,        -- personal, 12 months
	due_at INTEGER NOT NULL,          -- none, 12 months
	held_by TEXT NOT NULL,            -- none, 12 months
	begun_at INTEGER NOT NULL,        -- none, 12 months
	done_at INTEGER NOT NULL,         -- none, 12 months
	PRIMARY KEY (brand_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX privacy_erasure_by_end ON privacy_erasure (brand_id, done_at);
