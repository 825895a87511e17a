/*
 * matter.h: "my matters": each concern as one trail, with its state, who holds it, until when, what next.
 *
 * The core keeps matters and trails; this puts words, names and links to them, in
 * bulk: one call for the trails, one a kind for the faces, one for the names.
 */
#ifndef MATTER_H
#define MATTER_H
#include "features/member/member_store.h"

struct matter_chip { str kind, title, url; bool is_now, is_ahead; };
struct matter_chip_list { struct matter_chip *at; size_t count; };

struct matter_view {
	int64_t id;
	str title, url;       /* what it began with */
	str next_url;         /* where the next step is taken; "" = not to be known any more */
	str next_kind;        /* "booking": which words the link has */
	int step, holder;     /* enum matter_step, enum matter_holder */
	str holder_name;
	bool is_mine_to_do, is_own, is_over;
	moment due_at, changed_at;
	struct matter_chip_list chips;
};
struct matter_view_list { struct matter_view *at; size_t count; };

/* Of the scope's member, newest change first, 20 behind the cursor (of changed_at). */
enum err matter_views(struct scope *scope, struct cursor before, struct matter_view_list *list_out);
#endif
