/* sitemap.c: XML for search engines, from the lists of all slices. */
#include "web/sitemap.h"

#include "view/html_escape.h"
#include "web/web_room.h"

#define PARTS_MAX 10000

static handler index_show, part_show, robots_show;

const struct route sitemap_routes[] = {
	{ GET, "/sitemap.xml",    EVERYONE, READS, index_show,  .about = "Lists of public pages, for search engines" },
	{ GET, "/sitemaps/:file", EVERYONE, READS, part_show,   .about = "One list of public pages" },
	{ GET, "/robots.txt",     EVERYONE, READS, robots_show, .about = "What search engines may read" },
	ROUTES_END
};

static enum err send(struct request *request, const char *type, str body)
{
	struct http_response *response = &request->exchange->response;
	response->status = 200;
	response->content_type = str_from(type);
	response->body = body;
	response->compress = true;
	return OK;
}

static void put_location(struct text *text, struct scope *scope, str path)
{
	text_put(text, S("<loc>"));
	html_escape(text, scope->origin);
	html_escape(text, path);
	text_put(text, S("</loc>"));
}

static enum err put_parts(struct text *text, struct scope *scope, const struct sitemap *sitemap)
{
	int64_t count = 0;
	enum err err = sitemap->parts(scope, &count);
	for (int64_t part = 0; !err && part < count && part < PARTS_MAX; part++) {
		text_put(text, S("<sitemap>"));
		put_location(text, scope, str_format(scope->arena, "/sitemaps/%s-%lld.xml", sitemap->name, (long long)part));
		text_put(text, S("</sitemap>\n"));
	}
	return err;
}

static enum err index_show(struct request *request)
{
	struct scope *scope = &request->scope;
	struct text text;
	enum err err = OK;
	scope_act_as(scope, 0, 0);
	text_open(&text, scope->arena, 4096);
	text_put(&text, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	                  "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
	for (size_t i = 0; !err && request->web->slices[i]; i++) {
		const struct sitemap *sitemap = request->web->slices[i]->sitemaps;
		for (; !err && sitemap && sitemap->name; sitemap++)
			err = put_parts(&text, scope, sitemap);
	}
	text_put(&text, S("</sitemapindex>\n"));
	return err ? err : send(request, "application/xml", text_str(&text));
}

/* "threads-12.xml" */
static const struct sitemap *sitemap_named(const struct web *web, str file, int64_t *part_out)
{
	if (!str_ends(file, S(".xml")))
		return NULL;
	file = str_first(file, file.len - 4);
	str name = str_cut(&file, '-');
	if (!str_number(file, part_out) || *part_out < 0 || *part_out >= PARTS_MAX)
		return NULL;
	for (size_t i = 0; web->slices[i]; i++) {
		const struct sitemap *sitemap = web->slices[i]->sitemaps;
		for (; sitemap && sitemap->name; sitemap++) {
			if (str_equal(name, str_from(sitemap->name)))
				return sitemap;
		}
	}
	return NULL;
}

static enum err part_show(struct request *request)
{
	struct scope *scope = &request->scope;
	struct sitemap_urls urls = { NULL, 0 };
	struct text text;
	int64_t part = 0;
	const struct sitemap *sitemap = sitemap_named(request->web, request_param(request, "file"), &part);
	if (!sitemap)
		return refuse(scope, ERR_NOT_FOUND, "failure.not_found");
	scope_act_as(scope, 0, 0);
	enum err err = sitemap->urls(scope, part, &urls);
	if (err)
		return err;
	if (!urls.count)
		return refuse(scope, ERR_NOT_FOUND, "failure.not_found");
	text_open(&text, scope->arena, 65536);
	text_put(&text, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	                  "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
	for (size_t i = 0; i < urls.count; i++) {
		text_put(&text, S("<url>"));
		put_location(&text, scope, urls.at[i].path);
		if (urls.at[i].changed_at) {
			str at = moment_iso(scope->arena, urls.at[i].changed_at);
			text_format(&text, "<lastmod>%.*s</lastmod>", STR_ARG(at));
		}
		text_put(&text, S("</url>\n"));
	}
	text_put(&text, S("</urlset>\n"));
	return send(request, "application/xml", text_str(&text));
}

/* What is personal or endless is not worth a robot's time; nothing secret depends on it. */
static enum err robots_show(struct request *request)
{
	struct scope *scope = &request->scope;
	return send(request, "text/plain; charset=utf-8",
	            str_format(scope->arena, "User-agent: *\nDisallow: /api/\nDisallow: /ask\nDisallow: /desk\nDisallow: /login\n"
	                                     "Disallow: /me\nDisallow: /search\nDisallow: /signup\n\nSitemap: %.*s/sitemap.xml\n",
	                       STR_ARG(scope->origin)));
}
