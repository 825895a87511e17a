/* thread_web.h: the pages about boards and threads, and what they are drawn from. */
#ifndef THREAD_WEB_H
#define THREAD_WEB_H
#include "features/community/choices_web.h"
#include "features/community/thread.h"
#include "features/member/member.h"
#include "features/product/product.h"
#include "web/web.h"

extern const struct route thread_routes[], post_routes[];

struct ask_form { int64_t board_id, product_id; str title, body, name, mail; };
extern const struct form ask_form_fields, reply_form_fields;

/* Markdown of a form, made ready to be stored. */
enum err text_draw(struct scope *scope, str body, struct html *html_out);

/* A stranger's question, kept until the mail address is confirmed; then heard of as news and posted. */
enum err ask_keep_draft(struct request *request, const struct ask_form *ask);
enum err ask_post_draft(struct scope *scope, const struct news *news);
enum err ask_post(struct scope *scope, const struct ask_form *form, struct thread *thread_out);
/* A visit's result, posted in the thread it grew from. */
enum err fix_post(struct scope *scope, const struct news *news);

struct thread_cards { struct thread_list threads; struct member_card_list authors; };

struct help_page {
	struct thread_cards cards;
	struct board_list boards;
	const struct board *board;  /* NULL = all */
	int state;                  /* -1 = all */
	str older;                  /* address of the next page; "" = none */
	bool is_first;
};

struct thread_page {
	const struct thread *thread;
	const struct board *board;
	struct post_list posts;
	struct member_card_list authors;
	struct html *badges;        /* beside posts */
	struct post_list solutions;
	str solution_excerpt;
	struct product_card product; /* named "" when there is none */
	bool may_solve, may_reply, is_member;
	struct html actions, side;
	struct pager pager;
	str quote;                  /* what a reply begins with */
	int64_t me;
};

struct ask_page {
	const struct ask_form *ask;
	struct board_list boards;
	struct product_list products;
	bool is_member;
	struct html similar;
};

struct edit_page { const struct post *post; str body; };
#endif
