/*
 * product.h: a brand's products, for all slices above.
 *
 * Threads and services name a product by id; a product's page gathers what the
 * slices know about it (PANEL_PRODUCT): fixes, helpers.
 */
#ifndef PRODUCT_H
#define PRODUCT_H
#include "features/product/catalog.h"
#include "features/product/device.h"
#include "features/product/known.h"
#include "features/product/product_code.h"
#include "features/product/product_rule.h"

/* In the brand's order, without hidden ones: for lists and for choosing from. */
enum err product_list(struct scope *scope, struct product_list *list_out);
/* The same for forms: those of which the scope's member has a device come first (*own_out of them). */
enum err product_list_own_first(struct scope *scope, struct product_list *list_out, size_t *own_out);
/* Hidden ones too; brand administrators: "product.not_yours". */
enum err product_list_all(struct scope *scope, struct product_list *list_out);
/* ERR_NOT_FOUND "product.not_found". */
enum err product_by_key(struct scope *scope, str key, struct product *product_out);
enum err product_by_id(struct scope *scope, int64_t product_id, struct product *product_out);
/* Bulk, in any order; then find each one's card (one named "" when there is none). */
enum err product_cards(struct scope *scope, struct ids ids, struct product_card_list *list_out);
const struct product_card *product_card_in(const struct product_card_list *list, int64_t product_id);
/* lucide's name of the icon for a kind of product. */
const char *product_icon(struct arena *arena, str kind);
#endif
