-- Until when what the brand checked of a helper is vouched for; and where a member is found elsewhere in the web.

-- badge: 1 while it holds.  reminded_until: the end that was told beforehand.
ALTER TABLE marketplace_helper ADD COLUMN approved_until INTEGER NOT NULL DEFAULT 0; -- personal, with the member
ALTER TABLE marketplace_helper ADD COLUMN badge INTEGER NOT NULL DEFAULT 1;          -- personal, with the member
ALTER TABLE marketplace_helper ADD COLUMN reminded_until INTEGER NOT NULL DEFAULT 0; -- none, kept
-- Two years, as a brand has it that sets nothing else.
UPDATE marketplace_helper SET approved_until = approved_at + 63072000000000;
CREATE INDEX marketplace_helper_by_end ON marketplace_helper (brand_id, badge, approved_until);

-- Addresses, one a line.
ALTER TABLE member_member ADD COLUMN links TEXT NOT NULL DEFAULT ''; -- personal, with the member
