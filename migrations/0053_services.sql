-- Services: what coming costs by itself, and what a visit is for.  A booking copies what was agreed.

ALTER TABLE marketplace_service ADD COLUMN callout_minor INTEGER NOT NULL DEFAULT 0; -- none, kept
ALTER TABLE marketplace_service ADD COLUMN purpose INTEGER NOT NULL DEFAULT 0;       -- none, kept
ALTER TABLE marketplace_booking ADD COLUMN callout_minor INTEGER NOT NULL DEFAULT 0; -- none, kept
