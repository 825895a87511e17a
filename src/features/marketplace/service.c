/*
 * service.c: making, changing, showing and hiding services.
 *
 * Every step is a row of `moves`.  A live service lies under the cells of its area;
 * every other state takes it out of them, in the same unit.
 */
#include "features/marketplace/service.h"

#include "base/utf8.h"
#include "features/marketplace/area_store.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/room.h"
#include "features/media/media.h"
#include "features/member/member_news.h"
#include "features/product/product.h"
#include "features/product/product_news.h"

enum { TITLE_MIN = 3, TITLE_MAX = 120, TEXT_MAX = 5000, PRICE_MAX = 100000000 };
enum { MINUTES_LEAST = 15, MINUTES_MOST = 480, RADIUS_MOST = 100 };
enum party { NOBODY = 0, OWNER = 1, OVERSEER = 2 };

static const struct move {
	enum service_state from;
	enum service_step step;
	enum party by;
	enum service_state to;
} moves[] = {
	{ SERVICE_DRAFT,     SERVICE_PUBLISH, OWNER, SERVICE_LIVE },
	{ SERVICE_LIVE,      SERVICE_PAUSE,   OWNER, SERVICE_PAUSED },
	{ SERVICE_PAUSED,    SERVICE_RESUME,  OWNER, SERVICE_LIVE },
	{ SERVICE_LIVE,      SERVICE_SUSPEND, OVERSEER, SERVICE_SUSPENDED },
	{ SERVICE_PAUSED,    SERVICE_SUSPEND, OVERSEER, SERVICE_SUSPENDED },
	{ SERVICE_SUSPENDED, SERVICE_RESTORE, OVERSEER, SERVICE_PAUSED },
	{ SERVICE_DRAFT,     SERVICE_DELETE,  OWNER, SERVICE_GONE },
	{ SERVICE_LIVE,      SERVICE_DELETE,  OWNER, SERVICE_GONE },
	{ SERVICE_PAUSED,    SERVICE_DELETE,  OWNER, SERVICE_GONE },
	{ SERVICE_SUSPENDED, SERVICE_DELETE,  OWNER, SERVICE_GONE },
};

/* A moderator does not moderate the own service. */
static enum party party_of(const struct scope *scope, const struct service *service)
{
	if (scope->member_id && service->helper_id == scope->member_id)
		return OWNER;
	return is_moderator(scope) ? OVERSEER : NOBODY;
}

static const struct move *find_move(const struct scope *scope, const struct service *service, enum service_step step)
{
	enum party party = party_of(scope, service);
	for (size_t i = 0; i < COUNT(moves); i++) {
		if ((int)moves[i].from == service->state && moves[i].step == step && (moves[i].by & party))
			return &moves[i];
	}
	return NULL;
}

bool service_may(const struct scope *scope, const struct service *service, enum service_step step)
{
	return find_move(scope, service, step) != NULL;
}

/* ── what a service may hold ── */

static enum err check_price(struct scope *scope, const struct service_ask *ask)
{
	if (ask->price_kind < 0 || ask->price_kind >= PRICE_KIND_COUNT)
		return refuse_field(scope, "price_kind", "field.no_choice");
	if (ask->price_kind != PRICE_FREE && (ask->price_minor < 1 || ask->price_minor > PRICE_MAX))
		return refuse_field(scope, "price_minor", "service.price_missing");
	if (ask->callout_minor < 0 || ask->callout_minor > PRICE_MAX)
		return refuse_field(scope, "callout_minor", "service.callout_wrong");
	if (str_empty(ask->currency))
		return OK;
	for (size_t i = 0; i < ask->currency.len; i++) {
		if (ask->currency.len != 3 || ask->currency.at[i] < 'A' || ask->currency.at[i] > 'Z')
			return refuse_field(scope, "currency", "service.currency_wrong");
	}
	return OK;
}

static enum err check_ask(struct scope *scope, const struct service_ask *ask)
{
	size_t length = utf8_length(ask->title);
	if (length < TITLE_MIN || length > TITLE_MAX)
		return refuse_field(scope, "title", "service.title_wrong");
	if (utf8_length(ask->text) > TEXT_MAX)
		return refuse_field(scope, "text", "service.text_long");
	if (ask->category < 0 || ask->category >= CATEGORY_COUNT)
		return refuse_field(scope, "category", "field.no_choice");
	if (ask->purpose < -1 || ask->purpose >= PURPOSE_COUNT)
		return refuse_field(scope, "purpose", "field.no_choice");
	if (ask->minutes < MINUTES_LEAST || ask->minutes > MINUTES_MOST)
		return refuse_field(scope, "minutes", "service.minutes_wrong");
	if (ask->radius_km < 1 || ask->radius_km > RADIUS_MOST)
		return refuse_field(scope, "radius_km", "application.radius_wrong");
	if (!language_bits_of(ask->languages))
		return refuse_field(scope, "languages", "service.language_missing");
	enum err err = check_price(scope, ask);
	return err ? err : product_check(scope, ask->product_id);
}

static int64_t ways_of(const struct service_ask *ask)
{
	int64_t ways = way_bits_of(ask->ways);
	return ways ? ways : WAY_BIT(WAY_HOME);
}

/* Whoever is only called or seen on a screen comes from nowhere: then the helper's own place will do. */
static enum err find_place(struct scope *scope, const struct service_ask *ask, const struct helper *helper,
                           struct place *place_out)
{
	bool is_home = ways_of(ask) & WAY_BIT(WAY_HOME);
	if (str_empty(ask->place) && is_home)
		return refuse_field(scope, "place", "field.empty");
	if (!str_empty(ask->place))
		return place_for_field(scope, ask->place, place_out);
	*place_out = (struct place){ .country = helper->country, .code = helper->code, .town = helper->town, .name = helper->town,
		.region = S(""), .lat = helper->lat, .lon = helper->lon };
	return OK;
}

/* What may be refused about a form's fields, before anything is written. */
static enum err check_all(struct scope *scope, const struct service_ask *ask, const struct helper *helper,
                          struct place *place_out)
{
	enum err err = check_ask(scope, ask);
	if (err || (err = find_place(scope, ask, helper, place_out)))
		return err;
	return room_keep(scope, ask->link, ways_of(ask) & WAY_BIT(WAY_VIDEO));
}

static void fill(struct scope *scope, const struct service_ask *ask, const struct place *place,
                 struct service *service)
{
	struct area_point blurred = area_blurred((struct area_point){ place->lat, place->lon });
	service->title = ask->title;
	service->source = ask->text;
	service->html = ask->html;
	service->markdown_version = ask->markdown_version;
	service->category = ask->category;
	service->price_kind = ask->price_kind;
	service->price_minor = ask->price_kind == PRICE_FREE ? 0 : ask->price_minor;
	service->callout_minor = ask->callout_minor;
	service->ways = ways_of(ask);
	service->purpose = ask->purpose < 0 ? PURPOSE_REPAIR : ask->purpose;
	service->currency = str_empty(ask->currency) ? scope->currency : ask->currency;
	service->minutes = ask->minutes;
	service->radius_km = ask->radius_km;
	service->languages = ask->languages;
	service->language_bits = language_bits_of(ask->languages);
	service->product_id = ask->product_id;
	service->country = place->country;
	service->code = place->code;
	service->town = place->town;
	service->lat = place->lat;
	service->lon = place->lon;
	service->public_lat = blurred.lat;
	service->public_lon = blurred.lon;
	service->changed_at = scope->now;
}

static enum err ask_gate(struct scope *scope, const struct service *service)
{
	const str parts[] = { service->title, service->source };
	str text = str_join(scope->arena, parts, COUNT(parts), S("\n\n"));
	return gate_ask(scope, &gate_publish, subject_of(&service_subject, service->id), text);
}

/* The area follows the state; whoever lists or indexes it hears. */
static enum err settle(struct scope *scope, const struct service *service)
{
	struct subject subject = subject_of(&service_subject, service->id);
	enum err err = service->state == SERVICE_LIVE ? area_put(scope, service) : area_remove(scope, service->id);
	if (err)
		return err;
	if ((err = media_attach(scope, subject, service->source)))
		return err;
	subject_changed(scope, subject);
	subject_changed(scope, subject_of(&service_subject, 0)); /* every list of services */
	subject_changed(scope, subject_of(&member_subject, service->helper_id));
	if (service->product_id)
		subject_changed(scope, subject_of(&product_subject, service->product_id));
	return news_announce(scope, &service_changed, subject);
}

static enum err check_room(struct scope *scope)
{
	int64_t count;
	enum err err = service_count_of(scope, scope->member_id, &count);
	if (err)
		return err;
	return count < SERVICES_PER_HELPER ? OK : refuse(scope, ERR_CONFLICT, "service.too_many");
}

enum err service_make(struct scope *scope, const struct service_ask *ask, struct service *service_out)
{
	struct helper helper;
	struct place place;
	enum err err = helper_must_be_active(scope, scope->member_id);
	if (err || (err = helper_show(scope, scope->member_id, &helper)))
		return err;
	if ((err = check_all(scope, ask, &helper, &place)))
		return err;
	if ((err = check_room(scope)))
		return err;
	struct service service = {
		.id = id_new(scope->now), .helper_id = scope->member_id, .business = helper.business, .rank = helper.rank,
		.state = ask->draft ? SERVICE_DRAFT : SERVICE_LIVE, .audience_id = AUDIENCE_PUBLIC, .made_at = scope->now,
	};
	fill(scope, ask, &place, &service);
	if ((err = ask_gate(scope, &service)) || (err = service_insert(scope, &service)))
		return err;
	*service_out = service;
	return settle(scope, &service);
}

enum err service_edit(struct scope *scope, int64_t service_id, const struct service_ask *ask,
                      struct service *service_out)
{
	struct service service;
	struct helper helper;
	struct place place;
	enum err err = service_own(scope, service_id, &service);
	if (err || (err = helper_show(scope, scope->member_id, &helper)))
		return err;
	if ((err = check_all(scope, ask, &helper, &place)))
		return err;
	int64_t old_product = service.product_id;
	service.business = helper.business;
	service.rank = helper.rank;
	fill(scope, ask, &place, &service);
	if ((err = ask_gate(scope, &service)) || (err = service_update(scope, &service)))
		return err;
	if (old_product && old_product != service.product_id)
		subject_changed(scope, subject_of(&product_subject, old_product));
	*service_out = service;
	return settle(scope, &service);
}

/* ── reading ── */

enum err service_own(struct scope *scope, int64_t service_id, struct service *service_out)
{
	struct service service;
	enum err err = service_load(scope, service_id, &service);
	if (err)
		return err;
	if (party_of(scope, &service) != OWNER)
		return refuse(scope, ERR_NOT_FOUND, "service.not_found");
	*service_out = service;
	return OK;
}

static enum err helper_is_active(struct scope *scope, int64_t helper_id, bool *active_out)
{
	struct helper_list list;
	enum err err = helper_load_some(scope, (struct ids){ &helper_id, 1 }, &list);
	if (err)
		return err;
	*active_out = list.count && list.at[0].active;
	return OK;
}

enum err service_show(struct scope *scope, int64_t service_id, struct service *service_out)
{
	struct service service;
	bool active;
	enum err err = service_load(scope, service_id, &service);
	if (err || (err = helper_is_active(scope, service.helper_id, &active)))
		return err;
	bool is_public = service.state == SERVICE_LIVE && active;
	if (!is_public && party_of(scope, &service) == NOBODY)
		return refuse(scope, ERR_NOT_FOUND, "service.not_found");
	*service_out = service;
	return OK;
}

enum err service_bookable(struct scope *scope, int64_t service_id, struct service *service_out)
{
	struct service service;
	bool active;
	enum err err = service_show(scope, service_id, &service);
	if (err || (err = helper_is_active(scope, service.helper_id, &active)))
		return err;
	if (service.state != SERVICE_LIVE || !active)
		return refuse(scope, ERR_CONFLICT, "service.not_bookable");
	*service_out = service;
	return OK;
}

/* ── steps ── */

static enum err may_go_live(struct scope *scope, const struct service *service)
{
	enum err err = helper_must_be_active(scope, service->helper_id);
	return err ? err : ask_gate(scope, service);
}

enum err service_take_step(struct scope *scope, int64_t service_id, enum service_step step)
{
	struct service service;
	assert(step < SERVICE_STEP_COUNT);
	enum err err = service_show(scope, service_id, &service);
	if (err)
		return err;
	if (party_of(scope, &service) == NOBODY)
		return refuse(scope, ERR_NOT_FOUND, "service.not_found"); /* as any other's thing */
	const struct move *move = find_move(scope, &service, step);
	if (!move)
		return refuse(scope, ERR_CONFLICT, "service.step_not_open");
	if (move->to == SERVICE_LIVE && (err = may_go_live(scope, &service)))
		return err;
	if ((err = service_change_state(scope, &service, move->to)))
		return err;
	service.state = (int)move->to;
	const char *action = step == SERVICE_SUSPEND ? "service.suspend" : "service.restore";
	if (move->by == OVERSEER && (err = audit_note(scope, action, subject_of(&service_subject, service_id), S(""))))
		return err;
	return settle(scope, &service);
}

enum err service_retire(struct scope *scope, int64_t service_id)
{
	struct service service;
	enum err err = service_load(scope, service_id, &service);
	if (err || (err = service_change_state(scope, &service, SERVICE_GONE)))
		return err;
	service.state = SERVICE_GONE;
	return settle(scope, &service);
}
