/* sealed.c: opens, and keeps to herself what is another's. */
#include "features/marketplace/sealed.h"

#include "features/marketplace/booking_secret.h"
#include "features/marketplace/payment.h"
#include "features/marketplace/room.h"
#include "features/marketplace/room_store.h"

/* What was sealed by a key that is lost is nobody's any more: its texts are empty then. */
static enum err unless_lost(enum err err)
{
	return err == ERR_INVALID ? OK : err;
}

static void give(struct list *opened, int64_t id, const char *name, str text)
{
	if (str_empty(text))
		return;
	struct opened *one = list_add(opened);
	*one = (struct opened){ id, name, text };
}

/* The code at the door is a key, not a fact; it is left out. */
static void give_visit(struct list *opened, int64_t member_id, const struct booking *booking, const struct booking_secret *secret)
{
	if (booking->asker_id == member_id) {
		give(opened, booking->id, "address", secret->address);
		give(opened, booking->id, "phone", secret->asker_phone);
		give(opened, booking->id, "note", secret->note);
	}
	if (booking->helper_id == member_id)
		give(opened, booking->id, "phone", secret->helper_phone);
}

enum err booking_opened(struct scope *scope, int64_t member_id, struct ids ids, struct list *opened)
{
	struct booking_list list;
	enum err err = booking_load_some(scope, ids, &list);
	for (size_t i = 0; !err && i < list.count; i++) {
		struct booking_secret secret;
		err = unless_lost(booking_secret_open(scope, &list.at[i], &secret));
		if (!err)
			give_visit(opened, member_id, &list.at[i], &secret);
	}
	return err;
}

enum err payee_opened(struct scope *scope, int64_t member_id, struct ids ids, struct list *opened)
{
	struct payee payee = { .iban = S("") };
	(void)ids; /* there is one row, hers */
	enum err err = unless_lost(payee_of(scope, member_id, &payee));
	if (err)
		return err;
	const struct { const char *name; str text; } parts[] = {
		{ "name", payee.name }, { "street", payee.street }, { "building", payee.building }, { "code", payee.code },
		{ "town", payee.town }, { "country", payee.country }, { "iban", payee.iban },
	};
	for (size_t i = 0; i < COUNT(parts); i++)
		give(opened, member_id, parts[i].name, parts[i].text);
	return OK;
}

enum err room_opened(struct scope *scope, int64_t member_id, struct ids ids, struct list *opened)
{
	str link = S("");
	(void)ids;
	enum err err = unless_lost(room_load(scope, member_id, &link));
	if (!err)
		give(opened, member_id, "link", link);
	return err;
}
