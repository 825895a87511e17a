/*
 * mail_imap.c: what is unseen is fetched, handled, and deleted; one connection for all of it.
 *
 * A message that could not be handled now is marked unseen again.  One that is fetched twice does no harm: whoever
 * takes it knows it by its Message-ID.
 */
#include "core/mail_imap.h"

#include "core/mail_read.h"
#include "store/db.h"

#include <curl/curl.h>

enum { CONNECT_SECONDS = 10, WHOLE_SECONDS = 60, LIST_BYTES = 65536 };

/* Whom each message is given to. */
struct imap_call { imap_taker *take; void *data; };

struct bytes { struct text text; size_t max; bool is_cut; };

static size_t keep_bytes(char *from, size_t size, size_t count, void *data)
{
	struct bytes *bytes = data;
	str piece = { from, size * count };
	if (bytes->text.len + piece.len > bytes->max)
		bytes->is_cut = true;
	else
		text_put(&bytes->text, piece);
	return piece.len;
}

static void open_bytes(struct bytes *bytes, struct arena *arena, size_t max)
{
	*bytes = (struct bytes){ .max = max };
	text_open(&bytes->text, arena, 4096);
}

static void set_options(CURL *curl, const struct imap_mailbox *mailbox, struct arena *arena)
{
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "imap,imaps");
	curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(mailbox->plain ? CURLUSESSL_TRY : CURLUSESSL_ALL)); /* varargs take a long */
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS);
	curl_easy_setopt(curl, CURLOPT_USERNAME, str_c(arena, mailbox->user));
	curl_easy_setopt(curl, CURLOPT_PASSWORD, str_c(arena, mailbox->password));
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_bytes);
	if (!str_empty(mailbox->ca_file))
		curl_easy_setopt(curl, CURLOPT_CAINFO, str_c(arena, mailbox->ca_file));
}

static enum err run(CURL *curl, const char *url, const char *command, struct bytes *bytes)
{
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, command);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, bytes);
	CURLcode code = curl_easy_perform(curl);
	if (code == CURLE_OK)
		return OK;
	log_event(LOG_WARN, "mail.imap", "The mailbox could not be read: %s", curl_easy_strerror(code));
	return ERR_BROKEN;
}

static enum err mark(CURL *curl, struct arena *arena, const char *url, str command)
{
	struct bytes ignored;
	open_bytes(&ignored, arena, LIST_BYTES);
	return run(curl, url, str_c(arena, command), &ignored);
}

/* One message: fetched, which marks it as seen; then deleted, or unseen again. */
static enum err take_one(CURL *curl, struct arena *arena, const char *url, int64_t uid, const struct imap_call *call)
{
	struct bytes bytes;
	open_bytes(&bytes, arena, MAIL_IN_BYTES);
	str one = str_format(arena, "%s/;UID=%lld", url, (long long)uid);
	enum err err = run(curl, str_c(arena, one), NULL, &bytes);
	if (err)
		return err;
	err = call->take(call->data, text_str(&bytes.text), !bytes.is_cut);
	const char *flags = err ? "-FLAGS.SILENT (\\Seen)" : "+FLAGS.SILENT (\\Deleted)";
	return mark(curl, arena, url, str_format(arena, "UID STORE %lld %s", (long long)uid, flags));
}

static enum err take_all(CURL *curl, struct arena *arena, const char *url, const struct imap_call *call)
{
	struct bytes found;
	open_bytes(&found, arena, LIST_BYTES);
	enum err err = run(curl, url, "UID SEARCH UNSEEN UNDELETED", &found);
	str rest = text_str(&found.text);
	int taken = 0;
	/* "* SEARCH 4 7 9" */
	str_cut(&rest, 'H');
	while (!err && rest.len && taken < IMAP_AT_ONCE) {
		str word = str_trim(str_cut(&rest, ' '));
		int64_t uid;
		size_t line_end;
		bool is_last = str_find(word, S("\r"), &line_end);
		if (!str_number(is_last ? str_first(word, line_end) : word, &uid))
			continue;
		struct arena_mark before = arena_mark(arena);
		err = take_one(curl, arena, url, uid, call);
		arena_release(arena, before);
		taken++;
		if (is_last)
			break;
	}
	return err || !taken ? err : mark(curl, arena, url, S("EXPUNGE"));
}

enum err imap_fetch(struct arena *arena, const struct imap_mailbox *mailbox, imap_taker *take, void *data)
{
	must(db_is_outside_unit());
	CURL *curl = curl_easy_init();
	if (!curl)
		return ERR_BROKEN;
	set_options(curl, mailbox, arena);
	const struct imap_call call = { take, data };
	str url = str_ends(mailbox->url, S("/")) ? str_first(mailbox->url, mailbox->url.len - 1) : mailbox->url;
	enum err err = take_all(curl, arena, str_c(arena, url), &call);
	curl_easy_cleanup(curl);
	return err;
}
