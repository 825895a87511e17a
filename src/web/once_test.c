/* once_test.c: what was asked under a key is done once, and answered again as it was. */
#include "test/world.h"
#include "web/web_room.h"

#include "features/community/thread.h"
#include "features/identity/identity.h"

#include <pthread.h>

enum { TWINS = 8 };

static int64_t posts_of(struct test_house *t, const struct made *thread)
{
	int64_t id;
	struct thread loaded;
	assert_true(str_number(thread->key, &id));
	assert_int_equal(thread_load(acting_as(t, t->ana), id, &loaded), OK);
	house_settle(t);
	return loaded.post_count;
}

static struct asked a_reply(struct test_house *t, const struct made *thread, const char *key)
{
	return (struct asked){ .as = t->eve, .method = POST, .path = str_c(t->arena, world_path(t, "/threads/:id/posts", thread)),
		.form = "body=Danke", .once = key };
}

static void a_form_sent_twice_is_done_once(void **state)
{
	struct test_house *t = *state;
	struct made thread = world_make(world_open(t), A_THREAD);
	struct asked asked = a_reply(t, &thread, "key-1");
	struct answer first = visit(t, &asked), second = visit(t, &asked);
	assert_int_equal(first.status, 303);
	assert_int_equal(second.status, 303);
	assert_true(str_equal(first.location, second.location));
	assert_int_equal(posts_of(t, &thread), 3); /* question, Ben's answer, hers */
	asked.once = "key-2";
	visit(t, &asked);
	assert_int_equal(posts_of(t, &thread), 4);
}

static void what_was_said_beside_an_answer_is_said_again(void **state)
{
	struct test_house *t = *state;
	struct made thread = world_make(world_open(t), A_THREAD);
	const struct asked asked = { .as = t->eve, .method = POST, .form = "", .once = "key",
		.path = str_c(t->arena, world_path(t, "/threads/:id/metoo", &thread)) };
	struct answer first = visit(t, &asked), second = visit(t, &asked);
	assert_int_equal(first.status, 303);
	assert_int_equal(second.status, 303);
	assert_false(str_empty(answer_flash(&first)));
	assert_true(str_equal(answer_flash(&first), answer_flash(&second)));
}

static void the_hidden_field_does_the_same(void **state)
{
	struct test_house *t = *state;
	struct made thread = world_make(world_open(t), A_THREAD);
	struct asked asked = a_reply(t, &thread, NULL);
	asked.form = "body=Danke&once=f00d";
	visit(t, &asked);
	assert_int_equal(visit(t, &asked).status, 303);
	assert_int_equal(posts_of(t, &thread), 3);
}

static void an_answer_of_the_api_is_given_again_whole(void **state)
{
	struct test_house *t = *state;
	struct made thread = world_make(world_open(t), A_THREAD);
	struct asked asked = { .as = t->eve, .method = POST, .json = "{\"body\":\"Danke\"}", .bearer = true, .once = "k",
		.path = str_c(t->arena, world_path(t, "/api/v1/threads/:id/posts", &thread)) };
	struct answer first = visit(t, &asked), second = visit(t, &asked);
	assert_int_equal(first.status, 201);
	assert_int_equal(second.status, 201);
	assert_true(str_equal(first.body, second.body) && str_equal(first.location, second.location));
	assert_true(str_equal(first.content_type, second.content_type));
	assert_int_equal(posts_of(t, &thread), 3);
}

static void a_key_is_for_one_deed_on_one_thing(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct made thread = world_make(world, A_THREAD), other = world_make(world, A_THREAD), post = world_make(world, A_POST);
	struct asked asked = a_reply(t, &thread, "key");
	assert_int_equal(visit(t, &asked).status, 303);
	struct asked elsewhere = a_reply(t, &other, "key");
	struct answer answer = visit(t, &elsewhere);
	assert_int_equal(answer.status, 409);
	assert_int_equal(posts_of(t, &other), 2);
	struct asked thanks = { .as = t->eve, .method = PUT, .bearer = true, .once = "thanks",
		.path = str_c(t->arena, world_path(t, "/api/v1/posts/:id/kudos", &post)) };
	assert_int_equal(visit(t, &thanks).status, 204);
	thanks.method = DELETE; /* the same address, the opposite deed */
	answer = visit(t, &thanks);
	assert_int_equal(answer.status, 409);
	assert_true(answer_says(&answer, "once.other_route"));
}

static void a_key_is_its_owner_s_alone(void **state)
{
	struct test_house *t = *state;
	struct made thread = world_make(world_open(t), A_THREAD);
	struct asked asked = a_reply(t, &thread, "key");
	visit(t, &asked);
	asked.as = t->ben;
	assert_int_equal(visit(t, &asked).status, 303);
	assert_int_equal(posts_of(t, &thread), 4);
}

static void what_was_refused_may_be_tried_again(void **state)
{
	struct test_house *t = *state;
	struct made thread = world_make(world_open(t), A_THREAD);
	struct asked asked = a_reply(t, &thread, "key");
	asked.form = "body=";
	assert_int_equal(visit(t, &asked).status, 422);
	asked.form = "body=Danke";
	assert_int_equal(visit(t, &asked).status, 303);
	assert_int_equal(posts_of(t, &thread), 3);
}

static void a_stranger_s_draft_is_kept_once(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct asked asked = { .method = POST, .path = "/threads", .once = "key", .form = str_c(t->arena, world_form(world,
		"board_id={board}&title=Kein+Netz+im+Keller&body=Was+tun%3F&name=Nina&mail=nina%40example.org")) };
	struct answer first = visit(t, &asked), second = visit(t, &asked);
	assert_int_equal(first.status, 303);
	assert_true(str_equal(first.location, second.location));
	house_work(t);
	asked.once = "another";
	asked.form = "body=";
	assert_int_equal(visit(t, &asked).status, 422);
}

/* ── at the same moment ── */

struct twin { struct web *web; struct arena *arena; struct http_exchange exchange; struct header headers[3]; pthread_t thread; };

static void *send_twin(void *data)
{
	struct twin *twin = data;
	web_visit(twin->web, &twin->exchange);
	return NULL;
}

static void open_twin(struct twin *twin, struct web *web, str path, str token)
{
	*twin = (struct twin){ .web = web, .arena = arena_open(65536) };
	twin->headers[0] = (struct header){ S("Authorization"), str_format(twin->arena, "Bearer %.*s", STR_ARG(token)) };
	twin->headers[1] = (struct header){ S("Content-Type"), S("application/json") };
	twin->headers[2] = (struct header){ S("Idempotency-Key"), S("twins") };
	twin->exchange.request = (struct http_request){ .arena = twin->arena, .id = 7, .method = POST, .path = path,
		.target = path, .host = S("a.localhost"), .address = S("192.0.2.1"), .headers = twin->headers,
		.header_count = COUNT(twin->headers), .body = S("{\"body\":\"Danke\"}"), .began_at = moment_monotonic() };
}

static void twins_at_the_same_moment_are_one(void **state)
{
	struct test_house *t = *state;
	struct made thread = world_make(world_open(t), A_THREAD);
	struct twin *twins = arena_take(t->arena, TWINS * sizeof(*twins));
	str token, path = world_path(t, "/api/v1/threads/:id/posts", &thread);
	const struct token_new wanted = { .member_id = t->eve, .name = S("twins") };
	assert_int_equal(token_make(acting_as_house(t), &wanted, &token), OK);
	token = str_keep(t->arena, token);
	visit(t, &(struct asked){ .path = "/about" }); /* opens the web */
	for (int i = 0; i < TWINS; i++)
		open_twin(&twins[i], t->house->web, path, token);
	for (int i = 0; i < TWINS; i++)
		assert_int_equal(pthread_create(&twins[i].thread, NULL, send_twin, &twins[i]), 0);
	int made = 0;
	for (int i = 0; i < TWINS; i++) {
		pthread_join(twins[i].thread, NULL);
		int status = twins[i].exchange.response.status;
		assert_true(status == 201 || status == 409); /* 409: the other one is at it; try again */
		made += status == 201;
	}
	assert_true(made > 0);
	for (int i = 0; i < TWINS; i++)
		arena_close(twins[i].arena);
	assert_int_equal(posts_of(t, &thread), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_form_sent_twice_is_done_once),
		WEB_TEST(what_was_said_beside_an_answer_is_said_again),
		WEB_TEST(the_hidden_field_does_the_same),
		WEB_TEST(an_answer_of_the_api_is_given_again_whole),
		WEB_TEST(a_key_is_for_one_deed_on_one_thing),
		WEB_TEST(a_key_is_its_owner_s_alone),
		WEB_TEST(what_was_refused_may_be_tried_again),
		WEB_TEST(a_stranger_s_draft_is_kept_once),
		WEB_TEST(twins_at_the_same_moment_are_one),
	};
	return cmocka_run_group_tests_name("once", tests, NULL, NULL);
}
