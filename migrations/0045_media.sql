-- What members and brands gave: pictures and files, each belonging to the subject that shows it.

CREATE TABLE media_file (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	owner_id INTEGER NOT NULL,        -- personal, with the member
	use INTEGER NOT NULL,             -- none, kept
	subject_kind INTEGER NOT NULL,    -- none, kept
	subject_id INTEGER NOT NULL,      -- none, kept
	name TEXT NOT NULL,               -- personal, with the member
	type TEXT NOT NULL,               -- none, kept
	width INTEGER NOT NULL,           -- none, kept
	height INTEGER NOT NULL,          -- none, kept
	bytes INTEGER NOT NULL,           -- none, kept
	blob_id INTEGER NOT NULL,         -- personal, with the member
	middle_id INTEGER NOT NULL,       -- personal, with the member
	small_id INTEGER NOT NULL,        -- personal, with the member
	made_at INTEGER NOT NULL,         -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
-- Kind 0 is what nobody shows yet, oldest first.
CREATE INDEX media_file_by_subject ON media_file (brand_id, subject_kind, subject_id, id);
CREATE INDEX media_file_by_owner ON media_file (brand_id, owner_id, id);
