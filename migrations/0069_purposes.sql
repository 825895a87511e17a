-- Services are found by what they are for, too: the search reads it where it reads everything else.

ALTER TABLE marketplace_cell ADD COLUMN purpose INTEGER NOT NULL DEFAULT 0; -- none, kept
UPDATE marketplace_cell SET purpose = COALESCE((SELECT s.purpose FROM marketplace_service s
 WHERE s.brand_id = marketplace_cell.brand_id AND s.id = marketplace_cell.service_id), 0);
