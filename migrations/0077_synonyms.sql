-- search: a brand's own words for the same thing, and what nobody found

CREATE TABLE search_synonym (
	brand_id INTEGER NOT NULL,         -- none, kept
	id INTEGER NOT NULL,               -- none, kept
	words TEXT NOT NULL,               -- none, kept
	changed_at INTEGER NOT NULL,       -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;

-- Each word of a set by the hash of its token, in every language that makes another token of it.
CREATE TABLE search_synonym_word (
	brand_id INTEGER NOT NULL,         -- none, kept
	hash INTEGER NOT NULL,             -- none, kept
	synonym_id INTEGER NOT NULL,       -- none, kept
	token TEXT NOT NULL,               -- none, kept
	PRIMARY KEY (brand_id, hash, synonym_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_synonym_word_by_set ON search_synonym_word (brand_id, synonym_id);

-- Words that were looked for and found nowhere: counted, without who asked.
CREATE TABLE search_miss (
	brand_id INTEGER NOT NULL,         -- none, kept
	hash INTEGER NOT NULL,             -- none, 90 days
	words TEXT NOT NULL,               -- none, 90 days
	count INTEGER NOT NULL,            -- none, 90 days
	first_at INTEGER NOT NULL,         -- none, 90 days
	last_at INTEGER NOT NULL,          -- none, 90 days
	PRIMARY KEY (brand_id, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_miss_by_count ON search_miss (brand_id, count);
CREATE INDEX search_miss_by_last ON search_miss (brand_id, last_at);
