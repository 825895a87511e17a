/* vow.c: the simulator's own memory of what it was told. */
#include "test/sim/vow.h"

#include "test/sim/town.h"

#include <sqlite3.h>

enum { VOWS_MAX = 8192, TEXT_MAX_BYTES = 48 };

/* ?1 brand, ?2 id, ?3 text, ?4 the other; `about`: of what else it says the contrary. */
static const struct { const char *name; int about; const char *is_there, *is_once; } kinds[VOW_KIND_COUNT] = {
	[VOW_THREAD] = { "a thread", VOW_THREAD, "SELECT 1 FROM community_thread WHERE brand_id = ?1 AND id = ?2 AND title = ?3",
	                 "SELECT count(*) FROM community_thread WHERE brand_id = ?1 AND title = ?3" },
	[VOW_POST] = { "a post", VOW_POST, "SELECT 1 FROM community_post WHERE brand_id = ?1 AND id = ?2 AND body = ?3",
	               "SELECT count(*) FROM community_post WHERE brand_id = ?1 AND body = ?3" },
	[VOW_KUDOS] = { "thanks", VOW_KUDOS, "SELECT 1 FROM community_kudos WHERE brand_id = ?1 AND post_id = ?2 AND member_id = ?4", NULL },
	[VOW_NO_KUDOS] = { "no thanks", VOW_KUDOS, "SELECT NOT EXISTS (SELECT 1 FROM community_kudos WHERE brand_id = ?1 AND post_id = ?2"
	                   " AND member_id = ?4)", NULL },
	[VOW_METOO] = { "me too", VOW_METOO, "SELECT 1 FROM community_metoo WHERE brand_id = ?1 AND thread_id = ?2 AND member_id = ?4", NULL },
	[VOW_NO_METOO] = { "not me", VOW_METOO, "SELECT NOT EXISTS (SELECT 1 FROM community_metoo WHERE brand_id = ?1 AND thread_id = ?2"
	                   " AND member_id = ?4)", NULL },
	[VOW_TASK] = { "a task", VOW_TASK, "SELECT 1 FROM marketplace_task WHERE brand_id = ?1 AND id = ?2 AND title = ?3",
	               "SELECT count(*) FROM marketplace_task WHERE brand_id = ?1 AND title = ?3" },
	[VOW_OFFER] = { "an offer", VOW_OFFER, "SELECT 1 FROM marketplace_offer WHERE brand_id = ?1 AND id = ?2",
	               "SELECT count(*) FROM marketplace_offer WHERE brand_id = ?1 AND text = ?3" },
	[VOW_BOOKING] = { "a booking", VOW_BOOKING, "SELECT 1 FROM marketplace_booking WHERE brand_id = ?1 AND id = ?2 AND asker_id = ?4", NULL },
	[VOW_MESSAGE] = { "a message", VOW_MESSAGE, "SELECT 1 FROM marketplace_message WHERE brand_id = ?1 AND id = ?2",
	                 "SELECT count(*) FROM marketplace_message WHERE brand_id = ?1 AND text = ?3" },
	[VOW_REVIEW] = { "a review", VOW_REVIEW, "SELECT 1 FROM marketplace_review WHERE brand_id = ?1 AND id = ?2", NULL },
	[VOW_DEVICE] = { "a device", VOW_DEVICE, "SELECT 1 FROM product_device WHERE brand_id = ?1 AND id = ?2",
	                "SELECT count(*) FROM product_device WHERE brand_id = ?1 AND nickname = ?3" },
	[VOW_ERASURE] = { "an erasure", VOW_ERASURE, "SELECT 1 FROM privacy_erasure WHERE brand_id = ?1 AND member_id = ?2", NULL },
	[VOW_WAY_ON] = { "the way on from a thread", VOW_WAY_ON, "SELECT 1 FROM core_subject_alias WHERE brand_id = ?1 AND kind = 10"
	                 " AND id = ?2", NULL },
	[VOW_MEMBER] = { "a member", VOW_MEMBER, "SELECT 1 FROM member_member WHERE brand_id = ?1 AND mail = ?3",
	                 "SELECT count(*) FROM member_member WHERE brand_id = ?1 AND mail = ?3" },
	[VOW_APPLICATION] = { "an application", VOW_APPLICATION, "SELECT 1 FROM marketplace_application WHERE brand_id = ?1 AND member_id = ?4"
	                      " AND about = ?3", "SELECT count(*) FROM marketplace_application WHERE brand_id = ?1 AND about = ?3" },
	[VOW_HELPER] = { "a helper's approval", VOW_HELPER, "SELECT 1 FROM marketplace_application WHERE brand_id = ?1 AND member_id = ?2"
	                 " AND state = 1", NULL },
	[VOW_NO_HELPER] = { "a helper's end", VOW_HELPER, "SELECT NOT EXISTS (SELECT 1 FROM marketplace_application WHERE brand_id = ?1"
	                    " AND member_id = ?2 AND state = 1)", NULL },
	[VOW_CLIMB] = { "a step of the ladder", VOW_CLIMB, "SELECT 1 FROM ladder_way WHERE brand_id = ?1 AND matter_id = ?2 AND actor_id = ?4"
	                " AND deed = CAST(?3 AS INTEGER)", NULL },
	[VOW_ARTICLE] = { "an article", VOW_ARTICLE, "SELECT 1 FROM articles_article WHERE brand_id = ?1 AND id = ?2", NULL },
	[VOW_DRAFT] = { "a draft", VOW_DRAFT, "SELECT 1 FROM articles_draft WHERE brand_id = ?1 AND article_id = ?2 AND title = ?3",
	                "SELECT count(*) FROM articles_draft WHERE brand_id = ?1 AND title = ?3" },
	[VOW_HANDED_IN] = { "what was handed in", VOW_HANDED_IN, "SELECT 1 FROM articles_draft WHERE brand_id = ?1 AND article_id = ?2"
	                    " AND title = ?3 AND waits_at > 0", NULL },
	[VOW_OUT] = { "what was published", VOW_OUT, "SELECT 1 FROM articles_article WHERE brand_id = ?1 AND id = ?2 AND title = ?3"
	              " AND state = 2", NULL },
	[VOW_WITHDRAWN] = { "what was withdrawn", VOW_OUT, "SELECT 1 FROM articles_article WHERE brand_id = ?1 AND id = ?2 AND title = ?3"
	                    " AND state = 3", NULL },
	[VOW_VERSION] = { "a version", VOW_VERSION, "SELECT 1 FROM articles_version WHERE brand_id = ?1 AND article_id = ?2 AND title = ?3"
	                  " AND version = ?4", NULL },
	[VOW_COMMENT] = { "a comment", VOW_COMMENT, "SELECT 1 FROM articles_comment WHERE brand_id = ?1 AND id = ?2 AND body = ?3",
	                  "SELECT count(*) FROM articles_comment WHERE brand_id = ?1 AND body = ?3" },
	[VOW_STEP] = { "a step of a visit", VOW_STEP, "SELECT 1 FROM marketplace_booking_log WHERE brand_id = ?1 AND booking_id = ?2"
	               " AND actor_id = ?4 AND step = CAST(?3 AS INTEGER)", NULL },
};

/* With the member who leaves for good. */
static const bool goes[VOW_KIND_COUNT] = { [VOW_KUDOS] = true, [VOW_METOO] = true, [VOW_TASK] = true, [VOW_MESSAGE] = true,
	[VOW_DEVICE] = true, [VOW_APPLICATION] = true, [VOW_HELPER] = true, [VOW_NO_HELPER] = true,
	[VOW_CLIMB] = true, [VOW_STEP] = true, [VOW_DRAFT] = true, [VOW_HANDED_IN] = true, [VOW_VERSION] = true };

struct promise { enum vow_kind kind; bool is_once, is_over; int64_t brand_id, to, id, other; char text[TEXT_MAX_BYTES]; };

LASTS static struct promise *promises;
LASTS static size_t count;

static void add(struct promise promise, const char *text)
{
	if (!promises)
		promises = memory_take(VOWS_MAX * sizeof(*promises));
	must(count < VOWS_MAX && strlen(text) < TEXT_MAX_BYTES);
	strcpy(promise.text, text);
	promises[count++] = promise;
}

void vow(enum vow_kind kind, const struct person *to, int64_t id, int64_t other, const char *text)
{
	if (kind != VOW_STEP && kind != VOW_CLIMB) /* one row beside the other */
		vow_release(kind, id, other);
	if (!to->leaves || !goes[kind])
		add((struct promise){ .kind = kind, .brand_id = to->brand_id, .to = to->id, .id = id, .other = other }, text);
}

void vows_leave(const struct person *who)
{
	for (size_t i = 0; i < count; i++) {
		if (promises[i].to == who->id && goes[promises[i].kind])
			promises[i].is_over = true;
	}
}

void vow_release(enum vow_kind kind, int64_t id, int64_t other)
{
	for (size_t i = 0; i < count; i++) {
		bool same = kinds[promises[i].kind].about == kinds[kind].about && promises[i].id == id && promises[i].other == other;
		if (same && !promises[i].is_once)
			promises[i].is_over = true;
	}
}

void vow_release_all(enum vow_kind kind, int64_t id)
{
	for (size_t i = 0; i < count; i++) {
		if (kinds[promises[i].kind].about == kinds[kind].about && promises[i].id == id && !promises[i].is_once)
			promises[i].is_over = true;
	}
}

void vow_release_kind(enum vow_kind kind, int64_t id)
{
	for (size_t i = 0; i < count; i++) {
		if (promises[i].kind == kind && promises[i].id == id && !promises[i].is_once)
			promises[i].is_over = true;
	}
}

void vow_once(enum vow_kind kind, int64_t brand_id, const char *text)
{
	add((struct promise){ .kind = kind, .brand_id = brand_id, .is_once = true }, text);
}

void vows_forget(void)
{
	count = 0;
}

/* ── looking ── */

static int64_t ask(sqlite3_stmt *statement, const struct promise *promise)
{
	int64_t answer = 0;
	sqlite3_bind_int64(statement, 1, promise->brand_id);
	sqlite3_bind_int64(statement, 2, promise->id);
	sqlite3_bind_text(statement, 3, promise->text, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 4, promise->other);
	if (sqlite3_step(statement) == SQLITE_ROW)
		answer = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return answer;
}

static void check_one(sqlite3_stmt *statement, const struct promise *promise)
{
	int64_t found = ask(statement, promise);
	const char *name = kinds[promise->kind].name;
	if (promise->is_once && found > 1)
		sim_failed("%s was made %lld times under one key: %s", name, (long long)found, promise->text);
	if (!promise->is_once && !found)
		sim_failed("%s was acknowledged and is not there: %lld %s", name, (long long)promise->id, promise->text);
}

static void check_kind(sqlite3 *db, enum vow_kind kind, bool once)
{
	const char *sql = once ? kinds[kind].is_once : kinds[kind].is_there;
	sqlite3_stmt *statement;
	if (!sql)
		return;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		sim_failed("%s: %s", sql, sqlite3_errmsg(db));
	for (size_t i = 0; i < count; i++) {
		if (promises[i].kind == kind && promises[i].is_once == once && !promises[i].is_over)
			check_one(statement, &promises[i]);
	}
	sqlite3_finalize(statement);
}

void vows_check(struct sqlite3 *db)
{
	for (enum vow_kind kind = 0; kind < VOW_KIND_COUNT; kind++) {
		check_kind(db, kind, false);
		check_kind(db, kind, true);
	}
}
