/*
 * service_own_web.c: a helper's own services: list, form, pause, deletion.
 */
#include "features/marketplace/service_own_web.h"

#include "base/weblink.h"
#include "features/marketplace/pages.gen.h"
#include "features/marketplace/room.h"
#include "features/product/product.h"

enum { PRODUCTS_MAX = 200 };

static handler list_show, form_new, form_edit, service_add, service_save, step_take, deletion_ask, deletion_do;

const struct route service_own_routes[] = {
	{ GET,  "/me/services",                 HELPERS, READS,  list_show,    .about = "One's own services" },
	{ GET,  "/me/services/new",             HELPERS, READS,  form_new,     .about = "Offer something" },
	{ POST, "/me/services",                 HELPERS, WRITES, service_add,  .form = &service_form, .rate = RATE_POST,
	  .about = "Offer something" },
	{ GET,  "/me/services/:id",             HELPERS, READS,  form_edit,    .about = "Change a service" },
	{ POST, "/me/services/:id",             HELPERS, WRITES, service_save, .form = &service_form, .rate = RATE_POST,
	  .about = "Change a service" },
	{ POST, "/me/services/:id/publication", HELPERS, WRITES, step_take, SERVICE_PUBLISH, .about = "Publish a draft" },
	{ POST, "/me/services/:id/pause",       HELPERS, WRITES, step_take, SERVICE_PAUSE,   .about = "Take it from the lists for a while" },
	{ POST, "/me/services/:id/resumption",  HELPERS, WRITES, step_take, SERVICE_RESUME,  .about = "Put it back into the lists" },
	{ GET,  "/me/services/:id/deletion",    HELPERS, READS,  deletion_ask, .about = "Ask before deleting a service" },
	{ POST, "/me/services/:id/deletion",    HELPERS, WRITES, deletion_do,  .about = "Delete a service" },
	ROUTES_END
};

static const struct field service_fields[] = {
	FIELD(FIELD_TEXT,      struct service_ask, title,       3, 120),
	FIELD(FIELD_PROSE,     struct service_ask, text,        0, 5000),
	FIELD_OF(FIELD_CHOICE, struct service_ask, category,    0, service_categories),
	FIELD_OF(FIELD_CHOICE, struct service_ask, price_kind,  0, price_kinds),
	FIELD(FIELD_MONEY,     struct service_ask, price_minor, 0, 100000000),
	FIELD(FIELD_MONEY,     struct service_ask, callout_minor, 0, 100000000),
	FIELD_OF(FIELD_CHOICE, struct service_ask, purpose,     -1, service_purposes),
	FIELD(FIELD_TEXT,      struct service_ask, currency,    0, 3),
	FIELD(FIELD_NUMBER,    struct service_ask, minutes,     15, 480),
	FIELD(FIELD_NUMBER,    struct service_ask, radius_km,   1, 100),
	FIELD_OF(FIELD_CODES,  struct service_ask, languages,   1, service_languages),
	FIELD_OF(FIELD_CODES,  struct service_ask, ways,        0, way_names),
	FIELD(FIELD_TEXT,      struct service_ask, link,        0, WEBLINK_MAX),
	FIELD(FIELD_TEXT,      struct service_ask, place,       0, 80),
	FIELD(FIELD_ID,        struct service_ask, product_id,  0, 0),
	FIELD(FIELD_BOOL,      struct service_ask, draft,       0, 0),
};
const struct form service_form = { "service", service_fields, COUNT(service_fields) };

enum err service_read(struct request *request, struct service_ask *ask)
{
	*ask = (struct service_ask){ .title = S("") };
	enum err err = form_read(request, &service_form, ask);
	if (err)
		return err;
	struct html html;
	if ((err = markdown_html(request_scope(request)->arena, ask->text, &html)))
		return err;
	ask->html = html.at;
	ask->markdown_version = MARKDOWN_VERSION;
	return OK;
}

/* ── the list ── */

static struct own_service own_of(const struct scope *scope, const struct service *service)
{
	struct own_service own = { .service = service };
	for (enum service_step step = 0; step < SERVICE_STEP_COUNT; step++)
		own.may[step] = service_may(scope, service, step);
	return own;
}

static const struct { enum text_id text, why; const char *path; } advice[COACH_COUNT] = {
	[COACH_SERVICE] = { TEXT_coaching_service, TEXT_coaching_service_why, "/me/services/new" },
	[COACH_HOURS]   = { TEXT_coaching_hours,   TEXT_coaching_hours_why,   "/me/hours" },
	[COACH_PHONE]   = { TEXT_coaching_phone,   TEXT_coaching_phone_why,   "/me/profile" },
	[COACH_ABOUT]   = { TEXT_coaching_about,   TEXT_coaching_about_why,   "/me/profile" },
	[COACH_TEXT]    = { TEXT_coaching_text,    TEXT_coaching_text_why,    "/me/services" },
	[COACH_PRODUCT] = { TEXT_coaching_product, TEXT_coaching_product_why, "/me/services" },
	[COACH_PAYMENT] = { TEXT_coaching_payment, TEXT_coaching_payment_why, "/me/payment" },
	[COACH_REVIEW]  = { TEXT_coaching_review,  TEXT_coaching_review_why,  "/tasks" },
};

enum text_id coaching_text(enum coaching_point point)
{
	return advice[point].text;
}

enum text_id coaching_why(enum coaching_point point)
{
	return advice[point].why;
}

const char *coaching_path(enum coaching_point point)
{
	return advice[point].path;
}

static enum err list_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct service_list services;
	struct own_services_page model = { .is_active = has_role(scope, ROLE_HELPER) };
	enum err err = service_load_of(scope, scope->member_id, &services);
	if (err || (err = calendar_is_open(scope, scope->member_id, &model.has_hours)))
		return err;
	if ((err = coaching_of(scope, &model.coaching)))
		return err;
	struct own_service *at = arena_take(scope->arena, services.count * sizeof(*at));
	for (size_t i = 0; i < services.count; i++)
		at[i] = own_of(scope, &services.at[i]);
	model.services = (struct own_service_list){ at, services.count };
	model.may_add = services.count < SERVICES_PER_HELPER;

	struct page *page = page_open(request, TEXT_service_mine);
	page->section = SECTION_ME;
	own_services_page_html(page->view, &model);
	return page_send(page);
}

/* ── the form ── */

static enum err product_choices(struct scope *scope, const struct view *view, int64_t chosen, struct choices *out)
{
	struct product_list products;
	size_t own;
	enum err err = product_list_own_first(scope, &products, &own);
	if (err)
		return err;
	size_t count = products.count < PRODUCTS_MAX ? products.count : PRODUCTS_MAX;
	struct choice *at = arena_take(scope->arena, (count + 1) * sizeof(*at));
	at[0] = (struct choice){ S(""), text_plain(view->language, "service.no_product"), S(""), !chosen };
	for (size_t i = 0; i < count; i++) {
		at[i + 1] = (struct choice){ str_format(scope->arena, "%lld", (long long)products.at[i].id),
			                     products.at[i].name, S(""), products.at[i].id == chosen };
	}
	*out = (struct choices){ at, count + 1 };
	return OK;
}

static struct choices price_choices(const struct view *view, int chosen)
{
	static const char *const labels[] = { "service.kind_fixed", "service.kind_hourly", "service.kind_free" };
	static_assert(COUNT(labels) == PRICE_KIND_COUNT, "a label for each kind");
	struct choice *at = arena_take(view->arena, PRICE_KIND_COUNT * sizeof(*at));
	for (int i = 0; i < PRICE_KIND_COUNT; i++)
		at[i] = (struct choice){ str_from(price_kinds[i]), text_plain(view->language, labels[i]), S(""), i == chosen };
	return (struct choices){ at, PRICE_KIND_COUNT };
}

/* A helper at a border may ask for the neighbour's money. */
static struct choices currency_choices(const struct scope *scope, str chosen)
{
	static const char *const codes[] = { "EUR", "CHF", "GBP", "USD" };
	struct choice *at = arena_take(scope->arena, (COUNT(codes) + 1) * sizeof(*at));
	str wanted = str_empty(chosen) ? scope->currency : chosen;
	size_t count = 0;
	bool found = false;
	for (size_t i = 0; i < COUNT(codes); i++) {
		bool is_chosen = str_equal(wanted, str_from(codes[i]));
		found = found || is_chosen;
		at[count++] = (struct choice){ str_from(codes[i]), str_from(codes[i]), S(""), is_chosen };
	}
	if (!found && !str_empty(wanted))
		at[count++] = (struct choice){ wanted, wanted, S(""), true };
	return (struct choices){ at, count };
}

static str as_typed(struct scope *scope, int64_t minor)
{
	return minor ? str_format(scope->arena, "%lld.%02lld", (long long)(minor / 100), (long long)(minor % 100)) : S("");
}

static enum err show_form(struct request *request, const struct service *service, const struct service_ask *ask)
{
	struct scope *scope = request_scope(request);
	struct page *page = page_open(request, service ? TEXT_service_edit : TEXT_service_new);
	struct service_edit_page model = {
		.id = service ? service->id : 0, .ask = ask,
		.price = as_typed(scope, ask->price_minor), .callout = as_typed(scope, ask->callout_minor),
		.ways = way_choices(page->view, str_empty(ask->ways) ? WAY_BIT(WAY_HOME) : way_bits_of(ask->ways)),
		.purposes = purpose_choices(page->view, ask->purpose < 0 ? PURPOSE_REPAIR : ask->purpose),
		.categories = category_choices(page->view, ask->category, false),
		.price_kinds = price_choices(page->view, ask->price_kind),
		.languages = language_choices(page->view, ask->languages),
		.currencies = currency_choices(scope, ask->currency),
	};
	if (service)
		model.own = own_of(scope, service);
	enum err err = product_choices(scope, page->view, ask->product_id, &model.products);
	if (err)
		return err;
	page->section = SECTION_ME;
	page->narrow = true;
	service_edit_page_html(page->view, &model);
	return page_send(page);
}

static str place_as_typed(struct scope *scope, str country, str code, str town)
{
	if (str_empty(code))
		return town;
	return str_format(scope->arena, "%.*s-%.*s %.*s", STR_ARG(country), STR_ARG(code), STR_ARG(town));
}

/* A new one begins with what the helper said when applying. */
static enum err form_new(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct helper helper;
	enum err err = helper_must_be_active(scope, scope->member_id);
	if (err || (err = helper_show(scope, scope->member_id, &helper)))
		return err;
	struct service_ask ask = {
		.category = CATEGORY_OTHER, .price_kind = PRICE_FIXED, .minutes = 60, .radius_km = helper.radius_km,
		.languages = helper.languages,
		.place = place_as_typed(scope, helper.country, helper.code, helper.town),
	};
	if ((err = room_load(scope, scope->member_id, &ask.link)))
		return err;
	return show_form(request, NULL, &ask);
}

static enum err form_edit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct service service;
	enum err err = service_own(scope, request_id(request, "id"), &service);
	if (err)
		return err;
	struct service_ask ask = {
		.title = service.title, .text = service.source, .category = service.category,
		.price_kind = service.price_kind, .price_minor = service.price_minor,
		.callout_minor = service.callout_minor, .purpose = service.purpose, .currency = service.currency,
		.minutes = service.minutes, .radius_km = service.radius_km, .languages = service.languages,
		.place = place_as_typed(scope, service.country, service.code, service.town),
		.product_id = service.product_id, .ways = way_codes(scope->arena, service.ways),
	};
	if ((err = room_load(scope, scope->member_id, &ask.link)))
		return err;
	return show_form(request, &service, &ask);
}

static enum err service_add(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct service_ask ask;
	struct service service;
	bool has_hours;
	enum err err = service_read(request, &ask);
	if (!err)
		err = service_make(scope, &ask, &service);
	if (err == ERR_INVALID)
		return show_form(request, NULL, &ask);
	if (err || (err = calendar_is_open(scope, scope->member_id, &has_hours)))
		return err;
	/* Without hours nobody can book: that is the next step. */
	return redirect_with(request, has_hours ? "service.saved" : "service.saved_no_hours", "%s",
	                     has_hours ? "/me/services" : "/me/hours");
}

static enum err service_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct service_ask ask;
	struct service service;
	int64_t id = request_id(request, "id");
	enum err err = service_own(scope, id, &service);
	if (err)
		return err;
	err = service_read(request, &ask);
	struct service changed;
	if (!err)
		err = service_edit(scope, id, &ask, &changed);
	if (err == ERR_INVALID)
		return show_form(request, &service, &ask);
	return err ? err : redirect_with(request, "service.saved", "/me/services");
}

/* ── steps ── */

static enum err step_take(struct request *request)
{
	static const char *const flashes[] = { [SERVICE_PUBLISH] = "service.published", [SERVICE_PAUSE] = "service.paused",
		[SERVICE_RESUME] = "service.resumed" };
	int step = request_with(request);
	enum err err = service_take_step(request_scope(request), request_id(request, "id"), (enum service_step)step);
	return err ? err : redirect_with(request, flashes[step], "/me/services");
}

static enum err deletion_ask(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct service service;
	enum err err = service_own(scope, request_id(request, "id"), &service);
	if (err)
		return err;
	struct confirmation confirmation = {
		.title = TEXT_service_delete_title, .text = TEXT_service_delete_text, .yes = TEXT_service_delete,
		.action = str_format(scope->arena, "/me/services/%lld/deletion", (long long)service.id),
		.back = S("/me/services"), .danger = true,
	};
	return page_confirm(request, &confirmation);
}

static enum err deletion_do(struct request *request)
{
	enum err err = service_take_step(request_scope(request), request_id(request, "id"), SERVICE_DELETE);
	return err ? err : redirect_with(request, "service.deleted", "/me/services");
}
