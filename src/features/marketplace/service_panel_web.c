/*
 * service_panel_web.c: services where others' pages have room: a product, a member, the start page; and badges.
 */
#include "features/marketplace/nearby.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/pages.gen.h"
#include "features/marketplace/service_web.h"
#include "features/member/member_news.h"
#include "features/product/product_news.h"

enum { SHOWN_AT_HOME = 3, SHOWN_OF_MEMBER = 10 };

static struct html section_html(struct page *page, enum text_id title, struct service_row_list rows, str more)
{
	struct text text;
	struct view piece = view_begin(page->view, &text);
	services_section_html(&piece, title, rows, more);
	return view_end(&piece);
}

/* Product and member pages ask for one subject; a list of them is answered one by one. */
static enum err fill_one(struct page *page, enum text_id title, const struct service_list *services, str more,
                         struct html *html_out)
{
	struct scope *scope = request_scope(page->request);
	struct service_row_list rows;
	enum err err = service_rows(scope, services, scope->now, -1, &rows);
	if (err)
		return err;
	for (size_t i = 0; i < rows.count; i++)
		page_shows(page, subject_of(&member_subject, rows.at[i].service->helper_id));
	*html_out = section_html(page, title, rows, more);
	return OK;
}

enum err service_panel_product(struct page *page, const struct subject *subjects, size_t count,
                               struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	page_shows(page, subject_of(&service_subject, 0)); /* whose helper comes back is not on the page yet */
	for (size_t i = 0; i < count; i++) {
		struct service_list services;
		enum err err = service_load_of_product(scope, subjects[i].id, &services);
		if (err)
			return err;
		str more = str_format(scope->arena, "/services?product=%lld", (long long)subjects[i].id);
		if (services.count && (err = fill_one(page, TEXT_service_for_product, &services, more, &htmls_out[i])))
			return err;
	}
	return OK;
}

/* Only what is live: the list of one's own is elsewhere. */
static enum err live_of(struct scope *scope, int64_t member_id, struct service_list *list_out)
{
	struct service_list all;
	struct helper_list helpers;
	enum err err = helper_load_some(scope, (struct ids){ &member_id, 1 }, &helpers);
	*list_out = (struct service_list){ NULL, 0 };
	if (err || !helpers.count || !helpers.at[0].active)
		return err;
	if ((err = service_load_of(scope, member_id, &all)))
		return err;
	struct service *at = arena_take(scope->arena, all.count * sizeof(*at));
	size_t kept = 0;
	for (size_t i = 0; i < all.count && kept < SHOWN_OF_MEMBER; i++) {
		if (all.at[i].state == SERVICE_LIVE)
			at[kept++] = all.at[i];
	}
	*list_out = (struct service_list){ at, kept };
	return OK;
}

enum err service_panel_member(struct page *page, const struct subject *subjects, size_t count,
                              struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	for (size_t i = 0; i < count; i++) {
		struct service_list services;
		enum err err = live_of(scope, subjects[i].id, &services);
		if (err)
			return err;
		if (services.count && (err = fill_one(page, TEXT_service_of_helper, &services, S(""), &htmls_out[i])))
			return err;
	}
	return OK;
}

enum err service_panel_stranger(struct page *page, const struct subject *subjects, size_t count,
                                struct html *htmls_out)
{
	for (size_t i = 0; i < count; i++) {
		struct text text;
		struct view piece = view_begin(page->view, &text);
		near_box_html(&piece);
		htmls_out[i] = view_end(&piece);
	}
	return OK;
}

/* Three who would come to where the member lives. */
enum err service_panel_home(struct page *page, const struct subject *subjects, size_t count,
                            struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct member member;
	struct near_found found;
	enum err err = member_load(scope, scope->member_id, &member);
	if (err)
		return err;
	if (str_empty(member.postal_code))
		return service_panel_stranger(page, subjects, count, htmls_out);
	struct near_ask ask = { .category = -1, .purpose = -1 };
	ask.place = str_format(scope->arena, "%.*s-%.*s", STR_ARG(member.country), STR_ARG(member.postal_code));
	if ((err = nearby_find(scope, &ask, &found))) {
		if (err != ERR_INVALID)
			return err;
		scope_forgive(scope); /* a postal code that is no longer in the list must not cost the start page */
		return service_panel_stranger(page, subjects, count, htmls_out);
	}
	struct service services[SHOWN_AT_HOME];
	size_t shown = 0;
	for (size_t i = 0; i < found.hits.count && shown < SHOWN_AT_HOME; i++) { /* nobody comes to oneself */
		if (found.hits.at[i].service.helper_id != scope->member_id)
			services[shown++] = found.hits.at[i].service;
	}
	const struct service_list list = { services, shown };
	return count && shown ? fill_one(page, TEXT_service_near_home, &list, S("/services"), &htmls_out[0]) : OK;
}

/* Beside a name: checked by the brand.  Most who write are no helpers, which their cards say. */
enum err service_panel_badge(struct page *page, const struct subject *subjects, size_t count,
                             struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct helper_list helpers = { 0 };
	struct member_card_list cards;
	int64_t *ids = arena_take(scope->arena, count * sizeof(*ids));
	int64_t *some = arena_take(scope->arena, count * sizeof(*some));
	size_t some_count = 0;
	for (size_t i = 0; i < count; i++)
		ids[i] = subjects[i].id;
	enum err err = member_cards(scope, (struct ids){ ids, count }, &cards);
	for (size_t i = 0; !err && i < cards.count; i++) {
		if (member_is_helper(&cards.at[i]))
			some[some_count++] = cards.at[i].id;
	}
	if (!err && some_count)
		err = helper_load_some(scope, (struct ids){ some, some_count }, &helpers);
	if (err || !helpers.count)
		return err;
	struct text text;
	struct view piece = view_begin(page->view, &text);
	vetted_badge_html(&piece);
	struct html badge = view_end(&piece);
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < helpers.count; j++) {
			if (helpers.at[j].member_id == ids[i] && helpers.at[j].active && helpers.at[j].badge)
				htmls_out[i] = badge;
		}
	}
	return OK;
}
