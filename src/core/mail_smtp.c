/*
 * mail_smtp.c: hands a message to the mail server (libcurl), and tells what it answered.
 *
 * smtps:// is encrypted from the start, smtp:// by STARTTLS; without encryption only when
 * the installation says so (mail_plain).  Slow: never inside a unit.
 */
#include "base/utf8.h"
#include "core/mail_send.h"
#include "store/db.h"

#include <curl/curl.h>

enum { CONNECT_SECONDS = 10, WHOLE_SECONDS = 30, REFUSED_FOR_GOOD = 500, REPLY_CODE = 4 };

/* How far the talk has come: the last command that was sent. */
enum stage { STAGE_GREETING, STAGE_LOGIN, STAGE_SENDER, STAGE_RECIPIENT, STAGE_MESSAGE, STAGE_OVER };
static const struct { const char *command; enum stage stage; } commands[] = {
	{ "AUTH", STAGE_LOGIN }, { "MAIL", STAGE_SENDER }, { "RCPT", STAGE_RECIPIENT }, { "DATA", STAGE_MESSAGE },
	{ "QUIT", STAGE_OVER }, /* what is said in parting is no answer */
};

/* The last answer of the server, all its lines: those but the last have a dash behind the number. */
struct talk { enum stage stage; bool is_over; char answer[MAIL_ANSWER_BYTES]; size_t len; bool is_whole; };

static void hear_answer(struct talk *talk, str line)
{
	if (talk->is_whole)
		talk->len = 0;
	talk->is_whole = line.len >= REPLY_CODE && line.at[REPLY_CODE - 1] != '-';
	line = str_first(line, sizeof(talk->answer) - talk->len);
	memcpy(talk->answer + talk->len, line.at, line.len);
	talk->len += line.len;
}

/* What is said while logging in is looked at for its first word only. */
static int hear(CURL *curl, curl_infotype type, char *bytes, size_t size, void *data)
{
	struct talk *talk = data;
	str line = { bytes, size };
	(void)curl;
	if (type == CURLINFO_HEADER_IN && !talk->is_over)
		hear_answer(talk, line);
	for (size_t i = 0; type == CURLINFO_HEADER_OUT && i < COUNT(commands); i++) {
		if (!str_starts(line, str_from(commands[i].command)))
			continue;
		talk->is_over = talk->is_over || commands[i].stage == STAGE_OVER;
		if (!talk->is_over)
			talk->stage = commands[i].stage;
	}
	return 0;
}

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

/* ── what came of it ── */

static const struct { CURLcode code; enum mail_trouble trouble; } troubles[] = {
	{ CURLE_COULDNT_RESOLVE_HOST,     TROUBLE_HOST },  { CURLE_COULDNT_CONNECT, TROUBLE_CONNECT },
	{ CURLE_OPERATION_TIMEDOUT,       TROUBLE_TIME },  { CURLE_USE_SSL_FAILED,  TROUBLE_TLS },
	{ CURLE_SSL_CONNECT_ERROR,        TROUBLE_TLS },   { CURLE_SSL_CERTPROBLEM, TROUBLE_TLS },
	{ CURLE_PEER_FAILED_VERIFICATION, TROUBLE_TLS },   { CURLE_SSL_CACERT_BADFILE, TROUBLE_TLS },
	{ CURLE_LOGIN_DENIED,             TROUBLE_LOGIN },
};
static const enum mail_trouble at_stage[STAGE_OVER] = {
	[STAGE_GREETING] = TROUBLE_OTHER, [STAGE_LOGIN] = TROUBLE_LOGIN, [STAGE_SENDER] = TROUBLE_SENDER,
	[STAGE_RECIPIENT] = TROUBLE_RECIPIENT, [STAGE_MESSAGE] = TROUBLE_MESSAGE,
};
/* RFC 4954, 6: log in first; too weak; wrong; only encrypted. */
static const long login_codes[] = { 530, 534, 535, 538 };

static enum mail_trouble trouble_of(CURLcode code, const struct talk *talk, long status)
{
	if (code == CURLE_OK)
		return TROUBLE_NONE;
	for (size_t i = 0; i < COUNT(troubles); i++) {
		if (troubles[i].code == code)
			return troubles[i].trouble;
	}
	for (size_t i = 0; i < COUNT(login_codes); i++) {
		if (login_codes[i] == status)
			return TROUBLE_LOGIN;
	}
	return talk->len ? at_stage[talk->stage] : TROUBLE_CONNECT;
}

/* A server may repeat what it was told: an answer with the password in it is not passed on. */
static bool tells_password(struct arena *arena, const struct house_settings *settings, str answer)
{
	str password = settings->mail_password;
	const str parts[] = { S(""), settings->mail_user, password };
	const char nothing = 0;
	if (str_empty(password))
		return false;
	return str_contains(answer, password) || str_contains(answer, base64(arena, password)) ||
	       str_contains(answer, base64(arena, str_join(arena, parts, COUNT(parts), (str){ &nothing, 1 })));
}

static str answer_of(struct arena *arena, const struct house_settings *settings, const struct talk *talk)
{
	str answer = { talk->answer, talk->len };
	if (tells_password(arena, settings, answer))
		return S("");
	return str_trim(utf8_clean(arena, str_keep(arena, answer)));
}

/* A mail server says 5xx when trying again is pointless (RFC 5321, 4.2.1); but that is no reason to throw mails
   away unless it is about this mail: who is written to, and what. */
static enum err outcome(const struct mail_attempt *report, CURLcode code, int64_t mail_id)
{
	if (code == CURLE_OK)
		return OK;
	log_event(LOG_WARN, "mail.smtp", "Mail %lld was not sent: %s (the server said %lld).", (long long)mail_id,
	          curl_easy_strerror(code), (long long)report->code);
	bool about_this = report->trouble == TROUBLE_RECIPIENT || report->trouble == TROUBLE_MESSAGE;
	return about_this && report->code >= REFUSED_FOR_GOOD ? ERR_INVALID : ERR_BROKEN;
}

struct sending { const struct house *house; struct arena *arena; const struct message *message; };

static enum err transfer(CURL *curl, const struct sending *sending, struct curl_slist *to, struct mail_attempt *report)
{
	const struct message *message = sending->message;
	str rest = message->bytes;
	struct talk talk = { .is_whole = true };
	long status = 0;
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, str_format(sending->arena, "<%.*s>", STR_ARG(message->from)).at);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes);
	curl_easy_setopt(curl, CURLOPT_READDATA, &rest);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, hear);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &talk);
	CURLcode code = curl_easy_perform(curl);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 0L); /* the talk ends with this function, the connection later */
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	*report = (struct mail_attempt){ .trouble = trouble_of(code, &talk, status), .code = status,
		.answer = answer_of(sending->arena, &sending->house->settings, &talk) };
	return outcome(report, code, message->mail_id);
}

enum err mail_by_smtp(const struct house *house, struct arena *arena, const struct message *message, struct mail_attempt *report_out)
{
	must(db_is_outside_unit());
	const struct sending sending = { house, arena, message };
	CURL *curl = curl_easy_init();
	if (!curl)
		return ERR_BROKEN;
	set_options(curl, &house->settings, arena);
	str to = str_format(arena, "<%.*s>", STR_ARG(message->to));
	struct curl_slist *list = curl_slist_append(NULL, str_c(arena, to));
	enum err err = list ? transfer(curl, &sending, list, report_out) : ERR_BROKEN;
	curl_slist_free_all(list);
	curl_easy_cleanup(curl);
	return err;
}
