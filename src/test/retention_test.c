/*
 * retention_test.c: what the migrations declare for a time only is gone when that time is over, by the clock alone.
 *
 * Every table that declares a time on one of its columns has a row below, with the time written again by hand; one
 * without a row fails.  Each gets a row of the first day, then four hundred days pass, one by one, and the house works.
 * A unit changes 200 rows at most: so many more of each as are made by one person, or about one thing, go as surely.
 */
#include "core/owned.h"
#include "features/community/care.h"
#include "features/community/community.h"
#include "features/marketplace/booking_store.h"
#include "test/world.h"

enum { DAYS_WALKED = 402, SLACK = 2 /* jobs come once a day, or an hour */ };

/* `set` gives columns that are not what their names say; `early`: it may go before its time, for the reason given. */
struct term { const char *table, *retention; int days; const char *set, *early; };
static const struct term terms[] = {
	{ "core_outbox",             "30 days",   30,  "parked=1 kind='x.y' attempts=20", NULL },
	{ "core_once",               "2 days",    2,   "", NULL },
	{ "core_mail_stop",          "12 months", 365, "", NULL },
	{ "core_mail_trace",         "1 day",     1,   "", NULL },
	{ "identity_session",        "180 days",  180, "ends_at=@180", "unused for 30 days" },
	{ "identity_link",           "1 day",     1,   "ends_at=@0", NULL },
	{ "identity_signup",         "1 day",     1,   "ends_at=@1", NULL },
	{ "identity_failure",        "1 hour",    0,   "", NULL },
	{ "identity_draft",          "2 days",    2,   "ends_at=@1", NULL },
	{ "community_unsent",        "90 days",   90,  "", NULL },
	{ "community_withdrawn",     "14 days",   14,  "", NULL },
	{ "articles_answer",         "400 days",  400, "", NULL },
	{ "marketplace_chat",        "a year after the last message", 365, "asker_id=$", NULL },
	{ "marketplace_chat_member", "a year after the last message", 365, "", NULL },
	{ "marketplace_message",     "a year after the last message", 365, "", NULL },
	{ "notify_notice",           "180 days",  180, "kind='answer'", NULL },
	{ "notify_incoming",         "30 days",   30,  "", NULL },
	{ "moderation_item",         "12 months", 365, "state=1", NULL },
	{ "moderation_flag",         "12 months", 365, "", NULL },
	{ "moderation_decision",     "12 months", 365, "", NULL },
	{ "moderation_report",       "12 months", 365, "state=2", NULL },
	{ "moderation_print",        "7 days",    7,   "", NULL },
	{ "moderation_band",         "7 days",    7,   "", NULL },
	{ "privacy_erasure",         "12 months", 365, "", NULL },
	{ "ladder_ask",              "180 days",  180, "", NULL },
	{ "insights_reading",        "28 days",   28,  "day=#", NULL },
	{ "insights_answer",         "365 days",  365, "", NULL },
	{ "search_miss",             "90 days",   90,  "count=5", NULL },
};

/* Not by a row that a test writes: the table's row stays, and what is declared goes; it is a chain that nobody may write into;
   or its end is planned when it is made. */
static const struct { const char *table, *retention, *proved_by; } others[] = {
	{ "privacy_copy",        "7 days",                "nobody_else_can_fetch_it_and_it_goes_after_a_week" }, /* privacy_test.c */
	{ "admin_export",        "7 days",                "it_goes_after_a_week" },                              /* export_test.c */
	{ "core_audit",          "12 months",             "what_was_done_is_told_for_a_year" },
	{ "community_thread",    "30 days",               "a_deleted_question_has_no_words_after_a_month" },
	{ "community_post",      "30 days",               "a_deleted_question_has_no_words_after_a_month" },
	{ "marketplace_booking", "90 days after closing", "an_address_is_wiped_ninety_days_after_the_visit" },
};

/* No time: it ends with an event. */
static const char *const events[] = { "kept", "with the member", "until done", "until sent", "until told", "until revoked",
	"with what it was made from" };

/* ── the declarations ── */

static bool is_event(const char *retention)
{
	for (size_t i = 0; i < COUNT(events); i++) {
		if (!strcmp(events[i], retention))
			return true;
	}
	return false;
}

static bool is_known(const char *table, const char *retention)
{
	for (size_t i = 0; i < COUNT(terms); i++) {
		if (!strcmp(terms[i].table, table) && !strcmp(terms[i].retention, retention))
			return true;
	}
	for (size_t i = 0; i < COUNT(others); i++) {
		if (!strcmp(others[i].table, table) && !strcmp(others[i].retention, retention))
			return true;
	}
	return false;
}

static const struct declared_table *declared(const char *table)
{
	for (const struct declared_table *at = declared_tables; at->name; at++) {
		if (!strcmp(at->name, table))
			return at;
	}
	fail_msg("there is no table %s", table);
	return NULL;
}

static void every_time_that_is_declared_is_walked(void **state)
{
	int wrong = 0;
	(void)state;
	for (const struct declared_table *table = declared_tables; table->name; table++) {
		for (size_t i = 0; i < table->count; i++) {
			const char *retention = table->columns[i].retention;
			if (is_event(retention) || is_known(table->name, retention))
				continue;
			print_error("%s.%s: nobody proves \"%s\"\n", table->name, table->columns[i].name, retention);
			wrong++;
		}
	}
	for (size_t i = 0; i < COUNT(terms); i++)
		(void)declared(terms[i].table);
	assert_int_equal(wrong, 0);
}

/* ── rows of the first day ── */

/* "@3": three days later; "#": the day itself; "$": Ana. */
static str set_value(struct test_house *t, str value)
{
	int64_t days = 0;
	if (str_equal(value, S("#")))
		return str_format(t->arena, "%lld", (long long)(t->now / DAYS(1)));
	if (str_equal(value, S("$")))
		return str_format(t->arena, "%lld", (long long)t->ana);
	if (!str_starts(value, S("@")))
		return value;
	assert_true(str_number(str_skip(value, 1), &days));
	return str_format(t->arena, "%lld", (long long)(t->now + DAYS(days)));
}

static str value_of(struct test_house *t, const struct term *term, const struct declared_column *column, int64_t id)
{
	str name = str_from(column->name), rest = str_from(term->set);
	while (rest.len) {
		str value = str_cut(&rest, ' ');
		if (str_equal(str_cut(&value, '='), name))
			return set_value(t, value);
	}
	if (column->type == VALUE_TEXT)
		return S("'x'");
	bool names_ana = str_ends(name, S("_by")) || str_equal(name, S("member_id"));
	if (names_ana)
		return str_format(t->arena, "%lld", (long long)t->ana);
	if (declared_is_time(column) || str_equal(name, S("since")))
		return str_format(t->arena, "%lld", (long long)t->now);
	bool is_id = str_equal(name, S("id")) || str_ends(name, S("_id"));
	return is_id ? str_format(t->arena, "%lld", (long long)id) : S("1");
}

static enum err run(struct test_house *t, str sql, int columns, struct rows *rows)
{
	static int number;
	struct statement *statement = arena_take(t->arena, sizeof(*statement));
	*statement = (struct statement){ .name = str_c(t->arena, str_format(t->arena, "retention.%d", ++number)), .sqlite = sql.at,
		.postgres = sql.at, .columns = columns, .writes = !columns };
	struct db *db = scope_db(acting_as_house(t));
	return columns ? db_query(db, statement, NULL, rows) : db_run(db, statement, NULL, NULL);
}

/* So many rows, alike but for what `set` says of n, their number. */
static void fill_many(struct test_house *t, const struct term *term, int64_t id, int count)
{
	const struct declared_table *table = declared(term->table);
	struct text names, values;
	text_open(&names, t->arena, 1024);
	text_open(&values, t->arena, 1024);
	for (size_t i = 0; i < table->count; i++) {
		text_format(&names, ", %s", table->columns[i].name);
		text_format(&values, ", %.*s", STR_ARG(value_of(t, term, &table->columns[i], id)));
	}
	str sql = str_format(t->arena, "INSERT INTO %s (brand_id%.*s) WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1"
	                     " FROM numbers WHERE n < %d) SELECT %lld%.*s FROM numbers", term->table, STR_ARG(text_str(&names)), count,
	                     (long long)t->brand_id, STR_ARG(text_str(&values)));
	if (run(t, sql, 0, NULL) != OK)
		fail_msg("%.*s", STR_ARG(sql));
}

static void fill(struct test_house *t, const struct term *term, int64_t id)
{
	fill_many(t, term, id, 1);
}

/* The row of the first day, by what stands in it: others may come meanwhile. */
static bool is_there(struct test_house *t, const struct term *term, int64_t id)
{
	const struct declared_table *table = declared(term->table);
	struct rows rows;
	bool more = false;
	struct text text;
	text_open(&text, t->arena, 1024);
	text_format(&text, "SELECT 1 FROM %s WHERE brand_id = %lld", term->table, (long long)t->brand_id);
	for (size_t i = 0; i < table->count; i++) {
		const struct declared_column *column = &table->columns[i];
		bool is_own = column->type == VALUE_TEXT || !strcmp(column->name, "id") || str_ends(str_from(column->name), S("_id"));
		if (!is_own || !strcmp(column->name, "reason") || !strcmp(column->name, "held_by"))
			continue;
		text_format(&text, " AND %s = %.*s", column->name, STR_ARG(value_of(t, term, column, id)));
	}
	text_put(&text, S(" LIMIT 1"));
	assert_int_equal(run(t, str_from(str_c(t->arena, text_str(&text))), 1, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	db_end(&rows);
	return more;
}

static void check(const struct term *term, int gone_on, int *wrong)
{
	int last = term->days + SLACK, first = term->early || term->days < 3 ? 0 : term->days - 1;
	if (gone_on >= first && gone_on <= last)
		return;
	print_error("%s: declared \"%s\", gone on day %d\n", term->table, term->retention, gone_on);
	++*wrong;
}

static void by_the_clock_alone_each_row_goes_in_its_time(void **state)
{
	struct test_house *t = *state;
	const moment begin = t->now;
	int gone_on[COUNT(terms)], wrong = 0;
	const int64_t id = id_new(t->now);
	assert_true(id_moment(id) - begin < HOURS(1)); /* else what goes by the age of its id goes as much later */
	for (size_t i = 0; i < COUNT(terms); i++) {
		fill(t, &terms[i], id);
		gone_on[i] = -1;
		if (!is_there(t, &terms[i], id))
			fail_msg("%s: its row was not filled in", terms[i].table);
	}
	house_settle(t);
	for (int day = 1; day <= DAYS_WALKED; day++) {
		t->now = begin + DAYS(day);
		house_work(t);
		const moment now = t->now;
		t->now = begin; /* what stands in the rows is of the first day */
		for (size_t i = 0; i < COUNT(terms); i++) {
			if (gone_on[i] < 0 && !is_there(t, &terms[i], id))
				gone_on[i] = day;
		}
		t->now = now;
	}
	for (size_t i = 0; i < COUNT(terms); i++)
		check(&terms[i], gone_on[i] < 0 ? DAYS_WALKED * 10 : gone_on[i], &wrong);
	assert_int_equal(wrong, 0);
}

/* ── more than one unit may change ── */

#define EACH "CAST(n||'x'AS/**/TEXT)"

enum { A_BACKLOG = 450, PICTURES = 90 };

/* The worst of each: many rows of one person, or about one thing.  `set` speaks of n, a row's number. */
static const struct term backlogs[] = {
	{ .table = "core_outbox", .set = "id=n parked=1 kind='x.y' attempts=20" },
	{ .table = "core_once", .set = "who=n" },
	{ .table = "core_mail_stop", .set = "address=n" },
	{ .table = "core_mail_trace", .set = "member_id=n" },
	{ .table = "identity_session", .set = "hash=" EACH },
	{ .table = "identity_link", .set = "hash=" EACH },
	{ .table = "identity_signup", .set = "id=n mail=" EACH " mail_key=" EACH },
	{ .table = "identity_failure", .set = "who=" EACH },
	{ .table = "identity_draft", .set = "id=n" },
	{ .table = "community_reading", .set = "thread_id=n" },
	{ .table = "community_unsent", .set = "thread_id=n" },
	{ .table = "community_withdrawn", .set = "post_id=n" },
	{ .table = "articles_answer", .set = "article_id=n" },
	{ .table = "marketplace_message", .set = "id=n" },
	{ .table = "notify_notice", .set = "id=n kind='answer'" },
	{ .table = "notify_incoming", .set = "mark=n" },
	{ .table = "moderation_item", .set = "id=n subject_id=n state=1" },
	{ .table = "moderation_flag", .set = "id=n member_id=n" },
	{ .table = "moderation_decision", .set = "id=n" },
	{ .table = "moderation_report", .set = "id=n state=n%2" },
	{ .table = "moderation_print", .set = "id=n" },
	{ .table = "moderation_band", .set = "band=n" },
	{ .table = "privacy_erasure", .set = "member_id=-n" },
	{ .table = "ladder_ask", .set = "member_id=n" },
	{ .table = "ladder_field", .set = "id=n" },
	{ .table = "ladder_expert", .set = "id=n" },
	{ .table = "insights_reading", .set = "day=# subject_id=n" },
	{ .table = "insights_answer", .set = "visitor=n" },
	{ .table = "search_miss", .set = "hash=n count=n%2+1" },
};

static int64_t count_of(struct test_house *t, str from)
{
	struct rows rows;
	bool more = false;
	str sql = str_format(t->arena, "SELECT COUNT(*) FROM %.*s", STR_ARG(from));
	assert_int_equal(run(t, sql, 1, &rows), OK);
	assert_true(db_next(&rows, &more) == OK && more);
	int64_t count = db_integer(&rows, 0);
	db_end(&rows);
	return count;
}

/* Each repeating job has come by: what it left then, it leaves for ever. */
static void work_for_a_day(struct test_house *t)
{
	log_set(LOG_ERROR + 1, 2);
	for (int hour = 0; hour < 26; hour++) {
		t->now += HOURS(1);
		house_work(t);
	}
}

static void however_much_of_one_kind_is_over_it_goes_within_a_day(void **state)
{
	struct test_house *t = *state;
	const int64_t id = id_first_at(t->now); /* ids never go back, and another test was later */
	int wrong = 0;
	const struct term chat = { .table = "marketplace_chat", .set = "asker_id=$" };
	fill(t, &chat, id);
	for (size_t i = 0; i < COUNT(backlogs); i++)
		fill_many(t, &backlogs[i], id, A_BACKLOG);
	t->now += DAYS(DAYS_WALKED);
	work_for_a_day(t);
	for (size_t i = 0; i < COUNT(backlogs); i++) {
		int64_t left = count_of(t, str_from(backlogs[i].table));
		if (!left)
			continue;
		print_error("%s: %lld rows are left\n", backlogs[i].table, (long long)left);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void pictures_that_nobody_used_go_however_many(void **state)
{
	struct test_house *t = *state;
	const struct term blobs = { .table = "core_blob", .set = "id=n disk_name=" EACH };
	const struct term pictures = { .table = "media_file", .set = "id=n subject_kind=0 subject_id=0 blob_id=4*n-3 middle_id=4*n-2 small_id=4*n-1 card_id=4*n" };
	fill_many(t, &blobs, 0, 4 * PICTURES);
	fill_many(t, &pictures, 0, PICTURES);
	t->now += DAYS(2);
	work_for_a_day(t);
	assert_int_equal(count_of(t, S("media_file")), 0);
	assert_int_equal(count_of(t, S("core_blob")), 0);
}

static void a_deleted_post_loses_its_words_however_often_it_was_changed(void **state)
{
	struct test_house *t = *state;
	const int64_t id = id_first_at(t->now);
	const struct term post = { .table = "community_post", .set = "deleted_at=@0 hidden_at=NULL number=2" };
	const struct term versions = { .table = "community_post_version", .set = "version=n" };
	fill(t, &post, id);
	fill_many(t, &versions, id, A_BACKLOG);
	t->now += DAYS(31);
	work_for_a_day(t);
	assert_int_equal(count_of(t, S("community_post WHERE body = 'x'")), 0);
	assert_int_equal(count_of(t, S("community_post_version WHERE body = 'x'")), 0);
}

static void a_year_of_many_deeds_goes_too(void **state)
{
	struct test_house *t = *state;
	int64_t broken_at;
	for (int i = 0; i < A_BACKLOG; i++)
		assert_int_equal(audit_note(acting_as(t, t->adam), "test.many", (struct subject){ 0, 0 }, S("")), OK);
	t->now += DAYS(366);
	work_for_a_day(t);
	assert_int_equal(count_of(t, S("core_audit WHERE action = 'test.many'")), 0);
	assert_int_equal(audit_verify(acting_as(t, t->adam), &broken_at), OK);
	assert_int_equal(broken_at, 0);
}

static void news_of_a_day_for(struct test_house *t, int64_t member_id, int64_t first_id, int count)
{
	const char *set = str_c(t->arena, str_format(t->arena, "id=n+%lld member_id=%lld kind='answer' way=1 pace=1 read_at=0 due_at=@0",
	                                             (long long)first_id, (long long)member_id));
	fill_many(t, &(struct term){ .table = "notify_notice", .set = set }, first_id, count);
	fill_many(t, &(struct term){ .table = "notify_pending", .set = set }, first_id, count);
}

static void what_waits_for_daily_mails_is_told_however_much_it_is(void **state)
{
	struct test_house *t = *state;
	const int64_t id = id_first_at(t->now);
	news_of_a_day_for(t, t->ana, id, 110);
	news_of_a_day_for(t, t->ben, id, 110);
	news_of_a_day_for(t, t->eve, id, A_BACKLOG);
	work_for_a_day(t);
	assert_int_equal(count_of(t, str_format(t->arena, "notify_pending WHERE member_id <> %lld", (long long)t->eve)), 0);
	for (int64_t left = A_BACKLOG - 150; left >= 0; left -= 150) { /* one mail a morning */
		assert_int_equal(count_of(t, S("notify_pending")), left);
		if (left)
			work_for_a_day(t);
		t->now -= HOURS(2);
	}
}

/* ── what stays a row ── */

static void a_deleted_question_has_no_words_after_a_month(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	const struct thread_ask ask = { .board_id = world->board_id, .title = S("Zqxvw im Titel"), .body = S("Zqxvw im Text"),
		.excerpt = S("Zqxvw im Auszug"), .html = S("<p>Zqxvw</p>") };
	struct thread thread, forgotten;
	struct post_list posts;
	struct post post;
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	assert_int_equal(post_list_of(acting_as(t, t->ana), thread.id, 1, &posts), OK);
	house_work(t);
	assert_int_equal(post_delete(acting_as(t, t->ana), posts.at[0].id), OK);
	t->now += DAYS(29);
	house_work(t);
	assert_int_equal(thread_restore(acting_as(t, t->mia), thread.id), OK); /* a moderator may bring it back for so long */
	assert_int_equal(post_load(acting_as(t, t->ana), posts.at[0].id, &post), OK);
	assert_int_equal(post_delete(acting_as(t, t->ana), posts.at[0].id), OK);
	t->now += DAYS(32);
	house_work(t);
	assert_int_equal(care_load_thread(acting_as_house(t), thread.id, &forgotten), OK);
	assert_int_equal(care_load_post(acting_as_house(t), posts.at[0].id, &post), OK);
	assert_true(str_empty(forgotten.title) && str_empty(forgotten.excerpt) && str_empty(post.body) && str_empty(post.html));
	assert_true(!forgotten.author_id && !post.author_id);
	struct scope *mia = acting_as(t, t->mia);
	assert_int_equal(thread_restore(mia, thread.id), ERR_CONFLICT);
	assert_string_equal(mia->refusal.reason, "post.is_forgotten");
}

static int64_t id_of(const struct made *made)
{
	int64_t id = 0;
	assert_true(str_number(made->key, &id));
	return id;
}

static void an_address_is_wiped_ninety_days_after_the_visit(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	const struct made made = world_make(world, A_BOOKING_DONE);
	struct booking booking;
	const moment begin = t->now;
	assert_int_equal(booking_load(acting_as_house(t), id_of(&made), &booking), OK);
	assert_true(booking.sealed.len > 0);
	moment wiped_at = 0;
	for (int day = 1; day <= 130 && !wiped_at; day++) {
		t->now = begin + DAYS(day);
		house_work(t);
		assert_int_equal(booking_load(acting_as_house(t), id_of(&made), &booking), OK);
		wiped_at = str_empty(booking.sealed) ? t->now : 0;
	}
	/* It closes fourteen days after its end, when reviews are over. */
	assert_true(wiped_at >= booking.ends_at + DAYS(90) && wiped_at <= booking.ends_at + DAYS(14 + 90 + SLACK));
}

static void what_was_done_is_told_for_a_year(void **state)
{
	struct test_house *t = *state;
	struct audit_entry_list list;
	int64_t broken_at;
	assert_int_equal(audit_note(acting_as(t, t->adam), "test.first", (struct subject){ 0, 0 }, S("")), OK);
	const moment begin = t->now;
	for (int day = 1; day <= 364; day += 33) {
		t->now = begin + DAYS(day);
		assert_int_equal(audit_note(acting_as(t, t->adam), "test.later", (struct subject){ 0, 0 }, S("")), OK);
		house_work(t);
	}
	const struct audit_filter first = { .deed = S("test.first") }, later = { .deed = S("test.later") };
	assert_int_equal(audit_find(acting_as(t, t->adam), &first, &list), OK);
	assert_int_equal(list.count, 1);
	for (t->now = begin + DAYS(366); t->now <= begin + DAYS(400); t->now += DAYS(1))
		house_work(t);
	assert_int_equal(audit_find(acting_as(t, t->adam), &first, &list), OK);
	assert_int_equal(list.count, 0);
	assert_int_equal(audit_find(acting_as(t, t->adam), &later, &list), OK);
	for (size_t i = 0; i < list.count; i++)
		assert_true(t->now - list.at[i].at <= DAYS(365 + SLACK));
	assert_true(list.count > 5);
	assert_int_equal(audit_verify(acting_as(t, t->adam), &broken_at), OK);
	assert_int_equal(broken_at, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(every_time_that_is_declared_is_walked),
		WEB_TEST(by_the_clock_alone_each_row_goes_in_its_time),
		WEB_TEST(however_much_of_one_kind_is_over_it_goes_within_a_day),
		WEB_TEST(pictures_that_nobody_used_go_however_many),
		WEB_TEST(a_deleted_post_loses_its_words_however_often_it_was_changed),
		WEB_TEST(a_year_of_many_deeds_goes_too),
		WEB_TEST(what_waits_for_daily_mails_is_told_however_much_it_is),
		WEB_TEST(a_deleted_question_has_no_words_after_a_month),
		WEB_TEST(an_address_is_wiped_ninety_days_after_the_visit),
		WEB_TEST(what_was_done_is_told_for_a_year),
	};
	return cmocka_run_group_tests_name("retention", tests, NULL, NULL);
}
