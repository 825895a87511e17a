/* mail_try_test.c: an administrator sends herself a mail and reads what the mail server said, and what to do about it. */
#include "features/admin/desk.h"
#include "test/mail_server.h"
#include "test/visit.h"

#define PASSWORD "streng-geheim-4711"

static struct answer page_of(struct test_house *t)
{
	return visit(t, &(struct asked){ .as = t->adam, .path = "/desk/mail" });
}

/* Presses the button, lets the mail go to that server, and looks at the page. */
static struct answer tried(struct test_house *t, struct mail_server *server)
{
	log_set(LOG_ERROR + 1, 2);
	if (server)
		mail_server_open(t, server);
	t->house->settings.mail_user = S("rat");
	t->house->settings.mail_password = S(PASSWORD);
	struct answer answer = visit(t, &(struct asked){ .as = t->adam, .method = POST, .path = "/desk/mail" });
	assert_int_equal(answer.status, 303);
	assert_true(str_equal(answer.location, S("/desk/mail")));
	struct answer waiting = page_of(t);
	assert_true(answer_says(&waiting, "ist unterwegs zum Mailserver") && answer_says(&waiting, "Noch einmal nachsehen"));
	if (server)
		mail_server_work(t, server);
	else
		(void)house_work(t);
	struct answer page = page_of(t);
	assert_int_equal(page.status, 200);
	assert_false(answer_says(&page, "ist unterwegs zum Mailserver") || answer_says(&page, PASSWORD));
	return page;
}

static void what_the_server_took_is_said_with_its_answer(void **state)
{
	struct test_house *t = *state;
	struct mail_server server = { .to_message = "250 2.0.0 Ok: queued as <4711>\r\n" };
	struct answer page = tried(t, &server);
	assert_true(answer_says(&page, "Der Mailserver hat die Mail an adam@example.org angenommen."));
	assert_true(answer_says(&page, "250 2.0.0 Ok: queued as &lt;4711&gt;"));
	assert_true(str_contains(str_from(server.got), S("adam@example.org")));
	struct answer fragment = visit(t, &(struct asked){ .as = t->adam, .path = "/desk/mail?fragment=1" });
	assert_true(answer_says(&fragment, "queued as") && !answer_says(&fragment, "<html"));
	assert_false(answer_says(&fragment, "data-waits"));
}

static void a_refused_log_in_says_where_the_password_is_set(void **state)
{
	struct test_house *t = *state;
	struct mail_server server = { .to_hello = "250 AUTH PLAIN\r\n", .to_auth = "535 5.7.8 bad credentials\r\n" };
	struct answer page = tried(t, &server);
	assert_true(answer_says(&page, "lehnt die Anmeldung ab") && answer_says(&page, "[mail] password_file"));
	assert_true(answer_says(&page, "535 5.7.8 bad credentials") && answer_says(&page, "Wir versuchen es von selbst wieder"));
	assert_null(strstr(server.heard, "MAIL"));
}

static void a_refused_recipient_is_given_up(void **state)
{
	struct test_house *t = *state;
	struct mail_server server = { .to_rcpt = "550 5.1.1 no such user\r\n" };
	struct answer page = tried(t, &server);
	assert_true(answer_says(&page, "nimmt Mails an deine Adresse nicht an") && answer_says(&page, "550 5.1.1 no such user"));
	assert_true(answer_says(&page, "Wir versuchen es nicht mehr"));
}

static void no_connection_is_told_and_the_next_try_counts(void **state)
{
	struct test_house *t = *state;
	t->house->settings.mail_url = S("smtp://127.0.0.1:1");
	struct answer page = tried(t, NULL);
	assert_true(answer_says(&page, "Der Mailserver ist nicht zu erreichen") && answer_says(&page, "[mail] url"));
	assert_true(answer_says(&page, "Ein Versuch, am") && !answer_says(&page, "Seine Antwort"));
	t->now += MINUTES(1);
	(void)house_work(t);
	page = page_of(t);
	assert_true(answer_says(&page, "2 Versuche, zuletzt am"));
}

static void an_unencrypted_server_is_told(void **state)
{
	struct test_house *t = *state;
	struct mail_server server = { .to_hello = NULL };
	mail_server_open(t, &server);
	t->house->settings.mail_plain = false;
	log_set(LOG_ERROR + 1, 2);
	assert_int_equal(visit(t, &(struct asked){ .as = t->adam, .method = POST, .path = "/desk/mail" }).status, 303);
	mail_server_work(t, &server);
	struct answer page = page_of(t);
	assert_true(answer_says(&page, "ließ sich nicht verschlüsseln") && answer_says(&page, "STARTTLS"));
}

static void without_a_mail_server_that_is_said(void **state)
{
	struct test_house *t = *state;
	struct answer page = page_of(t);
	assert_true(answer_says(&page, "Mail an mich senden") && !answer_says(&page, "data-waits"));
	page = tried(t, NULL);
	assert_true(answer_says(&page, "Es ist kein Mailserver eingerichtet.") && answer_says(&page, "Noch eine an mich senden"));
	t->now += DAYS(1) + HOURS(1);
	(void)house_work(t);
	page = page_of(t);
	assert_false(answer_says(&page, "Es ist kein Mailserver eingerichtet.")); /* kept for a day */
}

static void the_state_is_for_administrators_and_ones_own(void **state)
{
	struct test_house *t = *state;
	struct member_contact contact;
	struct mail_trace trace;
	(void)tried(t, NULL);
	struct scope *scope = acting_as(t, t->mia);
	assert_int_equal(desk_mail_state(scope, &contact, &trace), ERR_FORBIDDEN);
	assert_string_equal(scope->refusal.reason, "desk.not_yours");
	assert_int_equal(member_set_role(acting_as(t, t->adam), t->eve, ROLE_BRAND_ADMIN, true), OK);
	scope = acting_as(t, t->eve);
	scope->roles |= ROLE_BRAND_ADMIN;
	assert_int_equal(desk_mail_state(scope, &contact, &trace), OK);
	assert_int_equal(trace.mail_id, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WEB_TEST(what_the_server_took_is_said_with_its_answer),
		WEB_TEST(a_refused_log_in_says_where_the_password_is_set),
		WEB_TEST(a_refused_recipient_is_given_up),
		WEB_TEST(no_connection_is_told_and_the_next_try_counts),
		WEB_TEST(an_unencrypted_server_is_told),
		WEB_TEST(without_a_mail_server_that_is_said),
		WEB_TEST(the_state_is_for_administrators_and_ones_own),
	};
	return cmocka_run_group_tests_name("mail try", tests, NULL, NULL);
}
