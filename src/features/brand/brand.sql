-- include "features/brand/brand_store.h"

-- brand_of_host(str host) -> struct brand
-- house: a request names its host before any brand is known
SELECT b.id, b.key, b.name, b.slogan, b.origin, b.language, b.languages, b.zone, b.currency, b.brand_colour,
 b.accent_colour, b.modules, b.logo, b.logo_dark, b.icon, b.font, b.changed_at
FROM brand_domain d JOIN brand_brand b ON b.id = d.brand_id WHERE d.host = :host;

-- brand_row(int64_t id) -> struct brand
-- house: the table of brands is the house's own
SELECT id, key, name, slogan, origin, language, languages, zone, currency, brand_colour, accent_colour, about,
 imprint, privacy, modules, logo, logo_dark, icon, font, made_at, changed_at
FROM brand_brand WHERE id = :id;

-- brand_of_key(str key) -> struct brand
-- house: the table of brands is the house's own
SELECT id, key, name, slogan, origin, language, languages, zone, currency, brand_colour, accent_colour, about,
 imprint, privacy, modules, logo, logo_dark, icon, font, made_at, changed_at
FROM brand_brand WHERE key = :key;

-- brand_rows(int64_t after_id) -> list of struct brand
-- house: for the operator's command line
SELECT id, key, name, slogan, origin, language, languages, zone, currency, brand_colour, accent_colour, modules,
 logo, logo_dark, icon, font, made_at, changed_at
FROM brand_brand WHERE id > :after_id ORDER BY id LIMIT 100;

-- brand_names(struct ids ids) -> list of struct brand
-- house: the table of brands is the house's own
-- all: at most as many as were asked for
SELECT id, key, name FROM brand_brand WHERE id IN (:ids[64]);

-- brand_add(const struct brand *brand)
-- awaits: its caller says that the key is taken
-- house: the table of brands is the house's own
INSERT INTO brand_brand (id, key, name, slogan, origin, language, languages, zone, currency, brand_colour,
 accent_colour, about, imprint, privacy, modules, made_at, changed_at)
VALUES (:id, :key, :name, :slogan, :origin, :language, :languages, :zone, :currency, :brand_colour,
 :accent_colour, :about, :imprint, :privacy, :modules, :now, :now);

-- brand_put(const struct brand *brand) -> changed
-- house: the table of brands is the house's own
UPDATE brand_brand SET name = :name, slogan = :slogan, origin = :origin, language = :language,
 languages = :languages, zone = :zone, currency = :currency, brand_colour = :brand_colour,
 accent_colour = :accent_colour, about = :about, imprint = :imprint, privacy = :privacy, modules = :modules,
 changed_at = :now
WHERE id = :id;

-- brand_put_look(const struct brand *brand)
-- house: the table of brands is the house's own
UPDATE brand_brand SET logo = :logo, logo_dark = :logo_dark, icon = :icon, font = :font, changed_at = :now WHERE id = :id;

-- domain_add(str host, int64_t to_id)
-- house: hosts lead to brands
INSERT INTO brand_domain (host, brand_id) VALUES (:host, :to_id)
ON CONFLICT (host) DO UPDATE SET brand_id = excluded.brand_id;

-- domain_owner(str host) -> int64_t
-- house: hosts lead to brands
SELECT brand_id FROM brand_domain WHERE host = :host;
