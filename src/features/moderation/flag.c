/* flag.c: rules of flags, and what they weigh. */
#include "features/moderation/flag.h"

#include "base/utf8.h"
#include "features/moderation/decision.h"
#include "features/moderation/moderation_news.h"

#include <math.h>

const char *const flag_reasons[REASON_COUNT + 1] = { "spam", "insult", "off_topic", "dangerous", "privacy", "picture",
	"illegal", "other", NULL };

#define STAFF_ROLES (ROLE_MODERATOR | ROLE_AGENT | ROLE_BRAND_ADMIN)

/* A flag of somebody unknown weighs 1, of the brand's people 5.  From the sixth judged flag on the share p of right
   ones counts: at 0.7 nothing changes, at 1 it weighs up to 5 log4(n) more, at 0 as much less. */
int64_t flag_weight(const struct standing *standing, unsigned roles)
{
	const double pivot = 0.7, steepness = 5;
	double total = (double)(standing->flags_right + standing->flags_wrong); /* small counts */
	double weight = roles & STAFF_ROLES ? 5 : 1;
	if (total > 5) {
		double distance = (double)standing->flags_right / total - pivot;
		weight += distance / (distance < 0 ? pivot : 1 - pivot) * steepness * log(total) / log(4);
	}
	return weight < 0 ? 0 : (int64_t)llround(weight * 1000);
}

enum err flag_subject(struct scope *scope, struct subject subject, struct subject_face *face_out)
{
	enum err err = subject_faces(scope, &subject, 1, face_out);
	if (err)
		return err;
	bool is_seen = !str_empty(face_out->title) || !str_empty(face_out->url);
	return is_seen && subject_care_of(scope->house, subject.kind) ? OK
		: refuse(scope, ERR_NOT_FOUND, "moderation.no_subject");
}

static enum err check_ask(struct scope *scope, const struct flag_ask *ask)
{
	int64_t today = 0;
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	if (ask->reason < 0 || ask->reason >= REASON_COUNT)
		return refuse_field(scope, "reason", "field.no_choice");
	if (utf8_length(ask->text) > FLAG_TEXT_MAX)
		return refuse_field(scope, "text", "field.too_long");
	if (ask->reason == REASON_OTHER && utf8_length(ask->text) < 5)
		return refuse_field(scope, "text", "flag.say_why");
	enum err err = flag_count_mine(scope, scope->now - DAYS(1), &today);
	return err || today < FLAGS_A_DAY ? err : refuse(scope, ERR_LIMITED, "flag.too_many");
}

static enum err check_first(struct scope *scope, struct subject subject)
{
	struct item item;
	bool is_open = false;
	int64_t count = 0;
	enum err err = item_load_of(scope, subject, &item);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if ((err = flag_is_open(scope, item.id, scope->member_id, &is_open)) || (err = flag_count_open(scope, item.id, &count)))
		return err;
	if (is_open)
		return refuse(scope, ERR_CONFLICT, "flag.already");
	return count < FLAGS_OPEN_MAX ? OK : refuse(scope, ERR_CONFLICT, "flag.enough");
}

static enum err hide_if_heavy(struct scope *scope, const struct item *item, bool is_hidden)
{
	int64_t limit;
	enum err err = moderation_setting_of(scope, SET_HIDE_WEIGHT, &limit);
	if (err || !limit || item->weight < limit * 1000 || is_hidden)
		return err;
	return decide_by_weight(scope, item);
}

enum err flag_raise(struct scope *scope, struct subject subject, const struct flag_ask *ask)
{
	struct subject_face face;
	struct subject_sight sight;
	struct standing standing;
	struct item item;
	enum err err = check_ask(scope, ask);
	if (err || (err = flag_subject(scope, subject, &face)))
		return err;
	if ((err = subject_care_of(scope->house, subject.kind)->look(scope, subject.id, &sight)))
		return err;
	if (sight.author_id == scope->member_id)
		return refuse(scope, ERR_CONFLICT, "flag.own");
	if ((err = check_first(scope, subject)) || (err = standing_load(scope, scope->member_id, &standing)))
		return err;
	const struct item_raise raise = { .subject = subject, .author_id = sight.author_id, .why = ITEM_FLAGGED,
		.weight = flag_weight(&standing, scope->roles) };
	if ((err = item_raise(scope, &raise, &item)))
		return err;
	const struct flag flag = { .item_id = item.id, .id = id_new(scope->now), .member_id = scope->member_id,
		.reason = ask->reason, .text = ask->text, .weight = raise.weight, .at = scope->now };
	if ((err = flag_insert(scope, &flag)))
		return err;
	return hide_if_heavy(scope, &item, sight.is_hidden);
}
