/*
 * erased_test.c: after an erasure nothing is found: marked strings go through the real forms into one field each, and are then looked
 * for in every file of the house: database, write-ahead log, index, blobs, mails; on PostgreSQL in a dump of all tables.
 */
#include "core/blob.h"
#include "features/community/thread.h"
#include "features/member/member.h"
#include "features/privacy/erasure.h"
#include "test/letters.h"
#include "test/world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_MAX (256 * 1024 * 1024)

/* ── looking ── */

struct marks { const char *const *at; size_t count; int *found; };

/* Whatever its capitals: the index folds them. */
static bool holds(str bytes, const char *mark)
{
	size_t len = strlen(mark);
	for (size_t i = 0; i + len <= bytes.len; i++) {
		if ((bytes.at[i] | 32) == (mark[0] | 32) && strncasecmp(bytes.at + i, mark, len) == 0)
			return true;
	}
	return false;
}

static void look_at(str bytes, const char *where, struct marks *marks, bool is_told)
{
	for (size_t i = 0; i < marks->count; i++) {
		if (!holds(bytes, marks->at[i]))
			continue;
		marks->found[i]++;
		if (is_told)
			print_error("%s is in %s\n", marks->at[i], where);
	}
}

static void look_in_file(const char *path, struct marks *marks, bool is_told)
{
	struct arena *arena = arena_open(64 * 1024);
	str bytes;
	assert_int_equal(blob_read(arena, str_from(path), READ_MAX, &bytes), OK);
	look_at(bytes, path, marks, is_told);
	arena_close(arena);
}

static void look_in_folder(struct test_house *t, str folder, struct marks *marks, bool is_told)
{
	DIR *dir = opendir(str_c(t->arena, folder));
	assert_non_null(dir);
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		str path = str_format(t->arena, "%.*s/%s", STR_ARG(folder), entry->d_name);
		struct stat found;
		look_at(str_from(entry->d_name), "a name of a file", marks, is_told);
		if (entry->d_name[0] == '.' || stat(str_c(t->arena, path), &found))
			continue;
		if (S_ISDIR(found.st_mode))
			look_in_folder(t, path, marks, is_told);
		else if (S_ISREG(found.st_mode))
			look_in_file(str_c(t->arena, path), marks, is_told);
	}
	closedir(dir);
}

/* All rows of all tables as text. */
static void look_in_dump(struct test_house *t, struct marks *marks, bool is_told)
{
	const char *server = getenv("HEINZEL_TEST_POSTGRES");
	if (!t->schema.len || !server)
		return;
	str file = str_format(t->arena, "%.*s/dump.sql", STR_ARG(t->folder));
	str call = str_format(t->arena, "pg_dump --schema='%.*s' --file='%.*s' '%s'", STR_ARG(t->schema), STR_ARG(file), server);
	assert_int_equal(system(str_c(t->arena, call)), 0);
	look_in_file(str_c(t->arena, file), marks, is_told);
	assert_int_equal(unlink(str_c(t->arena, file)), 0);
}

static void look_everywhere(struct test_house *t, struct marks *marks, bool is_told)
{
	memset(marks->found, 0, marks->count * sizeof(*marks->found));
	house_settle(t);
	look_in_dump(t, marks, is_told);
	look_in_folder(t, t->folder, marks, is_told);
}

/* ── writing ── */

static struct answer send(struct test_house *t, int64_t as, const char *path, const char *form)
{
	struct answer answer = visit(t, &(struct asked){ .as = as, .method = POST, .path = path, .form = form,
		.user_agent = "Zqxwb Browser" });
	if (answer.status != 303)
		fail_msg("%s answered %d: %.*s", path, answer.status, STR_ARG(answer.body));
	t->now += MINUTES(1);
	return answer;
}

static const char *path_of(struct test_house *t, const char *format, int64_t id)
{
	str path = S("");
	str rest = str_from(format);
	str before = str_cut(&rest, '#');
	path = str_format(t->arena, "%.*s%lld%.*s", STR_ARG(before), (long long)id, STR_ARG(rest));
	return str_c(t->arena, path);
}

static int64_t newest(struct test_house *t, int64_t as, const char *page, const char *before)
{
	struct answer answer = visit(t, &(struct asked){ .as = as, .path = page });
	return number_after(answer.body, before);
}

/* Signed up by mail, as anyone. */
static int64_t carla(struct test_house *t)
{
	int64_t id = 0;
	send(t, 0, "/signup", "name=Zqxba+Carla&mail=zqxcb%40example.org&password=vier+blaue+stunden&terms=1");
	struct letter_got letter = letter_to(t, "zqxcb@example.org");
	str link = str_skip(link_in(&letter, "/confirm/"), strlen("http://a.localhost"));
	send(t, 0, str_c(t->arena, link), "password=vier+blaue+stunden");
	assert_int_equal(member_find_by_mail(acting_as_house(t), S("zqxcb@example.org"), &id), OK);
	assert_true(id > 0);
	return id;
}

static void as_helper(struct test_house *t, struct world *world, int64_t id)
{
	send(t, id, "/helpers/apply", "about=Ich+richte+Netze+ein,+Zqxib.&categories=wifi&languages=de&place=50667&radius_km=10"
		"&business=private&accepts_rules=1");
	int64_t application = newest(t, t->adam, "/desk/applications", "href=\"/desk/applications/");
	send(t, t->adam, path_of(t, "/desk/applications/#/approval", application), "");
	house_work(t);
	send(t, id, "/me/services", "title=Zqxjb+einrichten&text=Mit+Zqxkb.&category=wifi&price_kind=fixed&price_minor=45&currency=EUR"
		"&minutes=60&radius_km=10&languages=de&place=50667");
	send(t, id, "/me/payment", "iban=DE89370400440532013000&name=Zqxlb&street=Domstr.&building=1&code=50667&town=K%C3%B6ln&country=DE");
	struct made task = world_make(world, A_TASK);
	send(t, id, str_c(t->arena, world_path(t, "/tasks/:id/offers", &task)),
	     str_c(t->arena, world_form(world, "price_minor=40&starts_at={slot}&minutes=60&text=Ich+bringe+Zqxpb+mit.")));
	struct answer chat = send(t, id, str_c(t->arena, world_path(t, "/tasks/:id/chat", &task)), "");
	send(t, id, path_of(t, "/chats/#/messages", number_after(chat.location, "/chats/")), "text=Bis+morgen,+Zqxqb.");
}

static void as_customer(struct test_house *t, struct world *world, int64_t id)
{
	send(t, id, "/me/profile", "name=Zqxba+Carla&language=de&place=50667&phone=%2B49+221+7345991&about=Gern+Zqxdb.");
	struct made product = world_make(world, A_PRODUCT_ID);
	send(t, id, "/me/devices", str_c(t->arena, str_format(t->arena, "product_id=%.*s&nickname=Zqxeb&serial=ZQXFB1&bought_on=",
		STR_ARG(product.key))));
	send(t, id, "/me/unsent", "title=Zqxgb+noch+offen&body=Warum+Zqxhb&tags=zqxxb");
	send(t, id, "/tasks", "title=Zqxnb+ordnen&text=Der+Besuch+von+Zqxob+kommt.&category=wifi&place=50667");
	send(t, id, "/articles", "kind=story&from=&title=Zqxrb+faengt+an&body=So+Zqxsb&go=save&note=&product_id=&publish_at=&seen=");
	send(t, id, "/flags", str_c(t->arena, str_format(t->arena, "kind=member&id=%lld&reason=spam&text=Zqxub+stoert", (long long)t->eve)));
	struct made service = { str_format(t->arena, "%lld", (long long)world->service_id), S("") };
	struct answer booking = send(t, id, str_c(t->arena, world_path(t, "/services/:id/bookings", &service)),
		str_c(t->arena, world_form(world, "starts_at={slot}&address=Zqxyb+1&place=50667&phone=%2B49+221+7345992&note=Zqxzb")));
	house_work(t);
	send(t, id, path_of(t, "/bookings/#/withdrawal", number_after(booking.location, "/bookings/")), "");
}

/* Her answer, changed since; what Ana wrote to her, by name and as a quote. */
static struct made as_writer(struct test_house *t, struct world *world, int64_t id, int64_t *answer_out)
{
	struct made thread = world_make(world, A_THREAD);
	const char *posts = str_c(t->arena, world_path(t, "/threads/:id/posts", &thread));
	struct answer answer = send(t, id, posts, "body=Nimm+Zqxtb,+sagte+mein+Nachbar.");
	*answer_out = newest(t, id, str_c(t->arena, world_path(t, "/threads/:id", &thread)), "href=\"/posts/");
	struct post_list list;
	int64_t thread_id = 0;
	assert_true(str_number(thread.key, &thread_id));
	assert_int_equal(post_list_of(acting_as(t, id), thread_id, 1, &list), OK);
	*answer_out = list.at[list.count - 1].id;
	send(t, id, path_of(t, "/posts/#", *answer_out), "body=Nimm+den+zweiten+Eingang.");
	str quote = str_format(t->arena, "body=%%3E+%%5BZqxba+Carla%%5D(%%2Fposts%%2F%lld)%%3A%%0A%%3E%%0A%%3E+Nimm%%0A%%0A"
		"Danke+%%40Zqxba+Carla%%21", (long long)*answer_out);
	send(t, t->ana, posts, str_c(t->arena, quote));
	(void)answer;
	return thread;
}

/* Hours and days go by until the files have forgotten, too. */
static void time_goes_by(struct test_house *t, moment until)
{
	while (t->now < until) {
		t->now += HOURS(20);
		house_work(t);
	}
	for (int i = 0; i < 6; i++) {
		t->now += HOURS(1);
		house_work(t);
	}
}

static const char *const all_marks[] = {
	"Zqxba", "Zqxcb", "Zqxdb", "7345991", "Zqxeb", "Zqxgb", "Zqxhb", "Zqxib", "Zqxjb", "Zqxkb", "Zqxnb", "Zqxob", "Zqxpb",
	"Zqxqb", "Zqxrb", "Zqxsb", "Zqxtb", "Zqxub", "Zqxwb", "Zqxxb",
	"Zqxfb", "7345992", "Zqxlb", "Zqxyb", "Zqxzb", /* sealed from the start */
};
enum { SEALED = 5, OPEN = COUNT(all_marks) - SEALED };

static void twenty_marks_in_twenty_fields_are_found_nowhere(void **state)
{
	struct test_house *t = *state;
	int found[COUNT(all_marks)] = { 0 };
	struct marks marks = { all_marks, COUNT(all_marks), found };
	struct world *world = world_open(t);
	int64_t id = carla(t), answer_id;
	as_customer(t, world, id);
	as_helper(t, world, id);
	struct made thread = as_writer(t, world, id, &answer_id);
	house_work(t);
	t->now += MINUTES(10);
	house_work(t); /* the search has learned the words */
	send(t, id, "/me/privacy/copy", "");
	house_work(t);
	look_everywhere(t, &marks, false);
	for (size_t i = 0; i < OPEN; i++) {
		if (!found[i])
			fail_msg("%s was written nowhere: the test would prove nothing", all_marks[i]);
	}
	send(t, id, "/me/privacy/erasure", "password=vier+blaue+stunden");
	time_goes_by(t, t->now + ERASURE_WAIT);
	struct erasure erasure;
	assert_int_equal(erasure_of(acting_as(t, t->adam), id, &erasure), OK);
	assert_true(erasure.done_at > 0);
	look_everywhere(t, &marks, true);
	int left = 0;
	for (size_t i = 0; i < COUNT(all_marks); i++)
		left += found[i];
	assert_int_equal(left, 0);

	/* What she wrote for all is there, and nobody's name beside it. */
	struct answer page = visit(t, &(struct asked){ .path = str_c(t->arena, world_path(t, "/threads/:id", &thread)) });
	assert_true(answer_says(&page, "Nimm den zweiten Eingang.") && answer_says(&page, "Ehemaliges Mitglied"));
	assert_true(answer_says(&page, "Danke "));
	assert_int_equal(visit(t, &(struct asked){ .path = path_of(t, "/members/#", id) }).status, 404);
	assert_int_equal(visit(t, &(struct asked){ .path = path_of(t, "/api/v1/members/#", id) }).status, 404);
	assert_int_equal(visit(t, &(struct asked){ .as = id, .path = "/me" }).status, 303);
	int64_t broken = 0;
	assert_int_equal(audit_verify(acting_as(t, t->adam), &broken), OK);
	assert_int_equal(broken, 0);
	/* Others' pages that point at her still open. */
	static const char *const pages[] = { "/inbox", "/bookings", "/chats", "/me", "/desk/applications", "/desk/moderation", "/desk/audit", "/desk/members" };
	const int64_t whom[] = { t->ana, t->ben, t->adam };
	for (size_t i = 0; i < COUNT(pages) * COUNT(whom); i++) {
		int status = visit(t, &(struct asked){ .as = whom[i % COUNT(whom)], .path = pages[i / COUNT(whom)] }).status;
		if (status >= 500)
			fail_msg("%s answers %d", pages[i / COUNT(whom)], status);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WEB_TEST(twenty_marks_in_twenty_fields_are_found_nowhere),
	};
	return cmocka_run_group_tests_name("erased", tests, NULL, NULL);
}
