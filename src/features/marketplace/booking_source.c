/*
 * booking_source.c: a visit is written up by its helper.
 *
 * Nothing of the appointment is told (place, names, price): what was done stands in what the
 * helper wrote back, which grew from the booking.
 */
#include "features/marketplace/booking_source.h"

#include "features/marketplace/booking.h"
#include "features/marketplace/marketplace_news.h"

static bool is_over(const struct booking *booking)
{
	return booking->state == BOOKING_DONE || booking->state == BOOKING_DONE_AUTO || booking->state == BOOKING_CLOSED;
}

static enum err read_booking(struct scope *scope, int64_t booking_id, struct source *source_out)
{
	struct booking booking;
	enum err err = booking_show(scope, booking_id, &booking);
	if (err)
		return err;
	int64_t *helper = arena_take(scope->arena, sizeof(*helper));
	*helper = booking.helper_id;
	*source_out = (struct source){
		.title = booking.title, .product_id = booking.product_id, .audience_id = AUDIENCE_PUBLIC,
		.author_ids = { helper, 1 }, .is_settled = is_over(&booking),
	};
	return OK;
}

const struct source_kind marketplace_sources[] = {
	{ &booking_subject, read_booking, NULL },
	{ NULL, NULL, NULL },
};
