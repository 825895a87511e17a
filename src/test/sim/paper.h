/*
 * paper.h: what is reckoned of guides, news and stories: which text stands where.
 *
 * A text lies within its article, that within what moderators hide; all three must be open for a stranger, and whatever
 * surely is, is there.  What is one's to change one person changes at a time.
 */
#ifndef TEST_SIM_PAPER_H
#define TEST_SIM_PAPER_H
#include "test/sim/hand.h"

enum paper_kind { PAPER_GUIDE, PAPER_NEWS, PAPER_STORY, PAPER_KIND_COUNT };
enum paper_stand { PAPER_DRAFT, PAPER_PLANNED, PAPER_OUT, PAPER_WITHDRAWN };

/* A text: its mark, where it lies, who wrote it; NULL: there is none. */
struct paper_text { char mark[MARK_BYTES]; struct spot *spot; const struct person *writer; };
struct paper {
	int brand;
	enum paper_kind kind;
	enum paper_stand stand;
	int64_t id, author_id, version, changes;
	struct spot *hidden, *out;       /* open until a moderator hides it; once it is published */
	struct paper_text draft, shown;
	struct change opens, also;       /* what is under way: of the article, of the text */
	bool waits;                      /* for a look by the team */
	bool is_busy, is_unsure;         /* somebody is at it; nobody knows quite how it stands */
	bool is_gone;
};

/* A new one, whose first text was marked by paper_mark_first; NULL: there are enough. */
struct paper *paper_add(const struct person *who, struct doing *doing, int64_t id);
void paper_mark_first(const struct person *who, struct doing *doing);
/* The mark of another text of it, whoever writes it. */
void paper_mark(const struct person *who, struct doing *doing, const struct paper *paper);
/* Any of that brand, mostly a young one; NULL when there is none.  It is what the deed is about, and then paper_of finds it. */
struct paper *paper_any(const struct person *who, struct doing *doing);
struct paper *paper_of(const struct doing *doing);
/* One that she may change and nobody else does just now, hers until paper_ends; now and then one that she may not. */
typedef bool paper_fits(const struct paper *paper);
struct paper *paper_take(const struct person *who, struct doing *doing, paper_fits *fits);
bool paper_is_taken(const struct doing *doing);
/* It was answered.  False: it was not hers to change, and surely was not changed. */
bool paper_ends(const struct person *who, struct doing *doing, bool is_done);
bool paper_is_staffs(const struct person *who, moment since);
/* Everybody finds it, with the text that was published last. */
bool paper_is_surely_out(const struct paper *paper);

/* This text may come out by what is asked now; NULL: the one that was published before, again. */
void paper_opens(struct paper *paper, struct spot *text);
void paper_opened(struct paper *paper, bool is_out);
/* What was said of it may be otherwise from now on; it stands as it is known to. */
void paper_release(struct paper *paper);
void paper_stands(struct paper *paper);
/* This text is its working copy; which was published, was handed in. */
void paper_keep(struct paper *paper, const struct person *who, const struct doing *doing);
void paper_came_out(struct paper *paper);
void paper_handed_in(struct paper *paper);
/* "Bericht xqap12zx" */
const char *paper_title(const char *mark);
#endif
