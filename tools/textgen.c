/*
 * textgen.c: merges the text/LANGUAGE.po files of all rooms into one enum and one table a language.
 *
 *     textgen text.gen.h text.gen.c src/view/text/de.po src/view/text/en.po …
 *
 * A file's name is its language; every language must have every key, with the same
 * placeholders.  The tables hold each form twice, plain and as HTML, so that a page
 * copies words without looking at them.
 */
#include "textgen.h"

#include <ctype.h>
#include <stdlib.h>

static int compare(str a, str b)
{
	int order = memcmp(a.at, b.at, a.len < b.len ? a.len : b.len);
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int entry_order(const void *a, const void *b)
{
	const struct entry *one = a, *other = b;
	int order = compare(one->key, other->key);
	return order ? order : one->line - other->line;
}

static void complain(struct tool *tool, const struct entry *entry, const char *what)
{
	tool_complain(tool, entry->file, entry->line, "%.*s %s", STR_ARG(entry->key), what);
}

static bool same_words(const struct entry *a, const struct entry *b)
{
	if (a->plural != b->plural || a->form_count != b->form_count)
		return false;
	for (int i = 0; i < a->form_count; i++) {
		if (!tool_same(a->forms[i], b->forms[i]))
			return false;
	}
	return true;
}

/* The text that is none stands first, so that a record's zero means it. */
static void add_none(struct tool *tool, struct catalogue *catalogue)
{
	struct entry *entries = tool_take(tool, (catalogue->count + 1) * sizeof *entries);
	entries[0] = (struct entry){
		.key = S(""), .forms = { S("") }, .form_count = 1, .file = "", .line = 1
	};
	if (catalogue->count)
		memcpy(entries + 1, catalogue->entries, catalogue->count * sizeof *entries);
	catalogue->entries = entries;
	catalogue->count++;
}

/* Sorts, and folds a key that several rooms define with the same words. */
static void sort(struct tool *tool, struct catalogue *catalogue)
{
	if (!catalogue->count)
		return;
	qsort(catalogue->entries, catalogue->count, sizeof *catalogue->entries, entry_order);
	size_t kept = 0;
	for (size_t i = 1; i < catalogue->count; i++) {
		const struct entry *last = &catalogue->entries[kept],
				   *entry = &catalogue->entries[i];
		if (!tool_same(last->key, entry->key))
			catalogue->entries[++kept] = *entry;
		else if (!same_words(last, entry))
			tool_complain(tool, entry->file, entry->line,
				      "%.*s has other words in %s:%d", STR_ARG(entry->key),
				      last->file, last->line);
	}
	catalogue->count = kept + 1;
}

/* The next {name} at or after *at; false when there is none.  Complains about a brace without a name. */
static bool placeholder(struct tool *tool, const struct entry *entry, str form, size_t *at,
			str *name_out)
{
	for (; *at < form.len; ++*at) {
		if (form.at[*at] == '}')
			complain(tool, entry, "has a } without {");
		if (form.at[*at] != '{')
			continue;
		size_t start = ++*at;
		while (*at < form.len &&
		       (islower((unsigned char)form.at[*at]) || form.at[*at] == '_'))
			++*at;
		if (*at == form.len || form.at[*at] != '}' || *at == start) {
			complain(tool, entry, "has a { that is not followed by a name and }");
			return false;
		}
		*name_out = (str){ form.at + start, *at - start };
		++*at;
		return true;
	}
	return false;
}

static bool has_placeholder(struct tool *tool, const struct entry *entry, str name)
{
	for (int i = 0; i < entry->form_count; i++) {
		str found;
		for (size_t at = 0; placeholder(tool, entry, entry->forms[i], &at, &found);) {
			if (tool_same(found, name))
				return true;
		}
	}
	return false;
}

static void check_placeholders(struct tool *tool, const struct entry *entry,
			       const struct entry *other)
{
	for (int i = 0; i < entry->form_count && !tool->complaints; i++) {
		str name;
		for (size_t at = 0; placeholder(tool, entry, entry->forms[i], &at, &name);) {
			if (!has_placeholder(tool, other, name))
				tool_complain(tool, other->file, other->line,
					      "%.*s lacks {%.*s}, which %s:%d has",
					      STR_ARG(other->key), STR_ARG(name), entry->file,
					      entry->line);
		}
	}
}

static void check_forms(struct tool *tool, const struct catalogue *catalogue,
			const struct entry *entry)
{
	int due = entry->plural ? catalogue->plurals : 1;
	if (entry->plural && !catalogue->plurals)
		complain(
		    tool, entry,
		    "has plural forms, but no file of this language has a Plural-Forms header");
	else if (entry->form_count > due)
		complain(tool, entry, "has a plural form that its language never uses");
	else if (entry->form_count < due)
		complain(tool, entry, "lacks a plural form");
	for (int i = 0; i < entry->form_count; i++) {
		if (!entry->forms[i].len)
			complain(tool, entry, "has no words");
	}
}

static const struct entry *find(const struct catalogue *catalogue, str key)
{
	for (size_t low = 0, high = catalogue->count; low < high;) {
		size_t middle = (low + high) / 2;
		int order = compare(key, catalogue->entries[middle].key);
		if (!order)
			return &catalogue->entries[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static void check_pair(struct tool *tool, const struct catalogue *have,
		       const struct catalogue *other)
{
	for (size_t i = 0; i < have->count; i++) {
		const struct entry *entry = &have->entries[i], *twin = find(other, entry->key);
		if (!twin)
			tool_complain(tool, entry->file, entry->line,
				      "%.*s is missing in language %.*s", STR_ARG(entry->key),
				      STR_ARG(other->code));
		else if (twin->plural != entry->plural)
			complain(tool, entry, "has plural forms in one language only");
		else
			check_placeholders(tool, entry, twin);
	}
}

static void put_name(struct tool_text *out, str key)
{
	for (size_t i = 0; i < key.len; i++) {
		char c = key.at[i] == '.' || key.at[i] == '-' ? '_' : key.at[i];
		tool_put(out, (str){ &c, 1 });
	}
}

static void check_names(struct tool *tool, const struct catalogue *catalogue)
{
	str last = { "", 0 };
	for (size_t i = 0; i < catalogue->count; i++) {
		struct tool_text name = { .tool = tool };
		put_name(&name, catalogue->entries[i].key);
		if (tool_same(tool_str(&name), last))
			complain(tool, &catalogue->entries[i],
				 "has the same C name as another key");
		last = tool_str(&name);
	}
}

static void check(struct tool *tool, struct catalogue *catalogues, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		sort(tool, &catalogues[i]);
		for (size_t j = 0; j < catalogues[i].count; j++)
			check_forms(tool, &catalogues[i], &catalogues[i].entries[j]);
	}
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < count; j++) {
			if (i != j)
				check_pair(tool, &catalogues[i], &catalogues[j]);
		}
	}
	check_names(tool, &catalogues[0]);
}

static void put_upper(struct tool_text *out, str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = (char)toupper((unsigned char)s.at[i]);
		tool_put(out, (str){ &c, 1 });
	}
}

static void put_html(struct tool_text *out, str s)
{
	static const struct {
		char c;
		const char *html;
	} escapes[] = {
		{ '&', "&amp;" }, { '<', "&lt;" },   { '>', "&gt;" },
		{ '"', "&#34;" }, { '\'', "&#39;" },
	};
	for (size_t i = 0; i < s.len; i++) {
		str piece = { s.at + i, 1 };
		for (size_t j = 0; j < sizeof escapes / sizeof *escapes; j++) {
			if (s.at[i] == escapes[j].c)
				piece = tool_c_str(escapes[j].html);
		}
		tool_put(out, piece);
	}
}

static void put_str(struct tool_text *out, str s)
{
	tool_put(out, S("{ "));
	tool_quote(out, s);
	tool_format(out, ", %zu }", s.len);
}

static void header_put(struct tool_text *out, const struct catalogue *catalogues, size_t count)
{
	tool_put(out,
		 S("/* Made by tools/textgen from text/LANGUAGE.po. */\n#ifndef VIEW_TEXT_GEN_H\n"
		   "#define VIEW_TEXT_GEN_H\n\nenum language {\n"));
	for (size_t i = 0; i < count; i++) {
		tool_put(out, S("\tLANGUAGE_"));
		put_upper(out, catalogues[i].code);
		tool_put(out, S(",\n"));
	}
	tool_put(out, S("\tLANGUAGE_COUNT\n};\n\nenum text_id {\n"));
	for (size_t i = 0; i < catalogues[0].count; i++) {
		tool_put(out, S("\tTEXT_"));
		put_name(out, catalogues[0].entries[i].key.len ? catalogues[0].entries[i].key
							       : S("NONE"));
		tool_put(out, S(",\n"));
	}
	tool_put(out, S("\tTEXT_COUNT\n};\n#endif\n"));
}

static void language_put(struct tool_text *out, const struct catalogue *catalogue)
{
	str code = catalogue->code;
	tool_format(out,
		    "static unsigned plural_%.*s(unsigned long long n)\n{\n\t(void)n;\n\treturn "
		    "(unsigned)(%.*s);\n}\n\n",
		    STR_ARG(code), STR_ARG(catalogue->plurals ? catalogue->plural : S("0")));
	tool_format(out, "static const struct words words_%.*s[] = {\n", STR_ARG(code));
	for (size_t i = 0; i < catalogue->count; i++) {
		for (int j = 0; j < catalogue->entries[i].form_count; j++) {
			struct tool_text html = { .tool = out->tool };
			put_html(&html, catalogue->entries[i].forms[j]);
			tool_put(out, S("\t{ "));
			put_str(out, catalogue->entries[i].forms[j]);
			tool_put(out, S(", "));
			put_str(out, tool_str(&html));
			tool_put(out, S(" },\n"));
		}
	}
	tool_format(out, "};\n\nstatic const uint32_t first_%.*s[TEXT_COUNT + 1] = {",
		    STR_ARG(code));
	unsigned first = 0;
	for (size_t i = 0; i < catalogue->count; i++) {
		tool_format(out, "%s%u,", i % 16 ? " " : "\n\t", first);
		first += (unsigned)catalogue->entries[i].form_count;
	}
	tool_format(out, " %u\n};\n\n", first);
}

static void source_put(struct tool_text *out, const struct catalogue *catalogues, size_t count)
{
	tool_put(
	    out,
	    S("/* Made by tools/textgen from text/LANGUAGE.po. */\n#include \"view/words.h\"\n\n"
	      "/* The plural rules are the translators' own expressions. */\n"
	      "#pragma GCC diagnostic ignored \"-Wparentheses\"\n"
	      "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"));
	for (size_t i = 0; i < count; i++)
		language_put(out, &catalogues[i]);
	tool_put(out, S("const struct language_words language_words[LANGUAGE_COUNT] = {\n"));
	for (size_t i = 0; i < count; i++) {
		str code = catalogues[i].code;
		tool_put(out, S("\t{ "));
		put_str(out, code);
		tool_format(out, ", words_%.*s, first_%.*s, plural_%.*s },\n", STR_ARG(code),
			    STR_ARG(code), STR_ARG(code));
	}
	tool_put(out, S("};\n\nconst str text_keys[TEXT_COUNT] = {\n"));
	for (size_t i = 0; i < catalogues[0].count; i++) {
		tool_put(out, S("\t"));
		put_str(out, catalogues[0].entries[i].key);
		tool_put(out, S(",\n"));
	}
	tool_put(out, S("};\n"));
}

bool textgen_make(struct tool *tool, struct catalogue *catalogues, size_t count,
		  struct tool_text *header_out, struct tool_text *source_out)
{
	if (!tool->complaints)
		check(tool, catalogues, count);
	if (tool->complaints)
		return false;
	for (size_t i = 0; i < count; i++)
		add_none(tool, &catalogues[i]);
	header_put(header_out, catalogues, count);
	source_put(source_out, catalogues, count);
	return true;
}

static struct catalogue *catalogue_of(struct catalogue *catalogues, size_t *count, const char *path)
{
	const char *name = strrchr(path, '/');
	name = name ? name + 1 : path;
	str code = { name, strcspn(name, ".") };
	for (size_t i = 0; i < *count; i++) {
		if (tool_same(catalogues[i].code, code))
			return &catalogues[i];
	}
	if (*count == LANGUAGES_MAX || !code.len ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyz_") < code.len ||
	    strcmp(name + code.len, ".po") != 0)
		return NULL;
	catalogues[*count].code = code;
	return &catalogues[(*count)++];
}

static int catalogue_order(const void *a, const void *b)
{
	const struct catalogue *one = a, *other = b;
	return compare(one->code, other->code);
}

static bool run(struct tool *tool, int count, char **arguments)
{
	struct catalogue catalogues[LANGUAGES_MAX] = { 0 };
	size_t languages = 0;
	for (int i = 3; i < count; i++) {
		struct catalogue *catalogue = catalogue_of(catalogues, &languages, arguments[i]);
		if (catalogue)
			textgen_read(tool, catalogue, arguments[i]);
		else
			tool_complain(tool, arguments[i], 1,
				      "a file of words is named LANGUAGE.po");
	}
	qsort(catalogues, languages, sizeof *catalogues, catalogue_order);
	struct tool_text header = { .tool = tool }, source = { .tool = tool };
	return textgen_make(tool, catalogues, languages, &header, &source) &&
	       tool_write(tool, arguments[1], tool_str(&header)) &&
	       tool_write(tool, arguments[2], tool_str(&source));
}

int main(int count, char **arguments)
{
	if (count < 4) {
		fputs("usage: textgen text.gen.h text.gen.c LANGUAGE.po…\n", stderr);
		return 2;
	}
	struct tool tool = { .complain_to = stderr };
	bool good = run(&tool, count, arguments);
	tool_close(&tool);
	return good ? 0 : 1;
}
