-- The rest of a booking's steps: first contact, reconfirmation, arrival, another time, no-show, failure.

ALTER TABLE marketplace_booking ADD COLUMN agreed_at INTEGER NOT NULL DEFAULT 0;     -- none, kept
ALTER TABLE marketplace_booking ADD COLUMN contacted_at INTEGER NOT NULL DEFAULT 0;  -- none, kept
ALTER TABLE marketplace_booking ADD COLUMN arrives_at INTEGER NOT NULL DEFAULT 0;    -- none, kept
ALTER TABLE marketplace_booking ADD COLUMN cause INTEGER NOT NULL DEFAULT 0;         -- none, kept
ALTER TABLE marketplace_booking ADD COLUMN contested_at INTEGER NOT NULL DEFAULT 0;  -- none, kept
ALTER TABLE marketplace_booking ADD COLUMN move_to INTEGER NOT NULL DEFAULT 0;       -- none, kept
ALTER TABLE marketplace_booking ADD COLUMN move_until INTEGER NOT NULL DEFAULT 0;    -- none, kept
ALTER TABLE marketplace_booking ADD COLUMN move_by INTEGER NOT NULL DEFAULT 0;       -- none, kept
ALTER TABLE marketplace_booking ADD COLUMN move_count INTEGER NOT NULL DEFAULT 0;    -- none, kept
-- Which step it was: some leave the state as it is.  -1: before steps were kept.
ALTER TABLE marketplace_booking_log ADD COLUMN step INTEGER NOT NULL DEFAULT -1;     -- none, kept
UPDATE marketplace_booking SET agreed_at = accepted_at WHERE accepted_at > 0;
