/* product_rule.h: rules of making and changing products. */
#ifndef PRODUCT_RULE_H
#define PRODUCT_RULE_H
#include "features/media/media.h"
#include "features/product/product_store.h"

#define PRODUCT_KEY_MAX 40
#define PRODUCT_NAME_MAX 80
#define PRODUCT_KIND_MAX 40
#define PRODUCT_ABOUT_MAX 4000
#define PRODUCT_PICTURE_ABOUT_MAX 200

/* OK for 0 (no product) and for a product that may be chosen now: "product.not_found" otherwise. */
enum err product_check(struct scope *scope, int64_t product_id);
/* Brand administrators: "product.not_yours".  "product.key_wrong", "product.key_taken", "product.name_wrong",
   "product.kind_wrong", "product.about_too_long", "product.maker_wrong" (maker, model, category). */
enum err product_make(struct scope *scope, struct product *product);
enum err product_change(struct scope *scope, const struct product *product);
/* What is to be seen on its picture, and nothing else of it: "product.no_picture", field "about": "product.picture_about_wrong". */
enum err product_change_about_picture(struct scope *scope, int64_t product_id, str about);
/* Takes an upload in and shows it from now on; without a file only the words change.  Slow: for BY_HAND handlers.  Refuses
   what media_take refuses, and as above. */
struct product_picture_ask { int64_t product_id; str path, name, about; };
enum err product_give_picture(struct scope *scope, const struct product_picture_ask *ask);
/* The same in parts, as media.h has them: slow, in the unit, and media_let_go(&giving.taking) at the end. */
struct product_picture_giving { const struct product_picture_ask *ask; struct media_ask taken; struct media_taking taking; };
enum err product_picture_prepare(struct scope *scope, struct product_picture_giving *giving);
enum err product_picture_keep(struct scope *scope, struct product_picture_giving *giving);
enum err product_take_picture_away(struct scope *scope, int64_t product_id);
/* What both refuse before anything is written. */
enum err product_fits(struct scope *scope, const struct product *product);
#endif
