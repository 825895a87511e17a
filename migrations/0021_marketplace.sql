-- Helpers: who applied, who was approved; what they offer, and where.

CREATE TABLE marketplace_application (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	state INTEGER NOT NULL,           -- personal, with the member
	about TEXT NOT NULL,              -- personal, with the member
	categories TEXT NOT NULL,         -- none, kept
	languages TEXT NOT NULL,          -- personal, with the member
	country TEXT NOT NULL,            -- personal, with the member
	code TEXT NOT NULL,               -- personal, with the member
	town TEXT NOT NULL,               -- personal, with the member
	lat REAL NOT NULL,                -- personal, with the member
	lon REAL NOT NULL,                -- personal, with the member
	radius_km INTEGER NOT NULL,       -- none, kept
	business INTEGER NOT NULL,        -- personal, with the member
	rules_at INTEGER NOT NULL,        -- none, kept
	reason TEXT NOT NULL,             -- personal, with the member
	decided_by INTEGER NOT NULL,      -- personal, with the member
	made_at INTEGER NOT NULL,         -- none, kept
	changed_at INTEGER NOT NULL,      -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marketplace_application_by_state ON marketplace_application (brand_id, state, id);
CREATE INDEX marketplace_application_by_member ON marketplace_application (brand_id, member_id, id);

CREATE TABLE marketplace_helper (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	application_id INTEGER NOT NULL,  -- none, kept
	active INTEGER NOT NULL,          -- personal, with the member
	business INTEGER NOT NULL,        -- personal, with the member
	languages TEXT NOT NULL,          -- personal, with the member
	country TEXT NOT NULL,            -- personal, with the member
	code TEXT NOT NULL,               -- personal, with the member
	town TEXT NOT NULL,               -- personal, with the member
	lat REAL NOT NULL,                -- personal, with the member
	lon REAL NOT NULL,                -- personal, with the member
	radius_km INTEGER NOT NULL,       -- none, kept
	rating_sum INTEGER NOT NULL,      -- personal, with the member
	rating_count INTEGER NOT NULL,    -- personal, with the member
	rank INTEGER NOT NULL,            -- personal, with the member
	approved_at INTEGER NOT NULL,     -- personal, with the member
	PRIMARY KEY (brand_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE marketplace_service (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	helper_id INTEGER NOT NULL,       -- personal, with the member
	title TEXT NOT NULL,              -- none, kept
	source TEXT NOT NULL,             -- none, kept
	html TEXT NOT NULL,               -- none, kept
	markdown_version INTEGER NOT NULL, -- none, kept
	category INTEGER NOT NULL,        -- none, kept
	price_kind INTEGER NOT NULL,      -- none, kept
	state INTEGER NOT NULL,           -- none, kept
	price_minor INTEGER NOT NULL,     -- none, kept
	currency TEXT NOT NULL,           -- none, kept
	minutes INTEGER NOT NULL,         -- none, kept
	radius_km INTEGER NOT NULL,       -- none, kept
	languages TEXT NOT NULL,          -- none, kept
	language_bits INTEGER NOT NULL,   -- none, kept
	product_id INTEGER NOT NULL,      -- none, kept
	country TEXT NOT NULL,            -- personal, with the member
	code TEXT NOT NULL,               -- personal, with the member
	town TEXT NOT NULL,               -- personal, with the member
	lat REAL NOT NULL,                -- personal, with the member
	lon REAL NOT NULL,                -- personal, with the member
	public_lat REAL NOT NULL,         -- none, kept
	public_lon REAL NOT NULL,         -- none, kept
	business INTEGER NOT NULL,        -- none, kept
	audience_id INTEGER NOT NULL,     -- none, kept
	rank INTEGER NOT NULL,            -- none, kept
	made_at INTEGER NOT NULL,         -- none, kept
	changed_at INTEGER NOT NULL,      -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marketplace_service_by_helper ON marketplace_service (brand_id, helper_id, id);
CREATE INDEX marketplace_service_by_product ON marketplace_service (brand_id, product_id, state, rank, id);

-- A live service under every cell that covers its circle, best first.  What a search filters by stands in the row
-- itself, so that it reads this one tree and stops as soon as a page is full.
CREATE TABLE marketplace_cell (
	brand_id INTEGER NOT NULL,        -- none, kept
	cell INTEGER NOT NULL,            -- none, kept
	rank INTEGER NOT NULL,            -- none, kept
	radius_km INTEGER NOT NULL,       -- none, kept
	service_id INTEGER NOT NULL,      -- none, kept
	helper_id INTEGER NOT NULL,       -- personal, with the member
	category INTEGER NOT NULL,        -- none, kept
	language_bits INTEGER NOT NULL,   -- none, kept
	product_id INTEGER NOT NULL,      -- none, kept
	audience_id INTEGER NOT NULL,     -- none, kept
	lat REAL NOT NULL,                -- personal, with the member
	lon REAL NOT NULL,                -- personal, with the member
	PRIMARY KEY (brand_id, cell, rank, radius_km, service_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marketplace_cell_by_service ON marketplace_cell (brand_id, service_id);
