/*
 * mail_smtp.c: hands a message to the mail server (libcurl).
 *
 * smtps:// is encrypted from the start, smtp:// by STARTTLS; without encryption only when
 * the installation says so (mail_plain).  Slow: never inside a unit.
 */
#include "core/mail_send.h"
#include "store/db.h"

#include <curl/curl.h>

enum { CONNECT_SECONDS = 10, WHOLE_SECONDS = 30, REFUSED_FOR_GOOD = 500 };

static size_t give_bytes(char *to, size_t size, size_t count, void *data)
{
	str *rest = data;
	str piece = str_first(*rest, size * count);
	memcpy(to, piece.at, piece.len);
	*rest = str_skip(*rest, piece.len);
	return piece.len;
}

static void set_options(CURL *curl, const struct house_settings *settings, struct arena *arena)
{
	curl_easy_setopt(curl, CURLOPT_URL, str_c(arena, settings->mail_url));
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_USE_SSL,
	                 (long)(settings->mail_plain ? CURLUSESSL_TRY : CURLUSESSL_ALL)); /* varargs take a long */
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS);
	if (!str_empty(settings->mail_ca_file))
		curl_easy_setopt(curl, CURLOPT_CAINFO, str_c(arena, settings->mail_ca_file));
	if (str_empty(settings->mail_user))
		return;
	curl_easy_setopt(curl, CURLOPT_USERNAME, str_c(arena, settings->mail_user));
	curl_easy_setopt(curl, CURLOPT_PASSWORD, str_c(arena, settings->mail_password));
}

/* A mail server says 5xx when trying again is pointless (RFC 5321, 4.2.1); an own mistake in the
   log-in is no reason to throw mails away. */
static enum err outcome(CURL *curl, CURLcode code, int64_t mail_id)
{
	if (code == CURLE_OK)
		return OK;
	long status = 0;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	bool own_fault = code == CURLE_LOGIN_DENIED || code == CURLE_USE_SSL_FAILED;
	log_event(LOG_WARN, "mail.smtp", "Mail %lld was not sent: %s (the server said %ld).", (long long)mail_id,
	          curl_easy_strerror(code), status);
	return status >= REFUSED_FOR_GOOD && !own_fault ? ERR_INVALID : ERR_BROKEN;
}

static enum err transfer(CURL *curl, struct arena *arena, const struct message *message, struct curl_slist *to)
{
	str rest = message->bytes;
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, str_format(arena, "<%.*s>", STR_ARG(message->from)).at);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes);
	curl_easy_setopt(curl, CURLOPT_READDATA, &rest);
	return outcome(curl, curl_easy_perform(curl), message->mail_id);
}

enum err mail_by_smtp(const struct house *house, struct arena *arena, const struct message *message)
{
	must(db_is_outside_unit());
	CURL *curl = curl_easy_init();
	if (!curl)
		return ERR_BROKEN;
	set_options(curl, &house->settings, arena);
	str to = str_format(arena, "<%.*s>", STR_ARG(message->to));
	struct curl_slist *list = curl_slist_append(NULL, str_c(arena, to));
	enum err err = list ? transfer(curl, arena, message, list) : ERR_BROKEN;
	curl_slist_free_all(list);
	curl_easy_cleanup(curl);
	return err;
}
