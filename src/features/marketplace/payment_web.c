/* payment_web.c: a helper's account: typed once, sealed, shown only beside a visit that is to be paid. */
#include "features/marketplace/payment_web.h"

#include "features/marketplace/pages.gen.h"

static handler payee_show, payee_submit;

static const struct field payee_fields[] = {
	FIELD(FIELD_TEXT, struct payee, iban,     0, 42),
	FIELD(FIELD_TEXT, struct payee, name,     0, PAYEE_NAME_MAX),
	FIELD(FIELD_TEXT, struct payee, street,   0, PAYEE_STREET_MAX),
	FIELD(FIELD_TEXT, struct payee, building, 0, PAYEE_BUILDING_MAX),
	FIELD(FIELD_TEXT, struct payee, code,     0, PAYEE_CODE_MAX),
	FIELD(FIELD_TEXT, struct payee, town,     0, PAYEE_TOWN_MAX),
	FIELD(FIELD_TEXT, struct payee, country,  0, 2),
};
static const struct form payee_form = { "payee", payee_fields, COUNT(payee_fields) };

const struct route payment_routes[] = {
	{ GET,  "/me/payment", HELPERS, READS,  payee_show,   .about = "Where one is paid" },
	{ POST, "/me/payment", HELPERS, WRITES, payee_submit, .form = &payee_form, .about = "Change where one is paid" },
	ROUTES_END
};

static enum err send_form(struct request *request, const struct payee *payee)
{
	const struct payee_page model = { payee, iban_shown(request_scope(request)->arena, payee->iban) };
	struct page *page = page_open(request, TEXT_payment_title);
	page->section = SECTION_ME;
	page->narrow = true;
	payee_page_html(page->view, &model);
	return page_send(page);
}

static enum err payee_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct payee payee;
	enum err err = payee_of(scope, scope->member_id, &payee);
	return err ? err : send_form(request, &payee);
}

static enum err payee_submit(struct request *request)
{
	struct payee payee = { 0 };
	enum err err = form_read(request, &payee_form, &payee);
	if (!err)
		err = payee_set(request_scope(request), &payee);
	if (err == ERR_INVALID)
		return send_form(request, &payee);
	return err ? err : redirect_with(request, "payment.kept", "/me/payment");
}
