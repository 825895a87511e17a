/* catalog_web.h: importing products on the desk, for product_slice.c. */
#ifndef CATALOG_WEB_H
#define CATALOG_WEB_H
#include "features/product/catalog.h"
#include "web/web.h"

extern const struct route catalog_routes[];

struct catalog_page { const struct catalog *catalog; /* NULL: nothing was sent yet */ bool is_taken; const char *wrong; };
#endif
