/* cookie.c: cookies that other sites, subdomains and scripts cannot touch. */
#include "http/cookie.h"

#include "base/text.h"

#define PREFIX "__Host-"

/* Browsers take "Secure" on localhost too; a plain http address in a local network gets neither. */
static bool may_be_secure(const struct http_request *request)
{
	str rest = request->host;
	str name = str_cut(&rest, ':');
	return request->secure || str_equal(name, S("localhost")) || str_ends(name, S(".localhost"));
}

str cookie_name(const struct http_request *request, str name)
{
	return may_be_secure(request) ? str_format(request->arena, PREFIX "%.*s", STR_ARG(name)) : name;
}

/* Quotes around a value belong to it for some browsers and not for others: ours never have them. */
static str unquoted(str value)
{
	if (value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"')
		return (str){ value.at + 1, value.len - 2 };
	return value;
}

static bool is_called(str called, str name, bool secure)
{
	if (!secure)
		return str_equal(called, name);
	return str_starts(called, S(PREFIX)) && str_equal(str_skip(called, sizeof(PREFIX) - 1), name);
}

bool cookie_find(const struct http_request *request, str name, str *value_out)
{
	const bool secure = may_be_secure(request);
	for (size_t i = 0; i < request->header_count; i++) {
		if (!str_equal_fold(request->headers[i].name, S("Cookie")))
			continue;
		str rest = request->headers[i].value;
		while (!str_empty(rest)) {
			str value = str_cut(&rest, ';');
			str called = str_trim(str_cut(&value, '='));
			if (!is_called(called, name, secure))
				continue;
			*value_out = unquoted(str_trim(value));
			return true;
		}
	}
	return false;
}

static bool is_cookie_value(str value)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];
		if (c <= ' ' || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\')
			return false;
	}
	return true;
}

void cookie_set(const struct http_request *request, struct http_response *response, str name, str value,
                int64_t max_age_seconds)
{
	must(is_cookie_value(value));
	struct text text;
	text_open(&text, request->arena, 128 + value.len);
	text_put(&text, cookie_name(request, name));
	text_char(&text, '=');
	text_put(&text, value);
	text_put(&text, S("; Path=/; HttpOnly; SameSite=Lax"));
	if (may_be_secure(request))
		text_put(&text, S("; Secure"));
	if (max_age_seconds) {
		text_put(&text, S("; Max-Age="));
		text_number(&text, max_age_seconds < 0 ? 0 : max_age_seconds);
	}
	http_set_header(response, S("Set-Cookie"), text_str(&text));
}
