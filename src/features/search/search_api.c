/* search_api.c: the same finds in JSON: all kinds in one list, by rank or date. */
#include "features/search/search_api.h"

#include "features/community/community_news.h"
#include "features/search/search_web.h"

static handler search_get, similar_get;

const struct route search_api_routes[] = {
	{ GET, "/api/v1/search",  EVERYONE, READS, search_get,  .rate = RATE_SEARCH, .answers = "list of find",
	  .about = "Everything by words; ?q= ?kind= ?board= ?product= ?tag= ?state= ?language= ?since= ?sort=date ?after=" },
	{ GET, "/api/v1/similar", EVERYONE, READS, similar_get, .rate = RATE_SEARCH, .answers = "list of find",
	  .about = "Up to five solved threads like a question; ?title= ?body= (its beginning)" },
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
	find_card_of(marker, item, &card);
	str kind = str_from(kind_find(scope->house, item->subject.kind)->kind->name);
	str excerpt = excerpt_plain(scope->arena, &card.text);
	if (item->thread)
		return (struct find){ item->thread->id, kind, item->thread->title, thread_url(scope, item->thread->id), excerpt,
		                      str_from(thread_state_names[item->thread->state]), item->score };
	if (item->service)
		return (struct find){ item->service->id, kind, item->service->title, item->service->url, excerpt, S("live"),
		                      item->score };
	return (struct find){ item->subject.id, kind, item->card->title, item->card->url, excerpt, S(""), item->score };
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

static enum err search_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct search_found found;
	int64_t after = request_query_number(request, "after", 0);
	if (after < 0 || after > SEARCH_A_PAGE * SEARCH_PAGES_MAX)
		after = 0;
	const struct wanted wanted = wanted_read(request);
	struct search_wish wish = wanted_wish(scope, &wanted);
	wish.limit = SEARCH_A_PAGE;
	wish.skip = (int)after;
	if (wanted.kind.len)
		wish.kinds[0] = kind_named(scope->house, wanted.kind)->kind->number;
	enum err err = search_find(scope, &wish, &found);
	if (err)
		return err;
	return send_finds(request, &found, found.has_more ? after + SEARCH_A_PAGE : 0);
}

static enum err similar_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct similar_list list;
	enum err err = similar_to_question(scope, request_query(request, "title"), request_query(request, "body"), &list);
	if (err)
		return err;
	struct search_item *items = arena_take(scope->arena, (list.count + 1) * sizeof(*items));
	for (size_t i = 0; i < list.count; i++)
		items[i] = (struct search_item){ .subject = subject_of(&thread_subject, list.at[i].thread->id),
			.score = list.at[i].score, .thread = list.at[i].thread, .solution = list.at[i].solution };
	return send_finds(request, &(struct search_found){ .at = items, .count = list.count, .terms = { .language = S("") } }, 0);
}
