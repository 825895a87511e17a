/*
 * pagegen_test.c: what pagegen and textgen refuse, each with its message, place and exit status.
 *
 *     pagegen_test PAGEGEN TEXTGEN
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *pagegen, *textgen;
static char folder[] = "/tmp/pagegen_test_XXXXXX";

static const char *file(const char *name)
{
	static char paths[4][128];
	static int next;
	char *path = paths[next++ % 4];
	snprintf(path, sizeof paths[0], "%s/%s", folder, name);
	return path;
}

static void write_file(const char *name, const char *content)
{
	FILE *out = fopen(file(name), "w");
	assert_non_null(out);
	fputs(content, out);
	assert_int_equal(fclose(out), 0);
}

/* The exit status; what was said goes to `said`. */
static int run(const char *command, char *said, size_t room)
{
	FILE *tool = popen(command, "r");
	assert_non_null(tool);
	size_t len = fread(said, 1, room - 1, tool);
	said[len] = 0;
	int status = pclose(tool);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int compile(const char *page, char *said, size_t room)
{
	char command[512];
	write_file("page.html", page);
	snprintf(command, sizeof command, "cd %s && %s out.h out.c x/pages.gen.h page.html 2>&1",
		 folder, pagegen);
	return run(command, said, room);
}

struct refusal {
	const char *page;
	int line;
	const char *message;
};

/* Each body stands on line 2 of a page. */
static void assert_refused(const struct refusal *refusals, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char page[2048], said[2048], expected[512];
		snprintf(page, sizeof page, "{%% page p(str s) %%}\n%s\n{%% end %%}\n",
			 refusals[i].page);
		snprintf(expected, sizeof expected, "page.html:%d: error: %s\n", refusals[i].line,
			 refusals[i].message);
		assert_int_equal(compile(page, said, sizeof said), 1);
		assert_string_equal(said, expected);
	}
}

static void attributes_that_could_run_or_style_are_refused(void **state)
{
	static const struct refusal refusals[] = {
		{ "<p class=a></p>", 2, "class= without quotes" },
		{ "<p class={{ s }}></p>", 2, "class= without quotes" },
		{ "<p class={% if 1 %}\"a\"{% end %}></p>", 2, "class= without quotes" },
		{ "<p onclick=\"x()\"></p>", 2, "onclick: a page has no scripts in attributes" },
		{ "<p ONCLICK='x()'></p>", 2, "ONCLICK: a page has no scripts in attributes" },
		{ "<p\n style=\"x\"></p>", 3, "style=: use a class of docs/design.md" },
		{ "<iframe srcdoc=\"x\"></iframe>", 2, "srcdoc: this attribute is not used here" },
		{ "<img alt=\"\" srcset=\"/a 2x\">", 2, "srcset: this attribute is not used here" },
		{ "<a href=\"/\" target=\"_blank\">x</a>", 2,
		  "target=\"_blank\": a link opens where it is clicked" },
		{ "<meta http-equiv=\"refresh\">", 2,
		  "http-equiv belongs into the answer's header" },
	};
	assert_refused(refusals, COUNT(refusals));
}

static void values_in_dangerous_places_are_refused(void **state)
{
	static const struct refusal refusals[] = {
		{ "<script>{{ s }}</script>", 2,
		  "a value inside <script>; pass it as an attribute or application/json" },
		{ "<script>x()</script>", 2, "scripts live in files, not in pages" },
		{ "<style>{{ s }}</style>", 2, "a value inside <style>" },
		{ "<!-- {{ s }} -->", 2,
		  "a value or statement inside a comment, or a comment without end" },
		{ "<!-- x", 2, "a value or statement inside a comment, or a comment without end" },
		{ "<!doctype {{ s }}>", 2, "a value or statement inside <!…>" },
		{ "<{{ s }}>", 2, "a value or statement in a tag's name" },
		{ "<p{{ s }}></p>", 2, "a value in a tag or an attribute's name" },
		{ "<p {{ s }}></p>", 2, "a value in a tag or an attribute's name" },
		{ "<p data-{{ s }}=\"1\"></p>", 2, "a value in a tag or an attribute's name" },
		{ "<p on{% if 1 %}click=\"x\"{% end %}></p>", 2,
		  "a blank is missing in <p>, or a name is not written in one piece" },
		{ "<script type=\"application/json\">{\"a\":\"{{ s }}\"}</script>", 2,
		  "a value inside a JSON string; write the whole JSON as one value" },
		{ "<script type=\"application/json\">{% t a.b %}</script>", 2,
		  "words have no place here" },
		{ "<script type=\"application/json\">{{ 1 | date }}</script>", 2,
		  "the filter date has no place here" },
		{ "<textarea aria-label=\"x\">{% icon a %}</textarea>", 2,
		  "an icon stands between tags only" },
		{ "<p title=\"{% include q() %}\"></p>", 2,
		  "another page stands between tags only" },
	};
	assert_refused(refusals, COUNT(refusals));
}

static void values_that_could_change_an_address_are_refused(void **state)
{
	static const char whole[] = "a value in href is the whole of it or follows a path";
	static const struct refusal refusals[] = {
		{ "<a href=\"{{ s }}x\">x</a>", 2, whole },
		{ "<a href=\"{{ s }}{{ s }}\">x</a>", 2, whole },
		{ "<a href=\"x{{ s }}\">x</a>", 2, whole },
		{ "<a href=\"/{{ s }}\">x</a><a href=\"//{{ s }}\">x</a>", 2, whole },
		{ "<a href=\"/\\{{ s }}\">x</a>", 2, whole },
		{ "<a href=\"https://{{ s }}/\">x</a>", 2, whole },
		{ "<a href=\"{% if 1 %}/x{% end %}{{ s }}\">x</a>", 2, whole },
		{ "<a href=\"{% if 1 %}{{ s }}{% end %}/x\">x</a>", 2, whole },
		{ "<form action=\"x{{ s }}\"></form>", 2,
		  "a value in action is the whole of it or follows a path" },
		{ "<button formaction=\"x{{ s }}\">x</button>", 2,
		  "a value in formaction is the whole of it or follows a path" },
		{ "<video poster=\"x{{ s }}\"></video>", 2,
		  "a value in poster is the whole of it or follows a path" },
		{ "<a href=\"javascript:x()\">x</a>", 2, "javascript: is no address for a page" },
		{ "<img alt=\"\" src=\"DATA:x\">", 2, "data: is no address for a page" },
		{ "<a href=\"/{{ 1 | date }}\">x</a>", 2, "the filter date has no place here" },
		{ "<a href=\"{% t a.b %}\">x</a>", 2, "words have no place here" },
	};
	assert_refused(refusals, COUNT(refusals));
}

static void tags_that_do_not_close_are_refused(void **state)
{
	static const struct refusal refusals[] = {
		{ "<p><b></p></b>", 2, "</p> where <b> of line 2 is still open" },
		{ "<ul>\n<li>x</ul>", 3, "</ul> where <li> of line 3 is still open" },
		{ "<p>", 2, "<p> is never closed" },
		{ "</p>", 2, "</p> closes nothing" },
		{ "<div/>", 2, "<div/>: only void tags and those of svg close themselves" },
		{ "<p", 3, "the page ends inside a tag" },
		{ "a < b", 2, "a bare < is written &lt;" },
		{ "<title><b></title>", 2, "a bare < inside <title>" },
		{ "{% if 1 %}<p>{% end %}</p>", 2,
		  "the block of line 2 does not close the tags it opens" },
		{ "{% if 1 %}<p>{% else %}<b>{% end %}", 2,
		  "the branches of line 2 leave different tags open" },
		{ "<p>{% if 1 %}</p>{% else %}x{% end %}", 2,
		  "the branches of line 2 leave different tags open" },
		{ "{% if 1 %}<p>\n{% elif 2 %}<p>{% end %}</p>", 3,
		  "the block of line 2 does not close the tags it opens" },
		{ "{% for x in s %}<p>{% end %}", 2,
		  "the block of line 2 does not close the tags it opens" },
		{ "{% for x in s %}x{% empty %}<p>{% end %}", 2,
		  "the block of line 2 does not close the tags it opens" },
		{ "<p {% if 1 %}class=\"a{% end %}\"></p>", 2,
		  "the block of line 2 does not close the tags it opens" },
		{ "<p class=\"a\"{% if 1 %} id=\"x\"{% end %}title=\"y\"></p>", 2,
		  "a blank is missing in <p>, or a name is not written in one piece" },
		{ "<p \"></p>", 2, "a stray \" in <p>" },
		{ "<form {% if 1 %}method=\"post\"{% end %}></form>", 2,
		  "the block of line 2 does not close the tags it opens" },
		{ "<form method=\"{{ s }}\"></form>", 2, "method= of a form is written out" },
	};
	assert_refused(refusals, COUNT(refusals));
}

static void what_some_people_could_not_use_is_refused(void **state)
{
	static const struct refusal refusals[] = {
		{ "<img src=\"/a.png\">", 2, "<img> without alt" },
		{ "<img src=\"/a.png\" {% if 1 %}alt=\"x\"{% end %}>", 2, "<img> without alt" },
		{ "<input name=\"a\">", 2, "<input> without a label" },
		{ "<select name=\"a\"></select>", 2, "<select> without a label" },
		{ "<textarea name=\"a\"></textarea>", 2, "<textarea> without a label" },
		{ "<label for=\"a\">x</label><input id=\"b\">", 2,
		  "the field with id=\"b\" has no label" },
		{ "<label for=\"f-{{ 1 }}\">x</label><input id=\"f-{{ 2 }}\">", 2,
		  "the field with id=\"f-{{ 2 }}\" has no label" },
		{ "<input type=\"{{ s }}\" name=\"a\">", 2, "<input> without a label" },
		{ "<textarea type=\"hidden\" name=\"a\"></textarea>", 2,
		  "<textarea> without a label" },
		{ "<p id=\"a\"></p>\n<p id=\"a\"></p>", 3, "id=\"a\" stands in line 2 already" },
		{ "{% if 1 %}<p id=\"a\"></p>{% end %}<p id=\"a\"></p>", 2,
		  "id=\"a\" stands in line 2 already" },
		{ "{% for x in s %}<p id=\"a\"></p>{% end %}", 2,
		  "id=\"a\" would stand there again each time round" },
	};
	assert_refused(refusals, COUNT(refusals));
}

static void statements_that_are_none_are_refused(void **state)
{
	static const struct refusal refusals[] = {
		{ "{% wenn 1 %}", 2, "unknown statement wenn" },
		{ "{{ s | gross }}", 2, "unknown filter gross" },
		{ "{% if %}x{% end %}", 2, "an expression is missing" },
		{ "{{ }}", 2, "an expression is missing" },
		{ "{{ f(s }}", 2,
		  "the expression does not close what it opens, or holds a comment" },
		{ "{{ s); exit(1 }}", 2,
		  "the expression does not close what it opens, or holds a comment" },
		{ "{{ s /* }}", 2,
		  "the expression does not close what it opens, or holds a comment" },
		{ "{{ s; x }}", 2, "an expression has no semicolon" },
		{ "{% else %}", 2, "else has no beginning here" },
		{ "{% if 1 %}{% empty %}{% end %}", 2, "empty has no beginning here" },
		{ "{% for x %}{% end %}", 2, "for NAME in LIST" },
		{ "{% let x %}", 2, "let NAME = EXPRESSION" },
		{ "{% t A.b %}", 2, "t KEY name=EXPRESSION" },
		{ "{% t a.b 1 %}", 2, "t KEY name=EXPRESSION" },
		{ "{% icon a_b %}", 2, "icon NAME, as lucide writes it" },
		{ "{% asset x %}", 2, "asset \"NAME\"" },
		{ "{% include q(1 %}", 2, "include PAGE(ARGUMENTS)" },
		{ "{% page q() %}", 2, "a page inside a page" },
		{ "{{ s", 2, "{{ without }}" },
		{ "{# s", 2, "{# without #}" },
	};
	assert_refused(refusals, COUNT(refusals));
	char said[256];
	assert_int_equal(compile("{% page p() %}\n{% if 1 %}\n{% end %}\n", said, sizeof said), 1);
	assert_string_equal(said, "page.html:1: error: this block has no end\n");
	assert_int_equal(compile("{% page p() %}\n{% if 1", said, sizeof said), 1);
	assert_string_equal(said, "page.html:2: error: {% without %}\n");
}

static void text_outside_pages_is_refused(void **state)
{
	char said[256];
	assert_int_equal(compile("x", said, sizeof said), 1);
	assert_string_equal(said, "page.html:1: error: text outside a page\n");
	assert_int_equal(compile("\n{% if 1 %}", said, sizeof said), 1);
	assert_string_equal(said, "page.html:2: error: if stands inside a page\n");
}

static void good_pages_pass(void **state)
{
	static const char *const pages[] = {
		"",
		"<a href=\"/x/{{ s }}?y={{ s }}#{{ s }}\">x</a>",
		"<a href=\"mailto:{{ s }}\">x</a>",
		"<p {% if 1 %}class=\"a\"{% else %}class=\"b\"{% end %} title=\"y\"></p>",
		"{% if 1 %}<p id=\"a\"></p>{% else %}<p id=\"a\"></p>{% end %}",
		"<input type=\"hidden\"><input type=\"submit\"><label>x<input></label><input "
		"aria-label=\"x\">",
		"<a href=\"{% if 1 %}/x{% else %}/y{% end %}/{{ s }}\">x</a>",
		"<style>p { color: red }</style>",
		"<BR><P></p>",
		"<svg><path d=\"\"/></svg>",
		"{{ a || b ? \"|\" : '}' }}",
		"<script src=\"/x.js\"></script>",
	};
	for (size_t i = 0; i < COUNT(pages); i++) {
		char page[512], said[512];
		snprintf(page, sizeof page, "{%% page p(str s) %%}%s{%% end %%}", pages[i]);
		assert_int_equal(compile(page, said, sizeof said), 0);
		assert_string_equal(said, "");
	}
}

#define HEADER "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n"

static int merge(const char *de, const char *en, char *said, size_t room)
{
	char command[512];
	write_file("de.po", de);
	write_file("en.po", en);
	snprintf(command, sizeof command, "cd %s && %s t.h t.c de.po en.po 2>&1", folder, textgen);
	return run(command, said, room);
}

static void words_that_do_not_match_are_refused(void **state)
{
	static const struct {
		const char *de, *en, *message;
	} refusals[] = {
		{ "msgid \"a.b\"\nmsgstr \"x\"\n", "",
		  "de.po:1: error: a.b is missing in language en\n" },
		{ "msgid \"a\"\nmsgstr \"{x}\"\n", "msgid \"a\"\nmsgstr \"x\"\n",
		  "en.po:1: error: a lacks {x}, which de.po:1 has\n" },
		{ "msgid \"a\"\nmsgstr \"x\"\nmsgid \"a\"\nmsgstr \"y\"\n",
		  "msgid \"a\"\nmsgstr \"x\"\n", "de.po:3: error: a has other words in de.po:1\n" },
		{ HEADER "msgid \"a\"\nmsgid_plural \"a\"\nmsgstr[0] \"x\"\nmsgstr[1] "
			 "\"y\"\nmsgstr[2] \"z\"\n",
		  "",
		  "de.po:3: error: a has a plural form that its language never uses\nde.po:3: "
		  "error: a is missing in language en\n" },
		{ HEADER "msgid \"a\"\nmsgid_plural \"a\"\nmsgstr[0] \"x\"\n", HEADER,
		  "de.po:3: error: a lacks a plural form\nde.po:3: error: a is missing in language "
		  "en\n" },
		{ "msgid \"a\"\nmsgid_plural \"a\"\nmsgstr[0] \"x\"\n",
		  "msgid \"a\"\nmsgstr \"x\"\n",
		  "de.po:1: error: a has plural forms, but no file of this language has a "
		  "Plural-Forms header\n"
		  "de.po:1: error: a has plural forms in one language only\nen.po:1: error: a has "
		  "plural forms in one language only\n" },
		{ "msgid \"a\"\nmsgstr \"\"\n", "msgid \"a\"\nmsgstr \"x\"\n",
		  "de.po:1: error: a has no words\n" },
		{ "msgid \"A\"\nmsgstr \"x\"\n", "",
		  "de.po:1: error: a key has small letters, digits, _ . and - only: A\n" },
		{ "msgid \"a.b\"\nmsgstr \"x\"\nmsgid \"a_b\"\nmsgstr \"x\"\n",
		  "msgid \"a.b\"\nmsgstr \"x\"\nmsgid \"a_b\"\nmsgstr \"x\"\n",
		  "de.po:3: error: a_b has the same C name as another key\n" },
		{ "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=1; plural=system(1);\\n\"\n", "",
		  "de.po:2: error: the plural rule is not an expression of n\n" },
		{ "nonsense\n", "", "de.po:1: error: not a line of a .po file\n" },
		{ "msgid \"a\nmsgstr \"x\"\n", "",
		  "de.po:1: error: a string in quotes belongs here\nde.po:1: error: a has no "
		  "words\n" },
	};
	for (size_t i = 0; i < COUNT(refusals); i++) {
		char said[1024];
		assert_int_equal(merge(refusals[i].de, refusals[i].en, said, sizeof said), 1);
		if (i !=
		    11) /* a broken string is told first; what follows from it does not matter */
			assert_string_equal(said, refusals[i].message);
		else
			assert_int_equal(
			    strncmp(said, refusals[i].message,
				    strlen("de.po:1: error: a string in quotes belongs here\n")),
			    0);
	}
}

static void words_that_match_become_tables(void **state)
{
	char said[1024];
	assert_int_equal(merge(HEADER "#: comment\nmsgid \"b\"\nmsgid_plural \"b\"\nmsgstr[0] "
				      "\"eins\"\nmsgstr[1] \"{count} \"\n\"viele\"\n"
				      "msgid \"a.b\"\nmsgstr \"<\"\n",
			       HEADER "msgid \"a.b\"\nmsgstr \"x\"\nmsgid \"b\"\nmsgid_plural "
				      "\"b\"\nmsgstr[0] \"one {count}\"\nmsgstr[1] \"m\"\n",
			       said, sizeof said),
			 0);
	assert_string_equal(said, "");
	char command[256];
	snprintf(command, sizeof command,
		 "grep -c 'TEXT_NONE,\\|TEXT_a_b,\\|TEXT_b,\\|LANGUAGE_DE,\\|LANGUAGE_EN,' %s/t.h",
		 folder);
	run(command, said, sizeof said);
	assert_string_equal(said, "5\n");
	snprintf(command, sizeof command,
		 "grep -c '\"{count} viele\", 13 }\\|\"&lt;\", 4 }\\|(n != 1)' %s/t.c", folder);
	run(command, said, sizeof said);
	assert_string_equal(said, "4\n");
}

static int remove_folder(void **state)
{
	char command[64];
	snprintf(command, sizeof command, "rm -r '%s'", folder);
	return system(command);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attributes_that_could_run_or_style_are_refused),
		cmocka_unit_test(values_in_dangerous_places_are_refused),
		cmocka_unit_test(values_that_could_change_an_address_are_refused),
		cmocka_unit_test(tags_that_do_not_close_are_refused),
		cmocka_unit_test(what_some_people_could_not_use_is_refused),
		cmocka_unit_test(statements_that_are_none_are_refused),
		cmocka_unit_test(text_outside_pages_is_refused),
		cmocka_unit_test(good_pages_pass),
		cmocka_unit_test(words_that_do_not_match_are_refused),
		cmocka_unit_test(words_that_match_become_tables),
	};
	if (count != 3 || !mkdtemp(folder))
		return 2;
	/* Absolute: the tools are run in the folder. */
	char *pagegen_path = realpath(arguments[1], NULL),
	     *textgen_path = realpath(arguments[2], NULL);
	pagegen = pagegen_path;
	textgen = textgen_path;
	int failed = cmocka_run_group_tests(tests, NULL, remove_folder);
	free(pagegen_path);
	free(textgen_path);
	return failed;
}
