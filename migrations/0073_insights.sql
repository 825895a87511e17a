-- insights: what was read and what became of it, what readers said, and the figures of each week

-- Who read, meant to ask, or asked: one row a visitor, day and thing; a visitor is a number that changes every four weeks.
CREATE TABLE insights_reading (
	brand_id INTEGER NOT NULL,        -- none, kept
	day INTEGER NOT NULL,             -- none, 28 days
	visitor INTEGER NOT NULL,         -- personal, 28 days
	what INTEGER NOT NULL,            -- none, 28 days
	subject_kind INTEGER NOT NULL,    -- none, 28 days
	subject_id INTEGER NOT NULL,      -- none, 28 days
	PRIMARY KEY (brand_id, day, what, visitor, subject_kind, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX insights_reading_by_visitor ON insights_reading (brand_id, visitor, what, day);

-- A day whose seven days afterwards are over.
CREATE TABLE insights_day (
	brand_id INTEGER NOT NULL,        -- none, kept
	day INTEGER NOT NULL,             -- none, kept
	readers INTEGER NOT NULL,         -- none, kept
	intents INTEGER NOT NULL,         -- none, kept
	quiet INTEGER NOT NULL,           -- none, kept
	PRIMARY KEY (brand_id, day)
) STRICT, WITHOUT ROWID;

-- What readers said of a solved thread: one row a visitor and thread.
CREATE TABLE insights_answer (
	brand_id INTEGER NOT NULL,        -- none, kept
	thread_id INTEGER NOT NULL,       -- none, 365 days
	visitor INTEGER NOT NULL,         -- personal, 365 days
	had_it INTEGER NOT NULL,          -- none, 365 days
	helped INTEGER NOT NULL,          -- none, 365 days
	would_call INTEGER NOT NULL,      -- none, 365 days
	at INTEGER NOT NULL,              -- none, 365 days
	PRIMARY KEY (brand_id, thread_id, visitor)
) STRICT, WITHOUT ROWID;
CREATE INDEX insights_answer_by_time ON insights_answer (brand_id, at);

-- Figures of questions asked in a week, of all (kind 0), a board or a product.
CREATE TABLE insights_week (
	brand_id INTEGER NOT NULL,        -- none, kept
	week INTEGER NOT NULL,            -- none, kept
	kind INTEGER NOT NULL,            -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	asked INTEGER NOT NULL,           -- none, kept
	answered INTEGER NOT NULL,        -- none, kept
	solved INTEGER NOT NULL,          -- none, kept
	median_seconds INTEGER NOT NULL,  -- none, kept
	open_a_day INTEGER NOT NULL,      -- none, kept
	PRIMARY KEY (brand_id, week, kind, id)
) STRICT, WITHOUT ROWID;
