-- A brand's products: threads and services name them.

CREATE TABLE product_product (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	key TEXT NOT NULL,                -- none, kept
	name TEXT NOT NULL,               -- none, kept
	kind TEXT NOT NULL,               -- none, kept
	about TEXT NOT NULL,              -- none, kept
	position INTEGER NOT NULL,        -- none, kept
	hidden_at INTEGER NOT NULL,       -- none, kept
	made_at INTEGER NOT NULL,         -- none, kept
	PRIMARY KEY (brand_id, id),
	UNIQUE (brand_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_product_by_position ON product_product (brand_id, position, id);
