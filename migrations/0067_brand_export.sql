-- A brand's data as a file for its administrators: one at a time, gone after seven days.
CREATE TABLE admin_export (
	brand_id INTEGER NOT NULL,        -- none, kept
	asked_by INTEGER NOT NULL,        -- personal, 7 days
	asked_at INTEGER NOT NULL,        -- none, 7 days
	made_at INTEGER NOT NULL,         -- none, 7 days
	blob_id INTEGER NOT NULL,         -- none, 7 days
	size INTEGER NOT NULL,            -- none, 7 days
	rows_out INTEGER NOT NULL,        -- none, 7 days
	PRIMARY KEY (brand_id)
) STRICT, WITHOUT ROWID;
