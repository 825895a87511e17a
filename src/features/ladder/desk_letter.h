/*
 * desk_letter.h: the brand's service desk outside is told of a matter, with its whole story: by mail, by a signed call.
 *
 * The call's answer may already hold the answer; else the desk answers by the API, or an agent in the queue.
 */
#ifndef DESK_LETTER_H
#define DESK_LETTER_H
#include "features/ladder/agent.h"
#include "features/ladder/ticket.h"
#include "features/member/member.h"

struct desk_letter {
	str title, asker, note, url, queue_url;
	moment due_at;
	struct post_list posts;
	struct member_card_list authors;
	bool takes_answers;   /* who answers the mail answers the question */
};

/* "t=1767268800,v1=…": HMAC-SHA256 of the time, a dot and the body. */
str desk_signature(struct arena *arena, str secret, moment at, str body);
#endif
