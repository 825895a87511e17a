/*
 * product.c: what the slices above may know of products.  To give a kind its own icon, add a row to `icons`.
 */
#include "features/product/product.h"

#include "features/product/product_news.h"

/* The first row whose word stands in the kind wins. */
static const struct { const char *word, *icon; } icons[] = {
	{ "router", "router" },    { "repeater", "wifi" },     { "wlan", "wifi" },     { "modem", "wifi" },     { "tv", "tv" },
	{ "mobile", "smartphone" }, { "sim", "smartphone" },   { "app", "smartphone" }, { "phone", "phone" },      { "telefon", "phone" },
	{ "mail", "mail" },        { "espresso", "coffee" },   { "brewer", "coffee" },  { "grinder", "coffee" },
	{ "frother", "coffee" },   { "coffee", "coffee" },
};

static enum err faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct product_card_list list;
	enum err err = product_load_cards(scope, ids, &list);
	if (err)
		return err;
	for (size_t i = 0; i < ids.count; i++) {
		const struct product_card *card = product_card_in(&list, ids.at[i]);
		if (card->id)
			faces_out[i] = (struct subject_face){ card->name, str_format(scope->arena, "/products/%.*s",
			                                                             STR_ARG(card->key)) };
	}
	return OK;
}

const struct subject_kind product_subject = { "product", 2, faces, NULL };

enum err product_list(struct scope *scope, struct product_list *list_out)
{
	return product_load_all(scope, false, list_out);
}

static bool is_owned(const struct device_list *devices, int64_t product_id)
{
	for (size_t i = 0; i < devices->count; i++) {
		if (devices->at[i].product_id == product_id)
			return true;
	}
	return false;
}

enum err product_list_own_first(struct scope *scope, struct product_list *list_out, size_t *own_out)
{
	struct product_list all;
	struct device_list devices;
	size_t own = 0, count = 0;
	enum err err = product_list(scope, &all);
	if (err || (err = device_list_mine(scope, &devices)))
		return err;
	struct product *at = arena_take(scope->arena, (all.count + 1) * sizeof(*at));
	for (int pass = 0; pass < 2; pass++) { /* own ones, then the others, each in the catalogue's order */
		for (size_t i = 0; i < all.count; i++) {
			if (is_owned(&devices, all.at[i].id) == (pass == 0))
				at[count++] = all.at[i];
		}
		own = pass ? own : count;
	}
	*list_out = (struct product_list){ at, count };
	*own_out = own;
	return OK;
}

enum err product_list_all(struct scope *scope, struct product_list *list_out)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "product.not_yours");
	return product_load_all(scope, true, list_out);
}

enum err product_by_key(struct scope *scope, str key, struct product *product_out)
{
	return product_load_key(scope, key, product_out);
}

enum err product_by_id(struct scope *scope, int64_t product_id, struct product *product_out)
{
	return product_load(scope, product_id, product_out);
}

enum err product_cards(struct scope *scope, struct ids ids, struct product_card_list *list_out)
{
	return product_load_cards(scope, ids, list_out);
}

const struct product_card *product_card_in(const struct product_card_list *list, int64_t product_id)
{
	static const struct product_card none = { .name = { "", 0 } };
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].id == product_id)
			return &list->at[i];
	}
	return &none;
}

const char *product_icon(struct arena *arena, str kind)
{
	kind = str_lower_ascii(arena, kind);
	for (size_t i = 0; i < COUNT(icons); i++) {
		if (str_contains(kind, str_from(icons[i].word)))
			return icons[i].icon;
	}
	return "package";
}
