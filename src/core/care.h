/*
 * care.h: what an overseer may do with a thing, whatever it is: look at it, hide it, let it out, change it.
 *
 * The owner of a kind fills the table; the rules of who may call it are the overseers'.
 * A hidden thing answers to others as one that does not exist; its author still sees it.
 */
#ifndef CORE_CARE_H
#define CORE_CARE_H
#include "core/subject.h"

/* The thing as it is, whoever may see it. */
struct subject_sight {
	int64_t author_id;
	str title, url;
	str text;           /* Markdown */
	str around;         /* what it answers to, Markdown; "" = it stands alone */
	moment at;
	bool is_hidden, is_locked;
};

/* Each is called in a unit and may be NULL but for `look`.  ERR_NOT_FOUND when the thing is gone for good. */
struct subject_care {
	enum err (*look)(struct scope *scope, int64_t id, struct subject_sight *sight_out);
	/* Both ways; what is so already stays so. */
	enum err (*hide)(struct scope *scope, int64_t id, bool is_hidden);
	/* What waited since it was written comes out, with all the news it would have made.  Called as its author. */
	enum err (*publish)(struct scope *scope, int64_t id);
	enum err (*edit)(struct scope *scope, int64_t id, str text);
	enum err (*lock)(struct scope *scope, int64_t id, bool is_locked);
	enum err (*move)(struct scope *scope, int64_t id, int64_t to_id); /* to another board */
	bool is_private; /* looked at only when somebody whom it concerns has objected to it */
};

/* NULL for what nobody can object to. */
static inline const struct subject_care *subject_care_of(const struct house *house, int kind)
{
	const struct subject_kind *owner = subject_kind_of(house, kind);
	return owner ? owner->care : NULL;
}
#endif
