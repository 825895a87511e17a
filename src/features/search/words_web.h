/* words_web.h: the desk's page of the search: the brand's synonyms, and what nobody found. */
#ifndef SEARCH_WORDS_WEB_H
#define SEARCH_WORDS_WEB_H
#include "features/search/synonym.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route words_routes[];
enum err words_panel_desk(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);

struct words_page { struct synonym_list synonyms; struct miss_list misses; str typed; };
#endif
