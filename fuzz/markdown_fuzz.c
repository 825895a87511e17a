/* markdown_fuzz.c: no source makes HTML with a tag that is not ours, or takes the renderer down. */
#include "view/markdown.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool starts_with_one(str s, const char *const *starts)
{
	for (; *starts; starts++) {
		if (str_starts(s, str_from(*starts)))
			return true;
	}
	return false;
}

/* Every '<' in the output must begin one of these, and every address one of those. */
static bool tag_is_ours(struct arena *arena, str rest)
{
	static const char *const tags[] = { "p>",
					    "br>",
					    "hr>",
					    "h3>",
					    "h4>",
					    "h5>",
					    "h6>",
					    "em>",
					    "strong>",
					    "del>",
					    "code>",
					    "pre>",
					    "ul>",
					    "ol>",
					    "li>",
					    "blockquote>",
					    "div>",
					    "table>",
					    "thead>",
					    "tbody>",
					    "tr>",
					    "th>",
					    "td>",
					    "a>",
					    "a href=\"",
					    "ol start=\"",
					    "code class=\"language-",
					    "div class=\"prose-table\" tabindex=\"0\">",
					    NULL };
	static const char *const addresses[] = { "/", "#", "https://", "http://", "mailto:", NULL };
	if (str_starts(rest, S("/")))
		rest = str_skip(rest, 1);
	if (!starts_with_one(rest, tags))
		return false;
	if (!str_starts(rest, S("a href=\"")))
		return true;
	str address = str_skip(rest, sizeof "a href=\"" - 1);
	const char *end = memchr(address.at, '"', address.len);
	if (!end || str_starts(address, S("//")) || str_starts(address, S("/\\")))
		return false;
	return starts_with_one(str_lower_ascii(arena, str_first(address, 8)), addresses);
}

static void check_html(struct arena *arena, str html)
{
	for (size_t i = 0; i < html.len; i++) {
		if (html.at[i] == '<' && !tag_is_ours(arena, str_skip(html, i + 1)))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *arena = arena_open(4096);
	str source = { (const char *)data, len }; /* bytes are text here */
	struct html html;
	enum err err = markdown_html(arena, source, &html);
	if (err == ERR_BROKEN)
		abort();
	if (!err)
		check_html(arena, html.at);
	str excerpt = markdown_excerpt(arena, source, 40);
	if (memchr(excerpt.at, '\n', excerpt.len))
		abort();
	arena_close(arena);
	return 0;
}
