-- What became of a mail whose sender wants to know it: the mail server's own words, one mail a member, for a day.

CREATE TABLE core_mail_trace (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, 1 day
	mail_id INTEGER NOT NULL,         -- none, 1 day
	asked_at INTEGER NOT NULL,        -- none, 1 day
	tried_at INTEGER NOT NULL,        -- none, 1 day
	tries INTEGER NOT NULL,           -- none, 1 day
	state INTEGER NOT NULL,           -- none, 1 day
	trouble INTEGER NOT NULL,         -- none, 1 day
	code INTEGER NOT NULL,            -- none, 1 day
	answer TEXT NOT NULL,             -- personal, 1 day
	PRIMARY KEY (brand_id, member_id)
) STRICT, WITHOUT ROWID;
