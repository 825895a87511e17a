/* item.c: rules of the queue: who sees it, who holds what, and until when something should be decided. */
#include "features/moderation/item.h"

#include "features/moderation/moderation_news.h"

const struct setting moderation_settings[] = {
	[SET_DUE_HOURS]      = { "moderation.due_hours",      SETTING_NUMBER, "24", 1, 336 },
	[SET_HIDE_WEIGHT]    = { "moderation.hide_weight",    SETTING_NUMBER, "6",  0, 100 },
	[SET_FIRST_TEXTS]    = { "moderation.first_texts",    SETTING_NUMBER, "0",  0, 20 },
	[SET_NEWCOMER_TEXTS] = { "moderation.newcomer_texts", SETTING_NUMBER, "3",  0, 50 },
	[SET_NEWCOMER_LINKS] = { "moderation.newcomer_links", SETTING_NUMBER, "2",  0, 20 },
	[SET_COPIES_WAIT]    = { "moderation.copies_wait",    SETTING_SWITCH, "1",  0, 0 },
	[SET_COPIES]         = { "moderation.copies",         SETTING_NUMBER, "3",  2, 20 },
	[SET_COPIES_ACCOUNTS] = { "moderation.copies_accounts", SETTING_NUMBER, "1", 1, 20 },
	[SET_LEARNS]         = { "moderation.learns",         SETTING_SWITCH, "1",  0, 0 },
	[SET_COUNT]          = { .name = NULL },
};

enum err moderation_setting_of(struct scope *scope, enum moderation_setting which, int64_t *value_out)
{
	assert(which < SET_COUNT);
	return setting_number(scope, &moderation_settings[which], value_out);
}

bool moderation_may(const struct scope *scope)
{
	return has_role(scope, ROLE_MODERATOR) || has_role(scope, ROLE_BRAND_ADMIN);
}

enum err moderation_check(struct scope *scope)
{
	return moderation_may(scope) ? OK : refuse(scope, ERR_FORBIDDEN, "moderation.not_yours");
}

/* ── into the queue ── */

/* What is illegal is looked at first, then what waits to be seen, then what somebody dislikes. */
static enum err due_of(struct scope *scope, int why, moment *due_out)
{
	int64_t hours;
	enum err err = moderation_setting_of(scope, SET_DUE_HOURS, &hours);
	if (err)
		return err;
	bool is_urgent = (why & (ITEM_REPORTED | ITEM_WAITS)) != 0;
	*due_out = scope->now + (is_urgent ? HOURS(hours) / 4 : why & ITEM_FLAGGED ? HOURS(hours) : HOURS(2 * hours));
	return OK;
}

static struct item fresh(const struct item_raise *raise, moment now)
{
	return (struct item){ .subject = raise->subject, .author_id = raise->author_id, .opened_at = now, .rule = S("") };
}

enum err item_raise(struct scope *scope, const struct item_raise *raise, struct item *item_out)
{
	struct item item;
	moment due_at;
	enum err err = due_of(scope, raise->why, &due_at);
	if (err)
		return err;
	err = item_load_of(scope, raise->subject, &item);
	bool is_new = err == ERR_NOT_FOUND;
	if (err && !is_new)
		return err;
	int64_t id = is_new ? id_new(scope->now) : item.id;
	if (is_new || item.state == ITEM_CLOSED)
		item = fresh(raise, scope->now);
	item.id = id;
	item.why |= raise->why;
	item.waits = item.waits || (raise->why & ITEM_WAITS);
	item.weight += raise->weight;
	if (raise->rule)
		item.rule = str_from(raise->rule);
	if (!item.due_at || due_at < item.due_at)
		item.due_at = due_at;
	*item_out = item;
	subject_changed(scope, raise->subject);
	return is_new ? item_insert(scope, &item) : item_update(scope, &item);
}

/* ── reading it ── */

enum err item_queue(struct scope *scope, int why, const struct item *after, struct item_list *list_out)
{
	enum err err = moderation_check(scope);
	return err ? err : item_list_open(scope, why & ITEM_ANY ? why & ITEM_ANY : ITEM_ANY, after, list_out);
}

enum err item_mine(struct scope *scope, struct item_list *list_out)
{
	enum err err = moderation_check(scope);
	return err ? err : item_list_mine(scope, list_out);
}

enum err item_closed(struct scope *scope, const struct item *before, struct item_list *list_out)
{
	enum err err = moderation_check(scope);
	return err ? err : item_list_closed(scope, before, list_out);
}

enum err item_counts_of(struct scope *scope, struct item_counts *counts_out)
{
	enum err err = moderation_check(scope);
	return err ? err : item_count(scope, counts_out);
}

enum err item_look(struct scope *scope, const struct item *item, struct subject_sight *sight_out)
{
	const struct subject_care *care = subject_care_of(scope->house, item->subject.kind);
	enum err err = care ? care->look(scope, item->subject.id, sight_out) : ERR_NOT_FOUND;
	return err == ERR_NOT_FOUND ? refuse(scope, err, "moderation.gone") : err;
}

/* ── shared work ── */

bool item_is_held_by_other(const struct scope *scope, const struct item *item)
{
	return item->claimed_by && item->claimed_by != scope->member_id && item->claimed_until > scope->now;
}

enum err item_next(struct scope *scope, int64_t *item_id_out)
{
	int64_t id = 0;
	bool taken = false;
	enum err err = moderation_check(scope);
	if (err || (err = item_load_free(scope, &id)))
		return err;
	*item_id_out = id;
	if (!id)
		return OK;
	if ((err = item_update_claim(scope, id, scope->now + CLAIM_TIME, &taken)))
		return err;
	return taken ? OK : refuse(scope, ERR_CONFLICT, "moderation.claimed");
}

enum err item_claim(struct scope *scope, int64_t item_id, struct item *item_out)
{
	struct item item;
	bool taken = false;
	enum err err = moderation_check(scope);
	if (err || (err = item_load(scope, item_id, &item)))
		return err;
	if (item.author_id == scope->member_id)
		return refuse(scope, ERR_CONFLICT, "moderation.own");
	if (item.state != ITEM_OPEN)
		return refuse(scope, ERR_CONFLICT, "moderation.decided");
	if ((err = item_update_claim(scope, item_id, scope->now + CLAIM_TIME, &taken)))
		return err;
	if (!taken)
		return refuse(scope, ERR_CONFLICT, "moderation.claimed");
	item.claimed_by = scope->member_id;
	item.claimed_until = scope->now + CLAIM_TIME;
	*item_out = item;
	return OK;
}

enum err item_release(struct scope *scope, int64_t item_id)
{
	enum err err = moderation_check(scope);
	return err ? err : item_update_release(scope, item_id);
}

enum err item_take_up(struct scope *scope, struct subject subject, struct item *item_out)
{
	struct item item = { .subject = subject };
	struct subject_sight sight;
	const struct subject_care *care = subject_care_of(scope->house, subject.kind);
	enum err err = moderation_check(scope);
	if (err)
		return err;
	if (care && care->is_private) /* nobody reads other people's talk on her own account */
		return refuse(scope, ERR_NOT_FOUND, "moderation.gone");
	if ((err = item_look(scope, &item, &sight)))
		return err;
	if (sight.author_id == scope->member_id)
		return refuse(scope, ERR_CONFLICT, "moderation.own");
	const struct item_raise raise = { .subject = subject, .author_id = sight.author_id, .why = ITEM_OWN };
	err = item_load_of(scope, subject, &item);
	if (err == ERR_NOT_FOUND || (!err && item.state == ITEM_CLOSED))
		err = item_raise(scope, &raise, &item);
	return err ? err : item_claim(scope, item.id, item_out);
}

/* ── forgetting ── */

#define FORGET_UNITS 5000

static enum err tidy(struct scope *scope, const struct job *job)
{
	(void)job;
	return backlog_clear(scope, moderation_pieces, FORGET_UNITS);
}

const struct job_kind moderation_tidy_job = { .name = "moderation.tidy", .run = tidy, .by_hand = true,
	.every_seconds = 86400 };

static enum err item_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	for (size_t i = 0; i < ids.count && moderation_may(scope); i++)
		faces_out[i] = (struct subject_face){ str_format(scope->arena, "%lld", (long long)ids.at[i]),
			str_format(scope->arena, "/desk/moderation/%lld", (long long)ids.at[i]) };
	return OK;
}

const struct subject_kind item_subject = { "moderation_item", 30, item_faces, NULL };
