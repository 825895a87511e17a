/*
 * embed.c: turns files into C tables, so that the binary needs nothing beside it.
 *
 *     embed assets OUT.c FOLDER [OUT.d]
 *         the built front end as `assets` of http/asset.h; NAME.br and NAME.gz beside a
 *         file are its compressed forms; OUT.d names what was read, for ninja
 *     embed files OUT.h OUT.c INCLUDE_NAME TABLE FILE…
 *         other files as `const struct embedded TABLE[]`, ending with a NULL name
 *
 * An asset's address carries a hash of its content.  Therefore no asset may name
 * another one by address: a page hands addresses over in attributes.
 */
#include "tool.h"

#include <dirent.h>
#include <stdlib.h>

#define ASSETS_MAX 256
#define LINE_BYTES 100

struct type {
	const char *ending, *content_type;
};

static const struct type types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".json", "application/json" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".png", "image/png" },
	{ ".webp", "image/webp" },
	{ ".ico", "image/x-icon" },
	{ ".woff2", "font/woff2" },
};

static const char *content_type_of(const char *name)
{
	const char *ending = strrchr(name, '.');
	for (size_t i = 0; ending && i < sizeof types / sizeof *types; i++) {
		if (!strcmp(ending, types[i].ending))
			return types[i].content_type;
	}
	return NULL;
}

static char *path_of(struct tool *tool, const char *folder, const char *name, const char *ending)
{
	struct tool_text path = { .tool = tool };
	tool_format(&path, "%s/%s%s", folder, name, ending);
	return path.at;
}

/* A file that need not be there. */
static str read_if_there(struct tool *tool, const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return (str){ "", 0 };
	fclose(file);
	str content = { "", 0 };
	tool_read(tool, path, &content);
	return content;
}

static void put_bytes(struct tool_text *out, const char *name, size_t number, str bytes)
{
	tool_format(out, "static const char %s_%zu[] =", name, number);
	for (size_t i = 0; i < bytes.len; i += LINE_BYTES) {
		tool_put(out, S("\n\t\""));
		for (size_t j = i; j < bytes.len && j < i + LINE_BYTES; j++) {
			unsigned char c = (unsigned char)bytes.at[j];
			if (c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '?')
				tool_put(out, (str){ bytes.at + j, 1 });
			else
				tool_format(out, "\\%03o", c);
		}
		tool_put(out, S("\""));
	}
	tool_put(out, bytes.len ? S(";\n") : S(" \"\";\n"));
}

static void put_head(struct tool_text *out, const char *include_name)
{
	tool_format(out,
		    "/* Made by tools/embed. */\n#include \"%s\"\n\n#pragma GCC diagnostic ignored "
		    "\"-Woverlength-strings\"\n\n",
		    include_name);
}

/* FNV-1a, folded to the eight digits of an address: it tells contents apart, it guards nothing. */
static uint32_t hash(str s)
{
	uint64_t sum = 14695981039346656037u;
	for (size_t i = 0; i < s.len; i++)
		sum = (sum ^ (unsigned char)s.at[i]) * 1099511628211u;
	return (uint32_t)(sum ^ sum >> 32); /* both halves count */
}

static void refuse_references(struct tool *tool, const char *path, const char *name, str content)
{
	const char *ending = strrchr(name, '.');
	if (strcmp(ending, ".css") != 0 && strcmp(ending, ".js") != 0)
		return;
	int line = 1;
	for (size_t i = 0; i < content.len; i++) {
		line += content.at[i] == '\n';
		if (tool_starts((str){ content.at + i, content.len - i }, S("/assets/")))
			tool_complain(
			    tool, path, line,
			    "names an asset by its address, which changes with its content");
	}
}

struct asset_rows {
	struct tool_text bytes, rows;
};

static void put_asset(struct tool *tool, const char *folder, const char *name, size_t number,
		      struct asset_rows *out)
{
	const char *path = path_of(tool, folder, name, "");
	str plain;
	if (!tool_read(tool, path, &plain))
		return;
	refuse_references(tool, path, name, plain);
	str gzip = read_if_there(tool, path_of(tool, folder, name, ".gz"));
	str brotli = read_if_there(tool, path_of(tool, folder, name, ".br"));
	const char *ending = strrchr(name, '.');
	put_bytes(&out->bytes, "plain", number, plain);
	put_bytes(&out->bytes, "gzip", number, gzip);
	put_bytes(&out->bytes, "brotli", number, brotli);
	tool_format(&out->rows, "\t{ \"%s\", \"/assets/%.*s-%08x%s\", \"%s\",\n", name,
		    (int)(ending - name), name, hash(plain), ending, content_type_of(name));
	tool_format(&out->rows,
		    "\t  { plain_%zu, %zu }, { gzip_%zu, %zu }, { brotli_%zu, %zu } },\n", number,
		    plain.len, number, gzip.len, number, brotli.len);
}

static int name_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t list(struct tool *tool, const char *folder, char **names)
{
	DIR *directory = opendir(folder);
	if (!directory) {
		tool_complain(tool, folder, 1, "is no folder");
		return 0;
	}
	size_t count = 0;
	for (const struct dirent *entry; (entry = readdir(directory));) {
		if (!content_type_of(entry->d_name) ||
		    strspn(entry->d_name, "abcdefghijklmnopqrstuvwxyz0123456789._-") !=
			strlen(entry->d_name))
			continue;
		if (count == ASSETS_MAX) {
			tool_complain(tool, folder, 1, "holds more than %d assets", ASSETS_MAX);
			break;
		}
		names[count] = tool_take(tool, strlen(entry->d_name) + 1);
		strcpy(names[count], entry->d_name);
		count++;
	}
	closedir(directory);
	qsort(names, count, sizeof *names, name_order);
	return count;
}

static bool embed_assets(struct tool *tool, int count, char **arguments)
{
	if (count != 4 && count != 5)
		return false;
	const char *folder = arguments[3];
	char *names[ASSETS_MAX];
	size_t found = list(tool, folder, names);
	if (!found)
		tool_complain(tool, folder, 1, "holds no assets");
	struct asset_rows out = { { .tool = tool }, { .tool = tool } };
	struct tool_text depends = { .tool = tool };
	put_head(&out.bytes, "http/asset.h");
	tool_format(&depends, "%s:", arguments[2]);
	for (size_t i = 0; i < found; i++) {
		put_asset(tool, folder, names[i], i, &out);
		tool_format(&depends, " %s/%s", folder, names[i]);
	}
	tool_put(&depends, S("\n"));
	tool_put(&out.bytes, S("\nconst struct asset assets[] = {\n"));
	tool_put(&out.bytes, tool_str(&out.rows));
	tool_put(&out.bytes,
		 S("\t{ NULL, NULL, NULL, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },\n};\n"));
	return !tool->complaints && tool_write(tool, arguments[2], tool_str(&out.bytes)) &&
	       (count == 4 || tool_write(tool, arguments[4], tool_str(&depends)));
}

static bool embed_files(struct tool *tool, int count, char **arguments)
{
	if (count < 7)
		return false;
	struct tool_text header = { .tool = tool }, source = { .tool = tool },
			 rows = { .tool = tool };
	const char *table = arguments[5];
	tool_format(&header,
		    "/* Made by tools/embed. */\n#ifndef EMBEDDED_%s\n#define "
		    "EMBEDDED_%s\n#include \"base/str.h\"\n\n"
		    "#ifndef EMBEDDED\n#define EMBEDDED\nstruct embedded { const char *name; str "
		    "bytes; };\n#endif\n"
		    "extern const struct embedded %s[]; /* ends with a NULL name */\n#endif\n",
		    table, table, table);
	put_head(&source, arguments[4]);
	for (int i = 6; i < count; i++) {
		const char *name = strrchr(arguments[i], '/');
		name = name ? name + 1 : arguments[i];
		str content;
		if (!tool_read(tool, arguments[i], &content))
			return false;
		put_bytes(&source, table, (size_t)i, content);
		tool_put(&rows, S("\t{ "));
		tool_quote(&rows, tool_c_str(name));
		tool_format(&rows, ", { %s_%d, %zu } },\n", table, i, content.len);
	}
	tool_format(&source, "\nconst struct embedded %s[] = {\n%s\t{ NULL, { NULL, 0 } },\n};\n",
		    table, rows.at);
	return tool_write(tool, arguments[2], tool_str(&header)) &&
	       tool_write(tool, arguments[3], tool_str(&source));
}

int main(int count, char **arguments)
{
	static const struct {
		const char *name;
		bool (*run)(struct tool *tool, int count, char **arguments);
	} commands[] = {
		{ "assets", embed_assets },
		{ "files", embed_files },
	};
	struct tool tool = { .complain_to = stderr };
	bool good = false;
	for (size_t i = 0; count > 1 && i < sizeof commands / sizeof *commands; i++) {
		if (!strcmp(arguments[1], commands[i].name))
			good = commands[i].run(&tool, count, arguments);
	}
	if (!good && !tool.complaints)
		fputs("usage: embed assets OUT.c FOLDER [OUT.d] | embed files OUT.h OUT.c "
		      "INCLUDE_NAME TABLE FILE…\n",
		      stderr);
	tool_close(&tool);
	return good ? 0 : 1;
}
