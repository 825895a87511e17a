/*
 * booking_secret.c: five texts in one sealed value, parted by a character that no form lets through.
 *
 * Bound to brand and booking, so that a sealed value does not open in another row.
 */
#include "features/marketplace/booking_secret.h"

#define PART '\x1f' /* unit separator: forms drop control characters */
#define PARTS 5

static str about(struct scope *scope, const struct booking *booking)
{
	return str_format(scope->arena, "booking %lld %lld", (long long)scope->brand_id, (long long)booking->id);
}

enum err booking_secret_open(struct scope *scope, const struct booking *booking, struct booking_secret *secret_out)
{
	str plain;
	*secret_out = (struct booking_secret){ S(""), S(""), S(""), S(""), S(""), S("") };
	if (str_empty(booking->sealed))
		return OK;
	enum err err = crypt_open(scope->arena, &scope->house->seal_key, about(scope, booking), booking->sealed, &plain);
	if (err)
		return err;
	str *const parts[PARTS] = { &secret_out->address, &secret_out->asker_phone, &secret_out->helper_phone,
		&secret_out->note, &secret_out->code };
	for (size_t i = 0; i < PARTS; i++)
		*parts[i] = str_cut(&plain, PART);
	return OK;
}

void booking_secret_seal(struct scope *scope, struct booking *booking, const struct booking_secret *secret)
{
	const str parts[PARTS] = { secret->address, secret->asker_phone, secret->helper_phone, secret->note, secret->code };
	const char part = PART;
	str plain = str_join(scope->arena, parts, PARTS, (str){ &part, 1 });
	booking->sealed = crypt_seal(scope->arena, &scope->house->seal_key, about(scope, booking), plain);
}
