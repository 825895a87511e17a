/*
 * copy_file_web.c: writes a member's copy: all her rows, a piece at a time, as JSON and as a page that needs nothing else;
 * then both once more in an archive with her pictures and files.
 *
 * A job outside of any unit: each piece is a reading of its own, so a long life is no long unit.  JSON has every
 * column that is hers to have, and opened what lies sealed; the page leaves out what only programs understand.
 */
#include "features/privacy/privacy_web.h"

#include "core/blob.h"
#include "features/media/media.h"
#include "features/member/member.h"
#include "features/privacy/pages.gen.h"
#include "features/privacy/privacy_news.h"
#include "features/privacy/zip.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct file { FILE *open; str path; struct text text; };

struct making {
	struct scope *scope;
	struct copy copy;
	struct member member;
	struct file json, html;
	str zip_path;
	struct json_writer writer;
	struct view view;
	struct owned_piece piece;
	struct list opened;      /* of the piece: struct opened */
	const struct kept *kept;
	int64_t file_bytes;      /* of the files so far, for COPY_FILES_MAX */
	str file;                /* of the row at hand: "files/12.webp", or "" */
	int group_shown; /* whose head stands in the page already; -1 = none */
	bool table_shown;
};

/* ── files ── */

static str path_for(struct scope *scope, const char *name)
{
	return str_format(scope->arena, "%.*s/uploads/%.*s-%s", STR_ARG(scope->house->settings.data_dir),
	                  STR_ARG(random_token(scope->arena)), name);
}

static enum err file_open(struct making *making, struct file *file, const char *name)
{
	struct scope *scope = making->scope;
	str folder = str_format(scope->arena, "%.*s/uploads", STR_ARG(scope->house->settings.data_dir));
	if (mkdir(str_c(scope->arena, folder), 0700) != 0 && errno != EEXIST)
		return ERR_BROKEN;
	file->path = path_for(scope, name);
	text_open(&file->text, scope->arena, 64 * 1024);
	file->open = fopen(str_c(scope->arena, file->path), "wbx");
	return file->open ? OK : ERR_BROKEN;
}

static enum err file_flush(struct file *file)
{
	bool good = fwrite(file->text.at, 1, file->text.len, file->open) == file->text.len;
	file->text.len = 0;
	return good ? OK : ERR_BROKEN;
}

static enum err file_end(struct file *file)
{
	enum err err = file_flush(file);
	bool good = fclose(file->open) == 0;
	file->open = NULL;
	if (err || !good)
		return ERR_BROKEN;
	return blob_sync(file->path);
}

static void file_remove(struct making *making, struct file *file)
{
	if (file->open)
		fclose(file->open);
	if (file->path.len)
		unlink(str_c(making->scope->arena, file->path));
}

/* ── rows ── */

/* The value of a row's column, by name; NULL where there is no such column. */
static const struct value *value_named(const struct making *making, const struct value *values, const char *name)
{
	const struct owned *owned = making->piece.owned;
	for (int i = 0; i < owned->rows.columns; i++) {
		if (strcmp(owned->columns[i].name, name) == 0)
			return &values[i];
	}
	return NULL;
}

/* A row is found by its number, or by its member's where it has none. */
static int64_t row_id(const struct making *making, const struct value *values)
{
	const struct value *id = value_named(making, values, "id");
	return id ? id->integer : values[0].integer;
}

/* Where the row's file lies in the archive: as long as there is room for it. */
static str file_of(struct making *making, const struct value *values)
{
	if (strcmp(making->kept->table, "media_file") != 0)
		return S("");
	const struct value *type = value_named(making, values, "type"), *bytes = value_named(making, values, "bytes");
	must(type && bytes);
	if (making->file_bytes + bytes->integer > COPY_FILES_MAX)
		return S("");
	making->file_bytes += bytes->integer;
	return str_format(making->view.arena, "files/%.*s",
	                  STR_ARG(media_file_name(making->view.arena, row_id(making, values), type->text)));
}

static void json_extras(struct making *making, const struct value *values)
{
	for (size_t i = 0; i < making->opened.count; i++) {
		const struct opened *opened = list_at(&making->opened, i);
		if (opened->id != row_id(making, values))
			continue;
		json_name(&making->writer, str_from(opened->name));
		json_put_text(&making->writer, opened->text);
	}
	if (str_empty(making->file))
		return;
	json_name(&making->writer, S("file"));
	json_put_text(&making->writer, making->file);
}

static void json_row(struct making *making, const struct value *values)
{
	const struct owned *owned = making->piece.owned;
	json_object(&making->writer);
	for (int i = 0; i < owned->rows.columns; i++) {
		if (!kept_shows(making->kept, owned, &owned->columns[i]))
			continue;
		json_name(&making->writer, str_from(owned->columns[i].name));
		declared_json(&making->writer, &owned->columns[i], &values[i]);
	}
	json_extras(making, values);
	json_object_end(&making->writer);
}

/* Words for a name of ours, or the name itself with blanks. */
static str label_of(struct making *making, const char *prefix, const char *name)
{
	enum text_id id;
	struct arena *arena = making->view.arena;
	if (text_find(str_format(arena, "privacy.%s_%s", prefix, name), &id))
		return text_of(arena, making->view.language, id, NULL, 0);
	char *plain = (char *)str_c(arena, str_from(name)); /* its copy is ours */
	for (char *at = plain; *at; at++)
		*at = *at == '_' ? ' ' : *at;
	return str_from(plain);
}

/* Other forms of what stands beside them. */
static bool is_for_programs(str name)
{
	return str_equal(name, S("html")) || str_ends(name, S("_folded")) || str_equal(name, S("mail_key"));
}

static bool is_readable(const struct declared_column *column, const struct value *value)
{
	if (is_for_programs(str_from(column->name)) || value->type == VALUE_NULL)
		return false;
	if (declared_is_time(column))
		return declared_is_moment(column, value);
	if (value->type == VALUE_TEXT)
		return value->text.len > 0;
	if (str_equal(str_from(column->privacy), S("none")) || str_ends(str_from(column->name), S("_id")) ||
	    str_equal(str_from(column->name), S("id")))
		return false;
	return value->type == VALUE_REAL || value->integer != 0;
}

static void html_heads(struct making *making)
{
	if (making->group_shown != (int)making->kept->group)
		copy_group_html(&making->view, &kept_words[making->kept->group]);
	making->group_shown = (int)making->kept->group;
	if (!making->table_shown)
		copy_table_html(&making->view, label_of(making, "table", making->kept->table));
	making->table_shown = true;
}

static size_t html_extras(struct making *making, const struct value *values, struct copy_cell *cells)
{
	size_t count = 0;
	for (size_t i = 0; i < making->opened.count; i++) {
		const struct opened *opened = list_at(&making->opened, i);
		if (opened->id == row_id(making, values))
			cells[count++] = (struct copy_cell){ .label = label_of(making, "column", opened->name),
				.value = { .type = VALUE_TEXT, .text = opened->text } };
	}
	if (str_empty(making->file))
		return count;
	const struct value *name = value_named(making, values, "name"), *type = value_named(making, values, "type");
	cells[count++] = (struct copy_cell){ .label = label_of(making, "column", "file"), .file = making->file,
		.value = { .type = VALUE_TEXT, .text = str_empty(name->text) ? making->file : name->text },
		.is_picture = str_starts(type->text, S("image/")) };
	return count;
}

static void html_row(struct making *making, const struct value *values)
{
	const struct owned *owned = making->piece.owned;
	size_t room = owned->column_count + making->opened.count + 1, count = 0;
	struct copy_cell *cells = arena_take(making->view.arena, room * sizeof(*cells));
	for (int i = 0; i < owned->rows.columns; i++) {
		const struct declared_column *column = &owned->columns[i];
		bool is_own = str_equal(str_from(column->name), str_from(owned->column));
		if (is_own || !kept_shows(making->kept, owned, column) || !is_readable(column, &values[i]))
			continue;
		cells[count++] = (struct copy_cell){ .label = label_of(making, "column", column->name), .value = values[i],
			.is_moment = declared_is_moment(column, &values[i]) };
	}
	count += html_extras(making, values, cells + count);
	if (!count)
		return;
	html_heads(making);
	copy_row_html(&making->view, &(struct copy_row){ { cells, count } });
}

/* ── pieces ── */

/* Rows, and what lies sealed in them: in bulk. */
static enum err read_piece(struct scope *scope, void *data)
{
	struct making *making = data;
	struct owned_piece *piece = &making->piece;
	opener *open = kept_opener(making->kept);
	enum err err = owned_next(scope, piece);
	size_t columns = (size_t)piece->owned->rows.columns, rows = err ? 0 : piece->values.count / columns;
	int64_t *ids = arena_take(scope->arena, (rows + 1) * sizeof(*ids));
	for (size_t i = 0; i < rows; i++)
		ids[i] = row_id(making, list_at(&piece->values, i * columns));
	return err || !open || !rows ? err : open(scope, piece->member_id, (struct ids){ ids, rows }, &making->opened);
}

/* Texts of the piece live in an arena of its own; the key's text is kept for the next one. */
static void keys_keep(struct making *making, struct arena *arena)
{
	struct owned_piece *piece = &making->piece;
	for (size_t i = 0; i < piece->owned->key_count; i++) {
		if (piece->at.keys[i].type == VALUE_TEXT)
			piece->at.keys[i].text = str_keep(arena, piece->at.keys[i].text);
	}
}

static enum err piece_write(struct making *making, size_t *rows_out)
{
	struct owned_piece *piece = &making->piece;
	struct arena *arena = arena_open(64 * 1024);
	struct scope scope = *making->scope;
	scope.arena = arena;
	list_open(&piece->values, arena, sizeof(struct value));
	list_open(&making->opened, arena, sizeof(struct opened));
	making->view.arena = arena;
	enum err err = scope_read(&scope, read_piece, making);
	size_t columns = (size_t)piece->owned->rows.columns, rows = err ? 0 : piece->values.count / columns;
	for (size_t i = 0; i < rows; i++) {
		const struct value *values = list_at(&piece->values, i * columns);
		making->file = file_of(making, values);
		json_row(making, values);
		html_row(making, values);
	}
	keys_keep(making, making->scope->arena);
	if (!err)
		err = file_flush(&making->json);
	if (!err)
		err = file_flush(&making->html);
	making->view.arena = making->scope->arena;
	arena_close(arena);
	*rows_out = rows;
	return err;
}

static enum err table_write(struct making *making, const struct owned *owned)
{
	making->piece = (struct owned_piece){ .owned = owned, .member_id = making->copy.member_id };
	making->table_shown = false;
	owned_begin(owned, &making->piece.at);
	json_object(&making->writer);
	json_name(&making->writer, S("table"));
	json_put_text(&making->writer, str_from(owned->table));
	json_name(&making->writer, S("by"));
	json_put_text(&making->writer, str_from(owned->column));
	json_name(&making->writer, S("rows"));
	json_list(&making->writer);
	size_t rows = OWNED_SOME;
	enum err err = OK;
	while (!err && rows == OWNED_SOME)
		err = piece_write(making, &rows);
	json_list_end(&making->writer);
	json_object_end(&making->writer);
	return err;
}

static void begin(struct making *making)
{
	struct scope *scope = making->scope;
	json_open(&making->writer, &making->json.text);
	json_object(&making->writer);
	json_name(&making->writer, S("brand"));
	json_put_text(&making->writer, scope->brand_name);
	json_name(&making->writer, S("member_id"));
	json_put_id(&making->writer, making->copy.member_id);
	json_name(&making->writer, S("made_at"));
	json_put_moment(&making->writer, scope->now);
	json_name(&making->writer, S("kept"));
	json_list(&making->writer);
	text_format(&making->html.text, "<!doctype html>\n<html lang=\"%.*s\"><head><meta charset=\"utf-8\"><title>",
	            STR_ARG(language_code(making->view.language)));
	html_text(&making->view, making->member.name);
	text_put(&making->html.text, S("</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>"
		"body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}"
		"dl{border-top:1px solid #bbb;margin:0;padding:.5rem 0}dl div{display:flex;gap:1rem;flex-wrap:wrap}"
		"dt{flex:0 0 12rem;color:#555}dd{flex:1 1 16rem;margin:0;white-space:pre-wrap;overflow-wrap:anywhere}"
		"h2{margin-top:2.5rem}img{max-width:100%;max-height:24rem;height:auto}</style></head><body>\n"));
	copy_head_html(&making->view, &(struct copy_head){ .name = making->member.name, .brand_name = scope->brand_name, .at = scope->now });
}

/* ── the archive ── */

struct found { int64_t id; struct blob blob; };

static enum err read_blob(struct scope *scope, void *data)
{
	struct found *found = data;
	enum err err = blob_load(scope, found->id, &found->blob);
	if (err == ERR_NOT_FOUND) { /* went meanwhile */
		scope_forgive(scope);
		found->blob.path = S("");
		return OK;
	}
	return err;
}

struct files { int64_t owner_id, after_id; struct media_list list; };

static enum err read_files(struct scope *scope, void *data)
{
	struct files *files = data;
	return media_owned(scope, files->owner_id, files->after_id, &files->list);
}

static enum err zip_file(struct making *making, struct zip *zip, const struct media *media)
{
	struct scope *scope = making->scope;
	struct found found = { .id = media->blob_id };
	bool is_missing;
	making->file_bytes += media->bytes;
	enum err err = scope_read(scope, read_blob, &found);
	if (err || str_empty(found.blob.path))
		return err;
	str name = str_format(scope->arena, "files/%.*s", STR_ARG(media_file_name(scope->arena, media->id, media->type)));
	return zip_put(zip, name, found.blob.path, &is_missing);
}

/* The same files in the same order as their rows, so that the same ones fit. */
static enum err zip_files(struct making *making, struct zip *zip)
{
	struct files files = { .owner_id = making->copy.member_id };
	enum err err = OK;
	making->file_bytes = 0;
	do {
		err = scope_read(making->scope, read_files, &files);
		for (size_t i = 0; !err && i < files.list.count; i++) {
			const struct media *media = &files.list.at[i];
			files.after_id = media->id;
			if (making->file_bytes + media->bytes <= COPY_FILES_MAX)
				err = zip_file(making, zip, media);
		}
	} while (!err && files.list.count);
	return err;
}

static enum err zip_all(struct making *making)
{
	struct scope *scope = making->scope;
	struct zip *zip;
	bool is_missing;
	str path = path_for(scope, "copy-zip");
	enum err err = zip_open(scope->arena, path, scope->now, &zip);
	if (err)
		return err;
	making->zip_path = path;
	if (!(err = zip_put(zip, S("my-data.html"), making->html.path, &is_missing)) &&
	    !(err = zip_put(zip, S("my-data.json"), making->json.path, &is_missing)))
		err = zip_files(making, zip);
	enum err closed = zip_close(zip);
	return err ? err : closed ? closed : blob_sync(path);
}

static enum err write_all(struct making *making)
{
	enum err err = file_open(making, &making->json, "copy-json");
	if (err || (err = file_open(making, &making->html, "copy-html")))
		return err;
	begin(making);
	for (making->kept = kept_rows; !err && making->kept->table; making->kept++) {
		const struct owned *owned = owned_find(str_from(making->kept->table), str_from(making->kept->column));
		if (owned)
			err = table_write(making, owned);
	}
	if (err)
		return err;
	json_list_end(&making->writer);
	json_object_end(&making->writer);
	text_put(&making->html.text, S("</body></html>\n"));
	if ((err = file_end(&making->json)) || (err = file_end(&making->html)))
		return err;
	return zip_all(making);
}

/* ── the job ── */

static enum err load(struct scope *scope, void *data)
{
	struct making *making = data;
	enum err err = copy_load(scope, making->copy.member_id, &making->copy);
	return err ? err : member_load(scope, making->copy.member_id, &making->member);
}

static enum err take(struct scope *scope, void *data)
{
	const struct making *making = data;
	return copy_take(scope, &(struct copy_files){ making->copy, making->json.path, making->html.path, making->zip_path });
}

static enum err make(struct scope *scope, const struct job *job)
{
	struct making making = { .scope = scope, .copy.member_id = job->subject.id, .group_shown = -1, .zip_path = S("") };
	enum err err = scope_read(scope, load, &making);
	if (err == ERR_NOT_FOUND || (!err && making.copy.made_at)) { /* dropped, or made already */
		scope_forgive(scope);
		return OK;
	}
	if (err)
		return err;
	enum language language = (enum language)0;
	if (!language_find(making.member.language, &language))
		(void)language_find(scope->language, &language);
	making.view = (struct view){ .out = &making.html.text, .arena = scope->arena, .language = language,
		.zone = scope->zone, .now = scope->now };
	err = write_all(&making);
	if (!err)
		err = scope_write(scope, take, &making);
	file_remove(&making, &making.json);
	file_remove(&making, &making.html);
	if (making.zip_path.len)
		unlink(str_c(scope->arena, making.zip_path));
	return err;
}

const struct job_kind copy_make_job = { .name = "privacy.copy_make", .run = make, .by_hand = true };
