-- What a brand sets that opens something: sealed by the house's key, shown to nobody again.

CREATE TABLE core_secret (
	brand_id INTEGER NOT NULL,        -- none, kept
	name TEXT NOT NULL,               -- none, kept
	sealed BLOB NOT NULL,             -- none, kept
	changed_at INTEGER NOT NULL,      -- none, kept
	PRIMARY KEY (brand_id, name)
) STRICT, WITHOUT ROWID;
