/* export.c: who may have a brand's data as a file, when, and for how long it stays. */
#include "features/admin/export.h"

#include "base/random.h"
#include "core/blob.h"
#include "features/brand/brand_news.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define RUNS_AT_MOST HOURS(6) /* one that never came is in nobody's way after that */

static struct subject about(const struct scope *scope)
{
	return subject_of(&brand_subject, scope->brand_id);
}

enum err export_mine(struct scope *scope, struct export *export_out)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "export.not_yours");
	enum err err = export_load(scope, export_out);
	if (!err && export_out->made_at && export_out->made_at + EXPORT_STAYS <= scope->now)
		err = ERR_NOT_FOUND; /* the sweep comes in a moment */
	return err == ERR_NOT_FOUND ? refuse(scope, err, "export.none") : err;
}

enum err export_ask(struct scope *scope)
{
	struct export export;
	enum err err = export_mine(scope, &export);
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	else if (err)
		return err;
	else if (!export.made_at && export.asked_at + RUNS_AT_MOST > scope->now)
		return refuse(scope, ERR_CONFLICT, "export.running");
	else if ((err = export_drop(scope, &export)))
		return err;
	if ((err = export_begin(scope)) || (err = audit_note(scope, "brand.export", about(scope), S(""))))
		return err;
	return job_plan(scope, &export_job, about(scope), scope->now);
}

enum err export_fetch(struct scope *scope, str *path_out)
{
	struct export export;
	struct blob blob;
	enum err err = export_mine(scope, &export);
	if (!err && !export.made_at)
		err = refuse(scope, ERR_NOT_FOUND, "export.none");
	if (err || (err = blob_load(scope, export.blob_id, &blob)))
		return err;
	*path_out = blob.path;
	return audit_note(scope, "brand.export_fetch", about(scope), S(""));
}

enum err export_note(struct scope *scope)
{
	return audit_note(scope, "brand.export", about(scope), S("command line"));
}

/* ── the job ── */

struct making { struct export export; struct export_total total; str path; };

static enum err load(struct scope *scope, void *data)
{
	struct making *making = data;
	return export_load(scope, &making->export);
}

static enum err take(struct scope *scope, void *data)
{
	struct making *making = data;
	struct export export = making->export;
	struct blob blob = { .content_type = S("application/x-tar"), .file_name = S("") };
	bool kept;
	enum err err = blob_add(scope, making->path, &blob);
	if (err)
		return err;
	export.blob_id = blob.id;
	export.size = blob.size;
	export.rows_out = making->total.rows;
	if ((err = export_keep(scope, &export, &kept)))
		return err;
	if (!kept)
		return refuse(scope, ERR_CONFLICT, "export.none");
	return job_plan(scope, &export_expire_job, about(scope), scope->now + EXPORT_STAYS);
}

static enum err make(struct scope *scope, const struct job *job)
{
	struct making making = { .path = S("") };
	(void)job;
	enum err err = scope_read(scope, load, &making);
	if (err == ERR_NOT_FOUND || (!err && making.export.made_at)) { /* dropped, or made already */
		scope_forgive(scope);
		return OK;
	}
	str folder = str_format(scope->arena, "%.*s/uploads", STR_ARG(scope->house->settings.data_dir));
	if (!err && mkdir(str_c(scope->arena, folder), 0700) != 0 && errno != EEXIST)
		err = ERR_BROKEN;
	if (err)
		return err;
	making.path = str_format(scope->arena, "%.*s/%.*s-export", STR_ARG(folder), STR_ARG(random_token(scope->arena)));
	if (!(err = export_write(scope, making.path, &making.total)) && !(err = blob_sync(making.path)))
		err = scope_write(scope, take, &making);
	unlink(str_c(scope->arena, making.path));
	return err;
}

const struct job_kind export_job = { .name = "admin.export", .run = make, .by_hand = true };

static enum err expire(struct scope *scope, const struct job *job)
{
	struct export export;
	(void)job;
	enum err err = export_load(scope, &export);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	if (err || !export.made_at || export.made_at + EXPORT_STAYS > scope->now)
		return err; /* another has taken its place */
	return export_drop(scope, &export);
}

const struct job_kind export_expire_job = { .name = "admin.export_expire", .run = expire };
