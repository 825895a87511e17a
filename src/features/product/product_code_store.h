/* product_code_store.h: codes that lead to products. */
#ifndef PRODUCT_CODE_STORE_H
#define PRODUCT_CODE_STORE_H
#include "core/core.h"

/* Stored by number: only ever append. */
enum product_code_kind { CODE_OWN, CODE_EAN, CODE_KIND_COUNT };
struct product_code { str code; int kind; int64_t product_id; moment made_at; };
struct product_code_list { struct product_code *at; size_t count; };

/* ERR_NOT_FOUND, unrefused. */
enum err product_code_load(struct scope *scope, str code, struct product_code *code_out);
/* The oldest first, at most 50. */
enum err product_code_load_of(struct scope *scope, int64_t product_id, struct product_code_list *list_out);
/* All of the brand, 500 at a time in order. */
enum err product_code_load_after(struct scope *scope, str after, struct product_code_list *list_out);
/* ERR_CONFLICT "code.taken". */
enum err product_code_insert(struct scope *scope, const struct product_code *code);
enum err product_code_delete(struct scope *scope, int64_t product_id, str code);
#endif
