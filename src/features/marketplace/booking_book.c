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

enum err booking_check_ask(struct scope *scope, const struct booking_ask *ask, int way)
{
	size_t address = utf8_length(ask->address);
	bool needs_phone = way != WAY_VIDEO || !str_empty(ask->phone);
	if (way == WAY_HOME && (address < ADDRESS_MIN || address > ADDRESS_MAX))
		return refuse_field(scope, "address", "booking.address_wrong");
	if (needs_phone && !is_phone(ask->phone))
		return refuse_field(scope, "phone", "booking.phone_wrong");
	return utf8_length(ask->note) <= NOTE_MAX ? OK : refuse_field(scope, "note", "booking.note_long");
}

static void seal(struct scope *scope, struct booking *booking, const struct booking_ask *ask, str helper_phone)
{
	struct booking_secret secret = {
		.address = booking->way == WAY_HOME ? ask->address : S(""), .asker_phone = ask->phone, .helper_phone = helper_phone, .note = ask->note,
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

/* The visit's place must lie where the helper travels; a call needs none. */
static enum err set_place(struct scope *scope, const struct service *service, str typed, struct booking *booking)
{
	struct place place;
	struct member member;
	booking->country = booking->code = booking->town = S("");
	if (booking->way != WAY_HOME)
		return OK;
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
		.price_minor = service->price_minor, .callout_minor = ask->way == WAY_HOME ? service->callout_minor : 0, .way = ask->way, .currency = service->currency, .minutes = service->minutes,
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

/* One that the service offers; not said: the first. */
static enum err choose_way(struct scope *scope, const struct service *service, int *way)
{
	for (int first = 0; *way < 0 && first < WAY_COUNT; first++) {
		if (service->ways & WAY_BIT(first))
			*way = first;
	}
	bool is_offered = *way >= 0 && *way < WAY_COUNT && (service->ways & WAY_BIT(*way));
	return is_offered ? OK : refuse_field(scope, "way", "booking.way_wrong");
}

static struct calendar_slot slot_of(const struct booking *booking)
{
	return (struct calendar_slot){ booking->starts_at, booking->ends_at, booking->way != WAY_HOME };
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
	struct booking_ask chosen = *ask;
	if ((err = choose_way(scope, &service, &chosen.way)) || (err = booking_check_ask(scope, ask, chosen.way)))
		return err;
	if ((err = check_thread(scope, ask->thread_id)))
		return err;
	if ((err = check_pending(scope, service.helper_id)))
		return err;
	struct booking booking = booking_of(scope, &service, &chosen);
	if (booking.expires_at <= scope->now)
		return refuse(scope, ERR_CONFLICT, "booking.too_soon");
	if ((err = set_place(scope, &service, ask->place, &booking)))
		return err;
	struct subject subject = subject_of(&booking_subject, booking.id);
	if ((err = calendar_take(scope, booking.helper_id, slot_of(&booking), subject)))
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
	enum err err = booking_check_ask(scope, ask, booking->way);
	if (err || (err = member_contact_of(scope, booking->helper_id, &helper)))
		return err;
	booking->id = id_new(scope->now);
	booking->state = BOOKING_ACCEPTED;
	booking->earliest_at = booking->starts_at;
	booking->terms = S(TERMS);
	booking->made_at = booking->changed_at = booking->expires_at = scope->now;
	booking->accepted_at = booking->agreed_at = scope->now;
	struct subject subject = subject_of(&booking_subject, booking->id);
	err = calendar_take_agreed(scope, booking->helper_id, slot_of(booking), subject);
	if (err || (err = calendar_book(scope, subject)))
		return err;
	seal(scope, booking, ask, helper.phone);
	if ((err = booking_insert(scope, booking)))
		return err;
	return booking_begin(scope, booking);
}
