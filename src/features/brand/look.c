/* look.c: a brand's pictures are media of the brand; its row keeps their addresses, since every page asks for them. */
#include "features/brand/look.h"

#include "features/brand/brand_news.h"

const struct brand_font brand_fonts[] = {
	{ "system",   "",                  "" },
	{ "serif",    "",                  "" },
	{ "atkinson", "atkinson-700.woff2", "Atkinson Hyperlegible" },
	{ "source",   "source-600.woff2",   "Source Sans 3" },
	{ "nunito",   "nunito-700.woff2",   "Nunito" },
	{ .name = NULL }
};

const char *const brand_picture_names[] = { "logo", "logo-dark", "icon", NULL };

static const struct { enum media_use use; size_t offset; } pictures[] = {
	[BRAND_LOGO]      = { MEDIA_LOGO,      offsetof(struct brand, logo) },
	[BRAND_LOGO_DARK] = { MEDIA_LOGO_DARK, offsetof(struct brand, logo_dark) },
	[BRAND_ICON]      = { MEDIA_ICON,      offsetof(struct brand, icon) },
};
static_assert(COUNT(pictures) == BRAND_PICTURE_COUNT);

static str *place_of(struct brand *brand, enum brand_picture picture)
{
	return (str *)((char *)brand + pictures[picture].offset); /* the table names str members only */
}

str brand_picture_of(const struct brand *brand, enum brand_picture picture)
{
	struct brand copy = *brand;
	return *place_of(&copy, picture);
}

const struct brand_font *brand_font_of(str name)
{
	for (const struct brand_font *font = brand_fonts; font->name; font++) {
		if (str_equal(name, str_from(font->name)))
			return font;
	}
	return &brand_fonts[0];
}

static enum err check_admin(struct scope *scope)
{
	return has_role(scope, ROLE_BRAND_ADMIN) ? OK : refuse(scope, ERR_FORBIDDEN, "brand.not_yours");
}

static enum err save(struct scope *scope, const struct brand *brand)
{
	const struct subject subject = subject_of(&brand_subject, brand->id);
	enum err err = brand_update_look(scope, brand);
	if (err)
		return err;
	subject_changed(scope, subject);
	if ((err = audit_note(scope, "brand.change", subject, S("look"))))
		return err;
	return news_announce(scope, &brand_changed, subject);
}

static enum err show(struct scope *scope, enum brand_picture picture, str url)
{
	struct brand brand;
	enum err err = brand_load(scope, scope->brand_id, &brand);
	if (err)
		return err;
	*place_of(&brand, picture) = url;
	return save(scope, &brand);
}

enum err brand_picture_prepare(struct scope *scope, struct brand_picture_giving *giving)
{
	const struct brand_picture_ask *ask = giving->ask;
	giving->taken = (struct media_ask){ .use = pictures[ask->picture].use, .path = ask->path, .name = ask->name,
		.subject = subject_of(&brand_subject, scope->brand_id) };
	giving->taking.ask = &giving->taken;
	enum err err = check_admin(scope);
	return err ? err : media_prepare(scope, &giving->taking);
}

/* One unit: a brand never names a picture that is gone. */
enum err brand_picture_keep(struct scope *scope, struct brand_picture_giving *giving)
{
	enum err err = check_admin(scope);
	if (!err)
		err = media_keep(scope, &giving->taking);
	return err ? err : show(scope, giving->ask->picture, media_url(scope->arena, &giving->taking.media));
}

static enum err keep(struct scope *scope, void *data)
{
	return brand_picture_keep(scope, data);
}

enum err brand_give_picture(struct scope *scope, const struct brand_picture_ask *ask)
{
	struct brand_picture_giving giving = { .ask = ask };
	enum err err = brand_picture_prepare(scope, &giving);
	if (!err)
		err = scope_write(scope, keep, &giving);
	media_let_go(&giving.taking);
	return err;
}

enum err brand_take_picture_away(struct scope *scope, enum brand_picture picture)
{
	enum err err = check_admin(scope);
	if (!err)
		err = media_take_away(scope, subject_of(&brand_subject, scope->brand_id), pictures[picture].use);
	return err ? err : show(scope, picture, S(""));
}

enum err brand_choose_font(struct scope *scope, str name)
{
	struct brand brand;
	enum err err = check_admin(scope);
	if (err)
		return err;
	if (!str_equal(name, str_from(brand_font_of(name)->name)))
		return refuse_field(scope, "font", "brand.font_unknown");
	if ((err = brand_load(scope, scope->brand_id, &brand)))
		return err;
	brand.font = name;
	return save(scope, &brand);
}
