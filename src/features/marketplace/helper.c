/*
 * helper.c: the life of an application, and what a helper's standing follows from.
 *
 * Every step is a row of `moves`.  Being approved gives the role and makes the helper
 * active; losing it takes both away, and with them every service leaves the lists at
 * once, because lists ask for active helpers only.
 */
#include "features/marketplace/helper.h"

#include "base/utf8.h"
#include "features/marketplace/approval.h"
#include "features/marketplace/helper_leave.h"
#include "features/marketplace/helper_standing.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/rank.h"
#include "features/marketplace/service_store.h"
#include "features/member/member.h"
#include "features/member/member_news.h"

enum { ABOUT_MIN = 20, ABOUT_MAX = 2000, REASON_MAX = 500, RADIUS_MAX = 100 };
enum party { NOBODY = 0, APPLICANT = 1, ADMIN = 2 };
enum standing { STANDING_SAME, STANDING_ACTIVE, STANDING_LOST };

static const struct move {
	enum application_state from;
	enum application_step step;
	enum party by;
	bool needs_reason;
	enum application_state to;
	enum standing standing;
	const struct news_kind *news;
} moves[] = {
	{ APPLICATION_APPLIED,   APPLICATION_APPROVE,  ADMIN,     false, APPLICATION_APPROVED,  STANDING_ACTIVE, &application_approved },
	{ APPLICATION_APPLIED,   APPLICATION_DECLINE,  ADMIN,     true,  APPLICATION_DECLINED,  STANDING_SAME,   &application_declined },
	{ APPLICATION_APPLIED,   APPLICATION_WITHDRAW, APPLICANT, false, APPLICATION_WITHDRAWN, STANDING_SAME,   &application_withdrawn },
	{ APPLICATION_APPROVED,  APPLICATION_WITHDRAW, APPLICANT, false, APPLICATION_WITHDRAWN, STANDING_LOST,   &application_withdrawn },
	{ APPLICATION_APPROVED,  APPLICATION_SUSPEND,  ADMIN,     true,  APPLICATION_SUSPENDED, STANDING_LOST,   &application_suspended },
	{ APPLICATION_SUSPENDED, APPLICATION_RESTORE,  ADMIN,     false, APPLICATION_APPROVED,  STANDING_ACTIVE, &application_restored },
	{ APPLICATION_APPROVED,  APPLICATION_RENEW,    ADMIN,     false, APPLICATION_APPROVED,  STANDING_ACTIVE, &application_renewed },
};

static const char *const audit_actions[] = { "helper.approve", "helper.decline", "helper.withdraw", "helper.suspend",
	"helper.restore", "helper.renew" };
static_assert(COUNT(audit_actions) == APPLICATION_STEP_COUNT, "a name for each step");

/* Nobody decides about oneself, administrator or not. */
static enum party party_of(const struct scope *scope, const struct application *application)
{
	if (scope->member_id && application->member_id == scope->member_id)
		return APPLICANT;
	return has_role(scope, ROLE_BRAND_ADMIN) ? ADMIN : NOBODY;
}

static const struct move *find_move(enum application_state state, enum application_step step, enum party party)
{
	for (size_t i = 0; i < COUNT(moves); i++) {
		if (moves[i].from == state && moves[i].step == step && (moves[i].by & party))
			return &moves[i];
	}
	return NULL;
}

bool application_may(const struct scope *scope, const struct application *application, enum application_step step)
{
	return find_move((enum application_state)application->state, step, party_of(scope, application)) != NULL;
}

/* ── applying ── */

static bool codes_are(str codes, const char *const *known)
{
	if (str_empty(codes))
		return false;
	while (!str_empty(codes)) {
		str code = str_cut(&codes, ' ');
		int i = 0;
		while (known[i] && !str_equal(code, str_from(known[i])))
			i++;
		if (!known[i])
			return false;
	}
	return true;
}

static enum err check_ask(struct scope *scope, const struct helper_ask *ask)
{
	size_t length = utf8_length(ask->about);
	if (length < ABOUT_MIN || length > ABOUT_MAX)
		return refuse_field(scope, "about", length < ABOUT_MIN ? "application.about_short" : "field.too_long");
	if (!codes_are(ask->categories, service_categories))
		return refuse_field(scope, "categories", "application.category_missing");
	if (!codes_are(ask->languages, service_languages))
		return refuse_field(scope, "languages", "application.language_missing");
	if (ask->radius_km < 1 || ask->radius_km > RADIUS_MAX)
		return refuse_field(scope, "radius_km", "application.radius_wrong");
	if (ask->business < 0 || ask->business >= TRADE_COUNT)
		return refuse_field(scope, "business", "field.no_choice");
	if (!ask->accepts_rules)
		return refuse_field(scope, "accepts_rules", "application.rules_missing");
	return OK;
}

enum err place_for_field(struct scope *scope, str typed, struct place *place_out)
{
	enum err err = place_one(scope, typed, S(""), place_out);
	if (err != ERR_NOT_FOUND && err != ERR_CONFLICT)
		return err;
	scope_forgive(scope); /* a form can ask for the code instead of asking back */
	return refuse_field(scope, "place", err == ERR_CONFLICT ? "helper.place_several" : "place.unknown");
}

static enum err may_apply(struct scope *scope)
{
	struct application latest;
	enum err err = application_load_of(scope, scope->member_id, &latest);
	if (err || !latest.id)
		return err;
	if (latest.state == APPLICATION_APPLIED)
		return refuse(scope, ERR_CONFLICT, "application.already_open");
	if (latest.state == APPLICATION_APPROVED)
		return refuse(scope, ERR_CONFLICT, "application.already_helper");
	return latest.state == APPLICATION_SUSPENDED ? refuse(scope, ERR_CONFLICT, "application.is_suspended") : OK;
}

static enum err tell(struct scope *scope, const struct news_kind *kind, const struct application *application,
                     str reason)
{
	struct subject subject = subject_of(&application_subject, application->id);
	struct news news = { .kind = kind, .subject = subject, .text = reason,
	                     .other = subject_of(&member_subject, application->member_id),
	                     .to_member_id = application->member_id };
	subject_changed(scope, subject);
	return news_tell(scope, &news);
}

enum err application_make(struct scope *scope, const struct helper_ask *ask, struct application *application_out)
{
	struct place place;
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "application.signed_out");
	enum err err = check_ask(scope, ask);
	if (err || (err = may_apply(scope)) || (err = place_for_field(scope, ask->place, &place)))
		return err;
	struct application application = {
		.id = id_new(scope->now), .member_id = scope->member_id, .state = APPLICATION_APPLIED,
		.about = ask->about, .categories = ask->categories, .languages = ask->languages,
		.country = place.country, .code = place.code, .town = place.town, .lat = place.lat, .lon = place.lon,
		.radius_km = ask->radius_km, .business = ask->business, .rules_at = scope->now, .reason = S(""),
		.made_at = scope->now, .changed_at = scope->now,
	};
	if ((err = application_insert(scope, &application)))
		return err;
	if ((err = tell(scope, &application_received, &application, S(""))))
		return err;
	*application_out = application;
	return OK;
}

/* ── reading ── */

enum err application_show(struct scope *scope, int64_t application_id, struct application *application_out)
{
	struct application application;
	enum err err = application_load(scope, application_id, &application);
	if (err)
		return err;
	if (party_of(scope, &application) == NOBODY)
		return refuse(scope, ERR_NOT_FOUND, "application.not_found");
	*application_out = application;
	return OK;
}

enum err application_mine(struct scope *scope, struct application *application_out)
{
	return application_load_of(scope, scope->member_id, application_out);
}

enum err application_list(struct scope *scope, enum application_state state, int64_t after_id,
                          struct application_list *list_out)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "application.not_yours");
	return application_load_state(scope, state, after_id, list_out);
}

enum err application_list_ending(struct scope *scope, int64_t after_id, struct application_list *list_out)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "application.not_yours");
	return application_load_ending(scope, scope->now + APPROVAL_REMIND, after_id, list_out);
}

/* ── deciding ── */

/* The applicant who leaves may not touch roles; the house does it. */
static enum err set_role(struct scope *scope, int64_t member_id, bool is_on)
{
	int64_t who = scope->member_id, actor = scope->actor_id;
	unsigned roles = scope->roles;
	scope_act_as(scope, 0, ROLE_BITS);
	enum err err = member_set_role(scope, member_id, ROLE_HELPER, is_on);
	scope->member_id = who;
	scope->actor_id = actor;
	scope->roles = roles;
	return err;
}

static enum err make_active(struct scope *scope, const struct application *application)
{
	struct helper helper = {
		.member_id = application->member_id, .application_id = application->id, .active = true,
		.business = application->business, .languages = application->languages, .country = application->country,
		.code = application->code, .town = application->town, .lat = application->lat, .lon = application->lon,
		.radius_km = application->radius_km, .rank = rank_of(0, 0), .approved_at = scope->now, .badge = true,
	};
	enum err err = approval_end(scope, &helper.approved_until);
	if (err || (err = helper_put(scope, &helper)) || (err = set_role(scope, application->member_id, true)))
		return err;
	return helper_stand(scope, application->member_id); /* who is suspended as a member waits for the end of it */
}

static enum err change_standing(struct scope *scope, const struct application *application, enum standing standing)
{
	if (standing == STANDING_SAME)
		return OK;
	subject_changed(scope, subject_of(&member_subject, application->member_id));
	subject_changed(scope, subject_of(&service_subject, 0)); /* every list of services */
	if (standing == STANDING_ACTIVE)
		return make_active(scope, application);
	enum err err = helper_set_active(scope, application->member_id, false);
	if (!err)
		err = job_plan(scope, &booking_leave_job, subject_of(&member_subject, application->member_id), scope->now);
	return err ? err : set_role(scope, application->member_id, false);
}

enum err application_take_step(struct scope *scope, int64_t application_id, enum application_step step, str reason)
{
	struct application application;
	assert(step < APPLICATION_STEP_COUNT);
	enum err err = application_show(scope, application_id, &application);
	if (err)
		return err;
	enum party party = party_of(scope, &application);
	const struct move *move = find_move((enum application_state)application.state, step, party);
	if (!move)
		return refuse(scope, ERR_CONFLICT, "application.step_not_open");
	if (move->needs_reason && str_empty(str_trim(reason)))
		return refuse_field(scope, "reason", "application.reason_missing");
	if (utf8_length(reason) > REASON_MAX)
		return refuse_field(scope, "reason", "field.too_long");
	if ((err = application_change_state(scope, &application, move->to, reason)))
		return err;
	if ((err = change_standing(scope, &application, move->standing)))
		return err;
	struct subject subject = subject_of(&application_subject, application.id);
	if (party == ADMIN && (err = audit_note(scope, audit_actions[step], subject, S(""))))
		return err;
	return tell(scope, move->news, &application, reason);
}

/* ── helpers ── */

enum err helper_show(struct scope *scope, int64_t member_id, struct helper *helper_out)
{
	return helper_load(scope, member_id, helper_out);
}

enum err helper_must_be_active(struct scope *scope, int64_t member_id)
{
	struct helper_list list;
	enum err err = helper_load_some(scope, (struct ids){ &member_id, 1 }, &list);
	if (err)
		return err;
	return list.count && list.at[0].active ? OK : refuse(scope, ERR_FORBIDDEN, "helper.not_approved");
}

enum err helper_rated(struct scope *scope, int64_t helper_id, int stars)
{
	struct helper helper;
	int64_t reviews = stars < 0 ? -1 : 1;
	assert(stars && stars >= -5 && stars <= 5);
	enum err err = helper_load(scope, helper_id, &helper);
	if (err || (err = helper_add_stars(scope, helper_id, stars, reviews)))
		return err;
	subject_changed(scope, subject_of(&member_subject, helper_id));
	int64_t rank = rank_of(helper.rating_sum + stars, helper.rating_count + reviews);
	if (rank == helper.rank)
		return OK;
	err = helper_set_rank(scope, helper_id, rank);
	return err ? err : job_plan(scope, &rank_job, subject_of(&member_subject, helper_id), scope->now);
}
