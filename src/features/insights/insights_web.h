/* insights_web.h: the brand's figures, and the question to readers. */
#ifndef INSIGHTS_WEB_H
#define INSIGHTS_WEB_H
#include "features/insights/saved.h"
#include "view/components.h"
#include "web/web.h"

/* One figure with its bounds, as people write numbers. */
struct saved_line { enum text_id label, how; str low, middle, high, money; bool is_known; str missing; };
struct saved_line_list { struct saved_line *at; size_t count; };

struct week_line { const struct insight_week *week; str monday, response, solution, solution_low, median, open; };
struct week_line_list { struct week_line *at; size_t count; };

struct insights_page {
	struct saved_line_list saved;
	struct week_line_list weeks;
	struct choices fields;
	str csv;
	int64_t days;
};
struct helped_page { int64_t thread_id; str title; };

/* Hears what was read (struct slice). */
enum err insights_count(struct scope *scope, const struct sighting *readings, size_t count);

extern const struct route insights_routes[];
extern const struct panel insights_panels[];
#endif
