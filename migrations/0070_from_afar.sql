-- Help at home, by phone or by video link: what a service offers, what is wanted, what was agreed.

-- ways: 1 at home, 2 by phone, 4 by video.  way: 0, 1, 2.
ALTER TABLE marketplace_service ADD COLUMN ways INTEGER NOT NULL DEFAULT 1; -- none, kept
ALTER TABLE marketplace_cell ADD COLUMN ways INTEGER NOT NULL DEFAULT 1;    -- none, kept
ALTER TABLE marketplace_task ADD COLUMN way INTEGER NOT NULL DEFAULT 0;     -- none, kept
ALTER TABLE marketplace_booking ADD COLUMN way INTEGER NOT NULL DEFAULT 0;  -- none, kept
-- Nobody travels to it: two such neighbours need no pause between them.
ALTER TABLE calendar_hold ADD COLUMN afar INTEGER NOT NULL DEFAULT 0;       -- none, kept

-- Where a helper is met by video: an address, encrypted; shown to whoever has agreed on such a talk.
CREATE TABLE marketplace_room (
	brand_id INTEGER NOT NULL,              -- none, kept
	member_id INTEGER NOT NULL,             -- personal, with the member
	sealed BLOB NOT NULL,                   -- sensitive, with the member
	changed_at INTEGER NOT NULL,            -- none, kept
	PRIMARY KEY (brand_id, member_id)
) STRICT, WITHOUT ROWID;
