/* next.c: which ways there are, in which order, with which figures. */
#include "features/ladder/next.h"

#include "features/community/community_news.h"
#include "features/ladder/expert.h"
#include "features/member/member.h"

enum { MINOR_UNITS = 100 };

/* The order of the ways at each step: the lowest rung not tried yet first.  A step without a row has none: it is over, or
   two have a date. */
static const struct { enum matter_step step; enum next_kind ways[NEXT_MAX]; } orders[] = {
	{ MATTER_ASKED,         { NEXT_COMMUNITY,  NEXT_NEIGHBOUR,  NEXT_AGENT } },
	{ MATTER_EXPERTS_ASKED, { NEXT_AGENT,      NEXT_NEIGHBOUR,  NEXT_TECHNICIAN } },
	{ MATTER_ANSWERED,      { NEXT_AGENT,      NEXT_NEIGHBOUR,  NEXT_TECHNICIAN } },
	{ MATTER_WITH_AGENT,    { NEXT_COMMUNITY,  NEXT_NEIGHBOUR,  NEXT_TECHNICIAN } },
	{ MATTER_HELP_WANTED,   { NEXT_NEIGHBOUR,  NEXT_AGENT,      NEXT_TECHNICIAN } },
	{ MATTER_DONE,          { NEXT_NEIGHBOUR,  NEXT_AGENT,      NEXT_TECHNICIAN } },
	{ MATTER_TECHNICIAN,    { NEXT_NEIGHBOUR,  NEXT_AGENT,      NEXT_COMMUNITY } },
};
/* Of a question that is somebody else's: what she can do about her own. */
static const enum next_kind others[NEXT_MAX] = { NEXT_COMMUNITY, NEXT_NEIGHBOUR, NEXT_TECHNICIAN };

struct drawing { struct scope *scope; const struct stand *stand; int64_t thread_id; bool is_own; };

enum err technician_offer(struct scope *scope, struct technician *technician_out)
{
	struct technician offer;
	int64_t price;
	enum err err = setting_number(scope, ladder_technician_price, &price);
	if (err || (err = setting_text(scope, ladder_technician_text, &offer.text)) ||
	    (err = setting_text(scope, ladder_technician_url, &offer.url)) ||
	    (err = setting_text(scope, ladder_technician_phone, &offer.phone)))
		return err;
	offer.price_minor = price * MINOR_UNITS;
	/* A price that nobody can order at is no offer. */
	offer.is_offered = price > 0 && (!str_empty(offer.url) || !str_empty(offer.phone));
	*technician_out = offer;
	return OK;
}

enum err next_nearest(struct scope *scope, struct nearest *nearest_out)
{
	struct member member;
	*nearest_out = (struct nearest){ .currency = S(""), .price_kind = "" };
	if (!scope->member_id)
		return OK;
	enum err err = member_load(scope, scope->member_id, &member);
	if (err || str_empty(member.postal_code))
		return err;
	str place = str_format(scope->arena, "%.*s-%.*s", STR_ARG(member.country), STR_ARG(member.postal_code));
	return services_nearest(scope, place, nearest_out);
}

/* ── one way each: *there_out false = not to be shown ── */

static enum err community_way(const struct drawing *drawing, struct next_way *way, bool *there_out)
{
	struct scope *scope = drawing->scope;
	*there_out = true;
	enum err err = drawing->thread_id ? field_of_thread(scope, drawing->thread_id, &way->figures) : OK;
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		err = OK;
	}
	way->url = drawing->is_own && drawing->thread_id ? str_format(scope->arena, "/threads/%lld", (long long)drawing->thread_id) : S("/ask");
	return err;
}

static enum err agent_way(const struct drawing *drawing, struct next_way *way, bool *there_out)
{
	struct scope *scope = drawing->scope;
	int64_t is_on;
	enum err err = setting_number(scope, ladder_agents_on, &is_on);
	*there_out = !err && is_on && drawing->is_own && stand_may(drawing->stand, DEED_TO_AGENT) &&
	             drawing->stand->matter.root.kind == thread_subject.number;
	if (err || !*there_out)
		return err;
	way->url = str_format(scope->arena, "/matters/%lld/agent", (long long)drawing->stand->matter.id);
	return setting_number(scope, ladder_agent_hours, &way->agent_hours);
}

static enum err neighbour_way(const struct drawing *drawing, struct next_way *way, bool *there_out)
{
	struct scope *scope = drawing->scope;
	*there_out = true;
	way->url = drawing->thread_id ? str_format(scope->arena, "/tasks/new?thread=%lld", (long long)drawing->thread_id)
	                              : S("/tasks/new");
	return next_nearest(scope, &way->nearest);
}

static enum err technician_way(const struct drawing *drawing, struct next_way *way, bool *there_out)
{
	struct scope *scope = drawing->scope;
	way->technician = arena_take(scope->arena, sizeof(*way->technician));
	enum err err = technician_offer(scope, way->technician);
	*there_out = !err && way->technician->is_offered;
	way->url = drawing->is_own
	         ? str_format(scope->arena, "/technician?matter=%lld", (long long)drawing->stand->matter.id)
	         : S("/technician");
	return err;
}

static enum err (*const makers[])(const struct drawing *, struct next_way *, bool *) = {
	[NEXT_COMMUNITY] = community_way, [NEXT_AGENT] = agent_way, [NEXT_NEIGHBOUR] = neighbour_way,
	[NEXT_TECHNICIAN] = technician_way,
};
static_assert(COUNT(makers) == NEXT_KIND_COUNT, "a maker for each way");

/* The first of the order, then what is left of all ways while there is room: three where three can be had. */
static enum err draw(const struct drawing *drawing, const enum next_kind *order, struct next_list *list)
{
	bool tried[NEXT_KIND_COUNT] = { false };
	for (size_t i = 0; i < (size_t)NEXT_MAX + NEXT_KIND_COUNT && list->count < NEXT_MAX; i++) {
		enum next_kind kind = i < NEXT_MAX ? order[i] : (enum next_kind)(i - NEXT_MAX);
		bool there;
		if (tried[kind])
			continue;
		tried[kind] = true;
		struct next_way way = { .kind = kind, .url = S(""), .nearest.currency = S("") };
		enum err err = makers[kind](drawing, &way, &there);
		if (err)
			return err;
		if (there)
			list->at[list->count++] = way;
	}
	return OK;
}

enum err next_of_stand(struct scope *scope, const struct stand *stand, struct next_list *list_out)
{
	const struct drawing drawing = { scope, stand, stand->climb.thread_id, (stand->parties & BY_OWNER) != 0 };
	struct next_list list = { .count = 0 };
	for (size_t i = 0; drawing.is_own && i < COUNT(orders); i++) {
		if (orders[i].step != stand->matter.step)
			continue;
		enum err err = draw(&drawing, orders[i].ways, &list);
		if (err)
			return err;
	}
	*list_out = list;
	return OK;
}

enum err next_of_thread(struct scope *scope, int64_t thread_id, struct next_list *list_out)
{
	struct stand stand;
	struct matter matter;
	struct next_list list = { .count = 0 };
	enum err err = scope->member_id ? trail_matter(scope, subject_of(&thread_subject, thread_id), &matter) : ERR_NOT_FOUND;
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err && matter.owner_id == scope->member_id) {
		err = stand_load(scope, matter.id, &stand);
		if (!err)
			stand.climb.thread_id = thread_id;
		return err ? err : next_of_stand(scope, &stand, list_out);
	}
	const struct drawing drawing = { scope, NULL, thread_id, false };
	if ((err = draw(&drawing, others, &list)))
		return err;
	*list_out = list;
	return OK;
}
