/*
 * erasing_web.c: the job that erases: in small units, again from the start after a crash, and each of them harmless twice.
 *
 * A long life is erased in turns: after some seconds, and between two units when the house stops, the job plans itself
 * anew and lets others have the worker.  The next turn finds what is left.
 *
 * Reading a member's rows is long and happens outside of units; a unit ends some of them.  It knows one word, what
 * stands beside her posts afterwards, in the brand's language; hence it stands here (docs/decisions/0035).
 */
#include "features/privacy/privacy_web.h"

#include "core/blob.h"
#include "core/forget.h"
#include "features/community/community.h"
#include "features/marketplace/marketplace.h"
#include "features/media/media.h"
#include "features/member/member.h"
#include "features/member/member_news.h"
#include "features/privacy/erased.h"
#include "features/privacy/privacy_news.h"
#include "web/push.h"

enum { A_UNIT = 20, TRIES = 5 };
#define A_TURN SECONDS(2)

struct erasing {
	struct scope *scope;
	int64_t member_id;
	struct erasure erasure;
	struct member member;
	bool is_held, is_new, is_unique, more;
	moment turn_ends; /* monotonic */
	bool rests;       /* the turn is over, and something may be left */
	int units;        /* of the part that ended last; the first of them finds out whether there is anything */
	scope_work *part;
	int64_t from_id, after_id; /* of the part: where the unit begins, and where it ended */
	const struct erased *rule;
	struct owned_piece piece;
	size_t from, rows; /* of the piece: where the unit begins, and how many there are */
};

/* A unit that came too late on a busy machine is no failure yet. */
static enum err write(struct scope *scope, scope_work *work, void *data)
{
	enum err err = ERR_LIMITED;
	for (int i = 0; err == ERR_LIMITED && i < TRIES; i++)
		err = scope_write(scope, work, data);
	return err;
}

static bool goes_on(struct erasing *erasing)
{
	if (moment_monotonic() > erasing->turn_ends || house_work_ends(erasing->scope->house))
		erasing->rests = true;
	return !erasing->rests;
}

/* ── may it begin? ── */

/* Somebody counts on her: a day later, and the page says for what. */
static enum err hold(struct scope *scope, struct erasing *erasing, const char *reason)
{
	struct subject subject = subject_of(&member_subject, erasing->member_id);
	erasing->is_held = true;
	erasing->erasure.held_by = str_from(reason);
	erasing->erasure.due_at = scope->now + DAYS(1);
	enum err err = erasure_update(scope, &erasing->erasure);
	if (err || (err = member_leave(scope, erasing->member_id, erasing->erasure.due_at)))
		return err;
	return job_plan(scope, &erasure_job, subject, erasing->erasure.due_at);
}

static enum err begin(struct scope *scope, void *data)
{
	struct erasing *erasing = data;
	int64_t found;
	erasing->is_held = erasing->is_new = false;
	enum err err = erasure_load(scope, erasing->member_id, &erasing->erasure);
	if (err == ERR_NOT_FOUND || (!err && (erasing->erasure.done_at || erasing->erasure.due_at > scope->now))) {
		scope_forgive(scope); /* she stays, or it is done */
		erasing->is_held = true;
		return OK;
	}
	if (err || (err = member_load(scope, erasing->member_id, &erasing->member)) ||
	    (err = member_find_by_name(scope, erasing->member.name, &found)))
		return err;
	erasing->is_unique = found == erasing->member_id;
	if (erasing->erasure.begun_at)
		return OK;
	if ((err = erasure_check(scope, erasing->member_id)) == ERR_CONFLICT) {
		const char *reason = scope->refusal.reason;
		scope_forgive(scope);
		return hold(scope, erasing, reason);
	}
	if (err)
		return err;
	erasing->is_new = true;
	erasing->erasure.begun_at = scope->now;
	erasing->erasure.held_by = S("");
	push_close(scope, erasing->member_id);
	return erasure_update(scope, &erasing->erasure);
}

/* ── what other slices do for her rows ── */

static enum err part_market(struct scope *scope, void *data)
{
	struct erasing *erasing = data;
	unsigned roles = scope->roles;
	enum err err = marketplace_part(scope, erasing->member_id, &erasing->more);
	scope_act_as(scope, 0, roles);
	return err;
}

static enum err part_media(struct scope *scope, void *data)
{
	struct erasing *erasing = data;
	return media_disown(scope, erasing->member_id, &erasing->after_id, &erasing->more);
}

static enum err part_copy(struct scope *scope, void *data)
{
	struct erasing *erasing = data;
	struct copy copy;
	enum err err = copy_load(scope, erasing->member_id, &copy);
	erasing->more = false;
	if (err != ERR_NOT_FOUND)
		return err ? err : copy_drop(scope, &copy);
	scope_forgive(scope);
	return OK;
}

static enum err part_core(struct scope *scope, void *data)
{
	struct erasing *erasing = data;
	const struct forget who = { erasing->member_id, erasing->member.mail, erasing->member.name };
	return core_forget(scope, &who, &erasing->more);
}

/* As if she had taken them back herself. */
static enum err part_thanks(struct scope *scope, void *data)
{
	struct erasing *erasing = data;
	unsigned roles = scope->roles;
	scope_act_as(scope, erasing->member_id, ROLE_MEMBER);
	enum err err = community_part(scope, &erasing->more);
	scope_act_as(scope, 0, roles);
	return err;
}

static enum err part_talks(struct scope *scope, void *data)
{
	struct erasing *erasing = data;
	return marketplace_forget_words(scope, erasing->member_id, &erasing->after_id, &erasing->more);
}

/* A unit may run again because what it did was undone: then from where it began. */
static enum err part_unit(struct scope *scope, void *data)
{
	struct erasing *erasing = data;
	erasing->after_id = erasing->from_id;
	return erasing->part(scope, erasing);
}

static enum err to_its_end(struct erasing *erasing, scope_work *work)
{
	enum err err = OK;
	erasing->part = work;
	erasing->more = true;
	erasing->after_id = 0;
	for (erasing->units = 0; !err && erasing->more && goes_on(erasing); erasing->units++) {
		erasing->from_id = erasing->after_id;
		err = write(erasing->scope, part_unit, erasing);
	}
	return err;
}

/* ── rows ── */

static enum err read_piece(struct scope *scope, void *data)
{
	struct erasing *erasing = data;
	return owned_next(scope, &erasing->piece);
}

static const struct value *column_of(const struct erasing *erasing, const struct value *row, const char *name)
{
	const struct owned *owned = erasing->piece.owned;
	for (int i = 0; i < owned->rows.columns; i++) {
		if (str_equal(str_from(owned->columns[i].name), str_from(name)))
			return &row[i];
	}
	must(!"a rule names a column that is not there");
	return NULL;
}

static enum err end_row(struct scope *scope, const struct erasing *erasing, const struct value *row)
{
	const struct erased *rule = erasing->rule;
	if (rule->shown)
		subject_changed(scope, subject_of(rule->shown, column_of(erasing, row, rule->shown_by)->integer));
	if (rule->fate == STAYS || (rule->fate == NEWS_GO && !column_of(erasing, row, "parked")->integer))
		return OK;
	if (rule->fate == FILES_GO)
		return blob_remove_all(scope, (struct ids){ &column_of(erasing, row, "id")->integer, 1 });
	return owned_end(scope, &erasing->piece, row, rule->fate == WORDS_GO);
}

static enum err end_rows(struct scope *scope, void *data)
{
	const struct erasing *erasing = data;
	size_t columns = (size_t)erasing->piece.owned->rows.columns;
	enum err err = OK;
	for (size_t i = erasing->from; !err && i < erasing->rows && i < erasing->from + A_UNIT; i++)
		err = end_row(scope, erasing, list_at(&erasing->piece.values, i * columns));
	return err;
}

static enum err end_piece(struct erasing *erasing)
{
	struct owned_piece *piece = &erasing->piece;
	struct arena *arena = arena_open(64 * 1024);
	struct scope scope = *erasing->scope;
	scope.arena = arena;
	list_open(&piece->values, arena, sizeof(struct value));
	enum err err = scope_read(&scope, read_piece, erasing);
	erasing->rows = err ? 0 : piece->values.count / (size_t)piece->owned->rows.columns;
	for (erasing->from = 0; !err && erasing->from < erasing->rows && goes_on(erasing); erasing->from += A_UNIT)
		err = write(&scope, end_rows, erasing);
	for (size_t i = 0; i < piece->owned->key_count; i++) {
		if (piece->at.keys[i].type == VALUE_TEXT)
			piece->at.keys[i].text = str_keep(erasing->scope->arena, piece->at.keys[i].text);
	}
	arena_close(arena);
	return err;
}

static enum err end_table(struct erasing *erasing)
{
	const struct erased *rule = erasing->rule;
	const struct owned *owned = owned_find(str_from(rule->table), str_from(rule->column));
	if (!owned || rule->fate == BECOMES || (rule->fate == STAYS && !rule->shown))
		return OK; /* a slice that this house lacks, or nothing to do */
	erasing->piece = (struct owned_piece){ .owned = owned, .member_id = erasing->member_id };
	owned_begin(owned, &erasing->piece.at);
	erasing->rows = OWNED_SOME;
	enum err err = OK;
	while (!err && erasing->rows == OWNED_SOME && !erasing->rests)
		err = end_piece(erasing);
	return err;
}

/* ── the end ── */

/* News that were told meanwhile are heard first: an answer to her question is to be found, whoever it was told to. */
static enum err end(struct scope *scope, void *data)
{
	struct erasing *erasing = data;
	enum err waiting = core_forget_waits(scope, erasing->member_id, &erasing->rests);
	if (waiting || erasing->rests)
		return waiting;
	struct subject subject = subject_of(&member_subject, erasing->member_id);
	enum language language = (enum language)0;
	(void)language_find(scope->language, &language);
	str name = text_of(scope->arena, language, TEXT_privacy_former, NULL, 0);
	erasing->erasure.done_at = scope->now;
	enum err err = member_become_former(scope, erasing->member_id, name);
	if (err || (err = erasure_update(scope, &erasing->erasure)) || (err = audit_note(scope, "member.erased", subject, S(""))))
		return err;
	return job_plan(scope, &wipe_job, (struct subject){ 0, 0 }, scope->now + HOURS(1));
}

/* What ends with her is told to others first: her own news would go with her before they are heard. */
static enum err go_on_soon(struct scope *scope, void *data)
{
	const struct erasing *erasing = data;
	return job_plan(scope, &erasure_job, subject_of(&member_subject, erasing->member_id), scope->now + MINUTES(15));
}

static enum err take_turn_again(struct scope *scope, void *data)
{
	const struct erasing *erasing = data;
	return job_plan(scope, &erasure_job, subject_of(&member_subject, erasing->member_id), scope->now);
}

static enum err end_all(struct erasing *erasing)
{
	struct scope *scope = erasing->scope;
	enum language language = (enum language)0;
	(void)language_find(scope->language, &language);
	const struct forget who = { erasing->member_id, erasing->member.mail, erasing->member.name };
	const struct former former = { erasing->member_id, erasing->member.name,
		text_of(scope->arena, language, TEXT_privacy_former, NULL, 0), erasing->is_unique };
	enum err err;
	if ((err = to_its_end(erasing, part_media)) || (err = to_its_end(erasing, part_copy)) ||
	    (err = to_its_end(erasing, part_core)) || (err = to_its_end(erasing, part_thanks)) ||
	    (err = to_its_end(erasing, part_talks)))
		return err;
	for (erasing->rule = erased_rows; !err && erasing->rule->table && !erasing->rests; erasing->rule++)
		err = end_table(erasing);
	if (err || erasing->rests)
		return err;
	/* These go through the texts of all, in one go: last, so that a turn more does not begin with them. */
	if ((err = community_forget_name(scope, &former)) || (err = mail_folder_forget(scope->house, &who)))
		return err;
	erasing->rests = house_work_ends(scope->house);
	return erasing->rests ? OK : write(scope, end, erasing);
}

static enum err erase(struct scope *scope, const struct job *job)
{
	struct erasing erasing = { .scope = scope, .member_id = job->subject.id, .turn_ends = moment_monotonic() + A_TURN };
	enum err err = write(scope, begin, &erasing);
	if (err || erasing.is_held)
		return err;
	if ((err = to_its_end(&erasing, part_market)))
		return err;
	if (!erasing.rests && (erasing.is_new || erasing.units > 1))
		return write(scope, go_on_soon, &erasing);
	if (!erasing.rests && (err = end_all(&erasing)))
		return err;
	return erasing.rests ? write(scope, take_turn_again, &erasing) : OK;
}

const struct job_kind erasure_job = { .name = "privacy.erase", .run = erase, .by_hand = true, .attempts = 50 };

/* An hour later, when all have heard of it: out of the files, too.  Once for everybody who was erased in that hour. */
static enum err wipe(struct scope *scope, const struct job *job)
{
	(void)job;
	return core_wipe(scope);
}

const struct job_kind wipe_job = { .name = "privacy.wipe", .run = wipe, .by_hand = true, .attempts = 50 };
