/*
 * forget.h: what the core itself holds of somebody who leaves for good: answers to forms, mails and jobs that wait.
 *
 * All else is rows that name a member (core/owned.h), and is forgotten by whoever erases.
 */
#ifndef CORE_FORGET_H
#define CORE_FORGET_H
#include "core/scope.h"

struct forget { int64_t member_id; str address, name; };
/* In a unit, some of each; *more_out: call it again in another. */
enum err core_forget(struct scope *scope, const struct forget *who, bool *more_out);
/* Do news of hers, or for her, wait to be heard?  What they tell concerns others, too. */
enum err core_forget_waits(struct scope *scope, int64_t member_id, bool *waits_out);
/* Outside of a unit: where mails are files of data_dir/mail, those to that address and those that name it or her go. */
enum err mail_folder_forget(const struct house *house, const struct forget *who);
/* Outside of a unit: what was deleted is gone from the files, too: the index is merged in small units, free pages are
   zero already, the write-ahead log is emptied.  ERR_LIMITED: a long read still needs the log; try again. */
enum err core_wipe(struct scope *scope);
#endif
