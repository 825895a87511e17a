-- include "features/admin/suspension_store.h"

-- suspension_add(const struct suspension *suspension)
INSERT INTO admin_suspension (brand_id, member_id, id, by_id, until, reason, at)
VALUES (:brand_id, :member_id, :id, :by_id, :until, :reason, :now);

-- suspension_rows(int64_t member_id) -> list of struct suspension
SELECT id, member_id, by_id, until, reason, at FROM admin_suspension
WHERE brand_id = :brand_id AND member_id = :member_id ORDER BY id DESC LIMIT 10;
