-- The index of words knows who may see a document; on SQLite a document's row is found by the number that the index
-- gives, without a second key in between.  What was kept before is made anew by the search slice's own job
-- (search_version): until then nothing is found, and so nothing that one may not see.

DROP TABLE store_document;
DROP TABLE store_spelled;

-- sqlite:
-- house: its key is the number by which the index knows it; no two brands share one
CREATE TABLE store_document (
	id INTEGER NOT NULL PRIMARY KEY,  -- none, kept
	brand_id INTEGER NOT NULL,        -- none, kept
	audience_id INTEGER NOT NULL,     -- none, kept
	kind INTEGER NOT NULL,            -- none, kept
	at INTEGER NOT NULL,              -- none, kept
	boost REAL NOT NULL,              -- none, kept
	length INTEGER NOT NULL,          -- none, kept
	terms BLOB NOT NULL               -- personal, with what it was made from
) STRICT;
-- house: as above
CREATE TABLE store_spelled (
	id INTEGER NOT NULL PRIMARY KEY,  -- none, kept
	brand_id INTEGER NOT NULL,        -- none, kept
	words TEXT NOT NULL               -- personal, with what it was made from
) STRICT;
DROP TABLE store_index;
CREATE VIRTUAL TABLE store_index USING fts5 (words, content = '', columnsize = 0, detail = none,
	tokenize = "ascii tokenchars '_'");
-- postgres:
CREATE TABLE store_document (
	brand_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	audience_id BIGINT NOT NULL,
	kind BIGINT NOT NULL,
	at BIGINT NOT NULL,
	boost DOUBLE PRECISION NOT NULL,
	length BIGINT NOT NULL,
	terms BYTEA NOT NULL,
	words TSVECTOR NOT NULL DEFAULT '',
	PRIMARY KEY (brand_id, id)
);
CREATE INDEX store_document_by_words ON store_document USING GIN (words);
CREATE TABLE store_spelled (
	brand_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	words TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (brand_id, id)
);
-- both:

DELETE FROM store_corpus;
DELETE FROM search_version;
