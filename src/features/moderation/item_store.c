/* item_store.c: rows of the queue, flags and standings; and forgetting all of them in time. */
#include "features/moderation/item_store.h"

#include "features/moderation/sql.gen.h"

enum err item_load(struct scope *scope, int64_t item_id, struct item *item_out)
{
	enum err err = sql_item_row(scope, item_id, item_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "moderation.no_item") : err;
}

enum err item_load_of(struct scope *scope, struct subject subject, struct item *item_out)
{
	return sql_item_of_subject(scope, subject.kind, subject.id, item_out);
}

enum err item_insert(struct scope *scope, const struct item *item)
{
	return sql_item_add(scope, item);
}

enum err item_update(struct scope *scope, const struct item *item)
{
	int64_t changed;
	enum err err = sql_item_put(scope, item, &changed);
	return err || changed ? err : refuse(scope, ERR_NOT_FOUND, "moderation.no_item");
}

enum err item_list_open(struct scope *scope, int why, const struct item *after, struct item_list *list_out)
{
	return sql_items_open(scope, why, after->due_at, after->id, list_out);
}

enum err item_list_mine(struct scope *scope, struct item_list *list_out)
{
	return sql_items_mine(scope, list_out);
}

enum err item_list_closed(struct scope *scope, const struct item *before, struct item_list *list_out)
{
	moment at = before->closed_at ? before->closed_at : INT64_MAX;
	return sql_items_closed(scope, at, before->id ? before->id : INT64_MAX, list_out);
}

enum err item_list_of(struct scope *scope, int kind, struct ids subject_ids, struct item_list *list_out)
{
	return sql_items_of_subjects(scope, kind, subject_ids, list_out);
}

enum err item_load_free(struct scope *scope, int64_t *item_id_out)
{
	enum err err = sql_item_first_free(scope, item_id_out);
	if (err != ERR_NOT_FOUND)
		return err;
	*item_id_out = 0;
	return OK;
}

enum err item_update_claim(struct scope *scope, int64_t item_id, moment until, bool *taken_out)
{
	int64_t changed;
	enum err err = sql_item_claim(scope, item_id, until, &changed);
	if (!err)
		*taken_out = changed == 1;
	return err;
}

enum err item_update_release(struct scope *scope, int64_t item_id)
{
	int64_t changed;
	return sql_item_release(scope, item_id, &changed);
}

enum err item_count(struct scope *scope, struct item_counts *counts_out)
{
	return sql_item_counts(scope, counts_out);
}

/* ── flags ── */

enum err flag_insert(struct scope *scope, const struct flag *flag)
{
	return sql_flag_add(scope, flag);
}

enum err flag_list_of(struct scope *scope, int64_t item_id, struct flag_list *list_out)
{
	return sql_flags_of_item(scope, item_id, list_out);
}

enum err flag_is_open(struct scope *scope, int64_t item_id, int64_t member_id, bool *open_out)
{
	int64_t count;
	enum err err = sql_flag_open_of(scope, item_id, member_id, &count);
	if (!err)
		*open_out = count > 0;
	return err;
}

enum err flag_count_open(struct scope *scope, int64_t item_id, int64_t *count_out)
{
	return sql_flags_open(scope, item_id, count_out);
}

enum err flag_count_mine(struct scope *scope, moment since, int64_t *count_out)
{
	return sql_flags_since(scope, since, count_out);
}

enum err flag_update_verdict(struct scope *scope, int64_t item_id, enum flag_verdict verdict)
{
	int64_t changed;
	return sql_flags_judge(scope, item_id, (int)verdict, &changed);
}

/* ── standing ── */

enum err standing_load(struct scope *scope, int64_t member_id, struct standing *standing_out)
{
	enum err err = sql_standing_row(scope, member_id, standing_out);
	if (err != ERR_NOT_FOUND)
		return err;
	*standing_out = (struct standing){ .member_id = member_id };
	return OK;
}

enum err standing_list_of(struct scope *scope, struct ids member_ids, struct standing_list *list_out)
{
	return sql_standings(scope, member_ids, list_out);
}

enum err standing_judge(struct scope *scope, int64_t item_id, bool were_right)
{
	return sql_standings_judge(scope, item_id, were_right, !were_right);
}

enum err standing_update(struct scope *scope, const struct standing *standing)
{
	return sql_standing_put(scope, standing);
}

/* ── forgetting ── */

static enum err prints(struct scope *scope, int64_t *gone_out)
{
	return sql_prints_forget(scope, id_first_at(scope->now - DAYS(7)), gone_out);
}

static enum err bands(struct scope *scope, int64_t *gone_out)
{
	return sql_bands_forget(scope, id_first_at(scope->now - DAYS(7)), gone_out);
}

static enum err flags(struct scope *scope, int64_t *gone_out)
{
	return sql_flags_forget(scope, id_first_at(scope->now - DAYS(365)), gone_out);
}

static enum err items(struct scope *scope, int64_t *gone_out)
{
	return sql_items_forget(scope, scope->now - DAYS(365), gone_out);
}

static enum err decisions(struct scope *scope, int64_t *gone_out)
{
	return sql_decisions_forget(scope, id_first_at(scope->now - DAYS(365)), gone_out);
}

static enum err reports(struct scope *scope, int64_t *gone_out)
{
	return sql_reports_forget(scope, id_first_at(scope->now - DAYS(365)), gone_out);
}

static enum err unconfirmed(struct scope *scope, int64_t *gone_out)
{
	return sql_reports_drop(scope, id_first_at(scope->now - DAYS(2)), gone_out);
}

backlog_piece *const moderation_pieces[] = { prints, bands, flags, items, decisions, reports, unconfirmed, NULL };
