/*
 * desk.c: rules of the desk.
 *
 * Each asks for the right it needs, although the routes ask too: a rule is called from
 * more than one place.  Everything that is done here is noted in the audit log.
 */
#include "features/admin/desk.h"

#include "base/utf8.h"
#include "features/brand/brand_news.h"
#include "features/member/member_news.h"

const enum role desk_roles[] = { ROLE_MODERATOR, ROLE_AGENT, ROLE_BRAND_ADMIN };
const size_t desk_role_count = COUNT(desk_roles);

static enum err check_admin(struct scope *scope)
{
	return has_role(scope, ROLE_BRAND_ADMIN) ? OK : refuse(scope, ERR_FORBIDDEN, "desk.not_yours");
}

/* ── members ── */

enum err desk_set_role(struct scope *scope, int64_t member_id, str name, bool is_on)
{
	enum role role;
	if (role_find(name, &role)) {
		for (size_t i = 0; i < desk_role_count; i++) {
			if (desk_roles[i] == role)
				return member_set_role(scope, member_id, role, is_on);
		}
	}
	return refuse(scope, ERR_NOT_FOUND, "desk.role_unknown");
}

/* ── boards, products, the brand ── */

static enum err taken(struct scope *scope, const char *reason)
{
	enum err err = refuse(scope, ERR_CONFLICT, reason);
	scope->refusal.field = "key";
	return err;
}

static bool is_key(str value)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return value.len > 0;
}

enum err desk_save_board(struct scope *scope, struct board *board)
{
	struct board other;
	if (board->id)
		return board_change(scope, board);
	if (!is_key(board->key))
		return refuse_field(scope, "key", "board.key_wrong");
	enum err err = board_load_by_key(scope, board->key, &other);
	if (!err)
		return taken(scope, "board.key_taken");
	if (err != ERR_NOT_FOUND)
		return err;
	scope_forgive(scope);
	return board_make(scope, board);
}

enum err desk_save_product(struct scope *scope, struct product *product)
{
	struct product other;
	enum err err = product_by_key(scope, product->key, &other);
	if (!err && other.id != product->id)
		return taken(scope, "product.key_taken");
	if (err && err != ERR_NOT_FOUND)
		return err;
	scope_forgive(scope);
	return product->id ? product_change(scope, product) : product_make(scope, product);
}

enum err desk_save_brand(struct scope *scope, const struct brand *shown)
{
	struct brand brand;
	enum err err = check_admin(scope);
	if (err || (err = brand_card_of(scope, &brand)))
		return err;
	brand.name = shown->name;
	brand.slogan = shown->slogan;
	brand.brand_colour = shown->brand_colour;
	brand.accent_colour = shown->accent_colour;
	brand.about = shown->about;
	brand.imprint = shown->imprint;
	brand.privacy = shown->privacy;
	return brand_change(scope, &brand);
}

/* ── settings ── */

static str value_in(const struct setting_value_list *own, const struct setting *setting)
{
	for (size_t i = 0; i < own->count; i++) {
		if (str_equal(own->at[i].name, str_from(setting->name)))
			return own->at[i].value;
	}
	return str_from(setting->otherwise);
}

static bool is_among(const struct setting_value_list *own, const struct setting *setting)
{
	for (size_t i = 0; i < own->count; i++) {
		if (str_equal(own->at[i].name, str_from(setting->name)))
			return true;
	}
	return false;
}

/* What a brand has set: its values, and which secrets there are. */
struct own { struct setting_value_list values; struct secret_state_list secrets; };

static struct setting_line line_of(const struct own *own, const struct setting *setting)
{
	if (setting->type != SETTING_SECRET) {
		str value = value_in(&own->values, setting);
		return (struct setting_line){ setting, value, !str_equal(value, str_from(setting->otherwise)), 0 };
	}
	for (size_t i = 0; i < own->secrets.count; i++) {
		if (str_equal(own->secrets.at[i].name, str_from(setting->name)))
			return (struct setting_line){ setting, S(""), true, own->secrets.at[i].changed_at };
	}
	return (struct setting_line){ setting, S(""), is_among(&own->values, setting), 0 };
}

static enum err load_own(struct scope *scope, struct own *own)
{
	enum err err = check_admin(scope);
	if (err || (err = setting_values(scope, &own->values)))
		return err;
	return setting_secrets(scope, &own->secrets);
}

enum err desk_settings(struct scope *scope, struct setting_line_list *list_out)
{
	struct list lines;
	struct own own;
	enum err err = load_own(scope, &own);
	if (err)
		return err;
	list_open(&lines, scope->arena, sizeof(struct setting_line));
	const struct setting *const *list = scope->house->lists.settings;
	for (; list && *list; list++) {
		for (const struct setting *setting = *list; setting->name; setting++) {
			struct setting_line *line = list_add(&lines);
			*line = line_of(&own, setting);
		}
	}
	*list_out = (struct setting_line_list){ (void *)lines.at, lines.count }; /* made as this type above */
	return OK;
}

enum err desk_set(struct scope *scope, str name, str value)
{
	enum err err = check_admin(scope);
	if (err)
		return err;
	const struct setting *setting = setting_find(scope->house, name);
	if (!setting)
		return refuse(scope, ERR_NOT_FOUND, "desk.setting_unknown");
	if ((err = setting_set(scope, setting, value)))
		return err;
	if (setting->type == SETTING_SECRET && str_empty(str_trim(value)))
		return OK; /* it stays as it is */
	/* A text may hold anything, a secret is one: the name is fact enough. */
	bool is_shown = setting->type == SETTING_NUMBER || setting->type == SETTING_SWITCH;
	str fact = is_shown ? str_format(scope->arena, "%.*s = %.*s", STR_ARG(name), STR_ARG(value)) : name;
	return audit_note(scope, "setting.change", subject_of(&brand_subject, scope->brand_id), fact);
}

enum err desk_reset(struct scope *scope, str name)
{
	enum err err = check_admin(scope);
	if (err)
		return err;
	const struct setting *setting = setting_find(scope->house, name);
	if (!setting)
		return refuse(scope, ERR_NOT_FOUND, "desk.setting_unknown");
	if ((err = setting_reset(scope, setting)))
		return err;
	return audit_note(scope, "setting.reset", subject_of(&brand_subject, scope->brand_id), name);
}

enum err desk_secret(struct scope *scope, str name, struct setting_line *line_out)
{
	struct own own;
	enum err err = load_own(scope, &own);
	if (err)
		return err;
	const struct setting *setting = setting_find(scope->house, name);
	if (!setting || setting->type != SETTING_SECRET)
		return refuse(scope, ERR_NOT_FOUND, "desk.setting_unknown");
	*line_out = line_of(&own, setting);
	return OK;
}

enum err desk_secret_new(struct scope *scope, str name, str *plain_out)
{
	struct setting_line line;
	enum err err = desk_secret(scope, name, &line);
	if (err || (err = setting_secret_new(scope, line.setting, plain_out)))
		return err;
	return audit_note(scope, "setting.secret", subject_of(&brand_subject, scope->brand_id), name);
}

str setting_group(const struct setting *setting)
{
	str rest = str_from(setting->name);
	return str_cut(&rest, '.');
}

/* ── the book ── */

enum err desk_audit(struct scope *scope, const struct audit_filter *filter, struct audit_entry_list *list_out,
                    int64_t *next_out)
{
	enum err err = check_admin(scope);
	if (err || (err = audit_find(scope, filter, list_out)))
		return err;
	*next_out = list_out->count == AUDIT_PAGE ? list_out->at[AUDIT_PAGE - 1].id : 0;
	return OK;
}

/* ── mail ── */

enum err desk_mail_test(struct scope *scope, struct member_contact *contact_out)
{
	enum err err = check_admin(scope);
	if (err || (err = member_contact_of(scope, scope->member_id, contact_out)))
		return err;
	if (str_empty(contact_out->mail))
		return refuse(scope, ERR_CONFLICT, "desk.no_address");
	return audit_note(scope, "desk.mail", subject_of(&member_subject, scope->member_id), S(""));
}

enum err desk_mail_state(struct scope *scope, struct member_contact *contact_out, struct mail_trace *trace_out)
{
	enum err err = check_admin(scope);
	if (err || (err = member_contact_of(scope, scope->member_id, contact_out)))
		return err;
	*trace_out = (struct mail_trace){ .answer = S("") };
	err = mail_trace_mine(scope, trace_out);
	return err == ERR_NOT_FOUND ? OK : err;
}
