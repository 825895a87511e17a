/* incoming_testing.h: a house that takes answers, and mails that arrive there. */
#ifndef INCOMING_TESTING_H
#define INCOMING_TESTING_H
#include "features/notify/incoming_web.h"
#include "test/letters.h"
#include "test/visit.h"

static inline int with_replies(void **state)
{
	int failed = web_up(state);
	struct test_house *t = *state;
	t->house->settings.mail_reply = S("reply@help.example");
	return failed;
}
#define REPLY_TEST(name) cmocka_unit_test_setup_teardown(name, with_replies, web_down)

static inline str header_in(str source, const char *name)
{
	size_t at;
	assert_true(str_find(source, str_from(name), &at));
	str rest = str_skip(source, at + strlen(name));
	return str_trim(str_cut(&rest, '\n'));
}

/* "Reply-To:\r\n <reply+…@help.example>" */
static inline str reply_address(const struct letter_got *mail)
{
	str rest = header_in(mail->source, "Reply-To:\r\n");
	rest = str_skip(rest, 1);
	return str_cut(&rest, '>');
}

struct written { const char *from, *headers, *body; };

static inline enum err arrives(struct test_house *t, str to, const struct written *written)
{
	static int number;
	str message = str_format(t->arena, "From: Ana <%s>\r\nTo: <%.*s>\r\nSubject: Re: G\xc3\xa4ste\r\nMessage-ID: <own.%d@mail.example>\r\n"
		"%sContent-Type: text/plain; charset=utf-8\r\n\r\n%s", written->from, STR_ARG(to), ++number, written->headers, written->body);
	const struct mail_arrival arrival = { str_from(written->from), to, message };
	house_settle(t);
	return notify_mail_in_at(t->house, &arrival, t->now);
}
#endif
