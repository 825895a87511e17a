/* receiver.c: which browsers may be called. */
#include "features/notify/receiver.h"

#include "base/web_push.h"

enum { ENDPOINT_MAX = 500 };

/* Makers of browsers; a name that begins with a dot stands for all hosts below it. */
static const struct { const char *host, *name; } services[] = {
	{ "fcm.googleapis.com",           "Chrome" },
	{ ".push.services.mozilla.com",   "Firefox" },
	{ ".push.apple.com",              "Safari" },
	{ ".notify.windows.com",          "Edge" },
};

str receiver_origin(str endpoint)
{
	size_t at;
	if (!str_find(endpoint, S("://"), &at))
		return S("");
	str rest = str_skip(endpoint, at + 3);
	str host = str_cut(&rest, '/');
	return str_first(endpoint, at + 3 + host.len);
}

static bool is_plain(str endpoint)
{
	for (size_t i = 0; i < endpoint.len; i++) {
		if ((unsigned char)endpoint.at[i] <= ' ' || (unsigned char)endpoint.at[i] >= 0x7f || strchr("\"'<>\\^`{|}@", endpoint.at[i]))
			return false;
	}
	return endpoint.len <= ENDPOINT_MAX;
}

bool receiver_is_named(const struct house *house, str endpoint)
{
	str rest = house->settings.push_services, origin = receiver_origin(endpoint);
	while (rest.len) {
		if (str_equal(str_cut(&rest, ' '), origin))
			return origin.len > 0;
	}
	return false;
}

const char *receiver_service(const struct house *house, str endpoint)
{
	str origin = receiver_origin(endpoint);
	if (!is_plain(endpoint) || str_empty(origin) || origin.len == endpoint.len)
		return NULL;
	if (house->settings.fetch_private && str_starts(origin, S("http://127.0.0.1:")))
		return "Test";
	if (receiver_is_named(house, endpoint))
		return "Browser";
	if (!str_starts(origin, S("https://")))
		return NULL;
	str host = str_skip(origin, 8);
	for (size_t i = 0; i < COUNT(services); i++) {
		str known = str_from(services[i].host);
		if (known.at[0] == '.' ? str_ends(host, known) && host.len > known.len && !str_contains(host, S(":")) : str_equal(host, known))
			return services[i].name;
	}
	return NULL;
}

enum err receiver_add(struct scope *scope, const struct receiver_offer *offer)
{
	struct receiver receiver = { .id = id_new(scope->now), .member_id = scope->member_id, .endpoint = offer->endpoint,
		.made_at = scope->now };
	struct push_reader reader;
	str sealed;
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	if (!receiver_service(scope->house, offer->endpoint))
		return refuse_field(scope, "endpoint", "push.unknown_service");
	if (!base64url_read(scope->arena, offer->p256dh, &receiver.public_key) ||
	    !base64url_read(scope->arena, offer->auth, &receiver.auth))
		return refuse_field(scope, "p256dh", "push.wrong_keys");
	/* Tried once, so that no key is kept that nothing can be written with. */
	reader = (struct push_reader){ receiver.public_key, receiver.auth };
	if (push_seal(scope->arena, &reader, S("x"), &sealed))
		return refuse_field(scope, "p256dh", "push.wrong_keys");
	enum err err = receiver_save(scope, &receiver);
	return err ? err : receiver_delete_oldest(scope);
}

enum err receiver_list_mine(struct scope *scope, struct receiver_list *list_out)
{
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	return receiver_load_of(scope, (struct ids){ &scope->member_id, 1 }, list_out);
}

enum err receiver_end(struct scope *scope, int64_t receiver_id)
{
	bool deleted = false;
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	enum err err = receiver_delete_mine(scope, receiver_id, &deleted);
	return err || deleted ? err : refuse(scope, ERR_NOT_FOUND, "push.not_found");
}
