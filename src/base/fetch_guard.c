/*
 * fetch_guard.c: keeps outgoing requests out of the house's own networks.
 *
 * Of IPv6 only global unicast (2000::/3) passes, less what in it is reserved or
 * wraps an IPv4 address; of IPv4 all but the networks listed (RFC 6890 and its registry).
 */
#include "base/fetch_guard.h"

#include "base/check.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>

enum { URL_MAX = 2048, ADDRESSES_MAX = 16 };

static const struct {
	unsigned char at[4];
	int bits;
} private_4[] = {
	{ { 0 }, 8 },		  /* this network */
	{ { 10 }, 8 },		  /* private */
	{ { 100, 64 }, 10 },	  /* shared by carriers */
	{ { 127 }, 8 },		  /* loopback */
	{ { 169, 254 }, 16 },	  /* link-local, and the metadata of clouds */
	{ { 172, 16 }, 12 },	  /* private */
	{ { 192, 0, 0 }, 24 },	  /* protocol assignments */
	{ { 192, 0, 2 }, 24 },	  /* documentation */
	{ { 192, 88, 99 }, 24 },  /* 6to4 relays */
	{ { 192, 168 }, 16 },	  /* private */
	{ { 198, 18 }, 15 },	  /* measurements */
	{ { 198, 51, 100 }, 24 }, /* documentation */
	{ { 203, 0, 113 }, 24 },  /* documentation */
	{ { 224 }, 4 },		  /* multicast */
	{ { 240 }, 4 },		  /* reserved, broadcast */
};

static const struct {
	unsigned char at[16];
	int bits;
} global_6 = { { 0x20 }, 3 }, private_6[] = {
	{ { 0x20, 0x01, 0x00 }, 23 },	    /* protocol assignments, Teredo */
	{ { 0x20, 0x01, 0x0D, 0xB8 }, 32 }, /* documentation */
	{ { 0x20, 0x02 }, 16 },		    /* 6to4: any IPv4 address */
	{ { 0x3F, 0xFF }, 20 },		    /* documentation */
};

static bool is_within(const unsigned char *address, const unsigned char *network, int bits)
{
	for (; bits >= 8; bits -= 8) {
		if (*address++ != *network++)
			return false;
	}
	return bits == 0 || (*address ^ *network) >> (8 - bits) == 0;
}

static bool is_private_4(const unsigned char address[4])
{
	for (size_t i = 0; i < COUNT(private_4); i++) {
		if (is_within(address, private_4[i].at, private_4[i].bits))
			return true;
	}
	return false;
}

static bool is_private_6(const unsigned char address[16])
{
	if (!is_within(address, global_6.at, global_6.bits))
		return true;
	for (size_t i = 0; i < COUNT(private_6); i++) {
		if (is_within(address, private_6[i].at, private_6[i].bits))
			return true;
	}
	return false;
}

bool fetch_address_is_private(str address)
{
	char text[INET6_ADDRSTRLEN];
	unsigned char bytes[16];
	if (address.len >= sizeof(text) || memchr(address.at ? address.at : "", 0, address.len))
		return true;
	snprintf(text, sizeof(text), "%.*s", STR_ARG(address));
	if (inet_pton(AF_INET, text, bytes) == 1)
		return is_private_4(bytes);
	return inet_pton(AF_INET6, text, bytes) != 1 || is_private_6(bytes);
}

bool fetch_socket_is_private(const struct sockaddr *address)
{
	/* The family says which of the two structures it is. */
	if (address->sa_family == AF_INET)
		return is_private_4(
		    (const unsigned char *)&((const struct sockaddr_in *)address)->sin_addr);
	if (address->sa_family == AF_INET6)
		return is_private_6(
		    (const unsigned char *)&((const struct sockaddr_in6 *)address)->sin6_addr);
	return true;
}

static enum err refused(str *wrong_out, str why)
{
	*wrong_out = why;
	return ERR_INVALID;
}

/* Odd letters are where two readers of a URL part ways. */
static bool is_plain_url(str url)
{
	for (size_t i = 0; i < url.len; i++) {
		if (url.at[i] <= 0x20 || url.at[i] >= 0x7F || url.at[i] == '\\')
			return false;
	}
	return url.len > 0 && url.len <= URL_MAX;
}

static bool is_plain_host(str host)
{
	static const char allowed[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_[]:";
	for (size_t i = 0; i < host.len; i++) {
		if (!memchr(allowed, host.at[i], sizeof(allowed) - 1))
			return false;
	}
	return host.len > 0 && !str_ends(host, S("."));
}

/* Copies a part of the URL into the arena; "" when it is absent. */
static str part(struct arena *arena, CURLU *url, CURLUPart which)
{
	char *text = NULL;
	if (curl_url_get(url, which, &text, CURLU_DEFAULT_PORT) != CURLUE_OK)
		return S("");
	str copy = str_keep(arena, str_from(text));
	curl_free(text);
	return copy;
}

/* Adds every address to the pin, or refuses when one of them is private. */
static enum err pin_addresses(struct text *pin, const struct addrinfo *found, bool allow_private,
			      str *wrong_out)
{
	int count = 0;
	for (; found && count < ADDRESSES_MAX; found = found->ai_next) {
		char text[INET6_ADDRSTRLEN];
		if (getnameinfo(found->ai_addr, found->ai_addrlen, text, sizeof(text), NULL, 0,
				NI_NUMERICHOST))
			return refused(wrong_out, S("the host has an address of an unknown kind"));
		if (!allow_private && fetch_socket_is_private(found->ai_addr))
			return refused(
			    wrong_out,
			    S("the host has an address in a private or reserved network"));
		bool is_6 = found->ai_family == AF_INET6;
		text_format(pin, is_6 ? "%s[%s]" : "%s%s", count++ ? "," : "", text);
	}
	return count ? OK : refused(wrong_out, S("the host has no address"));
}

static enum err resolve(struct arena *arena, const struct fetch *fetch, CURLU *url,
			const char **pin_out, str *wrong_out)
{
	str host = part(arena, url, CURLUPART_HOST), port = part(arena, url, CURLUPART_PORT);
	if (!is_plain_host(host))
		return refused(wrong_out,
			       S("the host's name holds something other than letters and digits"));
	bool is_bracketed = str_starts(host, S("["));
	str bare = is_bracketed ? str_first(str_skip(host, 1), host.len - 2) : host;

	struct text pin;
	text_open(&pin, arena, 128);
	text_format(&pin, "%.*s:%.*s:", STR_ARG(host), STR_ARG(port));
	struct addrinfo *found = NULL;
	const struct addrinfo wanted = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
	if (getaddrinfo(str_c(arena, bare), NULL, &wanted, &found)) {
		*wrong_out = S("the host's name is not known");
		return ERR_BROKEN;
	}
	enum err err = pin_addresses(&pin, found, fetch->allow_private, wrong_out);
	freeaddrinfo(found);
	if (err)
		return err;
	*pin_out = str_c(arena, text_str(&pin));
	return OK;
}

static enum err check_url(struct arena *arena, const struct fetch *fetch, CURLU *url,
			  str *wrong_out)
{
	if (curl_url_set(url, CURLUPART_URL, str_c(arena, fetch->url), 0) != CURLUE_OK)
		return refused(wrong_out, S("the address cannot be read as a URL"));
	str scheme = part(arena, url, CURLUPART_SCHEME);
	bool is_http = fetch->allow_private && str_equal(scheme, S("http"));
	if (!is_http && !str_equal(scheme, S("https")))
		return refused(wrong_out, S("the address must begin with https://"));
	if (part(arena, url, CURLUPART_USER).len || part(arena, url, CURLUPART_PASSWORD).len)
		return refused(wrong_out, S("the address must not hold a user's name or password"));
	return OK;
}

enum err fetch_target_open(struct arena *arena, const struct fetch *fetch,
			   struct fetch_target *target_out, str *wrong_out)
{
	if (!is_plain_url(fetch->url))
		return refused(wrong_out,
			       S("the address is empty, too long, or holds blanks or odd letters"));
	CURLU *url = curl_url();
	must(url);
	const char *pin = NULL;
	enum err err = check_url(arena, fetch, url, wrong_out);
	if (!err)
		err = resolve(arena, fetch, url, &pin, wrong_out);
	if (err) {
		curl_url_cleanup(url);
		return err;
	}
	*target_out = (struct fetch_target){ .url = url, .pin = pin };
	return OK;
}

void fetch_target_close(struct fetch_target *target)
{
	curl_url_cleanup(target->url);
}
