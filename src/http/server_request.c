/*
 * server_request.c: from MHD's parsed header to our request; what is ambiguous is refused.
 *
 * libmicrohttpd takes a bare LF and joins folded headers before we can see them; a proxy in front
 * refuses those (SECURITY.md).
 */
#include "http/server_room.h"

#include "base/random.h"
#include "http/url.h"

#include <arpa/inet.h>
#include <netinet/in.h>

struct gathering { struct box *box; size_t count; int hosts, lengths, encodings; bool wrong, too_many; };

static bool is_token(str name)
{
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];
		if (c <= ' ' || c >= 0x7f || strchr("()<>@,;:\\\"/[]?={}", c))
			return false;
	}
	return name.len > 0;
}

static bool is_clean_value(str value)
{
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.at[i];
		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static enum MHD_Result gather(void *data, enum MHD_ValueKind kind, const char *name, size_t name_size, const char *value,
                              size_t value_size)
{
	struct gathering *gathering = data;
	(void)kind;
	if (gathering->count == HEADERS_MAX) {
		gathering->too_many = true;
		return MHD_NO;
	}
	struct arena *arena = gathering->box->arena;
	struct header *header = &gathering->box->headers[gathering->count++];
	/* Ours: a request that was given up at the end is worked on when its connection is gone. */
	*header = (struct header){ str_keep(arena, (str){ name, name_size }), str_keep(arena, (str){ value ? value : "", value ? value_size : 0 }) };
	if (!is_token(header->name) || !is_clean_value(header->value))
		gathering->wrong = true;
	gathering->hosts += str_equal_fold(header->name, S("Host"));
	gathering->lengths += str_equal_fold(header->name, S("Content-Length"));
	gathering->encodings += str_equal_fold(header->name, S("Transfer-Encoding"));
	return MHD_YES;
}

bool request_method(str name, enum method *method_out)
{
	for (enum method method = 0; method < METHOD_COUNT; method++) {
		if (str_equal(name, method_name(method)))
			return *method_out = method, true;
	}
	return false;
}

/* Host names, addresses, an optional port: nothing that could end up in a link as something else. */
static bool is_host(str host)
{
	if (!host.len || host.len > 255)
		return false;
	for (size_t i = 0; i < host.len; i++) {
		char c = host.at[i];
		bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr(".-:[]_", c);
		if (!good)
			return false;
	}
	return true;
}

/* Whoever comes through the socket file has no address; the settings call them "unix". */
static bool is_proxy(const struct server *server, str address)
{
	if (str_empty(address))
		address = S("unix");
	str rest = server->settings.proxies;
	while (rest.len) {
		if (str_equal(str_trim(str_cut(&rest, ',')), address))
			return true;
	}
	return false;
}

/* The last address that our proxy added; what stands before it anyone may have written. */
static str last_of(str list)
{
	str last = S("");
	while (list.len)
		last = str_trim(str_cut(&list, ','));
	return last;
}

/* What the nearest proxy said: the last line of that name. */
static str last_header(const struct http_request *request, str name)
{
	for (size_t i = request->header_count; i > 0; i--) {
		if (str_equal_fold(request->headers[i - 1].name, name))
			return request->headers[i - 1].value;
	}
	return S("");
}

static bool is_address(struct arena *arena, str text)
{
	unsigned char bytes[16];
	const char *address = str_c(arena, str_first(text, INET6_ADDRSTRLEN));
	return text.len && (inet_pton(AF_INET, address, bytes) == 1 || inet_pton(AF_INET6, address, bytes) == 1);
}

/* "a.example:443" by https is the same place as "a.example". */
static str without_usual_port(str host, bool secure)
{
	str port = secure ? S(":443") : S(":80");
	return str_ends(host, port) && host.len > port.len ? str_first(host, host.len - port.len) : host;
}

static void believe_proxy(struct box *box)
{
	struct http_request *request = &box->exchange.request;
	str address = last_of(last_header(request, S("X-Forwarded-For")));
	str host = last_header(request, S("X-Forwarded-Host"));
	if (is_address(box->arena, address))
		request->address = address;
	request->secure = str_equal_fold(last_header(request, S("X-Forwarded-Proto")), S("https"));
	if (is_host(host))
		request->host = str_lower_ascii(box->arena, host);
}

static int check_header(struct box *box, const struct gathering *gathering, const char *version)
{
	const struct http_request *request = &box->exchange.request;
	if (gathering->too_many)
		return 431;
	if (gathering->wrong || gathering->lengths > 1 || gathering->hosts > 1)
		return 400;
	if (gathering->hosts == 0 && strcmp(version, "HTTP/1.0"))
		return 400;
	str encoding = http_header(request, S("Transfer-Encoding"));
	if (gathering->encodings > 1 || (gathering->encodings && gathering->lengths))
		return 400;
	/* A body whose end we and a proxy would see in different places carries a second request. */
	if (gathering->encodings && (!str_equal_fold(encoding, S("chunked")) || !strcmp(version, "HTTP/1.0")))
		return 400;
	str host = http_header(request, S("Host"));
	return gathering->hosts && !is_host(host) ? 400 : 0;
}

static int read_target(struct box *box)
{
	struct http_request *request = &box->exchange.request;
	str rest = box->target;
	if (box->target.len > TARGET_MAX)
		return 414;
	if (!str_starts(box->target, S("/")))
		return 400;
	str path = str_cut(&rest, '?');
	request->target = box->target;
	if (url_path(box->arena, path, &request->path) || url_pairs(box->arena, rest, &request->query))
		return 400;
	return 0;
}

static int read_length(struct box *box)
{
	struct http_request *request = &box->exchange.request;
	int64_t length = 0;
	str value = http_header(request, S("Content-Length"));
	if (value.len && (!str_number(value, &length) || length < 0))
		return 400;
	if (!value.len && str_empty(http_header(request, S("Transfer-Encoding"))))
		return 0;
	box->body_limit = box->server->settings.body_limit(box->server->settings.house, request->method, request->path);
	return length > (int64_t)box->body_limit ? 413 : 0;
}

static enum MHD_Result count_ends(void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
	int *ends = data;
	(void)kind;
	(void)value;
	*ends += str_equal_fold(str_from(name), S("Content-Length")) || str_equal_fold(str_from(name), S("Transfer-Encoding"));
	return MHD_YES;
}

bool request_has_two_ends(struct MHD_Connection *connection)
{
	int ends = 0;
	MHD_get_connection_values(connection, MHD_HEADER_KIND, count_ends, &ends);
	return ends > 1;
}

int request_begin(struct box *box, const char *method, const char *version)
{
	struct http_request *request = &box->exchange.request;
	struct gathering gathering = { .box = box };
	box->headers = arena_take(box->arena, HEADERS_MAX * sizeof(*box->headers));
	MHD_get_connection_values_n(box->connection, MHD_HEADER_KIND, gather, &gathering);
	request->arena = box->arena;
	request->headers = box->headers;
	request->header_count = gathering.count;
	request->began_at = moment_monotonic();
	request->id = (uint64_t)id_new(moment_now());
	request->address = str_keep(box->arena, str_from(box->wire->address));
	if (strcmp(version, "HTTP/1.1") && strcmp(version, "HTTP/1.0"))
		return 505;
	box->is_known = request_method(str_from(method), &request->method);
	if (!box->is_known)
		return strcmp(method, "TRACE") && strcmp(method, "CONNECT") && strcmp(method, "OPTIONS") ? 501 : 405;
	int status = check_header(box, &gathering, version);
	if (!status)
		status = read_target(box);
	if (status)
		return status;
	request->host = str_lower_ascii(box->arena, http_header(request, S("Host")));
	if (is_proxy(box->server, request->address))
		believe_proxy(box);
	request->host = without_usual_port(request->host, request->secure);
	return read_length(box);
}
