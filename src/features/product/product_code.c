/* product_code.c: rules of codes.  A code leads to one product; blanks and hyphens in it mean nothing. */
#include "features/product/product_code.h"

#include "features/product/product_news.h"

enum { CODE_MIN = 3 };

/* GS1: from the right, weights 3 and 1 in turn; the check digit brings the sum to a multiple of ten. */
static bool check_digit_fits(str digits)
{
	int sum = 0;
	for (size_t i = 0; i < digits.len; i++) {
		int digit = digits.at[digits.len - 1 - i] - '0';
		sum += i % 2 ? 3 * digit : digit;
	}
	return sum % 10 == 0;
}

static bool is_ean_length(size_t length)
{
	return length == 8 || length == 12 || length == 13 || length == 14;
}

const char *product_code_read(struct arena *arena, str typed, struct product_code *code_out)
{
	struct text code;
	bool digits_only = true;
	text_open(&code, arena, CODE_MAX);
	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];
		if (c == ' ' || c == '-')
			continue;
		c = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
		bool is_digit = c >= '0' && c <= '9';
		if ((!is_digit && (c < 'A' || c > 'Z')) || code.len == CODE_MAX)
			return "code.wrong";
		digits_only = digits_only && is_digit;
		text_char(&code, c);
	}
	if (code.len < CODE_MIN)
		return "code.wrong";
	bool is_ean = digits_only && is_ean_length(code.len);
	if (is_ean && !check_digit_fits(text_str(&code)))
		return "code.check_digit";
	*code_out = (struct product_code){ .code = text_str(&code), .kind = is_ean ? CODE_EAN : CODE_OWN };
	return NULL;
}

enum err product_by_code(struct scope *scope, str typed, struct product *product_out)
{
	struct product_code code;
	if (!product_code_read(scope->arena, typed, &code)) {
		enum err err = product_code_load(scope, code.code, &code);
		if (!err)
			return product_load(scope, code.product_id, product_out);
		if (err != ERR_NOT_FOUND)
			return err;
	}
	enum err err = product_load_key(scope, str_lower_ascii(scope->arena, str_trim(typed)), product_out);
	if (err != ERR_NOT_FOUND)
		return err;
	scope_forgive(scope);
	return refuse(scope, ERR_NOT_FOUND, "code.unknown");
}

enum err product_short(struct scope *scope, const struct product *product, str *code_out)
{
	struct product_code_list codes;
	enum err err = product_code_load_of(scope, product->id, &codes);
	if (err)
		return err;
	*code_out = codes.count ? codes.at[0].code : product->key;
	for (size_t i = 0; i < codes.count; i++) {
		if (codes.at[i].kind == CODE_OWN) {
			*code_out = codes.at[i].code;
			return OK;
		}
	}
	return OK;
}

static enum err administrator_changes(struct scope *scope, int64_t product_id)
{
	struct product product;
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "product.not_yours");
	return product_load(scope, product_id, &product);
}

enum err product_code_add(struct scope *scope, int64_t product_id, str typed)
{
	struct product_code code, before;
	struct product_code_list codes;
	enum err err = administrator_changes(scope, product_id);
	if (err)
		return err;
	const char *wrong = product_code_read(scope->arena, typed, &code);
	if (wrong)
		return refuse_field(scope, "code", wrong);
	if ((err = product_code_load_of(scope, product_id, &codes)))
		return err;
	if (codes.count >= CODES_MAX)
		return refuse(scope, ERR_CONFLICT, "code.too_many");
	err = product_code_load(scope, code.code, &before);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err && before.product_id == product_id)
		return OK;
	if (!err)
		return refuse_field(scope, "code", "code.taken");
	code.product_id = product_id;
	code.made_at = scope->now;
	if ((err = product_code_insert(scope, &code)))
		return err;
	subject_changed(scope, subject_of(&product_subject, product_id));
	return audit_note(scope, "product.code_add", subject_of(&product_subject, product_id), code.code);
}

enum err product_code_remove(struct scope *scope, int64_t product_id, str code)
{
	enum err err = administrator_changes(scope, product_id);
	if (err || (err = product_code_delete(scope, product_id, code)))
		return err;
	subject_changed(scope, subject_of(&product_subject, product_id));
	return audit_note(scope, "product.code_remove", subject_of(&product_subject, product_id), code);
}

enum err product_codes(struct scope *scope, int64_t product_id, struct product_code_list *list_out)
{
	enum err err = administrator_changes(scope, product_id);
	return err ? err : product_code_load_of(scope, product_id, list_out);
}
