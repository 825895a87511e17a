/*
 * service_api.c: services near a place, one service, its slots, a helper's own, and applying, as JSON.
 *
 * Distances go out in bands' upper ends and positions blurred, as on the pages: nobody's
 * home can be worked out from several answers.
 */
#include "features/marketplace/service_api.h"

#include "features/marketplace/helper_web.h"
#include "features/marketplace/nearby.h"
#include "features/marketplace/service_own_web.h"

enum { DAYS_DEFAULT = 7 };

static handler services_get, service_get, slots_get, service_post, service_put, state_put, application_post,
	application_get;

const struct route service_api_routes[] = {
	{ GET,  "/api/v1/services",           EVERYONE, READS,  services_get, .rate = RATE_SEARCH, .answers = "list of service",
	  .about = "Near a place: ?place=50667&radius=10&day=2026-11-22&category=wifi&purpose=learn&language=de&product=ID&after=ID; &which=2 of several places; from anywhere: ?way=phone|video" },
	{ GET,  "/api/v1/services/:id",       EVERYONE, READS,  service_get, .answers = "service", .about = "A service" },
	{ GET,  "/api/v1/services/:id/slots", EVERYONE, READS,  slots_get, .rate = RATE_SEARCH, .answers = "list of service_slot",
	  .about = "Its free slots: ?from=2026-11-22&days=7&way=video" },
	{ POST, "/api/v1/services",           HELPERS,  WRITES, service_post, .form = &service_form, .rate = RATE_POST,
	  .answers = "service", .about = "Offer something" },
	{ PUT,  "/api/v1/services/:id",       HELPERS,  WRITES, service_put, .form = &service_form, .rate = RATE_POST,
	  .answers = "service", .about = "Change one's service" },
	{ POST, "/api/v1/services/:id/publication", HELPERS, WRITES, state_put, SERVICE_PUBLISH, .answers = "service",
	  .about = "Publish a draft" },
	{ POST, "/api/v1/services/:id/pause",       HELPERS, WRITES, state_put, SERVICE_PAUSE, .answers = "service",
	  .about = "Take it from the lists for a while" },
	{ POST, "/api/v1/services/:id/resumption",  HELPERS, WRITES, state_put, SERVICE_RESUME, .answers = "service",
	  .about = "Put it back into the lists" },
	{ DELETE, "/api/v1/services/:id",     HELPERS,  WRITES, state_put, SERVICE_DELETE, .about = "Delete one's service" },
	{ GET,  "/api/v1/application",        MEMBERS,  READS,  application_get, .answers = "application",
	  .about = "One's latest application as a helper" },
	{ POST, "/api/v1/application",        MEMBERS,  WRITES, application_post, .form = &helper_form, .rate = RATE_POST,
	  .answers = "application", .about = "Apply as a helper" },
	ROUTES_END
};

struct service_record {
	int64_t id, helper_id;
	str title, text, helper_name;
	struct html html;
	int category, price_kind, state;
	int64_t price_minor, callout_minor;
	int purpose;
	str ways;
	bool staff;
	str currency;
	int64_t minutes, radius_km, product_id;
	str languages, country, town;
	bool business;
	double lat, lon, rating;
	int64_t rating_count;
	int64_t distance_up_to_km; /* 0 = not asked near a place */
	moment next_free_at, changed_at;
};

static const struct schema_member service_members[] = {
	MEMBER(SCHEMA_ID, struct service_record, id),              MEMBER(SCHEMA_ID, struct service_record, helper_id),
	MEMBER(SCHEMA_TEXT, struct service_record, helper_name),   MEMBER(SCHEMA_TEXT, struct service_record, title),
	MEMBER(SCHEMA_TEXT, struct service_record, text),          MEMBER(SCHEMA_HTML, struct service_record, html),
	{ "category", SCHEMA_CHOICE, offsetof(struct service_record, category), service_categories, NULL },
	{ "price_kind", SCHEMA_CHOICE, offsetof(struct service_record, price_kind), price_kinds, NULL },
	{ "state", SCHEMA_CHOICE, offsetof(struct service_record, state), service_states, NULL },
	{ "purpose", SCHEMA_CHOICE, offsetof(struct service_record, purpose), service_purposes, "What a visit is for" },
	{ "ways", SCHEMA_TEXT, offsetof(struct service_record, ways), NULL, "home, phone, video, by blanks" },
	{ "callout_minor", SCHEMA_NUMBER, offsetof(struct service_record, callout_minor), NULL, "For coming, beside the price" },
	{ "staff", SCHEMA_BOOL, offsetof(struct service_record, staff), NULL, "Works for the brand, helps as a private person" },
	MEMBER(SCHEMA_NUMBER, struct service_record, price_minor), MEMBER(SCHEMA_TEXT, struct service_record, currency),
	MEMBER(SCHEMA_NUMBER, struct service_record, minutes),     MEMBER(SCHEMA_NUMBER, struct service_record, radius_km),
	MEMBER(SCHEMA_ID, struct service_record, product_id),      MEMBER(SCHEMA_TEXT, struct service_record, languages),
	MEMBER(SCHEMA_TEXT, struct service_record, country),       MEMBER(SCHEMA_TEXT, struct service_record, town),
	MEMBER(SCHEMA_BOOL, struct service_record, business),      MEMBER(SCHEMA_REAL, struct service_record, lat),
	MEMBER(SCHEMA_REAL, struct service_record, lon),           MEMBER(SCHEMA_REAL, struct service_record, rating),
	MEMBER(SCHEMA_NUMBER, struct service_record, rating_count),
	{ "distance_up_to_km", SCHEMA_NUMBER, offsetof(struct service_record, distance_up_to_km), NULL,
	  "The upper end of the distance's band; 0 when no place was asked for" },
	MEMBER(SCHEMA_MOMENT, struct service_record, next_free_at), MEMBER(SCHEMA_MOMENT, struct service_record, changed_at),
};
const struct schema service_schema = { "service", sizeof(struct service_record), service_members,
	COUNT(service_members) };

static const struct schema_member slot_members[] = {
	MEMBER(SCHEMA_MOMENT, struct calendar_slot, starts_at), MEMBER(SCHEMA_MOMENT, struct calendar_slot, ends_at),
};
const struct schema service_slot_schema = { "service_slot", sizeof(struct calendar_slot), slot_members,
	COUNT(slot_members) };

static const char *const state_names[] = { "applied", "approved", "declined", "withdrawn", "suspended", NULL };
static const struct schema_member application_members[] = {
	MEMBER(SCHEMA_ID, struct application, id),
	{ "state", SCHEMA_CHOICE, offsetof(struct application, state), state_names, NULL },
	MEMBER(SCHEMA_TEXT, struct application, about),     MEMBER(SCHEMA_TEXT, struct application, categories),
	MEMBER(SCHEMA_TEXT, struct application, languages), MEMBER(SCHEMA_TEXT, struct application, country),
	MEMBER(SCHEMA_TEXT, struct application, code),      MEMBER(SCHEMA_TEXT, struct application, town),
	MEMBER(SCHEMA_NUMBER, struct application, radius_km), MEMBER(SCHEMA_TEXT, struct application, reason),
	MEMBER(SCHEMA_MOMENT, struct application, made_at), MEMBER(SCHEMA_MOMENT, struct application, changed_at),
};
const struct schema application_schema = { "application", sizeof(struct application), application_members,
	COUNT(application_members) };

static int64_t band_end(double km)
{
	static const int64_t ends[] = { 1, 2, 5, 10, 20, 50, 100 };
	for (size_t i = 0; i < COUNT(ends) && km >= 0; i++) {
		if (km <= (double)ends[i])
			return ends[i];
	}
	return km < 0 ? 0 : 200;
}

static struct service_record record_of(struct scope *scope, const struct service_row *row)
{
	const struct service *service = row->service;
	return (struct service_record){
		.id = service->id, .helper_id = service->helper_id, .title = service->title, .text = service->source,
		.helper_name = row->helper_name, .html = markdown_stored(service->html), .category = service->category,
		.price_kind = service->price_kind, .state = service->state, .price_minor = service->price_minor,
		.currency = service->currency, .minutes = service->minutes, .radius_km = service->radius_km,
		.product_id = service->product_id, .languages = service->languages, .country = service->country,
		.town = service->town, .business = service->business == TRADE_BUSINESS, .staff = service->business == TRADE_STAFF,
		.callout_minor = service->callout_minor, .purpose = service->purpose,
		.ways = way_codes(scope->arena, service->ways), .lat = service->public_lat,
		.lon = service->public_lon, .rating = row->rating_tenths / 10.0, .rating_count = row->rating_count,
		.distance_up_to_km = band_end(row->km),
		.next_free_at = row->next.count ? row->next.slots[0].starts_at : 0, .changed_at = service->changed_at,
	};
}

static int choice_of(str name, const char *const *names)
{
	for (int i = 0; names[i]; i++) {
		if (str_equal(name, str_from(names[i])))
			return i;
	}
	return -1;
}

static enum err services_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	str day = request_query(request, "day"), category = request_query(request, "category");
	str purpose = request_query(request, "purpose"), way = request_query(request, "way");
	struct near_ask ask = {
		.place = request_query(request, "place"), .language = request_query(request, "language"),
		.radius_km = request_query_number(request, "radius", 0), .category = choice_of(category, service_categories),
		.purpose = choice_of(purpose, service_purposes), .way = str_empty(way) ? WAY_HOME : choice_of(way, way_names),
		.product_id = request_query_number(request, "product", 0),
		.after_id = request_query_number(request, "after", 0), .which = request_query_number(request, "which", 0),
	};
	if (!str_empty(day) && !day_read(day, &ask.day))
		return refuse_field(scope, "day", "field.no_day");
	if (!str_empty(category) && ask.category < 0)
		return refuse_field(scope, "category", "field.no_choice");
	if (!str_empty(purpose) && ask.purpose < 0)
		return refuse_field(scope, "purpose", "field.no_choice");
	if (ask.way < 0)
		return refuse_field(scope, "way", "field.no_choice");
	if (ask.radius_km < 0 || ask.radius_km > NEARBY_RADIUS_MAX)
		return refuse_field(scope, "radius", "application.radius_wrong");
	struct near_found found;
	struct service_row_list rows;
	enum err err = nearby_find(scope, &ask, &found);
	if (err)
		return err;
	if (found.choices.count)
		return refuse_field(scope, "place", "place.several");
	struct service *services = arena_take(scope->arena, found.hits.count * sizeof(*services));
	struct service_record *records = arena_take(scope->arena, found.hits.count * sizeof(*records));
	for (size_t i = 0; i < found.hits.count; i++)
		services[i] = found.hits.at[i].service;
	moment from = ask.day ? moment_at(scope->zone, day_wall(ask.day)) : scope->now;
	if ((err = service_rows(scope, &(struct service_list){ services, found.hits.count }, from, ask.way, &rows)))
		return err;
	for (size_t i = 0; i < rows.count; i++) {
		rows.at[i].km = found.hits.at[i].km;
		records[i] = record_of(scope, &rows.at[i]);
	}
	return api_send_list(request, &service_schema, &(struct api_list){ records, rows.count, found.next_id });
}

static enum err record_for(struct scope *scope, const struct service *service, struct service_record *record_out)
{
	struct service_row_list rows;
	enum err err = service_rows(scope, &(struct service_list){ (struct service *)service, 1 }, scope->now, -1, &rows);
	if (!err)
		*record_out = record_of(scope, &rows.at[0]);
	return err;
}

static enum err send_service(struct request *request, const struct service *service)
{
	struct service_record record;
	enum err err = record_for(request_scope(request), service, &record);
	return err ? err : api_send(request, &service_schema, &record);
}

static enum err service_get(struct request *request)
{
	struct service service;
	enum err err = service_show(request_scope(request), request_id(request, "id"), &service);
	return err ? err : send_service(request, &service);
}

static enum err slots_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct service service;
	struct calendar_slot_list list;
	int32_t first = day_at(scope->zone, scope->now);
	str from = request_query(request, "from");
	int64_t days = request_query_number(request, "days", DAYS_DEFAULT);
	enum err err = service_show(scope, request_id(request, "id"), &service);
	if (err)
		return err;
	if (!str_empty(from) && !day_read(from, &first))
		return refuse_field(scope, "from", "field.no_day");
	if (days < 1 || days > CALENDAR_DAYS_MAX)
		return refuse_field(scope, "days", "field.no_number");
	struct calendar_ask ask = { .owner_id = service.helper_id, .minutes = (int)service.minutes, .first_day = first, .days = (int)days, /* both are small */
		.is_afar = service_way(&service, choice_of(request_query(request, "way"), way_names)) != WAY_HOME };
	if ((err = calendar_slots(scope, &ask, &list)))
		return err;
	return api_send_list(request, &service_slot_schema, &(struct api_list){ list.at, list.count, 0 });
}

static enum err service_post(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct service_ask ask;
	struct service service;
	struct service_record record;
	enum err err = service_read(request, &ask);
	if (err || (err = service_make(scope, &ask, &service)) || (err = record_for(scope, &service, &record)))
		return err;
	str location = str_format(scope->arena, "/api/v1/services/%lld", (long long)service.id);
	return api_send_made(request, &service_schema, &record, location);
}

static enum err service_put(struct request *request)
{
	struct service_ask ask;
	struct service service;
	enum err err = service_read(request, &ask);
	if (err || (err = service_edit(request_scope(request), request_id(request, "id"), &ask, &service)))
		return err;
	return send_service(request, &service);
}

static enum err state_put(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct service service;
	enum service_step step = (enum service_step)request_with(request);
	enum err err = service_take_step(scope, request_id(request, "id"), step);
	if (err)
		return err;
	if (step == SERVICE_DELETE)
		return api_send_nothing(request);
	err = service_own(scope, request_id(request, "id"), &service);
	return err ? err : send_service(request, &service);
}

static enum err application_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct application application;
	enum err err = application_mine(scope, &application);
	if (err)
		return err;
	return application.id ? api_send(request, &application_schema, &application)
	                      : refuse(scope, ERR_NOT_FOUND, "application.not_found");
}

static enum err application_post(struct request *request)
{
	struct helper_ask ask = { .about = S("") };
	struct application application;
	enum err err = form_read(request, &helper_form, &ask);
	if (err || (err = application_make(request_scope(request), &ask, &application)))
		return err;
	return api_send_made(request, &application_schema, &application, S("/api/v1/application"));
}
