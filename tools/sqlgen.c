/*
 * sqlgen.c: SQL in, typed C out, or the build fails (docs/sql.md).
 *
 *   sqlgen DEPFILE OUT.h OUT.c SLICE.sql MIGRATIONS/
 *   sqlgen --migrations DEPFILE OUT.c MIGRATIONS/
 *   sqlgen --columns DEPFILE OUT.c MIGRATIONS/   what every column is, and the rows of each member
 *   sqlgen --postgres SLICE.sql MIGRATIONS/      a script that prepares all of it, for psql
 *
 * All migrations are run, in order, into an SQLite database in memory; every
 * statement of SLICE.sql is prepared and looked at there.  DEPFILE names the
 * migrations and their folder, so that a new one builds everything again.
 */
#include "sqlgen.h"

#include "base/check.h"
#include "base/log.h"
#include "store/dialect.h"
#include "store/plans.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { FILE_MAX = 4 * 1024 * 1024 };

struct source {
	str path, name, text;
	int number;
};

/* base/ logs through this; a tool's log is its standard error. */
void log_event(enum log_level, const char *event, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fprintf(stderr, "%s: ", event);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

void complain(struct sqlgen *gen, int line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fprintf(stderr, "%s:%d: error: ", gen->file, line);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	gen->complaints++;
}

static str file_read(struct sqlgen *gen, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct text text;
	text_open(&text, gen->arena, 64 * 1024);
	while (file && !feof(file) && !ferror(file) && text.len < FILE_MAX)
		text.len += fread(text_room(&text, 64 * 1024), 1, 64 * 1024, file);
	if (!file || ferror(file) || text.len >= FILE_MAX) {
		gen->file = path;
		complain(gen, 1, "cannot be read");
	}
	if (file)
		fclose(file);
	return text_str(&text);
}

static void file_write(struct sqlgen *gen, const char *path, str text)
{
	FILE *file = fopen(path, "wb");
	bool good = file && fwrite(text.at, 1, text.len, file) == text.len;
	if (file)
		good = fclose(file) == 0 && good;
	if (!good) {
		gen->file = path;
		complain(gen, 1, "cannot be written");
	}
}

/* "0001_core.sql" in order of their numbers, dense from 1. */

static int by_name(const void *a, const void *b)
{
	return str_compare(((const struct source *)a)->name, ((const struct source *)b)->name);
}

static void sources_number(struct sqlgen *gen, struct list *sources)
{
	for (size_t i = 0; i < sources->count; i++) {
		struct source *source = list_at(sources, i);
		int64_t number = 0;
		bool good = source->name.len > 9 && source->name.at[4] == '_' &&
			    str_number(str_first(source->name, 4), &number);
		source->number = (int)number;
		const struct source *before = i > 0 ? list_at(sources, i - 1) : NULL;
		gen->file = str_c(gen->arena, source->path);
		if (!good || number < 1)
			complain(gen, 1, "a migration is named NNNN_name.sql");
		else if (before && before->number == number)
			complain(gen, 1, "two migrations have number %d", source->number);
	}
}

static void sources_read(struct sqlgen *gen, const char *folder, struct list *sources)
{
	list_open(sources, gen->arena, sizeof(struct source));
	DIR *open = opendir(folder);
	if (!open) {
		gen->file = folder;
		complain(gen, 1, "no such folder");
		return;
	}
	for (const struct dirent *entry; (entry = readdir(open));) {
		str name = str_from(entry->d_name);
		if (!str_ends(name, S(".sql")))
			continue;
		struct source *source = list_add(sources);
		source->name = str_keep(gen->arena, name);
		source->path = str_format(gen->arena, "%s/%s", folder, entry->d_name);
		source->text = file_read(gen, str_c(gen->arena, source->path));
	}
	closedir(open);
	if (sources->count > 0)
		qsort(sources->at, sources->count, sources->size, by_name);
	sources_number(gen, sources);
}

static void depfile_write(struct sqlgen *gen, const char *path, const char *target,
			  const char *folder, const struct list *sources)
{
	struct text text;
	text_open(&text, gen->arena, 1000);
	text_format(&text, "%s: %s", target, folder);
	for (size_t i = 0; i < sources->count; i++)
		text_format(&text, " %.*s",
			    STR_ARG(((const struct source *)list_at(sources, i))->path));
	text_char(&text, '\n');
	file_write(gen, path, text_str(&text));
}

static void schema_make(struct sqlgen *gen, const struct list *sources)
{
	must(sqlite3_open(":memory:", &gen->schema) == SQLITE_OK);
	/* As on every connection: names in double quotes are names, LIKE minds case. */
	sqlite3_db_config(gen->schema, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(gen->schema, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_exec(gen->schema, "PRAGMA case_sensitive_like = ON", NULL, NULL, NULL);
	for (size_t i = 0; i < sources->count; i++) {
		const struct source *source = list_at(sources, i);
		gen->file = str_c(gen->arena, source->path);
		migration_check(gen, source->text);
	}
}

static str slice_of(const char *path)
{
	str name = str_from(path);
	for (size_t at; str_find(name, S("/"), &at);)
		name = str_skip(name, at + 1);
	return str_ends(name, S(".sql")) ? str_first(name, name.len - 4) : name;
}

static void slice_run(struct sqlgen *gen, char **paths)
{
	struct list sources;
	sources_read(gen, paths[4], &sources);
	schema_make(gen, &sources);
	/* Plans as in a house: a wrong migration has been complained of. */
	sqlite3_exec(gen->schema, STORE_PLANS, NULL, NULL, NULL);
	gen->file = paths[3];
	sql_parse(gen, file_read(gen, paths[3]));
	for (size_t i = 0; i < gen->queries.count; i++)
		query_check(gen, list_at(&gen->queries, i));
	sqlite3_close(gen->schema);
	if (gen->complaints)
		return;
	struct text header, source;
	text_open(&header, gen->arena, 64 * 1024);
	text_open(&source, gen->arena, 64 * 1024);
	header_emit(gen, slice_of(paths[3]), &header);
	source_emit(gen, slice_of(paths[3]), slice_of(paths[1]), &source); /* includes the header by its own name */
	file_write(gen, paths[1], text_str(&header));
	file_write(gen, paths[2], text_str(&source));
	depfile_write(gen, paths[0], paths[1], paths[4], &sources);
}

/* The other engine reads the same: its schema, then every statement. */
static void postgres_run(struct sqlgen *gen, char **paths)
{
	struct list sources;
	sources_read(gen, paths[1], &sources);
	schema_make(gen, &sources);
	gen->file = paths[0];
	sql_parse(gen, file_read(gen, paths[0]));
	sqlite3_close(gen->schema);
	struct text out;
	text_open(&out, gen->arena, 64 * 1024);
	for (size_t i = 0; i < sources.count; i++)
		text_put(&out,
			 dialect_postgres(gen->arena,
					  ((const struct source *)list_at(&sources, i))->text));
	for (size_t i = 0; i < gen->queries.count; i++)
		prepare_emit(gen, list_at(&gen->queries, i), &out);
	fwrite(out.at, 1, out.len, stdout);
}

/* As a string of C, line by line, so that a debugger can show it. */
static void text_emit(struct text *out, str text)
{
	text_put(out, S("\n\t\""));
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (c == '\n')
			text_put(out, S("\\n\"\n\t\""));
		else if (c == '"' || c == '\\' || c == '\t')
			text_format(out, "\\%c", c == '\t' ? 't' : c);
		else
			text_char(out, c);
	}
	text_char(out, '"');
}

static void migrations_run(struct sqlgen *gen, char **paths)
{
	struct list sources;
	sources_read(gen, paths[2], &sources);
	schema_make(gen, &sources);
	sqlite3_close(gen->schema);
	if (gen->complaints)
		return;
	struct text out;
	text_open(&out, gen->arena, 64 * 1024);
	text_put(&out, S("/* migrations.gen.c: made by sqlgen from migrations/; do not edit. */\n"
			 "#include \"store/migrate.h\"\n\n#pragma GCC diagnostic ignored "
			 "\"-Woverlength-strings\"\n\n"
			 "const struct migration migrations[] = {\n"));
	for (size_t i = 0; i < sources.count; i++) {
		const struct source *source = list_at(&sources, i);
		text_format(&out, "{ %d, \"%.*s\",", source->number,
			    STR_ARG(str_first(str_skip(source->name, 5), source->name.len - 9)));
		text_emit(&out, source->text);
		text_put(&out, S(" },\n"));
	}
	text_put(&out, S("{ 0, NULL, NULL },\n};\n"));
	file_write(gen, paths[1], text_str(&out));
	depfile_write(gen, paths[0], paths[1], paths[2], &sources);
}

static void columns_run(struct sqlgen *gen, char **paths)
{
	struct list sources;
	sources_read(gen, paths[2], &sources);
	schema_make(gen, &sources);
	struct text out;
	text_open(&out, gen->arena, 64 * 1024);
	columns_emit(gen, &out);
	sqlite3_close(gen->schema);
	if (gen->complaints)
		return;
	file_write(gen, paths[1], text_str(&out));
	depfile_write(gen, paths[0], paths[1], paths[2], &sources);
}

int main(int count, char **words)
{
	bool migrations = count == 5 && str_equal(str_from(words[1]), S("--migrations"));
	bool columns = count == 5 && str_equal(str_from(words[1]), S("--columns"));
	bool postgres = count == 4 && str_equal(str_from(words[1]), S("--postgres"));
	if (!migrations && !columns && !postgres && count != 6) {
		fputs("usage: sqlgen DEPFILE OUT.h OUT.c SLICE.sql MIGRATIONS/\n"
		      "       sqlgen --migrations DEPFILE OUT.c MIGRATIONS/\n"
		      "       sqlgen --columns DEPFILE OUT.c MIGRATIONS/\n"
		      "       sqlgen --postgres SLICE.sql MIGRATIONS/\n",
		      stderr);
		return 2;
	}
	struct sqlgen gen = { .arena = arena_open(1024 * 1024), .file = words[count - 1] };
	list_open(&gen.includes, gen.arena, sizeof(str));
	list_open(&gen.declared, gen.arena, sizeof(struct declared));
	list_open(&gen.queries, gen.arena, sizeof(struct query));
	if (migrations)
		migrations_run(&gen, words + 2);
	else if (columns)
		columns_run(&gen, words + 2);
	else if (postgres)
		postgres_run(&gen, words + 2);
	else
		slice_run(&gen, words + 1);
	arena_close(gen.arena);
	return gen.complaints ? 1 : 0;
}
