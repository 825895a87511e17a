/* known_web.h: who knows which product, on both pages, for product_slice.c. */
#ifndef KNOWN_WEB_H
#define KNOWN_WEB_H
#include "features/member/member.h"
#include "features/product/product.h"
#include "view/components.h"
#include "web/web.h"

extern const struct panel product_panels[]; /* those of devices, too */

/* On a product's page: who knows it.  {members, count} as member_cards gives them. */
struct knowers { const struct member_card *at; size_t count; };
#endif
