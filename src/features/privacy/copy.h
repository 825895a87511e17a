/*
 * copy.h: a member's copy of all that is kept about her.
 *
 * Asked for at most once a day, one at a time; made by a job, for her alone, gone after seven days.
 */
#ifndef COPY_H
#define COPY_H
#include "features/privacy/copy_store.h"

#define COPY_STAYS DAYS(7)
#define COPY_FILES_MAX ((int64_t)2 << 30) /* bytes of pictures and files; what is beyond is named in the copy */

/* The scope's own; ERR_NOT_FOUND "privacy.no_copy". */
enum err copy_mine(struct scope *scope, struct copy *copy_out);
/* "privacy.copy_running", "privacy.copy_today", "member.sign_in" */
enum err copy_ask(struct scope *scope);
/* What the job made, in a unit of the house's: `copy` is as it was asked for, the files are uploads. */
struct copy_files { struct copy copy; str json_path, html_path, zip_path; };
enum err copy_take(struct scope *scope, const struct copy_files *files);

extern const struct job_kind copy_make_job; /* copy_file_web.c: it draws */
extern const struct job_kind copy_expire_job;
#endif
