-- Visits: who wants help, who offers it, what was agreed, how it was.

CREATE TABLE marketplace_task (
	brand_id INTEGER NOT NULL,              -- none, kept
	id INTEGER NOT NULL,                    -- none, kept
	author_id INTEGER NOT NULL,             -- personal, with the member
	thread_id INTEGER NOT NULL,             -- none, kept
	product_id INTEGER NOT NULL,            -- none, kept
	category INTEGER NOT NULL,              -- none, kept
	state INTEGER NOT NULL,                 -- none, kept
	title TEXT NOT NULL,                    -- personal, with the member
	text TEXT NOT NULL,                     -- personal, with the member
	country TEXT NOT NULL,                  -- personal, with the member
	code TEXT NOT NULL,                     -- personal, with the member
	town TEXT NOT NULL,                     -- personal, with the member
	lat REAL NOT NULL,                      -- personal, with the member
	lon REAL NOT NULL,                      -- personal, with the member
	public_lat REAL NOT NULL,               -- none, kept
	public_lon REAL NOT NULL,               -- none, kept
	day INTEGER NOT NULL,                   -- none, kept
	from_minute INTEGER NOT NULL,           -- none, kept
	to_minute INTEGER NOT NULL,             -- none, kept
	budget_minor INTEGER NOT NULL,          -- none, kept
	currency TEXT NOT NULL,                 -- none, kept
	audience_id INTEGER NOT NULL,           -- none, kept
	offer_count INTEGER NOT NULL,           -- none, kept
	made_at INTEGER NOT NULL,               -- none, kept
	changed_at INTEGER NOT NULL,            -- none, kept
	expires_at INTEGER NOT NULL,            -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marketplace_task_by_author ON marketplace_task (brand_id, author_id, id);

-- An open task under the cells that hold its point, one a level; a search asks for the cells that cover its circle.
CREATE TABLE marketplace_task_cell (
	brand_id INTEGER NOT NULL,              -- none, kept
	cell INTEGER NOT NULL,                  -- none, kept
	task_id INTEGER NOT NULL,               -- none, kept
	lat REAL NOT NULL,                      -- personal, with the member
	lon REAL NOT NULL,                      -- personal, with the member
	category INTEGER NOT NULL,              -- none, kept
	audience_id INTEGER NOT NULL,           -- none, kept
	PRIMARY KEY (brand_id, cell, task_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marketplace_task_cell_by_task ON marketplace_task_cell (brand_id, task_id);

CREATE TABLE marketplace_offer (
	brand_id INTEGER NOT NULL,              -- none, kept
	id INTEGER NOT NULL,                    -- none, kept
	task_id INTEGER NOT NULL,               -- none, kept
	helper_id INTEGER NOT NULL,             -- personal, with the member
	price_minor INTEGER NOT NULL,           -- none, kept
	currency TEXT NOT NULL,                 -- none, kept
	starts_at INTEGER NOT NULL,             -- none, kept
	minutes INTEGER NOT NULL,               -- none, kept
	text TEXT NOT NULL,                     -- personal, with the member
	state INTEGER NOT NULL,                 -- none, kept
	made_at INTEGER NOT NULL,               -- none, kept
	changed_at INTEGER NOT NULL,            -- none, kept
	expires_at INTEGER NOT NULL,            -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marketplace_offer_by_task ON marketplace_offer (brand_id, task_id, state, id);
CREATE INDEX marketplace_offer_by_helper ON marketplace_offer (brand_id, helper_id, id);

-- Price, title and terms are copies: what was agreed stays when the service changes.  `sealed` holds address, phones,
-- note and code, encrypted; it is emptied at wipe_at.
CREATE TABLE marketplace_booking (
	brand_id INTEGER NOT NULL,              -- none, kept
	id INTEGER NOT NULL,                    -- none, kept
	service_id INTEGER NOT NULL,            -- none, kept
	task_id INTEGER NOT NULL,               -- none, kept
	offer_id INTEGER NOT NULL,              -- none, kept
	thread_id INTEGER NOT NULL,             -- none, kept
	product_id INTEGER NOT NULL,            -- none, kept
	asker_id INTEGER NOT NULL,              -- personal, with the member
	helper_id INTEGER NOT NULL,             -- personal, with the member
	state INTEGER NOT NULL,                 -- none, kept
	starts_at INTEGER NOT NULL,             -- none, kept
	ends_at INTEGER NOT NULL,               -- none, kept
	earliest_at INTEGER NOT NULL,           -- none, kept
	title TEXT NOT NULL,                    -- personal, with the member
	category INTEGER NOT NULL,              -- none, kept
	price_kind INTEGER NOT NULL,            -- none, kept
	price_minor INTEGER NOT NULL,           -- none, kept
	currency TEXT NOT NULL,                 -- none, kept
	minutes INTEGER NOT NULL,               -- none, kept
	business INTEGER NOT NULL,              -- none, kept
	terms TEXT NOT NULL,                    -- none, kept
	country TEXT NOT NULL,                  -- personal, with the member
	code TEXT NOT NULL,                     -- personal, with the member
	town TEXT NOT NULL,                     -- personal, with the member
	sealed BLOB NOT NULL,                   -- sensitive, 90 days after closing
	sequence INTEGER NOT NULL,              -- none, kept
	code_tries INTEGER NOT NULL,            -- none, kept
	made_at INTEGER NOT NULL,               -- none, kept
	changed_at INTEGER NOT NULL,            -- none, kept
	expires_at INTEGER NOT NULL,            -- none, kept
	accepted_at INTEGER NOT NULL,           -- none, kept
	finished_at INTEGER NOT NULL,           -- none, kept
	wipe_at INTEGER NOT NULL,               -- none, kept
	fix_at INTEGER NOT NULL,                -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marketplace_booking_by_asker ON marketplace_booking (brand_id, asker_id, id);
CREATE INDEX marketplace_booking_by_helper ON marketplace_booking (brand_id, helper_id, id);

-- Append-only: every step that a booking took.
CREATE TABLE marketplace_booking_log (
	brand_id INTEGER NOT NULL,              -- none, kept
	booking_id INTEGER NOT NULL,            -- none, kept
	id INTEGER NOT NULL,                    -- none, kept
	actor_id INTEGER NOT NULL,              -- personal, with the member
	from_state INTEGER NOT NULL,            -- none, kept
	to_state INTEGER NOT NULL,              -- none, kept
	reason TEXT NOT NULL,                   -- personal, with the member
	at INTEGER NOT NULL,                    -- none, kept
	PRIMARY KEY (brand_id, booking_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE marketplace_review (
	brand_id INTEGER NOT NULL,              -- none, kept
	id INTEGER NOT NULL,                    -- none, kept
	booking_id INTEGER NOT NULL,            -- none, kept
	author_id INTEGER NOT NULL,             -- personal, with the member
	about_id INTEGER NOT NULL,              -- personal, with the member
	by_helper INTEGER NOT NULL,             -- none, kept
	stars INTEGER NOT NULL,                 -- none, kept
	text TEXT NOT NULL,                     -- personal, with the member
	made_at INTEGER NOT NULL,               -- none, kept
	published_at INTEGER NOT NULL,          -- none, kept
	PRIMARY KEY (brand_id, id),
	UNIQUE (brand_id, booking_id, author_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marketplace_review_by_about ON marketplace_review (brand_id, about_id, published_at, id);

-- How a helper is paid: encrypted, shown to whoever has a finished visit to pay.
CREATE TABLE marketplace_payee (
	brand_id INTEGER NOT NULL,              -- none, kept
	member_id INTEGER NOT NULL,             -- personal, with the member
	sealed BLOB NOT NULL,                   -- sensitive, with the member
	changed_at INTEGER NOT NULL,            -- none, kept
	PRIMARY KEY (brand_id, member_id)
) STRICT, WITHOUT ROWID;
