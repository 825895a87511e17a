/* product_news.c: the names under which products' news are kept. */
#include "features/product/product_news.h"

const struct news_kind product_changed = { "product.changed" };
