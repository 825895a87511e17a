/* thread_page_web.h: one thread's page, and what it is drawn from. */
#ifndef THREAD_PAGE_WEB_H
#define THREAD_PAGE_WEB_H
#include "features/community/thread_web.h"

struct thread_page {
	const struct scope *scope;
	const struct thread *thread;
	const struct board *board;
	struct post_list posts;
	struct member_card_list authors;
	struct html *badges;        /* beside posts */
	struct html *cares;         /* under posts: objecting to it; to its author: that it waits, or why it is hidden */
	struct post_list solutions;
	struct thread_tag_list tags;
	str solution_excerpt;
	struct product_card product; /* named "" when there is none */
	bool may_solve, may_reply, may_ask_back, may_metoo, may_tag, may_end_need;
	bool is_member, is_moderator, is_asker, has_my_metoo, is_old;
	moment withdrawn_at;        /* when the asker took her name off; 0 = not */
	int64_t unread;             /* the first unread post's number; 0 = none */
	int64_t read_until;         /* how far she had come before */
	struct html actions, side, head;
	struct pager pager;
	str quote;                  /* what a reply begins with */
	str linked_data;            /* JSON-LD; "" = none */
	int64_t me;
};

extern const struct route thread_page_routes[];
/* A quote in Markdown of a post, with a link to it. */
str post_quoted(struct scope *scope, const struct post *post, str author);
/* schema.org's words for what stands on the page: docs/rules/structured-data.md. */
str thread_linked_data(struct scope *scope, const struct thread_page *model);
/* Our own HTML without tags: at most so many code points. */
str html_words(struct arena *arena, str html, size_t max);
#endif
