-- moderation: what was objected to, who decides, what was decided and why; what the filters know

CREATE TABLE moderation_item (
	brand_id INTEGER NOT NULL,          -- none, kept
	id INTEGER NOT NULL,                -- none, 12 months
	subject_kind INTEGER NOT NULL,      -- none, 12 months
	subject_id INTEGER NOT NULL,        -- none, 12 months
	author_id INTEGER NOT NULL,         -- personal, with the member
	state INTEGER NOT NULL,             -- none, 12 months
	why INTEGER NOT NULL,               -- none, 12 months
	waits INTEGER NOT NULL,             -- none, 12 months
	rule TEXT NOT NULL,                 -- none, 12 months
	weight INTEGER NOT NULL,            -- none, 12 months
	due_at INTEGER NOT NULL,            -- none, 12 months
	opened_at INTEGER NOT NULL,         -- none, 12 months
	closed_at INTEGER NOT NULL,         -- none, 12 months
	claimed_by INTEGER NOT NULL,        -- personal, 12 months
	claimed_until INTEGER NOT NULL,     -- none, 12 months
	PRIMARY KEY (brand_id, id),
	UNIQUE (brand_id, subject_kind, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX moderation_item_open ON moderation_item (brand_id, due_at, id) WHERE state = 0;
CREATE INDEX moderation_item_closed ON moderation_item (brand_id, closed_at, id) WHERE state = 1;

CREATE TABLE moderation_flag (
	brand_id INTEGER NOT NULL,          -- none, kept
	item_id INTEGER NOT NULL,           -- none, 12 months
	id INTEGER NOT NULL,                -- none, 12 months
	member_id INTEGER NOT NULL,         -- personal, with the member
	report_id INTEGER NOT NULL,         -- none, 12 months
	reason INTEGER NOT NULL,            -- none, 12 months
	text TEXT NOT NULL,                 -- personal, 12 months
	weight INTEGER NOT NULL,            -- none, 12 months
	verdict INTEGER NOT NULL,           -- none, 12 months
	at INTEGER NOT NULL,                -- none, 12 months
	PRIMARY KEY (brand_id, item_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX moderation_flag_by_member ON moderation_flag (brand_id, member_id, at);

-- How a member stands: how good the flags were, what passed the gate, what was decided against the member.
CREATE TABLE moderation_standing (
	brand_id INTEGER NOT NULL,          -- none, kept
	member_id INTEGER NOT NULL,         -- personal, with the member
	flags_right INTEGER NOT NULL,       -- none, with the member
	flags_wrong INTEGER NOT NULL,       -- none, with the member
	passed INTEGER NOT NULL,            -- none, with the member
	muted_until INTEGER NOT NULL,       -- none, with the member
	PRIMARY KEY (brand_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE moderation_decision (
	brand_id INTEGER NOT NULL,          -- none, kept
	id INTEGER NOT NULL,                -- none, 12 months
	item_id INTEGER NOT NULL,           -- none, 12 months
	subject_kind INTEGER NOT NULL,      -- none, 12 months
	subject_id INTEGER NOT NULL,        -- none, 12 months
	title TEXT NOT NULL,                -- personal, 12 months
	author_id INTEGER NOT NULL,         -- personal, with the member
	measure INTEGER NOT NULL,           -- none, 12 months
	until_at INTEGER NOT NULL,          -- none, 12 months
	ground INTEGER NOT NULL,            -- none, 12 months
	clause TEXT NOT NULL,               -- none, 12 months
	facts TEXT NOT NULL,                -- personal, 12 months
	text TEXT NOT NULL,                 -- personal, 12 months
	source INTEGER NOT NULL,            -- none, 12 months
	automatic INTEGER NOT NULL,         -- none, 12 months
	by_id INTEGER NOT NULL,             -- personal, 12 months
	at INTEGER NOT NULL,                -- none, 12 months
	reversed_by INTEGER NOT NULL,       -- none, 12 months
	appeal_id INTEGER NOT NULL,         -- none, 12 months
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX moderation_decision_by_author ON moderation_decision (brand_id, author_id, id);
CREATE INDEX moderation_decision_by_subject ON moderation_decision (brand_id, subject_kind, subject_id, id);

-- A notice of illegal content by anybody, with or without an account (Regulation (EU) 2022/2065, Article 16).
CREATE TABLE moderation_report (
	brand_id INTEGER NOT NULL,          -- none, kept
	id INTEGER NOT NULL,                -- none, 12 months
	category INTEGER NOT NULL,          -- none, 12 months
	url TEXT NOT NULL,                  -- personal, 12 months
	subject_kind INTEGER NOT NULL,      -- none, 12 months
	subject_id INTEGER NOT NULL,        -- none, 12 months
	reason TEXT NOT NULL,               -- personal, 12 months
	law TEXT NOT NULL,                  -- none, 12 months
	name TEXT NOT NULL,                 -- personal, 12 months
	mail TEXT NOT NULL,                 -- personal, 12 months
	language TEXT NOT NULL,             -- none, 12 months
	member_id INTEGER NOT NULL,         -- personal, with the member
	state INTEGER NOT NULL,             -- none, 12 months
	item_id INTEGER NOT NULL,           -- none, 12 months
	decision_id INTEGER NOT NULL,       -- none, 12 months
	made_at INTEGER NOT NULL,           -- none, 12 months
	confirmed_at INTEGER NOT NULL,      -- none, 12 months
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX moderation_report_by_mail ON moderation_report (brand_id, mail, made_at);
CREATE INDEX moderation_report_by_item ON moderation_report (brand_id, item_id, id);

CREATE TABLE moderation_word (
	brand_id INTEGER NOT NULL,          -- none, kept
	id INTEGER NOT NULL,                -- none, kept
	pattern TEXT NOT NULL,              -- none, kept
	deed INTEGER NOT NULL,              -- none, kept
	made_by INTEGER NOT NULL,           -- personal, with the member
	made_at INTEGER NOT NULL,           -- none, kept
	PRIMARY KEY (brand_id, id),
	UNIQUE (brand_id, pattern)
) STRICT, WITHOUT ROWID;

-- What recent texts look like: eight numbers each, of which two alike texts share at least one.
CREATE TABLE moderation_print (
	brand_id INTEGER NOT NULL,          -- none, kept
	id INTEGER NOT NULL,                -- none, 7 days
	member_id INTEGER NOT NULL,         -- personal, 7 days
	subject_kind INTEGER NOT NULL,      -- none, 7 days
	subject_id INTEGER NOT NULL,        -- none, 7 days
	signature TEXT NOT NULL,            -- personal, 7 days
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE moderation_band (
	brand_id INTEGER NOT NULL,          -- none, kept
	band INTEGER NOT NULL,              -- none, 7 days
	print_id INTEGER NOT NULL,          -- none, 7 days
	PRIMARY KEY (brand_id, band, print_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX moderation_band_by_print ON moderation_band (brand_id, print_id);

-- How often each word, by its hash, stood in what was found to be spam, and in what was not: no text can be read from it.
CREATE TABLE moderation_model (
	brand_id INTEGER NOT NULL,          -- none, kept
	spam_texts INTEGER NOT NULL,        -- none, kept
	ham_texts INTEGER NOT NULL,         -- none, kept
	counts BLOB NOT NULL,               -- none, kept
	PRIMARY KEY (brand_id)
) STRICT;

-- A brand's own words for a reason, in one language.
CREATE TABLE moderation_template (
	brand_id INTEGER NOT NULL,          -- none, kept
	reason INTEGER NOT NULL,            -- none, kept
	lang TEXT NOT NULL,                 -- none, kept
	text TEXT NOT NULL,                 -- none, kept
	PRIMARY KEY (brand_id, reason, lang)
) STRICT, WITHOUT ROWID;
