-- product: the catalogue, codes on boxes and counters, members' own devices

ALTER TABLE product_product ADD COLUMN maker TEXT NOT NULL DEFAULT '';    -- none, kept
ALTER TABLE product_product ADD COLUMN model TEXT NOT NULL DEFAULT '';    -- none, kept
ALTER TABLE product_product ADD COLUMN category TEXT NOT NULL DEFAULT ''; -- none, kept

-- Kinds: 0 the brand's own, 1 EAN/GTIN.
CREATE TABLE product_code (
	brand_id INTEGER NOT NULL,        -- none, kept
	code TEXT NOT NULL,               -- none, kept
	kind INTEGER NOT NULL,            -- none, kept
	product_id INTEGER NOT NULL,      -- none, kept
	made_at INTEGER NOT NULL,         -- none, kept
	PRIMARY KEY (brand_id, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_code_by_product ON product_code (brand_id, product_id, made_at);

-- A device is known to its member only: no statement reads another's; the serial number is sealed.
CREATE TABLE product_device (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	id INTEGER NOT NULL,              -- none, with the member
	product_id INTEGER NOT NULL,      -- personal, with the member
	nickname TEXT NOT NULL,           -- personal, with the member
	serial TEXT NOT NULL,             -- sensitive, with the member
	bought_on INTEGER NOT NULL,       -- personal, with the member
	made_at INTEGER NOT NULL,         -- none, with the member
	PRIMARY KEY (brand_id, member_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_device_by_product ON product_device (brand_id, product_id, member_id);
