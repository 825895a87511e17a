-- Reviews: whether the trouble was named before, one public reply; how reliable a helper is.

-- told: 0 not asked, 1 said so, 2 did not say so.
ALTER TABLE marketplace_review ADD COLUMN told INTEGER NOT NULL DEFAULT 0;        -- none, kept
ALTER TABLE marketplace_review ADD COLUMN reply TEXT NOT NULL DEFAULT '';         -- personal, with the member
ALTER TABLE marketplace_review ADD COLUMN replied_at INTEGER NOT NULL DEFAULT 0;  -- none, kept
ALTER TABLE marketplace_booking ADD COLUMN repair_at INTEGER NOT NULL DEFAULT 0;  -- none, kept
-- Visits that took place; agreed ones that did not, by the helper's own fault.
ALTER TABLE marketplace_helper ADD COLUMN done_count INTEGER NOT NULL DEFAULT 0;  -- personal, with the member
ALTER TABLE marketplace_helper ADD COLUMN fault_count INTEGER NOT NULL DEFAULT 0; -- personal, with the member
CREATE INDEX marketplace_booking_pending ON marketplace_booking (brand_id, asker_id, state, helper_id);
