/* draft_test.c: proves that a stranger may write first and confirm last, and that nobody else touches a draft. */
#include "features/identity/draft.h"

#include "features/identity/identity_news.h"
#include "features/identity/session.h"
#include "features/member/member.h"
#include "features/member/member_news.h"
#include "test/letters.h"

static struct draft question(void)
{
	return (struct draft){ .kind = S("test"), .payload = S("{\"title\":\"Gast-WLAN\"}"), .name = S("Carla"),
		.mail = S("carla@example.org") };
}

static int64_t keep(struct test_house *t, struct draft draft)
{
	assert_int_equal(draft_keep(acting_as(t, 0), &draft), OK);
	return draft.id;
}

/* The secret behind the link in the newest mail to the address. */
static str secret_for(struct test_house *t, const char *address)
{
	house_work(t);
	struct letter_got letter = letter_to(t, address);
	str link = link_in(&letter, "/drafts/confirm/");
	size_t at;
	assert_true(str_find(link, S("/drafts/confirm/"), &at));
	return str_skip(link, at + strlen("/drafts/confirm/"));
}

/* Follows the mail's link as a stranger does. */
static enum err confirm(struct test_house *t, const char *address, struct draft *draft_out)
{
	str secret = secret_for(t, address);
	return draft_confirm(acting_as(t, 0), secret, draft_out);
}

static void a_draft_becomes_a_members_when_the_mail_is_confirmed(void **state)
{
	struct test_house *t = *state;
	struct draft draft;
	struct member member;
	int64_t id = keep(t, question());
	assert_int_equal(confirm(t, "carla@example.org", &draft), OK);
	assert_int_equal(draft.id, id);
	assert_true(str_equal(draft.payload, S("{\"title\":\"Gast-WLAN\"}")));
	assert_string_equal(house_last_news(t), "identity.draft_confirmed");
	assert_int_equal(member_load(acting_as_house(t), draft.member_id, &member), OK);
	assert_true(str_equal(member.name, S("Carla")));
	assert_int_equal(member.mail_confirmed_at, t->now);
}

static void a_known_address_signs_its_member_in_and_makes_no_twin(void **state)
{
	struct test_house *t = *state;
	struct draft draft = question();
	draft.mail = S("Ana@example.org");
	keep(t, draft);
	assert_int_equal(confirm(t, "Ana@example.org", &draft), OK);
	assert_int_equal(draft.member_id, t->ana);
}

static void a_draft_is_confirmed_once(void **state)
{
	struct test_house *t = *state;
	struct draft draft;
	keep(t, question());
	str secret = secret_for(t, "carla@example.org");
	assert_int_equal(draft_confirm(acting_as(t, 0), secret, &draft), OK);
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(draft_confirm(scope, secret, &draft), ERR_NOT_FOUND);
	assert_string_equal(scope->refusal.reason, "identity.link_gone");
}

static void a_draft_is_over_after_a_day(void **state)
{
	struct test_house *t = *state;
	struct draft draft;
	keep(t, question());
	str secret = secret_for(t, "carla@example.org");
	t->now += HOURS(24);
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(draft_confirm(scope, secret, &draft), ERR_NOT_FOUND);
	assert_string_equal(scope->refusal.reason, "identity.link_gone");
}

static void a_suspended_members_draft_is_not_published(void **state)
{
	struct test_house *t = *state;
	struct draft draft = question();
	draft.mail = S("eve@example.org");
	keep(t, draft);
	str secret = secret_for(t, "eve@example.org");
	assert_int_equal(member_suspend(acting_as(t, t->mia), t->eve, t->now + DAYS(1)), OK);
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(draft_confirm(scope, secret, &draft), ERR_FORBIDDEN);
	assert_string_equal(scope->refusal.reason, "identity.suspended");
}

static void what_cannot_be_kept_is_refused(void **state)
{
	struct test_house *t = *state;
	char *long_text = arena_bytes(t->arena, DRAFT_PAYLOAD_MAX + 1);
	memset(long_text, 'x', DRAFT_PAYLOAD_MAX + 1);
	const struct { str payload, name, mail; enum err expected; const char *reason; } cases[] = {
		{ S("{}"), S("Carla"), S("no address"), ERR_INVALID, "identity.mail_wrong" },
		{ S("{}"), S(""), S("c@example.org"), ERR_INVALID, "identity.name_wrong" },
		{ { long_text, DRAFT_PAYLOAD_MAX + 1 }, S("Carla"), S("c@example.org"), ERR_TOO_LARGE, "identity.draft_too_long" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct draft draft = question();
		struct scope *scope = acting_as(t, 0);
		draft.payload = cases[i].payload;
		draft.name = cases[i].name;
		draft.mail = cases[i].mail;
		assert_int_equal(draft_keep(scope, &draft), cases[i].expected);
		assert_string_equal(scope->refusal.reason, cases[i].reason);
	}
}

static void an_address_is_not_flooded_by_drafts(void **state)
{
	struct test_house *t = *state;
	for (int i = 0; i < 5; i++) {
		keep(t, question());
		house_work(t);
	}
	struct draft draft = question();
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(draft_keep(scope, &draft), ERR_LIMITED);
	assert_string_equal(scope->refusal.reason, "identity.mail_too_often");
}

static void only_the_author_sees_a_draft_and_only_once_confirmed(void **state)
{
	struct test_house *t = *state;
	struct draft draft;
	int64_t id = keep(t, question());
	const int64_t others[] = { 0, t->ana, t->mia, t->adam };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *scope = acting_as(t, others[i]);
		assert_int_equal(draft_show(scope, id, &draft), ERR_NOT_FOUND);
		assert_string_equal(scope->refusal.reason, "identity.no_draft");
	}
	assert_int_equal(confirm(t, "carla@example.org", &draft), OK);
	assert_int_equal(draft_show(acting_as(t, draft.member_id), id, &draft), OK);
	assert_int_equal(draft_show(acting_as(t, t->ana), id, &draft), ERR_NOT_FOUND);
}

static void a_draft_has_one_end(void **state)
{
	struct test_house *t = *state;
	struct draft draft;
	struct subject made = subject_of(&member_subject, t->ana);
	int64_t id = keep(t, question());
	struct scope *scope = acting_as_house(t);
	assert_int_equal(draft_done(scope, id, made), ERR_CONFLICT); /* not confirmed yet */
	assert_string_equal(scope->refusal.reason, "identity.draft_done");
	assert_int_equal(confirm(t, "carla@example.org", &draft), OK);
	assert_int_equal(draft_refused(acting_as_house(t), id, "thread.no_board"), OK);
	assert_int_equal(draft_done(acting_as_house(t), id, made), ERR_CONFLICT);
	assert_int_equal(draft_load(acting_as_house(t), id, &draft), OK);
	assert_true(str_equal(draft.reason, S("thread.no_board")));
	assert_int_equal(draft.subject_id, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_draft_becomes_a_members_when_the_mail_is_confirmed),
		HOUSE_TEST(a_known_address_signs_its_member_in_and_makes_no_twin),
		HOUSE_TEST(a_draft_is_confirmed_once),
		HOUSE_TEST(a_draft_is_over_after_a_day),
		HOUSE_TEST(a_suspended_members_draft_is_not_published),
		HOUSE_TEST(what_cannot_be_kept_is_refused),
		HOUSE_TEST(an_address_is_not_flooded_by_drafts),
		HOUSE_TEST(only_the_author_sees_a_draft_and_only_once_confirmed),
		HOUSE_TEST(a_draft_has_one_end),
	};
	return cmocka_run_group_tests_name("draft", tests, NULL, NULL);
}
