-- Counting what is unread walked all that was read before it: SQLite took the key of the table, which begins alike.  Of two
-- ways that begin alike it takes the one that says more.

DROP INDEX notify_notice_unread;
CREATE INDEX notify_notice_unread ON notify_notice (brand_id, member_id, read_at, id) WHERE read_at = 0;
