/* incoming_test.c: mails come back: what she wrote becomes a post, nothing else does; what bounces stops mail. */
#include "features/notify/incoming_testing.h"

#include "core/mail_address.h"
#include "core/mail_stop.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/member/member.h"
#include "features/notify/reply_text.h"
#include "view/plain.h"

#include <sys/resource.h>

/* ── what is hers ── */

static const str marks[] = { { "über dieser Zeile", 18 }, { "above this line", 15 } };

struct sample { const char *name, *mail, *hers; };
static const struct sample samples[] = {
	{ "nothing quoted", "Danke, das war es!\n\nViele Grüße\nAna", "Danke, das war es!\n\nViele Grüße\nAna" },
	{ "Gmail, German", "Ja, WPA2 ist an.\n\nAm Do., 1. Jan. 2026 um 13:00 Uhr schrieb Nordlicht <\nreply+abc@help.example>:\n\n> ––– bitte über dieser Zeile –––\n> Hallo Ana,\n> Ben hat geantwortet\n", "Ja, WPA2 ist an." },
	{ "Gmail, English", "It works.\r\n\r\nOn Thu, Jan 1, 2026 at 1:00 PM Nordlicht <reply+abc@help.example> wrote:\r\n\r\n> Hello Ana,\r\n> Ben wrote\r\n", "It works." },
	{ "Gmail app", "Klappt jetzt\n\nNordlicht <reply+abc@help.example> schrieb am Do., 1. Jan. 2026, 13:00:\n\n> Hallo Ana\n", "Klappt jetzt" },
	{ "Thunderbird", "Moin,\n\nwelcher Kanal denn?\n\nAm 01.01.26 um 13:00 schrieb Nordlicht:\n> Hallo Ana,\n>\n> Ben hat geantwortet\n\n-- \nAna Anders\nHafenstr. 1\n", "Moin,\n\nwelcher Kanal denn?" },
	{ "Apple Mail", "Danke!\n\nVon meinem iPhone gesendet\n\n> Am 01.01.2026 um 13:00 schrieb Nordlicht <reply+abc@help.example>:\n> \n> Hallo Ana,\n", "Danke!" },
	{ "Apple Mail, English", "Thanks a lot\n\nSent from my iPad\n\n> On 1. Jan 2026, at 13:00, Nordlicht <reply+abc@help.example> wrote:\n> \n> Hello Ana\n", "Thanks a lot" },
	{ "Outlook, German", "Hallo Ben,\n\ndas half leider nicht.\n\nMfG\n\n________________________________\nVon: Nordlicht <reply+abc@help.example>\nGesendet: Donnerstag, 1. Januar 2026 13:00\nAn: Ana <ana@example.org>\nBetreff: Re: Gäste\n\nHallo Ana,\n", "Hallo Ben,\n\ndas half leider nicht.\n\nMfG" },
	{ "Outlook, English", "No luck.\n\nFrom: Nordlicht <reply+abc@help.example>\nSent: Thursday, January 1, 2026 1:00 PM\nTo: Ana <ana@example.org>\nSubject: Re: guests\n\nHello Ana,\n", "No luck." },
	{ "Outlook, bold", "Passt.\n\n*Von:* Nordlicht <x@y.example>\n*Gesendet:* Donnerstag, 1. Januar 2026 13:00\n*An:* Ana\n*Betreff:* Re: Gäste\n\nHallo", "Passt." },
	{ "old Outlook", "Ok\n\n-----Ursprüngliche Nachricht-----\nVon: Nordlicht\nHallo\n", "Ok" },
	{ "GMX", "Alles klar.\n \n\nGesendet: Donnerstag, 01. Januar 2026 um 13:00 Uhr\nVon: \"Nordlicht\" <x@y.example>\nAn: ana@gmx.example\nBetreff: Re: Gäste\nHallo Ana\n", "Alles klar." },
	{ "GMX app", "Geht wieder\n\n--\nGesendet mit der GMX Mail App\nAm 01.01.26, 13:00 schrieb Nordlicht <x@y.example>:\n> Hallo\n", "Geht wieder" },
	{ "Outlook app", "Super\n\nOutlook für Android herunterladen\n________________________________\nVon: N\n", "Super" },
	{ "French", "Merci !\n\nLe jeu. 1 janv. 2026 à 13:00, Nordlicht <x@y.example> a écrit :\n> Bonjour\n", "Merci !" },
	{ "Italian", "Grazie\n\nIl giorno gio 1 gen 2026 alle ore 13:00 Nordlicht <x@y.example> ha scritto:\n> Ciao\n", "Grazie" },
	{ "only our mark", "Ja.\n\n––– Zum Antworten bitte über dieser Zeile schreiben –––\nHallo Ana", "Ja." },
	{ "below the quote", "Am 01.01.26 um 13:00 schrieb Nordlicht:\n> Hallo Ana,\n> geht es?\n\nJa, jetzt geht es.\n\n-- \nAna", "Ja, jetzt geht es." },
	{ "between the quotes", "> Welcher Kanal?\n\nKanal 6.\n\n> Und WPA2?\n\nIst an.\n\nAm 01.01.26 um 13:00 schrieb N <x@y.example>:\n> Hallo\n", "> Welcher Kanal?\n\nKanal 6.\n\n> Und WPA2?\n\nIst an." },
	{ "a sentence like a head", "Am Montag schrieb ich dir:\ndas stimmt noch.", "Am Montag schrieb ich dir:\ndas stimmt noch." },
	{ "a line like a header", "Von: hier bis dort sind es 3 m.\nDas WLAN reicht.", "Von: hier bis dort sind es 3 m.\nDas WLAN reicht." },
	{ "only a quote", "> Hallo Ana\n> wie geht es\n", "" },
	{ "only a head", "Am 01.01.26 um 13:00 schrieb Nordlicht <x@y.example>:\n> Hallo\n", "" },
	{ "nothing", "\n \n", "" },
};

static void quotes_and_signatures_of_all_usual_programs_are_cut(void **state)
{
	struct arena *arena = arena_open(65536);
	const struct reply_marks all = { marks, COUNT(marks) };
	int wrong = 0;
	for (size_t i = 0; i < COUNT(samples); i++) {
		str hers = reply_text(arena, str_from(samples[i].mail), &all);
		if (str_equal(hers, str_from(samples[i].hers)))
			continue;
		print_error("%s: \"%.*s\"\n", samples[i].name, STR_ARG(hers));
		wrong++;
	}
	assert_int_equal(wrong, 0);
	arena_close(arena);
}

static void a_mail_of_html_alone_is_read_as_well(void **state)
{
	static const struct sample htmls[] = {
		{ "Gmail", "<div dir=\"ltr\">Ja,&nbsp;geht.<br>Danke<script>alert(1)</script></div><br><div class=\"gmail_quote\"><div class=\"gmail_attr\">Am Do., 1. Jan. 2026 um 13:00 schrieb N &lt;x@y.example&gt;:</div><blockquote>Hallo</blockquote></div>", "Ja, geht.\nDanke" },
		{ "Outlook", "<html><head><style>p{}</style></head><body><p>Hallo Ben,</p><p>nein.</p><div id=\"divRplyFwdMsg\">Von: N<br>Gesendet: x</div></body></html>", "Hallo Ben,\n\nnein." },
		{ "Apple", "<html><body>Gut<div><blockquote type=\"cite\"><div>Am 1. schrieb</div></blockquote></div></body></html>", "Gut" },
		{ "list", "<ul><li>eins</li><li>zwei</li></ul>", "- eins\n- zwei" },
	};
	struct arena *arena = arena_open(65536);
	const struct reply_marks all = { marks, COUNT(marks) };
	for (size_t i = 0; i < COUNT(htmls); i++) {
		str hers = reply_text(arena, plain_from_html(arena, str_from(htmls[i].mail), 65536), &all);
		if (!str_equal(hers, str_from(htmls[i].hers)))
			fail_msg("%s: \"%.*s\"", htmls[i].name, STR_ARG(hers));
	}
	struct text deep;
	text_open(&deep, arena, 400000);
	for (int i = 0; i < 20000; i++)
		text_put(&deep, S("<div><blockquote>x"));
	(void)plain_from_html(arena, text_str(&deep), 1000);
	arena_close(arena);
}

/* Peak of the whole process, in kB: it never falls. */
static int64_t most_memory(void)
{
	struct rusage usage;
	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss;
}

static void a_mail_that_unfolds_without_end_takes_no_memory(void **state)
{
	enum { NAMES = 1000, PARAGRAPHS = 14000 };
	struct arena *arena = arena_open(65536);
	struct text open, formats;
	text_open(&open, arena, 70000);
	while (open.len < 65536) /* at the end of the mail each is an error of its own, with all the others in it */
		text_put(&open, S("<x>"));
	text_open(&formats, arena, 100000);
	text_put(&formats, S("<p>"));
	for (int i = 0; i < NAMES; i++) /* all of them are opened anew in each paragraph */
		text_format(&formats, "<b a%d>", i);
	for (int i = 0; i < PARAGRAPHS; i++)
		text_put(&formats, S("<p>x"));
	int64_t before = most_memory();
	(void)plain_from_html(arena, text_str(&open), 1000);
	assert_true(str_empty(plain_from_html(arena, text_str(&formats), 1000)));
	assert_true(most_memory() - before < 200 * 1024);
	arena_close(arena);
}

/* ── the whole way round ── */

static struct thread ana_asks(struct test_house *t)
{
	struct board board = { .key = S("wifi"), .name = S("WLAN"), .about = S("Funk"), .audience_id = AUDIENCE_PUBLIC };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	const struct thread_ask ask = { .board_id = board.id, .title = S("Gäste kommen nicht ins WLAN"),
		.body = S("Passwort stimmt."), .excerpt = S("Passwort stimmt."), .html = S("<p>Passwort stimmt.</p>") };
	const struct post text = { .body = S("Nimm **WPA2**."), .html = S("<p>Nimm WPA2.</p>"), .html_version = 1 };
	struct thread thread;
	struct post post;
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	assert_int_equal(thread_reply(acting_as(t, t->ben), thread.id, &text, &post), OK);
	return thread;
}

static struct post_list posts_of(struct test_house *t, int64_t thread_id)
{
	struct post_list list;
	assert_int_equal(post_list_of(acting_as(t, t->ana), thread_id, 1, &list), OK);
	return list;
}

static size_t mails_to(struct test_house *t, const char *address)
{
	struct letter_got_list list = letters(t);
	size_t count = 0;
	for (size_t i = 0; i < list.count; i++)
		count += str_contains(list.at[i].to, str_from(address));
	return count;
}

static void an_answer_by_mail_becomes_her_post_and_nothing_of_the_quote(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct letter_got mail = letter_to(t, "ana@example.org");
	const struct written written = { "Ana@Example.org", "", "Ja, **WPA2** ist an.\r\n\r\nAm Do., 1. Jan. 2026 um 13:00 Uhr schrieb "
		"Nordlicht <x@y.example>:\r\n\r\n> Hallo Ana,\r\n" };
	assert_int_equal(arrives(t, reply_address(&mail), &written), OK);
	struct post_list posts = posts_of(t, thread.id);
	assert_int_equal(posts.count, 3);
	assert_int_equal(posts.at[2].author_id, t->ana);
	assert_true(str_equal(posts.at[2].body, S("Ja, **WPA2** ist an.")));
	assert_true(str_contains(posts.at[2].html, S("Ja, <strong>WPA2</strong> ist an.")));
	assert_int_equal(mails_to(t, "ben@example.org"), 0); /* he follows with the daily mail */
	assert_true(str_contains(mail.references, header_in(letter_to(t, "ana@example.org").source, "References:")));
}

static void the_same_mail_twice_is_one_post(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	str to = reply_address(&(struct letter_got){ .source = letter_to(t, "ana@example.org").source });
	str message = str_format(t->arena, "From: ana@example.org\r\nTo: <%.*s>\r\nMessage-ID: <one@mail.example>\r\n\r\nJa.\r\n", STR_ARG(to));
	const struct mail_arrival arrival = { S("ana@example.org"), to, message };
	house_settle(t);
	for (int i = 0; i < 3; i++)
		assert_int_equal(notify_mail_in_at(t->house, &arrival, t->now), OK);
	assert_int_equal(posts_of(t, thread.id).count, 3);
}

static void programs_are_neither_taken_nor_answered(void **state)
{
	static const char *const headers[] = { "Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n", "X-Autoreply: yes\r\n",
		"Auto-Submitted: auto-generated (rejected)\r\n", "List-Id: <x.example>\r\n" };
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct letter_got mail = letter_to(t, "ana@example.org");
	size_t before = letters(t).count;
	for (size_t i = 0; i < COUNT(headers); i++)
		assert_int_equal(arrives(t, reply_address(&mail), &(struct written){ "ana@example.org", headers[i], "Ich bin im Urlaub." }), OK);
	/* Our own mail, sent back as it is. */
	const struct mail_arrival loop = { S("ana@example.org"), reply_address(&mail), mail.source };
	assert_int_equal(notify_mail_in_at(t->house, &loop, t->now), OK);
	assert_int_equal(posts_of(t, thread.id).count, 2);
	assert_int_equal(letters(t).count, before);
	assert_int_equal(arrives(t, reply_address(&mail), &(struct written){ "ana@example.org", "Auto-Submitted: no\r\n", "Ja." }), OK);
	assert_int_equal(posts_of(t, thread.id).count, 3);
}

static const struct { const char *from, *body, *says; moment later; bool closes; } refusals[] = {
	{ "eve@example.org", "Ich bin Ana.", "anderen Adresse", 0, false },
	{ "ana@example.org", "> nur Zitat\r\n", "keinen eigenen Text", 0, false },
	{ "ana@example.org", "Ja.", "zu alt", DAYS(92), false },
};

static void what_cannot_be_taken_gets_one_kind_answer_with_her_words(void **state)
{
	for (size_t i = 0; i < COUNT(refusals); i++) {
		void *inner = NULL;
		assert_int_equal(with_replies(&inner), 0);
		struct test_house *t = inner;
		struct thread thread = ana_asks(t);
		struct letter_got mail = letter_to(t, "ana@example.org");
		t->now += refusals[i].later;
		assert_int_equal(arrives(t, reply_address(&mail), &(struct written){ refusals[i].from, "", refusals[i].body }), OK);
		struct letter_got said = letter_to(t, "ana@example.org"); /* never to whoever wrote */
		assert_true(str_contains(said.text, str_from(refusals[i].says)));
		assert_true(str_contains(said.source, S("Auto-Submitted: auto-replied")));
		assert_int_equal(mails_to(t, "eve@example.org"), 0);
		assert_int_equal(posts_of(t, thread.id).count, 2);
		web_down(&inner);
	}
}

static void a_suspended_member_answers_nothing(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct letter_got mail = letter_to(t, "ana@example.org");
	assert_int_equal(member_suspend(acting_as(t, t->adam), t->ana, t->now + DAYS(1)), OK);
	assert_int_equal(arrives(t, reply_address(&mail), &(struct written){ "ana@example.org", "", "Ja." }), OK);
	assert_int_equal(posts_of(t, thread.id).count, 2);
	assert_true(str_contains(letter_to(t, "ana@example.org").text, S("gesperrt")));
}

static void a_member_answers_at_most_so_often_and_is_told_at_most_so_often(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct letter_got mail = letter_to(t, "ana@example.org");
	size_t before = mails_to(t, "ana@example.org");
	for (int i = 0; i < INCOMING_AN_HOUR + INCOMING_ANSWERS + 2; i++)
		assert_int_equal(arrives(t, reply_address(&mail), &(struct written){ "ana@example.org", "",
			str_c(t->arena, str_format(t->arena, "Antwort %d", i)) }), OK);
	struct thread after;
	assert_int_equal(thread_load(acting_as(t, t->ana), thread.id, &after), OK);
	assert_int_equal(after.post_count, 2 + INCOMING_AN_HOUR);
	assert_int_equal(mails_to(t, "ana@example.org"), before + INCOMING_ANSWERS);
}

static void an_attachment_is_left_out_with_a_note(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	str to = reply_address(&(struct letter_got){ .source = letter_to(t, "ana@example.org").source });
	str message = str_format(t->arena, "From: ana@example.org\r\nTo: <%.*s>\r\nMessage-ID: <two@mail.example>\r\nMIME-Version: 1.0\r\n"
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\nSch=F6n, siehe Bild.\r\n--b\r\nContent-Type: image/png; name=a.png\r\n"
		"Content-Disposition: attachment; filename=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n", STR_ARG(to));
	const struct mail_arrival arrival = { S("ana@example.org"), to, message };
	house_settle(t);
	assert_int_equal(notify_mail_in_at(t->house, &arrival, t->now), OK);
	struct post_list posts = posts_of(t, thread.id);
	assert_int_equal(posts.count, 3);
	assert_true(str_starts(posts.at[2].body, S("Schön, siehe Bild.")));
	assert_true(str_contains(posts.at[2].body, S("1 Anhang der Mail fehlt hier")));
}

static void hostile_mails_break_nothing(void **state)
{
	static const char *const mails[] = { "", "\r\n", "x", "From: \xff\xfe\r\n\r\n\xff\xfe", "Content-Type: multipart/mixed\r\n\r\n--\r\n",
		"From: ana@example.org\r\nContent-Type: text/plain; charset=\"no-such\"\r\n\r\nHallo \xe4\r\n",
		"From: ana@example.org\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n",
		"From: ana@example.org\r\nSubject: =?utf-8?q?a=0D=0ABcc:_eve@example.org?=\r\n\r\n> x\r\n" };
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	str to = reply_address(&(struct letter_got){ .source = letter_to(t, "ana@example.org").source });
	house_settle(t);
	for (size_t i = 0; i < COUNT(mails); i++) {
		const struct mail_arrival arrival = { S("ana@example.org"), to, str_from(mails[i]) };
		assert_int_equal(notify_mail_in_at(t->house, &arrival, t->now), OK);
	}
	struct text deep;
	text_open(&deep, t->arena, 400000);
	for (int i = 0; i < 3000; i++)
		text_format(&deep, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i);
	assert_int_equal(notify_mail_in_at(t->house, &(struct mail_arrival){ S("ana@example.org"), to, text_str(&deep) }, t->now), OK);
	assert_true(posts_of(t, thread.id).count <= 3); /* the one with a broken charset is text */
	assert_int_equal(mails_to(t, "eve@example.org"), 0);
	assert_int_equal(notify_mail_in_at(t->house, &(struct mail_arrival){ S("a@b.example"), S("reply+x@help.example"), S("x") }, t->now),
		ERR_NOT_FOUND);
}

/* ── reports ── */

static str return_path(struct test_house *t, const char *address)
{
	const struct mail_token token = { .kind = MAIL_KIND_BOUNCE, .brand_id = t->brand_id,
		.id = mail_address_hash(t->house, t->arena, str_from(address)), .until_day = day_at(zone_utc(), t->now) + 1 };
	return mail_token_address(t->house, t->arena, &token);
}

static enum err report(struct test_house *t, const char *action, const char *status)
{
	str to = return_path(t, "ana@example.org");
	str message = str_format(t->arena, "From: MAILER-DAEMON@mx.example\r\nTo: <%.*s>\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
		"Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
		"Content-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
		"Final-Recipient: rfc822; ana@example.org\r\nAction: %s\r\nStatus: %s\r\nDiagnostic-Code: smtp; 550 no such user\r\n--b--\r\n",
		STR_ARG(to), action, status);
	house_settle(t);
	return notify_mail_in_at(t->house, &(struct mail_arrival){ S(""), to, message }, t->now);
}

static bool is_stopped(struct test_house *t)
{
	struct mail_stop stop;
	assert_int_equal(mail_stop_of(acting_as_house(t), S("ana@example.org"), &stop), OK);
	return stop.is_stopped;
}

static void a_lasting_failure_stops_mail_and_the_member_starts_it_again(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(report(t, "delayed", "4.4.1"), OK);
	assert_int_equal(report(t, "failed", "4.4.1"), OK);
	assert_false(is_stopped(t));
	assert_int_equal(report(t, "failed", "5.1.1"), OK);
	assert_true(is_stopped(t));
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .path = "/me/notices" });
	assert_true(answer_says(&answer, "Mails an dich kommen zurück") && answer_says(&answer, "550 no such user"));
	ana_asks(t);
	assert_int_equal(mails_to(t, "ana@example.org"), 0);
	answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/me/notices/mail" });
	assert_int_equal(answer.status, 303);
	struct letter_got mail = letter_to(t, "ana@example.org");
	str link = str_skip(link_in(&mail, "/me/notices/mail/"), sizeof("http://a.localhost") - 1);
	assert_true(is_stopped(t));
	answer = visit(t, &(struct asked){ .path = str_c(t->arena, link) });
	assert_true(answer.status == 200 && is_stopped(t)); /* mail scanners only look */
	answer = visit(t, &(struct asked){ .method = POST, .path = str_c(t->arena, link) });
	assert_int_equal(answer.status, 303);
	assert_false(is_stopped(t));
}

static void an_automatic_answer_to_the_return_path_stops_nothing(void **state)
{
	struct test_house *t = *state;
	str to = return_path(t, "ana@example.org");
	house_settle(t);
	assert_int_equal(notify_mail_in_at(t->house, &(struct mail_arrival){ S(""), to,
		S("From: ana@example.org\r\nAuto-Submitted: auto-replied\r\n\r\nUrlaub\r\n") }, t->now), OK);
	assert_false(is_stopped(t));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_that_unfolds_without_end_takes_no_memory), /* first, while little was taken */
		cmocka_unit_test(quotes_and_signatures_of_all_usual_programs_are_cut),
		cmocka_unit_test(a_mail_of_html_alone_is_read_as_well),
		REPLY_TEST(an_answer_by_mail_becomes_her_post_and_nothing_of_the_quote),
		REPLY_TEST(the_same_mail_twice_is_one_post),
		REPLY_TEST(programs_are_neither_taken_nor_answered),
		cmocka_unit_test(what_cannot_be_taken_gets_one_kind_answer_with_her_words),
		REPLY_TEST(a_suspended_member_answers_nothing),
		REPLY_TEST(a_member_answers_at_most_so_often_and_is_told_at_most_so_often),
		REPLY_TEST(an_attachment_is_left_out_with_a_note),
		REPLY_TEST(hostile_mails_break_nothing),
		REPLY_TEST(a_lasting_failure_stops_mail_and_the_member_starts_it_again),
		REPLY_TEST(an_automatic_answer_to_the_return_path_stops_nothing),
	};
	return cmocka_run_group_tests_name("incoming", tests, NULL, NULL);
}
