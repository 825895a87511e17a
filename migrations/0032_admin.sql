-- Why members were suspended: what the desk shows and the member was told.

CREATE TABLE admin_suspension (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	id INTEGER NOT NULL,              -- none, with the member
	by_id INTEGER NOT NULL,           -- personal, with the member
	until INTEGER NOT NULL,           -- personal, with the member
	reason TEXT NOT NULL,             -- personal, with the member
	at INTEGER NOT NULL,              -- none, with the member
	PRIMARY KEY (brand_id, member_id, id)
) STRICT, WITHOUT ROWID;
