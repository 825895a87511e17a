/*
 * reply_text.c: finds where the answer ends, line by line.
 *
 * Each rule looks at a line and those behind it and says how many lines belong to what is not hers.  Rules are
 * careful: a line that only begins like a quote's head ("Am Montag schrieb ich:") needs more signs than that.
 * When nothing is left above, she wrote below the quote: then the quoted lines go and the rest stays.
 */
#include "features/notify/reply_text.h"

#include <ctype.h>

enum { LINES_MAX = 4000, HEAD_LINES = 4, HEAD_MAX = 400, HEADERS_MIN = 3 };

struct lines { str *at; size_t count; const struct reply_marks *marks; struct arena *arena; };

static bool is_quoted(str line)
{
	return str_starts(line, S(">"));
}

/* Without quote marks, stars (bold in plain text) and blanks around it. */
static str bare(str line)
{
	while (line.len && strchr("> *\t", line.at[0]))
		line = str_skip(line, 1);
	while (line.len && strchr(" *\t", line.at[line.len - 1]))
		line.len--;
	return line;
}

static bool has_digit(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (isdigit((unsigned char)s.at[i]))
			return true;
	}
	return false;
}

static size_t next_full(const struct lines *lines, size_t at)
{
	while (at < lines->count && str_empty(bare(lines->at[at])) && !is_quoted(lines->at[at]))
		at++;
	return at;
}

/* ── rules: true when line `at` begins what is not hers ── */

static bool is_our_mark(const struct lines *lines, size_t at)
{
	for (size_t i = 0; i < lines->marks->count; i++) {
		if (str_contains(lines->at[at], lines->marks->at[i]))
			return true;
	}
	return false;
}

static bool is_signature(const struct lines *lines, size_t at)
{
	return str_equal(lines->at[at], S("-- ")) || str_equal(lines->at[at], S("--"));
}

/* "Am 1.1.2026 um 13:00 schrieb Nordlicht <reply+…@…>:", over up to four lines. */
static bool is_head(const struct lines *lines, size_t at)
{
	static const char *const begins[] = { "Am ", "Den ", "On ", "Le ", "Il ", "Il giorno " };
	static const char *const says[] = { " schrieb", " wrote", " a écrit", " ha scritto", " geschrieben" };
	str parts[HEAD_LINES];
	str first = bare(lines->at[at]);
	bool begins_so = false;
	for (size_t i = 0; i < COUNT(begins); i++)
		begins_so = begins_so || str_starts(first, str_from(begins[i]));
	for (size_t count = 0; count < HEAD_LINES && at + count < lines->count; count++) {
		parts[count] = bare(lines->at[at + count]);
		str head = str_join(lines->arena, parts, count + 1, S(" "));
		if (str_empty(parts[count]) || head.len > HEAD_MAX)
			return false;
		if (!str_ends(head, S(":")))
			continue;
		bool says_so = false, turned = str_contains(head, S(" schrieb am ")) || str_contains(head, S(" wrote on "));
		for (size_t i = 0; i < COUNT(says); i++)
			says_so = says_so || str_contains(head, str_from(says[i]));
		size_t behind = next_full(lines, at + count + 1);
		bool is_followed = behind >= lines->count || is_quoted(lines->at[behind]) || is_our_mark(lines, behind);
		return says_so && has_digit(head) && ((begins_so && (is_followed || str_contains(head, S("@")))) || (turned && is_followed) ||
		                                      (turned && str_contains(head, S("@"))));
	}
	return false;
}

static bool is_divider(const struct lines *lines, size_t at)
{
	static const char *const words[] = { "Ursprüngliche Nachricht", "Originalnachricht", "Original Message", "Original-Nachricht",
		"Message d'origine", "Messaggio originale", "Weitergeleitete Nachricht", "Forwarded message" };
	str line = bare(lines->at[at]);
	if (!str_starts(line, S("--")))
		return false;
	for (size_t i = 0; i < COUNT(words); i++) {
		if (str_contains(line, str_from(words[i])))
			return true;
	}
	return false;
}

/* Outlook, GMX, Web.de: at least three of a mail's headers in a row. */
static bool is_headers(const struct lines *lines, size_t at)
{
	static const char *const names[] = { "Von:", "Gesendet:", "Datum:", "An:", "Cc:", "Betreff:", "From:", "Sent:", "Date:", "To:",
		"Subject:", "De :", "De:", "Envoyé :", "À :", "Objet :", "Da:", "Inviato:", "A:", "Oggetto:" };
	size_t found = 0;
	for (size_t i = at; i < lines->count && i < at + 6; i++) {
		str line = bare(lines->at[i]);
		bool is_name = false;
		for (size_t n = 0; n < COUNT(names); n++)
			is_name = is_name || str_starts(line, str_from(names[n]));
		if (!is_name && i == at)
			return false;
		found += is_name;
	}
	return found >= HEADERS_MIN;
}

static bool is_rule(const struct lines *lines, size_t at)
{
	str line = str_trim(lines->at[at]);
	size_t behind = next_full(lines, at + 1);
	if (line.len < 10 || line.at[0] != '_')
		return false;
	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] != '_')
			return false;
	}
	return behind < lines->count && is_headers(lines, behind);
}

static bool is_phone(const struct lines *lines, size_t at)
{
	static const char *const starts[] = { "Von meinem iPhone gesendet", "Von meinem iPad gesendet", "Gesendet von meinem ",
		"Von meinem Samsung", "Von meinem Mobiltelefon", "Diese Nachricht wurde von meinem ", "Gesendet mit der ",
		"Gesendet von Outlook", "Gesendet von Mail", "Gesendet über ", "Holen Sie sich Outlook", "Outlook für ", "Sent from my ",
		"Sent from Outlook", "Sent from Mail", "Sent from Yahoo", "Sent with ", "Get Outlook for ", "Envoyé de mon ",
		"Inviato da " };
	str line = bare(lines->at[at]);
	if (line.len > 100)
		return false;
	for (size_t i = 0; i < COUNT(starts); i++) {
		if (str_starts(line, str_from(starts[i])))
			return true;
	}
	return false;
}

typedef bool rule(const struct lines *lines, size_t at);
static rule *const rules[] = { is_our_mark, is_signature, is_head, is_divider, is_headers, is_rule, is_phone };

static size_t end_of(const struct lines *lines)
{
	for (size_t at = 0; at < lines->count; at++) {
		for (size_t i = 0; i < COUNT(rules); i++) {
			if (rules[i](lines, at))
				return at;
		}
	}
	return lines->count;
}

/* ── what is left ── */

static bool says_something(const struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++) {
		if (!is_quoted(lines->at[i]) && !str_empty(bare(lines->at[i])))
			return true;
	}
	return false;
}

/* Quoted lines at the end have no answer below them. */
static void drop_last_quotes(struct lines *lines)
{
	while (lines->count && (is_quoted(lines->at[lines->count - 1]) || str_empty(str_trim(lines->at[lines->count - 1]))))
		lines->count--;
}

/* She wrote below: the quote and its head go, what stands behind them is read again. */
static struct lines below(const struct lines *all, size_t from)
{
	struct lines rest = *all;
	size_t at = from;
	while (at < all->count && !is_quoted(all->at[at]))
		at++;
	while (at < all->count && (is_quoted(all->at[at]) || str_empty(str_trim(all->at[at]))))
		at++;
	rest.at = all->at + at;
	rest.count = all->count - at;
	rest.count = end_of(&rest);
	return rest;
}

static str joined(const struct lines *lines)
{
	struct text text;
	int empty = 0;
	text_open(&text, lines->arena, 1024);
	for (size_t i = 0; i < lines->count; i++) {
		str line = lines->at[i];
		while (line.len && strchr(" \t", line.at[line.len - 1]))
			line.len--;
		empty = line.len ? 0 : empty + 1;
		if (empty > 1)
			continue;
		text_put(&text, line);
		text_char(&text, '\n');
	}
	return str_trim(text_str(&text));
}

str reply_text(struct arena *arena, str text, const struct reply_marks *marks)
{
	struct lines all = { .at = arena_take(arena, LINES_MAX * sizeof(str)), .marks = marks, .arena = arena };
	while (text.len && all.count < LINES_MAX) {
		str line = str_cut(&text, '\n');
		all.at[all.count++] = str_ends(line, S("\r")) ? str_first(line, line.len - 1) : line;
	}
	struct lines own = all;
	own.count = end_of(&all);
	if (!says_something(&own))
		own = below(&all, own.count == all.count ? 0 : own.count);
	drop_last_quotes(&own);
	return says_something(&own) ? joined(&own) : S("");
}
