/* folk_one.c: what concerns oneself: devices, pauses, a changed profile, leaving and staying. */
#include "test/sim/hand.h"

#include "test/sim/folk.h"

static bool device_begin(const struct person *who, struct doing *doing)
{
	marked(who, doing, CIRCLE_TWO);
	use_method(doing, POST);
	PATH(doing, "/api/v1/me/devices");
	BODY(doing, "{\"nickname\":\"Kiste %s\",\"product_id\":\"%lld\"}", doing->mark, (long long)folk_town()->product[who->brand]);
	return true;
}

static void device_done(const struct person *who, struct doing *doing)
{
	int64_t id = id_in(doing->call->text);
	if (!id)
		return;
	char nickname[48];
	print(nickname, sizeof(nickname), "Kiste %s", doing->mark);
	vow(VOW_DEVICE, who, id, 0, "");
	vow_once(VOW_DEVICE, who->brand_id, nickname);
	known_add(&(struct known){ .thing = KNOWN_DEVICE, .brand = who->brand, .id = id, .owner = who->id });
}

static bool device_away_begin(const struct person *who, struct doing *doing)
{
	const struct known *device = known_any(KNOWN_DEVICE, who->brand);
	if (!device || device->owner != who->id)
		return false;
	use_method(doing, DELETE);
	PATH(doing, "/api/v1/me/devices/%lld", (long long)device->id);
	vow_release(VOW_DEVICE, device->id, 0);
	known_find(KNOWN_DEVICE, device->id)->is_gone = true;
	return true;
}

/* A helper's calendar closes and opens. */
static bool pause_begin(const struct person *who, struct doing *doing)
{
	if (who->hat != HAT_HELPER)
		return false;
	struct may *open = &folk_self(who)->open;
	bool pauses = is_like(30);
	if (!change_begin(&doing->change, pauses ? NULL : open, pauses ? open : NULL))
		return false;
	as_browser(who, doing);
	use_method(doing, POST);
	doing->kind = pauses ? "pause" : "resumption";
	PATH(doing, "/me/hours/%s", doing->kind);
	return true;
}

static bool matter_begin(const struct person *who, struct doing *doing)
{
	static const char *const paths[] = { "/api/v1/matters", "/me/matters", "/matters/1", "/me/devices", "/me/services", "/me/asked" };
	size_t which = chance_below(DIE_WORLD, COUNT(paths));
	if (which)
		as_browser(who, doing);
	PATH(doing, "%s", paths[which]);
	return true;
}

const struct deed deeds_of_one[] = {
	{ "device", 4, device_begin, device_done, NULL },
	{ "device away", 3, device_away_begin, NULL, NULL },
	{ "pause", 4, pause_begin, NULL, KINDS("pause", "resumption") },
	{ "matters", 5, matter_begin, NULL, NULL },
	{ .name = NULL },
};
