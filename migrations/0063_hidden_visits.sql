-- Reviews and tasks can be hidden by a moderator, and come back.

ALTER TABLE marketplace_review ADD COLUMN hidden_at INTEGER NOT NULL DEFAULT 0; -- none, kept
ALTER TABLE marketplace_task ADD COLUMN hidden_at INTEGER NOT NULL DEFAULT 0; -- none, kept
