-- include "features/product/device_store.h"
-- include "features/product/product_code_store.h"
-- include "features/product/product_store.h"

-- product_row(int64_t id) -> struct product
SELECT id, key, name, kind, maker, model, category, about, position, hidden_at, made_at, picture, picture_about FROM product_product
WHERE brand_id = :brand_id AND id = :id;

-- product_of_key(str key) -> struct product
SELECT id, key, name, kind, maker, model, category, about, position, hidden_at, made_at, picture, picture_about FROM product_product
WHERE brand_id = :brand_id AND key = :key;

-- product_rows(bool with_hidden) -> list of struct product
-- walk: some hundred; a catalogue is paged
SELECT id, key, name, kind, maker, model, category, about, position, hidden_at, made_at, picture, picture_about FROM product_product
WHERE brand_id = :brand_id AND (hidden_at = 0 OR :with_hidden = 1) ORDER BY position, id LIMIT 200;

-- product_card_rows(struct ids ids) -> list of struct product_card
-- all: at most as many as were asked for
SELECT id, key, name, kind, picture, picture_about FROM product_product WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- product_add(const struct product *product)
-- awaits: its caller says that the key is taken
INSERT INTO product_product (brand_id, id, key, name, kind, maker, model, category, about, position, hidden_at, made_at)
VALUES (:brand_id, :id, :key, :name, :kind, :maker, :model, :category, :about, :position, 0, :now);

-- product_put(const struct product *product) -> changed
UPDATE product_product SET key = :key, name = :name, kind = :kind, maker = :maker, model = :model, category = :category, about = :about, position = :position,
 hidden_at = :hidden_at
WHERE brand_id = :brand_id AND id = :id;

-- product_put_picture(int64_t id, str picture, str about) -> changed
UPDATE product_product SET picture = :picture, picture_about = :about WHERE brand_id = :brand_id AND id = :id;

-- product_code_row(str code) -> struct product_code
SELECT code, kind, product_id, made_at FROM product_code WHERE brand_id = :brand_id AND code = :code;

-- product_code_rows(int64_t product_id) -> list of struct product_code
SELECT code, kind, product_id, made_at FROM product_code
WHERE brand_id = :brand_id AND product_id = :product_id ORDER BY made_at, code LIMIT 50;

-- product_code_add(const struct product_code *row)
-- awaits: its caller says that the code is taken
INSERT INTO product_code (brand_id, code, kind, product_id, made_at) VALUES (:brand_id, :code, :kind, :product_id, :made_at);

-- product_code_remove(int64_t product_id, str code) -> changed
DELETE FROM product_code WHERE brand_id = :brand_id AND product_id = :product_id AND code = :code;

-- device_row(int64_t id) -> struct device
SELECT id, product_id, nickname, serial, bought_on, made_at FROM product_device
WHERE brand_id = :brand_id AND member_id = :me AND id = :id;

-- device_rows() -> list of struct device
SELECT id, product_id, nickname, '' AS serial, bought_on, made_at FROM product_device
WHERE brand_id = :brand_id AND member_id = :me ORDER BY id LIMIT 50;

-- device_some(int64_t member_id, struct ids ids) -> list of struct device
SELECT id, product_id, nickname, serial, bought_on, made_at FROM product_device
WHERE brand_id = :brand_id AND member_id = :member_id AND id IN (:ids[64]);

-- device_add(const struct device *device)
INSERT INTO product_device (brand_id, member_id, id, product_id, nickname, serial, bought_on, made_at)
VALUES (:brand_id, :me, :id, :product_id, :nickname, :serial, :bought_on, :made_at);

-- device_put(const struct device *device) -> changed
UPDATE product_device SET nickname = :nickname, serial = :serial, bought_on = :bought_on
WHERE brand_id = :brand_id AND member_id = :me AND id = :id;

-- device_remove(int64_t id) -> changed
DELETE FROM product_device WHERE brand_id = :brand_id AND member_id = :me AND id = :id;

-- device_owners(int64_t product_id) -> int64_t
SELECT COUNT(*) FROM (SELECT DISTINCT d.member_id FROM product_device d
	WHERE d.brand_id = :brand_id AND d.product_id = :product_id ORDER BY d.member_id LIMIT 1000) AS owners;

-- known_add(int64_t product_id) -> changed
INSERT INTO product_known (brand_id, member_id, product_id, made_at) VALUES (:brand_id, :me, :product_id, :now)
ON CONFLICT (brand_id, member_id, product_id) DO NOTHING;

-- known_remove(int64_t product_id) -> changed
DELETE FROM product_known WHERE brand_id = :brand_id AND member_id = :me AND product_id = :product_id;

-- known_products(int64_t member_id) -> list of int64_t
SELECT product_id FROM product_known WHERE brand_id = :brand_id AND member_id = :member_id ORDER BY product_id LIMIT 64;

-- known_among(int64_t product_id, struct ids ids) -> list of int64_t
-- all: as many as ids were given
SELECT member_id FROM product_known
WHERE brand_id = :brand_id AND product_id = :product_id AND member_id IN (:ids[64]);

-- known_newest(int64_t product_id) -> list of int64_t
SELECT member_id FROM product_known WHERE brand_id = :brand_id AND product_id = :product_id
ORDER BY made_at DESC, member_id DESC LIMIT 8;

-- product_code_after(str after) -> list of struct product_code
SELECT code, kind, product_id, made_at FROM product_code
WHERE brand_id = :brand_id AND code > :after ORDER BY code LIMIT 500;

-- product_after(int64_t after_id) -> list of struct product
SELECT id, key, name, kind, maker, model, category, about, position, hidden_at, made_at, picture, picture_about FROM product_product
WHERE brand_id = :brand_id AND id > :after_id ORDER BY id LIMIT 500;
