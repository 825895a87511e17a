-- search: the brand's own vocabulary, learned from what everybody may read: for compounds and for typing mistakes

CREATE TABLE search_word (
	brand_id INTEGER NOT NULL,         -- none, kept
	hash INTEGER NOT NULL,             -- none, with what it was made from
	word TEXT NOT NULL,                -- personal, with what it was made from
	token TEXT NOT NULL,               -- personal, with what it was made from
	shown TEXT NOT NULL,               -- personal, with what it was made from
	lang TEXT NOT NULL,                -- none, with what it was made from
	initial INTEGER NOT NULL,          -- none, with what it was made from
	length INTEGER NOT NULL,           -- none, with what it was made from
	documents INTEGER NOT NULL,        -- none, with what it was made from
	PRIMARY KEY (brand_id, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_word_by_initial ON search_word (brand_id, initial, length);

-- Which compounds hold a part: the part by the hash of its token.
CREATE TABLE search_part (
	brand_id INTEGER NOT NULL,         -- none, kept
	part INTEGER NOT NULL,             -- none, with what it was made from
	compound INTEGER NOT NULL,         -- none, with what it was made from
	token TEXT NOT NULL,               -- personal, with what it was made from
	documents INTEGER NOT NULL,        -- none, with what it was made from
	PRIMARY KEY (brand_id, part, compound)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_part_by_compound ON search_part (brand_id, compound);
