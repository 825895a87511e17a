/* agreement.c: writes the canonical text of an agreement. */
#include "features/marketplace/agreement.h"

#include "features/marketplace/helper_store.h"
#include "features/marketplace/payment.h"
#include "features/marketplace/service_store.h"
#include "features/member/member.h"

/* One line a fact; ids, not names: names may change, the agreement does not. */
static str canonical(struct scope *scope, const struct booking *booking)
{
	struct text text;
	text_open(&text, scope->arena, 1024);
	text_format(&text, "agreement 1\nbooking %lld\nbrand %lld\n", (long long)booking->id, (long long)scope->brand_id);
	text_format(&text, "asker %lld private\n", (long long)booking->asker_id);
	text_format(&text, "helper %lld %s\n", (long long)booking->helper_id, helper_trades[booking->business]);
	text_format(&text, "service %.*s\n", STR_ARG(booking->title));
	text_format(&text, "category %s\n", service_categories[booking->category]);
	if (booking->way == WAY_HOME)
		text_format(&text, "place %.*s %.*s %.*s\n", STR_ARG(booking->country), STR_ARG(booking->code), STR_ARG(booking->town));
	else
		text_format(&text, "way %s\n", way_names[booking->way]);
	str starts = moment_iso(scope->arena, booking->starts_at), ends = moment_iso(scope->arena, booking->ends_at);
	text_format(&text, "starts %.*s\nends %.*s\n", STR_ARG(starts), STR_ARG(ends));
	text_format(&text, "price %s %lld %.*s\n", price_kinds[booking->price_kind], (long long)booking->price_minor,
	            STR_ARG(booking->currency));
	if (booking->callout_minor)
		text_format(&text, "callout %lld %.*s\n", (long long)booking->callout_minor, STR_ARG(booking->currency));
	text_format(&text, "total %lld %.*s\n", (long long)payment_amount(booking), STR_ARG(booking->currency));
	text_format(&text, "terms %.*s\n", STR_ARG(booking->terms));
	str asked = moment_iso(scope->arena, booking->made_at), agreed = moment_iso(scope->arena, booking->agreed_at);
	text_format(&text, "asked %.*s\nagreed %.*s\n", STR_ARG(asked), STR_ARG(agreed));
	return text_str(&text);
}

enum err agreement_of(struct scope *scope, int64_t booking_id, struct booking *booking_out,
                      struct agreement *agreement_out)
{
	struct booking booking;
	struct member_card_list names;
	enum err err = booking_show(scope, booking_id, &booking);
	if (err)
		return err;
	if (!booking.accepted_at)
		return refuse(scope, ERR_CONFLICT, "agreement.not_yet");
	const int64_t ids[] = { booking.asker_id, booking.helper_id };
	if ((err = member_cards(scope, (struct ids){ ids, COUNT(ids) }, &names)))
		return err;
	int is_cancelled = booking.state == BOOKING_CANCELLED_EARLY || booking.state == BOOKING_CANCELLED_LATE;
	*agreement_out = (struct agreement){
		.version = (int)booking.sequence + 1 - is_cancelled, .asker_name = member_card_in(&names, booking.asker_id)->name,
		.helper_name = member_card_in(&names, booking.helper_id)->name, .canonical = canonical(scope, &booking),
	};
	agreement_out->fingerprint = hex(scope->arena, sha256(scope->arena, agreement_out->canonical));
	*booking_out = booking;
	return OK;
}
