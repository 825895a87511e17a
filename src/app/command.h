/* command.h: what `heinzel` can do: one row a command.  Exit status: 0 done, 1 failed, 2 called wrongly. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H
#include "base/base.h"
#include "base/config.h"
#include "core/core.h"

/* The words after the command, and what every command may need. */
struct call {
	struct arena *arena;
	const struct config *config;
	const struct command *command;
	str *words;
	size_t count;
	str data_dir, listen; /* the latter once it was asked for */
	bool serves;         /* a node that stays: it takes the number it was given */
	bool is_bulk;        /* call_house opens it for a crowd that comes in */
	char **arguments;    /* all of them, as the process got them */
};

struct command {
	const char *name;   /* "brand add" */
	const char *usage;  /* "KEY NAME HOST [--language de]" */
	const char *about;  /* one line */
	int (*run)(struct call *call);
};
extern const struct command commands[]; /* ends with a NULL name */

/* An option "--name VALUE", or "" (and false) when it is not there; taken out of the words. */
bool call_option(struct call *call, const char *name, str *value_out);
bool call_switch(struct call *call, const char *name);
/* The next word; prints the usage and gives false when there is none. */
bool call_word(struct call *call, const char *what, str *word_out);
/* Refuses options and words that the command's usage does not name. */
bool call_fits(struct call *call);
int call_misused(const struct call *call, const char *why);
/* Prints "heinzel: …" on standard error and gives 1. */
int call_failed(const struct call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Opens the house that the configuration names: keys, database (migrated), mail.  Not the web, not the worker. */
enum err call_house(struct call *call, struct house **house_out, str *wrong_out);
/* The house's key, from its file or the credential.  Only a house that is yet to be gets a new one: what another key has
   sealed and signed, a new one neither opens nor knows. */
enum err call_key(struct call *call, unsigned char *key_out, size_t size, str *wrong_out);
str call_database(struct call *call);
/* The same as the role that owns its tables, and as the one that may copy it whole. */
str call_database_of_owner(struct call *call);
str call_database_of_backup(struct call *call);
/* Brings the database to the newest schema, as its owner, and lets the role in that serves. */
enum err call_migrate(struct call *call, int *ran_out, str *wrong_out);
enum err call_folder(struct call *call, str *wrong_out); /* makes the data folder when it is missing */
enum err call_mail_password(struct call *call, str *password_out, str *wrong_out);
extern const struct config_key config_keys[];
extern const size_t config_key_count;

/* One function a command, by file. */
int command_serve(struct call *call), command_work(struct call *call), command_migrate(struct call *call);
int command_demo(struct call *call), command_doctor(struct call *call), command_routes(struct call *call);
int command_brand_add(struct call *call), command_brand_list(struct call *call), command_brand_set(struct call *call);
int command_member_add(struct call *call), command_member_list(struct call *call), command_member_role(struct call *call);
int command_token_add(struct call *call), command_token_list(struct call *call), command_token_revoke(struct call *call);
int command_import_threads(struct call *call), command_import_places(struct call *call);
int command_mail_in(struct call *call);
int command_import_products(struct call *call);
int command_backup(struct call *call), command_restore(struct call *call), command_help(struct call *call);
int command_image_worker(struct call *call), command_brand_export(struct call *call);
#endif
