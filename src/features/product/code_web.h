/* code_web.h: short addresses, QR codes and the desk's pages about codes, for product_slice.c. */
#ifndef CODE_WEB_H
#define CODE_WEB_H
#include "features/product/product.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route code_routes[];

#define SHEET_LABELS 12
struct unknown_code_page { str code; };
struct codes_page { const struct product *product; struct product_code_list codes; str typed; };
struct label_list { const int *at; size_t count; };
struct sheet_page { const struct product *product; str path, url; int64_t size; struct label_list labels; };
#endif
