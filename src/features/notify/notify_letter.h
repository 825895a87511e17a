/* notify_letter.h: mails about what concerns a member: one thing each, with a link, and how to have fewer. */
#ifndef NOTIFY_LETTER_H
#define NOTIFY_LETTER_H
#include "features/member/member.h"
#include "features/notify/notice.h"
#include "view/view.h"

struct notify_letter {
	str intro, name, excerpt, url, settings_url, end_url;
	enum text_id button, fewer;
	bool takes_answers; /* who answers the mail answers the thread */
};

/* Writes to the member, if there is an address and she may see the thing. */
enum err notify_write(struct scope *scope, const struct notice *notice, const struct member_contact *contact);

/* One mail about all of these, grouped by what they are about; *written_out is false when nothing is to be seen. */
enum err daily_write(struct scope *scope, const struct notice_list *list, const struct member_contact *contact,
                     bool *written_out);

struct daily_line { str words; };
struct daily_line_list { struct daily_line *at; size_t count; };
struct daily_group { str title, url; struct daily_line_list lines; int64_t more; };
struct daily_group_list { struct daily_group *at; size_t count; };
struct daily_letter { str name; struct daily_group_list groups; str inbox_url, settings_url, end_url; };
#endif
