-- The store's own tables: what can be found by words (store/fulltext.h).

-- With rowid: rows are long, and only then do they lie in one piece.
CREATE TABLE store_document (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	audience_id INTEGER NOT NULL,     -- none, kept
	kind INTEGER NOT NULL,            -- none, kept
	facet_a INTEGER NOT NULL,         -- none, kept
	facet_b INTEGER NOT NULL,         -- none, kept
	at INTEGER NOT NULL,              -- none, kept
	boost REAL NOT NULL,              -- none, kept
	title TEXT NOT NULL,              -- personal, with what it was made from
	body TEXT NOT NULL,               -- personal, with what it was made from
	length INTEGER NOT NULL,          -- none, kept
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
-- Only which words are where: the texts stay in store_document.
CREATE VIRTUAL TABLE store_index USING fts5 (words, content = '', columnsize = 0, detail = none,
	tokenize = "ascii tokenchars '_'");
-- postgres:
ALTER TABLE store_document ADD COLUMN words TSVECTOR NOT NULL DEFAULT '';
CREATE INDEX store_document_by_words ON store_document USING GIN (words);
-- both:
