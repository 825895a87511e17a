/* desk_test.c: the brand's service desk outside gets the whole story, signed, and its answer comes back into the thread. */
#include "base/crypt.h"
#include "features/ladder/desk_letter.h"
#include "features/ladder/ladder_testing.h"
#include "test/letters.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SECRET "a-secret-of-the-desk"

/* ── a desk that answers one call ── */

struct desk { int fd, port; const char *answer; char got[16384]; size_t got_len; pthread_t thread; };

static bool is_whole(const struct desk *desk)
{
	const char *end = strstr(desk->got, "\r\n\r\n"), *length = strcasestr(desk->got, "content-length:");
	if (!end || !length)
		return false;
	return desk->got_len >= (size_t)(end + 4 - desk->got) + (size_t)strtol(length + 15, NULL, 10);
}

static void *serve_one(void *data)
{
	struct desk *desk = data;
	int fd = accept(desk->fd, NULL, NULL);
	while (fd >= 0 && !is_whole(desk) && desk->got_len < sizeof(desk->got) - 1) {
		ssize_t len = read(fd, desk->got + desk->got_len, sizeof(desk->got) - 1 - desk->got_len);
		if (len <= 0)
			break;
		desk->got_len += (size_t)len; /* positive */
	}
	(void)!write(fd, desk->answer, strlen(desk->answer));
	close(fd);
	return NULL;
}

static void desk_opens(struct test_house *t, struct desk *desk, const char *answer)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	*desk = (struct desk){ .fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), .answer = answer };
	assert_int_equal(bind(desk->fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(desk->fd, 1), 0);
	assert_int_equal(getsockname(desk->fd, (struct sockaddr *)&address, &size), 0);
	desk->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&desk->thread, NULL, serve_one, desk), 0);
	ladder_set(t, ladder_desk_url, str_c(t->arena, str_format(t->arena, "http://127.0.0.1:%d/hook", desk->port)));
	ladder_set(t, ladder_desk_secret, SECRET);
}

static void desk_closes(struct desk *desk)
{
	shutdown(desk->fd, SHUT_RDWR);
	pthread_join(desk->thread, NULL);
	close(desk->fd);
}

static int64_t escalate(struct test_house *t, int64_t *matter_id_out)
{
	int64_t thread_id = ladder_question(t, ladder_board(t), t->ana);
	house_work(t);
	*matter_id_out = ladder_stand(t, thread_id).matter.id;
	assert_int_equal(climb_take(acting_as(t, t->ana), *matter_id_out, DEED_TO_AGENT, S("Bin nur abends da.")), OK);
	return thread_id;
}

/* ── tests ── */

static void the_desk_gets_a_mail_with_the_whole_story(void **state)
{
	struct test_house *t = *state;
	int64_t matter_id;
	ladder_set(t, ladder_desk_mail, "desk@nordlicht.example");
	escalate(t, &matter_id);
	struct letter_got letter = letter_to(t, "desk@nordlicht.example");
	assert_true(str_contains(letter.subject, S("Gäste kommen nicht ins WLAN")));
	assert_true(str_contains(letter.text, S("Passwort stimmt.")));
	assert_true(str_contains(letter.text, S("Bin nur abends da.")));
	assert_true(str_contains(letter.from, S("Nordlicht")));
	str path = str_format(t->arena, "/desk/tickets/%lld", (long long)matter_id);
	assert_true(link_in(&letter, str_c(t->arena, path)).len > 0);
	assert_false(str_contains(letter.source, S("ana@example.org")));
}

static void a_call_is_signed_and_its_answer_is_posted(void **state)
{
	struct test_house *t = *state;
	struct desk desk;
	struct post_list posts;
	int64_t matter_id;
	desk_opens(t, &desk, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
	                     "{\"answer\":\"Schalte **PMF** aus.\"}");
	int64_t thread_id = escalate(t, &matter_id);
	house_work(t);
	desk_closes(&desk);
	char *body = strstr(desk.got, "\r\n\r\n"), *signature = strcasestr(desk.got, "x-heinzel-signature: ");
	assert_non_null(body);
	assert_non_null(signature);
	str wanted = desk_signature(t->arena, S(SECRET), t->now, str_from(body + 4));
	assert_true(str_starts(str_from(signature + 21), wanted));
	assert_non_null(strstr(body, "Passwort stimmt."));
	assert_non_null(strstr(body, "Bin nur abends da."));
	assert_null(strstr(body, "ana@example.org"));
	assert_stands(t, thread_id, MATTER_ANSWERED, HELD_BY_OWNER);
	assert_int_equal(post_list_of(acting_as(t, t->ana), thread_id, 1, &posts), OK);
	assert_int_equal(posts.count, 2);
	assert_string_equal(str_c(t->arena, posts.at[1].body), "Schalte **PMF** aus.");
	struct member_card card;
	assert_int_equal(member_card_of(acting_as(t, t->ana), posts.at[1].author_id, &card), OK);
	assert_string_equal(str_c(t->arena, card.name), "Nordlicht");
	assert_true(member_is_staff(&card));
}

static void a_desk_that_fails_is_called_again(void **state)
{
	struct test_house *t = *state;
	struct desk desk;
	int64_t matter_id;
	desk_opens(t, &desk, "HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n");
	int64_t thread_id = escalate(t, &matter_id);
	house_work(t);
	desk_closes(&desk);
	assert_true(desk.got_len > 0);
	assert_true(!ladder_stand(t, thread_id).ticket.sent_at);
	desk_opens(t, &desk, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
	ladder_wait(t, MINUTES(1));
	desk_closes(&desk);
	assert_true(desk.got_len > 0);
	struct stand stand = ladder_stand(t, thread_id);
	assert_true(stand.ticket.sent_at == t->now && stand.ticket.is_open);
	assert_int_equal(stand.matter.step, MATTER_WITH_AGENT);
}

static void what_left_the_agents_calls_nobody(void **state)
{
	struct test_house *t = *state;
	struct desk desk;
	int64_t matter_id;
	desk_opens(t, &desk, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
	escalate(t, &matter_id);
	assert_int_equal(climb_take(acting_as(t, t->ana), matter_id, DEED_TO_COMMUNITY, S("")), OK);
	house_work(t);
	desk_closes(&desk);
	assert_int_equal(desk.got_len, 0);
}

/* RFC 4231, the second case. */
static void the_signature_is_hmac_sha256(void **state)
{
	struct test_house *t = *state;
	str hash = hex(t->arena, hmac_sha256(t->arena, S("Jefe"), S("what do ya want for nothing?")));
	assert_string_equal(str_c(t->arena, hash), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(the_desk_gets_a_mail_with_the_whole_story),
		HOUSE_TEST(a_call_is_signed_and_its_answer_is_posted),
		HOUSE_TEST(a_desk_that_fails_is_called_again),
		HOUSE_TEST(what_left_the_agents_calls_nobody),
		HOUSE_TEST(the_signature_is_hmac_sha256),
	};
	return cmocka_run_group_tests_name("desk", tests, NULL, NULL);
}
