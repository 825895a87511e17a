/* dialect.c: cuts a migration into its parts, and maps the words that differ. */
#include "store/dialect.h"

#include "base/check.h"
#include "base/text.h"

enum part { BOTH, SQLITE, POSTGRES };

static const struct {
	const char *from, *to;
	bool in_casts;
} types[] = {
	{ "INTEGER", "BIGINT", true },
	{ "BLOB", "BYTEA", true },
	{ "REAL", "DOUBLE PRECISION", true },
	/* By bytes, as SQLite compares: the order of a list must not depend on the server's locale. */
	{ "TEXT", "TEXT COLLATE \"C\"", false },
};

static enum part part_after(str line, enum part part)
{
	line = str_trim(line);
	if (str_equal(line, S("-- both:")))
		return BOTH;
	if (str_equal(line, S("-- sqlite:")))
		return SQLITE;
	return str_equal(line, S("-- postgres:")) ? POSTGRES : part;
}

str dialect_sqlite(struct arena *arena, str sql)
{
	struct text text;
	text_open(&text, arena, sql.len + 1);
	enum part part = BOTH;
	while (!str_empty(sql)) {
		str line = str_cut(&sql, '\n');
		part = part_after(line, part);
		if (part != POSTGRES)
			text_put(&text, line);
		text_char(&text, '\n');
	}
	return text_str(&text);
}

/* Mapping for PostgreSQL. */

struct mapper {
	struct text out;
	str rest, word_before;
	bool in_options; /* behind a table's closing bracket: STRICT, WITHOUT ROWID */
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* How long the comment, string or quoted name at the start is; 0 when there is none. */
static size_t opaque_length(str s)
{
	char end = s.at[0];
	if (str_starts(s, S("--")))
		end = '\n';
	else if (end != '\'' && end != '"')
		return 0;
	size_t at = 1;
	while (at < s.len && s.at[at] != end)
		at++;
	return at < s.len ? at + 1 : at;
}

static void map_word(struct mapper *mapper, str word)
{
	if (str_equal(word, S("STRICT")) || str_equal(word, S("WITHOUT"))) {
		mapper->in_options = true;
		return;
	}
	bool cast = str_equal_fold(mapper->word_before, S("AS"));
	str mapped = word;
	for (size_t i = 0; i < COUNT(types); i++) {
		if (str_equal(word, str_from(types[i].from)) && (types[i].in_casts || !cast))
			mapped = str_from(types[i].to);
	}
	text_put(&mapper->out, mapped);
	mapper->word_before = word;
}

static void map_next(struct mapper *mapper)
{
	size_t len = opaque_length(mapper->rest);
	bool word = len == 0 && is_word(mapper->rest.at[0]);
	while (word && len < mapper->rest.len && is_word(mapper->rest.at[len]))
		len++;
	if (len == 0)
		len = 1;
	str piece = str_first(mapper->rest, len);
	mapper->rest = str_skip(mapper->rest, len);
	if (str_equal(piece, S(";")))
		mapper->in_options = false;
	if (mapper->in_options)
		return;
	if (word)
		map_word(mapper, piece);
	else
		text_put(&mapper->out, piece);
}

str dialect_postgres(struct arena *arena, str sql)
{
	struct mapper mapper = { .rest = S("") };
	text_open(&mapper.out, arena, sql.len + 1);
	enum part part = BOTH;
	while (!str_empty(sql)) {
		str line = str_cut(&sql, '\n');
		part = part_after(line, part);
		if (part == POSTGRES)
			text_put(&mapper.out, line);
		mapper.rest = part == BOTH ? line : S("");
		while (!str_empty(mapper.rest))
			map_next(&mapper);
		text_char(&mapper.out, '\n');
	}
	return text_str(&mapper.out);
}
