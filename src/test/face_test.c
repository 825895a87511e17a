/*
 * face_test.c: what a thing is called is told to those only who may see it.
 *
 * Whoever points at a thing (a follow, a notice, a flag, a picture in it, the trail) asks its kind for
 * a face.  Every kind has rows here, written by hand; and what stands in a closed board is told by no
 * page that others read.
 */
#include "test/permission_table.h"

#include "core/care.h"
#include "features/articles/article.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/community/tag.h"
#include "features/marketplace/chat.h"
#include "features/product/product.h"

enum { PERSONAS = 6 };

/* ── every kind, everyone ── */

/* Six letters, f for a face, as in permission_table.h: stranger, Ana, Eve, Ben (helper), Mia (moderator), Adam (administrator). */
struct row { const char *kind; enum thing thing; const char *faces; };

static const struct row rows[] = {
	{ "brand",           NO_THING,            "ffffff" }, { "member",          A_MEMBER,            "ffffff" },
	{ "product",         A_PRODUCT_ID,        "ffffff" }, { "draft",           A_DRAFT,             "------" },
	{ "thread",          A_THREAD,            "ffffff" }, { "post",            A_POST,              "ffffff" },
	{ "board",           A_BOARD_ID,          "ffffff" }, { "tag",             A_TAG_ID,            "ffffff" },
	{ "service",         A_SERVICE,           "ffffff" }, { "service",         A_SERVICE_DRAFT,     "---fff" },
	{ "service",         A_SERVICE_PAUSED,    "---fff" }, { "service",         A_SERVICE_SUSPENDED, "---fff" },
	{ "task",            A_TASK,              "-fffff" }, { "task",            A_TASK_DRAFT,        "-f----" },
	{ "offer",           AN_OFFER,            "-f-f--" }, { "booking",         A_BOOKING,           "-f-f--" },
	{ "review",          A_REVIEW,            "ffffff" }, { "application",     AN_APPLICATION,      "--f--f" },
	{ "chat",            A_CHAT,              "-f-f--" }, { "message",         A_CHAT,              "-f-f--" },
	{ "moderation_item", AN_ITEM,             "----ff" }, { "decision",        A_DECISION,          "-f--ff" },
	{ "report",          AN_ITEM,             "----ff" }, { "matter",          A_MATTER,            "-f--ff" },
	{ "privacy_copy",    A_MEMBER,            "-f----" }, { "article",         AN_ARTICLE,          "ffffff" },
	{ "article",         AN_ARTICLE_DRAFT,    "-f--ff" }, { "comment",         A_COMMENT,           "ffffff" },
};

static str letters_of(struct test_house *t, struct subject subject)
{
	const int64_t people[PERSONAS] = { 0, t->ana, t->eve, t->ben, t->mia, t->adam };
	struct text text;
	text_open(&text, t->arena, PERSONAS + 1);
	for (size_t i = 0; i < PERSONAS; i++) {
		struct subject_face face;
		assert_int_equal(subject_faces(acting_as(t, people[i]), &subject, 1, &face), OK);
		text_char(&text, str_empty(face.title) && str_empty(face.url) ? '-' : 'f');
	}
	return text_str(&text);
}

static int64_t first_message(struct test_house *t, int64_t chat_id)
{
	struct message_shown_list list;
	const struct chat chat = { .id = chat_id, .asker_id = t->ana, .helper_id = t->ben };
	assert_int_equal(chat_messages(acting_as(t, t->ana), &chat, 0, &list), OK);
	assert_true(list.count > 0);
	return list.at[0].message.id;
}

static int64_t id_of(struct world *world, const struct row *row)
{
	struct made made = world_make(world, row->thing);
	str id = made.second.len ? made.second : made.key;
	int64_t number;
	if (row->thing == NO_THING)
		return world->t->brand_id;
	assert_true(str_number(row->thing == A_COMMENT || row->thing == A_BOARD_ID ? id : made.key, &number));
	return strcmp(row->kind, "message") ? number : first_message(world->t, number);
}

static void every_face_is_shown_to_whom_it_concerns(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	int wrong = 0;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct subject_kind *kind = subject_kind_named(t->house, str_from(rows[i].kind));
		assert_non_null(kind);
		str got = letters_of(t, subject_of(kind, id_of(world, &rows[i])));
		if (str_equal(got, str_from(rows[i].faces)))
			continue;
		print_error("%s %d: %.*s, expected %s\n", rows[i].kind, (int)rows[i].thing, STR_ARG(got), rows[i].faces);
		wrong++;
	}
	for (const struct subject_kind *const *kind = t->house->lists.subjects; *kind; kind++) {
		bool is_known = false;
		for (size_t i = 0; i < COUNT(rows); i++)
			is_known = is_known || !strcmp(rows[i].kind, (*kind)->name);
		if (is_known)
			continue;
		print_error("no row for %s\n", (*kind)->name);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

/* ── a closed board ── */

#define SECRET "Polarfuchs"

struct closed { struct board board; struct thread thread; struct subject post, tag, article; };

static struct subject tag_at(struct test_house *t, int64_t thread_id)
{
	struct thread_tag_list tags;
	assert_int_equal(community_thread_tags(acting_as(t, t->adam), thread_id, &tags), OK);
	assert_int_equal(tags.count, 1);
	return subject_of(&tag_subject, tags.at[0].id);
}

static struct closed closed_board(struct test_house *t, int64_t audience_id)
{
	bool is_staff = audience_id == AUDIENCE_STAFF;
	struct closed closed = { .board = { .key = is_staff ? S("polarfuchs") : S("mitglieder"), .name = S(SECRET " Board"), .about = S(""),
		.audience_id = audience_id } };
	struct product product = { .key = is_staff ? S("box") : S("kiste"), .name = S("Box"), .kind = S("router") };
	struct post_list posts;
	struct post answer;
	struct article article;
	enum article_outcome outcome;
	assert_int_equal(board_make(acting_as(t, t->adam), &closed.board), OK);
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	const struct thread_ask ask = { .board_id = closed.board.id, .product_id = product.id, .title = S(SECRET " kommt im Mai"), .body = S("Unter uns."),
		.excerpt = S("Unter uns."), .html = S("<p>Unter uns.</p>"), .html_version = 1,
		.tags = is_staff ? S(SECRET) : S("Schneehase") };
	assert_int_equal(thread_ask(acting_as(t, t->mia), &ask, &closed.thread), OK);
	assert_int_equal(post_list_of(acting_as(t, t->mia), closed.thread.id, 1, &posts), OK);
	const struct post reply = { .body = S("So geht es."), .html = S("<p>So geht es.</p>"), .html_version = 1 };
	assert_int_equal(thread_reply(acting_as(t, t->adam), closed.thread.id, &reply, &answer), OK);
	assert_int_equal(solution_mark(acting_as(t, t->mia), closed.thread.id, answer.id), OK);
	const struct article_text text = { .title = S(SECRET " einrichten"), .body = S("So."), .excerpt = S("So."),
		.html = S("<p>So.</p>"), .html_version = 1, .note = S("") };
	const struct article_new new = { .kind = ARTICLE_GUIDE, .text = &text,
		.source = subject_of(&thread_subject, closed.thread.id) };
	assert_int_equal(article_make(acting_as(t, t->mia), &new, &article), OK);
	assert_int_equal(article_publish(acting_as(t, t->mia), article.id, 0, &outcome), OK);
	closed.post = subject_of(&post_subject, posts.at[0].id);
	closed.tag = tag_at(t, closed.thread.id);
	closed.article = (struct subject){ subject_kind_named(t->house, S("article"))->number, article.id };
	return closed;
}

static void what_stands_in_a_closed_board_has_a_face_for_its_audience_only(void **state)
{
	static const struct { int64_t audience_id; const char *faces; } cases[] = {
		{ AUDIENCE_MEMBERS, "-fffff" }, { AUDIENCE_STAFF, "----ff" },
	};
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct closed closed = closed_board(t, cases[i].audience_id);
		const struct subject all[] = { subject_of(&board_subject, closed.board.id), subject_of(&thread_subject, closed.thread.id),
			closed.post, closed.tag, closed.article };
		for (size_t s = 0; s < COUNT(all); s++)
			assert_string_equal(str_c(t->arena, letters_of(t, all[s])), cases[i].faces);
	}
}

/* Hidden or taken from its last thread: a word that only what cannot be seen has is told to nobody else. */
static void a_tag_goes_with_the_threads_that_can_be_seen(void **state)
{
	struct test_house *t = *state;
	struct board board = { .key = S("wifi"), .name = S("WLAN"), .about = S("") };
	struct thread hidden, retagged;
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	struct thread_ask ask = { .board_id = board.id, .title = S("Was tun?"), .body = S("x"), .html = S("<p>x</p>"), .tags = S(SECRET) };
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &hidden), OK);
	ask.tags = S("Schneehase");
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &retagged), OK);
	const struct subject first = tag_at(t, hidden.id), second = tag_at(t, retagged.id);
	house_settle(t);
	struct answer before = visit(t, &(struct asked){ .path = "/tags" });
	assert_true(answer_says(&before, SECRET));
	assert_int_equal(subject_care_of(t->house, thread_subject.number)->hide(acting_as(t, t->mia), hidden.id, true), OK);
	assert_int_equal(thread_retag(acting_as(t, t->ana), retagged.id, S("")), OK);
	assert_string_equal(str_c(t->arena, letters_of(t, first)), "------");
	assert_string_equal(str_c(t->arena, letters_of(t, second)), "------");
	house_settle(t);
	struct answer tags = visit(t, &(struct asked){ .path = "/tags" }); /* the page that was kept is forgotten */
	assert_false(answer_says(&tags, SECRET) || answer_says(&tags, "Schneehase"));
}

/* ── pages ── */

static int tells(struct test_house *t, str path)
{
	const int64_t others[] = { 0, t->ana, t->ben };
	int wrong = 0;
	for (size_t i = 0; i < COUNT(others); i++) {
		struct answer answer = visit(t, &(struct asked){ .as = others[i], .path = str_c(t->arena, path) });
		if (!str_contains(answer.body, S(SECRET)))
			continue;
		print_error("%.*s tells it to %lld\n", STR_ARG(path), (long long)others[i]);
		wrong++;
	}
	return wrong;
}

/* Where its things would stand: by their own addresses, and wherever an id is taken. */
static int tells_by_address(struct test_house *t, const struct closed *closed)
{
	static const char *const words[] = { "/boards/polarfuchs", "/boards/polarfuchs/feed", "/tags/polarfuchs",
		"/tags/polarfuchs/feed", "/tags/suggest?q=pol", "/search?q=kommt+im+Mai", "/api/v1/search?q=kommt+im+Mai",
		"/search/similar?q=kommt+im+Mai", "/products/box" };
	static const char *const ids[] = { "/threads/", "/api/v1/threads/", "/posts/", "/articles/", "/api/v1/articles/",
		"/ask?board=", "/search?q=Netz&tag=", "/search?q=Netz&board=", "/flags/new?kind=board&id=", "/flags/new?kind=thread&id=",
		"/flags/new?kind=post&id=", "/flags/new?kind=tag&id=", "/flags/new?kind=article&id=" };
	const int64_t things[] = { closed->board.id, closed->thread.id, closed->post.id, closed->tag.id, closed->article.id };
	int wrong = tells(t, str_format(t->arena, "/members/%lld", (long long)t->mia));
	for (size_t i = 0; i < COUNT(words); i++)
		wrong += tells(t, str_from(words[i]));
	for (size_t i = 0; i < COUNT(ids); i++) {
		for (size_t n = 0; n < COUNT(things); n++)
			wrong += tells(t, str_format(t->arena, "%s%lld", ids[i], (long long)things[n]));
	}
	return wrong;
}

/* Trying to follow says nothing, and what one follows is a list of what one may see. */
static int tells_who_follows(struct test_house *t, const struct closed *closed)
{
	const struct { const char *kind; int64_t id; } things[] = { { "board", closed->board.id }, { "thread", closed->thread.id },
		{ "tag", closed->tag.id } };
	for (size_t i = 0; i < COUNT(things); i++) {
		str form = str_format(t->arena, "kind=%s&id=%lld&mode=now", things[i].kind, (long long)things[i].id);
		struct answer answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/me/follows", .form = str_c(t->arena, form) });
		assert_int_equal(answer.status, 404);
		assert_false(answer_says(&answer, SECRET));
	}
	struct answer open = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/me/follows",
		.form = str_c(t->arena, str_format(t->arena, "kind=member&id=%lld&mode=now", (long long)t->mia)) });
	assert_int_equal(open.status, 303); /* what can be seen can be followed that way */
	return tells(t, S("/me/follows")) + tells(t, S("/api/v1/follows"));
}

static void what_a_closed_board_says_is_told_by_no_page_to_others(void **state)
{
	struct test_house *t = *state;
	world_open(t);
	struct closed closed = closed_board(t, AUDIENCE_STAFF);
	house_work(t);
	struct answer desk = visit(t, &(struct asked){ .as = t->mia, .path = "/tags" });
	assert_true(answer_says(&desk, SECRET)); /* it is there for those whom it concerns */
	int wrong = tells_by_address(t, &closed) + tells_who_follows(t, &closed);
	for (size_t i = 0; i < expectation_count; i++) {
		if (expectations[i].method == GET && expectations[i].thing == NO_THING)
			wrong += tells(t, world_path(t, expectations[i].path, &(struct made){ S(""), S("") }));
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(every_face_is_shown_to_whom_it_concerns),
		WEB_TEST(what_stands_in_a_closed_board_has_a_face_for_its_audience_only),
		WEB_TEST(a_tag_goes_with_the_threads_that_can_be_seen),
		WEB_TEST(what_a_closed_board_says_is_told_by_no_page_to_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
