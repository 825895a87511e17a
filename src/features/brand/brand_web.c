/*
 * brand_web.c: a brand's imprint, privacy, about, and its colours as a stylesheet.
 *
 * The texts are Markdown that the brand's administrator writes; `texts` says which
 * member of the record stands on which page.
 */
#include "features/brand/brand_web.h"

#include "features/brand/brand_news.h"
#include "features/brand/pages.gen.h"

#define YEAR "31536000"

static handler text_show, theme_show;

enum { ABOUT, IMPRINT, PRIVACY, TEXT_PAGE_COUNT };

static const struct { enum text_id title; size_t offset; } texts[] = {
	[ABOUT]   = { TEXT_brand_about,   offsetof(struct brand, about) },
	[IMPRINT] = { TEXT_brand_imprint, offsetof(struct brand, imprint) },
	[PRIVACY] = { TEXT_brand_privacy, offsetof(struct brand, privacy) },
};
static_assert(COUNT(texts) == TEXT_PAGE_COUNT);

const struct route brand_routes[] = {
	{ GET, "/about",       EVERYONE, READS, text_show, ABOUT,   .about = "Who is behind this place" },
	{ GET, "/imprint",     EVERYONE, READS, text_show, IMPRINT, .about = "The brand's imprint" },
	{ GET, "/privacy",     EVERYONE, READS, text_show, PRIVACY, .about = "What happens to personal data" },
	{ GET, "/theme/:file", EVERYONE, READS, theme_show, 0,      .about = "The brand's colours as CSS variables" },
	ROUTES_END
};

static enum err text_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct brand brand;
	int which = request_with(request);
	enum err err = brand_card_of(scope, &brand);
	if (err)
		return err;
	str source = *(const str *)((const char *)&brand + texts[which].offset); /* the table names str members only */
	struct brand_text_page model = { .title = texts[which].title, .is_empty = str_empty(source) };
	if ((err = markdown_html(scope->arena, source, &model.text)))
		return err;

	struct page *page = page_open(request, model.title);
	page->no_index = which != ABOUT;
	page_cache(page);
	page_shows(page, subject_of(&brand_subject, brand.id));
	brand_text_page_html(page->view, &model);
	return page_send(page);
}

/* One file for headings and the brand's name: a first view stays within its 40 KB. */
static str font_css(struct scope *scope, const struct brand *brand)
{
	const struct brand_font *font = brand_font_of(brand->font);
	str url = asset_url(str_from(font->file));
	if (str_equal(str_from(font->name), S("serif")))
		return S(":root{--font-head:var(--serif)}");
	if (str_empty(url))
		return S("");
	return str_format(scope->arena, "@font-face{font-family:\"%s\";src:url(%.*s) format(\"woff2\");font-weight:500 800;"
	                  "font-display:swap}:root{--font-head:\"%s\",var(--sans)}", font->family, STR_ARG(url), font->family);
}

/* The frame's link carries the look's version: it may be kept for a year.  Any other name shows today's look. */
static enum err theme_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct http_response *response = request_response(request);
	struct brand brand;
	str css;
	enum err err = brand_card_of(scope, &brand);
	if (err)
		return err;
	struct theme theme = { brand.brand_colour, brand.accent_colour };
	if ((err = theme_css(scope->arena, &theme, &css)))
		return err;
	str version = brand_look_version(scope->arena, &brand);
	bool is_exact = str_equal(request_param(request, "file"), str_format(scope->arena, "%.*s.css", STR_ARG(version)));
	response->status = 200;
	response->content_type = S("text/css; charset=utf-8");
	response->body = str_join(scope->arena, (str[]){ css, font_css(scope, &brand) }, 2, S(""));
	response->compress = true;
	response->etag = str_format(scope->arena, "\"%.*s\"", STR_ARG(version));
	http_set_header(response, S("Cache-Control"),
	                is_exact ? S("public, max-age=" YEAR ", immutable") : S("public, max-age=60"));
	return OK;
}
