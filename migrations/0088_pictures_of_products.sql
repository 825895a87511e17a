-- A picture stands on the card of a link that is shared; products have one.

ALTER TABLE media_file ADD COLUMN card_id INTEGER NOT NULL DEFAULT 0;      -- personal, with the member

-- The address tells the size, as everywhere; what is to be seen, for those who do not see it.
ALTER TABLE product_product ADD COLUMN picture TEXT NOT NULL DEFAULT '';       -- none, kept
ALTER TABLE product_product ADD COLUMN picture_about TEXT NOT NULL DEFAULT ''; -- none, kept
