/* textgen_read.c: reads gettext's .po format: msgid, msgid_plural, msgstr, msgstr[n], strings over several lines. */
#include "textgen.h"

struct reader {
	struct tool *tool;
	struct catalogue *catalogue;
	const char *file;
	int line;
	struct entry entry;
	bool has_id;
	struct tool_text *open; /* where a further string line goes */
	struct tool_text key, key_plural, forms[FORMS_MAX];
};

static str line_of(str *rest)
{
	const char *end = memchr(rest->at, '\n', rest->len);
	size_t len = end ? (size_t)(end - rest->at) : rest->len;
	str line = { rest->at, len };
	rest->at += len + (end ? 1 : 0);
	rest->len -= len + (end ? 1 : 0);
	return tool_trim(line);
}

static void string(struct reader *reader, str s)
{
	if (s.len < 2 || s.at[0] != '"' || s.at[s.len - 1] != '"' || !reader->open) {
		tool_complain(reader->tool, reader->file, reader->line,
			      "a string in quotes belongs here");
		return;
	}
	static const char escapes[] = "nt\"\\", meanings[] = "\n\t\"\\";
	for (size_t i = 1; i + 1 < s.len; i++) {
		char c = s.at[i];
		if (c == '"')
			tool_complain(reader->tool, reader->file, reader->line,
				      "a quote inside a string is written \\\"");
		if (c == '\\') {
			const char *at = i + 2 < s.len ? strchr(escapes, s.at[i + 1]) : NULL;
			if (!at || !*at) {
				tool_complain(reader->tool, reader->file, reader->line,
					      "unknown escape in a string");
				return;
			}
			c = meanings[at - escapes];
			i++;
		}
		tool_put(reader->open, (str){ &c, 1 });
	}
}

/* The header's "Plural-Forms: nplurals=2; plural=(n != 1);" */
static void header_read(struct reader *reader, str header)
{
	while (header.len) {
		str line = line_of(&header);
		if (!tool_starts(line, S("Plural-Forms:")))
			continue;
		int plurals = 0, at = 0;
		char *copy = tool_take(reader->tool, line.len + 1);
		memcpy(copy, line.at, line.len);
		if (sscanf(copy, "Plural-Forms: nplurals=%d; plural=%n", &plurals, &at) < 1 ||
		    !at || plurals < 1 || plurals > FORMS_MAX) {
			tool_complain(reader->tool, reader->file, reader->line,
				      "Plural-Forms cannot be understood");
			return;
		}
		str rule = tool_trim((str){ copy + at, line.len - (size_t)at });
		if (rule.len && rule.at[rule.len - 1] == ';')
			rule.len--;
		if (!rule.len || strspn(rule.at, "n0123456789 ?:()!=<>&|%+-*/") < rule.len) {
			tool_complain(reader->tool, reader->file, reader->line,
				      "the plural rule is not an expression of n");
			return;
		}
		struct catalogue *catalogue = reader->catalogue;
		if (catalogue->plurals &&
		    (plurals != catalogue->plurals || !tool_same(rule, catalogue->plural)))
			tool_complain(reader->tool, reader->file, reader->line,
				      "Plural-Forms differs from %s", catalogue->file);
		catalogue->plurals = plurals;
		catalogue->plural = rule;
		catalogue->file = reader->file;
	}
}

static void add(struct reader *reader)
{
	struct catalogue *catalogue = reader->catalogue;
	if (catalogue->count == catalogue->room) {
		size_t room = catalogue->room ? catalogue->room * 2 : 256;
		struct entry *entries = tool_take(reader->tool, room * sizeof *entries);
		if (catalogue->count)
			memcpy(entries, catalogue->entries, catalogue->count * sizeof *entries);
		catalogue->entries = entries;
		catalogue->room = room;
	}
	catalogue->entries[catalogue->count++] = reader->entry;
}

static void finish(struct reader *reader)
{
	struct entry *entry = &reader->entry;
	if (reader->has_id && !reader->key.len) {
		header_read(reader, tool_str(&reader->forms[0]));
	} else if (reader->has_id) {
		entry->key = tool_str(&reader->key);
		entry->file = reader->file;
		for (int i = 0; i < entry->form_count; i++)
			entry->forms[i] = tool_str(&reader->forms[i]);
		if (!entry->form_count)
			tool_complain(reader->tool, reader->file, entry->line, "%.*s has no msgstr",
				      STR_ARG(entry->key));
		if (strspn(entry->key.at, "abcdefghijklmnopqrstuvwxyz0123456789_.-") <
		    entry->key.len)
			tool_complain(reader->tool, reader->file, entry->line,
				      "a key has small letters, digits, _ . and - only: %.*s",
				      STR_ARG(entry->key));
		add(reader);
	}
	struct tool *tool = reader->tool;
	*entry = (struct entry){ 0 };
	reader->has_id = false;
	reader->open = NULL;
	reader->key = reader->key_plural = (struct tool_text){ .tool = tool };
	for (int i = 0; i < FORMS_MAX; i++)
		reader->forms[i] = (struct tool_text){ .tool = tool };
}

static void form(struct reader *reader, str rest)
{
	int index = 0;
	if (rest.len > 3 && rest.at[0] == '[' && rest.at[2] == ']') {
		index = rest.at[1] - '0';
		rest = (str){ rest.at + 3, rest.len - 3 };
	}
	if (!reader->has_id || index != reader->entry.form_count || index >= FORMS_MAX) {
		tool_complain(reader->tool, reader->file, reader->line,
			      "this msgstr is out of order");
		return;
	}
	reader->entry.form_count++;
	reader->open = &reader->forms[index];
	string(reader, tool_trim(rest));
}

static void line_read(struct reader *reader, str line)
{
	static const char id[] = "msgid", plural[] = "msgid_plural", words[] = "msgstr";
	if (!line.len || line.at[0] == '#')
		return;
	if (line.at[0] == '"') {
		string(reader, line);
	} else if (tool_starts(line, S("msgid_plural"))) {
		reader->entry.plural = true;
		reader->open = &reader->key_plural;
		string(reader, tool_trim((str){ line.at + sizeof plural - 1,
						line.len - (sizeof plural - 1) }));
	} else if (tool_starts(line, S("msgid"))) {
		finish(reader);
		reader->has_id = true;
		reader->entry.line = reader->line;
		reader->open = &reader->key;
		string(reader,
		       tool_trim((str){ line.at + sizeof id - 1, line.len - (sizeof id - 1) }));
	} else if (tool_starts(line, S("msgstr"))) {
		form(reader, (str){ line.at + sizeof words - 1, line.len - (sizeof words - 1) });
	} else {
		tool_complain(reader->tool, reader->file, reader->line, "not a line of a .po file");
	}
}

void textgen_read(struct tool *tool, struct catalogue *catalogue, const char *path)
{
	str rest;
	if (!tool_read(tool, path, &rest))
		return;
	struct reader reader = { .tool = tool, .catalogue = catalogue, .file = path };
	finish(&reader);
	while (rest.len) {
		reader.line++;
		line_read(&reader, line_of(&rest));
	}
	finish(&reader);
}
