-- Members: accounts within one brand.  Mail may be missing: imported authors, callers whom an agent assists.

CREATE TABLE member_member (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	name TEXT NOT NULL,               -- personal, with the member
	name_folded TEXT NOT NULL,        -- personal, with the member
	mail TEXT NOT NULL,               -- personal, with the member
	mail_key TEXT,                    -- personal, with the member
	mail_confirmed_at INTEGER NOT NULL, -- none, with the member
	phone TEXT NOT NULL,              -- personal, with the member
	language TEXT NOT NULL,           -- personal, with the member
	languages TEXT NOT NULL,          -- personal, with the member
	country TEXT NOT NULL,            -- personal, with the member
	postal_code TEXT NOT NULL,        -- personal, with the member
	town TEXT NOT NULL,               -- personal, with the member
	lat REAL NOT NULL,                -- personal, with the member
	lon REAL NOT NULL,                -- personal, with the member
	about TEXT NOT NULL,              -- personal, with the member
	roles INTEGER NOT NULL,           -- none, with the member
	origin TEXT,                      -- personal, with the member
	joined_at INTEGER NOT NULL,       -- none, with the member
	last_seen_at INTEGER NOT NULL,    -- personal, with the member
	suspended_until INTEGER NOT NULL, -- personal, with the member
	PRIMARY KEY (brand_id, id),
	UNIQUE (brand_id, mail_key),
	UNIQUE (brand_id, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_member_by_name ON member_member (brand_id, name_folded, id);
CREATE INDEX member_member_staff ON member_member (brand_id, id) WHERE roles > 3;
