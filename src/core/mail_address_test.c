/* mail_address_test.c: proves that only the house makes its addresses, and that what bounces is written to no more. */
#include "core/mail_address.h"

#include "core/mail_stop.h"
#include "test/letters.h"

static struct house *with_replies(struct test_house *t)
{
	t->house->settings.mail_reply = S("reply@help.example");
	return t->house;
}

static struct mail_token token_for(struct test_house *t)
{
	return (struct mail_token){ .kind = 10, .brand_id = t->brand_id, .member_id = t->ana, .id = INT64_MAX - 5,
		.until_day = day_at(zone_utc(), t->now) };
}

static void an_address_says_whose_answer_it_takes_and_until_when(void **state)
{
	struct test_house *t = *state;
	struct house *house = with_replies(t);
	const struct mail_token token = token_for(t);
	struct mail_token read = { 0 };
	str address = mail_token_address(house, t->arena, &token);
	assert_true(str_starts(address, S("reply+")) && str_ends(address, S("@help.example")));
	assert_true(mail_address_is_good(address));
	assert_int_equal(mail_token_read(house, t->arena, address, t->now, &read), OK);
	assert_true(read.kind == token.kind && read.brand_id == token.brand_id && read.member_id == token.member_id &&
	            read.id == token.id && read.until_day == token.until_day);
	str shouted = str_format(t->arena, "REPLY+%.*s@Help.Example", 56, address.at + 6);
	assert_int_equal(mail_token_read(house, t->arena, shouted, t->now, &read), OK);
	assert_int_equal(mail_token_read(house, t->arena, address, t->now + DAYS(1), &read), ERR_CONFLICT);
	assert_int_equal(read.member_id, t->ana);
}

static void every_changed_letter_makes_it_somebody_elses(void **state)
{
	struct test_house *t = *state;
	struct house *house = with_replies(t);
	const struct mail_token token = token_for(t);
	struct mail_token read;
	str address = mail_token_address(house, t->arena, &token);
	for (size_t i = 0; i < address.len; i++) {
		char *copy = (char *)str_c(t->arena, address); /* the test's own */
		copy[i] = copy[i] == 'b' ? 'c' : 'b';
		assert_int_equal(mail_token_read(house, t->arena, str_from(copy), t->now, &read), ERR_NOT_FOUND);
	}
	static const char *const wrong[] = { "", "@", "reply@help.example", "reply+@help.example", "reply+aaaa@help.example",
		"reply+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@help.example", "reply+!@help.example" };
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(mail_token_read(house, t->arena, str_from(wrong[i]), t->now, &read), ERR_NOT_FOUND);
	house->settings.mail_reply = S("");
	assert_int_equal(mail_token_read(house, t->arena, address, t->now, &read), ERR_NOT_FOUND);
	assert_int_equal(mail_token_address(house, t->arena, &token).len, 0);
	assert_false(mail_reply_is_good(S("toolong8@help.example")) || mail_reply_is_good(S("a+b@help.example")));
	assert_true(mail_reply_is_good(S("answer@help.example")));
}

static void write_to(struct test_house *t, str to, bool even_stopped)
{
	const struct mail mail = { .to = to, .to_name = S("Ana"), .from_name = S("Nordlicht"), .subject = S("Hallo"),
		.text = S("Hallo"), .html = S(""), .calendar = S(""), .calendar_method = S(""), .reply_to = S("reply+x@help.example"),
		.unsubscribe = S("https://a.example/unsubscribe/x"), .even_stopped = even_stopped };
	assert_int_equal(mail_queue(acting_as_house(t), &mail), OK);
}

static struct mail_bounce bounce_of(struct test_house *t, const char *address, bool for_good)
{
	return (struct mail_bounce){ mail_address_hash(t->house, t->arena, str_from(address)), for_good, S("5.1.1 unknown") };
}

static void what_bounces_for_good_is_written_to_no_more_until_it_works_again(void **state)
{
	struct test_house *t = *state;
	struct mail_stop stop;
	const struct mail_bounce bounce = bounce_of(t, "ANA@example.org", true);
	with_replies(t);
	write_to(t, S("ana@example.org"), false);
	assert_int_equal(letters(t).count, 1);
	assert_int_equal(mail_bounced(acting_as_house(t), &bounce), OK);
	write_to(t, S("ana@example.org"), false);
	write_to(t, S("ben@example.org"), false);
	assert_int_equal(letters(t).count, 2);
	assert_int_equal(mail_stop_of(acting_as_house(t), S("Ana@Example.org"), &stop), OK);
	assert_true(stop.is_stopped && str_equal(stop.reason, S("5.1.1 unknown")));
	write_to(t, S("ana@example.org"), true); /* asked for */
	assert_int_equal(letters(t).count, 3);
	assert_int_equal(mail_resume(acting_as_house(t), bounce.address), OK);
	write_to(t, S("ana@example.org"), false);
	assert_int_equal(letters(t).count, 4);
	struct scope *elsewhere = acting_as_house(t);
	assert_int_equal(mail_bounced(elsewhere, &bounce), OK);
	elsewhere->brand_id = 77; /* another brand learns nothing of it */
	assert_int_equal(mail_stop_of(elsewhere, S("ana@example.org"), &stop), OK);
	assert_false(stop.is_stopped);
}

static void a_passing_trouble_stops_nothing_until_it_lasts(void **state)
{
	struct test_house *t = *state;
	struct mail_stop stop;
	const struct mail_bounce bounce = bounce_of(t, "ana@example.org", false);
	for (int i = 1; i <= MAIL_SOFT_MAX; i++) {
		assert_int_equal(mail_stop_of(acting_as_house(t), S("ana@example.org"), &stop), OK);
		assert_false(stop.is_stopped);
		if (i == 3)
			t->now += DAYS(MAIL_SOFT_DAYS) + SECONDS(1); /* long ago: counted anew */
		assert_int_equal(mail_bounced(acting_as_house(t), &bounce), OK);
	}
	for (int i = 0; i < 2; i++)
		assert_int_equal(mail_bounced(acting_as_house(t), &bounce), OK);
	assert_int_equal(mail_stop_of(acting_as_house(t), S("ana@example.org"), &stop), OK);
	assert_true(stop.is_stopped);
}

static void a_mail_says_where_answers_go_and_how_to_have_no_more(void **state)
{
	struct test_house *t = *state;
	with_replies(t);
	write_to(t, S("ana@example.org"), false);
	struct letter_got mail = letter_to(t, "ana@example.org");
	static const char *const lines[] = { "Reply-To:\r\n <reply+x@help.example>\r\n", "Auto-Submitted: auto-generated\r\n",
		"List-Unsubscribe:\r\n <https://a.example/unsubscribe/x>\r\n",
		"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", "Precedence: list\r\n" };
	for (size_t i = 0; i < COUNT(lines); i++)
		assert_true(str_contains(mail.source, str_from(lines[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(an_address_says_whose_answer_it_takes_and_until_when),
		HOUSE_TEST(every_changed_letter_makes_it_somebody_elses),
		HOUSE_TEST(what_bounces_for_good_is_written_to_no_more_until_it_works_again),
		HOUSE_TEST(a_passing_trouble_stops_nothing_until_it_lasts),
		HOUSE_TEST(a_mail_says_where_answers_go_and_how_to_have_no_more),
	};
	return cmocka_run_group_tests_name("core mail address", tests, NULL, NULL);
}
