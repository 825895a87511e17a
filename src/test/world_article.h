/* world_article.h: for world.c: articles, devices, codes. */
#ifndef TEST_WORLD_ARTICLE_H
#define TEST_WORLD_ARTICLE_H
#include "test/world.h"

struct made world_article(struct world *world, enum thing thing);
struct made world_device(struct world *world, enum thing thing);
#endif
