/* product_code.h: codes on the box and the counter: "/p/CODE" leads to the product's page. */
#ifndef PRODUCT_CODE_H
#define PRODUCT_CODE_H
#include "features/product/product_code_store.h"
#include "features/product/product_store.h"

#define CODE_MAX 20
#define CODES_MAX 50 /* a product */

/* As it is stored: capitals and digits.  EAN-8, UPC, EAN-13, GTIN-14 are known by their check digit; digits of these
   lengths with another one are a slip: NULL, or the reason "code.check_digit", "code.wrong". */
const char *product_code_read(struct arena *arena, str typed, struct product_code *code_out);
/* By one of its codes, or by its key.  ERR_NOT_FOUND "code.unknown". */
enum err product_by_code(struct scope *scope, str typed, struct product *product_out);
/* What its QR code says: its first code of the brand's own, else any, else its key. */
enum err product_short(struct scope *scope, const struct product *product, str *code_out);

/* Brand administrators: "product.not_yours"; field "code": "code.taken" and what product_code_read says; "code.too_many". */
enum err product_code_add(struct scope *scope, int64_t product_id, str typed);
enum err product_code_remove(struct scope *scope, int64_t product_id, str code);
enum err product_codes(struct scope *scope, int64_t product_id, struct product_code_list *list_out);
#endif
