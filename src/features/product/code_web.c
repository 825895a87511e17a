/*
 * code_web.c: from the code on a box or a counter to the product's page; the code to print; the desk's list of codes.
 *
 * A code that nobody knows gets a kind page with the box: whoever scans has a matter, not an address.
 */
#include "features/product/code_web.h"

#include "base/qr.h"
#include "base/utf8.h"
#include "features/product/pages.gen.h"

enum { VERSION_MAX = 10, PERMANENT = 301 };

static handler short_show, typed_show, code_svg, codes_show, code_add, code_remove, sheet_show;

struct code_form { str code; };
static const struct field code_fields[] = { FIELD(FIELD_TEXT, struct code_form, code, 1, 40) };
static const struct form code_form = { "product_code", code_fields, COUNT(code_fields) };

const struct route code_routes[] = {
	{ GET,  "/p",                                EVERYONE,     READS,  typed_show,  .about = "A code that was typed: ?code=" },
	{ GET,  "/p/:code",                          EVERYONE,     READS,  short_show,  .about = "The short address on a box or counter" },
	{ GET,  "/products/:key/code.svg",           EVERYONE,     READS,  code_svg,    .about = "The QR code of its short address" },
	{ GET,  "/desk/products/:id/codes",          BRAND_ADMINS, READS,  codes_show,  .about = "Codes that lead to a product" },
	{ POST, "/desk/products/:id/codes",          BRAND_ADMINS, WRITES, code_add,    .form = &code_form, .about = "Add a code" },
	{ POST, "/desk/products/:id/codes/:code/removal", BRAND_ADMINS, WRITES, code_remove, .about = "Take a code away" },
	{ GET,  "/desk/products/:id/sheet",          BRAND_ADMINS, READS,  sheet_show,  .about = "A sheet of labels to print" },
	ROUTES_END
};

/* ── by code ── */

static enum err send_unknown(struct request *request, str typed)
{
	scope_forgive(request_scope(request));
	struct page *page = page_open(request, TEXT_code_unknown_title);
	page->section = SECTION_HELP;
	page->narrow = true;
	page->no_index = true;
	page->status = 404;
	unknown_code_page_html(page->view, &(struct unknown_code_page){ utf8_first(typed, 40) });
	return page_send(page);
}

/* For good; but no browser keeps it (the door says no-store), since a code may get another product. */
static enum err go_to(struct request *request, str typed)
{
	struct product product;
	enum err err = product_by_code(request_scope(request), typed, &product);
	if (err == ERR_NOT_FOUND)
		return send_unknown(request, typed);
	if (err || (err = redirect_to(request, "/products/%.*s", STR_ARG(product.key))))
		return err;
	request_response(request)->status = PERMANENT;
	return OK;
}

static enum err short_show(struct request *request)
{
	return go_to(request, request_param(request, "code"));
}

static enum err typed_show(struct request *request)
{
	return go_to(request, request_query(request, "code"));
}

/* ── the code itself ── */

static enum err draw(struct request *request, const struct product *product, struct sheet_page *sheet)
{
	struct scope *scope = request_scope(request);
	str code;
	enum err err = product_short(scope, product, &code);
	if (err)
		return err;
	sheet->product = product;
	sheet->url = str_format(scope->arena, "%.*s/p/%.*s", STR_ARG(scope->origin), STR_ARG(code));
	return qr_path(scope->arena, sheet->url, VERSION_MAX, &sheet->path, &sheet->size);
}

static enum err code_svg(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct product product;
	struct sheet_page sheet;
	enum err err = product_by_key(scope, request_param(request, "key"), &product);
	if (err || (err = draw(request, &product, &sheet)))
		return err;
	struct http_response *response = request_response(request);
	response->status = 200;
	response->content_type = S("image/svg+xml");
	response->body = str_format(scope->arena,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %lld %lld\" shape-rendering=\"crispEdges\">"
		"<path fill=\"#fff\" d=\"M0 0h%lldv%lldH0z\"/><path d=\"%.*s\"/></svg>",
		(long long)sheet.size, (long long)sheet.size, (long long)sheet.size, (long long)sheet.size, STR_ARG(sheet.path));
	response->compress = true;
	return OK;
}

/* ── the desk ── */

static enum err send_codes(struct request *request, str typed)
{
	struct scope *scope = request_scope(request);
	struct product product;
	struct codes_page model = { .product = &product, .typed = typed };
	enum err err = product_by_id(scope, request_id(request, "id"), &product);
	if (err || (err = product_codes(scope, product.id, &model.codes)))
		return err;
	struct page *page = page_open(request, TEXT_code_title);
	page->section = SECTION_DESK;
	page->narrow = true;
	codes_page_html(page->view, &model);
	return page_send(page);
}

static enum err codes_show(struct request *request)
{
	return send_codes(request, S(""));
}

static enum err code_add(struct request *request)
{
	struct code_form form = { S("") };
	const int64_t id = request_id(request, "id");
	struct product product;
	enum err err = product_by_id(request_scope(request), id, &product);
	if (err)
		return err;
	err = form_read(request, &code_form, &form);
	if (!err)
		err = product_code_add(request_scope(request), id, form.code);
	if (err == ERR_INVALID)
		return send_codes(request, form.code);
	return err ? err : redirect_with(request, "code.added", "/desk/products/%lld/codes", (long long)id);
}

static enum err code_remove(struct request *request)
{
	const int64_t id = request_id(request, "id");
	enum err err = product_code_remove(request_scope(request), id, request_param(request, "code"));
	return err ? err : redirect_with(request, "code.removed", "/desk/products/%lld/codes", (long long)id);
}

static enum err sheet_show(struct request *request)
{
	struct product product;
	struct sheet_page model;
	enum err err = product_by_id(request_scope(request), request_id(request, "id"), &product);
	if (err || (err = draw(request, &product, &model)))
		return err;
	static const int twelve[SHEET_LABELS] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
	model.labels = (struct label_list){ twelve, SHEET_LABELS };
	struct page *page = page_open(request, TEXT_code_sheet);
	page->section = SECTION_DESK;
	sheet_page_html(page->view, &model);
	return page_send(page);
}
