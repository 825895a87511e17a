/* paper.c: a list of them, and what was promised of each. */
#include "test/sim/paper.h"

#include "test/sim/clock.h"
#include "test/sim/folk.h"

enum { PAPERS_MAX = 160, YOUNG = 10 };

LASTS static struct paper papers[PAPERS_MAX];
LASTS static size_t paper_count;

void articles_open(void)
{
	paper_count = 0;
}

struct paper *paper_of(const struct doing *doing)
{
	return &papers[doing->others[0]];
}

bool paper_is_staffs(const struct person *who, moment since)
{
	return who->id && may_be(&who->staff, since);
}

/* News are nobody's own: whoever is no longer of the team changes them no more. */
static bool may_write(const struct person *who, const struct paper *paper)
{
	bool is_own = who->id && who->id == paper->author_id && paper->kind != PAPER_NEWS;
	return is_own || paper_is_staffs(who, clock_monotonic());
}

const char *paper_title(const char *mark)
{
	static LASTS char title[40];
	print(title, sizeof(title), "Bericht %s", mark);
	return title;
}

/* ── where it lies ── */

/* Its author's and the team's, until it is published. */
static struct spot *text_spot(struct spot *out, int64_t author_id)
{
	struct spot *spot = spot_make(CIRCLE_STAFF, out);
	spot->owner_id = author_id;
	return spot;
}

void paper_mark_first(const struct person *who, struct doing *doing)
{
	struct spot *hidden = spot_make(CIRCLE_PUBLIC, NULL), *out = text_spot(hidden, who->id);
	hidden->circles[CIRCLE_STAFF] = MAY(true);
	hidden->owner_id = who->id;
	marked_in(who, doing, text_spot(out, who->id));
}

void paper_mark(const struct person *who, struct doing *doing, const struct paper *paper)
{
	marked_in(who, doing, text_spot(paper->out, paper->author_id));
}

struct paper *paper_add(const struct person *who, struct doing *doing, int64_t id)
{
	struct spot *spot = mark_spot(doing->number);
	must(id != 0);
	if (paper_count == PAPERS_MAX)
		return NULL;
	struct paper *paper = &papers[paper_count++];
	*paper = (struct paper){ .brand = who->brand, .kind = (enum paper_kind)doing->at, .id = id, .author_id = who->id,
		.out = spot->within, .hidden = spot->within->within };
	vow(VOW_ARTICLE, who, id, 0, "");
	paper_keep(paper, who, doing);
	return paper;
}

bool paper_is_surely_out(const struct paper *paper)
{
	const struct may *open = &paper->hidden->circles[CIRCLE_PUBLIC];
	return paper->stand == PAPER_OUT && !paper->is_busy && !paper->is_unsure && open->until == MAY_STILL && !open->is_busy;
}

/* ── one of them ── */

struct paper *paper_any(const struct person *who, struct doing *doing)
{
	size_t fitting[PAPERS_MAX], found = 0;
	for (size_t i = 0; i < paper_count; i++) {
		if (papers[i].brand == who->brand && !papers[i].is_gone)
			fitting[found++] = i;
	}
	if (!found)
		return NULL;
	size_t young = found < YOUNG || is_like(25) ? found : YOUNG;
	doing->others[0] = (int64_t)fitting[found - 1 - chance_below(DIE_WORLD, young)];
	struct paper *paper = paper_of(doing);
	doing->thing = (struct known){ .thing = KNOWN_ARTICLE, .brand = paper->brand, .id = paper->id };
	return paper;
}

/* Another's she tries only when she never is of the team: else nobody knew whether she may. */
struct paper *paper_take(const struct person *who, struct doing *doing, paper_fits *fits)
{
	bool tries_anothers = who->hat == HAT_HELPER && is_like(35), is_one = false, may = false;
	struct paper *paper = NULL;
	for (int i = 0; i < 12 && !is_one && who->id && !str_empty(who->cookie); i++) {
		paper = paper_any(who, doing);
		may = paper && may_write(who, paper);
		is_one = may ? !paper->is_busy && fits(paper) : paper && tries_anothers;
	}
	if (!is_one)
		return NULL;
	doing->hears_refusals = true;
	doing->others[1] = may;
	paper->is_busy = paper->is_busy || may;
	paper->changes += may;
	return paper;
}

bool paper_is_taken(const struct doing *doing)
{
	return doing->others[1];
}

bool paper_ends(const struct person *who, struct doing *doing, bool is_done)
{
	if (!doing->others[1] && is_done)
		sim_failed("%s changed what another wrote: %s", who->name, doing->call->path);
	if (doing->others[1])
		paper_of(doing)->is_busy = false;
	return doing->others[1];
}

/* ── what is promised of it ── */

void paper_release(struct paper *paper)
{
	vow_release(VOW_DRAFT, paper->id, 0);
	vow_release(VOW_HANDED_IN, paper->id, 0);
	vow_release(VOW_OUT, paper->id, 0);
}

/* Working copies go with whoever wrote them. */
static const struct person *lasting_writer(const struct paper *paper)
{
	const struct person *writer = paper->draft.writer;
	return writer && !writer->leaves ? writer : NULL;
}

void paper_stands(struct paper *paper)
{
	const struct person *writer = lasting_writer(paper);
	bool is_known = !paper->is_unsure && (paper->stand == PAPER_OUT || paper->stand == PAPER_WITHDRAWN);
	if (writer)
		vow(VOW_DRAFT, writer, paper->id, 0, paper_title(paper->draft.mark));
	if (writer && paper->waits)
		vow(VOW_HANDED_IN, writer, paper->id, 0, paper_title(paper->draft.mark));
	if (is_known)
		vow(paper->stand == PAPER_OUT ? VOW_OUT : VOW_WITHDRAWN, paper->shown.writer, paper->id, 0, paper_title(paper->shown.mark));
}

void paper_keep(struct paper *paper, const struct person *who, const struct doing *doing)
{
	paper->draft = (struct paper_text){ .spot = mark_spot(doing->number), .writer = who };
	memcpy(paper->draft.mark, doing->mark, MARK_BYTES);
	paper->waits = false;
	vow_once(VOW_DRAFT, who->brand_id, paper_title(doing->mark));
	paper_stands(paper);
}

void paper_opens(struct paper *paper, struct spot *text)
{
	must(change_begin(&paper->opens, &paper->out->circles[CIRCLE_PUBLIC], NULL));
	must(!text || change_begin(&paper->also, &text->circles[CIRCLE_PUBLIC], NULL));
}

void paper_opened(struct paper *paper, bool is_out)
{
	change_end(&paper->opens, is_out);
	change_end(&paper->also, is_out);
}

void paper_came_out(struct paper *paper)
{
	const struct person *writer = lasting_writer(paper);
	paper_release(paper);
	if (writer) {
		paper->shown = paper->draft;
		paper->version++;
		vow(VOW_VERSION, writer, paper->id, paper->version, paper_title(paper->shown.mark));
	}
	paper->is_unsure = paper->is_unsure || (paper->draft.writer && !writer) || !paper->shown.writer;
	paper->draft = (struct paper_text){ .spot = NULL };
	paper->waits = false;
	paper->stand = PAPER_OUT;
	paper_stands(paper);
}

void paper_handed_in(struct paper *paper)
{
	paper->waits = true;
	paper_stands(paper);
}
