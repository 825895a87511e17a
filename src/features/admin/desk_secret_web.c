/*
 * desk_secret_web.c: a setting that opens something, on a page of its own: whether there is one, never which.
 *
 * It is replaced, made anew or removed.  What the house makes is shown in the answer to that very press and nowhere
 * else: neither in an address nor among the answers that are kept.
 */
#include "features/admin/desk_web.h"

#include "features/admin/pages.gen.h"

static handler secret_show, secret_make;

const struct route desk_secret_routes[] = {
	{ GET,  "/desk/settings/:name", BRAND_ADMINS, READS, secret_show, .about = "A setting that is a key: whether there is one" },
	{ POST, "/desk/settings/:name/secret", BRAND_ADMINS, WRITES, secret_make, .about = "Make a new key, shown this once" },
	ROUTES_END
};

static enum err send(struct request *request, str fresh)
{
	struct secret_page model = { .fresh = fresh };
	enum err err = desk_secret(request_scope(request), request_param(request, "name"), &model.line);
	if (err)
		return err;
	struct page *page = desk_page(request, desk_setting_label(model.line.setting));
	page->narrow = true;
	secret_page_html(page->view, &model);
	return page_send(page);
}

enum err desk_secret_show(struct request *request)
{
	return send(request, S(""));
}

static enum err secret_show(struct request *request)
{
	return send(request, S(""));
}

static enum err secret_make(struct request *request)
{
	str fresh;
	enum err err = desk_secret_new(request_scope(request), request_param(request, "name"), &fresh);
	if (err)
		return err;
	request_not_again(request, "/desk/settings/%.*s", STR_ARG(request_param(request, "name")));
	return send(request, fresh);
}
