-- include "features/member/member_store.h"

-- member_row(int64_t id) -> struct member
SELECT id, name, mail, mail_confirmed_at, phone, language, languages, country, postal_code, town, lat, lon, about, links,
 roles, origin, joined_at, last_seen_at, suspended_until, leaving_at, erased_at
FROM member_member WHERE brand_id = :brand_id AND id = :id;

-- member_standing(int64_t id) -> struct member_standing
-- What every request of a signed-in member needs, and no more.
SELECT id, language, roles, suspended_until, leaving_at, erased_at FROM member_member WHERE brand_id = :brand_id AND id = :id;

-- member_id_of_mail(str mail_key) -> int64_t
SELECT id FROM member_member WHERE brand_id = :brand_id AND mail_key = :mail_key;

-- member_id_of_origin(str origin) -> int64_t
SELECT id FROM member_member WHERE brand_id = :brand_id AND origin = :origin;

-- member_card_rows(struct ids ids) -> list of struct member_card
-- all: at most as many as were asked for
SELECT id, name, town, roles FROM member_member WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- member_contact_rows(struct ids ids) -> list of struct member_contact
-- all: at most as many as were asked for
SELECT id, name, mail, language, phone FROM member_member WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- member_named(str start, str beyond, int64_t after_id) -> list of struct member_entry
-- Members whose folded name lies from start up to beyond; of those named exactly start only ids above after_id.
SELECT id, name, mail, town, roles, joined_at, last_seen_at, suspended_until FROM member_member
WHERE brand_id = :brand_id AND name_folded >= :start AND name_folded < :beyond
 AND (name_folded > :start OR id > :after_id)
ORDER BY name_folded, id LIMIT 50;

-- member_of_name(str name_folded) -> list of int64_t
SELECT id FROM member_member WHERE brand_id = :brand_id AND name_folded = :name_folded ORDER BY id LIMIT 2;

-- member_newest(int64_t before_id) -> list of struct member_entry
SELECT id, name, mail, town, roles, joined_at, last_seen_at, suspended_until FROM member_member
WHERE brand_id = :brand_id AND id < :before_id AND erased_at = 0 ORDER BY id DESC LIMIT 50;

-- member_staff(int64_t before_id) -> list of struct member_entry
SELECT id, name, mail, town, roles, joined_at, last_seen_at, suspended_until FROM member_member
WHERE brand_id = :brand_id AND roles > 3 AND id < :before_id ORDER BY id DESC LIMIT 50;

-- member_add(const struct member *member, str name_folded, str mail_key)
-- awaits: its caller says that the address is taken
INSERT INTO member_member (brand_id, id, name, name_folded, mail, mail_key, mail_confirmed_at, phone, language,
 languages, country, postal_code, town, lat, lon, about, roles, origin, joined_at, last_seen_at, suspended_until)
VALUES (:brand_id, :id, :name, :name_folded, :mail, :mail_key?, :mail_confirmed_at, :phone, :language,
 :languages, :country, :postal_code, :town, :lat, :lon, :about, :roles, :origin?, :joined_at, 0, 0);

-- member_put_profile(const struct member *member, str name_folded) -> changed
UPDATE member_member SET name = :name, name_folded = :name_folded, phone = :phone, language = :language,
 languages = :languages, country = :country, postal_code = :postal_code, town = :town, lat = :lat, lon = :lon,
 about = :about, links = :links
WHERE brand_id = :brand_id AND id = :id;

-- member_put_roles(int64_t id, unsigned roles, unsigned from_roles) -> changed
UPDATE member_member SET roles = :roles WHERE brand_id = :brand_id AND id = :id AND roles = :from_roles;

-- member_put_mail(int64_t id, str mail, str mail_key) -> changed
UPDATE member_member SET mail = :mail, mail_key = :mail_key, mail_confirmed_at = :now
WHERE brand_id = :brand_id AND id = :id;

-- member_put_seen(int64_t id) -> changed
UPDATE member_member SET last_seen_at = :now WHERE brand_id = :brand_id AND id = :id AND last_seen_at < :now;

-- member_put_suspended(int64_t id, int64_t until) -> changed
UPDATE member_member SET suspended_until = :until WHERE brand_id = :brand_id AND id = :id;

-- member_put_leaving(int64_t id, moment leaving_at) -> changed
UPDATE member_member SET leaving_at = :leaving_at WHERE brand_id = :brand_id AND id = :id AND erased_at = 0;

-- member_other_admins(int64_t id, unsigned role) -> int64_t
-- walk: the staff only, by a partial index
-- Who may give hats and stays; members of the brand with a hat are few.
SELECT COUNT(*) FROM member_member
WHERE brand_id = :brand_id AND roles > 3 AND (roles & :role) <> 0 AND id <> :id AND leaving_at = 0 AND suspended_until <= :now;

-- member_put_former(int64_t id, str name) -> changed
-- The row stays, so that what points at it does; nothing in it tells who it was.
UPDATE member_member SET name = :name, name_folded = '', mail = '', mail_key = NULL, mail_confirmed_at = 0, phone = '',
 language = '', languages = '', country = '', postal_code = '', town = '', lat = 0.0, lon = 0.0, about = '', links = '', roles = 1, origin = NULL,
 joined_at = 0, last_seen_at = 0, suspended_until = 0, leaving_at = 0, erased_at = :now
WHERE brand_id = :brand_id AND id = :id;
