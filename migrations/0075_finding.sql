-- Finding: the index of words anew, with counts beside each document and filters as words (store/fulltext.h).
-- What was kept before is made anew by the search slice's own job (search_version).

DROP TABLE store_document;
DROP TABLE store_corpus;

-- With rowid: rows are long, and only then do they lie in one piece.
CREATE TABLE store_document (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	audience_id INTEGER NOT NULL,     -- none, kept
	kind INTEGER NOT NULL,            -- none, kept
	at INTEGER NOT NULL,              -- none, kept
	boost REAL NOT NULL,              -- none, kept
	length INTEGER NOT NULL,          -- none, kept
	terms BLOB NOT NULL,              -- personal, with what it was made from
	PRIMARY KEY (brand_id, id)
) STRICT;

-- The words as the index knows them: to take them out again.
CREATE TABLE store_spelled (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	words TEXT NOT NULL,              -- personal, with what it was made from
	PRIMARY KEY (brand_id, id)
) STRICT;

-- How many documents a brand has and how long they are, in parts, so that two writers seldom meet.
CREATE TABLE store_corpus (
	brand_id INTEGER NOT NULL,        -- none, kept
	part INTEGER NOT NULL,            -- none, kept
	documents INTEGER NOT NULL,       -- none, kept
	length INTEGER NOT NULL,          -- none, kept
	PRIMARY KEY (brand_id, part)
) STRICT, WITHOUT ROWID;

-- sqlite:
DROP TABLE store_index;
CREATE VIRTUAL TABLE store_index USING fts5 (words, content = '', columnsize = 0, detail = none,
	tokenize = "ascii tokenchars '_'");
-- postgres:
ALTER TABLE store_document ADD COLUMN words TSVECTOR NOT NULL DEFAULT '';
CREATE INDEX store_document_by_words ON store_document USING GIN (words);
-- both:

-- By which rules a brand's index was made; another number, or none: it is made anew.
CREATE TABLE search_version (
	brand_id INTEGER NOT NULL,        -- none, kept
	version INTEGER NOT NULL,         -- none, kept
	made_at INTEGER NOT NULL,         -- none, kept
	PRIMARY KEY (brand_id)
) STRICT, WITHOUT ROWID;
