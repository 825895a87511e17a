-- include "features/media/media_store.h"

-- media_row(int64_t id) -> struct media
SELECT id, owner_id, use, subject_kind, subject_id, name, type, width, height, bytes, blob_id, middle_id, small_id, card_id, made_at
FROM media_file WHERE brand_id = :brand_id AND id = :id;

-- media_rows_of(int64_t kind, struct ids ids, int64_t use) -> list of struct media
-- all: one or two for each that was asked for
SELECT id, owner_id, use, subject_kind, subject_id, name, type, width, height, bytes, blob_id, middle_id, small_id, card_id, made_at
FROM media_file WHERE brand_id = :brand_id AND subject_kind = :kind AND subject_id IN (:ids[64]) AND use = :use;

-- media_rows_of_subject(int64_t kind, int64_t subject_id) -> list of struct media
SELECT id, owner_id, use, subject_kind, subject_id, name, type, width, height, bytes, blob_id, middle_id, small_id, card_id, made_at
FROM media_file WHERE brand_id = :brand_id AND subject_kind = :kind AND subject_id = :subject_id ORDER BY id LIMIT 40;

-- media_rows_unused(moment before) -> list of struct media
SELECT id, owner_id, use, subject_kind, subject_id, name, type, width, height, bytes, blob_id, middle_id, small_id, card_id, made_at
FROM media_file WHERE brand_id = :brand_id AND subject_kind = 0 AND subject_id = 0 AND made_at < :before ORDER BY id LIMIT 32;

-- media_rows_owned(int64_t owner_id, int64_t after_id) -> list of struct media
SELECT id, owner_id, use, subject_kind, subject_id, name, type, width, height, bytes, blob_id, middle_id, small_id, card_id, made_at
FROM media_file WHERE brand_id = :brand_id AND owner_id = :owner_id AND id > :after_id ORDER BY id LIMIT 32;

-- media_rows_after(int64_t after_id) -> list of struct media
SELECT id, owner_id, use, subject_kind, subject_id, name, type, width, height, bytes, blob_id, middle_id, small_id, card_id, made_at
FROM media_file WHERE brand_id = :brand_id AND id > :after_id ORDER BY id LIMIT 32;

-- media_owned(moment since) -> int64_t
SELECT COUNT(*) FROM media_file WHERE brand_id = :brand_id AND owner_id = :me AND made_at > :since;

-- media_add(const struct media *media)
INSERT INTO media_file (brand_id, id, owner_id, use, subject_kind, subject_id, name, type, width, height, bytes, blob_id,
 middle_id, small_id, card_id, made_at)
VALUES (:brand_id, :id, :owner_id, :use, :subject_kind, :subject_id, :name, :type, :width, :height, :bytes, :blob_id,
 :middle_id, :small_id, :card_id, :now);

-- media_take_over(int64_t id, int64_t kind, int64_t subject_id) -> changed
UPDATE media_file SET subject_kind = :kind, subject_id = :subject_id
WHERE brand_id = :brand_id AND id = :id AND owner_id = :me AND subject_kind = 0;

-- media_release(int64_t kind, int64_t subject_id)
UPDATE media_file SET subject_kind = 0, subject_id = 0 WHERE brand_id = :brand_id AND subject_kind = :kind AND subject_id = :subject_id;

-- media_remove(struct ids ids)
DELETE FROM media_file WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- media_disown(struct ids ids)
UPDATE media_file SET owner_id = 0, name = '' WHERE brand_id = :brand_id AND id IN (:ids[64]);
