/*
 * desk_catalog_web.c: boards and products: listed, made, changed.
 *
 * Neither is ever deleted: questions of years stand in boards and name products.
 */
#include "features/admin/desk_web.h"

#include "features/admin/pages.gen.h"

enum { NAME_LENGTH = 200, ABOUT_LENGTH = 4000, KEY_LENGTH = 40, POSITION_MOST = 9999 };

static handler boards_show, board_new, board_view, board_save, products_show, product_new, product_view, product_save;

const struct route desk_catalog_routes[] = {
	{ GET,  "/desk/boards",       BRAND_ADMINS, READS,  boards_show,   .about = "Boards" },
	{ GET,  "/desk/boards/new",   BRAND_ADMINS, READS,  board_new,     .about = "A new board" },
	{ POST, "/desk/boards",       BRAND_ADMINS, WRITES, board_save,    .about = "Make a board" },
	{ GET,  "/desk/boards/:id",   BRAND_ADMINS, READS,  board_view,    .about = "A board, to be changed" },
	{ POST, "/desk/boards/:id",   BRAND_ADMINS, WRITES, board_save,    .about = "Change a board" },
	{ GET,  "/desk/products",     BRAND_ADMINS, READS,  products_show, .about = "Products, hidden ones too" },
	{ GET,  "/desk/products/new", BRAND_ADMINS, READS,  product_new,   .about = "A new product" },
	{ POST, "/desk/products",     BRAND_ADMINS, WRITES, product_save,  .about = "Make a product" },
	{ GET,  "/desk/products/:id", BRAND_ADMINS, READS,  product_view,  .about = "A product, to be changed" },
	{ POST, "/desk/products/:id", BRAND_ADMINS, WRITES, product_save,  .about = "Change a product" },
	ROUTES_END
};

/* ── boards ── */

static const char *const audience_names[] = { "public", "members", "staff", NULL };
static const struct { int64_t id; enum text_id label; } audiences[] = {
	{ AUDIENCE_PUBLIC, TEXT_desk_audience_public }, { AUDIENCE_MEMBERS, TEXT_desk_audience_members },
	{ AUDIENCE_STAFF, TEXT_desk_audience_staff },
};

static const enum text_id posting_labels[POSTING_COUNT] = { TEXT_desk_posting_everyone, TEXT_desk_posting_members,
	TEXT_desk_posting_staff_begins, TEXT_desk_posting_staff };

struct board_form { str key, name, about; int64_t position; int audience, posting; };

static const struct field board_fields[] = {
	FIELD(FIELD_TEXT,   struct board_form, key,      0, KEY_LENGTH),
	FIELD(FIELD_TEXT,   struct board_form, name,     1, NAME_LENGTH),
	FIELD(FIELD_PROSE,  struct board_form, about,    0, ABOUT_LENGTH),
	FIELD(FIELD_NUMBER, struct board_form, position, 0, POSITION_MOST),
	FIELD_OF(FIELD_CHOICE, struct board_form, audience, -1, audience_names), /* of a new one only */
	FIELD_OF(FIELD_CHOICE, struct board_form, posting,  0, posting_names),
};
static const struct form board_form = { "board", board_fields, COUNT(board_fields) };

static enum err boards_show(struct request *request)
{
	struct desk_boards_page model;
	enum err err = community_boards(request_scope(request), &model.boards);
	if (err)
		return err;
	struct page *page = desk_page(request, TEXT_desk_boards);
	desk_boards_page_html(page->view, &model);
	return page_send(page);
}

static enum err show_board(struct request *request, const struct board *board)
{
	struct page *page = desk_page(request, board->id ? TEXT_desk_board_change : TEXT_desk_board_new);
	struct choice *choices = arena_take(page->view->arena, COUNT(audiences) * sizeof(*choices));
	for (size_t i = 0; i < COUNT(audiences); i++)
		choices[i] = (struct choice){ .value = str_from(audience_names[i]), .chosen = audiences[i].id == board->audience_id,
			.label = text_of(page->view->arena, page->view->language, audiences[i].label, NULL, 0) };
	struct choice *rules = arena_take(page->view->arena, POSTING_COUNT * sizeof(*rules));
	for (int i = 0; i < POSTING_COUNT; i++)
		rules[i] = (struct choice){ .value = str_from(posting_names[i]), .chosen = i == (int)board->posting,
			.label = text_of(page->view->arena, page->view->language, posting_labels[i], NULL, 0) };
	const struct desk_board_page model = { board, { choices, COUNT(audiences) }, { rules, POSTING_COUNT } };
	page->narrow = true;
	desk_board_page_html(page->view, &model);
	return page_send(page);
}

static enum err board_new(struct request *request)
{
	return show_board(request, &(struct board){ .audience_id = AUDIENCE_PUBLIC, .position = 100 });
}

static enum err board_view(struct request *request)
{
	struct board board;
	enum err err = board_load(request_scope(request), request_id(request, "id"), &board);
	return err ? err : show_board(request, &board);
}

static enum err board_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct board board = { .id = 0 };
	struct board_form form = { .key = S(""), .name = S(""), .about = S("") };
	bool is_new = str_empty(request_param(request, "id"));
	enum err err = is_new ? OK : board_load(scope, request_id(request, "id"), &board);
	if (err)
		return err;
	err = form_read(request, &board_form, &form);
	board.name = form.name;
	board.about = form.about;
	board.position = form.position;
	board.posting = (enum posting)form.posting;
	if (!err && is_new && form.audience < 0)
		err = refuse_field(scope, "audience", "field.no_choice");
	if (is_new && form.audience >= 0) /* the address and who may see it stay, so that links and rights do */
		board.audience_id = audiences[form.audience].id;
	if (is_new)
		board.key = form.key;
	if (!err)
		err = desk_save_board(scope, &board);
	if (desk_is_forms(scope, err)) {
		board.id = is_new ? 0 : board.id;
		return show_board(request, &board);
	}
	return err ? err : redirect_with(request, "desk.saved", "/desk/boards");
}

/* ── products ── */

struct product_form { str key, name, kind, maker, model, category, about; int64_t position; bool hidden; };

static const struct field product_fields[] = {
	FIELD(FIELD_TEXT,   struct product_form, key,      1, KEY_LENGTH),
	FIELD(FIELD_TEXT,   struct product_form, name,     1, 80),
	FIELD(FIELD_TEXT,   struct product_form, kind,     1, 40),
	FIELD(FIELD_TEXT,   struct product_form, maker,    0, 80),
	FIELD(FIELD_TEXT,   struct product_form, model,    0, 80),
	FIELD(FIELD_TEXT,   struct product_form, category, 0, 80),
	FIELD(FIELD_PROSE,  struct product_form, about,    0, ABOUT_LENGTH),
	FIELD(FIELD_NUMBER, struct product_form, position, 0, POSITION_MOST),
	FIELD(FIELD_BOOL,   struct product_form, hidden,   0, 0),
};
static const struct form product_form = { "product", product_fields, COUNT(product_fields) };

static enum err products_show(struct request *request)
{
	struct desk_products_page model;
	enum err err = product_list_all(request_scope(request), &model.products);
	if (err)
		return err;
	struct page *page = desk_page(request, TEXT_desk_products);
	desk_products_page_html(page->view, &model);
	return page_send(page);
}

static enum err show_product(struct request *request, const struct product *product)
{
	struct page *page = desk_page(request, product->id ? TEXT_desk_product_change : TEXT_desk_product_new);
	const struct desk_product_page model = { product, product->hidden_at > 0 };
	page->narrow = true;
	desk_product_page_html(page->view, &model);
	return page_send(page);
}

static enum err product_new(struct request *request)
{
	return show_product(request, &(struct product){ .position = 100 });
}

static enum err product_view(struct request *request)
{
	struct product product;
	enum err err = product_by_id(request_scope(request), request_id(request, "id"), &product);
	return err ? err : show_product(request, &product);
}

static enum err product_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct product product = { .id = 0 };
	struct product_form form = { .key = S(""), .name = S(""), .kind = S(""), .maker = S(""), .model = S(""), .category = S(""),
		.about = S("") };
	bool is_new = str_empty(request_param(request, "id"));
	enum err err = is_new ? OK : product_by_id(scope, request_id(request, "id"), &product);
	if (err)
		return err;
	err = form_read(request, &product_form, &form);
	product.key = form.key;
	product.name = form.name;
	product.kind = form.kind;
	product.maker = form.maker;
	product.model = form.model;
	product.category = form.category;
	product.about = form.about;
	product.position = form.position;
	if (!form.hidden)
		product.hidden_at = 0;
	else if (!product.hidden_at)
		product.hidden_at = scope->now;
	if (!err)
		err = desk_save_product(scope, &product);
	if (desk_is_forms(scope, err)) {
		product.id = is_new ? 0 : product.id;
		return show_product(request, &product);
	}
	return err ? err : redirect_with(request, "desk.saved", "/desk/products");
}
