/* ladder_web.h: the ladder's pages: a matter, what to do next, the agents' queue, what is overdue. */
#ifndef LADDER_WEB_H
#define LADDER_WEB_H
#include "features/community/community.h"
#include "features/ladder/expert.h"
#include "features/ladder/next.h"
#include "features/ladder/ticket.h"
#include "features/member/member.h"
#include "web/web.h"

struct next_line { const struct next_way *way; const char *icon; enum text_id title; str reason; };
struct next_line_list { struct next_line *at; size_t count; };

/* One move of a matter, in words. */
struct way_line { const char *words; str actor; moment at, due_at; bool is_late; };
struct way_line_list { struct way_line *at; size_t count; };
/* One thing on its trail. */
struct trail_line { str kind, title, url; moment at; };
struct trail_line_list { struct trail_line *at; size_t count; };

struct matter_page {
	const struct stand *stand;
	str title, url, holder_name;
	bool is_own, is_late, is_over, shows_note;
	const char *now, *next; /* text keys */
	struct way_line_list way;
	struct trail_line_list trail;
	struct next_line_list nexts;
};

struct agent_page { int64_t matter_id; str title, note; int64_t hours; };
struct technician_page { const struct technician *technician; const struct nearest *nearest; int64_t matter_id; str currency;
	bool has_place; };
struct asked_page { struct expert_self self; moment now; int64_t a_week; };

/* is_hidden: nobody but its author and moderators reads it; title "": it is gone. */
struct ticket_line { const struct ticket *ticket; str title; bool is_hidden; str owner, agent; bool is_late, is_mine; };
struct ticket_line_list { struct ticket_line *at; size_t count; };
struct tickets_page { struct ticket_line_list lines; struct ticket_count count; str next; };
struct ticket_page {
	const struct stand *stand;
	str title, thread_url, owner, agent, answer;
	bool is_mine, is_late, may_claim, is_hidden;
	struct post_list posts;
	struct member_card_list authors;
	struct way_line_list way;
	struct technician technician;
};
struct overdue_line { const struct climb *climb; str title, owner, holder; const char *why; bool may_take; };
struct overdue_line_list { struct overdue_line *at; size_t count; };
struct overdue_page { struct overdue_line_list lines; str next; bool is_agent; };

/* ── shared by the pages ── */
enum err next_lines(struct page *page, const struct next_list *list, struct next_line_list *lines_out);
enum err way_lines(struct scope *scope, int64_t matter_id, struct way_line_list *lines_out);
str minutes_words(const struct view *view, int64_t seconds); /* "in 2 Stunden" without "in" */
const char *step_key(struct arena *arena, const char *what, int step); /* "ladder.now_asked" */

extern const struct route matter_routes[], ticket_routes[];
extern const struct panel ladder_panels[];
#endif
