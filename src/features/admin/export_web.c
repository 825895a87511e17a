/* export_web.c: a brand's data at the desk: what is in the file, asking for it, fetching it. */
#include "features/admin/desk_web.h"

#include "features/admin/export.h"
#include "features/admin/pages.gen.h"

static handler export_show, export_submit, export_send;

const struct route export_routes[] = {
	{ GET,  "/desk/export",     BRAND_ADMINS, READS,   export_show,   .about = "The brand's data as a file" },
	{ POST, "/desk/export",     BRAND_ADMINS, WRITES,  export_submit, .about = "Have the file made" },
	{ GET,  "/desk/export/brand.tar", BRAND_ADMINS, BY_HAND, export_send, .rate = RATE_SEARCH, .about = "The file; noted in the audit log" },
	ROUTES_END
};

static enum err export_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct export export = { 0 };
	enum err err = export_mine(scope, &export);
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	else if (err)
		return err;
	const struct desk_export_page model = {
		.is_ready = export.made_at > 0, .is_running = export.asked_at && !export.made_at,
		.made_at = export.made_at, .until = export.made_at + EXPORT_STAYS, .rows = export.rows_out,
		.megabytes = (double)export.size / (1024 * 1024),
	};
	struct page *page = desk_page(request, TEXT_export_title);
	page->narrow = true;
	export_page_html(page->view, &model);
	return page_send(page);
}

static enum err export_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	enum err err = export_ask(scope);
	if (err == ERR_CONFLICT) { /* the page itself says that it runs */
		scope_forgive(scope);
		return redirect_to(request, "/desk/export");
	}
	return err ? err : redirect_with(request, "export.begun", "/desk/export");
}

static enum err fetch(struct scope *scope, void *data)
{
	return export_fetch(scope, data);
}

/* By hand, because fetching is noted. */
static enum err export_send(struct request *request)
{
	struct http_response *response = request_response(request);
	str path = S("");
	enum err err = scope_write(request_scope(request), fetch, &path);
	if (err)
		return err;
	response->status = 200;
	response->content_type = S("application/x-tar");
	response->file = path;
	http_set_header(response, S("Content-Disposition"), S("attachment; filename=\"brand.tar\""));
	http_set_header(response, S("Cache-Control"), S("private, no-store"));
	return OK;
}
