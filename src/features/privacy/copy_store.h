/* copy_store.h: the record of a member's copy of her data. */
#ifndef COPY_STORE_H
#define COPY_STORE_H
#include "core/core.h"

struct copy {
	int64_t member_id;
	moment asked_at, made_at;   /* made_at 0: it is being made */
	int64_t json_id, html_id, zip_id; /* blobs; zip_id 0 in copies of an older release */
};

/* ERR_NOT_FOUND, unrefused: there is none. */
enum err copy_load(struct scope *scope, int64_t member_id, struct copy *copy_out);
enum err copy_begin(struct scope *scope, int64_t member_id);
/* False when another was asked for meanwhile, or it was dropped. */
enum err copy_keep(struct scope *scope, const struct copy *copy, bool *kept_out);
/* With its files. */
enum err copy_drop(struct scope *scope, const struct copy *copy);

#endif
