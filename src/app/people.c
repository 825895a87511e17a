/* people.c: brands, members and tokens from the command line: the operator's way in, before anyone can log in. */
#include "app/command.h"

#include "features/admin/desk.h"
#include "features/brand/brand.h"
#include "features/identity/identity.h"
#include "features/member/member.h"
#include "view/i18n.h"

#include <stdio.h>

enum { MAIL_LINE_MAX = 512 };

/* A command's work: opens the house, runs one unit (or reading) for a brand, closes it. */
struct errand {
	struct call *call;
	struct house *house;
	struct scope scope;
	str brand_key;
	str words[4];
	str secret;     /* what is printed once */
	enum role role;
	bool flag;
	int64_t number;
	const char *advice; /* what to do when the unit refuses; NULL: the reason says it */
};

static int say_refusal(struct errand *errand, enum err err)
{
	const char *reason = errand->scope.refusal.reason;
	if (!reason)
		return call_failed(errand->call, "it did not work (%s); see the log", err_name(err));
	if (errand->advice)
		return call_failed(errand->call, "%s (%s)", errand->advice, reason);
	str words = text_plain(LANGUAGE_EN, reason);
	return call_failed(errand->call, "%.*s (%s)", STR_ARG(words), reason);
}

static int run_unit(struct errand *errand, struct arena *arena, scope_work *work)
{
	scope_open(&errand->scope, errand->house, arena, moment_now());
	scope_act_as(&errand->scope, 0, ROLE_BITS);
	enum err err = scope_write(&errand->scope, work, errand);
	return err ? say_refusal(errand, err) : 0;
}

static int run_errand(struct errand *errand, scope_work *work)
{
	str wrong = S("");
	struct call *call = errand->call;
	if (call_house(call, &errand->house, &wrong))
		return call_failed(call, "%.*s", STR_ARG(wrong));
	int status = run_unit(errand, call->arena, work);
	house_close(errand->house);
	return status;
}

static enum err to_brand(struct errand *errand, struct scope *scope)
{
	enum err err = brand_scope_key(scope, errand->brand_key);
	if (err == ERR_NOT_FOUND)
		errand->advice = "there is no brand of that key; heinzel brand list shows all";
	return err;
}

/* ── brands ── */

static enum err add_brand(struct scope *scope, void *data)
{
	struct errand *errand = data;
	str host = errand->words[2];
	str scheme = str_starts(host, S("localhost")) || str_ends(host, S(".localhost")) ? S("http") : S("https");
	struct brand brand = {
		.key = errand->words[0], .name = errand->words[1],
		.origin = str_format(scope->arena, "%.*s://%.*s", STR_ARG(scheme), STR_ARG(host)),
		.language = errand->words[3], .languages = S("de en"), .zone = S("Europe/Berlin"), .currency = S("EUR"),
		.brand_colour = S("#0b5a5e"), .accent_colour = S("#b4532a"),
	};
	enum err err = brand_make(scope, &brand);
	return err ? err : brand_add_host(scope, host, brand.id);
}

int command_brand_add(struct call *call)
{
	struct errand errand = { .call = call };
	if (!call_option(call, "language", &errand.words[3]))
		errand.words[3] = S("de");
	if (!call_word(call, "a key, for example nordlicht", &errand.words[0]) ||
	    !call_word(call, "a name", &errand.words[1]) || !call_word(call, "a host", &errand.words[2]))
		return 2;
	return run_errand(&errand, add_brand);
}

static enum err list_brands(struct scope *scope, void *data)
{
	struct brand_list list;
	int64_t after = 0;
	(void)data;
	do {
		enum err err = brand_list(scope, after, &list);
		if (err)
			return err;
		for (size_t i = 0; i < list.count; i++) {
			printf("%-16.*s %-28.*s %.*s\n", STR_ARG(list.at[i].key), STR_ARG(list.at[i].name),
			       STR_ARG(list.at[i].origin));
			after = list.at[i].id;
		}
	} while (list.count);
	return OK;
}

int command_brand_list(struct call *call)
{
	struct errand errand = { .call = call };
	return run_errand(&errand, list_brands);
}

static const struct { const char *name; size_t offset; } brand_values[] = {
	{ "name", offsetof(struct brand, name) },         { "slogan", offsetof(struct brand, slogan) },
	{ "origin", offsetof(struct brand, origin) },     { "language", offsetof(struct brand, language) },
	{ "languages", offsetof(struct brand, languages) }, { "zone", offsetof(struct brand, zone) },
	{ "currency", offsetof(struct brand, currency) }, { "brand_colour", offsetof(struct brand, brand_colour) },
	{ "accent_colour", offsetof(struct brand, accent_colour) }, { "about", offsetof(struct brand, about) },
	{ "imprint", offsetof(struct brand, imprint) },   { "privacy", offsetof(struct brand, privacy) },
	{ "modules", offsetof(struct brand, modules) },
};

/* 0 where there is no such value: `id` stands there, which nobody sets. */
static size_t brand_value_offset(str name)
{
	static_assert(offsetof(struct brand, id) == 0);
	for (size_t i = 0; i < COUNT(brand_values); i++) {
		if (str_equal(name, str_from(brand_values[i].name)))
			return brand_values[i].offset;
	}
	return 0;
}

/* "moderation.copies": a setting of the desk; its own value has no dot. */
static bool is_setting(str name) { return str_contains(name, S(".")); }

static enum err set_brand(struct scope *scope, void *data)
{
	struct errand *errand = data;
	struct brand brand;
	enum err err = to_brand(errand, scope);
	if (err)
		return err;
	scope->roles = ROLE_BITS;
	if (str_equal(errand->words[0], S("host")))
		return brand_add_host(scope, errand->words[1], scope->brand_id);
	if (is_setting(errand->words[0]))
		return desk_set(scope, errand->words[0], errand->words[1]);
	if ((err = brand_card_of(scope, &brand)))
		return err;
	memcpy((char *)&brand + brand_value_offset(errand->words[0]), &errand->words[1], sizeof(str));
	return brand_change(scope, &brand);
}

static int misnamed_value(struct call *call)
{
	struct text why;
	text_open(&why, call->arena, 256);
	text_put(&why, S("what can be set is: a setting of the desk such as moderation.copies; host"));
	for (size_t i = 0; i < COUNT(brand_values); i++)
		text_format(&why, ", %s", brand_values[i].name);
	return call_misused(call, str_c(call->arena, text_str(&why)));
}

int command_brand_set(struct call *call)
{
	struct errand errand = { .call = call };
	if (!call_word(call, "a brand's key", &errand.brand_key) || !call_word(call, "what to set", &errand.words[0]) ||
	    !call_word(call, "its value", &errand.words[1]))
		return 2;
	if (!str_equal(errand.words[0], S("host")) && !is_setting(errand.words[0]) && !brand_value_offset(errand.words[0]))
		return misnamed_value(call);
	return run_errand(&errand, set_brand);
}

/* ── members ── */

static enum err add_member(struct scope *scope, void *data)
{
	struct errand *errand = data;
	enum err err = to_brand(errand, scope);
	if (err)
		return err;
	scope->roles = ROLE_BITS;
	struct member member = { .mail = errand->words[0], .name = errand->words[1], .mail_confirmed_at = scope->now };
	if ((err = member_make(scope, &member)))
		return err;
	if (errand->role && (err = member_set_role(scope, member.id, errand->role, true)))
		return err;
	return str_empty(errand->secret) ? OK : account_set_password(scope, member.id, errand->secret);
}

static bool read_role(struct call *call, enum role *role_out)
{
	str name;
	*role_out = (enum role)0;
	if (!call_option(call, "role", &name))
		return true;
	if (role_find(name, role_out))
		return true;
	call_misused(call, "a role is one of: member, helper, moderator, agent, brand_admin");
	return false;
}

int command_member_add(struct call *call)
{
	struct errand errand = { .call = call };
	char line[1024];
	if (!read_role(call, &errand.role))
		return 2;
	if (!call_word(call, "a brand's key", &errand.brand_key) || !call_word(call, "a mail address", &errand.words[0]) ||
	    !call_word(call, "a name", &errand.words[1]))
		return 2;
	if (fgets(line, sizeof(line), stdin)) {
		str password = str_trim(str_from(line));
		if (!str_empty(password) && password_hash(call->arena, password, &errand.secret))
			return call_failed(call, "the password could not be hashed");
	}
	return run_errand(&errand, add_member);
}

static str role_names(struct arena *arena, unsigned roles)
{
	struct text text;
	text_open(&text, arena, 64);
	for (unsigned role = 1; role & ROLE_BITS; role <<= 1) {
		if (roles & role)
			text_format(&text, "%s%s", text.len ? " " : "", role_name((enum role)role)); /* one bit: a role */
	}
	return text_str(&text);
}

static enum err list_members(struct scope *scope, void *data)
{
	struct errand *errand = data;
	struct member_entry_list list;
	int64_t after = 0;
	enum err err = to_brand(errand, scope);
	scope->roles = ROLE_BITS;
	while (!err && !(err = member_list(scope, S(""), after, &list)) && list.count) {
		for (size_t i = 0; i < list.count; i++) {
			const struct member_entry *entry = &list.at[i];
			if (!errand->role || (entry->roles & (unsigned)errand->role))
				printf("%lld %-30.*s %-30.*s %.*s\n", (long long)entry->id, STR_ARG(entry->name),
				       STR_ARG(entry->mail), STR_ARG(role_names(scope->arena, entry->roles)));
		}
		if (list.at[list.count - 1].id == after)
			break;
		after = list.at[list.count - 1].id;
	}
	return err;
}

int command_member_list(struct call *call)
{
	struct errand errand = { .call = call };
	if (!read_role(call, &errand.role) || !call_word(call, "a brand's key", &errand.brand_key))
		return 2;
	return run_errand(&errand, list_members);
}

static enum err find_member(struct scope *scope, str mail, int64_t *member_id_out)
{
	enum err err = member_find_by_mail(scope, mail, member_id_out);
	if (!err && !*member_id_out)
		return refuse(scope, ERR_NOT_FOUND, "member.not_found");
	return err;
}

static enum err give_role(struct scope *scope, void *data)
{
	struct errand *errand = data;
	int64_t member_id;
	enum err err = to_brand(errand, scope);
	if (err)
		return err;
	scope->roles = ROLE_BITS;
	if ((err = find_member(scope, errand->words[0], &member_id)))
		return err;
	return member_set_role(scope, member_id, errand->role, !errand->flag);
}

int command_member_role(struct call *call)
{
	struct errand errand = { .call = call, .flag = call_switch(call, "take") };
	str role;
	if (!call_word(call, "a brand's key", &errand.brand_key) || !call_word(call, "a mail address", &errand.words[0]) ||
	    !call_word(call, "a role", &role))
		return 2;
	if (!role_find(role, &errand.role))
		return call_misused(call, "a role is one of: member, helper, moderator, agent, brand_admin");
	return run_errand(&errand, give_role);
}

/* ── tokens ── */

static enum err add_token(struct scope *scope, void *data)
{
	struct errand *errand = data;
	struct token_new wanted = { .name = errand->words[1], .days = errand->number };
	enum err err = to_brand(errand, scope);
	if (err)
		return err;
	scope->roles = ROLE_BITS;
	if ((err = find_member(scope, errand->words[0], &wanted.member_id)))
		return err;
	if ((err = token_make(scope, &wanted, &errand->secret)))
		return err;
	return OK;
}

/* An address a line; one that fails is told, and the others get theirs. */
static int add_tokens_of_lines(struct errand *errand)
{
	char line[MAIL_LINE_MAX];
	str wrong = S("");
	int status = 0;
	if (call_house(errand->call, &errand->house, &wrong))
		return call_failed(errand->call, "%.*s", STR_ARG(wrong));
	while (fgets(line, sizeof(line), stdin)) {
		struct arena *arena = arena_open(4096);
		errand->words[0] = str_trim(str_from(line));
		int failed = str_empty(errand->words[0]) ? 0 : run_unit(errand, arena, add_token);
		if (failed)
			fprintf(stderr, "%.*s: no token\n", STR_ARG(errand->words[0]));
		else if (!str_empty(errand->words[0]))
			printf("%.*s\n", STR_ARG(errand->secret));
		status = status ? status : failed;
		arena_close(arena);
	}
	house_close(errand->house);
	return status;
}

int command_token_add(struct call *call)
{
	struct errand errand = { .call = call };
	str days;
	if (call_option(call, "days", &days) && !str_number(days, &errand.number))
		return call_misused(call, "--days takes a number");
	if (!call_word(call, "a brand's key", &errand.brand_key) || !call_word(call, "a mail address", &errand.words[0]) ||
	    !call_word(call, "a name for the token", &errand.words[1]))
		return 2;
	if (str_equal(errand.words[0], S("-")))
		return add_tokens_of_lines(&errand);
	int status = run_errand(&errand, add_token);
	if (!status)
		printf("%.*s\n", STR_ARG(errand.secret));
	return status;
}

static enum err list_tokens(struct scope *scope, void *data)
{
	struct errand *errand = data;
	struct token_list list;
	int64_t after = 0;
	enum err err = to_brand(errand, scope);
	scope->roles = ROLE_BITS;
	while (!err && !(err = token_list_all(scope, after, &list)) && list.count) {
		for (size_t i = 0; i < list.count; i++) {
			printf("%lld %.*s, until %.*s\n", (long long)list.at[i].id, STR_ARG(list.at[i].name),
			       STR_ARG(moment_iso(scope->arena, list.at[i].ends_at)));
			after = list.at[i].id;
		}
	}
	return err;
}

int command_token_list(struct call *call)
{
	struct errand errand = { .call = call };
	if (!call_word(call, "a brand's key", &errand.brand_key))
		return 2;
	return run_errand(&errand, list_tokens);
}

static enum err revoke_token(struct scope *scope, void *data)
{
	struct errand *errand = data;
	enum err err = to_brand(errand, scope);
	scope->roles = ROLE_BITS;
	return err ? err : token_revoke(scope, errand->number);
}

int command_token_revoke(struct call *call)
{
	struct errand errand = { .call = call };
	str id;
	if (!call_word(call, "a brand's key", &errand.brand_key) || !call_word(call, "a token's id", &id))
		return 2;
	if (!str_number(id, &errand.number))
		return call_misused(call, "an id is a number; see token list");
	return run_errand(&errand, revoke_token);
}
