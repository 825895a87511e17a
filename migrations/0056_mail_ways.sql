-- A mail's way back: where answers go, how to have no more, and addresses that take none.

ALTER TABLE core_mail ADD COLUMN reply_to TEXT NOT NULL DEFAULT '';     -- personal, until sent
ALTER TABLE core_mail ADD COLUMN unsubscribe TEXT NOT NULL DEFAULT '';  -- personal, until sent
ALTER TABLE core_mail ADD COLUMN even_stopped INTEGER NOT NULL DEFAULT 0; -- none, until sent
ALTER TABLE core_mail ADD COLUMN is_reply INTEGER NOT NULL DEFAULT 0;   -- none, until sent

-- An address is known by a keyed hash only.
CREATE TABLE core_mail_stop (
	brand_id INTEGER NOT NULL,        -- none, kept
	address INTEGER NOT NULL,         -- personal, 12 months
	soft_count INTEGER NOT NULL,      -- none, 12 months
	bounced_at INTEGER NOT NULL,      -- none, 12 months
	stopped_at INTEGER NOT NULL,      -- none, 12 months
	reason TEXT NOT NULL,             -- personal, 12 months
	PRIMARY KEY (brand_id, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX core_mail_stop_by_age ON core_mail_stop (brand_id, bounced_at);
