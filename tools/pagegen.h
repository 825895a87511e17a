/*
 * pagegen.h: the parts of the page compiler.
 *
 * pagegen_scan.c cuts a template into literals, values and statements; pagegen_page.c
 * walks them, keeps blocks and pages; pagegen_html.c follows the HTML through each
 * literal and knows in what place a value stands; pagegen_rules.c holds what HTML and
 * our rules say about names; pagegen_emit.c writes C.
 */
#ifndef TOOLS_PAGEGEN_H
#define TOOLS_PAGEGEN_H
#include "pagegen_emit.h"
#include "pagegen_scan.h"

#define OPEN_MAX 64  /* tags within each other */
#define BLOCKS_MAX 32
#define NAMES_MAX 256 /* ids, labels and fields of a page */

/* Where in the HTML we are; AFTER_VALUE is in a tag too, but a blank is due before the next attribute. */
enum place { PLACE_TEXT, PLACE_IN_TAG, PLACE_AFTER_VALUE, PLACE_VALUE, PLACE_RCDATA, PLACE_SCRIPT, PLACE_JSON, PLACE_STYLE };
enum url { URL_NONE, URL_EMPTY, URL_LITERAL, URL_WHOLE };
/* White space that may still be seen; a soft one holds a line break: it waits until a branch shows what follows. */
enum blank { BLANK_NONE, BLANK_SOFT, BLANK_HARD };
enum left { LEFT_BLOCK, LEFT_INLINE, LEFT_BLANK }; /* what a blank would follow */

struct open_tag { str name; int line; };
struct tag { /* the one being read */
	str name, id;  /* id as spelled in the template */
	int line;
	bool has_alt, has_label, is_exempt, is_post, is_json, has_src;
};

struct html_state {
	enum place place;
	struct open_tag open[OPEN_MAX];
	size_t depth;
	struct tag tag;
	str attribute;
	char quote;
	const char *value_at; /* where the value began in the template */
	bool value_has_hole;
	enum url url;
	char url_start[16];
	size_t url_len;
	bool url_query;
	bool json_in_text;
	enum left left;
	enum blank blank;
};
struct names { struct named { str name; int line; bool shut; } at[NAMES_MAX]; size_t count; };

struct page {
	struct tool *tool;
	const char *file;
	struct emit *emit;
	struct html_state html;
	struct names ids, labels, fields;
	int loops; /* how many `for` are open */
	bool failed;
};

void page_complain(struct page *page, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Follows a literal; writes it folded. */
void html_literal(struct page *page, str literal, int line);
/* A value, a filter's value, words, a piece of HTML, an asset's address is put here; complains when it may not be. */
const char *html_value_writer(struct page *page, int line); /* the macro of view/html.h for it, or NULL */
bool html_filter_fits(struct page *page, str filter, int line);
bool html_words_fit(struct page *page, int line);
bool html_piece_fits(struct page *page, const char *what, int line);
void html_flush_blank(struct page *page);  /* before something that is drawn */
void html_meet_block(struct page *page);   /* before if, else, end … */
bool html_same(const struct html_state *a, const struct html_state *b);
/* What both branches of an `if` agree on. */
void html_merge(struct html_state *into, const struct html_state *branch);
void html_page_begin(struct page *page);
void html_page_end(struct page *page, int line);

/* pagegen_page.c: compiles one file; false after complaints. */
bool pagegen_file(struct tool *tool, struct emit *emit, const char *file, str source);
#endif
