/*
 * source.h: what a thing says, for whoever makes another thing of it: a guide from a thread or a visit.
 *
 * The owner of a kind of subject lists a `source_kind` in its slice; whoever asks knows
 * neither the slice nor its records (docs/decisions/0021-a-thing-is-read-as-a-source.md).
 */
#ifndef CORE_SOURCE_H
#define CORE_SOURCE_H
#include "core/subject.h"

struct source {
	str title;
	str problem;          /* plain text, a few sentences; "" when none was told */
	str text;             /* Markdown: what helped; "" when that stands in what grew from it */
	str lang;             /* "" = the brand's */
	int64_t product_id, audience_id;
	struct ids author_ids; /* who found what helped: they may write it up */
	bool is_settled;      /* solved, finished: it may be written up */
};

/* For what the scope's member may see; ERR_NOT_FOUND, refused or not, for everything else. */
struct source_kind {
	const struct subject_kind *kind;
	enum err (*read)(struct scope *scope, int64_t id, struct source *source_out);
	enum err (*sketch)(struct scope *scope, int64_t id, struct source *source_out); /* the same without text; NULL: read */
};

/* ERR_NOT_FOUND, unrefused: of this kind nothing can be made, or the scope's member may not see it. */
enum err source_read(struct scope *scope, struct subject subject, struct source *source_out);
/* The same where only who may make something of it is asked: text is "" mostly. */
enum err source_sketch(struct scope *scope, struct subject subject, struct source *source_out);
#endif
