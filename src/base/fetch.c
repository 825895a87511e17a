/*
 * fetch.c: one transfer to a checked target.
 *
 * fetch_guard.c settles where to; here the address is pinned, and looked at once
 * more when the socket is made, so that no later change of mind of a name server,
 * a proxy variable or curl itself leads elsewhere.
 */
#include "base/fetch.h"

#include "base/check.h"
#include "base/fetch_guard.h"
#include "base/text.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TIMEOUT_MS = 10000, HEADER_MAX = 8192, METHOD_MAX = 16 };
#define BYTES_MAX ((size_t)1 << 20)

/* Where the answer's body goes: into `body`, or into `fd` when that is not -1. */
struct taking {
	struct text body;
	int fd;
	size_t len, max;
	bool is_too_large, is_unwritable;
};

static pthread_once_t started = PTHREAD_ONCE_INIT; /* curl itself is one per process */

static void start(void)
{
	must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

static size_t take(char *at, size_t size, size_t count, void *data)
{
	struct taking *taking = data;
	size_t len = size * count; /* size is always 1 */
	if (len > taking->max - taking->len) {
		taking->is_too_large = true;
		return CURL_WRITEFUNC_ERROR;
	}
	taking->len += len;
	if (taking->fd < 0) {
		text_put(&taking->body, (str){ at, len });
		return len;
	}
	if (write(taking->fd, at, len) != (ssize_t)len) {
		taking->is_unwritable = true;
		return CURL_WRITEFUNC_ERROR;
	}
	return len;
}

static curl_socket_t open_guarded(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
	if (fetch_socket_is_private(&address->addr))
		return CURL_SOCKET_BAD;
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static bool is_one_line(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.at[i] < 0x20 || s.at[i] == 0x7F)
			return false;
	}
	return s.len <= HEADER_MAX;
}

static bool is_method(str method)
{
	for (size_t i = 0; i < method.len; i++) {
		if (method.at[i] < 'A' || method.at[i] > 'Z')
			return false;
	}
	return method.len <= METHOD_MAX;
}

static struct curl_slist *add_header(struct arena *arena, struct curl_slist *list, const char *name,
				     str value)
{
	if (!value.len)
		return list;
	struct curl_slist *longer = curl_slist_append(
	    list, str_c(arena, str_format(arena, "%s: %.*s", name, STR_ARG(value))));
	must(longer);
	return longer;
}

static struct curl_slist *headers_of(struct arena *arena, const struct fetch *fetch)
{
	struct curl_slist *list = NULL;
	list = add_header(arena, list, "Content-Type", fetch->content_type);
	if (fetch->bearer.len)
		list = add_header(arena, list, "Authorization",
				  str_format(arena, "Bearer %.*s", STR_ARG(fetch->bearer)));
	for (size_t i = 0; i < fetch->header_count; i++)
		list = add_header(arena, list, fetch->headers[i].name, fetch->headers[i].value);
	/* Without this curl waits for a "100 Continue" before larger bodies. */
	list = curl_slist_append(list, "Expect:");
	must(list);
	return list;
}

static void set_method(CURL *curl, struct arena *arena, const struct fetch *fetch)
{
	str method = fetch->method.len ? fetch->method : S("GET");
	if (str_equal(method, S("HEAD"))) {
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
		return;
	}
	if (fetch->body.len || !str_equal(method, S("GET"))) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)fetch->body.len);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, fetch->body.len ? fetch->body.at : "");
	}
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, str_c(arena, method));
}

static void set_limits(CURL *curl, const struct fetch *fetch)
{
	long timeout = fetch->timeout_ms > 0 ? fetch->timeout_ms : TIMEOUT_MS;
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, timeout);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* also none from the environment */
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
			 fetch->allow_private ? "http,https" : "https");
	if (!fetch->allow_private)
		curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_guarded);
}

static enum err outcome(CURLcode code, const struct taking *taking, str reason, str *wrong_out)
{
	if (taking->is_too_large) {
		*wrong_out = S("the answer is larger than allowed");
		return ERR_TOO_LARGE;
	}
	if (code == CURLE_OK)
		return OK;
	*wrong_out =
	    taking->is_unwritable ? S("the answer could not be written to its file") : reason;
	return ERR_BROKEN;
}

static enum err perform(CURL *curl, struct arena *arena, struct taking *taking,
			struct fetched *fetched_out, str *wrong_out)
{
	char reason[CURL_ERROR_SIZE] = "";
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, reason);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, taking);
	CURLcode code = curl_easy_perform(curl);
	str why = str_keep(arena, str_from(reason[0] ? reason : curl_easy_strerror(code)));
	enum err err = outcome(code, taking, why, wrong_out);
	if (err)
		return err;
	long status = 0;
	char *type = NULL;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
	*fetched_out = (struct fetched){
		.status = (int)status, /* three digits */
		.body = text_str(&taking->body),
		.content_type = str_keep(arena, str_from(type)),
	};
	return OK;
}

static enum err transfer(struct arena *arena, const struct fetch *fetch, struct taking *taking,
			 struct fetched *fetched_out, str *wrong_out)
{
	struct fetch_target target;
	enum err err = fetch_target_open(arena, fetch, &target, wrong_out);
	if (err)
		return err;
	CURL *curl = curl_easy_init();
	must(curl);
	struct curl_slist *headers = headers_of(arena, fetch);
	struct curl_slist *pins = curl_slist_append(NULL, target.pin);
	must(pins);
	curl_easy_setopt(curl, CURLOPT_CURLU, target.url);
	curl_easy_setopt(curl, CURLOPT_RESOLVE, pins);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "heinzel");
	set_limits(curl, fetch);
	set_method(curl, arena, fetch);
	err = perform(curl, arena, taking, fetched_out, wrong_out);
	curl_easy_cleanup(curl);
	curl_slist_free_all(pins);
	curl_slist_free_all(headers);
	fetch_target_close(&target);
	return err;
}

enum err fetch_run(struct arena *arena, const struct fetch *fetch, struct fetched *fetched_out,
		   str *wrong_out)
{
	bool is_clean = is_method(fetch->method) && is_one_line(fetch->bearer) && is_one_line(fetch->content_type);
	for (size_t i = 0; i < fetch->header_count; i++)
		is_clean = is_clean && is_one_line(fetch->headers[i].value);
	if (!is_clean) {
		*wrong_out = S("the method or a header holds what it must not");
		return ERR_INVALID;
	}
	pthread_once(&started, start);
	struct taking taking = { .fd = -1, .max = fetch->max_bytes ? fetch->max_bytes : BYTES_MAX };
	text_open(&taking.body, arena, fetch->file.len ? 0 : 4096);
	const char *path = str_c(arena, fetch->file);
	if (fetch->file.len) {
		taking.fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (taking.fd < 0) {
			*wrong_out = S("the file for the answer cannot be written");
			return ERR_BROKEN;
		}
	}
	enum err err = transfer(arena, fetch, &taking, fetched_out, wrong_out);
	if (taking.fd >= 0)
		close(taking.fd);
	if (err && fetch->file.len)
		unlink(path); /* half an answer is none */
	return err;
}
