/* coaching.c: looks at what a helper has told so far. */
#include "features/marketplace/coaching.h"

#include "base/utf8.h"
#include "features/calendar/calendar.h"
#include "features/marketplace/helper_store.h"
#include "features/marketplace/payment_store.h"
#include "features/marketplace/service_store.h"
#include "features/member/member.h"

enum { ABOUT_GOOD = 80, TEXT_GOOD = 150 };

struct facts {
	struct member member;
	struct service_list services;
	struct helper_list helpers;
	str payee;
	bool is_open;
};

static bool any_live(const struct service_list *list, bool (*fits)(const struct service *service))
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].state == SERVICE_LIVE && fits(&list->at[i]))
			return true;
	}
	return false;
}

static bool is_there(const struct service *)
{
	return true;
}

static bool says_enough(const struct service *service)
{
	return utf8_length(service->source) >= TEXT_GOOD;
}

static bool names_product(const struct service *service)
{
	return service->product_id != 0;
}

static bool is_done(const struct facts *facts, enum coaching_point point)
{
	switch (point) {
	case COACH_SERVICE:
		return any_live(&facts->services, is_there);
	case COACH_HOURS:
		return facts->is_open;
	case COACH_PHONE:
		return !str_empty(facts->member.phone);
	case COACH_ABOUT:
		return utf8_length(facts->member.about) >= ABOUT_GOOD;
	case COACH_TEXT:
		return any_live(&facts->services, says_enough);
	case COACH_PRODUCT:
		return any_live(&facts->services, names_product);
	case COACH_PAYMENT:
		return !str_empty(facts->payee);
	case COACH_REVIEW:
		return facts->helpers.count && facts->helpers.at[0].rating_count > 0;
	case COACH_COUNT:
		break;
	}
	return false;
}

enum err coaching_of(struct scope *scope, struct coaching *coaching_out)
{
	struct facts facts;
	struct coaching coaching = { .done_count = 0 };
	int64_t me = scope->member_id;
	enum err err = member_load(scope, me, &facts.member);
	if (err || (err = service_load_of(scope, me, &facts.services)))
		return err;
	if ((err = helper_load_some(scope, (struct ids){ &me, 1 }, &facts.helpers)) || (err = payee_load(scope, me, &facts.payee)))
		return err;
	if ((err = calendar_is_open(scope, me, &facts.is_open)))
		return err;
	for (enum coaching_point point = 0; point < COACH_COUNT; point++) {
		coaching.done[point] = is_done(&facts, point);
		coaching.done_count += coaching.done[point];
		if (!coaching.done[point] && coaching.next_count < COACHING_NEXT)
			coaching.next[coaching.next_count++] = point;
	}
	*coaching_out = coaching;
	return OK;
}
