/* settings_web.h: how one is told: topics by bell and mail, the daily mail, quiet hours, an address that bounced. */
#ifndef SETTINGS_WEB_H
#define SETTINGS_WEB_H
#include "core/mail_stop.h"
#include "features/notify/habit.h"
#include "features/notify/receiver_web.h"
#include "features/notify/topic.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route settings_routes[];
/* A link for whoever reads the mails to that address: it works again.  Good for two days. */
str address_again_path(struct scope *scope, str mail);

struct topic_line { const struct notice_topic *topic; enum text_id label; struct notice_choice choice; };
struct topic_line_list { struct topic_line *at; size_t count; };

struct habit_form { int quiet_from, quiet_until, daily_at; str zone; bool follows_own; };

struct told_page {
	struct topic_line_list topics;
	struct habit habit;
	struct choices zones;
	struct mail_stop stop;
	struct receiver_box push;
	str mail;              /* "" = none */
};
str clock_words(struct arena *arena, int minute); /* "07:00"; "" for none */

struct address_letter { str name, url; };
struct address_page { str path, mail; };
#endif
