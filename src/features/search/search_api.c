/* search_api.c: the same finds in JSON: threads and services in one list, by rank. */
#include "features/search/search_api.h"

#include "base/utf8.h"
#include "features/community/community_news.h"
#include "features/marketplace/marketplace_news.h"
#include "features/search/search_web.h"

static handler search_get, similar_get;

const struct route search_api_routes[] = {
	{ GET, "/api/v1/search",  EVERYONE, READS, search_get,  .rate = RATE_SEARCH, .answers = "list of find",
	  .about = "Threads and services by words; ?q= ?kind=thread|service ?board= ?product= ?solved=1 ?after=" },
	{ GET, "/api/v1/similar", EVERYONE, READS, similar_get, .rate = RATE_SEARCH, .answers = "list of find",
	  .about = "Up to five solved threads like a question; ?title=" },
	ROUTES_END
};

struct find { int64_t id; str kind, title, url, excerpt, state; double score; };

static const struct schema_member find_members[] = {
	MEMBER(SCHEMA_ID, struct find, id),       MEMBER(SCHEMA_TEXT, struct find, kind),
	MEMBER(SCHEMA_TEXT, struct find, title),  MEMBER(SCHEMA_TEXT, struct find, url),
	MEMBER(SCHEMA_TEXT, struct find, excerpt), MEMBER(SCHEMA_TEXT, struct find, state),
	MEMBER(SCHEMA_REAL, struct find, score),
};
static const struct schema find_schema = { "find", sizeof(struct find), find_members, COUNT(find_members) };
const struct schema *const search_schemas[] = { &find_schema, NULL };

static str thread_url(struct scope *scope, int64_t thread_id)
{
	return str_format(scope->arena, "/threads/%lld", (long long)thread_id);
}

static struct find find_of(struct scope *scope, struct marker *marker, const struct search_item *item)
{
	struct find_card card;
	if (item->thread) {
		find_thread_card(marker, item, &card);
		return (struct find){ item->thread->id, S("thread"), item->thread->title, thread_url(scope, item->thread->id),
		                      excerpt_plain(scope->arena, &card.text),
		                      str_from(thread_state_names[item->thread->state]), item->score };
	}
	const struct service_card *service = item->service;
	struct marked_list marked;
	excerpt_mark(marker, find_source(scope->arena, service->source), EXCERPT_BYTES, &marked);
	return (struct find){ service->id, S("service"), service->title, service->url,
	                      excerpt_plain(scope->arena, &marked), S("live"), item->score };
}

static enum err send_finds(struct request *request, const struct search_found *found, int64_t next)
{
	struct scope *scope = request_scope(request);
	struct find *finds = arena_take(scope->arena, (found->count + 1) * sizeof(*finds));
	struct marker *marker = arena_take(scope->arena, sizeof(*marker));
	marker_open(marker, scope->arena, &found->terms);
	for (size_t i = 0; i < found->count; i++)
		finds[i] = find_of(scope, marker, &found->at[i]);
	marker_close(marker);
	return api_send_list(request, &find_schema, &(struct api_list){ finds, found->count, next });
}

static int kind_of(str name)
{
	if (str_equal(name, S("thread")))
		return thread_subject.number;
	return str_equal(name, S("service")) ? service_subject.number : 0;
}

static enum err search_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct search_found found;
	int64_t after = request_query_number(request, "after", 0);
	if (after < 0 || after > SEARCH_A_PAGE * SEARCH_PAGES_MAX)
		after = 0;
	struct search_wish wish = {
		.text = request_query(request, "q"), .kind = kind_of(request_query(request, "kind")),
		.board_id = request_query_number(request, "board", 0),
		.product_id = request_query_number(request, "product", 0),
		.solved = str_equal(request_query(request, "solved"), S("1")), .limit = SEARCH_A_PAGE, .skip = (int)after,
	};
	enum err err = search_find(scope, &wish, &found);
	if (err)
		return err;
	return send_finds(request, &found, found.has_more ? after + SEARCH_A_PAGE : 0);
}

static enum err similar_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct similar_list list;
	enum err err = similar_to_title(scope, request_query(request, "title"), &list);
	if (err)
		return err;
	struct search_item *items = arena_take(scope->arena, (list.count + 1) * sizeof(*items));
	for (size_t i = 0; i < list.count; i++)
		items[i] = (struct search_item){ list.at[i].score, list.at[i].thread, list.at[i].solution, NULL };
	return send_finds(request, &(struct search_found){ .at = items, .count = list.count, .terms = { S(""), S("") } }, 0);
}
