-- A member's copy as one archive, with her pictures and files in it.

ALTER TABLE privacy_copy ADD COLUMN zip_id INTEGER NOT NULL DEFAULT 0; -- none, 7 days
