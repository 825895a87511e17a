/*
 * booking_book.c: how a booking comes to be: a slot of a service is asked for, or an offer is accepted.
 *
 * Price, title and terms are copied: what was agreed stays.  The slot is taken in the
 * same unit, whatever the page showed a minute ago.
 */
#include "base/utf8.h"
#include "features/calendar/calendar.h"
#include "features/marketplace/area_store.h"
#include "features/marketplace/booking.h"
#include "features/marketplace/booking_begin.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/service.h"
#include "features/member/member.h"

#define ANSWER_WITHIN HOURS(48)
#define ANSWER_BEFORE HOURS(2)
/* Version, hours before the start, minutes of grace: docs/rules/booking.md says it in words. */
#define TERMS "1 late=24h grace=5min"
/* So that nobody holds a helper's month, or everybody's. */
enum { PENDING_MAX = 5, PENDING_OF_HELPER = 3 };
enum { ADDRESS_MIN = 5, ADDRESS_MAX = 300, PHONE_MIN = 5, PHONE_MAX = 30, NOTE_MAX = 1000, CODE_COUNT = 1000000 };

static bool is_phone(str phone)
{
	size_t digits = 0;
	for (size_t i = 0; i < phone.len; i++) {
		if (phone.at[i] >= '0' && phone.at[i] <= '9')
			digits++;
		else if (!memchr("+-/() .", phone.at[i], 7))
			return false;
	}
	return digits >= PHONE_MIN && phone.len <= PHONE_MAX;
}

static enum err check_ask(struct scope *scope, const struct booking_ask *ask)
{
	size_t address = utf8_length(ask->address);
	if (address < ADDRESS_MIN || address > ADDRESS_MAX)
		return refuse_field(scope, "address", "booking.address_wrong");
	if (!is_phone(ask->phone))
		return refuse_field(scope, "phone", "booking.phone_wrong");
	return utf8_length(ask->note) <= NOTE_MAX ? OK : refuse_field(scope, "note", "booking.note_long");
}

static void seal(struct scope *scope, struct booking *booking, const struct booking_ask *ask, str helper_phone)
{
	struct booking_secret secret = {
		.address = ask->address, .asker_phone = ask->phone, .helper_phone = helper_phone, .note = ask->note,
		.code = str_format(scope->arena, "%06u", (unsigned)random_below(CODE_COUNT)),
	};
	booking_secret_seal(scope, booking, &secret);
}

static enum err check_thread(struct scope *scope, int64_t thread_id)
{
	struct subject_face face = { 0 };
	const struct subject_kind *threads = subject_kind_named(scope->house, S("thread"));
	if (!thread_id)
		return OK;
	struct subject thread = { threads ? threads->number : 0, thread_id };
	enum err err = threads ? subject_faces(scope, &thread, 1, &face) : OK;
	if (err)
		return err;
	return str_empty(face.title) ? refuse_field(scope, "thread_id", "task.thread_unknown") : OK;
}

/* The visit's place must lie where the helper travels. */
static enum err set_place(struct scope *scope, const struct service *service, str typed, struct booking *booking)
{
	struct place place;
	struct member member;
	if (str_empty(typed)) {
		enum err err = member_load(scope, scope->member_id, &member);
		if (err)
			return err;
		const str parts[] = { member.country, member.postal_code };
		typed = str_empty(member.postal_code) ? S("") : str_join(scope->arena, parts, COUNT(parts), S("-"));
	}
	if (str_empty(typed))
		return refuse_field(scope, "place", "field.empty");
	enum err err = place_for_field(scope, typed, &place);
	if (err)
		return err;
	double km = area_km((struct area_point){ place.lat, place.lon }, (struct area_point){ service->public_lat, service->public_lon });
	if (km > (double)service->radius_km + 1) /* points of postal codes are a little beside the houses */
		return refuse_field(scope, "place", "booking.too_far_away");
	booking->country = place.country;
	booking->code = place.code;
	booking->town = place.town;
	return OK;
}

static struct booking booking_of(struct scope *scope, const struct service *service, const struct booking_ask *ask)
{
	moment latest = ask->starts_at - ANSWER_BEFORE, usual = scope->now + ANSWER_WITHIN;
	return (struct booking){
		.id = id_new(scope->now), .service_id = service->id, .thread_id = ask->thread_id,
		.product_id = service->product_id, .asker_id = scope->member_id, .helper_id = service->helper_id,
		.state = BOOKING_REQUESTED, .starts_at = ask->starts_at,
		.ends_at = ask->starts_at + MINUTES(service->minutes), .earliest_at = ask->starts_at,
		.title = service->title, .category = service->category, .price_kind = service->price_kind,
		.price_minor = service->price_minor, .callout_minor = service->callout_minor, .currency = service->currency, .minutes = service->minutes,
		.business = service->business, .terms = S(TERMS), .made_at = scope->now, .changed_at = scope->now,
		.expires_at = usual < latest ? usual : latest,
	};
}

static enum err check_pending(struct scope *scope, int64_t helper_id)
{
	int64_t all, of_helper;
	enum err err = booking_count_pending(scope, scope->member_id, helper_id, &all, &of_helper);
	if (err)
		return err;
	if (of_helper >= PENDING_OF_HELPER)
		return refuse(scope, ERR_CONFLICT, "booking.pending_of_helper");
	return all >= PENDING_MAX ? refuse(scope, ERR_CONFLICT, "booking.pending_many") : OK;
}

enum err booking_book(struct scope *scope, int64_t service_id, const struct booking_ask *ask,
                      struct booking *booking_out)
{
	struct service service;
	enum err err = service_bookable(scope, service_id, &service);
	if (err)
		return err;
	if (service.helper_id == scope->member_id)
		return refuse(scope, ERR_INVALID, "booking.own_service");
	if ((err = check_ask(scope, ask)) || (err = check_thread(scope, ask->thread_id)))
		return err;
	if ((err = check_pending(scope, service.helper_id)))
		return err;
	struct booking booking = booking_of(scope, &service, ask);
	if (booking.expires_at <= scope->now)
		return refuse(scope, ERR_CONFLICT, "booking.too_soon");
	if ((err = set_place(scope, &service, ask->place, &booking)))
		return err;
	struct subject subject = subject_of(&booking_subject, booking.id);
	if ((err = calendar_take(scope, booking.helper_id, booking.starts_at, booking.ends_at, subject)))
		return err;
	seal(scope, &booking, ask, S(""));
	if ((err = booking_insert(scope, &booking)))
		return err;
	*booking_out = booking;
	return booking_begin(scope, &booking);
}

enum err booking_agree(struct scope *scope, struct booking *booking, const struct booking_ask *ask)
{
	struct member_contact helper;
	enum err err = check_ask(scope, ask);
	if (err || (err = member_contact_of(scope, booking->helper_id, &helper)))
		return err;
	booking->id = id_new(scope->now);
	booking->state = BOOKING_ACCEPTED;
	booking->earliest_at = booking->starts_at;
	booking->terms = S(TERMS);
	booking->made_at = booking->changed_at = booking->expires_at = scope->now;
	booking->accepted_at = booking->agreed_at = scope->now;
	struct subject subject = subject_of(&booking_subject, booking->id);
	err = calendar_take_agreed(scope, booking->helper_id, booking->starts_at, booking->ends_at, subject);
	if (err || (err = calendar_book(scope, subject)))
		return err;
	seal(scope, booking, ask, helper.phone);
	if ((err = booking_insert(scope, booking)))
		return err;
	return booking_begin(scope, booking);
}
