/* statements.h: every statement of the house, as sqlgen made them; wall_test.c counts the files. */
#ifndef TEST_STATEMENTS_H
#define TEST_STATEMENTS_H
#include "store/db.h"

#define SLICES(each) \
	each(core) each(admin) each(articles) each(articles_care) each(brand) each(calendar) each(care) each(community) \
	each(outcome) each(oversight) each(identity) each(insights) each(ladder) each(chat) each(market_care) \
	each(marketplace) each(visit) each(media) each(member) each(moderation) each(notify) each(privacy) each(product) \
	each(search)
#define DECLARE(slice) extern const struct statement *const slice##_statements[];
#define STATEMENTS_OF(slice) slice##_statements,
SLICES(DECLARE)
static const struct statement *const *const statement_lists[] = { SLICES(STATEMENTS_OF) };
#endif
