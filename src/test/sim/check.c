/* check.c: each invariant is a statement that counts what contradicts it. */
#include "test/sim/check.h"

#include "test/sim/clock.h"
#include "test/sim/disk.h"
#include "test/sim/eyes.h"
#include "test/sim/life.h"
#include "test/sim/vow.h"
#include "test/recounts.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define COPY "/copy.db"

/* ?1 is now. */
struct invariant { const char *says, *sql; };

static const struct invariant at_any_time[] = {
	{ "a helper is held twice at one time", "SELECT count(*) FROM calendar_hold a JOIN calendar_hold b ON b.brand_id = a.brand_id"
	  " AND b.owner_id = a.owner_id AND b.id > a.id AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at"
	  " WHERE (a.state = 1 OR a.until > ?1) AND (b.state = 1 OR b.until > ?1)" },
	{ "a helper is booked twice at one time", "SELECT count(*) FROM marketplace_booking a JOIN marketplace_booking b"
	  " ON b.brand_id = a.brand_id AND b.helper_id = a.helper_id AND b.id > a.id AND b.starts_at < a.ends_at"
	  " AND b.ends_at > a.starts_at WHERE a.state IN (1, 5, 8) AND b.state IN (1, 5, 8)" },
	{ "an agreed visit holds no time", "SELECT count(*) FROM marketplace_booking b WHERE state IN (1, 5) AND NOT EXISTS (SELECT 1"
	  " FROM calendar_hold h WHERE h.brand_id = b.brand_id AND h.owner_id = b.helper_id AND h.subject_id = b.id"
	  " AND h.starts_at <= b.starts_at AND h.ends_at >= b.ends_at)" },
	{ "a step was taken that no table allows", "SELECT count(*) FROM marketplace_booking_log WHERE from_state <> to_state AND"
	  " (from_state, to_state) NOT IN (VALUES (-1,0),(-1,1),(0,1),(0,2),(0,3),(0,4),(1,5),(5,1),(1,6),(5,6),(1,7),(5,7),(1,8),(5,8),(1,9),(5,9),(8,9),"
	  "(1,10),(5,10),(8,10),(1,11),(5,11),(8,11),(1,12),(5,12),(8,12),(1,13),(5,13),(8,13),(1,14),(5,14),(8,14),(9,17),(10,17))" },
	/* Of the steps that lead into its state one leads no further: by order they cannot be told, a clock is set back. */
	{ "a booking's state is not its last step's", "SELECT count(*) FROM (SELECT max(b.state) AS state, sum(l.to_state = b.state) AS entered,"
	  " sum(l.from_state = b.state) AS departed FROM marketplace_booking b JOIN marketplace_booking_log l ON l.brand_id = b.brand_id"
	  " AND l.booking_id = b.id GROUP BY b.brand_id, b.id HAVING entered <> departed + 1)" },
	/* By the house's own clock: (step, from, until), both as docs/rules/booking.md has them. */
	{ "a request was agreed to after it had run out", "SELECT count(*) FROM marketplace_booking_log l JOIN marketplace_booking b"
	  " ON b.brand_id = l.brand_id AND b.id = l.booking_id WHERE l.step = 0 AND l.at >= b.expires_at" },
	{ "a request runs out later than it may", "SELECT count(*) FROM marketplace_booking b WHERE offer_id = 0"
	  " AND expires_at > min(made_at + 172800000000, coalesce(nullif(earliest_at, 0), starts_at) - 7200000000) AND NOT EXISTS (SELECT 1"
	  " FROM marketplace_booking_log l WHERE l.brand_id = b.brand_id AND l.booking_id = b.id AND l.step = 13)" },
	{ "a step was taken at another time than it may be", "SELECT count(*) FROM marketplace_booking_log l JOIN marketplace_booking b"
	  " ON b.brand_id = l.brand_id AND b.id = l.booking_id WHERE (l.step = 7 AND l.at < b.expires_at)"
	  " OR (l.step = 4 AND (l.at < starts_at - 7200000000 OR l.at > starts_at + 14400000000))"
	  " OR (l.step IN (5, 6) AND l.from_state <> 8 AND l.at < starts_at) OR (l.step IN (19, 20) AND l.at < starts_at)"
	  " OR (l.step = 17 AND (l.at < starts_at + 600000000 OR l.at >= ends_at + 172800000000))"
	  " OR (l.step = 8 AND l.at < ends_at + 172800000000) OR (l.step = 9 AND l.at < ends_at + 1209600000000)"
	  " OR (l.step = 18 AND l.at >= finished_at + 172800000000)" },
	{ "a visit was called off late, or not, by mistake", "SELECT count(*) FROM marketplace_booking_log l JOIN marketplace_booking b"
	  " ON b.brand_id = l.brand_id AND b.id = l.booking_id WHERE l.step = 3"
	  " AND (l.to_state = 7) <> (l.at > max(b.earliest_at - 86400000000, b.accepted_at + 300000000))" },
	{ "another time was agreed to after two days, or unasked", "SELECT count(*) FROM marketplace_booking_log l WHERE l.step = 13"
	  " AND NOT EXISTS (SELECT 1 FROM marketplace_booking_log p WHERE p.brand_id = l.brand_id AND p.booking_id = l.booking_id"
	  " AND p.step = 12 AND p.at > l.at - 172800000000)" },
	/* An accepted offer stays so when its visit falls through; then another one may be. */
	{ "an offer was accepted beside another", "SELECT count(*) FROM (SELECT 1 FROM marketplace_booking WHERE task_id > 0"
	  " AND state NOT IN (2, 3, 4, 6, 7, 11, 12, 13) GROUP BY brand_id, task_id HAVING count(*) > 1)" },
	{ "a review stands twice", "SELECT count(*) FROM (SELECT 1 FROM marketplace_review GROUP BY brand_id, booking_id, by_helper"
	  " HAVING count(*) > 1)" },
	{ "a post has a number twice", "SELECT count(*) FROM (SELECT 1 FROM community_post GROUP BY brand_id, thread_id, number"
	  " HAVING count(*) > 1)" },
	{ "what is another brand's stands in a brand's table", "SELECT count(*) FROM community_thread t WHERE NOT EXISTS (SELECT 1 FROM"
	  " community_board b WHERE b.brand_id = t.brand_id AND b.id = t.board_id)" },
	{ "somebody has two open applications", "SELECT count(*) FROM (SELECT 1 FROM marketplace_application WHERE state IN (0, 1, 4)"
	  " GROUP BY brand_id, member_id HAVING count(*) > 1)" },
	{ "somebody helps and was not approved", "SELECT count(*) FROM marketplace_helper h WHERE active = 1 AND NOT EXISTS (SELECT 1"
	  " FROM marketplace_application a WHERE a.brand_id = h.brand_id AND a.member_id = h.member_id AND a.state = 1)" },
	/* Solved (7) and closed (8) are held by nobody (4). */
	{ "an open matter is held by nobody, or one that is over by somebody", "SELECT count(*) FROM core_matter"
	  " WHERE (holder = 4) <> (step IN (7, 8))" },
	{ "a matter's way has a gap", "SELECT count(*) FROM ladder_climb c WHERE way_count <> (SELECT count(*) FROM ladder_way w"
	  " WHERE w.brand_id = c.brand_id AND w.matter_id = c.matter_id)" },
	{ "the ladder has a matter elsewhere than its way led", "SELECT count(*) FROM ladder_climb c JOIN ladder_way w"
	  " ON w.brand_id = c.brand_id AND w.matter_id = c.matter_id AND w.number = c.way_count"
	  " WHERE w.step <> c.step OR w.holder <> c.holder" },
	/* (deed, step, holder) */
	{ "a step of the ladder led elsewhere", "SELECT count(*) FROM ladder_way WHERE deed NOT IN (0, 13, 14) AND (deed, step, holder) NOT IN"
	  " (VALUES (1,9,5),(2,10,3),(3,10,3),(4,10,3),(5,1,1),(6,0,0),(7,2,1),(8,11,3),(9,6,1),(10,0,0),(11,8,4),(12,0,0))" },
	{ "somebody took the owner's step", "SELECT count(*) FROM ladder_way w JOIN ladder_climb c ON c.brand_id = w.brand_id"
	  " AND c.matter_id = w.matter_id WHERE w.deed IN (10, 11, 12) AND w.actor_id NOT IN (0, c.owner_id) AND c.owner_id > 0" },
	{ "a matter with the agents is in no queue, or another is", "SELECT count(*) FROM ladder_climb c LEFT JOIN ladder_ticket t"
	  " ON t.brand_id = c.brand_id AND t.matter_id = c.matter_id WHERE (c.step = 10) <> (coalesce(t.is_open, 0) = 1)" },
	/* The versions of whoever was erased are gone. */
	{ "an article's versions are not all there", "SELECT count(*) FROM articles_article a WHERE version <> (SELECT count(*)"
	  " FROM articles_version v WHERE v.brand_id = a.brand_id AND v.article_id = a.id) AND NOT EXISTS (SELECT 1 FROM privacy_erasure e"
	  " WHERE e.brand_id = a.brand_id AND (e.done_at > 0 OR e.due_at <= ?1))" },
	{ "an article shows another text than its last version", "SELECT count(*) FROM articles_article a JOIN articles_version v"
	  " ON v.brand_id = a.brand_id AND v.article_id = a.id AND v.version = a.version WHERE v.title <> a.title OR v.body <> a.body" },
	{ "an article is out and says nothing", "SELECT count(*) FROM articles_article WHERE state = 2 AND (version = 0 OR title = '')" },
	{ "an article has fewer answers than were given", "SELECT count(*) FROM articles_article a WHERE (SELECT count(*) FROM articles_answer n"
	  " WHERE n.brand_id = a.brand_id AND n.article_id = a.id) > helped_count + missed_count" },
	{ "an article's comments are not all there", "SELECT count(*) FROM articles_article a WHERE comment_count <> (SELECT count(*)"
	  " FROM articles_comment c WHERE c.brand_id = a.brand_id AND c.article_id = a.id)" },
	{ "a mail is queued without a job that sends it", "SELECT count(*) FROM core_mail m WHERE NOT EXISTS (SELECT 1 FROM core_job j"
	  " WHERE j.brand_id = m.brand_id AND j.subject_id = m.id)" },
};

static const struct invariant at_rest[] = {
	{ "news were not delivered", "SELECT count(*) FROM core_outbox" },
	{ "news were not heard by all who listen", "SELECT count(*) FROM sim_news n WHERE NOT EXISTS (SELECT 1 FROM sim_heard h"
	  " WHERE h.brand_id = n.brand_id AND h.id = n.id)" },
	/* Notices go after 180 days, and with whoever leaves. */
	{ "a decision about a helper was told to nobody", "SELECT count(*) FROM marketplace_application a WHERE a.decided_by > 0"
	  " AND a.changed_at > ?1 - 150 * 86400000000 AND a.state IN (1, 2, 4) AND NOT EXISTS (SELECT 1 FROM privacy_erasure e"
	  " WHERE e.brand_id = a.brand_id AND e.member_id = a.member_id) AND NOT EXISTS (SELECT 1 FROM notify_notice n"
	  " WHERE n.brand_id = a.brand_id AND n.member_id = a.member_id AND n.subject_id = a.id AND n.kind IN (CASE a.state"
	  " WHEN 2 THEN 'application_declined' WHEN 4 THEN 'application_suspended' ELSE 'application_approved' END,"
	  " CASE a.state WHEN 1 THEN 'application_restored' END))" },
	{ "a request has run out and waits still", "SELECT count(*) FROM marketplace_booking WHERE state = 0 AND expires_at <= ?1" },
	{ "news are due and did not come out", "SELECT count(*) FROM articles_article WHERE state = 1 AND publish_at <= ?1" },
	/* Whoever publishes it without a look at what is missing answers nothing any more: the working copy goes. */
	{ "what is missing of an article was told to nobody", "SELECT count(*) FROM articles_draft d JOIN articles_article a"
	  " ON a.brand_id = d.brand_id AND a.id = d.article_id WHERE d.answer <> '' AND d.waits_at = 0 AND d.changed_at > ?1 - 150 * 86400000000"
	  " AND NOT EXISTS (SELECT 1 FROM privacy_erasure e WHERE e.brand_id = a.brand_id AND e.member_id = a.author_id) AND NOT EXISTS (SELECT 1"
	  " FROM notify_notice n WHERE n.brand_id = a.brand_id AND n.member_id = a.author_id AND n.subject_id = a.id"
	  " AND n.kind = 'article_sent_back')" },
	{ "a comment was told to nobody", "SELECT count(*) FROM articles_comment c JOIN articles_article a ON a.brand_id = c.brand_id"
	  " AND a.id = c.article_id WHERE c.author_id <> a.author_id AND c.hidden_at IS NULL AND c.made_at > ?1 - 150 * 86400000000"
	  " AND NOT EXISTS (SELECT 1 FROM privacy_erasure e WHERE e.brand_id = a.brand_id AND e.member_id IN (a.author_id, c.author_id))"
	  " AND NOT EXISTS (SELECT 1 FROM notify_notice n WHERE n.brand_id = a.brand_id AND n.member_id = a.author_id AND n.other_id = c.id"
	  " AND n.kind = 'commented')" },
	{ "the ladder has never seen a matter", "SELECT count(*) FROM core_matter m WHERE NOT EXISTS (SELECT 1 FROM ladder_climb c"
	  " WHERE c.brand_id = m.brand_id AND c.matter_id = m.id)" },
	{ "a matter stands elsewhere than the ladder has it", "SELECT count(*) FROM core_matter m JOIN ladder_climb c ON c.brand_id = m.brand_id"
	  " AND c.matter_id = m.id WHERE m.step <> c.step OR m.holder <> c.holder OR m.holder_id <> c.holder_id" },
	{ "a matter ends in silence", "SELECT count(*) FROM core_matter m JOIN ladder_climb c ON c.brand_id = m.brand_id AND c.matter_id = m.id"
	  " WHERE m.step NOT IN (7, 8) AND c.overdue_at = 0 AND NOT EXISTS (SELECT 1 FROM core_job j WHERE j.brand_id = m.brand_id"
	  " AND j.kind = 'ladder.watch' AND j.subject_id = m.id)" },
	{ "a step of the ladder was told to nobody", "SELECT count(*) FROM (SELECT w.brand_id, w.matter_id, c.owner_id, k.column2 AS kind,"
	  " count(*) AS steps FROM ladder_way w JOIN ladder_climb c ON c.brand_id = w.brand_id AND c.matter_id = w.matter_id JOIN (VALUES"
	  " (1, 'matter_experts'), (2, 'matter_to_agent'), (3, 'matter_claimed'), (7, 'matter_to_neighbour'), (8, 'matter_to_technician'),"
	  " (9, 'matter_technician_done'), (11, 'matter_silent'), (13, 'matter_reminded'), (14, 'matter_overdue')) k ON k.column1 = w.deed"
	  " WHERE w.actor_id <> c.owner_id AND c.owner_id > 0 AND w.at > ?1 - 150 * 86400000000 AND NOT EXISTS (SELECT 1 FROM privacy_erasure e"
	  " WHERE e.brand_id = w.brand_id AND e.member_id IN (c.owner_id, w.actor_id)) GROUP BY 1, 2, 3, 4) s WHERE steps > (SELECT count(*)"
	  " FROM notify_notice n WHERE n.brand_id = s.brand_id AND n.member_id = s.owner_id AND n.subject_id = s.matter_id"
	  " AND n.kind = s.kind)" },
	{ "a job is overdue", "SELECT count(*) FROM core_job WHERE due_at <= ?1" },
	/* None repeats more seldom; a clock is set back by five minutes. */
	{ "a job that repeats is put off for more than a day", "SELECT count(*) FROM core_job WHERE subject_kind = 0 AND subject_id = 0"
	  " AND due_at > ?1 + 86400000000 + 360000000 AND due_at < 9223372036854775807" },
	{ "a job was given up", "SELECT count(*) FROM core_job WHERE due_at = 9223372036854775807 AND error <> ''" },
	{ "an erasure is due and was not begun, and nothing holds it", "SELECT count(*) FROM privacy_erasure WHERE done_at = 0 AND due_at <= ?1" },
	{ "a brand is due earlier than it knows", "SELECT count(*) FROM core_brand_due d WHERE due_at > (SELECT min(due_at) FROM core_job j"
	  " WHERE j.brand_id = d.brand_id)" },
};

static sqlite3 *open_copy(void)
{
	sqlite3 *db;
	disk_copy(DATABASE, COPY);
	if (sqlite3_open_v2(COPY, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		sim_failed("the disk cannot be read: %s", sqlite3_errmsg(db));
	return db;
}

static void close_copy(sqlite3 *db)
{
	must(sqlite3_close(db) == SQLITE_OK);
	disk_remove(COPY);
}

static int64_t count_of(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		sim_failed("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_bind_int64(statement, 1, clock_now());
	int64_t count = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
	sqlite3_finalize(statement);
	return count;
}

static void check_all(sqlite3 *db, const struct invariant *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int64_t wrong = count_of(db, list[i].sql);
		if (wrong)
			sim_failed("%s (%lld)", list[i].says, (long long)wrong);
	}
}

/* For --trace: what it is that waits. */
static int tell_row(void *data, int columns, char **values, char **names)
{
	char line[400];
	size_t len = 0;
	(void)data;
	for (int i = 0; i < columns && len < sizeof(line) - 60; i++)
		len += (size_t)snprintf(line + len, 60, "%s=%s ", names[i], values[i] ? values[i] : "");
	trace_line("   %s", line);
	return 0;
}

static int tell(void *data, int columns, char **values, char **names)
{
	(void)names;
	if (!columns || !values[0] || !strcmp(values[0], "ok"))
		return 0;
	sim_failed("%s: %s", (const char *)data, values[0]);
}

void check_disk(void)
{
	sqlite3 *db = open_copy();
	deeds.checks++;
	if (sqlite3_exec(db, "PRAGMA integrity_check", tell, "integrity", NULL) != SQLITE_OK ||
	    sqlite3_exec(db, "PRAGMA foreign_key_check", tell, "foreign keys", NULL) != SQLITE_OK)
		sim_failed("the disk cannot be checked: %s", sqlite3_errmsg(db));
	vows_check(db);
	check_all(db, at_any_time, COUNT(at_any_time));
	for (size_t i = 0; i < COUNT(recounts); i++) {
		int64_t wrong = count_of(db, recounts[i].sql);
		if (wrong)
			sim_failed("%s does not equal its recount (%lld)", recounts[i].name, (long long)wrong);
	}
	close_copy(db);
}

/* On the disk itself, not on the copy: what was taken out of a row may lie about elsewhere. */
static int look_for_erased(void *data, int columns, char **values, char **names)
{
	const int64_t *brand_ids = data;
	(void)columns;
	(void)names;
	for (int brand = 0; brand < BRANDS; brand++) {
		if (strtoll(values[0], NULL, 10) != brand_ids[brand])
			continue;
		eyes_search(disk_bytes(DATABASE), brand, strtoll(values[1], NULL, 10));
		eyes_search(disk_bytes(DATABASE "-wal"), brand, strtoll(values[1], NULL, 10));
		deeds.erased++;
	}
	return 0;
}

void check_rest(const int64_t brand_ids[BRANDS])
{
	int64_t brands[BRANDS];
	sqlite3 *db = open_copy();
	memcpy(brands, brand_ids, sizeof(brands));
	sqlite3_exec(db, "SELECT brand_id, id, kind, due_at, attempts, parked FROM core_outbox ORDER BY id LIMIT 10", tell_row, NULL, NULL);
	sqlite3_exec(db, "SELECT brand_id, kind, due_at, attempt, error FROM core_job WHERE due_at < unixepoch() * 1000000 OR error <> ''"
	             " ORDER BY due_at LIMIT 10", tell_row, NULL, NULL);
	sqlite3_exec(db, "SELECT * FROM core_brand_due", tell_row, NULL, NULL);
	check_all(db, at_rest, COUNT(at_rest));
	sqlite3_exec(db, "SELECT brand_id, member_id FROM privacy_erasure WHERE done_at > 0", look_for_erased, brands, NULL);
	close_copy(db);
}

int check_waiting(void)
{
	sqlite3 *db = open_copy();
	/* Whoever leaves is waited for to the end: the second turn, and the files that forget an hour later. */
	int64_t count = count_of(db, "SELECT (SELECT count(*) FROM core_outbox) + (SELECT count(*) FROM core_job WHERE due_at <= ?1"
	                         " OR (kind IN ('privacy.erase', 'privacy.wipe') AND due_at <= ?1 + 7200000000))");
	close_copy(db);
	return (int)count;
}
