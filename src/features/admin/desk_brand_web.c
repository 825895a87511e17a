/* desk_brand_web.c: the brand's name, colours and texts, with how well its colour can be read. */
#include "features/admin/desk_web.h"

#include "features/admin/pages.gen.h"

enum { NAME_LENGTH = 60, SLOGAN_LENGTH = 140, ABOUT_LENGTH = 4000, LEGAL_LENGTH = 20000 };
#define WHITE 0xFFFFFFu
#define CONTRAST_TEXT 4.5 /* WCAG 2.2, 1.4.3; the theme turns to black letters below it */

static handler brand_show, brand_save;

const struct route desk_brand_routes[] = {
	{ GET,  "/desk/brand", BRAND_ADMINS, READS,  brand_show, .about = "The brand's name, colours and texts" },
	{ POST, "/desk/brand", BRAND_ADMINS, WRITES, brand_save, .about = "Change the brand's name, colours and texts" },
	ROUTES_END
};

static const struct field brand_fields[] = {
	FIELD(FIELD_TEXT,  struct brand, name,          1, NAME_LENGTH),
	FIELD(FIELD_TEXT,  struct brand, slogan,        0, SLOGAN_LENGTH),
	FIELD(FIELD_TEXT,  struct brand, brand_colour,  7, 7),
	FIELD(FIELD_TEXT,  struct brand, accent_colour, 7, 7),
	FIELD(FIELD_PROSE, struct brand, about,         0, ABOUT_LENGTH),
	FIELD(FIELD_PROSE, struct brand, imprint,       0, LEGAL_LENGTH),
	FIELD(FIELD_PROSE, struct brand, privacy,       0, LEGAL_LENGTH),
};
static const struct form brand_form = { "brand", brand_fields, COUNT(brand_fields) };

static enum err show(struct request *request, const struct brand *brand)
{
	uint32_t colour = WHITE;
	struct desk_brand_page model = { .brand = brand };
	struct page *page = desk_page(request, TEXT_desk_brand);
	struct text text;
	(void)colour_read(brand->brand_colour, &colour); /* what is no colour is refused, and has no contrast */
	double contrast = colour_contrast(colour, WHITE);
	text_open(&text, page->view->arena, 16);
	say_real(&text, page->view->language, (double)(int64_t)(contrast * 10) / 10, 1); /* rounded down, never up */
	model.contrast = text_str(&text);
	model.is_dark_enough = contrast >= CONTRAST_TEXT;
	page->narrow = true;
	desk_brand_page_html(page->view, &model);
	return page_send(page);
}

static enum err brand_show(struct request *request)
{
	struct brand brand;
	enum err err = brand_card_of(request_scope(request), &brand);
	return err ? err : show(request, &brand);
}

static enum err brand_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct brand brand;
	enum err err = brand_card_of(scope, &brand);
	if (err)
		return err;
	err = form_read(request, &brand_form, &brand);
	if (!err)
		err = desk_save_brand(scope, &brand);
	if (desk_is_forms(scope, err))
		return show(request, &brand);
	return err ? err : redirect_with(request, "desk.brand_saved", "/desk/brand");
}
