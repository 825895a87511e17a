/* inbox_web.h: the inbox and the bell in the header: for notify_slice.c. */
#ifndef INBOX_WEB_H
#define INBOX_WEB_H
#include "features/member/member.h"
#include "features/notify/notice.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route inbox_routes[];
extern const struct panel notify_panels[];

/* A notice with all that its line shows. */
struct notice_line {
	const struct notice *notice;
	const struct notice_kind *kind;
	str actor;             /* a name; the brand's when the house did it */
	str title, url;        /* of what it leads to; "" = gone */
};
struct notice_line_list { struct notice_line *at; size_t count; };

/* Names and faces in bulk; notices of kinds that are no more are left out. */
enum err notice_lines(struct scope *scope, const struct notice_list *list, struct notice_line_list *lines_out);
/* "notice.kudos_more" and its values, written out. */
str notice_words(struct arena *arena, enum language language, const struct notice_line *line);

struct inbox_page { struct notice_line_list lines; bool has_new; int64_t newest_id, next_id; bool is_first; };
struct bell { int64_t unread; int64_t member_id; str name; };
#endif
