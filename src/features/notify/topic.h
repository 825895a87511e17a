/*
 * topic.h: what members choose about: kinds of notices under one heading, told by bell, mail and push.
 *
 * What must arrive (visits, one's standing as a helper) cannot be switched off; its mails are written
 * by the slice that owns it.
 */
#ifndef TOPIC_H
#define TOPIC_H
#include "features/notify/follow_store.h"
#include "features/notify/notice_store.h"

struct notice_topic {
	const char *name;  /* words: "notify.topic_NAME" */
	bool must_arrive;  /* bell and mail stay; the mail is not ours */
	int mail;          /* otherwise, unless she chose: enum pace */
	bool push;
};
extern const struct notice_topic notice_topics[]; /* ends with a NULL name */

const struct notice_topic *topic_named(str name); /* NULL when there is none */

/* One's own choices, a row for each topic, in its order. */
enum err topic_choices(struct scope *scope, struct notice_choice_list *list_out);
/* "notice.topic_unknown"; bell and mail of what must arrive stay on, whatever is asked. */
enum err topic_choose(struct scope *scope, const struct notice_choice *choice);
/* By a link in a mail: no more mails of that topic, or no daily mail ("daily"), for that member. */
enum err topic_end_mail(struct scope *scope, int64_t member_id, str topic);
#endif
