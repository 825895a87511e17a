/* thread_web.h: the pages about boards and threads, and what they are drawn from. */
#ifndef THREAD_WEB_H
#define THREAD_WEB_H
#include "features/community/choices_web.h"
#include "features/community/mine_store.h"
#include "features/community/tag_store.h"
#include "features/community/thread.h"
#include "features/member/member.h"
#include "features/product/product.h"
#include "web/web.h"

extern const struct route thread_routes[], post_routes[];

struct ask_form { int64_t board_id, product_id; str title, body, name, mail, tags; bool is_discussion; };
extern const struct form ask_form_fields, reply_form_fields, answer_form_fields;
struct answer_form { str body; bool needs_info; };

/* Markdown of a form, made ready to be stored, with whom it calls; thread_id 0: of a question. */
enum err text_draw(struct scope *scope, int64_t thread_id, str body, struct html *html_out);

/* A stranger's question, kept until the mail address is confirmed; then heard of as news and posted. */
enum err ask_keep_draft(struct request *request, const struct ask_form *ask);
enum err ask_post_draft(struct scope *scope, const struct news *news);
enum err ask_post(struct scope *scope, const struct ask_form *form, struct thread *thread_out);
/* A visit's result, posted in the thread it grew from. */
enum err fix_post(struct scope *scope, const struct news *news);
/* To the post in its thread, with a message or NULL. */
enum err back_to_post(struct request *request, const char *flash, const struct post *post);

struct thread_cards {
	struct thread_list threads;
	struct member_card_list authors;
	struct thread_tag_list tags;
	struct reading_list readings;
	int64_t me;
	moment now;
};
/* A kept page of them is forgotten when one, its author or a tag changes. */
void thread_cards_shown(struct page *page, const struct thread_cards *cards);
enum err thread_cards_fill(struct scope *scope, struct thread_cards *cards); /* from cards->threads */
/* How many posts are new to the member; -1: the whole thread is. */
int64_t thread_fresh(const struct thread_cards *cards, const struct thread *thread);
struct html thread_extra(struct view *view, const struct thread_cards *cards, const struct thread *thread);

struct help_page {
	struct thread_cards cards, pinned;
	struct board_list boards;
	struct tag_list tags;
	const struct board *board;  /* NULL = all */
	const struct tag *tag;      /* NULL = all */
	int state;                  /* -1 = all */
	str older;                  /* address of the next page; "" = none */
	bool may_ask;
	struct html head;
	str feed;                   /* "" = none: not for everyone */
	struct html panels;         /* on the first page of all */
};
/* The list of all, of a board or of a tag, as *model names it. */
enum err help_send(struct request *request, struct help_page *model, str path);

struct ask_page {
	const struct ask_form *ask;
	struct board_list boards;
	struct product_list products;
	bool is_member;
	struct html similar;
};

struct edit_page { const struct post *post; str title, body; bool needs_info; }; /* title "": an answer */
/* How far the member has read, also a moment ago; and what members read, heard some at a time. */
enum err reading_known(struct scope *scope, struct ids thread_ids, struct reading_list *list_out);
sighting_listener reading_count;
#endif
