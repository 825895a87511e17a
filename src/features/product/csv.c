/* csv.c: one pass over the bytes; a field without quotes is a piece of the input, one with quotes is built anew. */
#include "features/product/csv.h"

static size_t count_of(str line, char c)
{
	size_t count = 0;
	for (size_t i = 0; i < line.len; i++)
		count += line.at[i] == c;
	return count;
}

void csv_open(struct csv *csv, struct arena *arena, str bytes)
{
	static const char separators[] = { ',', ';', '\t' };
	if (str_starts(bytes, S("\xEF\xBB\xBF")))
		bytes = str_skip(bytes, 3);
	*csv = (struct csv){ .arena = arena, .rest = bytes, .separator = ',', .line = 0 };
	str rest = bytes, first = str_cut(&rest, '\n');
	for (size_t i = 1; i < sizeof(separators); i++) {
		if (count_of(first, separators[i]) > count_of(first, csv->separator))
			csv->separator = separators[i];
	}
}

static bool at_line_end(str rest)
{
	return rest.len == 0 || rest.at[0] == '\n' || (rest.at[0] == '\r' && (rest.len == 1 || rest.at[1] == '\n'));
}

/* Behind the opening quote; false when it never closes or something stands behind it. */
static bool take_quoted(struct csv *csv, str *field_out, int64_t *lines)
{
	struct text text;
	text_open(&text, csv->arena, 64);
	for (;;) {
		if (!csv->rest.len)
			return false;
		char c = csv->rest.at[0];
		csv->rest = str_skip(csv->rest, 1);
		*lines += c == '\n';
		if (c != '"') {
			text_char(&text, c);
		} else if (csv->rest.len && csv->rest.at[0] == '"') {
			text_char(&text, '"');
			csv->rest = str_skip(csv->rest, 1);
		} else {
			*field_out = text_str(&text);
			return at_line_end(csv->rest) || csv->rest.at[0] == csv->separator;
		}
	}
}

static str take_plain(struct csv *csv)
{
	size_t len = 0;
	while (len < csv->rest.len && csv->rest.at[len] != csv->separator && !at_line_end(str_skip(csv->rest, len)))
		len++;
	str field = str_first(csv->rest, len);
	csv->rest = str_skip(csv->rest, len);
	return field;
}

static void skip_line_end(struct csv *csv)
{
	if (csv->rest.len && csv->rest.at[0] == '\r')
		csv->rest = str_skip(csv->rest, 1);
	if (csv->rest.len && csv->rest.at[0] == '\n')
		csv->rest = str_skip(csv->rest, 1);
}

bool csv_next(struct csv *csv, struct csv_row *row_out, const char **wrong_out)
{
	row_out->count = 0;
	*wrong_out = NULL;
	if (!csv->rest.len)
		return false;
	int64_t lines = 1;
	csv->line++;
	for (;;) {
		str field;
		bool is_quoted = csv->rest.len && csv->rest.at[0] == '"';
		if (is_quoted) {
			csv->rest = str_skip(csv->rest, 1);
			if (!take_quoted(csv, &field, &lines)) {
				*wrong_out = "catalog.quote";
				str_cut(&csv->rest, '\n');
				csv->line += lines - 1;
				return true;
			}
		} else {
			field = take_plain(csv);
		}
		if (row_out->count < CSV_FIELDS_MAX)
			row_out->fields[row_out->count++] = field;
		else
			*wrong_out = "catalog.too_wide";
		if (at_line_end(csv->rest))
			break;
		csv->rest = str_skip(csv->rest, 1); /* the separator */
	}
	skip_line_end(csv);
	csv->line += lines - 1;
	return true;
}
