/*
 * page.c: one frame for every page: head, the box, navigation, flash, body, foot.
 *
 * A cacheable page of a stranger is kept whole; every other page is private.
 */
#include "web/web_room.h"

#include "web/cache.h"
#include "web/pages.gen.h"

#define BODY_ROOM 32768

static bool typed_value(const void *data, str field, str *value_out)
{
	const struct request *request = data;
	if (!http_form(&request->exchange->request, field, value_out))
		*value_out = S(""); /* an unticked box sends nothing, and was unticked */
	return true;
}

static bool is_shown_again(const struct request *request)
{
	return request->scope.refusal.reason && request->exchange->request.method != GET;
}

static void open_view(struct request *request)
{
	struct scope *scope = &request->scope;
	text_open(&request->body, scope->arena, BODY_ROOM);
	request->view = (struct view){
		.out = &request->body, .arena = scope->arena, .language = request->language,
		.zone = scope->zone ? scope->zone : zone_utc(), .now = scope->now,
		.csrf = csrf_token(request), .here = request->exchange->request.target,
		.once = str_format(scope->arena, "%016llx", (unsigned long long)id_new(scope->now)),
		.form_count = arena_take(scope->arena, sizeof(int)),
		.house = request,
	};
	if (is_shown_again(request)) {
		request->view.wrong_field = scope->refusal.field;
		request->view.wrong_reason = scope->refusal.reason;
		request->view.typed = typed_value;
		request->view.typed_data = request;
	}
}

struct page *page_open_titled(struct request *request, str title)
{
	struct page *page = arena_take(request->scope.arena, sizeof(*page));
	open_view(request);
	page->request = request;
	page->view = &request->view;
	page->title = title;
	return page;
}

struct page *page_open(struct request *request, enum text_id title)
{
	return page_open_titled(request, text_of(request->scope.arena, request->language, title, NULL, 0));
}

/* The frame around it shows the brand's name and look. */
void page_cache(struct page *page)
{
	page->cacheable = !page->request->scope.member_id;
	page_shows(page, (struct subject){ SUBJECT_BRAND, page->request->scope.brand_id });
}

void page_shows(struct page *page, struct subject subject)
{
	for (size_t i = 0; i < page->show_count; i++) {
		if (page->shows[i].kind == subject.kind && page->shows[i].id == subject.id)
			return;
	}
	if (page->show_count == PAGE_SUBJECTS_MAX) {
		page->shows_all = true;
		return;
	}
	page->shows[page->show_count++] = subject;
}

/* The message that redirect_with left: shown once. */
static const char *take_flash(struct request *request)
{
	str key;
	enum text_id id;
	if (!cookie_find(&request->exchange->request, S("flash"), &key))
		return NULL;
	cookie_set(&request->exchange->request, &request->exchange->response, S("flash"), S(""), -1);
	return text_find(key, &id) ? str_c(request->scope.arena, key) : NULL;
}

struct desk_area_list page_desk_areas(const struct page *page)
{
	struct request *request = page->request;
	struct list areas;
	list_open(&areas, request->scope.arena, sizeof(struct desk_area));
	for (const struct slice *const *slice = request->web->slices; *slice; slice++) {
		for (const struct desk_area *area = (*slice)->desk; area && area->path; area++) {
			if (policy_check(&request->scope, area->access) == OK)
				*(struct desk_area *)list_add(&areas) = *area;
		}
	}
	return (struct desk_area_list){ (const void *)areas.at, areas.count }; /* made as this type above */
}

static struct nav_list nav_of(struct page *page)
{
	struct request *request = page->request;
	struct nav_item *items = arena_take(request->scope.arena, sizeof(*items) * COUNT(request->web->nav));
	struct nav_list list = { .at = items };
	for (size_t i = 0; i < request->web->nav_count; i++) {
		const struct nav_entry *entry = &request->web->nav[i];
		if (entry->access != EVERYONE && policy_check(&request->scope, entry->access))
			continue;
		items[list.count++] = (struct nav_item){
			.entry = entry, .is_here = str_equal(request->exchange->request.path, str_from(entry->path)),
			.is_above = entry->section == page->section,
		};
	}
	return list;
}

/* A stranger keeps no unread count; failure pages may have no snapshot to ask. */
static enum err frame_panel(struct page *page, enum panel_place place, struct html *html_out)
{
	struct scope *scope = &page->request->scope;
	*html_out = (struct html){ S("") };
	if (!scope->member_id || !scope->db)
		return OK;
	const struct subject me = { 1, scope->member_id };
	return panel_fill(page, place, &me, 1, html_out);
}

/* The brand's pictures in the sizes that a frame needs. */
static void choose_pictures(struct frame_page *model)
{
	enum { LINE = 32 };
	const struct scope *scope = model->scope;
	int64_t width, height;
	if (picture_size(scope->logo, &width, &height))
		model->logo_width = width * LINE / height > 0 ? width * LINE / height : 1;
	model->card = model->page->card;
	if (!model->card.path.len && scope->logo.len)
		model->card = (struct image_link){ str_format(scope->arena, "%.*s/middle", STR_ARG(scope->logo)), "image/jpeg",
			IMAGE_CARD_WIDTH, IMAGE_CARD_HEIGHT, scope->brand_name };
	if (model->card.path.len)
		model->card.path = str_join(scope->arena, (str[]){ scope->origin, model->card.path }, 2, S(""));
	if (!scope->icon.len)
		return;
	model->icon_small = str_format(scope->arena, "%.*s/small", STR_ARG(scope->icon));
	model->icon_middle = str_format(scope->arena, "%.*s/middle", STR_ARG(scope->icon));
}

static enum err put_frame(struct page *page, str *whole_out)
{
	struct request *request = page->request;
	struct frame_page model = {
		.page = page, .scope = &request->scope, .body = { text_str(&request->body) },
		.flash = take_flash(request), .nav = nav_of(page),
		.to = page->view->here,
	};
	struct text whole;
	struct text *body = page->view->out;
	choose_pictures(&model);
	enum err err = frame_panel(page, PANEL_FRAME, &model.side);
	if (err || (err = frame_panel(page, PANEL_BANNER, &model.banner)))
		return err;
	text_open(&whole, request->scope.arena, body->len + 8192);
	page->view->out = &whole;
	frame_page_html(page->view, &model);
	*whole_out = text_str(&whole);
	return OK;
}

static void keep_in_cache(struct page *page, str whole)
{
	struct request *request = page->request;
	struct http_response *response = &request->exchange->response;
	struct cached_page kept;
	struct cache_page cached = {
		.key = request->cache_key, .sequence = request->cache_sequence, .brand_id = request->scope.brand_id,
		.shows = page->shows, .show_count = page->show_count, .body = whole, .now = request->scope.now,
	};
	cache_keep(request->web->cache, &cached, &kept);
	shared_bytes_drop(kept.plain);
	if (kept.gzip)
		shared_bytes_drop(kept.gzip);
	response->etag = str_keep(request->scope.arena, str_from(kept.etag));
	http_set_header(response, S("Cache-Control"), S("private, no-cache"));
	http_set_header(response, S("Vary"), S("Cookie, Accept-Language, Accept-Encoding"));
}

enum err page_send(struct page *page)
{
	struct request *request = page->request;
	struct http_response *response = &request->exchange->response;
	str whole;
	enum err err = put_frame(page, &whole);
	if (!err)
		err = page_put_faces(page, &whole);
	if (err)
		return err;
	response->status = page->status ? page->status : is_shown_again(request) ? 422 : 200;
	response->content_type = S("text/html; charset=utf-8");
	response->body = whole;
	response->compress = true;
	bool may_keep = page->cacheable && !page->shows_all && response->status == 200 && request->cache_key;
	if (may_keep)
		keep_in_cache(page, whole);
	else
		csrf_keep_visitor(request);
	return OK;
}

enum err page_send_fragment(struct page *page)
{
	struct http_response *response = &page->request->exchange->response;
	str html = text_str(page->view->out);
	enum err err = page_put_faces(page, &html);
	if (err)
		return err;
	response->status = page->status ? page->status : 200;
	response->content_type = S("text/html; charset=utf-8");
	response->body = html;
	response->compress = true;
	return OK;
}

enum err page_confirm(struct request *request, const struct confirmation *confirmation)
{
	struct page *page = page_open(request, confirmation->title);
	page->narrow = true;
	page->no_index = true;
	confirm_page_html(page->view, confirmation);
	return page_send(page);
}
