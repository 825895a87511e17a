-- Whom a member follows and how she is told: at once, once a day, or not at all.

CREATE TABLE notify_follow (
	brand_id INTEGER NOT NULL,        -- none, kept
	subject_kind INTEGER NOT NULL,    -- none, with the member
	subject_id INTEGER NOT NULL,      -- personal, with the member
	member_id INTEGER NOT NULL,       -- personal, with the member
	id INTEGER NOT NULL,              -- none, with the member
	mode INTEGER NOT NULL,            -- personal, with the member
	PRIMARY KEY (brand_id, subject_kind, subject_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notify_follow_by_member ON notify_follow (brand_id, member_id, id);

-- Only what differs from the usual: a topic's bell (0, 1), mail (0 off, 1 once a day, 2 at once) and push (0, 1).
CREATE TABLE notify_choice (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	topic TEXT NOT NULL,              -- none, with the member
	site INTEGER NOT NULL,            -- personal, with the member
	mail INTEGER NOT NULL,            -- personal, with the member
	push INTEGER NOT NULL,            -- personal, with the member
	PRIMARY KEY (brand_id, member_id, topic)
) STRICT, WITHOUT ROWID;
INSERT INTO notify_choice (brand_id, member_id, topic, site, mail, push)
SELECT brand_id, member_id, kind, 1, mail * 2, 1 FROM notify_preference;
DROP TABLE notify_preference;

-- When a member wants quiet, when her daily mail comes (minutes after midnight, -1 = never; in her zone, '' = the
-- brand's), and whether she follows by herself what she asks and answers.
CREATE TABLE notify_habit (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	zone TEXT NOT NULL,               -- personal, with the member
	quiet_from INTEGER NOT NULL,      -- personal, with the member
	quiet_until INTEGER NOT NULL,     -- personal, with the member
	daily_at INTEGER NOT NULL,        -- personal, with the member
	follows_own INTEGER NOT NULL,     -- personal, with the member
	PRIMARY KEY (brand_id, member_id)
) STRICT, WITHOUT ROWID;

-- What is still to be told outside the house: way 1 = mail, 2 = push; pace 1 = with the daily mail, 2 = at once.
CREATE TABLE notify_pending (
	brand_id INTEGER NOT NULL,        -- none, kept
	way INTEGER NOT NULL,             -- none, until told
	member_id INTEGER NOT NULL,       -- personal, until told
	id INTEGER NOT NULL,              -- none, until told
	pace INTEGER NOT NULL,            -- none, until told
	due_at INTEGER NOT NULL,          -- none, until told
	PRIMARY KEY (brand_id, way, member_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notify_pending_by_due ON notify_pending (brand_id, way, pace, due_at, member_id, id);

-- Whoever wrote in a thread before is told of it as before: by following it.  Imported posts have nobody to tell.
INSERT INTO notify_follow (brand_id, subject_kind, subject_id, member_id, id, mode)
SELECT p.brand_id, 10, p.thread_id, p.author_id, MIN(p.id), 1 FROM community_post p WHERE p.origin = ''
GROUP BY p.brand_id, p.thread_id, p.author_id;
