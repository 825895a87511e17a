/*
 * kept.h: what is kept about a member, in groups that people understand.
 *
 * One row a table and column that makes its rows a member's.  What a column is and for how long it stays
 * is read from the migrations' own declarations (store/owned.h), never said twice.
 */
#ifndef KEPT_H
#define KEPT_H
#include "core/core.h"
#include "core/owned.h"

enum kept_group {
	KEPT_PROFILE, KEPT_LOGIN, KEPT_WRITING, KEPT_READING, KEPT_HELPING, KEPT_VISITS, KEPT_MESSAGES, KEPT_INBOX,
	KEPT_ORDER, KEPT_GROUP_COUNT,
};

struct kept {
	enum kept_group group;
	const char *table, *column;
	const char *hides; /* columns that are another's words, a secret, or only another form of what is there */
};
extern const struct kept kept_rows[]; /* ends with a NULL table */

/* Opens what lies sealed in those rows; NULL: nothing does. */
opener *kept_opener(const struct kept *kept);

/* Personal, yet in no copy: another form of what is there, or gone within days; each with its reason. */
struct not_copied { const char *table, *why; };
extern const struct not_copied kept_elsewhere[]; /* ends with a NULL table */

/* Is this column part of the copy?  Never who else is concerned, never what `hides` names. */
bool kept_shows(const struct kept *kept, const struct owned *owned, const struct declared_column *column);

/* The terms for which a group's personal columns stay, each once: "with the member", "180 days". */
#define KEPT_TERMS_MAX 8
size_t kept_terms(enum kept_group group, const char *terms_out[KEPT_TERMS_MAX]);
#endif
