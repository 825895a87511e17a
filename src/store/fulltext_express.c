/*
 * fulltext_express.c: a question as the engines want it: "17a_b" AND ("17a_c" OR "17a_d") for FTS5, '17a_b' & ('17a_c' |
 * '17a_d') for PostgreSQL.
 */
#include "store/fulltext_express.h"

static void put_operator(const struct search *search, struct text *out, char op)
{
	if (db_is_sqlite(search->db))
		text_put(out, op == '&' ? S(" AND ") : S(" OR "));
	else
		text_format(out, " %c ", op);
}

void express_quoted(const struct search *search, struct text *out, enum level level, str word)
{
	char quote = db_is_sqlite(search->db) ? '"' : '\'';
	text_char(out, quote);
	word_spell(out, search->query->brand_id, level, word);
	text_char(out, quote);
}

static void put_word(const struct search *search, struct text *out, size_t index, enum level level, bool is_plain)
{
	const struct word *word = &search->words[index];
	size_t count = is_plain ? 1 : word->count;
	if (search->query->aside)
		level += LEVEL_ASIDE;
	text_char(out, '(');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			put_operator(search, out, '|');
		express_quoted(search, out, level, word->at[i].text);
	}
	text_char(out, ')');
}

void express_word(const struct search *search, struct text *out, size_t index, enum level level)
{
	put_word(search, out, index, level, search->is_plain);
}

static void put_marks(const struct search *search, struct text *out)
{
	str marks = search->query->marks;
	while (!str_empty(marks)) {
		str group = str_cut(&marks, ' ');
		if (str_empty(group))
			continue;
		if (out->len > 0)
			put_operator(search, out, '&');
		text_char(out, '(');
		for (bool first = true; !str_empty(group); first = false) {
			if (!first)
				put_operator(search, out, '|');
			express_quoted(search, out, LEVEL_MARK, str_cut(&group, FULLTEXT_OR));
		}
		text_char(out, ')');
	}
}

str express_marks(const struct search *search)
{
	struct text out;
	text_open(&out, search->arena, 128);
	put_marks(search, &out);
	return text_str(&out);
}

static void put_audiences(const struct search *search, struct text *out)
{
	text_char(out, '(');
	for (size_t i = 0; i < search->audiences.count; i++) {
		if (i > 0)
			put_operator(search, out, '|');
		express_quoted(search, out, LEVEL_AUDIENCE,
			   str_format(search->arena, "%lld", (long long)search->audiences.ids[i]));
	}
	text_char(out, ')');
}

static str but_not(const struct search *search, str wanted, str without)
{
	return str_format(search->arena, db_is_sqlite(search->db) ? "(%.*s) NOT (%.*s)" : "(%.*s) & !(%.*s)",
			  STR_ARG(wanted), STR_ARG(without));
}

/* Only what stands aside bears a word of there, and whoever bears one of the words bears it there, too. */
str express_not_aside(const struct search *search, str wanted)
{
	struct text out;
	text_open(&out, search->arena, 64);
	for (size_t i = 0; i < search->count; i++) {
		if (i > 0)
			put_operator(search, &out, '|');
		express_quoted(search, &out, LEVEL_ASIDE + LEVEL_ANY, search->words[i].at[0].text);
	}
	return search->query->without_aside ? but_not(search, wanted, text_str(&out)) : wanted;
}

str express_without(const struct search *search, str wanted)
{
	str marks = search->query->without_marks;
	struct text out;
	text_open(&out, search->arena, 64);
	while (!str_empty(marks)) {
		if (out.len)
			put_operator(search, &out, '|');
		express_quoted(search, &out, LEVEL_MARK, str_cut(&marks, FULLTEXT_OR));
	}
	return out.len ? but_not(search, wanted, text_str(&out)) : wanted;
}

/* Only what the member may see: not what is others', but for the member's own audiences. */
str express_visible(const struct search *search, str wanted)
{
	struct text own, other;
	text_open(&own, search->arena, 256);
	text_open(&other, search->arena, 64);
	put_audiences(search, &own);
	express_quoted(search, &other, LEVEL_AUDIENCE, AUDIENCE_OTHER);
	if (search->audiences.too_many)
		return wanted;
	if (!search->audiences.everyones) {
		struct text both;
		text_open(&both, search->arena, wanted.len + own.len + 16);
		text_put(&both, wanted);
		put_operator(search, &both, '&');
		text_put(&both, text_str(&own));
		return text_str(&both);
	}
	str hidden = text_str(&other);
	if (search->audiences.count > 0)
		hidden = but_not(search, hidden, text_str(&own));
	return but_not(search, wanted, hidden);
}

/* FTS5 leads all lists of an AND forward at each step, and marks have the longest ones.  Behind an OR the words agree among
   themselves first, and marks are asked only about what holds all of them; nothing holds the other side. */
str express_all(const struct search *search, size_t count, enum level level)
{
	struct text out;
	bool is_apart = count > 1 && db_is_sqlite(search->db) && !str_empty(str_trim(search->query->marks));
	text_open(&out, search->arena, 256);
	if (is_apart)
		text_put(&out, S("(("));
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			put_operator(search, &out, '&');
		express_word(search, &out, i, level);
	}
	if (is_apart) {
		text_put(&out, S(") OR "));
		express_quoted(search, &out, LEVEL_ANY, S(""));
		text_char(&out, ')');
	}
	put_marks(search, &out);
	return text_str(&out);
}

/* A rare word's documents lie far apart: looking each up in the long list of a mark costs more than reading its row. */
str express_rarest(const struct search *search)
{
	struct text out;
	text_open(&out, search->arena, 64);
	express_word(search, &out, 0, LEVEL_ANY);
	if (search->query->boost_least <= 0)
		put_marks(search, &out);
	return text_str(&out);
}

/* The rarest words as they are, as many as the candidates can show; of the others only where they say most. */
str express_some(const struct search *search)
{
	struct text out;
	int64_t documents = 0;
	text_open(&out, search->arena, 256);
	text_char(&out, '(');
	for (size_t i = 0; i < search->count; i++) {
		documents += search->words[i].documents;
		bool is_rare = i == 0 || documents <= RARE_MAX || search->is_small;
		if (i > 0)
			put_operator(search, &out, '|');
		put_word(search, &out, i, is_rare ? LEVEL_ANY : LEVEL_MUCH, !is_rare);
	}
	text_char(&out, ')');
	put_marks(search, &out);
	return text_str(&out);
}
