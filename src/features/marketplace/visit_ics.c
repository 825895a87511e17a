/*
 * visit_ics.c: writes an iCalendar object: lines of at most 75 bytes, CRLF, escaped text.
 *
 * Times are UTC, so that no time zone has to be described.
 */
#include "features/marketplace/visit_ics.h"

#define LINE_MAX 75

const char *ics_method_name(enum ics_method method)
{
	return method == ICS_CANCEL ? "CANCEL" : "REQUEST";
}

/* Longer lines go on behind CRLF and a blank; a letter of several bytes is never cut. */
static void put_folded(struct text *out, str line)
{
	size_t room = LINE_MAX;
	while (line.len > room) {
		size_t cut = room;
		while (cut > 1 && ((unsigned char)line.at[cut] & 0xc0) == 0x80)
			cut--;
		text_put(out, str_first(line, cut));
		text_put(out, S("\r\n "));
		line = str_skip(line, cut);
		room = LINE_MAX - 1;
	}
	text_put(out, line);
	text_put(out, S("\r\n"));
}

/* TEXT values: backslash, semicolon and comma are escaped, a line end is written \n. */
static str escaped(struct arena *arena, str value)
{
	struct text text;
	text_open(&text, arena, value.len + 16);
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];
		if (c == '\r')
			continue;
		if (c == '\\' || c == ';' || c == ',')
			text_char(&text, '\\');
		if (c == '\n')
			text_put(&text, S("\\n"));
		else
			text_char(&text, c);
	}
	return text_str(&text);
}

/* Parameter values stand in quotes and know no escape: what would end them becomes harmless. */
static str quoted(struct arena *arena, str value)
{
	struct text text;
	text_open(&text, arena, value.len + 2);
	text_char(&text, '"');
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];
		text_char(&text, c == '"' ? '\'' : (unsigned char)c < ' ' ? ' ' : c);
	}
	text_char(&text, '"');
	return text_str(&text);
}

static str stamp(struct arena *arena, moment at)
{
	struct wall w = wall_at(zone_utc(), at);
	return str_format(arena, "%04d%02d%02dT%02d%02d%02dZ", w.year, w.month, w.day, w.hour, w.minute, w.second);
}

static void put(struct text *out, const char *name, str value)
{
	if (!str_empty(value))
		put_folded(out, str_format(out->arena, "%s:%.*s", name, STR_ARG(value)));
}

static void put_person(struct text *out, const char *name, str common_name, str mail)
{
	if (str_empty(mail))
		return;
	str cn = quoted(out->arena, common_name);
	put_folded(out, str_format(out->arena, "%s;CN=%.*s:mailto:%.*s", name, STR_ARG(cn), STR_ARG(mail)));
}

str visit_ics_write(struct arena *arena, const struct visit_ics *ics)
{
	struct text out;
	bool is_cancelled = ics->method == ICS_CANCEL;
	text_open(&out, arena, 2048);
	text_put(&out, S("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Heinzel//Visits//EN\r\nCALSCALE:GREGORIAN\r\n"));
	put(&out, "METHOD", str_from(ics_method_name(ics->method)));
	text_put(&out, S("BEGIN:VEVENT\r\n"));
	put(&out, "UID", ics->uid);
	put(&out, "SEQUENCE", str_format(arena, "%lld", (long long)ics->sequence));
	put(&out, "DTSTAMP", stamp(arena, ics->stamp));
	put(&out, "DTSTART", stamp(arena, ics->starts_at));
	put(&out, "DTEND", stamp(arena, ics->ends_at));
	put(&out, "SUMMARY", escaped(arena, ics->summary));
	put(&out, "DESCRIPTION", escaped(arena, ics->description));
	put(&out, "LOCATION", escaped(arena, ics->location));
	put(&out, "URL", ics->url);
	put(&out, "STATUS", is_cancelled ? S("CANCELLED") : S("CONFIRMED"));
	put_person(&out, "ORGANIZER", ics->organizer_name, ics->organizer_mail);
	put_person(&out, "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE", ics->attendee_name, ics->attendee_mail);
	text_put(&out, S("END:VEVENT\r\nEND:VCALENDAR\r\n"));
	return text_str(&out);
}
