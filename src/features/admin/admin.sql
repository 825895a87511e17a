-- include "features/admin/export_store.h"

-- export_row() -> struct export
-- walk: one row a brand
SELECT asked_by, asked_at, made_at, blob_id, size, rows_out FROM admin_export WHERE brand_id = :brand_id;

-- export_ask()
INSERT INTO admin_export (brand_id, asked_by, asked_at, made_at, blob_id, size, rows_out)
VALUES (:brand_id, :actor, :now, 0, 0, 0, 0)
ON CONFLICT (brand_id) DO UPDATE SET asked_by = excluded.asked_by, asked_at = excluded.asked_at, made_at = 0, blob_id = 0,
 size = 0, rows_out = 0;

-- export_keep(const struct export *export) -> changed
-- walk: one row a brand
UPDATE admin_export SET made_at = :now, blob_id = :blob_id, size = :size, rows_out = :rows_out
WHERE brand_id = :brand_id AND asked_at = :asked_at AND made_at = 0;

-- export_drop()
-- walk: one row a brand
DELETE FROM admin_export WHERE brand_id = :brand_id;
