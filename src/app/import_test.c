/* import_test.c: proves how other forums' texts, names, lines and files come in. */
#include "app/import_line.h"
#include "app/import_markdown.h"
#include "app/import_name.h"
#include "app/import_reader.h"
#include "base/json.h"
#include "base/testing.h"
#include "base/utf8.h"
#include "view/markdown.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>

static struct arena *arena; /* of the test at hand */

static int up(void **state)
{
	(void)state;
	arena = arena_open(1 << 16);
	return 0;
}

static int down(void **state)
{
	(void)state;
	arena_close(arena);
	return 0;
}

static void assert_markdown(const char *html, const char *wanted)
{
	str got;
	assert_int_equal(markdown_from_html(arena, str_from(html), &got), OK);
	assert_str(got, wanted);
}

/* Through the renderer again: what a reader sees. */
static void assert_reads(const char *html, const char *wanted)
{
	str markdown;
	struct html out;
	assert_int_equal(markdown_from_html(arena, str_from(html), &markdown), OK);
	assert_int_equal(markdown_html(arena, markdown, &out), OK);
	assert_str(str_trim(out.at), wanted);
}

/* ── HTML ── */

static void blocks_become_paragraphs_quotes_lists_and_code(void **state)
{
	static const struct { const char *html, *markdown; } cases[] = {
		{ "<p>One  two\n three</p>\n<p>four</p>", "One two three\n\nfour" },
		{ "<p>a<br>b<br/>c</p>", "a\\\nb\\\nc" },
		{ "a<br><br>b", "a\n\nb" },
		{ "<p>a</p><p></p><p> </p><p>b</p>", "a\n\nb" },
		{ "<h2>Title</h2><p>text</p><hr><p>more</p>", "## Title\n\ntext\n\n---\n\nmore" },
		{ "<blockquote><p>a</p><p>b</p></blockquote><p>c</p>", "> a\n>\n> b\n\nc" },
		{ "<blockquote><blockquote>a</blockquote>b</blockquote>", "> > a\n>\n> b" },
		{ "<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n\n> b" },
		{ "<ul><li>a</li><li>b</li></ul>c", "- a\n- b\n\nc" },
		{ "<ul>\n<li><p>a</p><p>b</p></li>\n<li><p>c</p></li>\n</ul>", "- a\n\n  b\n\n- c" },
		{ "<ol start=\"3\"><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ol>", "3. a\n4. b\n   - c\n5. d" },
		{ "<ul><li></li><li>a</li></ul>", "- a" },
		{ "<ul><li><blockquote>a</blockquote></li></ul>", "- > a" },
		{ "<pre><code class=\"lang-cpp\">int a;\n\n  b();\n</code></pre>x", "```cpp\nint a;\n\n  b();\n```\n\nx" },
		{ "<pre><code>```</code></pre>", "````\n```\n````" },
		{ "<blockquote><pre>a\nb</pre></blockquote>", "> ```\n> a\n> b\n> ```" },
		{ "<pre class=\"onebox\"><code><ol><li>x</li><li>y</li></ol></code></pre>", "```\nx\ny\n```" },
		{ "<table><thead><tr><th>A</th><th>B|C</th></tr></thead><tbody><tr><td>1</td><td><p>2</p></td></tr></tbody></table>",
		  "| A | B\\|C |\n|---|---|\n| 1 | 2 |" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_markdown(cases[i].html, cases[i].markdown);
}

static void marks_stand_where_markdown_takes_them_for_marks(void **state)
{
	static const struct { const char *html, *markdown; } cases[] = {
		{ "a <b>b</b> <em>c</em> <s>d</s>", "a **b** *c* ~~d~~" },
		{ "a<b> b </b>c", "a **b** c" },
		{ "<b><strong>x</strong></b>", "**x**" },
		{ "<b></b>x<i> </i>y", "x y" },
		{ "<b>Note:</b>text", "**Note:** text" },
		{ "word<b>(x)</b>", "word(x)" },
		{ "<b><p>a</p><p>b</p></b>", "a\n\nb" },
		{ "<span class=\"bbcode-b\">x</span>", "**x**" },
		{ "<code>a`b</code> <code>`</code> <code></code>", "``a`b`` `` ` ``" },
		{ "x<sup>12</sup> H<sub>2</sub>O y<sup>n+1</sup>", "x¹² H₂O y^(n+1)" },
		{ "<p><sub>Only small print here.</sub></p>", "Only small print here." },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_markdown(cases[i].html, cases[i].markdown);
}

static void what_only_looks_like_a_mark_is_escaped(void **state)
{
	static const struct { const char *html, *reads; } cases[] = {
		{ "<p>2 * 3 * 4, a_b_c, _x_</p>", "<p>2 * 3 * 4, a_b_c, _x_</p>" },
		{ "<p># no heading</p>", "<p># no heading</p>" },
		{ "<p>- no list</p><p>+ none</p><p>1. none</p><p>2) none</p>",
		  "<p>- no list</p><p>+ none</p><p>1. none</p><p>2) none</p>" },
		{ "<p>a<br>=====</p>", "<p>a<br>=====</p>" },
		{ "<p>[x](y) `c` ~~d~~ a|b \\</p>", "<p>[x](y) `c` ~~d~~ a|b \\</p>" },
		{ "<p>&amp;lt; &lt;b&gt; &amp; 1 &lt; 2</p>", "<p>&amp;lt; &lt;b&gt; &amp; 1 &lt; 2</p>" },
		{ "<p>version 1.5 costs 3.</p>", "<p>version 1.5 costs 3.</p>" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_reads(cases[i].html, cases[i].reads);
}

static void links_stay_and_pictures_become_links(void **state)
{
	static const struct { const char *html, *markdown; } cases[] = {
		{ "<a href=\"https://example.org/a_(b)\">see <b>this</b></a>!", "[see **this**](https://example.org/a_%28b%29)!" },
		{ "<a href=\"https://example.org/\">https://example.org/</a>", "<https://example.org/>" },
		{ "<a href=\"https://example.org/x\">example.org/x</a>", "<https://example.org/x>" },
		{ "<a href=\"//example.org/x\">x</a>", "[x](https://example.org/x)" },
		{ "<a href=\"/t/5\">inner</a> <a href=\"javascript:alert(1)\">bad</a>", "inner bad" },
		{ "<a class=\"mention\" href=\"https://x.org/u/ann\">@ann</a>", "@ann" },
		{ "see https://example.org/a_b_c. Or http://x", "see <https://example.org/a_b_c>. Or http://x" },
		{ "<a href=\"https://e.org/\"></a>", "[e.org](https://e.org/)" },
		{ "<img src=\"https://e.org/dir/cat.png?x=1\" alt=\"enter image description here\">",
		  "[cat.png](https://e.org/dir/cat.png?x=1)" },
		{ "<img src=\"https://e.org/1.png\" alt=\"A cat\">", "[A cat](https://e.org/1.png)" },
		{ "<img src=\"data:image/png;base64,AAAA\" alt=\"A cat\">", "A cat" },
		{ "<a href=\"https://e.org/p\"><img src=\"https://e.org/1.png\" alt=\"\"></a>", "[1.png](https://e.org/p)" },
		{ "hi <img class=\"emoji\" alt=\":wink:\" src=\"https://e.org/w.png\">", "hi 😉" },
		{ "<img class=\"avatar\" src=\"https://e.org/a.png\">x", "x" },
		{ "<iframe src=\"https://e.org/film\"></iframe>", "[film](https://e.org/film)" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_markdown(cases[i].html, cases[i].markdown);
}

static void what_forum_software_adds_goes(void **state)
{
	(void)state;
	assert_markdown("<aside class=\"quote\" data-username=\"u_a3766e85\"><div class=\"title\"><div class=\"quote-controls\">"
	                "</div><img class=\"avatar\" src=\"https://e.org/a.png\"> …:</div><blockquote><p>Said so.</p></blockquote>"
	                "</aside><p>Yes.</p>", str_c(arena, str_format(arena, "> **%.*s:**\n>\n> Said so.\n\nYes.",
	                STR_ARG(import_name(arena, S("u_a3766e85"))))));
	assert_markdown("<div class=\"lightbox-wrapper\"><a class=\"lightbox\" href=\"https://e.org/big.jpg\"><img src=\"https://e.org/s.jpg\">"
	                "<div class=\"meta\"><svg><use></use></svg><span class=\"filename\">x</span>"
	                "<span class=\"informations\">9×9</span></div></a></div>", "[big.jpg](https://e.org/big.jpg)");
	assert_markdown("a<script>alert(1)</script><style>b{}</style><!-- c -->", "a");
}

static void quotes_and_code_of_an_older_forum_are_understood(void **state)
{
	static const struct { const char *html, *markdown; } cases[] = {
		{ "<p>[quote=\"ann\"]Said.</p><p>More.[/quote]</p><p>Yes.</p>", "> Said.\n>\n> More.\n\nYes." },
		{ "<p>[quote]a[quote=b]b[/quote]c[/quote]d</p>", "> a\n>\n> > b\n>\n> c\n\nd" },
		{ "<p>[quote]never ended</p>", "\\[quote]never ended" },
		{ "<p>[code]a *b*;<br>c();[/code]</p>", "```\na *b*;\nc();\n```" },
		{ "<pre><code>[code]x[/code]</code></pre>", "```\n[code]x[/code]\n```" },
		{ "<p>[code]a<pre>b[/code]</pre></p>", "\\[code]a\n\n```\nb[/code]\n```" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_markdown(cases[i].html, cases[i].markdown);
}

static void a_wall_of_tags_is_refused(void **state)
{
	(void)state;
	str got = S("untouched");
	size_t len = 200000;
	char *wall = arena_bytes(arena, len);
	for (size_t i = 0; i < len; i++)
		wall[i] = "<b>"[i % 3];
	assert_int_equal(markdown_from_html(arena, (str){ wall, len }, &got), ERR_TOO_LARGE);
	memset(wall, 'a', len);
	assert_int_equal(markdown_from_html(arena, (str){ wall, len }, &got), OK);
	wall = arena_bytes(arena, IMPORT_HTML_MAX + 1);
	memset(wall, 'a', IMPORT_HTML_MAX + 1);
	assert_int_equal(markdown_from_html(arena, (str){ wall, IMPORT_HTML_MAX + 1 }, &got), ERR_TOO_LARGE);
}

static void text_reads_as_it_was(void **state)
{
	(void)state;
	assert_str(markdown_from_text(arena, S("one\ntwo\n\n\n- three *x*\n  1. four")), "one\\\ntwo\n\n\\- three \\*x\\*\\\n1\\. four");
	assert_str(markdown_from_text(arena, S("")), "");
	assert_true(text_is_html(S("<div class=\"a\">b</div>")));
	assert_false(text_is_html(S("if a < b then c > d")));
}

/* ── names ── */

static void a_pseudonym_becomes_a_name_that_can_be_said(void **state)
{
	(void)state;
	str name = import_name(arena, S("u_92788a10"));
	assert_int_equal(name.len, 8);
	assert_true(str_equal(name, import_name(arena, S("u_92788a10"))));
	assert_false(str_equal(name, import_name(arena, S("u_92788a11"))));
	assert_str(import_name(arena, S("u_unknown")), "Unknown");
	assert_str(import_name(arena, S("Ana B.")), "Ana B.");
	assert_str(import_name(arena, S("  \x01 ")), "Unknown");
	assert_str(import_name(arena, S("...")), "Unknown");
	assert_int_equal(import_name(arena, S("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgg")).len, 60);
}

/* ── lines ── */

#define NOW SECONDS(1767268800)
static const struct import_frame frame = { NOW, 7, { "de", 2 } };

static struct import_line read_line(const char *source)
{
	struct import_line line;
	str why = S("");
	if (import_line_read(arena, str_from(source), &frame, &line, &why))
		fail_msg("refused: %.*s", STR_ARG(why));
	return line;
}

static void a_line_becomes_a_thread(void **state)
{
	(void)state;
	struct import_line line = read_line(
		"{\"id\":\"se-coffee-1\",\"lang\":\"en\",\"source\":\"se-coffee\",\"title\":\"Beans?\",\"body\":\"<p>How <b>long</b>?</p>\","
		"\"body_format\":\"html\",\"author\":\"u_92788a10\",\"created\":\"2015-01-27T20:09:32Z\",\"score\":20,\"views\":130,"
		"\"replies\":[{\"id\":\"r2\",\"author\":\"x\",\"created\":\"2015-01-29T00:00:00Z\",\"body\":\"late\",\"score\":-3},"
		"{\"id\":\"r1\",\"author\":\"y\",\"created\":\"2015-01-28T00:00:00Z\",\"body\":\"\",\"score\":2,\"accepted\":true}]}");
	assert_str(line.thread.title, "Beans?");
	assert_str(line.thread.excerpt, "How long?");
	assert_str(line.thread.lang, "en");
	assert_str(line.thread.origin, "se-coffee-1");
	assert_str(line.thread.origin_url, "https://coffee.stackexchange.com/q/1");
	assert_int_equal(line.thread.kudos_count, 22);
	assert_int_equal(line.thread.view_count, 130);
	assert_int_equal(line.posts.count, 3);
	assert_str(line.posts.at[0].body, "How **long**?");
	assert_str(line.posts.at[1].origin, "r1"); /* the earlier one first */
	assert_str(line.posts.at[1].body, "(…)");
	assert_true(line.posts.at[1].is_solution);
	assert_int_equal(line.posts.at[2].kudos_count, 0);
	assert_str(line.authors[1], "se-coffee:y");
	assert_int_equal(line.thread.active_at, line.posts.at[2].created_at + 7); /* no two threads at one time */
}

static void an_unknown_time_stays_unknown_in_lists_too(void **state)
{
	(void)state;
	struct import_line line = read_line("{\"id\":\"a\",\"title\":\"T\",\"body\":\"\",\"created\":null,\"replies\":[{\"body\":\"x\"}]}");
	assert_int_equal(line.thread.created_at, 0);
	assert_int_equal(line.posts.at[1].created_at, 0);
	assert_int_equal(line.thread.active_at, 0);
	assert_str(line.thread.lang, "de");
	assert_str(line.posts.at[0].body, "");
	assert_str(line.names[0], "Unknown");
	assert_int_equal(read_line("{\"id\":\"a\",\"title\":\"T\",\"created\":\"2999-01-01T00:00:00Z\"}").thread.created_at, NOW);
}

static void a_long_title_is_cut_at_a_word_and_stands_whole_above(void **state)
{
	(void)state;
	struct text source;
	text_open(&source, arena, 1024);
	text_put(&source, S("{\"id\":\"a\",\"body\":\"Body.\",\"title\":\""));
	for (int i = 0; i < 60; i++)
		text_put(&source, S("wörter "));
	text_put(&source, S("\"}"));
	text_char(&source, '\0');
	struct import_line line = read_line(source.at);
	assert_true(utf8_length(line.thread.title) <= THREAD_TITLE_MAX);
	assert_true(str_ends(line.thread.title, S("wörter …")));
	assert_true(str_ends(line.posts.at[0].body, S("wörter\n\nBody.")));
}

static void a_long_body_is_cut_within_its_limit(void **state)
{
	(void)state;
	struct text source;
	text_open(&source, arena, 1 << 18);
	text_put(&source, S("{\"id\":\"a\",\"title\":\"T\",\"body\":\""));
	for (int i = 0; i < 20000; i++)
		text_put(&source, S("ääää "));
	text_put(&source, S("\"}"));
	text_char(&source, '\0');
	struct import_line line = read_line(source.at);
	assert_int_equal(line.shortened, 1);
	assert_true(line.posts.at[0].body.len <= MARKDOWN_MAX);
	assert_true(line.posts.at[0].body.len > MARKDOWN_MAX - 100);
	assert_true(str_ends(line.posts.at[0].body, S("ääää\n\n(…)")));
	assert_true(utf8_is_valid(line.posts.at[0].body));
}

static void a_broken_line_is_refused_with_its_reason(void **state)
{
	static const struct { const char *source, *why; } cases[] = {
		{ "{\"id\":\"a\"", NULL },
		{ "[]", "is no JSON object" },
		{ "{\"title\":\"T\"}", "\"id\" is missing, or longer than 200 bytes" },
		{ "{\"id\":7,\"title\":\"T\"}", "\"id\" is missing, or longer than 200 bytes" },
		{ "{\"id\":\"a\",\"title\":\" \",\"body\":\"\"}", "has neither \"title\" nor \"body\"" },
		{ "{\"id\":\"a\",\"title\":\"T\",\"body\":5}", "\"body\" is no text" },
		{ "{\"id\":\"a\",\"title\":\"T\",\"created\":5}", "\"created\" is no text" },
		{ "{\"id\":\"a\",\"title\":\"T\",\"created\":\"gestern\"}", "\"created\" is no time: gestern" },
		{ "{\"id\":\"a\",\"title\":\"T\",\"replies\":{}}", "\"replies\" is no list" },
		{ "{\"id\":\"a\",\"title\":\"T\",\"replies\":[5]}", "\"replies\" holds something else than replies" },
		{ "{\"id\":\"a\",\"title\":\"T\",\"replies\":[{\"body\":[]}]}", "\"body\" is no text" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct import_line line;
		str why = S("");
		assert_int_equal(import_line_read(arena, str_from(cases[i].source), &frame, &line, &why), ERR_INVALID);
		assert_false(str_empty(why));
		if (cases[i].why)
			assert_str(why, cases[i].why);
	}
}

/* ── files ── */

static str a_file(const char *bytes, size_t len)
{
	str path = str_format(arena, "/tmp/import_test_XXXXXX");
	const char *name = str_c(arena, path);
	int fd = mkstemp((char *)name); /* str_c's copy is ours */
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), (ssize_t)len);
	close(fd);
	return str_from(name);
}

static enum import_read read_all(str path, size_t *lines_out, size_t *too_long_out, str *last_out)
{
	struct import_reader *reader;
	enum import_read got;
	str line;
	*lines_out = *too_long_out = 0;
	assert_int_equal(import_reader_open(arena, path, &reader), OK);
	while ((got = import_reader_next(reader, &line)) == IMPORT_LINE || got == IMPORT_TOO_LONG) {
		*(got == IMPORT_LINE ? lines_out : too_long_out) += 1;
		*last_out = str_keep(arena, got == IMPORT_LINE ? line : S("(long)"));
	}
	if (got == IMPORT_END)
		assert_true(import_reader_share(reader) >= 1);
	import_reader_close(reader);
	unlink(str_c(arena, path));
	return got;
}

static void plain_files_give_their_lines(void **state)
{
	size_t lines, too_long;
	str last = S("");
	(void)state;
	assert_int_equal(read_all(a_file("a\n\nb\nc", 6), &lines, &too_long, &last), IMPORT_END);
	assert_int_equal(lines, 4);
	assert_str(last, "c");
	assert_int_equal(read_all(a_file("", 0), &lines, &too_long, &last), IMPORT_END);
	assert_int_equal(lines, 0);
	struct import_reader *reader;
	assert_int_equal(import_reader_open(arena, S("/nowhere/at/all"), &reader), ERR_NOT_FOUND);
}

static void a_line_that_is_too_long_is_passed_over(void **state)
{
	size_t lines, too_long, len = 3 * IMPORT_LINE_MAX;
	str last = S("");
	char *bytes = arena_bytes(arena, len + 8);
	(void)state;
	memset(bytes, 'x', len);
	memcpy(bytes, "a\n", 2);
	memcpy(bytes + len, "\nb\n", 3);
	assert_int_equal(read_all(a_file(bytes, len + 3), &lines, &too_long, &last), IMPORT_END);
	assert_int_equal(lines, 2);
	assert_int_equal(too_long, 1);
	assert_str(last, "b");
}

static void packed_files_give_the_same_lines_and_broken_ones_are_seen(void **state)
{
	size_t lines, too_long, len = 700000;
	str last = S("");
	char *bytes = arena_bytes(arena, len);
	(void)state;
	for (size_t i = 0; i < len; i++)
		bytes[i] = i % 70 == 69 ? '\n' : (char)('a' + i * i % 23);
	size_t room = ZSTD_compressBound(len);
	char *packed = arena_bytes(arena, 2 * room);
	size_t size = ZSTD_compress(packed, room, bytes, len, 1);
	memcpy(packed + size, packed, size); /* two frames, one behind the other */
	assert_int_equal(read_all(a_file(packed, 2 * size), &lines, &too_long, &last), IMPORT_END);
	assert_int_equal(lines, 20000);
	assert_int_equal(read_all(a_file(packed, size - 5), &lines, &too_long, &last), IMPORT_BROKEN);
	packed[size / 2] = (char)~packed[size / 2];
	packed[size / 2 + 1] = (char)~packed[size / 2 + 1];
	assert_int_equal(read_all(a_file(packed, size), &lines, &too_long, &last) == IMPORT_BROKEN || lines != 10000 ||
	                 !str_equal(last, (str){ bytes + len - 70, 69 }), true);
}

/* ── real data ── */

static void every_thread_of_the_real_file_is_read(void **state)
{
	const char *data = getenv("HEINZEL_TEST_DATA");
	struct import_reader *reader;
	size_t threads = 0, posts = 0, solutions = 0;
	str line;
	if (!data) {
		puts("HEINZEL_TEST_DATA is not set");
		skip();
	}
	(void)state;
	str path = str_format(arena, "%s/threads/threads_dev.jsonl.zst", data);
	assert_int_equal(import_reader_open(arena, path, &reader), OK);
	struct arena *own = arena_open(1 << 20);
	while (import_reader_next(reader, &line) == IMPORT_LINE) {
		struct import_line thread;
		str why = S("");
		arena_reset(own);
		if (import_line_read(own, line, &frame, &thread, &why))
			fail_msg("%.*s", STR_ARG(why));
		threads++;
		posts += thread.posts.count;
		for (size_t i = 0; i < thread.posts.count; i++)
			solutions += thread.posts.at[i].is_solution;
	}
	arena_close(own);
	import_reader_close(reader);
	assert_int_equal(threads, 4652);
	assert_int_equal(posts, 4652 + 24291);
	assert_int_equal(solutions, 1308);
}

#define IMPORT_TEST(name) cmocka_unit_test_setup_teardown(name, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IMPORT_TEST(blocks_become_paragraphs_quotes_lists_and_code),
		IMPORT_TEST(marks_stand_where_markdown_takes_them_for_marks),
		IMPORT_TEST(what_only_looks_like_a_mark_is_escaped),
		IMPORT_TEST(links_stay_and_pictures_become_links),
		IMPORT_TEST(what_forum_software_adds_goes),
		IMPORT_TEST(quotes_and_code_of_an_older_forum_are_understood),
		IMPORT_TEST(a_wall_of_tags_is_refused),
		IMPORT_TEST(text_reads_as_it_was),
		IMPORT_TEST(a_pseudonym_becomes_a_name_that_can_be_said),
		IMPORT_TEST(a_line_becomes_a_thread),
		IMPORT_TEST(an_unknown_time_stays_unknown_in_lists_too),
		IMPORT_TEST(a_long_title_is_cut_at_a_word_and_stands_whole_above),
		IMPORT_TEST(a_long_body_is_cut_within_its_limit),
		IMPORT_TEST(a_broken_line_is_refused_with_its_reason),
		IMPORT_TEST(plain_files_give_their_lines),
		IMPORT_TEST(a_line_that_is_too_long_is_passed_over),
		IMPORT_TEST(packed_files_give_the_same_lines_and_broken_ones_are_seen),
		IMPORT_TEST(every_thread_of_the_real_file_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
