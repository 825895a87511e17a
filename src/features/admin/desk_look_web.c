/* desk_look_web.c: a brand gives itself a logo, an icon and letters, and sees at once how that looks. */
#include "features/admin/desk_look_web.h"

#include "core/image.h"
#include "features/admin/pages.gen.h"
#include "web/keyed.h"

static handler look_show, picture_save, picture_remove, font_save;

const struct route desk_look_routes[] = {
	{ GET,  "/desk/look",                       BRAND_ADMINS, READS,   look_show,      .about = "The brand's logo, icon and letters" },
	{ POST, "/desk/look/pictures/:name",        BRAND_ADMINS, BY_HAND, picture_save,   .rate = RATE_UPLOAD,
	  .body_max = IMAGE_BYTES_MAX + 65536, .about = "Give the brand a logo or icon (multipart/form-data, field \"file\")" },
	{ POST, "/desk/look/pictures/:name/remove", BRAND_ADMINS, WRITES,  picture_remove, .about = "Take a logo or icon away" },
	{ POST, "/desk/look/font",                  BRAND_ADMINS, WRITES,  font_save,      .about = "Choose the letters of headings" },
	ROUTES_END
};

static const struct { enum text_id label, hint; } picture_texts[] = {
	[BRAND_LOGO]      = { TEXT_desk_look_logo,      TEXT_desk_look_logo_hint },
	[BRAND_LOGO_DARK] = { TEXT_desk_look_logo_dark, TEXT_desk_look_logo_dark_hint },
	[BRAND_ICON]      = { TEXT_desk_look_icon,      TEXT_desk_look_icon_hint },
};
static_assert(COUNT(picture_texts) == BRAND_PICTURE_COUNT);
static const enum text_id font_texts[] = { TEXT_desk_look_font_system, TEXT_desk_look_font_serif, TEXT_desk_look_font_atkinson,
	TEXT_desk_look_font_source, TEXT_desk_look_font_nunito };

/* `wrong`: the picture that was refused, BRAND_PICTURE_COUNT for none. */
static enum err show(struct request *request, const struct brand *brand, enum brand_picture wrong)
{
	struct scope *scope = request_scope(request);
	struct look_line pictures[BRAND_PICTURE_COUNT];
	struct font_line fonts[COUNT(font_texts)];
	struct look_page model = { .brand = brand, .pictures = { pictures, COUNT(pictures) }, .fonts = { fonts, COUNT(fonts) } };
	for (size_t i = 0; i < COUNT(pictures); i++) {
		enum brand_picture picture = (enum brand_picture)i; /* below the count */
		pictures[i] = (struct look_line){ picture, brand_picture_names[i], picture_texts[i].label, picture_texts[i].hint,
			brand_picture_of(brand, picture), picture == wrong };
	}
	for (size_t i = 0; i < COUNT(fonts); i++) {
		const struct brand_font *font = &brand_fonts[i];
		fonts[i] = (struct font_line){ font, font_texts[i], asset_url(str_from(font->file)), brand_font_of(brand->font) == font };
	}
	(void)scope;
	struct page *page = desk_page(request, TEXT_desk_look);
	page->narrow = true;
	look_page_html(page->view, &model);
	return page_send(page);
}

static enum err look_show(struct request *request)
{
	struct brand brand;
	enum err err = brand_card_of(request_scope(request), &brand);
	return err ? err : show(request, &brand, BRAND_PICTURE_COUNT);
}

static enum err picture_of(struct request *request, enum brand_picture *picture_out)
{
	for (size_t i = 0; brand_picture_names[i]; i++) {
		if (!str_equal(request_param(request, "name"), str_from(brand_picture_names[i])))
			continue;
		*picture_out = (enum brand_picture)i; /* the names stand in its order */
		return OK;
	}
	return refuse(request_scope(request), ERR_NOT_FOUND, "failure.not_found_why");
}

static enum err load(struct scope *scope, void *data)
{
	return brand_card_of(scope, data);
}

struct giving { struct request *request; struct brand_picture_giving picture; };

static enum err prepare(struct scope *scope, void *data)
{
	return brand_picture_prepare(scope, &((struct giving *)data)->picture);
}

static enum err keep(struct scope *scope, void *data)
{
	struct giving *giving = data;
	enum err err = brand_picture_keep(scope, &giving->picture);
	return err ? err : redirect_with(giving->request, "desk.look_saved", "/desk/look");
}

static enum err picture_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	const struct uploads *uploads = &request_http(request)->uploads;
	struct brand_picture_ask ask = { .path = S("") };
	enum err err = picture_of(request, &ask.picture);
	if (err)
		return err;
	for (size_t i = 0; i < uploads->count; i++) {
		if (str_equal(uploads->at[i].name, S("file")) && uploads->at[i].size)
			ask.path = uploads->at[i].path;
	}
	struct giving giving = { request, { .ask = &ask } };
	err = request_take_files(request, prepare, keep, &giving);
	media_let_go(&giving.picture.taking);
	if (err != ERR_INVALID)
		return err;
	struct brand brand;
	const struct refusal refusal = scope->refusal;
	scope_forgive(scope);
	if ((err = scope_read(scope, load, &brand)))
		return err;
	scope->refusal = refusal;
	return show(request, &brand, ask.picture);
}

static enum err picture_remove(struct request *request)
{
	enum brand_picture picture;
	enum err err = picture_of(request, &picture);
	if (!err)
		err = brand_take_picture_away(request_scope(request), picture);
	return err ? err : redirect_with(request, "desk.look_saved", "/desk/look");
}

static enum err font_save(struct request *request)
{
	str name;
	if (!http_form(request_http(request), S("font"), &name))
		name = S("");
	enum err err = brand_choose_font(request_scope(request), name);
	return err ? err : redirect_with(request, "desk.look_saved", "/desk/look");
}
