/* forget.c: forgetting what the core holds of a member, in rows, in the folder of mails, and in what the files keep of old pages. */
#include "core/forget.h"

#include "core/house.h"
#include "core/mail_address.h"
#include "core/mail_read.h"
#include "core/mail_stop.h"
#include "core/sql.gen.h"
#include "store/fulltext_pieces.h"
#include "store/unit.h"

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

enum { MERGES_MAX = 100000 };

enum err core_forget(struct scope *scope, const struct forget *who, bool *more_out)
{
	int64_t answers, mails = 0, jobs;
	enum err err = sql_core_forget_answers(scope, who->member_id, &answers);
	if (err || (err = sql_core_forget_jobs(scope, who->member_id, &jobs)))
		return err;
	if (!str_empty(who->address)) {
		int64_t hash = mail_address_hash(scope->house, scope->arena, who->address);
		if ((err = sql_core_forget_mails(scope, who->address, &mails)) || (err = mail_resume(scope, hash)))
			return err;
	}
	*more_out = answers + mails + jobs > 0;
	return OK;
}

enum err core_forget_waits(struct scope *scope, int64_t member_id, bool *waits_out)
{
	int64_t unheard;
	enum err err = sql_core_forget_unheard(scope, member_id, &unheard);
	if (!err)
		*waits_out = unheard > 0;
	return err;
}

/* ── mails as files ── */

static bool says(str text, str part)
{
	size_t at;
	return part.len && str_find(text, part, &at);
}

static bool is_about(struct arena *arena, str message, const struct forget *who)
{
	struct mail_seen seen;
	if (says(message, who->address) || says(message, who->name))
		return true;
	if (mail_read(arena, message, &seen))
		return false;
	const str parts[] = { seen.subject, seen.text, seen.html };
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (says(parts[i], who->address) || says(parts[i], who->name))
			return true;
	}
	return false;
}

static enum err look_at(str path, const struct forget *who)
{
	struct arena *arena = arena_open(64 * 1024);
	str message;
	enum err err = blob_read(arena, path, MAIL_IN_BYTES, &message);
	if (!err && is_about(arena, message, who) && unlink(str_c(arena, path)) != 0 && errno != ENOENT)
		err = ERR_BROKEN;
	arena_close(arena);
	return err == ERR_TOO_LARGE ? OK : err;
}

enum err mail_folder_forget(const struct house *house, const struct forget *who)
{
	struct arena *arena = arena_open(64 * 1024);
	str folder = str_format(arena, "%.*s/mail", STR_ARG(house->settings.data_dir));
	DIR *dir = opendir(str_c(arena, folder));
	enum err err = OK;
	for (struct dirent *entry = dir ? readdir(dir) : NULL; entry && !err; entry = readdir(dir)) {
		if (str_ends(str_from(entry->d_name), S(".eml")))
			err = look_at(str_format(arena, "%.*s/%s", STR_ARG(folder), entry->d_name), who);
	}
	if (dir)
		closedir(dir);
	arena_close(arena);
	return err;
}

/* ── what files keep of old pages ── */

static enum err merge(struct scope *scope, void *data)
{
	struct fulltext_merge *merge = data;
	return fulltext_merge(scope_db(scope), merge);
}

enum err core_wipe(struct scope *scope)
{
	struct fulltext_merge step = { .is_whole = true, .more = true };
	enum err err = OK;
	for (int i = 0; !err && step.more && i < MERGES_MAX; i++) {
		err = scope_write(scope, merge, &step);
		step.step = step.next;
	}
	return err ? err : store_truncate(scope->house->store);
}
