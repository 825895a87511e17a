-- search: which solved threads are like a thread, worked out when it is written (the words themselves: 0002_store.sql)

CREATE TABLE search_similar (
	brand_id INTEGER NOT NULL,         -- none, kept
	thread_id INTEGER NOT NULL,        -- none, kept
	other_id INTEGER NOT NULL,         -- none, kept
	score REAL NOT NULL,               -- none, kept
	PRIMARY KEY (brand_id, thread_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_similar_best ON search_similar (brand_id, thread_id, score);
