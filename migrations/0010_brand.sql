-- Brands, and the hosts that lead to them.

-- house: a brand is what everything else belongs to
CREATE TABLE brand_brand (
	id INTEGER NOT NULL,              -- none, kept
	key TEXT NOT NULL,                -- none, kept
	name TEXT NOT NULL,               -- none, kept
	slogan TEXT NOT NULL,             -- none, kept
	origin TEXT NOT NULL,             -- none, kept
	language TEXT NOT NULL,           -- none, kept
	languages TEXT NOT NULL,          -- none, kept
	zone TEXT NOT NULL,               -- none, kept
	currency TEXT NOT NULL,           -- none, kept
	brand_colour TEXT NOT NULL,       -- none, kept
	accent_colour TEXT NOT NULL,      -- none, kept
	about TEXT NOT NULL,              -- none, kept
	imprint TEXT NOT NULL,            -- none, kept
	privacy TEXT NOT NULL,            -- none, kept
	modules TEXT NOT NULL,            -- none, kept
	made_at INTEGER NOT NULL,         -- none, kept
	changed_at INTEGER NOT NULL,      -- none, kept
	PRIMARY KEY (id),
	UNIQUE (key)
) STRICT, WITHOUT ROWID;

-- house: the host is how a brand is found, before any brand is known
CREATE TABLE brand_domain (
	host TEXT NOT NULL,               -- none, kept
	brand_id INTEGER NOT NULL,        -- none, kept
	PRIMARY KEY (host)
) STRICT, WITHOUT ROWID;
