/*
 * markdown_test.c: what members write becomes HTML of our choosing, whatever they try.
 *
 * The output is read by libgumbo as a browser would; every tag, attribute and scheme in
 * it must be on the list below.  Attacks come from $HEINZEL_TEST_DATA/html.
 */
#include "view/markdown.h"

#include "base/json.h"
#include "base/utf8.h"

#include <gumbo.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__)
#define SLOWER 20
#else
#define SLOWER 1
#endif

static struct arena *arena;

static int open_arena(void **state)
{
	arena = arena_open(1 << 20);
	return 0;
}

static int close_arena(void **state)
{
	arena_close(arena);
	return 0;
}

static const char *drawn(const char *source)
{
	struct html html;
	assert_int_equal(markdown_html(arena, str_from(source), &html), OK);
	return str_c(arena, html.at);
}

static void common_marks_become_our_html(void **state)
{
	static const struct {
		const char *source, *html;
	} cases[] = {
		{ "", "" },
		{ "a\nb  \nc", "<p>a\nb<br>c</p>" },
		{ "# One\n\n## Two\n\n###### Six", "<h3>One</h3><h4>Two</h4><h5>Six</h5>" },
		{ "## One\n\n### Two\n\n# Three", "<h3>One</h3><h4>Two</h4><h3>Three</h3>" },
		{ "*a* **b** ~~c~~ `d<e`",
		  "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d&lt;e</code></p>" },
		{ "- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>" },
		{ "3. a\n4. b", "<ol start=\"3\"><li>a</li><li>b</li></ol>" },
		{ "> a\n\n---", "<blockquote><p>a</p></blockquote><hr>" },
		{ "```C++ x\"y\na<b\n```",
		  "<pre><code class=\"language-c++\">a&lt;b\n</code></pre>" },
		{ "```\"><b>\nx\n```", "<pre><code class=\"language-b\">x\n</code></pre>" },
		{ "    code", "<pre><code>code\n</code></pre>" },
		{ "|a|b|\n|---|--:|\n|1|2|",
		  "<div class=\"prose-table\" "
		  "tabindex=\"0\"><table><thead><tr><th>a</th><th class=\"column-right\">b</th></tr></thead><tbody><tr>"
		  "<td>1</td><td class=\"column-right\">2</td></tr></tbody></table></div>" },
		{ "| |b|\n|---|---|\n|1|2|",
		  "<div class=\"prose-table\" tabindex=\"0\"><table><thead><tr><td></td><th>b</th></tr></thead><tbody><tr>"
		  "<td>1</td><td>2</td></tr></tbody></table></div>" },
		{ "&auml; &lt;b> &nosuch;", "<p>&auml; &lt;b&gt; &nosuch;</p>" },
		{ "<b>x</b> <!-- y --> <script>z</script>",
		  "<p>&lt;b&gt;x&lt;/b&gt; &lt;!-- y --&gt; &lt;script&gt;z&lt;/script&gt;</p>" },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(drawn(cases[i].source), cases[i].html);
}

static void good_links_are_links(void **state)
{
	static const struct {
		const char *source, *html;
	} cases[] = {
		{ "[a](https://x.example/?a=1&b=\"2)",
		  "<p><a href=\"https://x.example/?a=1&amp;b=&#34;2\" rel=\"ugc nofollow "
		  "noopener\">a</a></p>" },
		{ "[a](/threads/7#p2)", "<p><a href=\"/threads/7#p2\">a</a></p>" },
		{ "[a](#p2)", "<p><a href=\"#p2\">a</a></p>" },
		{ "<https://x.example>", "<p><a href=\"https://x.example\" rel=\"ugc nofollow "
					 "noopener\">https://x.example</a></p>" },
		{ "www.x.example", "<p><a href=\"http://www.x.example\" rel=\"ugc nofollow "
				   "noopener\">www.x.example</a></p>" },
		{ "a@b.example", "<p><a href=\"mailto:a@b.example\" rel=\"ugc nofollow "
				 "noopener\">a@b.example</a></p>" },
		{ "![Foto](https://x.example/a.png)",
		  "<p><a href=\"https://x.example/a.png\" rel=\"ugc nofollow "
		  "noopener\">Foto</a></p>" },
		{ "![](/a.png)", "<p><a href=\"/a.png\">/a.png</a></p>" },
		{ "[![b](/b)](/a)", "<p><a href=\"/a\">b</a></p>" },
		{ "![x [y](/b) z](/a)", "<p><a href=\"/a\">x y z</a></p>" },
		{ "[a](&#47;b)", "<p><a href=\"/b\">a</a></p>" },
		{ "[a]\n\n[a]: /b \"title\"", "<p><a href=\"/b\">a</a></p>" },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(drawn(cases[i].source), cases[i].html);
}

#define IMG(size) "<img src=\"/media/7-1600x900/middle\" width=\"800\" height=\"450\" loading=\"lazy\" decoding=\"async\" alt=\"" size "\">"

static void own_pictures_are_shown_with_their_size(void **state)
{
	static const struct { const char *source, *html; } cases[] = {
		{ "![Die *rote* Lampe](/media/7-1600x900)",
		  "<p><a class=\"picture\" href=\"/media/7-1600x900\">" IMG("Die rote Lampe") "</a></p>" },
		{ "![](/media/7-1600x900 \"title\")", "<p><a class=\"picture\" href=\"/media/7-1600x900\">" IMG("") "</a></p>" },
		{ "![\" onload=x> &quot; <b>](/media/7-1600x900)",
		  "<p><a class=\"picture\" href=\"/media/7-1600x900\">" IMG("&#34; onload=x&gt; &quot; &lt;b&gt;") "</a></p>" },
		{ "[![a](/media/7-1600x900)](/threads/1)", "<p><a href=\"/threads/1\">" IMG("a") "</a></p>" },
		{ "![a ![b](/media/8-2x2) [c](/d)](/media/7-1600x900)",
		  "<p><a class=\"picture\" href=\"/media/7-1600x900\">" IMG("a b c") "</a></p>" },
		{ "![a\nb](/media/7-1600x900)", "<p><a class=\"picture\" href=\"/media/7-1600x900\">" IMG("a b") "</a></p>" },
		{ "![small](/media/9-30x2000)", "<p><a class=\"picture\" href=\"/media/9-30x2000\"><img src=\"/media/9-30x2000/middle\" "
		  "width=\"12\" height=\"800\" loading=\"lazy\" decoding=\"async\" alt=\"small\"></a></p>" },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(drawn(cases[i].source), cases[i].html);
}

static void what_only_looks_like_an_own_picture_is_a_link(void **state)
{
	static const char *const others[] = { "/media/7", "/media/x-1x1", "/media/7-1x", "/media/7-x1", "/media/7-1x1/middle", "/media/7-0x1",
		"/media/7-1x1?x", "/media/7-99999x1", "/media/7-1x1x1", "/media/99999999999999999999-1x1", "/media/../7-1x1", "/media/-7-1x1" };
	for (size_t i = 0; i < COUNT(others); i++) {
		const char *html = drawn(str_c(arena, str_format(arena, "![a](%s)", others[i])));
		assert_null(strstr(html, "<img"));
		assert_string_equal(html, str_c(arena, str_format(arena, "<p><a href=\"%s\">a</a></p>", others[i])));
	}
}

static void other_addresses_are_shown_as_text(void **state)
{
	static const char *const bad[] = { "javascript:x",
					   "JavaScript:x",
					   "java&Tab;script:x",
					   "&#106;avascript:x",
					   "&#x6a;avascript:x",
					   "&#x0000006a;avascript:x",
					   "javascript&colon;x",
					   "data:text/html,x",
					   "vbscript:x",
					   "//evil.example",
					   "/\\evil.example",
					   "\\\\evil.example",
					   "/&bsol;evil.example",
					   "&sol;&sol;evil.example",
					   "tel:1",
					   "ftp://x",
					   "https:evil",
					   "http:",
					   "https://",
					   "x/y",
					   "?a",
					   "&NewLine;javascript:x",
					   "&#1;javascript:x",
					   "file:///x",
					   "blob:x",
					   "about:blank",
					   "%6aavascript:x",
					   "&#0;/x" };
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_string_equal(drawn(str_c(arena, str_format(arena, "[a](<%s>)", bad[i]))),
				    "<p>a</p>");
		assert_string_equal(drawn(str_c(arena, str_format(arena, "![a](<%s>)", bad[i]))),
				    "<p>a</p>");
	}
}

static bool is_one_of(const char *name, const char *const *list)
{
	for (; *list; list++) {
		if (!strcasecmp(name, *list))
			return true;
	}
	return false;
}

static bool address_is_allowed(const char *url)
{
	bool is_path = url[0] == '#' || (url[0] == '/' && url[1] != '/' && url[1] != '\\');
	return is_path || !strncasecmp(url, "https://", 8) || !strncasecmp(url, "http://", 7) ||
	       !strncasecmp(url, "mailto:", 7);
}

/* Of our own pictures only. */
static bool picture_attribute_is_allowed(const char *name, const char *value)
{
	if (!strcmp(name, "src"))
		return !strncmp(value, "/media/", 7) && !strcmp(value + strlen(value) - 7, "/middle") &&
		       strspn(value + 7, "0123456789x-") == strlen(value) - 14;
	if (!strcmp(name, "width") || !strcmp(name, "height"))
		return strspn(value, "0123456789") == strlen(value) && atoi(value) <= 800;
	return !strcmp(name, "alt") || (!strcmp(name, "loading") && !strcmp(value, "lazy")) ||
	       (!strcmp(name, "decoding") && !strcmp(value, "async"));
}

static bool attribute_is_allowed(const char *tag, const GumboAttribute *attribute)
{
	const char *name = attribute->name, *value = attribute->value;
	if (!strcmp(tag, "img"))
		return picture_attribute_is_allowed(name, value);
	if (!strcmp(tag, "a") && !strcmp(name, "class"))
		return !strcmp(value, "picture");
	if (!strcmp(tag, "a"))
		return !strcmp(name, "href")
			   ? address_is_allowed(value)
			   : !strcmp(name, "rel") && !strcmp(value, "ugc nofollow noopener");
	if (!strcmp(tag, "ol"))
		return !strcmp(name, "start") && strspn(value, "0123456789") == strlen(value);
	if (!strcmp(tag, "div"))
		return (!strcmp(name, "class") && !strcmp(value, "prose-table")) ||
		       (!strcmp(name, "tabindex") && !strcmp(value, "0"));
	if (!strcmp(tag, "th") || !strcmp(tag, "td"))
		return !strcmp(name, "class") && (!strcmp(value, "column-right") || !strcmp(value, "column-center"));
	if (strcmp(tag, "code") != 0 || strcmp(name, "class") != 0 ||
	    strncmp(value, "language-", 9) != 0)
		return false;
	return strspn(value + 9, "abcdefghijklmnopqrstuvwxyz0123456789+#-") == strlen(value + 9);
}

/* The first thing that is not ours; NULL when all is. */
static const char *intruder_in(const GumboNode *node)
{
	static const char *const tags[] = {
		"html", "head",	  "body",  "p",	    "br",  "hr", "h3", "h4", "h5", "h6",
		"em",	"strong", "del",   "code",  "pre", "a",	 "ul", "ol", "li", "blockquote",
		"div",	"table",  "thead", "tbody", "tr",  "th", "td", "img", NULL
	};
	if (node->type == GUMBO_NODE_COMMENT || node->type == GUMBO_NODE_TEMPLATE ||
	    node->type == GUMBO_NODE_CDATA)
		return "a comment";
	if (node->type != GUMBO_NODE_ELEMENT)
		return NULL;
	const GumboElement *element = &node->v.element;
	const char *tag = gumbo_normalized_tagname(element->tag);
	if (!is_one_of(tag, tags))
		return *tag ? tag : "an unknown tag";
	for (unsigned i = 0; i < element->attributes.length; i++) {
		const GumboAttribute *attribute = element->attributes.data[i];
		if (!attribute_is_allowed(tag, attribute))
			return str_c(arena, str_format(arena, "%s %s=%s", tag, attribute->name,
						       attribute->value));
	}
	for (unsigned i = 0; i < element->children.length; i++) {
		const char *found = intruder_in(element->children.data[i]);
		if (found)
			return found;
	}
	return NULL;
}

static void assert_harmless(str source)
{
	struct html html;
	assert_int_equal(markdown_html(arena, source, &html), OK);
	GumboOutput *output =
	    gumbo_parse_with_options(&kGumboDefaultOptions, html.at.at, html.at.len);
	const char *intruder = intruder_in(output->root);
	gumbo_destroy_output(&kGumboDefaultOptions, output);
	if (intruder)
		fail_msg("%s in the output of: %.*s", intruder, STR_ARG(source));
}

/* An attack as it is, and in every place that Markdown offers. */
static void try(str attack)
{
	static const char *const places[] = { "%.*s",
					      "[a](%.*s)",
					      "[a](<%.*s>)",
					      "![a](%.*s)",
					      "<%.*s>",
					      "[%.*s](/x)",
					      "`%.*s`",
					      "```%.*s\nx\n```",
					      "| %.*s |\n|---|\n| %.*s |",
					      "[a]\n\n[a]: %.*s",
					      "> - %.*s",
					      "[a](/x \"%.*s\")",
					      "# %.*s",
					      "\\%.*s" };
	struct arena_mark mark = arena_mark(arena);
	for (size_t i = 0; i < COUNT(places); i++) {
		struct text text;
		text_open(&text, arena, 256);
		const char *rest = places[i];
		for (const char *hole; (hole = strstr(rest, "%.*s")); rest = hole + 4) {
			text_put(&text, (str){ rest, (size_t)(hole - rest) });
			text_put(&text, attack);
		}
		text_put(&text, str_from(rest));
		assert_harmless(text_str(&text));
	}
	arena_release(arena, mark);
}

static FILE *attacks_open(const char *name)
{
	const char *data = getenv("HEINZEL_TEST_DATA");
	if (!data)
		return NULL;
	str path = str_format(arena, "%s/html/%s", data, name);
	/* The test data is ours; zstd unpacks one of the files. */
	if (str_ends(path, S(".zst")))
		return popen(str_c(arena, str_format(arena, "zstd -dcq '%.*s'", STR_ARG(path))),
			     "r");
	return fopen(str_c(arena, path), "r");
}

static size_t try_file(const char *name, const char *member)
{
	FILE *file = attacks_open(name);
	if (!file)
		return 0;
	char *line = NULL;
	size_t room = 0, count = 0;
	for (ssize_t len; (len = getline(&line, &room, file)) > 0;) {
		struct arena_mark mark = arena_mark(arena);
		const struct json *json;
		if (json_read(arena, (str){ line, (size_t)len }, &json, NULL) == OK) {
			try(json_str(json, str_from(member)));
			count++;
		}
		arena_release(arena, mark);
	}
	free(line);
	str_ends(str_from(name), S(".zst")) ? pclose(file) : fclose(file);
	return count;
}

static void no_known_attack_passes(void **state)
{
	static const struct {
		const char *name, *member;
		size_t least;
	} files[] = {
		{ "xss_dompurify_dev.jsonl", "payload", 50 },
		{ "xss_html5sec_dev.jsonl", "payload", 50 },
		{ "xss_payloadsallthethings_dev.jsonl", "payload", 500 },
		{ "xss_payloadbox_dev.jsonl.zst", "payload", 500 },
		{ "commonmark_0.31.2_spec.jsonl", "markdown", 600 },
		{ "gfm_0.29_extension_examples.jsonl", "markdown", 10 },
	};
	if (!getenv("HEINZEL_TEST_DATA")) {
		fputs("SKIPPED no_known_attack_passes: HEINZEL_TEST_DATA is not set\n", stderr);
		skip();
	}
	for (size_t i = 0; i < COUNT(files); i++) {
		size_t count = try_file(files[i].name, files[i].member);
		if (count < files[i].least)
			fail_msg("%s: only %zu of at least %zu cases could be read", files[i].name,
				 count, files[i].least);
	}
}

static str repeated(const char *piece)
{
	struct text text;
	size_t len = strlen(piece);
	text_open(&text, arena, MARKDOWN_MAX);
	while (text.len + len <= MARKDOWN_MAX)
		text_put(&text, (str){ piece, len });
	return text_str(&text);
}

static void hostile_sources_cost_no_time(void **state)
{
	static const char *const pieces[] = {
		"[",	    "![",	"[a](", "<",	   "*",		  "**",	      "_",
		"~~",	    "`",	"`a``", "> ",	   ">>> a\n",	  "- ",	      "1. ",
		"* a\n ",   "a@",	"www.", "http://", "http://a.b ", "[a]: b\n", "[a]:b\n[a]",
		"|",	    "|a\n|-",	"&",	"&#",	   "\\",	  "<!--",     "<a b='",
		"a_b*",	    "[a][",	"](",	"(",	   "[a](<",	  "```\n",    "#\n",
		"a\n=\n",   "\t",	"\n",	"[![",	   "a**b_c*",	  "*a **a ",  "<a@b",
		"[a](b \"", "[x][x]\n", "-\n"
	};
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct arena_mark mark = arena_mark(arena);
		str source = repeated(pieces[i]);
		struct html html;
		moment start = moment_monotonic();
		enum err err = markdown_html(arena, source, &html);
		moment took = moment_monotonic() - start;
		assert_true(err == OK || err == ERR_TOO_LARGE);
		if (took > MILLISECONDS(50) * SLOWER)
			fail_msg("\"%s\" repeated took %lld us", pieces[i], (long long)took);
		arena_release(arena, mark);
	}
}

/* Found by fuzzing: md4c alone reads behind the end here, and once handed out a piece of minus one byte. */
static void broken_sources_end_where_they_end(void **state)
{
	static const char *const broken[] = { "![f\x7Fnk](#fr|a\xE6]\x93\xCF\xD6\xF5",
					      "[m(/!\x9E\x9E\x96\xE7",
					      "[B](/\xFF)[](/i+\xB7",
					      "[](/i",
					      "\xC3",
					      "![](/\xF0\x9F" };
	for (size_t i = 0; i < COUNT(broken); i++) {
		size_t len = strlen(broken[i]);
		char *exact = malloc(len); /* so that the sanitizer sees its end */
		memcpy(exact, broken[i], len);
		assert_harmless((str){ exact, len });
		struct html html;
		assert_int_equal(markdown_html(arena, (str){ exact, len }, &html), OK);
		assert_true(utf8_is_valid(html.at) &&
			    utf8_is_valid(markdown_plain(arena, (str){ exact, len })));
		free(exact);
	}
	assert_string_equal(drawn("a\xFF"
				  "b"),
			    "<p>a\xEF\xBF\xBD"
			    "b</p>");
}

static void deep_nesting_stays_shallow(void **state)
{
	struct html html;
	assert_int_equal(markdown_html(arena, str_first(repeated("> "), 4000), &html), OK);
	size_t quotes = 0;
	for (size_t at, from = 0; str_find(str_skip(html.at, from), S("<blockquote>"), &at);
	     from += at + 1)
		quotes++;
	assert_int_equal(quotes, 12);
	assert_harmless(str_first(repeated("* a *b **c "), 4000));
	assert_harmless(str_first(repeated("- "), 400));
}

static void what_would_grow_without_end_is_refused(void **state)
{
	struct html html = { S("untouched") };
	struct text table;
	text_open(&table, arena, MARKDOWN_MAX);
	for (int i = 0; i < 100; i++)
		text_put(&table, S("|a"));
	text_put(&table, S("\n"));
	for (int i = 0; i < 100; i++)
		text_put(&table, S("|---"));
	for (int i = 0; i < 10000; i++)
		text_put(&table, S("\n|x"));
	assert_int_equal(markdown_html(arena, text_str(&table), &html), ERR_TOO_LARGE);
	str source = repeated("x");
	assert_int_equal(markdown_html(arena, (str){ source.at, MARKDOWN_MAX }, &html), OK);
	char *large = arena_bytes(arena, MARKDOWN_MAX + 1);
	memset(large, 'x', MARKDOWN_MAX + 1);
	html.at = S("untouched");
	assert_int_equal(markdown_html(arena, (str){ large, MARKDOWN_MAX + 1 }, &html),
			 ERR_TOO_LARGE);
	assert_true(str_equal(html.at, S("untouched")));
}

static void plain_text_has_no_marks(void **state)
{
	static const struct {
		const char *source, *plain;
	} cases[] = {
		{ "# A\n\nb *c* [d](/e) &auml;\n\n- f\n- `g`", "A\n\nb c d ä\n\nf\ng" },
		{ "![Foto](/a.png) <b>x</b>", "Foto <b>x</b>" },
		{ "  \n", "" },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(str_c(arena, markdown_plain(arena, str_from(cases[i].source))),
				    cases[i].plain);
}

static void an_excerpt_is_one_line(void **state)
{
	assert_string_equal(
	    str_c(arena, markdown_excerpt(arena, S("# Über\n\nalles  *und*\nmehr"), 100)),
	    "Über alles und mehr");
	assert_string_equal(str_c(arena, markdown_excerpt(arena, S("# Über\n\nalles"), 4)),
			    "Über…");
	assert_string_equal(str_c(arena, markdown_excerpt(arena, S("# Über\n\nalles"), 5)),
			    "Über…");
	assert_string_equal(str_c(arena, markdown_excerpt(arena, S("äöü"), 2)), "äö…");
	assert_string_equal(str_c(arena, markdown_excerpt(arena, S(""), 2)), "");
	str excerpt = markdown_excerpt(arena, repeated("wort "), 10);
	assert_string_equal(str_c(arena, excerpt), "wort wort…");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(common_marks_become_our_html),
		cmocka_unit_test(good_links_are_links),
		cmocka_unit_test(own_pictures_are_shown_with_their_size),
		cmocka_unit_test(what_only_looks_like_an_own_picture_is_a_link),
		cmocka_unit_test(other_addresses_are_shown_as_text),
		cmocka_unit_test(no_known_attack_passes),
		cmocka_unit_test(hostile_sources_cost_no_time),
		cmocka_unit_test(broken_sources_end_where_they_end),
		cmocka_unit_test(deep_nesting_stays_shallow),
		cmocka_unit_test(what_would_grow_without_end_is_refused),
		cmocka_unit_test(plain_text_has_no_marks),
		cmocka_unit_test(an_excerpt_is_one_line),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
