/*
 * findable.h: what the one box finds, without the search knowing whose it is.
 *
 * A slice lists its findables (struct slice, web/slice.h) and announces news_findable with the
 * subject whenever one was made, changed, hidden or removed: the search reads it again.
 * Its name in tabs and on cards is the text key "search.kind_NAME".  Threads and services, whose cards are richer, are known to the search itself.
 */
#ifndef CORE_FINDABLE_H
#define CORE_FINDABLE_H
#include "core/news.h"

/* What is found by its words.  audience_id 0: not to be found (any more). */
struct findable_text {
	int64_t audience_id;
	str title, body, language; /* body: Markdown, the beginning counts; language "" = it is guessed */
	str tags;                  /* tags' names, separated by commas: count twice */
	int64_t board_id, product_id;
	struct ids tag_ids;        /* for the filter */
	str state;                 /* one word for the filter: "solved"; "" = none */
	moment at;
	double boost;              /* 0 = none */
};
/* What a list of finds shows; title "" = not there, or not to be seen by this scope. */
struct findable_card { str title, url, text; moment at; };

struct findable {
	const struct subject_kind *kind;
	/* Whoever may see it: the search asks for the audience.  Nothing there: OK with audience_id 0. */
	enum err (*read)(struct scope *scope, int64_t id, struct findable_text *text_out);
	/* At most 100 behind that one in order of id, hidden ones too: for making the index anew. */
	enum err (*after)(struct scope *scope, int64_t after_id, struct ids *ids_out);
	/* In bulk: fills cards_out[i] for ids.at[i]. */
	enum err (*cards)(struct scope *scope, struct ids ids, struct findable_card *cards_out);
};

extern const struct news_kind news_findable; /* subject: what is to be read again */
#endif
