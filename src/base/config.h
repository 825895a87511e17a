/*
 * config.h: one ini file (inih), every key overridable by environment, unknown keys refused.
 *
 * Key `port` of section [mail] is overridden by HEINZEL_MAIL_PORT.  Programs name
 * their keys in one table, which also prints --print-config and documents them.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum config_type { CONFIG_TEXT, CONFIG_NUMBER, CONFIG_SECRET_FILE };

struct config_key {
	const char *name; /* "mail.port" */
	enum config_type type;
	const char *otherwise; /* default */
	const char *about;     /* one line for people */
};

struct config;

/* `path` may be "" (defaults and environment only).  On ERR_INVALID *wrong_out says what to do. */
struct config_source { const struct config_key *keys; size_t count; str path; };
enum err config_open(struct arena *arena, const struct config_source *source,
                     const struct config **config_out, str *wrong_out);
str config_text(const struct config *config, const char *name);
int64_t config_number(const struct config *config, const char *name);
/* The ini text that --print-config shows; secrets show their file only. */
str config_print(struct arena *arena, const struct config *config);

/* A secret from a file of mode 0600 (or $CREDENTIALS_DIRECTORY/name); made at random when missing. */
enum err config_key_file(struct arena *arena, str path, unsigned char *key_out, size_t size, str *wrong_out);
/* False: config_key_file would make it. */
bool config_key_is_there(struct arena *arena, str path);
/* The one line of a secret file that somebody else wrote (a password); never made. */
enum err config_secret_file(struct arena *arena, str path, str *secret_out, str *wrong_out);
#endif
