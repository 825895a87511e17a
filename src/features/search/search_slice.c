/* search_slice.c: all that search adds to the house. */
#include "features/search/search_slice.h"

#include "features/search/index.h"
#include "features/search/search_api.h"
#include "features/search/search_web.h"
#include "features/search/words_web.h"

const struct slice search_slice = {
	.name = "search",
	.routes = (const struct route *const[]){ search_routes, similar_routes, words_routes, search_api_routes, NULL },
	.listeners = index_listeners,
	.panels = search_panels,
	.jobs = index_jobs,
	.schemas = search_schemas,
};
