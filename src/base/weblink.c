/* weblink.c: takes an address apart as far as it must be known. */
#include "base/weblink.h"

#include <string.h>

#define SCHEME "https://"
enum { PORT_MAX = 5, HOST_MAX = 253, LABEL_MAX = 63, LAST_MIN = 2 };

/* What stands between the scheme and the path. */
static str authority_of(str url)
{
	str rest = str_skip(url, strlen(SCHEME));
	size_t len = 0;
	while (len < rest.len && !strchr("/?#", rest.at[len]))
		len++;
	return str_first(rest, len);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_port(str port)
{
	for (size_t i = 0; i < port.len; i++) {
		if (!is_digit(port.at[i]))
			return false;
	}
	return port.len > 0 && port.len <= PORT_MAX;
}

static bool is_label(str label)
{
	if (!label.len || label.len > LABEL_MAX || label.at[0] == '-' || label.at[label.len - 1] == '-')
		return false;
	for (size_t i = 0; i < label.len; i++) {
		if (!is_letter(label.at[i]) && !is_digit(label.at[i]) && label.at[i] != '-')
			return false;
	}
	return true;
}

/* "localhost" and "printer.local" lead everybody to somewhere else; a number leads nobody knows where. */
static bool is_public_end(str label)
{
	static const char *const own[] = { "local", "localhost", "internal", "lan", "home", "onion" };
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (str_equal_fold(label, str_from(own[i])))
			return false;
	}
	return label.len >= LAST_MIN && is_letter(label.at[0]) && is_letter(label.at[label.len - 1]);
}

static bool is_host(str host)
{
	size_t labels = 0;
	str last = host;
	if (!host.len || host.len > HOST_MAX || host.at[host.len - 1] == '.')
		return false;
	while (!str_empty(host)) {
		last = str_cut(&host, '.');
		if (!is_label(last))
			return false;
		labels++;
	}
	return labels >= 2 && is_public_end(last);
}

bool weblink_is_good(str url)
{
	if (url.len > WEBLINK_MAX || !str_starts(url, S(SCHEME)))
		return false;
	for (size_t i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.at[i];
		if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}", c))
			return false;
	}
	str rest = authority_of(url), host = str_cut(&rest, ':');
	bool has_port = host.len < authority_of(url).len;
	return is_host(host) && (!has_port || is_port(rest));
}

str weblink_host(str url)
{
	str rest = authority_of(url), host = str_cut(&rest, ':');
	return str_starts(host, S("www.")) ? str_skip(host, 4) : host;
}
