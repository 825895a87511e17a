-- What the two say to each other: about a task (with each helper), or about a booking.

-- booking_id 0: about the task, before and after an offer was accepted.  opened_at: contact data is shown since then.
CREATE TABLE marketplace_chat (
	brand_id INTEGER NOT NULL,     -- none, kept
	id INTEGER NOT NULL,           -- none, a year after the last message
	task_id INTEGER NOT NULL,      -- none, a year after the last message
	booking_id INTEGER NOT NULL,   -- none, a year after the last message
	asker_id INTEGER NOT NULL,     -- personal, a year after the last message
	helper_id INTEGER NOT NULL,    -- personal, a year after the last message
	opened_at INTEGER NOT NULL,    -- none, a year after the last message
	last_at INTEGER NOT NULL,      -- none, a year after the last message
	last_author_id INTEGER NOT NULL, -- personal, a year after the last message
	in_a_row INTEGER NOT NULL,     -- none, a year after the last message
	count INTEGER NOT NULL,        -- none, a year after the last message
	PRIMARY KEY (brand_id, id),
	UNIQUE (brand_id, task_id, booking_id, helper_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marketplace_chat_by_age ON marketplace_chat (brand_id, last_at, id);

-- Each of the two has a row: when it moved last, and what is unread.
CREATE TABLE marketplace_chat_member (
	brand_id INTEGER NOT NULL,     -- none, kept
	member_id INTEGER NOT NULL,    -- personal, a year after the last message
	chat_id INTEGER NOT NULL,      -- none, a year after the last message
	last_at INTEGER NOT NULL,      -- none, a year after the last message
	unread INTEGER NOT NULL,       -- personal, a year after the last message
	PRIMARY KEY (brand_id, member_id, chat_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marketplace_chat_member_newest ON marketplace_chat_member (brand_id, member_id, last_at, chat_id);

CREATE TABLE marketplace_message (
	brand_id INTEGER NOT NULL,     -- none, kept
	chat_id INTEGER NOT NULL,      -- none, a year after the last message
	id INTEGER NOT NULL,           -- none, a year after the last message
	author_id INTEGER NOT NULL,    -- personal, a year after the last message
	text TEXT NOT NULL,            -- sensitive, a year after the last message
	made_at INTEGER NOT NULL,      -- none, a year after the last message
	PRIMARY KEY (brand_id, chat_id, id)
) STRICT;
CREATE INDEX marketplace_message_by_id ON marketplace_message (brand_id, id);
