/* mention_test.c: proves that names become links only where a text calls somebody. */
#include "view/markdown.h"
#include "view/mention.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct mention people[] = { { { "Ben", 3 }, 7 }, { { "Ben Fischer", 11 }, 8 }, { { "A<b>", 4 }, 9 } };

static str linked(struct arena *arena, str source)
{
	struct html html;
	const struct mention_list list = { people, COUNT(people) };
	assert_int_equal(markdown_html(arena, source, &html), OK);
	return html_with_mentions(arena, html, &list).at;
}

static void check(str source, const char *expected)
{
	struct arena *arena = arena_open(4096);
	assert_string_equal(str_c(arena, str_trim(linked(arena, source))), expected);
	arena_close(arena);
}

static void a_name_becomes_a_link_to_its_member(void **state)
{
	check(S("Frag @Ben, er weiß es."), "<p>Frag <a class=\"mention\" href=\"/members/7\">@Ben</a>, er weiß es.</p>");
	check(S("@Ben Fischer hilft"), "<p><a class=\"mention\" href=\"/members/8\">@Ben Fischer</a> hilft</p>");
	check(S("**@Ben**"), "<p><strong><a class=\"mention\" href=\"/members/7\">@Ben</a></strong></p>");
}

static void an_address_or_a_longer_word_calls_nobody(void **state)
{
	check(S("x@Ben"), "<p>x@Ben</p>");
	check(S("@Bente"), "<p>@Bente</p>");
	check(S("@Nobody"), "<p>@Nobody</p>");
}

static void code_and_links_stay_as_they_are(void **state)
{
	check(S("`@Ben`"), "<p><code>@Ben</code></p>");
	check(S("[hier @Ben](/x)"), "<p><a href=\"/x\">hier @Ben</a></p>");
	check(S("[x](/x) @Ben"), "<p><a href=\"/x\">x</a> <a class=\"mention\" href=\"/members/7\">@Ben</a></p>");
}

static void a_name_cannot_bring_a_tag(void **state)
{
	check(S("@A<b>"), "<p><a class=\"mention\" href=\"/members/9\">@A&lt;b&gt;</a></p>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_becomes_a_link_to_its_member),
		cmocka_unit_test(an_address_or_a_longer_word_calls_nobody),
		cmocka_unit_test(code_and_links_stay_as_they_are),
		cmocka_unit_test(a_name_cannot_bring_a_tag),
	};
	return cmocka_run_group_tests_name("mention", tests, NULL, NULL);
}
