/*
 * mail_message.c: a mail as bytes: RFC 5322 headers, RFC 2047 words, MIME parts (RFC 2045).
 *
 * Everything is 7-bit: text travels quoted-printable, so that it stays readable in a file.
 * No line is longer than 76 characters, and no boundary can occur in a body, because
 * "=_" never occurs in quoted-printable.
 */
#include "base/base.h"
#include "base/utf8.h"
#include "core/mail.h"

#include <ctype.h>
#include <stdio.h>

enum { LINE_BYTES = 76, WORD_FRAME = sizeof("=?UTF-8?Q?" "?=") - 1, PLAIN_BYTES_MAX = 66 };

static const char *const days[] = { "", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char *const months[] = { "", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
	"Nov", "Dec" };
static const char digits[] = "0123456789ABCDEF";

static void put_hex(struct text *text, char c)
{
	unsigned char byte = (unsigned char)c; /* so that the shift brings no sign */
	text_char(text, '=');
	text_char(text, digits[byte >> 4]);
	text_char(text, digits[byte & 15]);
}

/* What may stand in an encoded word as it is, also in a name (RFC 2047, 5 (3)). */
static bool is_word_safe(char c)
{
	return isascii(c) && (isalnum(c) || (c && strchr("!*+-/", c)));
}

static void put_letter(struct text *word, str letter)
{
	for (size_t i = 0; i < letter.len; i++) {
		if (letter.at[i] == ' ')
			text_char(word, '_');
		else if (is_word_safe(letter.at[i]))
			text_char(word, letter.at[i]);
		else
			put_hex(word, letter.at[i]);
	}
}

/* Encoded words, one a line; the first stands behind `used` bytes.  A letter is never cut in two. */
static void put_words(struct text *text, str s, size_t used)
{
	size_t room = 0;
	bool first = true;
	while (s.len) {
		str rest = s;
		(void)utf8_take(&rest);
		char space[3 * 4];
		struct text letter = { .arena = text->arena, .at = space, .room = sizeof(space) };
		put_letter(&letter, str_first(s, s.len - rest.len));
		if (letter.len > room) {
			text_put(text, first ? S("=?UTF-8?Q?") : S("?=\r\n =?UTF-8?Q?"));
			room = LINE_BYTES - WORD_FRAME - (first ? used : 1);
			first = false;
		}
		text_put(text, text_str(&letter));
		room -= letter.len;
		s = rest;
	}
	text_put(text, S("?="));
}

static bool is_plain(str s, const char *allowed)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!isascii(s.at[i]) || (!isalnum(s.at[i]) && !(s.at[i] && strchr(allowed, s.at[i]))))
			return false;
	}
	return s.len && s.at[0] != ' ' && s.at[s.len - 1] != ' ';
}

static void put_subject(struct text *text, str subject)
{
	text_put(text, S("Subject: "));
	bool plain = is_plain(subject, " !\"#$%&'()*+,-./:;<>?@[]^_{|}~") && subject.len <= PLAIN_BYTES_MAX;
	if (plain)
		text_put(text, subject);
	else if (subject.len)
		put_words(text, subject, sizeof("Subject: ") - 1);
	text_put(text, S("\r\n"));
}

static void put_address(struct text *text, const char *header, str name, str address)
{
	text_format(text, "%s: ", header);
	bool plain = is_plain(name, " !#$%&'*+-/^_{|}~") && name.len <= PLAIN_BYTES_MAX;
	if (plain)
		text_put(text, name);
	else if (name.len)
		put_words(text, name, strlen(header) + sizeof(": ") - 1);
	text_format(text, name.len ? "\r\n <%.*s>\r\n" : "<%.*s>\r\n", STR_ARG(address));
}

static void put_date(struct text *text, moment now)
{
	struct wall wall = wall_at(zone_utc(), now);
	int day = day_of_week(day_of(wall.year, wall.month, wall.day));
	text_format(text, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n", days[day], wall.day,
	            months[wall.month], wall.year, wall.hour, wall.minute, wall.second);
}

/* ── bodies ── */

static size_t piece_size(char c, bool at_end)
{
	bool blank = c == ' ' || c == '\t';
	if (blank)
		return at_end ? 3 : 1;
	return c > ' ' && c < 0x7f && c != '=' ? 1 : 3;
}

/* One line, broken softly; blanks at its end are written as codes, or they would be lost on the way. */
static void put_line(struct text *text, str line)
{
	size_t used = 0;
	for (size_t i = 0; i < line.len; i++) {
		bool at_end = i + 1 == line.len;
		size_t size = piece_size(line.at[i], at_end);
		if (used + size > LINE_BYTES - 1) {
			text_put(text, S("=\r\n"));
			used = 0;
		}
		if (size == 1)
			text_char(text, line.at[i]);
		else
			put_hex(text, line.at[i]);
		used += size;
	}
	text_put(text, S("\r\n"));
}

static void put_body(struct text *text, str body)
{
	while (body.len) {
		str line = str_cut(&body, '\n');
		if (str_ends(line, S("\r")))
			line = str_first(line, line.len - 1);
		put_line(text, line);
	}
}

static void put_part(struct text *text, const char *type, str body)
{
	text_format(text, "Content-Type: %s; charset=utf-8\r\n", type);
	text_put(text, S("Content-Transfer-Encoding: quoted-printable\r\n\r\n"));
	put_body(text, body);
}

static void put_parts(struct text *text, const struct mail *mail, str boundary)
{
	char calendar[64];
	str method = str_empty(mail->calendar_method) ? S("PUBLISH") : str_first(mail->calendar_method, 16);
	snprintf(calendar, sizeof(calendar), "text/calendar; method=%.*s", STR_ARG(method));
	const struct { const char *type; str body; } parts[] = {
		{ "text/plain", mail->text },
		{ "text/html", mail->html },
		{ calendar, mail->calendar },
	};
	text_format(text, "Content-Type: multipart/alternative;\r\n boundary=\"%.*s\"\r\n\r\n", STR_ARG(boundary));
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (i > 0 && str_empty(parts[i].body))
			continue;
		text_format(text, "--%.*s\r\n", STR_ARG(boundary));
		put_part(text, parts[i].type, parts[i].body);
	}
	text_format(text, "--%.*s--\r\n", STR_ARG(boundary));
}

/* Mails about one thing hang on a message that never was: mailboxes show them as one conversation. */
static void put_references(struct text *text, struct subject about, str message_id)
{
	str host = message_id;
	str_cut(&host, '@');
	if (!about.kind)
		return;
	static const char *const headers[] = { "In-Reply-To", "References" };
	for (size_t i = 0; i < COUNT(headers); i++)
		text_format(text, "%s: <about.%d.%lld@%.*s>\r\n", headers[i], about.kind, (long long)about.id,
		            STR_ARG(host));
}

/* Where answers go; that no program shall answer by itself (RFC 3834); how to have no more (RFC 2369, 8058). */
static void put_ways(struct text *text, const struct mail *mail)
{
	if (!str_empty(mail->reply_to))
		text_format(text, "Reply-To:\r\n <%.*s>\r\n", STR_ARG(mail->reply_to));
	text_format(text, "Auto-Submitted: %s\r\nX-Auto-Response-Suppress: All\r\n",
	            mail->is_reply ? "auto-replied" : "auto-generated");
	if (str_empty(mail->unsubscribe))
		return;
	text_format(text, "List-Unsubscribe:\r\n <%.*s>\r\n", STR_ARG(mail->unsubscribe));
	text_put(text, S("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nPrecedence: list\r\n"));
}

str mail_message(struct arena *arena, const struct mail *mail, str from, str message_id, moment now)
{
	struct text text;
	text_open(&text, arena, 2 * (mail->text.len + mail->html.len + mail->calendar.len) + 1024);
	put_date(&text, now);
	put_address(&text, "From", mail->from_name, from);
	put_address(&text, "To", mail->to_name, mail->to);
	put_subject(&text, mail->subject);
	text_format(&text, "Message-ID: <%.*s>\r\n", STR_ARG(message_id));
	put_references(&text, mail->about, message_id);
	put_ways(&text, mail);
	text_put(&text, S("MIME-Version: 1.0\r\n"));
	if (str_empty(mail->html) && str_empty(mail->calendar)) {
		put_part(&text, "text/plain", mail->text);
		return text_str(&text);
	}
	str boundary = str_format(arena, "=_%016llx", (unsigned long long)str_hash(message_id));
	put_parts(&text, mail, boundary);
	return text_str(&text);
}
