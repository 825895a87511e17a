-- Hours of whoever has hours, exceptions from them, slots that are taken, and what is free a day.

CREATE TABLE calendar_owner (
	brand_id INTEGER NOT NULL,        -- none, kept
	owner_id INTEGER NOT NULL,        -- personal, with the member
	zone TEXT NOT NULL,               -- none, kept
	step INTEGER NOT NULL,            -- none, kept
	notice INTEGER NOT NULL,          -- none, kept
	horizon INTEGER NOT NULL,         -- none, kept
	buffer_before INTEGER NOT NULL,   -- none, kept
	buffer_after INTEGER NOT NULL,    -- none, kept
	per_day INTEGER NOT NULL,         -- none, kept
	paused INTEGER NOT NULL,          -- none, kept
	version INTEGER NOT NULL,         -- none, kept
	days_until INTEGER NOT NULL,      -- none, kept
	PRIMARY KEY (brand_id, owner_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX calendar_owner_by_days ON calendar_owner (brand_id, paused, days_until);

CREATE TABLE calendar_hours (
	brand_id INTEGER NOT NULL,        -- none, kept
	owner_id INTEGER NOT NULL,        -- personal, with the member
	id INTEGER NOT NULL,              -- none, kept
	weekday INTEGER NOT NULL,         -- personal, with the member
	from_minute INTEGER NOT NULL,     -- personal, with the member
	to_minute INTEGER NOT NULL,       -- personal, with the member
	valid_from INTEGER NOT NULL,      -- none, kept
	valid_to INTEGER NOT NULL,        -- none, kept
	PRIMARY KEY (brand_id, owner_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar_exception (
	brand_id INTEGER NOT NULL,        -- none, kept
	owner_id INTEGER NOT NULL,        -- personal, with the member
	id INTEGER NOT NULL,              -- none, kept
	day INTEGER NOT NULL,             -- personal, with the member
	closed INTEGER NOT NULL,          -- personal, with the member
	from_minute INTEGER NOT NULL,     -- personal, with the member
	to_minute INTEGER NOT NULL,       -- personal, with the member
	PRIMARY KEY (brand_id, owner_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX calendar_exception_by_day ON calendar_exception (brand_id, owner_id, day);

CREATE TABLE calendar_hold (
	brand_id INTEGER NOT NULL,        -- none, kept
	owner_id INTEGER NOT NULL,        -- personal, with the member
	starts_at INTEGER NOT NULL,       -- personal, with the member
	id INTEGER NOT NULL,              -- none, kept
	ends_at INTEGER NOT NULL,         -- personal, with the member
	subject_kind INTEGER NOT NULL,    -- none, kept
	subject_id INTEGER NOT NULL,      -- none, kept
	state INTEGER NOT NULL,           -- none, kept
	until INTEGER NOT NULL,           -- none, kept
	PRIMARY KEY (brand_id, owner_id, starts_at, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX calendar_hold_by_subject ON calendar_hold (brand_id, subject_kind, subject_id);

CREATE TABLE calendar_day (
	brand_id INTEGER NOT NULL,        -- none, kept
	owner_id INTEGER NOT NULL,        -- personal, with the member
	day INTEGER NOT NULL,             -- none, kept
	free_minutes INTEGER NOT NULL,    -- personal, with the member
	next_free_at INTEGER NOT NULL,    -- personal, with the member
	last_free_at INTEGER NOT NULL,    -- personal, with the member
	PRIMARY KEY (brand_id, owner_id, day)
) STRICT, WITHOUT ROWID;
