/* community_web_test.c: proves what the pages of questions and answers show, and what they let do. */
#include "features/community/community_testing.h"
#include "test/visit.h"

/* "/threads/#" with the id in the place of '#'. */
static const char *at(struct test_house *t, const char *path, int64_t id)
{
	str rest = str_from(path), start = str_cut(&rest, '#');
	return str_c(t->arena, str_format(t->arena, "%.*s%lld%.*s", STR_ARG(start), (long long)id, STR_ARG(rest)));
}

/* The hidden value of that name which stands first in `rest`; moves *rest behind it. */
static str next_value(str *rest, str name)
{
	size_t at;
	if (!str_find(*rest, name, &at))
		return S("");
	*rest = str_skip(*rest, at + name.len);
	str copy = *rest;
	return str_cut(&copy, '"');
}

static void every_form_of_a_page_has_a_key_of_its_own(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	answers(t, t->ben, thread.id);
	house_settle(t);
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .path = at(t, "/threads/#", thread.id) });
	str rest = answer.body, name = S("name=\"once\" value=\"");
	str first = next_value(&rest, name), second = next_value(&rest, name), third = next_value(&rest, name);
	assert_int_equal(answer.status, 200);
	assert_false(str_empty(third)); /* mark, thank, answer */
	assert_false(str_equal(first, second) || str_equal(second, third) || str_equal(first, third));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(every_form_of_a_page_has_a_key_of_its_own),
	};
	return cmocka_run_group_tests_name("community pages", tests, NULL, NULL);
}
