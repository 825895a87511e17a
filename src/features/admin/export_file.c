/*
 * export_file.c: writes a brand's data: a file of JSON Lines for each table, the pictures and files that belong to texts, and a
 * manifest that says what is there and what is not.
 *
 * Each piece is a reading of its own, so that a large brand is no long transaction.  Whatever is declared sensitive, and whatever is
 * no text or number, is left out and named; so are tables that hold only keys, what is about to be done, or what is made anew.
 */
#include "features/admin/export.h"

#include "core/blob.h"
#include "core/owned.h"
#include "features/admin/tar.h"
#include "features/brand/brand.h"
#include "features/media/media.h"

#include <stdio.h>

#define SECRET "opens something: keys are made anew"
#define PASSING "on its way, or kept for hours or days"
#define DERIVED "is made from the other tables"

const struct left_table export_left[] = {
	{ "identity_session",      SECRET },  { "identity_token",        SECRET },  { "identity_link",       SECRET },
	{ "core_secret",           SECRET },  { "notify_receiver",       SECRET },
	{ "identity_failure",      PASSING }, { "identity_signup",       PASSING },
	{ "identity_draft",        PASSING }, { "core_brand_due",        PASSING }, { "core_job",            PASSING },
	{ "core_mail",             PASSING }, { "core_mail_stop",        PASSING }, { "core_once",           PASSING },
	{ "core_outbox",           PASSING }, { "notify_pending",        PASSING }, { "notify_incoming",     PASSING },
	{ "moderation_print",      PASSING }, { "moderation_band",       PASSING }, { "insights_reading",    PASSING },
	{ "privacy_copy",          PASSING }, { "admin_export",          PASSING }, { "core_blob",           "files/ holds the files" },
	{ "store_document",        DERIVED }, { "store_spelled",         DERIVED }, { "store_corpus",        DERIVED },
	{ "search_word",           DERIVED }, { "search_part",           DERIVED }, { "search_similar",      DERIVED },
	{ "search_version",        DERIVED }, { "search_synonym_word",   DERIVED }, { "calendar_day",        DERIVED },
	{ "marketplace_cell",      DERIVED }, { "marketplace_task_cell", DERIVED }, { "moderation_model",    DERIVED },
	{ .table = NULL },
};

struct writing {
	struct scope *scope;
	struct tar *tar;
	struct whole_piece piece;
	struct text counts;      /* "tables" of the manifest */
	struct json_writer manifest;
	struct media_list files;
	int64_t after_id, rows;
	struct export_total total;
};

static const char *why_left(const char *table)
{
	for (const struct left_table *left = export_left; left->table; left++) {
		if (strcmp(left->table, table) == 0)
			return left->why;
	}
	return NULL;
}

static bool is_left(const struct declared_column *column)
{
	return strcmp(column->privacy, "sensitive") == 0 || column->type == VALUE_BLOB;
}

/* A key that an older release left among the settings says so by its name. */
static bool is_secret_setting(const struct whole *whole, const struct declared_column *column, const struct value *row)
{
	return strcmp(whole->table, "core_setting") == 0 && strcmp(column->name, "value") == 0 && row[0].type == VALUE_TEXT &&
	       str_ends(row[0].text, S("_secret"));
}

/* ── tables ── */

static enum err read_piece(struct scope *scope, void *data)
{
	return whole_next(scope, &((struct writing *)data)->piece);
}

static void put_row(struct text *text, const struct whole *whole, const struct value *row)
{
	struct json_writer writer;
	json_open(&writer, text);
	json_object(&writer);
	for (int i = 0; i < whole->rows.columns; i++) {
		const struct declared_column *column = &whole->columns[i];
		if (is_left(column) || is_secret_setting(whole, column, row))
			continue;
		json_name(&writer, str_from(column->name));
		declared_json(&writer, column, &row[i]);
	}
	json_object_end(&writer);
	text_char(text, '\n');
}

static enum err put_piece(struct writing *writing, size_t *rows_out)
{
	struct whole_piece *piece = &writing->piece;
	struct arena *arena = arena_open(256 * 1024);
	struct scope scope = *writing->scope;
	struct text text;
	scope.arena = arena;
	list_open(&piece->values, arena, sizeof(struct value));
	text_open(&text, arena, 64 * 1024);
	enum err err = scope_read(&scope, read_piece, writing);
	size_t columns = (size_t)piece->whole->rows.columns;
	*rows_out = err ? 0 : piece->values.count / columns;
	for (size_t i = 0; i < *rows_out; i++)
		put_row(&text, piece->whole, list_at(&piece->values, i * columns));
	if (!err)
		err = tar_put(writing->tar, text_str(&text));
	for (size_t i = 0; i < piece->whole->key_count; i++) {
		if (piece->at.keys[i].type == VALUE_TEXT)
			piece->at.keys[i].text = str_keep(writing->scope->arena, piece->at.keys[i].text);
	}
	arena_close(arena);
	return err;
}

static enum err put_table(struct writing *writing, const struct whole *whole)
{
	size_t rows = WHOLE_SOME;
	int64_t before = writing->total.rows;
	writing->piece = (struct whole_piece){ .whole = whole };
	whole_begin(whole, &writing->piece.at);
	enum err err = tar_begin(writing->tar, str_format(writing->scope->arena, "tables/%s.jsonl", whole->table));
	while (!err && rows == WHOLE_SOME) {
		err = put_piece(writing, &rows);
		writing->total.rows += (int64_t)rows;
	}
	writing->total.tables++;
	json_object(&writing->manifest);
	json_name(&writing->manifest, S("table"));
	json_put_text(&writing->manifest, str_from(whole->table));
	json_name(&writing->manifest, S("rows"));
	json_put_integer(&writing->manifest, writing->total.rows - before);
	json_object_end(&writing->manifest);
	return err ? err : tar_end(writing->tar);
}

/* ── files ── */

static enum err read_files(struct scope *scope, void *data)
{
	struct writing *writing = data;
	return media_after(scope, writing->after_id, &writing->files);
}

struct found { int64_t id; struct blob blob; };

static enum err read_blob(struct scope *scope, void *data)
{
	struct found *found = data;
	return blob_load(scope, found->id, &found->blob);
}

static enum err copy_in(struct tar *tar, FILE *file)
{
	char bytes[64 * 1024];
	enum err err = OK;
	size_t len = 1;
	while (!err && (len = fread(bytes, 1, sizeof(bytes), file)) > 0)
		err = tar_put(tar, (str){ bytes, len });
	return !err && ferror(file) ? ERR_BROKEN : err;
}

/* One that went meanwhile is no failure. */
static enum err put_file(struct writing *writing, const struct media *media)
{
	struct scope *scope = writing->scope;
	struct found found = { .id = media->blob_id };
	enum err err = scope_read(scope, read_blob, &found);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	FILE *file = err ? NULL : fopen(str_c(scope->arena, found.blob.path), "rb");
	if (err || !file)
		return err;
	if (!(err = tar_begin(writing->tar, str_format(scope->arena, "files/%lld", (long long)media->id))) &&
	    !(err = copy_in(writing->tar, file)))
		err = tar_end(writing->tar);
	fclose(file);
	return err;
}

static enum err put_files(struct writing *writing)
{
	enum err err = scope_read(writing->scope, read_files, writing);
	while (!err && writing->files.count) {
		for (size_t i = 0; !err && i < writing->files.count; i++)
			err = put_file(writing, &writing->files.at[i]);
		writing->after_id = writing->files.at[writing->files.count - 1].id;
		if (!err)
			err = scope_read(writing->scope, read_files, writing);
	}
	return err;
}

/* ── the manifest ── */

static void put_left(struct json_writer *writer, const char *table, const char *column, const char *why)
{
	json_object(writer);
	json_name(writer, S("table"));
	json_put_text(writer, str_from(table));
	if (column) {
		json_name(writer, S("column"));
		json_put_text(writer, str_from(column));
	}
	json_name(writer, S("why"));
	json_put_text(writer, str_from(why));
	json_object_end(writer);
}

static void put_all_left(struct json_writer *writer)
{
	for (const struct left_table *left = export_left; left->table; left++)
		put_left(writer, left->table, NULL, left->why);
	put_left(writer, "core_setting", "value", "of settings called …_secret: opens something");
	for (const struct whole *whole = whole_rows; whole->table; whole++) {
		for (size_t i = 0; i < whole->column_count && !why_left(whole->table); i++) {
			if (is_left(&whole->columns[i]))
				put_left(writer, whole->table, whole->columns[i].name, "sealed or sensitive: it is for those alone whom it is about");
		}
	}
}

static void put_brand(struct json_writer *writer, const struct brand *brand, moment at)
{
	const struct { const char *name; str value; } facts[] = {
		{ "key", brand->key }, { "name", brand->name }, { "slogan", brand->slogan }, { "origin", brand->origin },
		{ "language", brand->language }, { "languages", brand->languages }, { "zone", brand->zone }, { "currency", brand->currency },
		{ "brand_colour", brand->brand_colour }, { "accent_colour", brand->accent_colour }, { "about", brand->about },
		{ "imprint", brand->imprint }, { "privacy", brand->privacy }, { "modules", brand->modules },
	};
	json_name(writer, S("format"));
	json_put_text(writer, S("heinzel-brand-1"));
	json_name(writer, S("made_at"));
	json_put_moment(writer, at);
	json_name(writer, S("brand"));
	json_object(writer);
	for (size_t i = 0; i < COUNT(facts); i++) {
		json_name(writer, str_from(facts[i].name));
		json_put_text(writer, facts[i].value);
	}
	json_object_end(writer);
}

static enum err read_brand(struct scope *scope, void *data)
{
	return brand_card_of(scope, data);
}

static enum err put_all(struct writing *writing)
{
	struct scope *scope = writing->scope;
	struct brand brand;
	enum err err = scope_read(scope, read_brand, &brand);
	if (err)
		return err;
	json_open(&writing->manifest, &writing->counts);
	json_object(&writing->manifest);
	put_brand(&writing->manifest, &brand, scope->now);
	json_name(&writing->manifest, S("tables"));
	json_list(&writing->manifest);
	for (const struct whole *whole = whole_rows; !err && whole->table; whole++) {
		if (!why_left(whole->table))
			err = put_table(writing, whole);
	}
	json_list_end(&writing->manifest);
	json_name(&writing->manifest, S("left_out"));
	json_list(&writing->manifest);
	put_all_left(&writing->manifest);
	json_list_end(&writing->manifest);
	json_object_end(&writing->manifest);
	if (err || (err = put_files(writing)) || (err = tar_begin(writing->tar, S("manifest.json"))) ||
	    (err = tar_put(writing->tar, text_str(&writing->counts))))
		return err;
	return tar_end(writing->tar);
}

enum err export_write(struct scope *scope, str path, struct export_total *total_out)
{
	struct writing writing = { .scope = scope };
	text_open(&writing.counts, scope->arena, 16 * 1024);
	enum err err = tar_open(scope->arena, path, scope->now, &writing.tar);
	if (err)
		return err;
	err = put_all(&writing);
	enum err closed = tar_close(writing.tar);
	*total_out = writing.total;
	return err ? err : closed;
}
