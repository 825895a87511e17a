/* copy.c: when a copy may be asked for, whose it is, and how it goes. */
#include "features/privacy/copy.h"

#include "core/blob.h"
#include "features/privacy/privacy_news.h"

#define PAUSE DAYS(1)

enum err copy_mine(struct scope *scope, struct copy *copy_out)
{
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	enum err err = copy_load(scope, scope->member_id, copy_out);
	if (!err && copy_out->made_at && copy_out->made_at + COPY_STAYS <= scope->now)
		err = ERR_NOT_FOUND; /* the sweep comes in a moment */
	return err == ERR_NOT_FOUND ? refuse(scope, err, "privacy.no_copy") : err;
}

/* One that never came (its job was given up) is in nobody's way after a day. */
static enum err check_pause(struct scope *scope, const struct copy *copy)
{
	if (copy->asked_at + PAUSE <= scope->now)
		return OK;
	return refuse(scope, ERR_CONFLICT, copy->made_at ? "privacy.copy_today" : "privacy.copy_running");
}

enum err copy_ask(struct scope *scope)
{
	struct copy copy;
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	enum err err = copy_load(scope, scope->member_id, &copy);
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	else if (err || (err = check_pause(scope, &copy)) || (err = copy_drop(scope, &copy)))
		return err;
	struct subject subject = subject_of(&privacy_copy_subject, scope->member_id);
	if ((err = copy_begin(scope, scope->member_id)))
		return err;
	return job_plan(scope, &copy_make_job, subject, scope->now);
}

enum err copy_take(struct scope *scope, const struct copy_files *files)
{
	struct blob json = { .content_type = S("application/json"), .file_name = S("") };
	struct blob zip = { .content_type = S("application/zip"), .file_name = S("") };
	struct blob html = { .content_type = S("text/html; charset=utf-8"), .file_name = S("") };
	unsigned roles = scope->roles;
	scope_act_as(scope, files->copy.member_id, ROLE_MEMBER); /* the files are hers */
	enum err err = blob_add(scope, files->json_path, &json);
	if (err || (err = blob_add(scope, files->html_path, &html)) || (err = blob_add(scope, files->zip_path, &zip)))
		return err;
	scope_act_as(scope, 0, roles); /* it is the house that tells her */
	struct copy copy = files->copy;
	copy.json_id = json.id;
	copy.html_id = html.id;
	copy.zip_id = zip.id;
	bool kept;
	if ((err = copy_keep(scope, &copy, &kept)))
		return err;
	if (!kept)
		return refuse(scope, ERR_CONFLICT, "privacy.no_copy");
	struct subject subject = subject_of(&privacy_copy_subject, copy.member_id);
	if ((err = job_plan(scope, &copy_expire_job, subject, scope->now + COPY_STAYS)))
		return err;
	const struct news news = { .kind = &privacy_copy_ready, .subject = subject, .to_member_id = copy.member_id, .text = S("") };
	return news_tell(scope, &news);
}

static enum err expire(struct scope *scope, const struct job *job)
{
	struct copy copy;
	enum err err = copy_load(scope, job->subject.id, &copy);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	if (err || !copy.made_at || copy.made_at + COPY_STAYS > scope->now)
		return err; /* another has taken its place */
	return copy_drop(scope, &copy);
}

const struct job_kind copy_expire_job = { .name = "privacy.copy_expire", .run = expire };

/* Known to its member alone. */
static enum err faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	for (size_t i = 0; i < ids.count; i++) {
		bool is_own = ids.at[i] && ids.at[i] == scope->member_id;
		faces_out[i] = is_own ? (struct subject_face){ scope->brand_name, S("/me/privacy") } : (struct subject_face){ S(""), S("") };
	}
	return OK;
}

const struct subject_kind privacy_copy_subject = { .name = "privacy_copy", .number = 38, .faces = faces };
