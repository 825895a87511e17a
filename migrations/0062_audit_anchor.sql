-- Where the audit log begins since older entries were forgotten: the chain stays provable from here on.

CREATE TABLE core_audit_anchor (
	brand_id INTEGER NOT NULL,        -- none, kept
	number INTEGER NOT NULL,          -- none, kept
	at INTEGER NOT NULL,              -- none, kept
	hash BLOB NOT NULL,               -- none, kept
	proof BLOB NOT NULL,              -- none, kept
	PRIMARY KEY (brand_id)
) STRICT, WITHOUT ROWID;
