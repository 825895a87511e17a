/* wanted_web.h: what the address of a search says, and how another one is written. */
#ifndef SEARCH_WANTED_WEB_H
#define SEARCH_WANTED_WEB_H
#include "features/search/search.h"
#include "view/components.h"
#include "web/web.h"

/* since: "week", "month", "year" or "". */
struct wanted { str text, kind, state, language, since; int64_t board_id, product_id, tag_id, page; bool newest; };

struct wanted wanted_read(struct request *request);
str wanted_url(struct scope *scope, const struct wanted *wanted);
/* All but kinds, limit and skip. */
struct search_wish wanted_wish(const struct scope *scope, const struct wanted *wanted);
bool wanted_is_filtered(const struct wanted *wanted);

/* The selects of the filter form, with what is chosen. */
struct filters { struct choices boards, products, tags, states, languages, times; };
enum err filters_read(struct scope *scope, const struct view *view, const struct wanted *wanted, struct filters *filters_out);
#endif
