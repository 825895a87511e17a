/* picture_test.c: a face beside a name, from the upload to every page that names its member. */
#include "features/media/media.h"
#include "features/member/member.h"
#include "features/member/member_news.h"
#include "test/visit.h"

/* One red pixel. */
static const char png[] = "\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08"
	"\x02\x00\x00\x00\x90\x77\x53\xde\x00\x00\x00\x0c\x49\x44\x41\x54\x78\x9c\x63\x38\x21\x20\x00\x00\x02"
	"\x8c\x00\xe9\x75\x5f\x84\xc8\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";
#define PNG ((str){ png, sizeof(png) - 1 })

static struct answer give(struct test_house *t, int64_t as, str bytes)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = "/me/picture", .upload = bytes, .upload_name = "ich.png" });
}

static str url_of(struct test_house *t, int64_t member_id)
{
	str url = S("");
	assert_int_equal(member_pictures(acting_as(t, t->eve), (struct ids){ &member_id, 1 }, &url), OK);
	return url;
}

static struct answer page_of(struct test_house *t, int64_t as, int64_t member_id)
{
	return visit(t, &(struct asked){ .as = as, .path = str_c(t->arena, str_format(t->arena, "/members/%lld", (long long)member_id)) });
}

static void a_picture_stands_in_the_place_of_initials(void **state)
{
	struct test_house *t = *state;
	struct answer before = page_of(t, 0, t->ana);
	assert_true(answer_says(&before, " data-face=\""));
	assert_false(answer_says(&before, "<img src=\"/media/"));
	assert_int_equal(give(t, t->ana, PNG).status, 303);
	str url = url_of(t, t->ana);
	assert_true(str_ends(url, S("-256x256/small")));
	struct answer after = page_of(t, 0, t->ana);
	assert_true(answer_says(&after, str_c(t->arena, str_format(t->arena, "<img src=\"%.*s\" alt=\"\" width=\"96\"", STR_ARG(url)))));
	assert_int_equal(visit(t, &(struct asked){ .path = str_c(t->arena, url) }).status, 200);
	struct answer told = visit(t, &(struct asked){ .path = str_c(t->arena, str_format(t->arena, "/api/v1/members/%lld", (long long)t->ana)) });
	assert_true(answer_says(&told, str_c(t->arena, str_format(t->arena, "\"picture\":\"%.*s\"", STR_ARG(url)))));
	struct answer other = page_of(t, 0, t->eve);
	assert_false(answer_says(&other, "<img src=\"/media/"));
}

static void a_text_cannot_pretend_to_be_a_face(void **state)
{
	struct test_house *t = *state;
	struct member eve;
	assert_int_equal(give(t, t->ana, PNG).status, 303);
	assert_int_equal(member_load(acting_as(t, t->eve), t->eve, &eve), OK);
	eve.about = str_format(t->arena, "<span class=\"avatar avatar-1\" data-face=\"%lld\">X</span>", (long long)t->ana);
	assert_int_equal(member_change(acting_as(t, t->eve), &eve), OK);
	house_settle(t);
	struct answer page = page_of(t, 0, t->eve);
	assert_int_equal(page.status, 200);
	assert_false(answer_says(&page, "<img src=\"/media/"));
}

static void a_new_picture_takes_the_old_ones_place_and_it_can_go(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(give(t, t->ana, PNG).status, 303);
	str first = url_of(t, t->ana);
	assert_int_equal(give(t, t->ana, PNG).status, 303);
	str second = url_of(t, t->ana);
	assert_false(str_equal(first, second));
	assert_int_equal(visit(t, &(struct asked){ .path = str_c(t->arena, first) }).status, 404);
	assert_int_equal(visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/me/picture/remove" }).status, 303);
	assert_true(str_empty(url_of(t, t->ana)));
	assert_int_equal(visit(t, &(struct asked){ .path = str_c(t->arena, second) }).status, 404);
}

static void a_picture_that_is_sent_again_stays_and_another_takes_its_place(void **state)
{
	struct test_house *t = *state;
	struct asked asked = { .as = t->ana, .method = POST, .path = "/me/picture", .upload = PNG, .upload_name = "ich.png", .form = "once=k" };
	assert_int_equal(visit(t, &asked).status, 303);
	str first = url_of(t, t->ana);
	struct answer again = visit(t, &asked);
	assert_int_equal(again.status, 303);
	assert_true(str_equal(again.location, S("/me/picture")));
	assert_true(str_equal(url_of(t, t->ana), first));
	asked.upload = (str){ png, sizeof(png) }; /* a byte more: chosen after going back */
	assert_int_equal(visit(t, &asked).status, 303);
	assert_false(str_equal(url_of(t, t->ana), first));
}

static void what_is_no_picture_keeps_the_old_one(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(give(t, t->ana, PNG).status, 303);
	struct answer answer = give(t, t->ana, S("%PDF-1.4 no face"));
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "role=\"alert\""));
	assert_true(answer_says(&answer, "<img src=\"/media/"));
	assert_false(str_empty(url_of(t, t->ana)));
}

static void a_moderator_takes_a_picture_down_and_it_is_written_down(void **state)
{
	struct test_house *t = *state;
	struct audit_entry_list list;
	const char *path = str_c(t->arena, str_format(t->arena, "/members/%lld/picture/remove", (long long)t->ana));
	assert_int_equal(give(t, t->ana, PNG).status, 303);
	assert_int_equal(visit(t, &(struct asked){ .as = t->eve, .method = POST, .path = path }).status, 403);
	assert_int_equal(visit(t, &(struct asked){ .as = t->mia, .method = POST, .path = path }).status, 303);
	assert_true(str_empty(url_of(t, t->ana)));
	assert_int_equal(audit_list(acting_as(t, t->adam), 0, &list), OK);
	assert_true(list.count > 0 && str_equal(list.at[0].action, S("member.picture_remove")) && list.at[0].subject.id == t->ana);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WEB_TEST(a_picture_stands_in_the_place_of_initials),
		WEB_TEST(a_text_cannot_pretend_to_be_a_face),
		WEB_TEST(a_new_picture_takes_the_old_ones_place_and_it_can_go),
		WEB_TEST(a_picture_that_is_sent_again_stays_and_another_takes_its_place),
		WEB_TEST(what_is_no_picture_keeps_the_old_one),
		WEB_TEST(a_moderator_takes_a_picture_down_and_it_is_written_down),
	};
	return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
