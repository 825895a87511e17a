-- A member's copy of what is kept about her: one at a time, gone after seven days.
CREATE TABLE privacy_copy (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, 7 days
	asked_at INTEGER NOT NULL,        -- personal, 7 days
	made_at INTEGER NOT NULL,         -- personal, 7 days
	json_id INTEGER NOT NULL,         -- none, 7 days
	html_id INTEGER NOT NULL,         -- none, 7 days
	PRIMARY KEY (brand_id, member_id)
) STRICT, WITHOUT ROWID;
