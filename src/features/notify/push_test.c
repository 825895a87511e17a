/* push_test.c: pushes reach a browser's service, which cannot read them; dead browsers are forgotten; hosts are known. */
#include "base/json.h"
#include "base/web_push.h"
#include "core/socket.h"
#include "features/community/community.h"
#include "features/member/member.h"
#include "features/notify/habit.h"
#include "features/notify/receiver.h"
#include "features/notify/topic.h"
#include "test/visit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* ── a push service and a browser of the test ── */

struct service { int fd, port, status, calls; pthread_t thread; bool runs; char head[4096]; char body[5000]; size_t body_len; };

static void take_call(struct service *service, int fd)
{
	char bytes[10000];
	size_t len = 0, length = 0;
	char *end = NULL;
	while (len < sizeof(bytes) - 1) {
		ssize_t got = read(fd, bytes + len, sizeof(bytes) - 1 - len);
		if (got <= 0)
			return;
		len += (size_t)got;
		bytes[len] = 0;
		end = end ? end : strstr(bytes, "\r\n\r\n");
		char *header = end ? strcasestr(bytes, "content-length:") : NULL;
		length = header ? strtoul(header + 15, NULL, 10) : 0;
		if (end && len >= (size_t)(end + 4 - bytes) + length)
			break;
	}
	snprintf(service->head, sizeof(service->head), "%.*s", (int)(end - bytes), bytes);
	service->body_len = length < sizeof(service->body) ? length : 0;
	memcpy(service->body, end + 4, service->body_len);
	service->calls++;
	char answer[100];
	int size = snprintf(answer, sizeof(answer), "HTTP/1.1 %d X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", service->status);
	assert_int_equal(write(fd, answer, (size_t)size), size);
}

static void *serve(void *data)
{
	struct service *service = data;
	int fd;
	while ((fd = accept(service->fd, NULL, NULL)) >= 0) {
		take_call(service, fd);
		close(fd);
	}
	return NULL;
}

static void service_open(struct test_house *t, struct service *service, int status)
{
	str wrong;
	*service = (struct service){ .status = status };
	assert_int_equal(socket_listen(t->arena, S("127.0.0.1:0"), &service->fd, &wrong), OK);
	service->port = socket_port(service->fd);
	assert_int_equal(pthread_create(&service->thread, NULL, serve, service), 0);
}

static void service_close(struct service *service)
{
	shutdown(service->fd, SHUT_RDWR);
	pthread_join(service->thread, NULL);
	close(service->fd);
}

static struct push_key browser_key(void)
{
	unsigned char secret[32];
	struct push_key key;
	memset(secret, 9, sizeof(secret));
	assert_int_equal(push_key_of(secret, &key), OK);
	return key;
}

#define AUTH S("0123456789abcdef")

static void subscribes(struct test_house *t, int64_t member_id, const struct service *service, const char *path)
{
	const struct push_key key = browser_key();
	const struct receiver_offer offer = { str_format(t->arena, "http://127.0.0.1:%d/%s", service->port, path),
		base64url(t->arena, (str){ (const char *)key.public_key, PUSH_PUBLIC_SIZE }), base64url(t->arena, AUTH) };
	assert_int_equal(receiver_add(acting_as(t, member_id), &offer), OK);
}

static size_t receivers_of(struct test_house *t, int64_t member_id)
{
	struct receiver_list list;
	assert_int_equal(receiver_list_mine(acting_as(t, member_id), &list), OK);
	return list.count;
}

static struct thread ana_is_answered(struct test_house *t, const char *board_key)
{
	struct board board = { .key = str_from(board_key), .name = S("WLAN"), .about = S("Funk"), .audience_id = AUDIENCE_PUBLIC };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	const struct thread_ask ask = { .board_id = board.id, .title = S("Gäste \"kommen\" nicht ins WLAN"),
		.body = S("x"), .excerpt = S("x"), .html = S("<p>x</p>") };
	const struct post text = { .body = S("Nimm WPA2."), .html = S("<p>Nimm WPA2.</p>"), .html_version = 1 };
	struct thread thread;
	struct post post;
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	assert_int_equal(thread_reply(acting_as(t, t->ben), thread.id, &text, &post), OK);
	return thread;
}

/* ── tests ── */

static void a_push_is_read_by_the_browser_alone(void **state)
{
	struct test_house *t = *state;
	struct service service;
	const struct push_key key = browser_key();
	service_open(t, &service, 201);
	subscribes(t, t->ana, &service, "one");
	ana_is_answered(t, "wifi");
	house_work(t);
	service_close(&service);
	assert_int_equal(service.calls, 1);
	assert_non_null(strstr(service.head, "POST /one HTTP"));
	assert_non_null(strcasestr(service.head, "content-encoding: aes128gcm"));
	assert_non_null(strcasestr(service.head, "ttl: 86400"));
	assert_non_null(strcasestr(service.head, "authorization: vapid t="));
	str plain;
	const struct json *json;
	assert_int_equal(push_unseal(t->arena, &key, AUTH, (str){ service.body, service.body_len }, &plain), OK);
	assert_int_equal(json_read(t->arena, plain, &json, NULL), OK);
	assert_true(str_equal(json_str(json, S("title")), S("Ben hat auf deine Frage geantwortet")));
	assert_true(str_equal(json_str(json, S("body")), S("Gäste \"kommen\" nicht ins WLAN")));
	assert_true(str_starts(json_str(json, S("url")), S("/threads/")));
	house_work(t);
	assert_int_equal(service.calls, 1);
}

static void a_browser_that_is_gone_is_forgotten(void **state)
{
	struct test_house *t = *state;
	static const int statuses[] = { 404, 410 };
	for (size_t i = 0; i < COUNT(statuses); i++) {
		struct service service;
		service_open(t, &service, statuses[i]);
		subscribes(t, t->ana, &service, "gone");
		assert_int_equal(receivers_of(t, t->ana), 1);
		ana_is_answered(t, i ? "b" : "a");
		house_work(t);
		service_close(&service);
		assert_int_equal(service.calls, 1);
		assert_int_equal(receivers_of(t, t->ana), 0);
	}
}

static void a_service_that_is_busy_is_asked_again_for_an_hour(void **state)
{
	struct test_house *t = *state;
	struct service service;
	service_open(t, &service, 503);
	subscribes(t, t->ana, &service, "busy");
	ana_is_answered(t, "wifi");
	house_work(t);
	assert_int_equal(service.calls, 1);
	t->now += MINUTES(5);
	house_work(t);
	assert_int_equal(service.calls, 2);
	t->now += MINUTES(61);
	house_work(t);
	t->now += MINUTES(61);
	house_work(t);
	assert_int_equal(service.calls, 3);
	service_close(&service);
	assert_int_equal(receivers_of(t, t->ana), 1);
}

static void nobody_is_pushed_in_quiet_hours_or_what_she_switched_off(void **state)
{
	struct test_house *t = *state;
	struct service service;
	struct habit habit = habit_usual(0);
	service_open(t, &service, 201);
	subscribes(t, t->ana, &service, "quiet");
	assert_int_equal(topic_choose(acting_as(t, t->ana), &(struct notice_choice){ S("answer"), 1, PACE_NOW, 0 }), OK);
	ana_is_answered(t, "a");
	house_work(t);
	assert_int_equal(service.calls, 0);
	assert_int_equal(topic_choose(acting_as(t, t->ana), &(struct notice_choice){ S("answer"), 1, PACE_NOW, 1 }), OK);
	habit.quiet_from = 12 * 60;
	habit.quiet_until = 14 * 60; /* it is 13:00 in Berlin */
	assert_int_equal(habit_change(acting_as(t, t->ana), &habit), OK);
	ana_is_answered(t, "b");
	house_work(t);
	assert_int_equal(service.calls, 0);
	t->now += HOURS(1);
	house_work(t);
	service_close(&service);
	assert_int_equal(service.calls, 1);
}

static void only_known_services_are_called(void **state)
{
	struct test_house *t = *state;
	static const char *const good[] = { "https://fcm.googleapis.com/fcm/send/x", "https://updates.push.services.mozilla.com/wpush/v2/x",
		"https://web.push.apple.com/x", "https://wns2-am3p.notify.windows.com/w/?token=x" };
	static const char *const bad[] = { "", "x", "https://fcm.googleapis.com", "http://fcm.googleapis.com/x", "https://evil.example/x",
		"https://fcm.googleapis.com.evil.example/x", "https://evilpush.apple.com/x", "https://.push.apple.com/x",
		"https://fcm.googleapis.com@evil.example/x", "https://web.push.apple.com:8080/x", "https://127.0.0.1/x",
		"https://fcm.googleapis.com\\@evil.example/x", "https://user:x@web.push.apple.com/x", "https://web.push.apple.com/a b" };
	for (size_t i = 0; i < COUNT(good); i++)
		assert_non_null(receiver_service(t->house, str_from(good[i])));
	for (size_t i = 0; i < COUNT(bad); i++) {
		if (receiver_service(t->house, str_from(bad[i])))
			fail_msg("taken: %s", bad[i]);
	}
	t->house->settings.fetch_private = false;
	assert_null(receiver_service(t->house, S("http://127.0.0.1:80/x")));
	struct scope *ana = acting_as(t, t->ana);
	const struct push_key key = browser_key();
	str point = base64url(t->arena, (str){ (const char *)key.public_key, PUSH_PUBLIC_SIZE }), auth = base64url(t->arena, AUTH);
	assert_int_equal(receiver_add(ana, &(struct receiver_offer){ S("https://evil.example/x"), point, auth }), ERR_INVALID);
	assert_string_equal(ana->refusal.reason, "push.unknown_service");
	ana = acting_as(t, t->ana);
	assert_int_equal(receiver_add(ana, &(struct receiver_offer){ str_from(good[0]), str_skip(point, 1), auth }), ERR_INVALID);
	assert_string_equal(ana->refusal.reason, "push.wrong_keys");
}

static void a_service_that_the_operator_names_is_called_wherever_it_is(void **state)
{
	struct test_house *t = *state;
	struct service service;
	t->house->settings.fetch_private = false;
	service_open(t, &service, 201);
	str here = str_format(t->arena, "http://127.0.0.1:%d", service.port);
	t->house->settings.push_services = str_format(t->arena, "https://push.example %.*s", STR_ARG(here));
	static const char *const bad[] = { "http://push.example/x", "https://push.example.evil.example/x", "https://push.example:444/x",
		"https://push.example", "http://127.0.0.1:1/x", "https://a@push.example/x" };
	assert_non_null(receiver_service(t->house, S("https://push.example/x")));
	for (size_t i = 0; i < COUNT(bad); i++) {
		if (receiver_service(t->house, str_from(bad[i])))
			fail_msg("taken: %s", bad[i]);
	}
	subscribes(t, t->ana, &service, "own");
	ana_is_answered(t, "wifi");
	house_work(t);
	assert_int_equal(service.calls, 1);
	t->house->settings.push_services = S("https://push.example"); /* named no longer: not called, and forgotten */
	ana_is_answered(t, "b");
	house_work(t);
	service_close(&service);
	assert_int_equal(service.calls, 1);
	assert_int_equal(receivers_of(t, t->ana), 0);
}

static void a_member_has_ten_browsers_and_ends_only_her_own(void **state)
{
	struct test_house *t = *state;
	struct service service = { .port = 9 };
	struct receiver_list list;
	for (int i = 0; i < RECEIVERS_MAX + 3; i++) {
		t->now += SECONDS(1);
		subscribes(t, t->ana, &service, str_c(t->arena, str_format(t->arena, "b%d", i)));
	}
	assert_int_equal(receivers_of(t, t->ana), RECEIVERS_MAX);
	assert_int_equal(receiver_list_mine(acting_as(t, t->ana), &list), OK);
	struct scope *ben = acting_as(t, t->ben);
	assert_int_equal(receiver_end(ben, list.at[0].id), ERR_NOT_FOUND);
	assert_string_equal(ben->refusal.reason, "push.not_found");
	assert_int_equal(receiver_end(acting_as(t, t->ana), list.at[0].id), OK);
	assert_int_equal(receivers_of(t, t->ana), RECEIVERS_MAX - 1);
	subscribes(t, t->ben, &service, "b12"); /* who signs in at that browser gets it */
	assert_int_equal(receivers_of(t, t->ana), RECEIVERS_MAX - 2);
	assert_int_equal(receivers_of(t, t->ben), 1);
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .path = "/me/notices" });
	assert_true(answer_says(&answer, "data-push=\"B"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_push_is_read_by_the_browser_alone),
		WEB_TEST(a_browser_that_is_gone_is_forgotten),
		WEB_TEST(a_service_that_is_busy_is_asked_again_for_an_hour),
		WEB_TEST(nobody_is_pushed_in_quiet_hours_or_what_she_switched_off),
		WEB_TEST(only_known_services_are_called),
		WEB_TEST(a_service_that_the_operator_names_is_called_wherever_it_is),
		WEB_TEST(a_member_has_ten_browsers_and_ends_only_her_own),
	};
	return cmocka_run_group_tests_name("push", tests, NULL, NULL);
}
