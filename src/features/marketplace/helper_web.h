/* helper_web.h: applying as a helper, and the desk that decides, for marketplace_slice.c. */
#ifndef HELPER_WEB_H
#define HELPER_WEB_H
#include "features/marketplace/helper.h"
#include "features/marketplace/service_card_web.h"

extern const struct route helper_routes[];
extern const struct route application_desk_routes[];
enum err helper_panel_me(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
/* On a member's page: what the brand checked, and when. */
enum err helper_panel_profile(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
struct helper_profile { const struct helper *helper; struct language_list categories; bool is_reliable; };
enum err helper_panel_desk(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
extern const struct form helper_form;

struct apply_page {
	const struct helper_ask *ask;
	const struct application *latest; /* id 0 = none */
	bool may_apply, may_withdraw;
	struct choices categories, languages, trades;
};

struct application_row { const struct application *application; str name; };
struct application_row_list { struct application_row *at; size_t count; };
struct applications_page {
	bool is_ending;              /* only those whose approval ends */
	enum application_state state;
	struct application_row_list rows;
	int64_t waiting;
	str next_url;
};
struct application_page {
	struct helper helper;        /* approved_until 0: never approved */
	const struct application *application;
	str name;
	struct language_list categories;
	bool may[APPLICATION_STEP_COUNT];
};
enum text_id application_state_text(int state);
enum chip_kind application_state_chip(int state);
#endif
