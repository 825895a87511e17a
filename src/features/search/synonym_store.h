/* synonym_store.h: a brand's own synonyms, and what was looked for in vain. */
#ifndef SEARCH_SYNONYM_STORE_H
#define SEARCH_SYNONYM_STORE_H
#include "core/core.h"

#define SYNONYMS_MAX 200

struct synonym { int64_t id; str words; moment changed_at; }; /* "Glotze, Fernseher" */
struct synonym_list { struct synonym *at; size_t count; };
/* token stands for the same as what has the hash `asked`. */
struct synonym_token { int64_t asked; str token; };
struct synonym_token_list { struct synonym_token *at; size_t count; };

struct miss { int64_t hash; str words; int64_t count; moment first_at, last_at; };
struct miss_list { struct miss *at; size_t count; };

/* In the order of their making, at most SYNONYMS_MAX. */
enum err synonym_load_all(struct scope *scope, struct synonym_list *list_out);
enum err synonym_put(struct scope *scope, const struct synonym *synonym);
/* ERR_NOT_FOUND unrefused. */
enum err synonym_delete(struct scope *scope, int64_t id);
enum err synonym_put_word(struct scope *scope, int64_t id, int64_t hash, str token);
enum err synonym_drop_words(struct scope *scope, int64_t id);
enum err synonym_tokens(struct scope *scope, struct ids hashes, struct synonym_token_list *list_out);

enum err miss_count(struct scope *scope, int64_t hash, str words);
/* What was missed at least so often, most first; at most 50. */
enum err miss_load(struct scope *scope, int64_t least, struct miss_list *list_out);
/* ERR_NOT_FOUND unrefused. */
enum err miss_drop(struct scope *scope, int64_t hash);
/* What was last looked for before, and what was so only once: a piece a call (core/backlog.h). */
enum err miss_forget(struct scope *scope, moment before, int64_t *gone_out);
enum err miss_forget_single(struct scope *scope, moment before, int64_t *gone_out);
#endif
