-- ladder: where each matter stands, its whole way, the agents' queue, and who is asked in which field

-- One row a matter: what the ladder last saw of it, and what is overdue.
CREATE TABLE ladder_climb (
	brand_id INTEGER NOT NULL,        -- none, kept
	matter_id INTEGER NOT NULL,       -- none, kept
	owner_id INTEGER NOT NULL,        -- personal, with the member
	thread_id INTEGER NOT NULL,       -- none, kept
	step INTEGER NOT NULL,            -- none, kept
	holder INTEGER NOT NULL,          -- none, kept
	holder_id INTEGER NOT NULL,       -- personal, with the member
	since_at INTEGER NOT NULL,        -- none, kept
	due_at INTEGER NOT NULL,          -- none, kept
	overdue_at INTEGER NOT NULL,      -- none, kept
	reminded INTEGER NOT NULL,        -- none, kept
	way_count INTEGER NOT NULL,       -- none, kept
	PRIMARY KEY (brand_id, matter_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ladder_climb_overdue ON ladder_climb (brand_id, overdue_at, matter_id) WHERE overdue_at > 0;

-- The way of a matter: one row a move, never changed.
CREATE TABLE ladder_way (
	brand_id INTEGER NOT NULL,        -- none, kept
	matter_id INTEGER NOT NULL,       -- none, kept
	number INTEGER NOT NULL,          -- none, kept
	deed INTEGER NOT NULL,            -- none, kept
	step INTEGER NOT NULL,            -- none, kept
	holder INTEGER NOT NULL,          -- none, kept
	actor_id INTEGER NOT NULL,        -- personal, with the member
	at INTEGER NOT NULL,              -- none, kept
	due_at INTEGER NOT NULL,          -- none, kept
	PRIMARY KEY (brand_id, matter_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX ladder_way_by_time ON ladder_way (brand_id, deed, at);

-- A matter that the brand has in hand: one row, used again when it comes back.
CREATE TABLE ladder_ticket (
	brand_id INTEGER NOT NULL,        -- none, kept
	matter_id INTEGER NOT NULL,       -- none, kept
	thread_id INTEGER NOT NULL,       -- none, kept
	owner_id INTEGER NOT NULL,        -- personal, with the member
	is_open INTEGER NOT NULL,         -- none, kept
	opened_at INTEGER NOT NULL,       -- none, kept
	due_at INTEGER NOT NULL,          -- none, kept
	claimed_by INTEGER NOT NULL,      -- personal, with the member
	claimed_until INTEGER NOT NULL,   -- none, kept
	note TEXT NOT NULL,               -- personal, with the member
	sent_at INTEGER NOT NULL,         -- none, kept
	PRIMARY KEY (brand_id, matter_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ladder_ticket_queue ON ladder_ticket (brand_id, due_at, matter_id) WHERE is_open = 1;

-- Who was asked for help with which question.
CREATE TABLE ladder_ask (
	brand_id INTEGER NOT NULL,        -- none, kept
	thread_id INTEGER NOT NULL,       -- none, 180 days
	member_id INTEGER NOT NULL,       -- personal, 180 days
	at INTEGER NOT NULL,              -- none, 180 days
	PRIMARY KEY (brand_id, thread_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ladder_ask_by_member ON ladder_ask (brand_id, member_id, at);
CREATE INDEX ladder_ask_by_age ON ladder_ask (brand_id, at);

-- Who does not want to be asked for a while.
CREATE TABLE ladder_pause (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	until INTEGER NOT NULL,           -- personal, with the member
	PRIMARY KEY (brand_id, member_id)
) STRICT, WITHOUT ROWID;

-- What happened in a field (a product or a board) in the last 180 days: counted anew every six hours.
CREATE TABLE ladder_field (
	brand_id INTEGER NOT NULL,        -- none, kept
	kind INTEGER NOT NULL,            -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	asked INTEGER NOT NULL,           -- none, kept
	answered INTEGER NOT NULL,        -- none, kept
	solved INTEGER NOT NULL,          -- none, kept
	answer_seconds INTEGER NOT NULL,  -- none, kept
	solution_seconds INTEGER NOT NULL, -- none, kept
	counted_at INTEGER NOT NULL,      -- none, kept
	PRIMARY KEY (brand_id, kind, id)
) STRICT, WITHOUT ROWID;

-- Who solved how many questions of a field in that time.
CREATE TABLE ladder_expert (
	brand_id INTEGER NOT NULL,        -- none, kept
	kind INTEGER NOT NULL,            -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	solved INTEGER NOT NULL,          -- personal, with the member
	counted_at INTEGER NOT NULL,      -- none, kept
	PRIMARY KEY (brand_id, kind, id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ladder_expert_best ON ladder_expert (brand_id, kind, id, solved);
CREATE INDEX ladder_expert_by_member ON ladder_expert (brand_id, member_id, solved);
CREATE INDEX ladder_expert_by_age ON ladder_expert (brand_id, counted_at);
