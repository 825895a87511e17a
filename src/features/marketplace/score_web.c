/* score_web.c: draws the sum of a score. */
#include "features/marketplace/score_web.h"

#include "features/marketplace/pages.gen.h"

struct html score_html(const struct view *page, const struct score *score, bool is_task)
{
	struct text text;
	struct view view = view_begin(page, &text);
	score_words_html(&view, score, is_task);
	return view_end(&view);
}
