/*
 * main.c: the program: finds the command, reads the configuration, runs it.
 *
 * To add a command: a row in `commands`, its function in command.h.
 */
#include "app/command.h"

#include "base/crypt.h"
#include "core/image.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

const struct command commands[] = {
	{ "serve",          "[--listen ADDRESS:PORT] [--no-limits]", "Serve the house: pages, API, jobs, mail", command_serve },
	{ "work",           "",                                     "Run jobs and outbox, if not in the server", command_work },
	{ "migrate",        "",                                     "Bring the database to the newest schema", command_migrate },
	{ "demo",           "[--listen ADDRESS:PORT] [--services N] [--scale MEMBERS] [--only-fill]", "Fill two demo brands, serve them", command_demo },
	{ "doctor",         "",                                     "Check configuration, database, files, mail", command_doctor },
	{ "routes",         "",                                     "Every route with permission and effect", command_routes },
	{ "brand add",      "KEY NAME HOST [--language de]",        "Make a brand", command_brand_add },
	{ "brand list",     "",                                     "List the brands", command_brand_list },
	{ "brand export",   "KEY FILE",                             "Write a brand's data into a tar file", command_brand_export },
	{ "brand set",      "KEY NAME VALUE",                       "Change a brand: name, host, colours, a setting of the desk …", command_brand_set },
	{ "member add",     "BRAND MAIL NAME [--role ROLE]",        "Make a member; the password is read from standard input", command_member_add },
	{ "member list",    "BRAND [--role ROLE]",                  "List members", command_member_list },
	{ "member role",    "BRAND MAIL ROLE [--take]",             "Give a member a role, or take it", command_member_role },
	{ "token add",      "BRAND MAIL NAME [--days N]",           "Make an API token; printed once (MAIL -: for each line of standard input)", command_token_add },
	{ "token list",     "BRAND",                                "List the brand's API tokens", command_token_list },
	{ "token revoke",   "BRAND ID",                             "Revoke an API token", command_token_revoke },
	{ "import threads", "FILE --brand KEY --board KEY",         "Import threads of another forum (.jsonl, .jsonl.zst)", command_import_threads },
	{ "import places",  "FILE",                                 "Import postal codes (GeoNames' format or TSV)", command_import_places },
	{ "import products", "FILE --brand KEY [--dry-run]",        "Import a brand's products (CSV); --dry-run only looks", command_import_products },
	{ "mail-in",        "[--to ADDRESS] [--from ADDRESS]",      "Hand a mail from standard input to the running house", command_mail_in },
	{ "backup",         "FILE",                                 "Copy the whole database while it runs", command_backup },
	{ "restore",        "FILE [--replace]",                     "Bring a copy back; the server must be stopped", command_restore },
	{ "image-worker",   "RECIPE",                               "Make a picture anew, locked in (the server starts it by itself)", command_image_worker },
	{ "help",           "",                                     "This list", command_help },
	{ NULL, NULL, NULL, NULL },
};

const struct config_key config_keys[] = {
	{ "house.data",          CONFIG_TEXT,        "data",           "folder of database, keys, files, mail" },
	{ "house.node",          CONFIG_NUMBER,      "-1",             "0-255, one a node: part of every id; -1: a free one" },
	{ "store.url",           CONFIG_TEXT,        "",               "empty: SQLite in the data folder; or postgres://…" },
	{ "store.owner_url",     CONFIG_TEXT,        "",               "postgres://… of the role that owns the tables and migrates; empty: store.url's" },
	{ "store.backup_url",    CONFIG_TEXT,        "",               "postgres://… of a role with BYPASSRLS, for backup; empty: store.owner_url's" },
	{ "store.writers",       CONFIG_NUMBER,      "0",              "writing threads on PostgreSQL; 0: 8" },
	{ "store.readers",       CONFIG_NUMBER,      "0",              "reading connections to PostgreSQL at most; 0: 16" },
	{ "store.statement_ms",  CONFIG_NUMBER,      "0",              "what a reading statement may take there; 0: 5000" },
	{ "store.wait_ms",       CONFIG_NUMBER,      "0",              "how long a page waits for a connection; 0: 2000" },
	{ "server.listen",       CONFIG_TEXT,        "127.0.0.1:8080", "address:port, or unix:/path" },
	{ "server.loops",        CONFIG_NUMBER,      "0",              "event loops; 0: one a core, four at least" },
	{ "server.connections",  CONFIG_NUMBER,      "4096",           "connections at most" },
	{ "server.per_address",  CONFIG_NUMBER,      "0",              "connections from one address; 0: no limit" },
	{ "server.proxies",      CONFIG_TEXT,        "",               "addresses whose X-Forwarded-* count" },
	{ "server.access_log",   CONFIG_TEXT,        "",               "file, - for standard error, empty for none" },
	{ "server.cache_bytes",  CONFIG_NUMBER,      "16777216",       "memory for cached pages" },
	{ "mail.url",            CONFIG_TEXT,        "",               "smtp://host:25 …; empty: files in data/mail" },
	{ "mail.user",           CONFIG_TEXT,        "",               "log-in at the mail server" },
	{ "mail.password_file",  CONFIG_SECRET_FILE, "",               "file with its password, mode 0600" },
	{ "mail.from",           CONFIG_TEXT,        "",               "sender's address; empty: noreply@ and the brand's host" },
	{ "mail.reply",          CONFIG_TEXT,        "",               "mailbox for answers and bounces: reply@help.example" },
	{ "mail.plain",          CONFIG_NUMBER,      "0",              "1: without encryption, to servers of this machine only" },
	{ "mail.ca_file",        CONFIG_TEXT,        "",               "certificates to trust at mail servers; empty: the system's" },
	{ "mail.listen",         CONFIG_TEXT,        "",               "where mails are handed in (LMTP); empty: data/mail.sock" },
	{ "mail.imap_url",       CONFIG_TEXT,        "",               "or a mailbox to empty: imaps://mail.example/INBOX" },
	{ "mail.imap_user",      CONFIG_TEXT,        "",               "log-in at the mailbox" },
	{ "mail.imap_password_file", CONFIG_SECRET_FILE, "",           "file with its password, mode 0600" },
	{ "push.services",       CONFIG_TEXT,        "",               "push services beside the browsers' makers': https://push.example" },
	{ "log.level",           CONFIG_TEXT,        "info",           "debug, info, warn, error" },
};
const size_t config_key_count = COUNT(config_keys);

static size_t words_matched(const char *name, const str *words, size_t count)
{
	str rest = str_from(name);
	size_t matched = 0;
	while (rest.len) {
		if (matched == count || !str_equal(str_cut(&rest, ' '), words[matched]))
			return 0;
		matched++;
	}
	return matched;
}

static const struct command *find_command(struct call *call)
{
	for (const struct command *command = commands; command->name; command++) {
		size_t matched = words_matched(command->name, call->words, call->count);
		if (!matched)
			continue;
		call->words += matched;
		call->count -= matched;
		return command;
	}
	return NULL;
}

int command_help(struct call *call)
{
	(void)call;
	puts("heinzel: customers help customers\n");
	for (const struct command *command = commands; command->name; command++)
		printf("  heinzel %-15s %-45s %s\n", command->name, command->usage, command->about);
	puts("\nEvery command takes --help, --config FILE, --data DIR and --print-config.");
	return 0;
}

static void set_log(str level)
{
	static const char *const names[] = { "debug", "info", "warn", "error" };
	for (size_t i = 0; i < COUNT(names); i++) {
		if (str_equal(level, str_from(names[i])))
			log_set((enum log_level)i, 2);
	}
}

static int no_command(const struct call *call)
{
	str first = call->words[0];
	fprintf(stderr, "heinzel: there is no command \"%.*s\"; heinzel help lists all\n", STR_ARG(first));
	for (const struct command *command = commands; command->name; command++) {
		str name = str_from(command->name);
		if (str_equal(str_cut(&name, ' '), first))
			fprintf(stderr, "  heinzel %s %s\n", command->name, command->usage);
	}
	return 2;
}

/* What every command takes, wherever it stands. */
struct common { bool help, print_config, has_data; str config; };

static struct common take_common(struct call *call)
{
	struct common common = { .help = call_switch(call, "help"), .print_config = call_switch(call, "print-config") };
	call_option(call, "config", &common.config);
	common.has_data = call_option(call, "data", &call->data_dir);
	return common;
}

static int run(struct call *call, const struct common *common)
{
	str wrong = S("");
	const struct config_source source = { config_keys, config_key_count, common->config };
	if (config_open(call->arena, &source, &call->config, &wrong))
		return call_failed(call, "%.*s", STR_ARG(wrong));
	if (!common->has_data)
		call->data_dir = config_text(call->config, "house.data");
	set_log(config_text(call->config, "log.level"));
	int64_t node = config_number(call->config, "house.node");
	if (node < -1 || node > 255)
		return call_failed(call, "house.node is %lld: write 0-255, or leave it out", (long long)node);
	id_set_node(node < 0 ? 0 : (uint8_t)node);
	if (common->print_config) {
		str text = config_print(call->arena, call->config);
		fwrite(text.at, 1, text.len, stdout);
		return 0;
	}
	return call->command->run(call);
}

static int start(struct call *call)
{
	const struct common common = take_common(call);
	bool is_bare = !call->count;
	call->command = is_bare ? &commands[COUNT(commands) - 2] : find_command(call);
	if (!call->command)
		return no_command(call);
	if (is_bare && !common.print_config) {
		command_help(call);
		return common.help ? 0 : 2;
	}
	if (common.help) {
		printf("heinzel %s %s\n%s\n", call->command->name, call->command->usage, call->command->about);
		return 0;
	}
	return call_fits(call) ? run(call, &common) : 2;
}

int command_image_worker(struct call *call)
{
	return image_worker(call->count ? str_c(call->arena, call->words[0]) : "");
}

int main(int count, char **arguments)
{
	/* Reads no configuration, opens nothing: before all else. */
	if (count == 3 && !strcmp(arguments[1], "image-worker") && arguments[2][0] != '-')
		return image_worker(arguments[2]);
	setlocale(LC_ALL, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a full disk */
	umask(077); /* what members write is nobody else's to read */
	crypt_start();
	struct arena *arena = arena_open(65536);
	struct call call = { .arena = arena, .count = (size_t)(count - 1), .arguments = arguments };
	call.words = arena_take(arena, (size_t)count * sizeof(str));
	for (int i = 1; i < count; i++)
		call.words[i - 1] = str_from(arguments[i]);
	int status = start(&call);
	arena_close(arena);
	return status;
}
