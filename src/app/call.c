/* call.c: the words of a command line, and the house that a command works on. */
#include "app/command.h"

#include "app/house.h"
#include "core/mail_address.h"
#include "store/migrate.h"
#include "store/wall.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

static void take_words(struct call *call, size_t at, size_t count)
{
	for (size_t i = at; i + count < call->count; i++)
		call->words[i] = call->words[i + count];
	call->count -= count;
}

static bool is_option(str word, const char *name)
{
	return str_starts(word, S("--")) && str_equal(str_skip(word, 2), str_from(name));
}

bool call_option(struct call *call, const char *name, str *value_out)
{
	*value_out = S("");
	for (size_t i = 0; i + 1 < call->count; i++) {
		if (!is_option(call->words[i], name))
			continue;
		*value_out = call->words[i + 1];
		take_words(call, i, 2);
		return true;
	}
	return false;
}

bool call_switch(struct call *call, const char *name)
{
	for (size_t i = 0; i < call->count; i++) {
		if (!is_option(call->words[i], name))
			continue;
		take_words(call, i, 1);
		return true;
	}
	return false;
}

int call_misused(const struct call *call, const char *why)
{
	fprintf(stderr, "heinzel %s: %s\nusage: heinzel %s %s\n", call->command->name, why, call->command->name,
	        call->command->usage);
	return 2;
}

int call_failed(const struct call *call, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fprintf(stderr, "heinzel %s: ", call->command->name);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return 1;
}

/* ── does the call fit the usage? ── */

/* The next word of a usage; brackets stay, so that "[--replace]" is seen to take no value. */
static str usage_next(str *rest)
{
	return str_cut(rest, ' ');
}

static bool usage_option(str usage, str word, bool *takes_value_out)
{
	while (usage.len) {
		str next = usage_next(&usage);
		bool is_switch = str_ends(next, S("]"));
		if (str_starts(next, S("[")))
			next = str_skip(next, 1);
		if (is_switch)
			next = str_first(next, next.len - 1);
		if (!str_equal(next, word))
			continue;
		*takes_value_out = !is_switch;
		return true;
	}
	return false;
}

static size_t usage_words(str usage)
{
	size_t words = 0;
	bool in_brackets = false;
	while (usage.len) {
		str next = usage_next(&usage);
		in_brackets = in_brackets || str_starts(next, S("["));
		if (str_starts(next, S("--")))
			usage_next(&usage); /* an option that must be there, with its value */
		else if (!in_brackets)
			words++;
		in_brackets = in_brackets && !str_ends(next, S("]"));
	}
	return words;
}

static bool misfits(struct call *call, str why)
{
	call_misused(call, str_c(call->arena, why));
	return false;
}

bool call_fits(struct call *call)
{
	str usage = str_from(call->command->usage);
	size_t words = 0, allowed = usage_words(usage);
	for (size_t i = 0; i < call->count; i++) {
		str word = call->words[i];
		bool takes_value = true, is_common = str_equal(word, S("--data")) || str_equal(word, S("--config"));
		if (!str_starts(word, S("--"))) {
			if (++words > allowed)
				return misfits(call, str_format(call->arena, "\"%.*s\" is one word too many", STR_ARG(word)));
			continue;
		}
		if (!is_common && !usage_option(usage, word, &takes_value))
			return misfits(call, str_format(call->arena, "\"%.*s\" is no option of it", STR_ARG(word)));
		if (takes_value && ++i == call->count)
			return misfits(call, str_format(call->arena, "%.*s needs a value", STR_ARG(word)));
	}
	return true;
}

bool call_word(struct call *call, const char *what, str *word_out)
{
	if (!call->count) {
		call_misused(call, str_c(call->arena, str_format(call->arena, "say %s", what)));
		return false;
	}
	*word_out = call->words[0];
	take_words(call, 0, 1);
	return true;
}

str call_database(struct call *call)
{
	str url = config_text(call->config, "store.url");
	if (!str_empty(url))
		return url;
	return str_format(call->arena, "sqlite:%.*s/heinzel.db", STR_ARG(call->data_dir));
}

/* Where the setting names another role; on SQLite there are none. */
static str database_as(struct call *call, const char *role, str otherwise)
{
	str url = config_text(call->config, role);
	return str_empty(url) || str_empty(config_text(call->config, "store.url")) ? otherwise : url;
}

str call_database_of_owner(struct call *call)
{
	return database_as(call, "store.owner_url", call_database(call));
}

str call_database_of_backup(struct call *call)
{
	return database_as(call, "store.backup_url", call_database_of_owner(call));
}

enum err call_migrate(struct call *call, int *ran_out, str *wrong_out)
{
	str owner = call_database_of_owner(call), server = call_database(call);
	enum err err = migrate_run(call->arena, owner, migrations, ran_out, wrong_out);
	return err || str_equal(owner, server) ? err : wall_let_in(call->arena, owner, server, wrong_out);
}

enum err call_folder(struct call *call, str *wrong_out)
{
	const char *folder = str_c(call->arena, call->data_dir);
	if (!mkdir(folder, 0700) || errno == EEXIST)
		return OK;
	/* One level of parents, so that "data/demo" works in a fresh clone. */
	str parent = call->data_dir;
	while (parent.len && parent.at[parent.len - 1] != '/')
		parent.len--;
	if (parent.len > 1 && (!mkdir(str_c(call->arena, str_first(parent, parent.len - 1)), 0700) || errno == EEXIST) &&
	    (!mkdir(folder, 0700) || errno == EEXIST))
		return OK;
	*wrong_out = str_format(call->arena, "cannot make the folder %s: %s. Choose another with --data DIR.", folder,
	                        strerror(errno));
	return ERR_BROKEN;
}

static enum err secret_of(struct call *call, const char *key, str *secret_out, str *wrong_out)
{
	str wrong, path = config_text(call->config, key);
	*secret_out = S("");
	if (str_empty(path))
		return OK;
	enum err err = config_secret_file(call->arena, path, secret_out, &wrong);
	if (err)
		*wrong_out = str_format(call->arena, "%s: %.*s", key, STR_ARG(wrong));
	return err;
}

enum err call_mail_password(struct call *call, str *password_out, str *wrong_out)
{
	return secret_of(call, "mail.password_file", password_out, wrong_out);
}

enum err call_key(struct call *call, unsigned char *key_out, size_t size, str *wrong_out)
{
	str path = str_format(call->arena, "%.*s/house.key", STR_ARG(call->data_dir));
	int version = 0;
	enum err err = config_key_is_there(call->arena, path) ? OK : migrate_version(call->arena, call_database(call), &version);
	if (!err && version) {
		*wrong_out = str_format(call->arena, "there is a house, but its key is missing: %.*s, or the credential house.key. A new one would open"
			" nothing of what is sealed. Put the one from your safe there; where it is lost for good, 64 new hex digits, mode 0600.",
			STR_ARG(path));
		return ERR_CONFLICT;
	}
	if (err)
		*wrong_out = S("The database cannot be opened; the log says why.");
	return err ? err : config_key_file(call->arena, path, key_out, size, wrong_out);
}

enum err call_house(struct call *call, struct house **house_out, str *wrong_out)
{
	str mail_password, imap_password;
	enum err err = call_mail_password(call, &mail_password, wrong_out);
	if (err || (err = secret_of(call, "mail.imap_password_file", &imap_password, wrong_out)) || (err = call_folder(call, wrong_out)))
		return err;
	struct house_settings settings = {
		.database = call_database(call), .data_dir = call->data_dir,
		.mail_url = config_text(call->config, "mail.url"), .mail_user = config_text(call->config, "mail.user"),
		.mail_password = mail_password, .mail_from = config_text(call->config, "mail.from"),
		.mail_reply = config_text(call->config, "mail.reply"),
		.mail_plain = config_number(call->config, "mail.plain") != 0,
		.mail_ca_file = config_text(call->config, "mail.ca_file"),
		.imap_url = config_text(call->config, "mail.imap_url"),
		.imap_user = config_text(call->config, "mail.imap_user"), .imap_password = imap_password,
		.push_services = config_text(call->config, "push.services"),
		.writers = (int)config_number(call->config, "store.writers"), .readers = (int)config_number(call->config, "store.readers"),
		.statement_ms = (int)config_number(call->config, "store.statement_ms"),
		.wait_ms = (int)config_number(call->config, "store.wait_ms"), .is_bulk = call->is_bulk,
		.holds_node = true, .node_from_top = !call->serves,
		.node = call->serves ? (int)config_number(call->config, "house.node") : -1,
	};
	if (!str_empty(settings.mail_reply) && !mail_reply_is_good(settings.mail_reply)) {
		*wrong_out = S("mail.reply: give an address whose name has at most seven letters, like reply@help.example");
		return ERR_INVALID;
	}
	int ran;
	if ((err = call_key(call, settings.master_key.at, sizeof(settings.master_key.at), wrong_out)))
		return err;
	if ((err = call_migrate(call, &ran, wrong_out)))
		return err;
	return house_open(call->arena, &settings, house_lists(call->arena), house_out, wrong_out);
}
