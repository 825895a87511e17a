/* moderation_test.c: proves who may object and decide, what has to be said, and that everybody concerned is told. */
#include "features/moderation/decision.h"

#include "features/community/community_news.h"
#include "features/community/community_testing.h"
#include "features/member/member.h"
#include "features/member/member_news.h"
#include "features/moderation/flag.h"
#include "features/moderation/moderation_news.h"
#include "features/moderation/report.h"
#include "test/letters.h"
#include "test/visit.h"

static struct subject post_of(const struct post *post)
{
	return subject_of(&post_subject, post->id);
}

static void objects(struct test_house *t, int64_t member_id, struct subject subject)
{
	const struct flag_ask ask = { REASON_INSULT, S("Das ist grob.") };
	assert_int_equal(flag_raise(acting_as(t, member_id), subject, &ask), OK);
}

static struct item item_about(struct test_house *t, struct subject subject)
{
	struct item item;
	assert_int_equal(item_load_of(acting_as_house(t), subject, &item), OK);
	return item;
}

static struct decision_ask hiding(void)
{
	return (struct decision_ask){ .measure = MEASURE_HIDE, .ground = GROUND_TERMS, .clause = S("insult"),
		.facts = S("Beleidigt den Fragenden."), .text = S("Bitte **freundlich** bleiben."), .body = S("") };
}

static int64_t member_who_reads(struct test_house *t, const char *name, const char *mail)
{
	struct member member = { .name = str_from(name), .mail = str_from(mail), .mail_confirmed_at = t->now };
	assert_int_equal(member_make(acting_as_house(t), &member), OK);
	return member.id;
}

static struct answer get(struct test_house *t, int64_t as, str path)
{
	return visit(t, &(struct asked){ .as = as, .path = str_c(t->arena, path) });
}

static struct answer send_form(struct test_house *t, int64_t as, str path, const char *form)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = str_c(t->arena, path), .form = form });
}

/* ── flags ── */

static void what_one_sees_one_may_object_to_once(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	const struct flag_ask ask = { REASON_SPAM, S("") }, empty = { REASON_OTHER, S("") };
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, flag_raise(eve, post_of(&post), &empty), ERR_INVALID, "flag.say_why");
	assert_int_equal(flag_raise(acting_as(t, t->eve), post_of(&post), &ask), OK);
	eve = acting_as(t, t->eve);
	assert_refused(eve, flag_raise(eve, post_of(&post), &ask), ERR_CONFLICT, "flag.already");
	struct scope *ben = acting_as(t, t->ben), *stranger = acting_as(t, 0);
	assert_refused(ben, flag_raise(ben, post_of(&post), &ask), ERR_CONFLICT, "flag.own");
	assert_refused(stranger, flag_raise(stranger, post_of(&post), &ask), ERR_SIGNED_OUT, "member.sign_in");
	ben = acting_as(t, t->ben);
	assert_refused(ben, flag_raise(ben, subject_of(&post_subject, 77), &ask), ERR_NOT_FOUND, "moderation.no_subject");
	ben = acting_as(t, t->ben); /* a board has nobody who wrote it */
	assert_refused(ben, flag_raise(ben, subject_of(&board_subject, thread.board_id), &ask), ERR_NOT_FOUND,
	               "moderation.no_subject");
	assert_int_equal(item_about(t, post_of(&post)).weight, 1000);
}

static void a_day_has_twenty_flags(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	const struct flag_ask ask = { REASON_SPAM, S("") };
	for (int i = 0; i < FLAGS_A_DAY; i++) {
		struct post post = answers(t, t->mia, thread.id);
		assert_int_equal(flag_raise(acting_as(t, t->eve), post_of(&post), &ask), OK);
	}
	struct post one_more = answers(t, t->mia, thread.id);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, flag_raise(eve, post_of(&one_more), &ask), ERR_LIMITED, "flag.too_many");
	t->now += DAYS(1) + 1;
	assert_int_equal(flag_raise(acting_as(t, t->eve), post_of(&one_more), &ask), OK);
}

/* Figures by hand: docs/rules/moderation.md. */
static void a_flag_weighs_by_how_often_its_author_was_right(void **state)
{
	static const struct { int64_t right, wrong; unsigned roles; int64_t weight; } rows[] = {
		{ 0, 0, ROLE_MEMBER, 1000 },  { 5, 0, ROLE_MEMBER, 1000 },  { 14, 2, ROLE_MEMBER, 6833 },
		{ 3, 7, ROLE_MEMBER, 0 },     { 7, 3, ROLE_MEMBER, 1000 },  { 3, 7, ROLE_MEMBER | ROLE_MODERATOR, 254 },
		{ 0, 0, ROLE_MEMBER | ROLE_AGENT, 5000 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct standing standing = { .flags_right = rows[i].right, .flags_wrong = rows[i].wrong };
		assert_int_equal(flag_weight(&standing, rows[i].roles), rows[i].weight);
	}
}

static void heavy_flags_hide_until_somebody_looks(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	int64_t voter = member_who_reads(t, "Vera", "vera@example.org");
	objects(t, t->mia, post_of(&post)); /* 5, and one more makes 6 */
	assert_int_equal(post_load(acting_as(t, t->ana), post.id, &post), OK);
	objects(t, voter, post_of(&post));
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, post_load(ana, post.id, &post), ERR_NOT_FOUND, "post.not_found");
	assert_int_equal(post_load(acting_as(t, t->ben), post.id, &post), OK); /* its author still reads it */
	struct decision_list list;
	assert_int_equal(decision_mine(acting_as(t, t->ben), 0, &list), OK);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].measure, MEASURE_HIDE);
	assert_int_equal(list.at[0].automatic, AUTOMATIC_DECIDED);
	assert_int_equal(list.at[0].by_id, 0);
	assert_int_equal(item_about(t, post_of(&post)).state, ITEM_OPEN);
	/* Somebody looks, and finds it fine: it is back, and flags alone never hide it again. */
	struct decision_ask fine = { .measure = MEASURE_RESTORE, .clause = S(""), .facts = S(""), .text = S(""), .body = S("") };
	assert_int_equal(decide(acting_as(t, t->adam), item_about(t, post_of(&post)).id, &fine), OK);
	objects(t, t->mia, post_of(&post));
	objects(t, voter, post_of(&post));
	objects(t, t->eve, post_of(&post));
	assert_int_equal(post_load(acting_as(t, t->ana), post.id, &post), OK);
}

/* ── the queue ── */

static void two_moderators_never_get_the_same_item(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post one = answers(t, t->ben, thread.id), two = answers(t, t->ben, thread.id);
	int64_t first = 0, second = 0, third = 0;
	objects(t, t->eve, post_of(&one));
	t->now += SECONDS(1);
	objects(t, t->eve, post_of(&two));
	assert_int_equal(item_next(acting_as(t, t->mia), &first), OK);
	assert_int_equal(item_next(acting_as(t, t->adam), &second), OK);
	assert_int_equal(first, item_about(t, post_of(&one)).id); /* by due time */
	assert_int_equal(second, item_about(t, post_of(&two)).id);
	int64_t other = member_who_reads(t, "Momo", "momo@example.org");
	struct scope *momo = acting_as(t, other);
	momo->roles |= ROLE_MODERATOR;
	assert_int_equal(item_next(momo, &third), OK);
	assert_int_equal(third, 0);
	struct item item;
	struct scope *adam = acting_as(t, t->adam);
	assert_refused(adam, item_claim(adam, first, &item), ERR_CONFLICT, "moderation.claimed");
	struct decision_ask ask = hiding();
	adam = acting_as(t, t->adam);
	assert_refused(adam, decide(adam, first, &ask), ERR_CONFLICT, "moderation.claimed");
	t->now += CLAIM_TIME; /* a lease ends by itself */
	assert_int_equal(item_claim(acting_as(t, t->adam), first, &item), OK);
	assert_int_equal(item_release(acting_as(t, t->adam), first), OK);
	assert_int_equal(item_claim(acting_as(t, t->mia), first, &item), OK);
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, item_next(ben, &third), ERR_FORBIDDEN, "moderation.not_yours");
}

static void nobody_decides_about_oneself(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->mia, thread.id);
	int64_t id = 1;
	objects(t, t->eve, post_of(&post));
	assert_int_equal(item_next(acting_as(t, t->mia), &id), OK);
	assert_int_equal(id, 0);
	struct scope *mia = acting_as(t, t->mia);
	struct decision_ask ask = hiding();
	assert_refused(mia, decide(mia, item_about(t, post_of(&post)).id, &ask), ERR_CONFLICT, "moderation.own");
}

/* ── decisions ── */

static void a_decision_says_on_which_ground_and_why(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	objects(t, t->eve, post_of(&post));
	int64_t id = item_about(t, post_of(&post)).id;
	struct decision_ask asks[6];
	for (size_t i = 0; i < COUNT(asks); i++)
		asks[i] = hiding();
	asks[0].ground = GROUND_NONE;
	asks[1].clause = S("");
	asks[2].facts = S("kurz");
	asks[3].text = S("");
	asks[4].measure = MEASURE_PUBLISH; /* it does not wait */
	asks[5].sanction = MEASURE_MUTE;
	static const char *const reasons[] = { "moderation.ground_missing", "moderation.clause_missing",
		"moderation.facts_missing", "moderation.text_missing", "moderation.measure_wrong", "moderation.hours_wrong" };
	for (size_t i = 0; i < COUNT(asks); i++) {
		struct scope *mia = acting_as(t, t->mia);
		assert_refused(mia, decide(mia, id, &asks[i]), ERR_INVALID, reasons[i]);
	}
	struct decision_ask ask = hiding();
	assert_int_equal(decide(acting_as(t, t->mia), id, &ask), OK);
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, decide(mia, id, &ask), ERR_CONFLICT, "moderation.decided");
	struct standing standing;
	assert_int_equal(standing_load(acting_as_house(t), t->eve, &standing), OK);
	assert_int_equal(standing.flags_right, 1);
	struct audit_entry_list audit;
	assert_int_equal(audit_list(acting_as_house(t), 0, &audit), OK);
	assert_string_equal(str_c(t->arena, audit.at[0].action), "moderation.hide");
}

static void what_is_hidden_is_not_there_but_for_its_author(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	int64_t nils = member_who_reads(t, "Nils", "nils@example.org");
	struct post post = answers(t, nils, thread.id);
	struct decision_ask ask = hiding();
	struct decision_list list;
	objects(t, t->eve, post_of(&post));
	assert_int_equal(decide(acting_as(t, t->mia), item_about(t, post_of(&post)).id, &ask), OK);
	assert_int_equal(decision_mine(acting_as(t, nils), 0, &list), OK);
	int64_t decision_id = list.at[0].id;
	house_settle(t);
	str page = str_format(t->arena, "/threads/%lld", (long long)thread.id);
	struct answer others = get(t, t->eve, page), own = get(t, nils, page), stranger = get(t, 0, page);
	assert_false(answer_says(&others, "Nimm WPA2.") || answer_says(&stranger, "Nimm WPA2."));
	assert_true(answer_says(&own, "Nimm WPA2.") && answer_says(&own, "/decisions/"));
	str path = str_format(t->arena, "/decisions/%lld", (long long)decision_id);
	struct answer statement = get(t, nils, path);
	assert_int_equal(statement.status, 200);
	assert_true(answer_says(&statement, "Beleidigt den Fragenden."));
	assert_int_equal(get(t, t->eve, path).status, 404);
	assert_int_equal(get(t, t->mia, path).status, 200);
	struct letter_got letter = letter_to(t, "nils@example.org");
	assert_true(str_contains(letter.text, S("Beleidigt den Fragenden.")));
	assert_true(str_contains(letter.html, S("<strong>freundlich</strong>")));
	assert_true(str_contains(letter.text, S("/imprint")));
	/* And back. */
	assert_int_equal(decide_back(acting_as(t, t->adam), item_about(t, post_of(&post)).id, S("Wir haben uns geirrt.")), OK);
	house_settle(t);
	others = get(t, t->eve, page);
	assert_true(answer_says(&others, "Nimm WPA2."));
	assert_int_equal(decision_load(acting_as_house(t), decision_id, &list.at[0]), OK);
	assert_true(list.at[0].reversed_by > 0);
	letter = letter_to(t, "nils@example.org");
	assert_true(str_contains(letter.text, S("Wir haben uns geirrt.")));
}

static void who_says_what_was_said_before_is_told_that_and_why_it_waits(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	const struct post text = { .body = S("Seit dem Umzug bricht das Netz im Arbeitszimmer jeden Abend ab, und niemand weiß warum."),
		.html = S("<p>x</p>"), .html_version = 1 };
	struct post post;
	assert_int_equal(thread_reply(acting_as(t, t->ben), thread.id, &text, &post), OK);
	assert_int_equal(thread_reply(acting_as(t, t->eve), thread.id, &text, &post), OK);
	str page = str_format(t->arena, "/threads/%lld", (long long)thread.id);
	struct answer own = get(t, t->eve, page), others = get(t, t->ben, page);
	assert_true(answer_says(&own, "Fast dasselbe steht hier schon"));
	assert_false(answer_says(&others, "Fast dasselbe steht hier schon"));
	str api = str_format(t->arena, "/api/v1/threads/%lld/posts", (long long)thread.id);
	own = get(t, t->eve, api);
	assert_true(answer_says(&own, "\"hidden_at\":\"20"));
}

static void a_moderator_takes_up_what_nobody_objected_to(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	struct decision_ask ask = hiding();
	struct decision_list list;
	struct item item;
	struct post_list posts;
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, decide_about(eve, post_of(&post), &ask), ERR_FORBIDDEN, "moderation.not_yours");
	struct scope *mia = acting_as(t, t->mia);
	ask.facts = S("");
	assert_refused(mia, decide_about(mia, post_of(&post), &ask), ERR_INVALID, "moderation.facts_missing");
	ask = hiding();
	assert_int_equal(decide_about(acting_as(t, t->mia), post_of(&post), &ask), OK);
	item = item_about(t, post_of(&post));
	assert_int_equal(item.state, ITEM_CLOSED);
	assert_int_equal(item.why, ITEM_OWN);
	assert_int_equal(decision_mine(acting_as(t, t->ben), 0, &list), OK);
	assert_int_equal(list.at[0].source, SOURCE_OWN);
	/* The same way back, by a program or a person. */
	ask = (struct decision_ask){ .measure = MEASURE_RESTORE, .clause = S(""), .facts = S(""), .text = S("Wir haben uns geirrt."), .body = S("") };
	assert_int_equal(decide_about(acting_as(t, t->adam), post_of(&post), &ask), OK);
	assert_int_equal(post_list_of(acting_as(t, t->eve), thread.id, 1, &posts), OK);
	assert_int_equal(posts.at[1].hidden_at, 0);
	assert_int_equal(decision_load(acting_as_house(t), list.at[0].id, &list.at[0]), OK);
	assert_true(list.at[0].reversed_by > 0);
	/* Not about oneself, and not what is not there. */
	post = answers(t, t->mia, thread.id);
	ask = hiding();
	mia = acting_as(t, t->mia);
	assert_refused(mia, decide_about(mia, post_of(&post), &ask), ERR_CONFLICT, "moderation.own");
	mia = acting_as(t, t->mia);
	assert_refused(mia, decide_about(mia, (struct subject){ post_subject.number, 1 }, &ask), ERR_NOT_FOUND, "moderation.gone");
}

static void the_thread_page_leads_moderators_to_a_decision(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	house_settle(t);
	str page = str_format(t->arena, "/threads/%lld", (long long)thread.id);
	struct answer own = get(t, t->mia, page), others = get(t, t->eve, page);
	assert_true(answer_says(&own, "/desk/moderation/items"));
	assert_false(answer_says(&others, "/desk/moderation/items"));
	const char *form = str_c(t->arena, str_format(t->arena, "kind=post&id=%lld", (long long)post.id));
	struct answer answer = send_form(t, t->mia, S("/desk/moderation/items"), form);
	assert_int_equal(answer.status, 303);
	assert_true(str_starts(answer.location, S("/desk/moderation/")));
	answer = get(t, t->mia, answer.location);
	assert_true(answer_says(&answer, "Nimm WPA2.") && answer_says(&answer, "von euch aufgegriffen"));
	struct asked asked = { .as = t->mia, .bearer = true, .method = POST, .path = "/api/v1/decisions", .json = str_c(t->arena, str_format(t->arena,
		"{\"kind\":\"post\",\"id\":\"%lld\",\"measure\":\"hide\",\"ground\":\"terms\",\"clause\":\"insult\",\"facts\":\"Beleidigt den Fragenden.\","
		"\"text\":\"Bitte freundlich.\"}", (long long)post.id)) };
	assert_int_equal(visit(t, &asked).status, 204);
	house_settle(t);
	answer = get(t, t->eve, page);
	assert_false(answer_says(&answer, "Nimm WPA2."));
	struct letter_got letter = letter_to(t, "ben@example.org");
	assert_true(str_contains(letter.text, S("Beleidigt den Fragenden.")));
}

static void several_are_spam_at_once_and_said_so_again(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post one = answers(t, t->ben, thread.id), two = answers(t, t->ben, thread.id);
	objects(t, t->ana, post_of(&one));
	objects(t, t->ana, post_of(&two));
	const char *form = str_c(t->arena, str_format(t->arena, "item=%lld&item=%lld&item=1", (long long)item_about(t, post_of(&one)).id,
		(long long)item_about(t, post_of(&two)).id));
	const struct asked asked = { .as = t->mia, .method = POST, .path = "/desk/moderation/spam", .form = form, .once = "key" };
	struct asked anew = asked;
	anew.once = "another";
	for (int i = 0; i < 2; i++) {
		struct answer answer = visit(t, &asked);
		assert_int_equal(answer.status, 303);
		assert_true(str_equal(answer_flash(&answer), S("moderation.spam_done")));
	}
	assert_int_equal(item_about(t, post_of(&one)).state, ITEM_CLOSED);
	assert_int_equal(item_about(t, post_of(&two)).state, ITEM_CLOSED);
	struct answer answer = visit(t, &anew);
	assert_true(str_equal(answer_flash(&answer), S("moderation.spam_none")));
}

static void however_many_object_it_can_be_decided(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	const struct flag_ask why = { REASON_INSULT, S("Das ist grob.") };
	assert_int_equal(setting_set(acting_as_house(t), &moderation_settings[SET_HIDE_WEIGHT], S("0")), OK);
	for (int i = 0; i < FLAGS_OPEN_MAX; i++)
		objects(t, member_who_reads(t, "Leserin", str_c(t->arena, str_format(t->arena, "l%d@example.org", i))), post_of(&post));
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, flag_raise(ana, post_of(&post), &why), ERR_CONFLICT, "flag.enough");
	const struct decision_ask ask = hiding();
	assert_int_equal(decide(acting_as(t, t->mia), item_about(t, post_of(&post)).id, &ask), OK);
	house_settle(t);
	assert_int_equal(item_about(t, post_of(&post)).state, ITEM_CLOSED);
}

static void whoever_reported_something_is_answered_however_many_they_are(void **state)
{
	enum { REPORTS = 25 };
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct report reports[REPORTS], report;
	const struct report_ask ask = { .category = REPORT_CHILD, .name = S(""), .mail = S(""), .law = S(""), .good_faith = true,
		.url = str_format(t->arena, "http://a.localhost/threads/%lld", (long long)thread.id),
		.reason = S("Dort wird ein Kind gezeigt, und das darf nicht sein.") };
	for (int i = 0; i < REPORTS; i++)
		assert_int_equal(report_make(acting_as(t, 0), &ask, &reports[i]), OK);
	const struct decision_ask hide = hiding();
	assert_int_equal(decide(acting_as(t, t->mia), reports[0].item_id, &hide), OK);
	house_work(t);
	for (int i = 0; i < REPORTS; i++) {
		assert_int_equal(report_load(acting_as_house(t), reports[i].id, &report), OK);
		assert_int_equal(report.state, REPORT_DECIDED);
	}
}

static void a_hidden_thread_is_in_no_list_and_a_hidden_solution_solves_nothing(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, post.id), OK);
	assert_int_equal(post_care.hide(acting_as_house(t), post.id, true), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_UNSOLVED);
	assert_int_equal(post_care.hide(acting_as_house(t), post.id, false), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_SOLVED);
	/* Nor beside one that is taken back. */
	struct post other = answers(t, t->eve, thread.id);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, other.id), OK);
	assert_int_equal(post_care.hide(acting_as_house(t), post.id, true), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_SOLVED);
	assert_int_equal(solution_undo(acting_as(t, t->ana), thread.id, other.id), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_UNSOLVED);
	assert_int_equal(post_care.hide(acting_as_house(t), post.id, false), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_SOLVED);
	struct board board;
	assert_int_equal(thread_care.hide(acting_as_house(t), thread.id, true), OK);
	assert_int_equal(thread_care.hide(acting_as_house(t), thread.id, true), OK); /* counts once */
	assert_int_equal(board_load(acting_as(t, t->eve), thread.board_id, &board), OK);
	assert_int_equal(board.thread_count, 0);
	struct scope *eve = acting_as(t, t->eve), *ana = acting_as(t, t->ana);
	assert_refused(eve, thread_load(eve, thread.id, &thread), ERR_NOT_FOUND, "thread.not_found");
	assert_int_equal(thread_load(ana, thread.id, &thread), OK);
	const struct post text = { .body = S("x"), .html = S("<p>x</p>") };
	assert_refused(ana, thread_reply(ana, thread.id, &text, &post), ERR_CONFLICT, "thread.hidden");
	assert_int_equal(thread_care.lock(acting_as_house(t), thread.id, true), OK);
	assert_int_equal(thread_care.hide(acting_as_house(t), thread.id, false), OK);
	assert_true(stored(t, thread.id).closed_at > 0);
}

/* ── sanctions ── */

static void the_ladder_climbs_with_each_sanction(void **state)
{
	struct test_house *t = *state;
	static const int steps[] = { 0, 1, 2, 3, 3 };
	for (size_t i = 0; i < COUNT(steps); i++) {
		int step = -1;
		assert_int_equal(ladder_next(acting_as(t, t->mia), t->eve, &step), OK);
		assert_int_equal(step, steps[i]);
		struct decision_ask ask = hiding();
		ask.measure = MEASURE_NONE;
		ask.sanction = i ? MEASURE_SUSPEND : MEASURE_MUTE;
		ask.hours = ladder_hours[step];
		assert_int_equal(sanction_give(acting_as(t, t->mia), t->eve, &ask), OK);
		t->now += HOURS(1);
	}
	t->now += DAYS(366);
	int step = -1;
	assert_int_equal(ladder_next(acting_as(t, t->mia), t->eve, &step), OK);
	assert_int_equal(step, 0);
}

static void a_suspension_is_told_with_its_reasons_and_ends(void **state)
{
	struct test_house *t = *state;
	int64_t nils = member_who_reads(t, "Nils", "nils@example.org");
	house_settle(t);
	str path = str_format(t->arena, "/desk/members/%lld/sanctions", (long long)nils);
	struct answer wrong = send_form(t, t->mia, path, "sanction=suspend&hours=72&ground=terms&clause=Ton&facts=kurz&text=Ach");
	assert_int_equal(wrong.status, 422);
	assert_true(answer_says(&wrong, "kurz")); /* what was typed is kept */
	assert_int_equal(send_form(t, t->mia, path, "sanction=suspend&hours=72&ground=terms&clause=Ton"
		"&facts=Hat+andere+beschimpft.&text=Bitte+bleib+freundlich.").status, 303);
	struct member member;
	assert_int_equal(member_load(acting_as_house(t), nils, &member), OK);
	assert_int_equal(member.suspended_until, t->now + HOURS(72));
	struct letter_got letter = letter_to(t, "nils@example.org");
	assert_true(str_contains(letter.text, S("Bitte bleib freundlich.")));
	assert_int_equal(send_form(t, t->mia, str_format(t->arena, "/desk/members/%lld/release", (long long)nils), "").status, 303);
	assert_int_equal(member_load(acting_as_house(t), nils, &member), OK);
	assert_int_equal(member.suspended_until, 0);
	struct scope *mia = acting_as(t, t->mia), *ben = acting_as(t, t->ben);
	struct decision_ask ask = hiding();
	ask.measure = MEASURE_NONE;
	ask.sanction = MEASURE_WARN;
	assert_refused(mia, sanction_give(mia, t->adam, &ask), ERR_FORBIDDEN, "moderation.sanction_staff");
	mia = acting_as(t, t->mia);
	assert_refused(mia, sanction_give(mia, t->mia, &ask), ERR_FORBIDDEN, "moderation.sanction_staff");
	assert_refused(ben, sanction_give(ben, t->eve, &ask), ERR_FORBIDDEN, "moderation.not_yours");
}

static void who_is_silenced_reads_but_does_not_write(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct decision_ask ask = hiding();
	ask.measure = MEASURE_NONE;
	ask.sanction = MEASURE_MUTE;
	ask.hours = 24;
	assert_int_equal(sanction_give(acting_as(t, t->mia), t->eve, &ask), OK);
	struct scope *eve = acting_as(t, t->eve);
	const struct post text = { .body = S("Hallo"), .html = S("<p>Hallo</p>") };
	struct post post;
	assert_refused(eve, thread_reply(eve, thread.id, &text, &post), ERR_FORBIDDEN, "moderation.muted");
	assert_int_equal(thread_load(acting_as(t, t->eve), thread.id, &thread), OK);
	t->now += HOURS(24);
	assert_int_equal(thread_reply(acting_as(t, t->eve), thread.id, &text, &post), OK);
	t->now -= HOURS(24);
	assert_int_equal(sanction_end(acting_as(t, t->mia), t->eve, MEASURE_UNMUTE), OK);
	assert_int_equal(thread_reply(acting_as(t, t->eve), thread.id, &text, &post), OK);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		HOUSE_TEST(what_one_sees_one_may_object_to_once),
		HOUSE_TEST(a_day_has_twenty_flags),
		cmocka_unit_test(a_flag_weighs_by_how_often_its_author_was_right),
		HOUSE_TEST(heavy_flags_hide_until_somebody_looks),
		HOUSE_TEST(two_moderators_never_get_the_same_item),
		HOUSE_TEST(nobody_decides_about_oneself),
		HOUSE_TEST(a_decision_says_on_which_ground_and_why),
		WEB_TEST(what_is_hidden_is_not_there_but_for_its_author),
		WEB_TEST(who_says_what_was_said_before_is_told_that_and_why_it_waits),
		HOUSE_TEST(a_moderator_takes_up_what_nobody_objected_to),
		WEB_TEST(the_thread_page_leads_moderators_to_a_decision),
		WEB_TEST(several_are_spam_at_once_and_said_so_again),
		HOUSE_TEST(however_many_object_it_can_be_decided),
		HOUSE_TEST(whoever_reported_something_is_answered_however_many_they_are),
		HOUSE_TEST(a_hidden_thread_is_in_no_list_and_a_hidden_solution_solves_nothing),
		HOUSE_TEST(the_ladder_climbs_with_each_sanction),
		WEB_TEST(a_suspension_is_told_with_its_reasons_and_ends),
		HOUSE_TEST(who_is_silenced_reads_but_does_not_write),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
