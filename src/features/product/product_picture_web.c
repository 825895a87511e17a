/* product_picture_web.c: an administrator gives a product its picture and says what is to be seen; a program may, too. */
#include "features/product/product_picture_web.h"

#include "core/image.h"
#include "features/product/pages.gen.h"
#include "web/keyed.h"

#define BODY_MAX (IMAGE_BYTES_MAX + 65536)

static handler picture_show, picture_save, picture_remove, picture_put, picture_drop;

static const struct field picture_fields[] = {
	FIELD(FIELD_TEXT, struct product_picture_form, about, 0, PRODUCT_PICTURE_ABOUT_MAX),
};
static const struct form picture_form = { "product_picture", picture_fields, COUNT(picture_fields) };

const struct route product_picture_routes[] = {
	{ GET,    "/desk/products/:id/picture",         BRAND_ADMINS, READS,   picture_show,   .about = "A product's picture" },
	{ POST,   "/desk/products/:id/picture",         BRAND_ADMINS, BY_HAND, picture_save,   .form = &picture_form, .rate = RATE_UPLOAD,
	  .body_max = BODY_MAX, .about = "Give it a picture (multipart/form-data, field \"file\"), or other words for the one it has" },
	{ POST,   "/desk/products/:id/picture/removal", BRAND_ADMINS, WRITES,  picture_remove, .about = "Take its picture away" },
	{ POST,   "/api/v1/products/:key/picture",      BRAND_ADMINS, BY_HAND, picture_put,    .form = &picture_form, .rate = RATE_UPLOAD,
	  .body_max = BODY_MAX, .about = "Give a product a picture (multipart/form-data, field \"file\"); without a file only `about` changes" },
	{ DELETE, "/api/v1/products/:key/picture",      BRAND_ADMINS, WRITES,  picture_drop,   .about = "Take a product's picture away" },
	ROUTES_END
};

static enum err send(struct request *request, const struct product *product)
{
	struct page *page = page_open(request, TEXT_product_picture);
	page->section = SECTION_DESK;
	page->narrow = true;
	page->no_index = true;
	product_picture_page_html(page->view, &(struct product_picture_page){ product });
	return page_send(page);
}

static enum err picture_show(struct request *request)
{
	struct product product;
	enum err err = product_by_id(request_scope(request), request_id(request, "id"), &product);
	return err ? err : send(request, &product);
}

struct giving { struct request *request; struct product_picture_giving picture; };

static enum err prepare(struct scope *scope, void *data)
{
	return product_picture_prepare(scope, &((struct giving *)data)->picture);
}

static enum err keep(struct scope *scope, void *data)
{
	struct giving *giving = data;
	enum err err = product_picture_keep(scope, &giving->picture);
	return err ? err : redirect_with(giving->request, "product.picture_saved", "/desk/products/%lld/picture",
	                                 (long long)giving->picture.ask->product_id);
}

static enum err keep_of_program(struct scope *scope, void *data)
{
	struct giving *giving = data;
	enum err err = product_picture_keep(scope, &giving->picture);
	return err ? err : api_send_nothing(giving->request);
}

/* A form without a file is a change of words. */
static enum err take(struct request *request, int64_t product_id, scope_work *keep_and_answer)
{
	const struct uploads *uploads = &request_http(request)->uploads;
	struct product_picture_form form = { S("") };
	enum err err = form_read(request, &picture_form, &form);
	struct product_picture_ask ask = { .product_id = product_id, .path = S(""), .name = S(""), .about = form.about };
	for (size_t i = 0; i < uploads->count; i++) {
		if (!str_equal(uploads->at[i].name, S("file")) || !uploads->at[i].size)
			continue;
		ask.path = uploads->at[i].path;
		ask.name = uploads->at[i].file_name;
	}
	if (err)
		return err;
	struct giving giving = { request, { .ask = &ask } };
	err = request_take_files(request, prepare, keep_and_answer, &giving);
	media_let_go(&giving.picture.taking);
	return err;
}

struct looking { int64_t id; str key; struct product product; };

static enum err look(struct scope *scope, void *data)
{
	struct looking *looking = data;
	return looking->id ? product_by_id(scope, looking->id, &looking->product)
	                   : product_by_key(scope, looking->key, &looking->product);
}

static enum err picture_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct looking looking = { .id = request_id(request, "id") };
	enum err err = looking.id ? take(request, looking.id, keep) : refuse(scope, ERR_NOT_FOUND, "product.not_found");
	/* No file and no picture: the form is shown again and says so. */
	if (err != ERR_INVALID && err != ERR_CONFLICT)
		return err;
	const struct refusal refusal = scope->refusal;
	scope_forgive(scope);
	if ((err = scope_read(scope, look, &looking)))
		return err;
	scope->refusal = refusal;
	return send(request, &looking.product);
}

static enum err picture_remove(struct request *request)
{
	int64_t id = request_id(request, "id");
	enum err err = product_take_picture_away(request_scope(request), id);
	return err ? err : redirect_with(request, "product.picture_removed", "/desk/products/%lld/picture", (long long)id);
}

/* ── for programs ── */

static enum err picture_put(struct request *request)
{
	struct looking looking = { .key = request_param(request, "key") };
	enum err err = scope_read(request_scope(request), look, &looking);
	return err ? err : take(request, looking.product.id, keep_of_program);
}

static enum err picture_drop(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct product product;
	enum err err = product_by_key(scope, request_param(request, "key"), &product);
	if (!err)
		err = product_take_picture_away(scope, product.id);
	return err ? err : api_send_nothing(request);
}
