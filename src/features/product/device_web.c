/* device_web.c: one's own devices: listed, added by product or code, changed, taken away; never seen by anybody else. */
#include "features/product/device_web.h"

#include "features/product/pages.gen.h"
#include "features/product/product_news.h"

static handler list_show, new_show, add_submit, show, change_submit, remove_ask, remove_submit;
static handler devices_get, device_make, device_drop;

static const struct field fields[] = {
	FIELD(FIELD_ID,   struct device_form, product_id, 0, 0),
	FIELD(FIELD_TEXT, struct device_form, nickname,   0, DEVICE_NAME_MAX),
	FIELD(FIELD_TEXT, struct device_form, serial,     0, DEVICE_SERIAL_MAX),
	FIELD(FIELD_DAY,  struct device_form, bought_on,  0, 0),
	FIELD(FIELD_BOOL, struct device_form, knows,      0, 0),
};
static const struct form device_form = { "device", fields, COUNT(fields) };

const struct route device_routes[] = {
	{ GET,    "/me/devices",             MEMBERS, READS,  list_show,     .about = "One's own devices" },
	{ GET,    "/me/devices/new",         MEMBERS, READS,  new_show,      .about = "Add a device; ?product= an id" },
	{ POST,   "/me/devices",             MEMBERS, WRITES, add_submit,    .form = &device_form, .about = "Add a device" },
	{ GET,    "/me/devices/:id",         MEMBERS, READS,  show,          .about = "One of one's own devices" },
	{ POST,   "/me/devices/:id",         MEMBERS, WRITES, change_submit, .form = &device_form, .about = "Change it" },
	{ GET,    "/me/devices/:id/removal", MEMBERS, READS,  remove_ask,    .about = "Really take it away?" },
	{ POST,   "/me/devices/:id/removal", MEMBERS, WRITES, remove_submit, .about = "Take it away" },
	{ GET,    "/api/v1/me/devices",      MEMBERS, READS,  devices_get,   .answers = "list of device", .about = "One's own devices" },
	{ POST,   "/api/v1/me/devices",      MEMBERS, WRITES, device_make,   .form = &device_form, .answers = "device",
	  .about = "Add a device" },
	{ DELETE, "/api/v1/me/devices/:id",  MEMBERS, WRITES, device_drop,   .about = "Take a device away" },
	ROUTES_END
};

enum err device_rows_mine(struct scope *scope, struct device_row_list *rows_out)
{
	struct device_list devices;
	struct product_card_list *products = arena_take(scope->arena, sizeof(*products));
	enum err err = device_list_mine(scope, &devices);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, (devices.count + 1) * sizeof(*ids));
	struct device_row *rows = arena_take(scope->arena, (devices.count + 1) * sizeof(*rows));
	for (size_t i = 0; i < devices.count; i++)
		ids[i] = devices.at[i].product_id;
	if ((err = product_cards(scope, (struct ids){ ids, devices.count }, products)))
		return err;
	for (size_t i = 0; i < devices.count; i++)
		rows[i] = (struct device_row){ &devices.at[i], product_card_in(products, ids[i]) };
	*rows_out = (struct device_row_list){ rows, devices.count };
	return OK;
}

static enum err list_show(struct request *request)
{
	struct devices_page model;
	enum err err = device_rows_mine(request_scope(request), &model.rows);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_device_mine);
	page->section = SECTION_ME;
	devices_page_html(page->view, &model);
	return page_send(page);
}

/* ── one ── */

static enum err send_device(struct request *request, const struct device *device, const struct device_form *form)
{
	struct scope *scope = request_scope(request);
	struct product_list products;
	struct product_card_list cards;
	struct device_page model = { .device = device, .form = form, .bought_on = S("") };
	enum err err = product_list(scope, &products);
	if (err || (err = product_cards(scope, (struct ids){ &device->product_id, 1 }, &cards)))
		return err;
	model.product = product_card_in(&cards, device->product_id);
	if (form->bought_on)
		model.bought_on = day_iso(scope->arena, form->bought_on);
	model.today = day_iso(scope->arena, day_at(scope->zone, scope->now));
	struct page *page = page_open(request, device->id ? TEXT_device_change : TEXT_device_add);
	struct choice *choices = arena_take(scope->arena, (products.count + 1) * sizeof(*choices));
	for (size_t i = 0; i < products.count; i++)
		choices[i] = (struct choice){ str_format(scope->arena, "%lld", (long long)products.at[i].id), products.at[i].name,
			S(""), products.at[i].id == form->product_id };
	model.products = (struct choices){ choices, products.count };
	page->section = SECTION_ME;
	page->narrow = true;
	device_page_html(page->view, &model);
	return page_send(page);
}

static enum err new_show(struct request *request)
{
	const struct device none = { .product_id = request_query_number(request, "product", 0) };
	const struct device_form form = { .product_id = none.product_id };
	return send_device(request, &none, &form);
}

static struct device device_of_form(const struct device_form *form)
{
	return (struct device){ .product_id = form->product_id, .nickname = form->nickname, .serial = form->serial,
		.bought_on = form->bought_on };
}

/* A box that is not ticked takes nothing back that was said of another one. */
static enum err add(struct scope *scope, struct device *device, bool knows)
{
	enum err err = device_add(scope, device);
	return err || !knows ? err : known_say(scope, device->product_id, true);
}

static enum err add_submit(struct request *request)
{
	struct device_form form = { .nickname = S(""), .serial = S("") };
	struct device device = { .id = 0 };
	enum err err = form_read(request, &device_form, &form);
	if (!err) {
		device = device_of_form(&form);
		err = add(request_scope(request), &device, form.knows);
	}
	if (err == ERR_INVALID)
		return send_device(request, &(struct device){ .product_id = form.product_id }, &form);
	return err ? err : redirect_with(request, "device.added", "/me/devices");
}

static enum err show(struct request *request)
{
	struct device device;
	struct ids known;
	struct scope *scope = request_scope(request);
	enum err err = device_mine(scope, request_id(request, "id"), &device);
	if (err || (err = known_of(scope, scope->member_id, &known)))
		return err;
	const struct device_form form = { device.product_id, device.nickname, device.serial, (int32_t)device.bought_on,
		known_has(known, device.product_id) };
	return send_device(request, &device, &form);
}

static enum err change_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct device_form form = { .nickname = S(""), .serial = S("") };
	struct device device;
	enum err err = device_mine(scope, request_id(request, "id"), &device);
	if (err)
		return err;
	err = form_read(request, &device_form, &form);
	if (!err) {
		struct device changed = device_of_form(&form);
		changed.id = device.id;
		err = device_change(scope, &changed);
		if (!err)
			err = known_say(scope, device.product_id, form.knows);
	}
	if (err == ERR_INVALID)
		return send_device(request, &device, &form);
	return err ? err : redirect_with(request, "device.changed", "/me/devices");
}

static enum err remove_ask(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct device device;
	enum err err = device_mine(scope, request_id(request, "id"), &device);
	if (err)
		return err;
	const struct confirmation ask = { TEXT_device_remove_title, TEXT_device_remove_text, TEXT_device_remove,
		str_format(scope->arena, "/me/devices/%lld/removal", (long long)device.id),
		str_format(scope->arena, "/me/devices/%lld", (long long)device.id), true };
	return page_confirm(request, &ask);
}

static enum err remove_submit(struct request *request)
{
	enum err err = device_remove(request_scope(request), request_id(request, "id"));
	return err ? err : redirect_with(request, "device.removed", "/me/devices");
}

/* ── panels: on one's own page, on Help ── */

enum err device_fill_me(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	(void)subjects;
	for (size_t i = 0; i < count; i++) {
		struct text text;
		struct view view = view_begin(page->view, &text);
		devices_card_html(&view);
		htmls_out[i] = view_end(&view);
	}
	return OK;
}

enum err device_fill_help(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct devices_page model;
	struct text text;
	(void)subjects;
	assert(count == 1);
	if (!request_scope(page->request)->member_id)
		return OK;
	enum err err = device_rows_mine(request_scope(page->request), &model.rows);
	if (err)
		return err;
	struct view view = view_begin(page->view, &text);
	devices_help_html(&view, &model);
	htmls_out[0] = view_end(&view);
	return OK;
}

/* ── the same for a member's own programs ── */

static const struct schema_member device_members[] = {
	MEMBER(SCHEMA_ID, struct device, id),         MEMBER(SCHEMA_ID, struct device, product_id),
	MEMBER(SCHEMA_TEXT, struct device, nickname), MEMBER(SCHEMA_MOMENT, struct device, made_at),
};
const struct schema device_schema = { "device", sizeof(struct device), device_members, COUNT(device_members) };

static enum err devices_get(struct request *request)
{
	struct device_list list;
	enum err err = device_list_mine(request_scope(request), &list);
	return err ? err : api_send_list(request, &device_schema, &(struct api_list){ list.at, list.count, 0 });
}

static enum err device_make(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct device_form form = { .nickname = S(""), .serial = S("") };
	enum err err = form_read(request, &device_form, &form);
	if (err)
		return err;
	struct device device = device_of_form(&form);
	if ((err = add(scope, &device, form.knows)))
		return err;
	return api_send_made(request, &device_schema, &device,
	                     str_format(scope->arena, "/api/v1/me/devices/%lld", (long long)device.id));
}

static enum err device_drop(struct request *request)
{
	enum err err = device_remove(request_scope(request), request_id(request, "id"));
	return err ? err : api_send_nothing(request);
}
