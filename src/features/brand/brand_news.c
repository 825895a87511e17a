/* brand_news.c: the names under which a brand's news are kept. */
#include "features/brand/brand_news.h"

const struct news_kind brand_changed = { "brand.changed" };
