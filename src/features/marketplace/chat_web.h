/* chat_web.h: the pages about chats, for marketplace_slice.c. */
#ifndef CHAT_WEB_H
#define CHAT_WEB_H
#include "features/marketplace/chat.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route chat_routes[], chat_api_routes[];
extern const struct schema chat_schema, message_schema;
extern const struct form message_form;
struct message_form { str text; };

struct chat_row { const struct chat_line *line; str other_name, title; };
struct chat_row_list { struct chat_row *at; size_t count; };
struct chats_page { struct chat_row_list rows; str next_url; };

struct chat_page {
	const struct chat *chat;
	struct message_shown_list messages;
	struct html *cares;            /* beside each: objecting to it */
	int64_t other_id;
	str other_name, title, url;    /* of what it is about */
	str earlier_url, typed;
	const char *shut;              /* why one cannot write now, or NULL */
	bool has_unread;
};

/* panel.h: "messages" on one's own page, with how many are unread. */
enum err chat_panel_me(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
/* In a unit: open pages of whoever got the message hear of it once it is durable. */
void chat_push(struct scope *scope, const struct chat *chat, const struct message *message);
#endif
