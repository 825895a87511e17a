-- Who says of oneself to know a product from home; what one has stays one's own (product_device).

CREATE TABLE product_known (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	product_id INTEGER NOT NULL,      -- personal, with the member
	made_at INTEGER NOT NULL,         -- none, with the member
	PRIMARY KEY (brand_id, member_id, product_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_known_by_product ON product_known (brand_id, product_id, made_at);
