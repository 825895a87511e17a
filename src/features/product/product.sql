-- include "features/product/product_store.h"

-- product_row(int64_t id) -> struct product
SELECT id, key, name, kind, about, position, hidden_at, made_at FROM product_product
WHERE brand_id = :brand_id AND id = :id;

-- product_of_key(str key) -> struct product
SELECT id, key, name, kind, about, position, hidden_at, made_at FROM product_product
WHERE brand_id = :brand_id AND key = :key;

-- product_rows(bool with_hidden) -> list of struct product
SELECT id, key, name, kind, about, position, hidden_at, made_at FROM product_product
WHERE brand_id = :brand_id AND (hidden_at = 0 OR :with_hidden = 1) ORDER BY position, id LIMIT 200;

-- product_card_rows(struct ids ids) -> list of struct product_card
-- all: at most as many as were asked for
SELECT id, key, name, kind FROM product_product WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- product_add(const struct product *product)
INSERT INTO product_product (brand_id, id, key, name, kind, about, position, hidden_at, made_at)
VALUES (:brand_id, :id, :key, :name, :kind, :about, :position, 0, :now);

-- product_put(const struct product *product) -> changed
UPDATE product_product SET key = :key, name = :name, kind = :kind, about = :about, position = :position,
 hidden_at = :hidden_at
WHERE brand_id = :brand_id AND id = :id;
