/* setting.h: what a brand sets for itself, in the database; a slice lists its settings with type and default. */
#ifndef CORE_SETTING_H
#define CORE_SETTING_H
#include "core/scope.h"

/* A secret opens something elsewhere: it lies sealed, is read by setting_secret alone, and shown to nobody again. */
enum setting_type { SETTING_TEXT, SETTING_NUMBER, SETTING_SWITCH, SETTING_SECRET };
#define SETTING_SECRET_MIN 16 /* characters */
struct setting {
	const char *name; /* "community.reply_days": also the text key of its label; ".help" appended: its help */
	enum setting_type type;
	const char *otherwise;
	int64_t min, max; /* number: range; text: length */
};

enum err setting_text(struct scope *scope, const struct setting *setting, str *value_out);
enum err setting_number(struct scope *scope, const struct setting *setting, int64_t *value_out);
/* Refuses what does not fit ("setting.out_of_range", "setting.too_long", "setting.secret_short").  Nothing keeps a secret as it is. */
enum err setting_set(struct scope *scope, const struct setting *setting, str value);
/* All that the brand has set, in one go: for pages that show many. */
struct setting_value { str name, value; };
struct setting_value_list { struct setting_value *at; size_t count; };
enum err setting_values(struct scope *scope, struct setting_value_list *list_out);
/* "" = none. */
enum err setting_secret(struct scope *scope, const struct setting *setting, str *plain_out);
/* A new one that nobody can guess, set; for whoever must be shown it now. */
enum err setting_secret_new(struct scope *scope, const struct setting *setting, str *plain_out);
/* All secrets that are set, and since when. */
struct secret_state { str name; moment changed_at; };
struct secret_state_list { struct secret_state *at; size_t count; };
enum err setting_secrets(struct scope *scope, struct secret_state_list *list_out);
/* Seals what an older release left open; in a unit, every hour. */
enum err setting_seal_all(struct scope *scope);
/* Back to the shipped value; a secret is removed. */
enum err setting_reset(struct scope *scope, const struct setting *setting);
const struct setting *setting_find(const struct house *house, str name);
#endif
