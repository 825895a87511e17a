/*
 * product.c: rules of making and changing products.
 *
 * A product is never deleted, only hidden: threads of years name it.  To give a
 * kind its own icon, add a row to `icons`.
 */
#include "features/product/product.h"

#include "base/utf8.h"
#include "features/product/product_news.h"

enum { NAME_MAX_LENGTH = 80, KEY_MAX = 40, KIND_MAX = 40, ABOUT_MAX = 4000 };

/* The first row whose word stands in the kind wins. */
static const struct { const char *word, *icon; } icons[] = {
	{ "router", "router" },    { "repeater", "wifi" },     { "modem", "wifi" },     { "tv", "tv" },
	{ "mobile", "smartphone" }, { "sim", "smartphone" },   { "app", "smartphone" }, { "phone", "phone" },
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

enum err product_check(struct scope *scope, int64_t product_id)
{
	struct product product;
	if (!product_id)
		return OK;
	enum err err = product_load(scope, product_id, &product);
	if (err)
		return err;
	return product.hidden_at ? refuse(scope, ERR_NOT_FOUND, "product.not_found") : OK;
}

/* Lower-case letters, digits and hyphens, so that it can stand in an address. */
static bool is_key(str value)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return value.len > 0 && value.len <= KEY_MAX;
}

static bool is_line(str value, size_t max)
{
	size_t length = utf8_length(value);
	return length > 0 && length <= max && str_trim(value).len == value.len && !str_contains(value, S("\n"));
}

static enum err check(struct scope *scope, const struct product *product)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "product.not_yours");
	if (!is_key(product->key))
		return refuse_field(scope, "key", "product.key_wrong");
	if (!is_line(product->kind, KIND_MAX))
		return refuse_field(scope, "kind", "product.kind_wrong");
	if (!is_line(product->name, NAME_MAX_LENGTH))
		return refuse_field(scope, "name", "product.name_wrong");
	if (utf8_length(product->about) > ABOUT_MAX)
		return refuse_field(scope, "about", "product.about_too_long");
	return OK;
}

static enum err tell(struct scope *scope, int64_t product_id, const char *action)
{
	struct subject subject = subject_of(&product_subject, product_id);
	subject_changed(scope, subject);
	subject_changed(scope, subject_of(&product_subject, 0)); /* the list of all */
	enum err err = audit_note(scope, action, subject, S(""));
	if (err)
		return err;
	return news_announce(scope, &product_changed, subject);
}

enum err product_make(struct scope *scope, struct product *product)
{
	enum err err = check(scope, product);
	if (err)
		return err;
	product->id = id_new(scope->now);
	product->made_at = scope->now;
	product->hidden_at = 0;
	if ((err = product_insert(scope, product)))
		return err;
	return tell(scope, product->id, "product.make");
}

enum err product_change(struct scope *scope, const struct product *product)
{
	enum err err = check(scope, product);
	if (err || (err = product_update(scope, product)))
		return err;
	return tell(scope, product->id, "product.change");
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
