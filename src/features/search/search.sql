-- include "features/search/search_store.h"
-- include "features/search/vocabulary_store.h"
-- include "features/search/synonym_store.h"

-- similar_rows(int64_t thread_id) -> list of struct similar_row
-- all: at most eight are kept
-- In no order: sorting eight rows by SQL costs more than reading them.
SELECT other_id, score FROM search_similar WHERE brand_id = :brand_id AND thread_id = :thread_id;

-- similar_add(int64_t thread_id, int64_t other_id, double score)
INSERT INTO search_similar (brand_id, thread_id, other_id, score) VALUES (:brand_id, :thread_id, :other_id, :score)
ON CONFLICT (brand_id, thread_id, other_id) DO UPDATE SET score = excluded.score;

-- similar_drop(int64_t thread_id)
DELETE FROM search_similar WHERE brand_id = :brand_id AND thread_id = :thread_id;

-- similar_trim(int64_t thread_id)
-- Only the eight best stay.
DELETE FROM search_similar WHERE brand_id = :brand_id AND thread_id = :thread_id AND score < (
	SELECT MIN(b.score) FROM (SELECT s.score FROM search_similar s WHERE s.brand_id = :brand_id
		AND s.thread_id = :thread_id ORDER BY s.score DESC, s.other_id LIMIT 8) b);

-- version_row() -> int64_t
-- walk: one row a brand
SELECT COALESCE(MAX(version), 0) FROM search_version WHERE brand_id = :brand_id;

-- version_put(int64_t version)
INSERT INTO search_version (brand_id, version, made_at) VALUES (:brand_id, :version, :now)
ON CONFLICT (brand_id) DO UPDATE SET version = excluded.version, made_at = excluded.made_at;

-- words_known(struct ids hashes) -> list of struct vocabulary_word
SELECT hash, word, token, shown, lang, initial, length, documents FROM search_word
WHERE brand_id = :brand_id AND hash IN (:hashes[64]);

-- word_add(const struct vocabulary_word *row)
INSERT INTO search_word (brand_id, hash, word, token, shown, lang, initial, length, documents)
VALUES (:brand_id, :hash, :word, :token, :shown, :lang, :initial, :length, :documents)
ON CONFLICT (brand_id, hash) DO NOTHING;

-- words_after(int64_t after_hash) -> list of struct vocabulary_word
SELECT hash, word, token, shown, lang, initial, length, documents FROM search_word
WHERE brand_id = :brand_id AND hash > :after_hash ORDER BY hash LIMIT 100;

-- word_documents(int64_t documents, int64_t hash)
UPDATE search_word SET documents = :documents WHERE brand_id = :brand_id AND hash = :hash;

-- word_drop(int64_t hash)
DELETE FROM search_word WHERE brand_id = :brand_id AND hash = :hash;

-- words_near(int64_t initial, int64_t from, int64_t to) -> list of struct vocabulary_near
SELECT hash, word, documents FROM search_word
WHERE brand_id = :brand_id AND initial = :initial AND length BETWEEN :from AND :to AND documents > 0
ORDER BY documents DESC, hash LIMIT 2000;

-- compounds(struct ids parts) -> list of struct vocabulary_part
-- all: at most forty a part are kept
SELECT part, compound, token, documents FROM search_part WHERE brand_id = :brand_id AND part IN (:parts[64]);

-- part_add(const struct vocabulary_part *part)
-- At most forty compounds of a part.
INSERT INTO search_part (brand_id, part, compound, token, documents)
SELECT :brand_id, :part.part, :part.compound, :part.token, :part.documents
WHERE (SELECT COUNT(*) FROM search_part p WHERE p.brand_id = :brand_id AND p.part = :part.part) < 40
ON CONFLICT (brand_id, part, compound) DO UPDATE SET documents = excluded.documents;

-- parts_drop(int64_t compound)
DELETE FROM search_part WHERE brand_id = :brand_id AND compound = :compound;

-- synonyms() -> list of struct synonym
-- walk: two hundred at most
SELECT id, words, changed_at FROM search_synonym WHERE brand_id = :brand_id ORDER BY id LIMIT 200;

-- synonym_put(const struct synonym *synonym)
INSERT INTO search_synonym (brand_id, id, words, changed_at) VALUES (:brand_id, :id, :words, :changed_at)
ON CONFLICT (brand_id, id) DO UPDATE SET words = excluded.words, changed_at = excluded.changed_at;

-- synonym_drop(int64_t id) -> changed
DELETE FROM search_synonym WHERE brand_id = :brand_id AND id = :id;

-- synonym_word_put(int64_t hash, int64_t synonym_id, str token)
INSERT INTO search_synonym_word (brand_id, hash, synonym_id, token) VALUES (:brand_id, :hash, :synonym_id, :token)
ON CONFLICT (brand_id, hash, synonym_id) DO NOTHING;

-- synonym_words_drop(int64_t synonym_id)
DELETE FROM search_synonym_word WHERE brand_id = :brand_id AND synonym_id = :synonym_id;

-- synonym_tokens(struct ids hashes) -> list of struct synonym_token
-- all: a set has twelve words at most
SELECT w.hash AS asked, o.token FROM search_synonym_word w
JOIN search_synonym_word o ON o.brand_id = :brand_id AND o.synonym_id = w.synonym_id AND o.hash <> w.hash
WHERE w.brand_id = :brand_id AND w.hash IN (:hashes[64]);

-- miss_put(int64_t hash, str words)
INSERT INTO search_miss (brand_id, hash, words, count, first_at, last_at) VALUES (:brand_id, :hash, :words, 1, :now, :now)
ON CONFLICT (brand_id, hash) DO UPDATE SET count = search_miss.count + 1, last_at = excluded.last_at;

-- misses(int64_t least) -> list of struct miss
SELECT hash, words, count, first_at, last_at FROM search_miss WHERE brand_id = :brand_id AND count >= :least
ORDER BY count DESC, hash LIMIT 50;

-- miss_drop(int64_t hash) -> changed
DELETE FROM search_miss WHERE brand_id = :brand_id AND hash = :hash;

-- misses_forget(int64_t before) -> changed
DELETE FROM search_miss WHERE brand_id = :brand_id AND hash IN (SELECT m.hash FROM search_miss m
	WHERE m.brand_id = :brand_id AND m.last_at < :before ORDER BY m.last_at LIMIT 100);

-- misses_forget_single(int64_t once) -> changed
DELETE FROM search_miss WHERE brand_id = :brand_id AND hash IN (SELECT m.hash FROM search_miss m
	WHERE m.brand_id = :brand_id AND m.last_at < :once AND +m.count = 1 ORDER BY m.last_at LIMIT 100);
