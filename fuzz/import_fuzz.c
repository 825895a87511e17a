/* import_fuzz.c: no line of a file of threads takes the importer down, and no HTML becomes a body that cannot be shown. */
#include "app/import_line.h"
#include "app/import_markdown.h"
#include "base/utf8.h"
#include "view/markdown.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check_line(struct arena *arena, str source)
{
	const struct import_frame frame = { SECONDS(1767268800), 1, S("de") };
	struct import_line line;
	str wrong = S("");
	if (import_line_read(arena, source, &frame, &line, &wrong)) {
		if (str_empty(wrong))
			abort();
		return;
	}
	if (utf8_length(line.thread.title) > THREAD_TITLE_MAX || str_empty(line.thread.title) || !line.thread.active_at)
		abort();
	for (size_t i = 0; i < line.posts.count; i++) {
		const struct post *post = &line.posts.at[i];
		if (post->body.len > MARKDOWN_MAX || !utf8_is_valid(post->body) || str_empty(line.names[i]))
			abort();
	}
}

/* The first byte chooses: a whole line, or a body as it stands in one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *arena = arena_open(4096);
	str source = { (const char *)data, len }; /* bytes are text here */
	str markdown;
	struct html html;
	if (len && data[0] == '{') {
		check_line(arena, source);
	} else {
		str body = utf8_clean(arena, source);
		if (markdown_from_html(arena, body, &markdown) == OK && markdown_html(arena, markdown, &html) == ERR_BROKEN)
			abort();
		if (markdown_html(arena, markdown_from_text(arena, body), &html) == ERR_BROKEN)
			abort();
	}
	arena_close(arena);
	return 0;
}
