-- include "features/marketplace/helper_store.h"
-- include "features/marketplace/service_store.h"
-- include "features/marketplace/area_store.h"

-- ── applications ──

-- application_row(int64_t id) -> struct application
SELECT id, member_id, state, about, categories, languages, country, code, town, lat, lon, radius_km, business, rules_at,
 reason, decided_by, made_at, changed_at
FROM marketplace_application WHERE brand_id = :brand_id AND id = :id;

-- application_some(struct ids ids) -> list of struct application
SELECT id, member_id, state, about, categories, languages, country, code, town, lat, lon, radius_km, business, rules_at,
 reason, decided_by, made_at, changed_at
FROM marketplace_application WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- application_of(int64_t member_id) -> struct application
SELECT id, member_id, state, about, categories, languages, country, code, town, lat, lon, radius_km, business, rules_at,
 reason, decided_by, made_at, changed_at
FROM marketplace_application WHERE brand_id = :brand_id AND member_id = :member_id ORDER BY id DESC LIMIT 1;

-- application_rows(int64_t state, int64_t after_id) -> list of struct application
SELECT id, member_id, state, about, categories, languages, country, code, town, lat, lon, radius_km, business, rules_at,
 reason, decided_by, made_at, changed_at
FROM marketplace_application WHERE brand_id = :brand_id AND state = :state AND id > :after_id ORDER BY id LIMIT 20;

-- application_count(int64_t state) -> int64_t
SELECT count(*) FROM (SELECT 1 FROM marketplace_application WHERE brand_id = :brand_id AND state = :state LIMIT 1000) few;

-- application_add(const struct application *application)
INSERT INTO marketplace_application (brand_id, id, member_id, state, about, categories, languages, country, code, town, lat, lon, radius_km, business, rules_at,
 reason, decided_by, made_at, changed_at)
VALUES (:brand_id, :id, :member_id, :state, :about, :categories, :languages, :country, :code, :town, :lat, :lon,
 :radius_km, :business, :rules_at, :reason, :decided_by, :made_at, :changed_at);

-- application_move(int64_t id, int64_t from_state, int64_t to_state, str reason) -> changed
UPDATE marketplace_application SET state = :to_state, reason = :reason, decided_by = :me, changed_at = :now
WHERE brand_id = :brand_id AND id = :id AND state = :from_state;

-- ── helpers ──

-- helper_row(int64_t member_id) -> struct helper
SELECT member_id, application_id, active, business, languages, country, code, town, lat, lon, radius_km, rating_sum,
 rating_count, done_count, fault_count, rank, approved_at, approved_until, badge
FROM marketplace_helper WHERE brand_id = :brand_id AND member_id = :member_id;

-- helper_rows(struct ids ids) -> list of struct helper
SELECT member_id, application_id, active, business, languages, country, code, town, lat, lon, radius_km, rating_sum,
 rating_count, done_count, fault_count, rank, approved_at, approved_until, badge
FROM marketplace_helper WHERE brand_id = :brand_id AND member_id IN (:ids[64]);

-- helper_ids(int64_t after_id) -> list of int64_t
SELECT member_id FROM marketplace_helper WHERE brand_id = :brand_id AND member_id > :after_id ORDER BY member_id LIMIT 100;

-- helper_put(const struct helper *helper)
-- Who comes back keeps the stars.
INSERT INTO marketplace_helper (brand_id, member_id, application_id, active, business, languages, country, code, town, lat, lon, radius_km, rating_sum,
 rating_count, rank, approved_at, approved_until, badge)
VALUES (:brand_id, :member_id, :application_id, :active, :business, :languages, :country, :code, :town, :lat, :lon,
 :radius_km, :rating_sum, :rating_count, :rank, :approved_at, :approved_until, :badge)
ON CONFLICT (brand_id, member_id) DO UPDATE SET application_id = excluded.application_id, active = excluded.active,
 business = excluded.business, languages = excluded.languages, country = excluded.country, code = excluded.code,
 town = excluded.town, lat = excluded.lat, lon = excluded.lon, radius_km = excluded.radius_km,
 approved_at = excluded.approved_at, approved_until = excluded.approved_until, badge = excluded.badge;

-- helper_active(int64_t member_id, bool active)
UPDATE marketplace_helper SET active = :active WHERE brand_id = :brand_id AND member_id = :member_id;

-- helpers_ending(moment before) -> list of struct helper
-- Whose approval ends before that moment, and who was not told yet.
SELECT member_id, application_id, active, approved_until FROM marketplace_helper
WHERE brand_id = :brand_id AND badge = 1 AND approved_until < :before AND reminded_until <> approved_until
ORDER BY approved_until, member_id LIMIT 10;

-- helper_reminded(int64_t member_id, moment until)
UPDATE marketplace_helper SET reminded_until = :until WHERE brand_id = :brand_id AND member_id = :member_id;

-- helpers_ended() -> list of struct helper
SELECT member_id, application_id, active, approved_until FROM marketplace_helper
WHERE brand_id = :brand_id AND badge = 1 AND approved_until <= :now ORDER BY approved_until, member_id LIMIT 10;

-- helper_badge(int64_t member_id, bool badge)
UPDATE marketplace_helper SET badge = :badge WHERE brand_id = :brand_id AND member_id = :member_id;

-- applications_ending(moment before, int64_t after_id) -> list of struct application
-- walk: a list of the desk, opened by hand: all who are approved, twenty a page
-- Approved, and the approval has ended or ends before that moment.
SELECT a.id, a.member_id, a.state, a.about, a.categories, a.languages, a.country, a.code, a.town, a.lat, a.lon, a.radius_km,
 a.business, a.rules_at, a.reason, a.decided_by, a.made_at, a.changed_at
FROM marketplace_application a JOIN marketplace_helper h ON h.brand_id = :brand_id AND h.application_id = a.id
 AND h.member_id = a.member_id
WHERE a.brand_id = :brand_id AND a.state = 1 AND a.id > :after_id AND h.approved_until < :before ORDER BY a.id LIMIT 20;

-- helper_stars(int64_t member_id, int64_t stars, int64_t reviews)
UPDATE marketplace_helper SET rating_sum = rating_sum + :stars, rating_count = rating_count + :reviews
WHERE brand_id = :brand_id AND member_id = :member_id;

-- helper_visits(int64_t member_id, int64_t done, int64_t faults)
UPDATE marketplace_helper SET done_count = done_count + :done, fault_count = fault_count + :faults
WHERE brand_id = :brand_id AND member_id = :member_id;

-- helper_rank(int64_t member_id, int64_t rank)
UPDATE marketplace_helper SET rank = :rank WHERE brand_id = :brand_id AND member_id = :member_id;

-- ── services ──  (state 4 is gone, 1 is live)

-- service_row(int64_t id) -> struct service
SELECT id, helper_id, title, source, html, markdown_version, category, price_kind, state, price_minor, callout_minor, purpose, ways, currency, minutes,
 radius_km, languages, language_bits, product_id, country, code, town, lat, lon, public_lat, public_lon, business,
 audience_id, rank, made_at, changed_at
FROM marketplace_service WHERE brand_id = :brand_id AND id = :id AND state <> 4;

-- service_rows(struct ids ids) -> list of struct service
SELECT id, helper_id, title, source, html, markdown_version, category, price_kind, state, price_minor, callout_minor, purpose, ways, currency, minutes,
 radius_km, languages, language_bits, product_id, country, code, town, lat, lon, public_lat, public_lon, business,
 audience_id, rank, made_at, changed_at
FROM marketplace_service WHERE brand_id = :brand_id AND id IN (:ids[64]) AND state <> 4;

-- services_after(int64_t after_id) -> list of struct service
-- All services in order of id, listed or not: for making the index of search anew.
SELECT id, helper_id, title, source, html, markdown_version, category, price_kind, state, price_minor, callout_minor, purpose, ways, currency, minutes,
 radius_km, languages, language_bits, product_id, country, code, town, lat, lon, public_lat, public_lon, business,
 audience_id, rank, made_at, changed_at
FROM marketplace_service WHERE brand_id = :brand_id AND id > :after_id ORDER BY id LIMIT 100;

-- services_of(int64_t helper_id) -> list of struct service
SELECT id, helper_id, title, source, html, markdown_version, category, price_kind, state, price_minor, callout_minor, purpose, ways, currency, minutes,
 radius_km, languages, language_bits, product_id, country, code, town, lat, lon, public_lat, public_lon, business,
 audience_id, rank, made_at, changed_at
FROM marketplace_service WHERE brand_id = :brand_id AND helper_id = :helper_id AND state <> 4 ORDER BY id DESC LIMIT 50;

-- services_of_product(int64_t product_id) -> list of struct service
SELECT s.id, s.helper_id, s.title, s.source, s.html, s.markdown_version, s.category, s.price_kind, s.state, s.price_minor, s.callout_minor, s.purpose, s.ways, s.currency, s.minutes,
 s.radius_km, s.languages, s.language_bits, s.product_id, s.country, s.code, s.town, s.lat, s.lon, s.public_lat, s.public_lon, s.business,
 s.audience_id, s.rank, s.made_at, s.changed_at
FROM marketplace_service s JOIN marketplace_helper h ON h.brand_id = :brand_id AND h.member_id = s.helper_id
JOIN core_audience_member a ON a.brand_id = :brand_id AND a.member_id = :me AND a.audience_id = s.audience_id
WHERE s.brand_id = :brand_id AND s.product_id = :product_id AND s.state = 1 AND h.active = 1
ORDER BY s.rank, s.id LIMIT 6;

-- service_count(int64_t helper_id) -> int64_t
SELECT count(*) FROM marketplace_service WHERE brand_id = :brand_id AND helper_id = :helper_id AND state <> 4;

-- service_add(const struct service *service)
INSERT INTO marketplace_service (brand_id, id, helper_id, title, source, html, markdown_version, category, price_kind, state, price_minor, callout_minor, purpose, ways, currency, minutes,
 radius_km, languages, language_bits, product_id, country, code, town, lat, lon, public_lat, public_lon, business,
 audience_id, rank, made_at, changed_at)
VALUES (:brand_id, :id, :helper_id, :title, :source, :html, :markdown_version, :category, :price_kind, :state,
 :price_minor, :callout_minor, :purpose, :ways, :currency, :minutes, :radius_km, :languages, :language_bits, :product_id, :country, :code, :town,
 :lat, :lon, :public_lat, :public_lon, :business, :audience_id, :rank, :made_at, :changed_at);

-- service_put(const struct service *service)
UPDATE marketplace_service SET title = :title, source = :source, html = :html, markdown_version = :markdown_version,
 category = :category, price_kind = :price_kind, price_minor = :price_minor, callout_minor = :callout_minor,
 purpose = :purpose, ways = :ways, currency = :currency, minutes = :minutes,
 radius_km = :radius_km, languages = :languages, language_bits = :language_bits, product_id = :product_id,
 country = :country, code = :code, town = :town, lat = :lat, lon = :lon, public_lat = :public_lat,
 public_lon = :public_lon, business = :business, rank = :rank, changed_at = :now
WHERE brand_id = :brand_id AND id = :id AND state <> 4;

-- service_move(int64_t id, int64_t from_state, int64_t to_state) -> changed
UPDATE marketplace_service SET state = :to_state, changed_at = :now
WHERE brand_id = :brand_id AND id = :id AND state = :from_state;

-- services_ranked_otherwise(int64_t helper_id, int64_t rank) -> list of struct service
SELECT id, helper_id, title, source, html, markdown_version, category, price_kind, state, price_minor, callout_minor, purpose, ways, currency, minutes,
 radius_km, languages, language_bits, product_id, country, code, town, lat, lon, public_lat, public_lon, business,
 audience_id, rank, made_at, changed_at
FROM marketplace_service WHERE brand_id = :brand_id AND helper_id = :helper_id AND state <> 4 AND rank <> :rank
ORDER BY id LIMIT 5;

-- service_rank(int64_t id, int64_t rank)
UPDATE marketplace_service SET rank = :rank WHERE brand_id = :brand_id AND id = :id;

-- ── areas ──

-- cell_add(const struct area_cell *cell)
INSERT INTO marketplace_cell (brand_id, cell, rank, radius_km, service_id, helper_id, category, language_bits,
 product_id, purpose, ways, audience_id, lat, lon)
VALUES (:brand_id, :cell.cell, :rank, :radius_km, :service_id, :helper_id, :category, :language_bits,
 :product_id, :purpose, :ways, :audience_id, :lat, :lon);

-- cells_remove(int64_t service_id)
DELETE FROM marketplace_cell WHERE brand_id = :brand_id AND service_id = :service_id;

-- cells_rank(int64_t service_id, int64_t rank)
UPDATE marketplace_cell SET rank = :rank WHERE brand_id = :brand_id AND service_id = :service_id;

-- area_hits(const struct area_query *query) -> list of struct area_hit
-- One arm for each level of cells that hold the point.  Every arm reads its cell in the order of the answer, so the
-- engines merge them and stop after a page, however many services cover the point.
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell0 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
UNION ALL
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell1 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
UNION ALL
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell2 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
UNION ALL
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell3 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
UNION ALL
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell4 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
UNION ALL
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell5 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
UNION ALL
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell6 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
UNION ALL
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell7 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
UNION ALL
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell8 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
UNION ALL
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell9 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
UNION ALL
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell10 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
UNION ALL
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell11 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= c.radius_km * c.radius_km * :unit
 AND (c.lat - :lat) * (c.lat - :lat) + (c.lon - :lon) * (c.lon - :lon) * :stretch <= :reach
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
ORDER BY 1, 2, 3 LIMIT 24;

-- afar_hits(const struct area_query *query) -> list of struct area_hit
-- Who helps by phone or video lies in one cell for everywhere, in the order of the answer.
SELECT c.rank, c.radius_km, c.service_id, c.lat, c.lon FROM marketplace_cell c
WHERE c.brand_id = :brand_id AND c.cell = :cell0 AND (c.rank, c.radius_km, c.service_id) > (:after_rank, :after_radius, :after_id)
 AND (c.category = :category OR :any_category = 1) AND (c.language_bits & :language_bits) <> 0
 AND (c.product_id = :product_id OR :any_product = 1) AND (c.purpose = :purpose OR :any_purpose = 1)
 AND (c.ways & :ways) <> 0
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id = :me
  AND a.audience_id = c.audience_id)
 AND EXISTS (SELECT 1 FROM marketplace_helper h WHERE h.brand_id = :brand_id AND h.member_id = c.helper_id AND h.active = 1)
 AND (:any_day = 1 OR EXISTS (SELECT 1 FROM calendar_day d WHERE d.brand_id = :brand_id AND d.owner_id = c.helper_id
  AND d.day = :day AND d.last_free_at >= :soonest))
ORDER BY 1, 2, 3 LIMIT 24;
