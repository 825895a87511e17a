/* follow.c: the rules of following. */
#include "features/notify/follow.h"

#include "base/random.h"
#include "features/member/member_news.h"

const char *const pace_names[] = { "none", "daily", "now", NULL };

/* By name, so that what comes later (tags) can be followed as soon as its owner registers it. */
static const char *const followed_kinds[] = { "thread", "board", "tag", "product", "member" };

static bool can_be_followed(const struct scope *scope, struct subject subject)
{
	const struct subject_kind *kind = subject_kind_of(scope->house, subject.kind);
	for (size_t i = 0; kind && i < COUNT(followed_kinds); i++) {
		if (!strcmp(kind->name, followed_kinds[i]))
			return true;
	}
	return false;
}

enum err follow_set(struct scope *scope, struct subject subject, enum pace mode)
{
	struct subject_face face = { S(""), S("") };
	int64_t count = 0;
	enum err err;
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	if (!can_be_followed(scope, subject))
		return refuse(scope, ERR_NOT_FOUND, "follow.not_found");
	if (subject.kind == member_subject.number && subject.id == scope->member_id)
		return refuse(scope, ERR_INVALID, "follow.self");
	/* What one may no longer see can still be let go of. */
	if (mode != PACE_NONE) {
		if ((err = subject_faces(scope, &subject, 1, &face)))
			return err;
		if (str_empty(face.title))
			return refuse(scope, ERR_NOT_FOUND, "follow.not_found");
		if ((err = follow_count(scope, &count)))
			return err;
		if (count >= FOLLOWS_MAX)
			return refuse(scope, ERR_CONFLICT, "follow.too_many");
	}
	return follow_save(scope, &(struct follow){ subject.kind, subject.id, id_new(scope->now), mode });
}

enum err follow_pace(struct scope *scope, int64_t member_id, struct subject subject, enum pace *pace_out, bool *known_out)
{
	struct follow_list list;
	enum err err = follow_load_of(scope, member_id, subject.kind, (struct ids){ &subject.id, 1 }, &list);
	if (err)
		return err;
	*pace_out = list.count ? (enum pace)list.at[0].mode : PACE_NONE; /* the column holds no other */
	if (known_out)
		*known_out = list.count > 0;
	return OK;
}

enum err follow_list_mine(struct scope *scope, int64_t before_id, struct follow_list *list_out)
{
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	return follow_load_mine(scope, before_id, list_out);
}

enum err follow_own(struct scope *scope, int64_t member_id, struct subject subject)
{
	return member_id ? follow_insert_own(scope, member_id, subject) : OK;
}

/* ── one thing became part of another ── */

enum err follow_move(struct scope *scope, struct subject from, struct subject to)
{
	int64_t moved = 0;
	if (from.kind == to.kind && from.id == to.id)
		return OK;
	enum err err = follow_move_piece(scope, from, to, &moved);
	if (err || moved < FOLLOWERS_AT_ONCE)
		return err;
	const struct job next = { .subject = from, .due_at = scope->now,
		.text = str_format(scope->arena, "%d %lld", to.kind, (long long)to.id) };
	return job_plan_text(scope, &follow_move_job, &next);
}

static enum err move_run(struct scope *scope, const struct job *job)
{
	int64_t kind, id;
	str rest = job->text;
	must(str_number(str_cut(&rest, ' '), &kind) && str_number(rest, &id) && kind >= 0 && kind <= INT32_MAX);
	return follow_move(scope, job->subject, (struct subject){ (int)kind, id }); /* checked a line above */
}

const struct job_kind follow_move_job = { .name = "notify.follow_move", .run = move_run };
