/* pagegen_fuzz.c: no template takes the page compiler down; what it accepts, it can also write. */
#include "../tools/pagegen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void compile(str source)
{
	struct tool tool = { .complain_to = NULL };
	struct emit *emit = emit_open(&tool, "fuzz.c");
	if (pagegen_file(&tool, emit, "fuzz.html", source)) {
		struct tool_text header = { .tool = &tool }, c = { .tool = &tool };
		emit_finish(emit, "fuzz.gen.h", &header, &c);
	}
	tool_close(&tool);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	str source = { (const char *)data, len }; /* bytes are text here */
	compile(source);
	/* Most inputs are no pages; inside one they come further. */
	struct tool tool = { .complain_to = NULL };
	struct tool_text page = { .tool = &tool };
	tool_put(&page, S("{% page p(str s) %}"));
	tool_put(&page, source);
	tool_put(&page, S("{% end %}"));
	compile(tool_str(&page));
	tool_close(&tool);
	return 0;
}
