/* brand_web.h: the pages that every brand has, for brand_slice.c. */
#ifndef BRAND_WEB_H
#define BRAND_WEB_H
#include "features/brand/brand.h"
#include "web/web.h"

extern const struct route brand_routes[];

struct brand_text_page { enum text_id title; struct html text; bool is_empty; };
#endif
