/*
 * product_rule.c: rules of making and changing products.
 *
 * A product is never deleted, only hidden: threads of years name it.
 */
#include "features/product/product_rule.h"

#include "base/utf8.h"
#include "features/product/product_news.h"

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
	return value.len > 0 && value.len <= PRODUCT_KEY_MAX;
}

static bool is_line(str value, size_t max)
{
	size_t length = utf8_length(value);
	return length > 0 && length <= max && str_trim(value).len == value.len && !str_contains(value, S("\n"));
}

enum err product_fits(struct scope *scope, const struct product *product)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "product.not_yours");
	if (!is_key(product->key))
		return refuse_field(scope, "key", "product.key_wrong");
	if (!is_line(product->kind, PRODUCT_KIND_MAX))
		return refuse_field(scope, "kind", "product.kind_wrong");
	if (!is_line(product->name, PRODUCT_NAME_MAX))
		return refuse_field(scope, "name", "product.name_wrong");
	const struct { const char *field; str value; } facts[] = { { "maker", product->maker }, { "model", product->model },
		{ "category", product->category } };
	for (size_t i = 0; i < COUNT(facts); i++) {
		if (!str_empty(facts[i].value) && !is_line(facts[i].value, PRODUCT_NAME_MAX))
			return refuse_field(scope, facts[i].field, "product.maker_wrong");
	}
	if (utf8_length(product->about) > PRODUCT_ABOUT_MAX)
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
	enum err err = product_fits(scope, product);
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
	enum err err = product_fits(scope, product);
	if (err || (err = product_update(scope, product)))
		return err;
	return tell(scope, product->id, "product.change");
}

/* ── its picture ── */

static enum err may_show(struct scope *scope, int64_t product_id, struct product *product_out)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "product.not_yours");
	return product_load(scope, product_id, product_out);
}

static enum err check_words(struct scope *scope, str about)
{
	bool is_good = utf8_length(about) <= PRODUCT_PICTURE_ABOUT_MAX && !str_contains(about, S("\n"));
	return is_good ? OK : refuse_field(scope, "about", "product.picture_about_wrong");
}

static enum err save_picture(struct scope *scope, const struct product *product)
{
	enum err err = product_update_picture(scope, product);
	return err ? err : tell(scope, product->id, "product.change");
}

/* Nobody who cannot see it is left with a mere "picture". */
static str words_of(const struct product *product, str about)
{
	return str_empty(about) ? product->name : about;
}

enum err product_change_about_picture(struct scope *scope, int64_t product_id, str about)
{
	struct product product;
	enum err err = may_show(scope, product_id, &product);
	if (err || (err = check_words(scope, about)))
		return err;
	if (str_empty(product.picture))
		return refuse(scope, ERR_CONFLICT, "product.no_picture");
	product.picture_about = words_of(&product, about);
	return save_picture(scope, &product);
}

static enum err look_at_ask(struct scope *scope, void *data)
{
	const struct product_picture_ask *ask = data;
	struct product product;
	enum err err = may_show(scope, ask->product_id, &product);
	return err ? err : check_words(scope, ask->about);
}

static enum err show(struct scope *scope, const struct product_picture_ask *ask, str url)
{
	struct product product;
	enum err err = may_show(scope, ask->product_id, &product);
	if (err)
		return err;
	product.picture = url;
	product.picture_about = words_of(&product, ask->about);
	return save_picture(scope, &product);
}

enum err product_picture_prepare(struct scope *scope, struct product_picture_giving *giving)
{
	struct product_picture_ask ask = *giving->ask;
	giving->taken = (struct media_ask){ .use = MEDIA_PRODUCT, .path = ask.path, .name = ask.name,
		.subject = subject_of(&product_subject, ask.product_id) };
	giving->taking.ask = &giving->taken;
	if (str_empty(ask.path))
		return OK; /* only the words change */
	enum err err = scope_read(scope, look_at_ask, &ask);
	return err ? err : media_prepare(scope, &giving->taking);
}

/* One unit: a product never names a picture that is gone. */
enum err product_picture_keep(struct scope *scope, struct product_picture_giving *giving)
{
	const struct product_picture_ask *ask = giving->ask;
	if (str_empty(ask->path))
		return product_change_about_picture(scope, ask->product_id, ask->about);
	enum err err = media_keep(scope, &giving->taking);
	return err ? err : show(scope, ask, media_url(scope->arena, &giving->taking.media));
}

static enum err keep(struct scope *scope, void *data)
{
	return product_picture_keep(scope, data);
}

enum err product_give_picture(struct scope *scope, const struct product_picture_ask *ask)
{
	struct product_picture_giving giving = { .ask = ask };
	enum err err = product_picture_prepare(scope, &giving);
	if (!err)
		err = scope_write(scope, keep, &giving);
	media_let_go(&giving.taking);
	return err;
}

enum err product_take_picture_away(struct scope *scope, int64_t product_id)
{
	struct product product;
	enum err err = may_show(scope, product_id, &product);
	if (err)
		return err;
	if (str_empty(product.picture))
		return refuse(scope, ERR_CONFLICT, "product.no_picture");
	product.picture = product.picture_about = S("");
	if ((err = media_take_away(scope, subject_of(&product_subject, product_id), MEDIA_PRODUCT)))
		return err;
	return save_picture(scope, &product);
}
