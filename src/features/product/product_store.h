/* product_store.h: the product record, and how it is read and written. */
#ifndef PRODUCT_STORE_H
#define PRODUCT_STORE_H
#include "core/core.h"

struct product {
	int64_t id;
	str key;           /* in addresses: "router-7" */
	str name, kind;    /* kind: "router", "TV box" …: in the brand's words */
	str maker, model, category; /* "" = not said */
	str about;         /* Markdown */
	int64_t position;
	moment hidden_at;  /* no longer listed; what names it still finds it */
	moment made_at;
	str picture;       /* "/media/7-800x600"; "" = none */
	str picture_about; /* what is to be seen on it */
};
struct product_list { struct product *at; size_t count; };

struct product_card { int64_t id; str key, name, kind, picture, picture_about; };
struct product_card_list { struct product_card *at; size_t count; };

enum err product_load(struct scope *scope, int64_t product_id, struct product *product_out);
enum err product_load_key(struct scope *scope, str key, struct product *product_out);
/* In the brand's order, at most 200. */
enum err product_load_all(struct scope *scope, bool with_hidden, struct product_list *list_out);
/* All, hidden ones too, 500 at a time in order of id. */
enum err product_load_after(struct scope *scope, int64_t after_id, struct product_list *list_out);
enum err product_load_cards(struct scope *scope, struct ids ids, struct product_card_list *list_out);
enum err product_insert(struct scope *scope, const struct product *product);
/* All but the picture. */
enum err product_update(struct scope *scope, const struct product *product);
enum err product_update_picture(struct scope *scope, const struct product *product);
#endif
