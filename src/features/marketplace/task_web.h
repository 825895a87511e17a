/* task_web.h: pages about tasks and offers, for marketplace_slice.c. */
#ifndef TASK_WEB_H
#define TASK_WEB_H
#include "features/marketplace/offer.h"
#include "features/marketplace/service_card_web.h"
#include "features/product/product.h"

extern const struct route task_routes[], offer_routes[];
extern const struct form task_form, offer_form, visit_form;
enum err task_panel_helper(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);

/* "…/3?" and what the list was asked, for its links. */
struct task_row { const struct task *task; double km; /* below 0: not known */ struct html why; bool knows_product; };
struct task_row_list { struct task_row *at; size_t count; };
struct place_pick { str label, url; };
struct place_pick_list { struct place_pick *at; size_t count; };

struct tasks_page {
	str place, place_name;
	struct choices radii, categories, orders, ways;
	int way;
	struct place_pick_list picks;   /* several places could be meant */
	struct task_row_list rows, mine;
	bool has_place, is_helper, is_by_score;
	struct pager pager;
};

struct task_new_page {
	const struct task_ask *ask;
	str budget, day, today, from, to;
	struct choices categories, products, ways;
	struct place_pick_list picks;
	struct subject_face thread;     /* titled "" when it is made from nothing */
};

struct offer_row { const struct offer *offer; const struct member_card *helper; bool may_accept, may_decline, may_withdraw; };
struct offer_row_list { struct offer_row *at; size_t count; };

struct task_page {
	const struct task *task;
	struct html text, care;
	str author_name;
	double km;
	struct offer_row_list offers;
	bool is_own, may_offer, may_withdraw, may_extend, may_publish;
	struct product_card product;    /* named "" when it is about none */
	bool knows_product;             /* the reader does */
	struct service_row_list helpers; /* who could come: to its author */
	struct subject_face thread;
	str today;
	int64_t me;
};

struct offers_page { struct offer_row_list offers; struct subject_face *tasks; };

struct accept_page { const struct offer *offer; const struct task *task; const struct booking_ask *ask; str helper_name; };

enum text_id task_state_text(int state);
enum chip_kind task_state_chip(int state);
enum text_id offer_state_text(int state);
enum chip_kind offer_state_chip(int state);
/* "Mi., 4. März, ab 18:00" in words; "" when any time is fine. */
str task_when(struct view *view, const struct task *task);
#endif
