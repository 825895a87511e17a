/*
 * news.h: telling the house what happened, without knowing who listens.
 *
 * An announcement is a row of the outbox, written in the caller's unit; the worker
 * calls every listener later, each piece of news in one unit with its mark "heard":
 * at least once, in order per subject, whatever crashes in between.
 */
#ifndef CORE_NEWS_H
#define CORE_NEWS_H
#include "core/subject.h"

struct news_kind { const char *name; }; /* "marketplace.booking_accepted": stored */

struct news {
	const struct news_kind *kind;
	int64_t id;
	struct subject subject; /* what it is about */
	struct subject other;   /* a second thing: the post of a thread, the thread of a task */
	int64_t actor_id;       /* who did it; 0 = the house */
	int64_t to_member_id;   /* whom it concerns most; 0 = the listeners work it out */
	str text;               /* a short fact or text, at most 8,000 bytes */
	moment at;
};

enum err news_announce(struct scope *scope, const struct news_kind *kind, struct subject subject);
/* id, at and actor are filled in. */
enum err news_tell(struct scope *scope, const struct news *news);

/* A visit's result for the thread it grew from: subject = booking, other = the thread, actor = the helper,
   text = the Markdown.  Declared here because those who tell and those who hear are strangers. */
extern const struct news_kind news_fix_written;

/* Called in a unit of its own with the house's scope (member 0, all roles) of that brand. */
struct listener {
	const struct news_kind *kind;
	enum err (*hear)(struct scope *scope, const struct news *news);
};
#endif
