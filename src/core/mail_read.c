/*
 * mail_read.c: GMime takes a message apart; we walk its parts with a limit on depth and number.
 *
 * Text before HTML; several texts in a row (Apple Mail puts them around pictures) are one.  A report's fields are
 * read line by line: they are few, and written by programs.
 */
#include "core/mail_read.h"

#include "base/utf8.h"

#include <gmime/gmime.h>

enum { DEPTH_MAX = 12, PARTS_MAX = 200, HEADER_MAX = 1000 };

struct walk { struct arena *arena; struct mail_seen *seen; struct text text, html; int parts; bool in_report; };

void mail_read_start(void)
{
	g_mime_init();
}

/* Bytes of any kind become UTF-8; what is broken becomes U+FFFD. */
static str clean(struct arena *arena, const char *bytes, size_t max)
{
	str rest = bytes ? str_first((str){ bytes, strnlen(bytes, max) }, max) : S("");
	if (utf8_is_valid(rest))
		return utf8_clean(arena, rest);
	struct text text;
	text_open(&text, arena, rest.len + 16);
	while (rest.len)
		text_code_point(&text, utf8_take(&rest));
	return utf8_clean(arena, text_str(&text));
}

static str header_of(struct arena *arena, GMimeObject *object, const char *name)
{
	return str_trim(clean(arena, g_mime_object_get_header(object, name), HEADER_MAX));
}

/* ── who and for whom ── */

static str address_at(struct arena *arena, InternetAddressList *list, int at)
{
	InternetAddress *address = list ? internet_address_list_get_address(list, at) : NULL;
	if (!address || !INTERNET_ADDRESS_IS_MAILBOX(address))
		return S("");
	const char *text = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address));
	return str_lower_ascii(arena, clean(arena, text, HEADER_MAX));
}

static void add_to(struct walk *walk, InternetAddressList *list)
{
	int count = list ? internet_address_list_length(list) : 0;
	for (int i = 0; i < count && walk->seen->to_count < MAIL_IN_TO; i++) {
		str address = address_at(walk->arena, list, i);
		if (!str_empty(address))
			walk->seen->to[walk->seen->to_count++] = address;
	}
}

static void read_people(struct walk *walk, GMimeMessage *message)
{
	static const char *const hints[] = { "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To" };
	walk->seen->from = address_at(walk->arena, g_mime_message_get_from(message), 0);
	for (size_t i = 0; i < COUNT(hints); i++) {
		const char *value = g_mime_object_get_header(GMIME_OBJECT(message), hints[i]);
		InternetAddressList *list = value ? internet_address_list_parse(NULL, value) : NULL;
		add_to(walk, list);
		if (list)
			g_object_unref(list);
	}
	add_to(walk, g_mime_message_get_to(message));
	add_to(walk, g_mime_message_get_cc(message));
}

/* ── did a program write it? ── */

static bool says(struct walk *walk, GMimeObject *object, const char *name, const char *const *values)
{
	str value = header_of(walk->arena, object, name);
	str word = str_trim(str_cut(&value, ';'));
	for (; *values; values++) {
		if (str_equal_fold(word, str_from(*values)))
			return true;
	}
	return false;
}

/* RFC 3834, and what was usual before it. */
static bool is_automatic(struct walk *walk, GMimeObject *object)
{
	static const char *const no[] = { "no", NULL }, *const bulk[] = { "bulk", "junk", "list", "auto_reply", NULL };
	static const char *const marks[] = { "X-Autoreply", "X-Autorespond", "List-Id", "List-Unsubscribe", "X-Loop" };
	if (g_mime_object_get_header(object, "Auto-Submitted") && !says(walk, object, "Auto-Submitted", no))
		return true;
	if (says(walk, object, "Precedence", bulk))
		return true;
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (g_mime_object_get_header(object, marks[i]))
			return true;
	}
	return str_starts(walk->seen->from, S("mailer-daemon@")) || str_starts(walk->seen->from, S("postmaster@"));
}

/* ── parts ── */

static void put_text(struct walk *walk, struct text *text, GMimeObject *object)
{
	char *decoded = g_mime_text_part_get_text(GMIME_TEXT_PART(object));
	size_t room = text->len < MAIL_IN_TEXT ? MAIL_IN_TEXT - text->len : 0;
	if (text->len && room)
		text_char(text, '\n');
	text_put(text, clean(walk->arena, decoded, room));
	g_free(decoded);
}

/* A field of a report: "Status: 5.1.1". */
static bool take_field(str line, const char *name, str *value_out)
{
	str value = line;
	str field = str_cut(&value, ':');
	if (!str_equal_fold(str_trim(field), str_from(name)))
		return false;
	*value_out = str_trim(value);
	return true;
}

static void read_report(struct walk *walk, GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream = content ? g_mime_stream_mem_new() : NULL;
	if (!stream)
		return;
	g_mime_data_wrapper_write_to_stream(content, stream);
	g_mime_stream_write(stream, "", 1); /* a NUL behind it */
	GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	str rest = clean(walk->arena, (const char *)bytes->data, MAIL_IN_TEXT);
	g_object_unref(stream);
	struct mail_report *report = &walk->seen->report;
	report->is_report = true;
	while (rest.len) {
		str line = str_cut(&rest, '\n'), value;
		if (take_field(line, "Action", &value))
			report->has_failed = report->has_failed || str_equal_fold(value, S("failed"));
		else if (take_field(line, "Status", &value))
			report->status = value;
		else if (take_field(line, "Diagnostic-Code", &value))
			report->diagnostic = value;
	}
	/* 4.x.x with "failed" is the end of many tries: the address may work again (RFC 3463). */
	report->for_good = report->has_failed && str_starts(report->status, S("5."));
}

static void walk_part(struct walk *walk, GMimeObject *object, int depth);

static void walk_parts(struct walk *walk, GMimeMultipart *multipart, int depth)
{
	int count = g_mime_multipart_get_count(multipart);
	for (int i = 0; i < count && walk->parts < PARTS_MAX; i++)
		walk_part(walk, g_mime_multipart_get_part(multipart, i), depth + 1);
}

static void walk_leaf(struct walk *walk, GMimePart *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	const char *disposition = g_mime_object_get_disposition(GMIME_OBJECT(part));
	bool is_attached = (disposition && !g_ascii_strcasecmp(disposition, "attachment")) || g_mime_part_get_filename(part);
	if (g_mime_content_type_is_type(type, "message", "delivery-status"))
		read_report(walk, part);
	else if (is_attached || !GMIME_IS_TEXT_PART(part))
		walk->seen->attachments++;
	else if (g_mime_content_type_is_type(type, "text", "html"))
		put_text(walk, &walk->html, GMIME_OBJECT(part));
	else if (g_mime_content_type_is_type(type, "text", "plain"))
		put_text(walk, &walk->text, GMIME_OBJECT(part));
	else
		walk->seen->attachments++;
}

static void walk_part(struct walk *walk, GMimeObject *object, int depth)
{
	if (!object || depth > DEPTH_MAX || ++walk->parts > PARTS_MAX)
		return;
	if (GMIME_IS_MULTIPART(object))
		walk_parts(walk, GMIME_MULTIPART(object), depth);
	else if (GMIME_IS_PART(object))
		walk_leaf(walk, GMIME_PART(object));
	else
		walk->seen->attachments++; /* a message in the message */
}

static void read_message(struct walk *walk, GMimeMessage *message)
{
	struct mail_seen *seen = walk->seen;
	GMimeObject *object = GMIME_OBJECT(message);
	read_people(walk, message);
	seen->subject = utf8_first(clean(walk->arena, g_mime_message_get_subject(message), HEADER_MAX), 250);
	seen->message_id = clean(walk->arena, g_mime_message_get_message_id(message), HEADER_MAX);
	walk_part(walk, g_mime_message_get_mime_part(message), 0);
	seen->is_automatic = seen->report.is_report || is_automatic(walk, object);
	seen->text = text_str(&walk->text);
	seen->html = text_str(&walk->html);
}

enum err mail_read(struct arena *arena, str message, struct mail_seen *seen_out)
{
	if (message.len > MAIL_IN_BYTES)
		return ERR_TOO_LARGE;
	*seen_out = (struct mail_seen){ .from = S("") };
	struct walk walk = { .arena = arena, .seen = seen_out };
	text_open(&walk.text, arena, 4096);
	text_open(&walk.html, arena, 4096);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(message.at, message.len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *read = g_mime_parser_construct_message(parser, NULL);
	if (read) {
		read_message(&walk, read);
		g_object_unref(read);
	}
	g_object_unref(parser);
	g_object_unref(stream);
	return read ? OK : ERR_INVALID;
}
