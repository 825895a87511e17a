/* export_store.h: the record of a brand's data as a file. */
#ifndef EXPORT_STORE_H
#define EXPORT_STORE_H
#include "core/core.h"

struct export {
	int64_t asked_by;
	moment asked_at, made_at;  /* made_at 0: it is being made */
	int64_t blob_id, size, rows_out;
};

/* ERR_NOT_FOUND, unrefused: there is none. */
enum err export_load(struct scope *scope, struct export *export_out);
enum err export_begin(struct scope *scope);
/* False when another was asked for meanwhile, or it was dropped. */
enum err export_keep(struct scope *scope, const struct export *export, bool *kept_out);
/* With its file. */
enum err export_drop(struct scope *scope, const struct export *export);
#endif
