/*
 * export.h: a brand's data as one file, for its administrators: it leaves when asked.
 *
 * One at a time, made by a job, gone after a week; asking for it and fetching it stand in the audit log.  docs/decisions/0036
 */
#ifndef EXPORT_H
#define EXPORT_H
#include "features/admin/export_store.h"

#define EXPORT_STAYS DAYS(7)

/* Brand administrators: ERR_FORBIDDEN "export.not_yours"; ERR_NOT_FOUND "export.none". */
enum err export_mine(struct scope *scope, struct export *export_out);
/* ERR_CONFLICT "export.running". */
enum err export_ask(struct scope *scope);
/* Where the file is; noted in the audit log, so in a unit. */
enum err export_fetch(struct scope *scope, str *path_out);

/* That it was written by the operator stands in the audit log, too. */
enum err export_note(struct scope *scope);

/* Why a table is left out, whole; a column is when it is sensitive or no text. */
struct left_table { const char *table, *why; };
extern const struct left_table export_left[]; /* ends with a NULL table */

/* Outside of any unit: writes the scope's brand as a tar file that is not there yet. */
struct export_total { int64_t rows, tables; };
enum err export_write(struct scope *scope, str path, struct export_total *total_out);

extern const struct job_kind export_job, export_expire_job;
#endif
