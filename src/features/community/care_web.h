/* care_web.h: a thread's page for moderators, hiding a post, what a post said before. */
#ifndef CARE_WEB_H
#define CARE_WEB_H
#include "features/community/care.h"
#include "features/community/diff.h"
#include "features/community/thread_page_web.h"

extern const struct route care_routes[], history_routes[];

struct care_page {
	const struct thread *thread;
	struct board_list boards;
	struct post_list posts;          /* of one page: to be split off */
	struct member_card_list authors;
	struct pager pager;
	struct html deciding;            /* hiding, closing, moving: whoever decides about that */
	bool is_hidden, is_discussion;
};

/* One change of a post: who, when, and what. */
struct history_step { int64_t by_id; moment at; struct diff diff; };
struct history_step_list { struct history_step *at; size_t count; };
struct history_page {
	const struct post *post;
	struct history_step_list steps;
	struct member_card_list authors;
	bool may_forget;
	str older;
};
#endif
