/*
 * media.c: from an upload to what a subject shows, and away again.
 *
 * A text names its pictures by their addresses; storing the text makes them the
 * subject's.  What no text took over within a day is swept.
 */
#include "features/media/media.h"

#include "base/utf8.h"
#include "core/backlog.h"
#include "core/blob.h"
#include "core/image.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_LENGTH = 100, MARKED_MAX = 64, SWEEP_UNITS = 1000 };
#define UNUSED_FOR DAYS(1)
#define MEGABYTE 1048576

enum { FILES_A_TEXT, FILES_A_DAY, DOCUMENTS, DOCUMENT_MEGABYTES };
const struct setting media_settings[] = {
	[FILES_A_TEXT]       = { "media.files_a_text",       SETTING_NUMBER, "10", 0, 40 },
	[FILES_A_DAY]        = { "media.files_a_day",        SETTING_NUMBER, "60", 0, 1000 },
	[DOCUMENTS]          = { "media.documents",          SETTING_SWITCH, "1",  0, 1 },
	[DOCUMENT_MEGABYTES] = { "media.document_megabytes", SETTING_NUMBER, "5",  1, 12 },
	{ .name = NULL }
};

static const enum image_recipe recipes[MEDIA_USE_COUNT] = {
	[MEDIA_PICTURE] = IMAGE_PICTURE, [MEDIA_FACE] = IMAGE_FACE, [MEDIA_LOGO] = IMAGE_LOGO,
	[MEDIA_LOGO_DARK] = IMAGE_LOGO,  [MEDIA_ICON] = IMAGE_ICON, [MEDIA_PRODUCT] = IMAGE_PICTURE,
};

/* ── taking in ── */

/* What it was called, without folders and marks that would mean something in Markdown. */
static str plain_name(struct arena *arena, str name)
{
	struct text text;
	size_t start = 0;
	name = utf8_clean(arena, name);
	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] == '/' || name.at[i] == '\\')
			start = i + 1;
	}
	name = str_skip(name, start);
	text_open(&text, arena, name.len + 8);
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];
		text_char(&text, c < ' ' || c == 0x7f || strchr("[]()<>`\"'*_", c) ? ' ' : (char)c);
	}
	return str_trim(utf8_first(str_trim(text_str(&text)), NAME_LENGTH));
}

static enum err check_day(struct scope *scope, void *data)
{
	(void)data;
	int64_t most, count;
	enum err err = setting_number(scope, &media_settings[FILES_A_DAY], &most);
	if (!err)
		err = media_count_owned(scope, scope->now - DAYS(1), &count);
	if (err)
		return err;
	return count < most ? OK : refuse(scope, ERR_LIMITED, "media.too_many_today");
}

static enum err keep_blob(struct scope *scope, const char *type, str path, int64_t *blob_id_out)
{
	struct blob blob = { .content_type = str_from(type), .file_name = S("") };
	enum err err = blob_add(scope, path, &blob);
	if (!err)
		*blob_id_out = blob.id;
	return err;
}

static enum err keep_blobs(struct scope *scope, struct media_taking *taking)
{
	struct media *media = &taking->media;
	int64_t *const ids[] = { &media->blob_id, &media->middle_id, &media->small_id, &media->card_id };
	static_assert(COUNT(ids) == IMAGE_SIZES_MAX);
	if (!taking->image.count)
		return keep_blob(scope, str_c(scope->arena, media->type), taking->whole, ids[0]);
	enum err err = OK;
	for (size_t i = 0; !err && i < taking->image.count; i++)
		err = keep_blob(scope, taking->image.sizes[i].type, taking->image.sizes[i].path, ids[i]);
	return err;
}

enum err media_keep(struct scope *scope, struct media_taking *taking)
{
	struct media *media = &taking->media;
	struct subject subject = taking->ask->subject;
	enum err err = check_day(scope, NULL);
	if (!err && subject.kind)
		err = media_take_away(scope, subject, taking->ask->use);
	if (!err)
		err = keep_blobs(scope, taking);
	if (err)
		return err;
	media->id = id_new(scope->now);
	media->owner_id = scope->member_id;
	media->subject_kind = subject.kind;
	media->subject_id = subject.id;
	if (subject.kind)
		subject_changed(scope, subject);
	return media_insert(scope, media);
}

/* ── documents ── */

static bool is_text(str bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.at[i];
		if (c < ' ' && c != '\n' && c != '\r' && c != '\t')
			return false;
	}
	return utf8_is_valid(bytes) && bytes.len > 0;
}

/* What a document is, by its content: whole for a text, by its beginning for a PDF. */
static const char *document_type(str bytes)
{
	if (str_starts(bytes, S("%PDF-")))
		return "application/pdf";
	return is_text(bytes) ? "text/plain; charset=utf-8" : NULL;
}

static enum err limits_of_documents(struct scope *scope, void *data)
{
	int64_t *most = data, taken;
	enum err err = setting_number(scope, &media_settings[DOCUMENTS], &taken);
	if (!err)
		err = setting_number(scope, &media_settings[DOCUMENT_MEGABYTES], most);
	*most = err || !taken ? 0 : *most * MEGABYTE;
	return err;
}

static enum err take_document(struct scope *scope, struct media_taking *taking)
{
	struct stat about;
	int64_t most = 0;
	enum err err = scope_read(scope, limits_of_documents, &most);
	if (err)
		return err;
	if (stat(str_c(scope->arena, taking->ask->path), &about) != 0)
		return ERR_BROKEN;
	if (!most)
		return refuse(scope, ERR_INVALID, "image.not_one");
	if (about.st_size > most)
		return refuse(scope, ERR_INVALID, "media.file_too_large");
	struct arena *arena = arena_open(65536);
	str bytes = S("");
	err = blob_read(arena, taking->ask->path, (size_t)most, &bytes);
	const char *type = err ? NULL : document_type(bytes);
	arena_close(arena);
	if (err)
		return err;
	if (!type)
		return refuse(scope, ERR_INVALID, "media.not_taken");
	taking->media.use = MEDIA_FILE;
	taking->media.type = str_from(type);
	taking->media.bytes = about.st_size;
	taking->whole = taking->ask->path;
	return blob_sync(taking->whole);
}

static void take_sizes(struct media_taking *taking)
{
	const struct image_size *first = &taking->image.sizes[0];
	taking->media.type = str_from(first->type);
	taking->media.width = first->width;
	taking->media.height = first->height;
	taking->media.bytes = first->bytes;
}

enum err media_prepare(struct scope *scope, struct media_taking *taking)
{
	const struct media_ask *ask = taking->ask;
	taking->media = (struct media){ .use = ask->use, .name = plain_name(scope->arena, ask->name) };
	if (str_empty(ask->path))
		return refuse(scope, ERR_INVALID, "media.no_file");
	/* Before the work, too: who has given enough today gets no more processes started. */
	enum err err = scope_read(scope, check_day, NULL);
	if (err)
		return err;
	err = image_make(scope, recipes[ask->use], ask->path, &taking->image);
	bool is_none = err == ERR_INVALID && scope->refusal.reason && !strcmp(scope->refusal.reason, "image.not_one");
	if (is_none && ask->use == MEDIA_PICTURE) {
		scope_forgive(scope);
		err = take_document(scope, taking);
	} else if (!err) {
		take_sizes(taking);
	}
	return err;
}

void media_let_go(struct media_taking *taking)
{
	image_forget(&taking->image);
}

static enum err keep(struct scope *scope, void *data)
{
	return media_keep(scope, data);
}

enum err media_take(struct scope *scope, const struct media_ask *ask, struct media *media_out)
{
	struct media_taking taking = { .ask = ask };
	enum err err = media_prepare(scope, &taking);
	if (!err)
		err = scope_write(scope, keep, &taking);
	media_let_go(&taking);
	if (!err)
		*media_out = taking.media;
	return err;
}

/* ── a text takes over ── */

/* The ids behind "/media/" in a text, each once. */
static struct ids marked(struct scope *scope, str text)
{
	int64_t *at = arena_take(scope->arena, MARKED_MAX * sizeof(*at));
	struct ids ids = { at, 0 };
	size_t found;
	while (ids.count < MARKED_MAX && str_find(text, S("/media/"), &found)) {
		text = str_skip(text, found + 7);
		int64_t id = media_id_of(text);
		bool is_new = id > 0;
		for (size_t i = 0; i < ids.count; i++)
			is_new = is_new && at[i] != id;
		if (is_new)
			at[ids.count++] = id;
	}
	return ids;
}

enum err media_attach(struct scope *scope, struct subject subject, str text)
{
	struct ids ids = marked(scope, text);
	struct media_list there;
	int64_t most, count;
	if (!ids.count)
		return OK;
	enum err err = setting_number(scope, &media_settings[FILES_A_TEXT], &most);
	if (!err)
		err = media_load_all_of(scope, subject, &there);
	if (err)
		return err;
	count = (int64_t)there.count;
	for (size_t i = 0; i < ids.count; i++) {
		bool claimed;
		if ((err = media_claim(scope, ids.at[i], subject, &claimed)))
			return err;
		count += claimed;
		if (claimed && count > most)
			return refuse_field(scope, "body", "media.too_many");
	}
	return OK;
}

enum err media_of(struct scope *scope, int subject_kind, struct ids ids, enum media_use use, struct media *at)
{
	struct media_list list;
	enum err err = media_load_of(scope, subject_kind, ids, use, &list);
	for (size_t i = 0; !err && i < ids.count; i++) {
		at[i] = (struct media){ 0 };
		for (size_t m = 0; m < list.count; m++) {
			if (list.at[m].subject_id == ids.at[i] && list.at[m].id > at[i].id)
				at[i] = list.at[m];
		}
	}
	return err;
}

enum err media_take_away(struct scope *scope, struct subject subject, enum media_use use)
{
	struct media_list list;
	enum err err = media_load_of(scope, subject.kind, (struct ids){ &subject.id, 1 }, use, &list);
	if (err || !list.count)
		return err;
	subject_changed(scope, subject);
	return media_delete(scope, &list);
}

/* ── who may see it ── */

/* The subject's owner knows: what it does not name for this scope is not there. */
static enum err is_shown_to(struct scope *scope, const struct media *media, int64_t member_id, bool *shown_out)
{
	const struct subject subject = { media->subject_kind, media->subject_id };
	struct subject_face face = { S(""), S("") };
	struct scope eyes = *scope;
	if (member_id != scope->member_id)
		scope_act_as(&eyes, member_id, 0);
	enum err err = subject_faces(&eyes, &subject, 1, &face);
	*shown_out = !err && !str_empty(face.title);
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err media_see(struct scope *scope, int64_t media_id, struct media *media_out, bool *public_out)
{
	struct media media;
	bool shown = true, is_public = true;
	enum err err = media_load(scope, media_id, &media);
	if (err)
		return err;
	if (!media.subject_kind) {
		is_public = false;
		shown = scope->member_id && media.owner_id == scope->member_id;
	} else if (media.use <= MEDIA_FILE) {
		err = is_shown_to(scope, &media, 0, &is_public);
		if (!err && !is_public)
			err = is_shown_to(scope, &media, scope->member_id, &shown);
	}
	if (err)
		return err;
	if (!shown && !is_public)
		return refuse(scope, ERR_NOT_FOUND, "media.not_found");
	*media_out = media;
	*public_out = is_public;
	return OK;
}

/* ── on cards ── */

struct image_link media_card_of(struct arena *arena, str url, str about)
{
	if (str_empty(url))
		return (struct image_link){ .path = S(""), .about = S("") };
	return (struct image_link){ str_format(arena, "%.*s/card", STR_ARG(url)), "image/jpeg", IMAGE_CARD_WIDTH,
		IMAGE_CARD_HEIGHT, about };
}

/* What was given before there were cards is shown as pages show it. */
static struct image_link middle_of(struct arena *arena, const struct media *media)
{
	int64_t longest = media->width > media->height ? media->width : media->height;
	int64_t shown = longest < MEDIA_MIDDLE ? longest : MEDIA_MIDDLE;
	return (struct image_link){ str_format(arena, "%.*s/middle", STR_ARG(media_url(arena, media))), "image/webp",
		media->width * shown / longest, media->height * shown / longest, S("") };
}

enum err media_card(struct scope *scope, str url, struct image_link *card_out)
{
	struct media media;
	bool is_public = false;
	struct scope eyes = *scope;
	*card_out = (struct image_link){ .path = S(""), .about = S("") };
	scope_act_as(&eyes, 0, 0);
	enum err err = str_starts(url, S("/media/")) ? media_see(&eyes, media_id_of(str_skip(url, 7)), &media, &is_public) : OK;
	if (err == ERR_NOT_FOUND)
		return OK; /* refused to those eyes only */
	if (err || !is_public || media.use != MEDIA_PICTURE)
		return err;
	*card_out = media.card_id ? media_card_of(scope->arena, media_url(scope->arena, &media), S("")) : middle_of(scope->arena, &media);
	return OK;
}

/* ── going ── */

enum err media_forget(struct scope *scope, struct subject subject)
{
	struct media_list list;
	enum err err = media_load_all_of(scope, subject, &list);
	bool is_all = list.count <= MEDIA_SOME;
	if (err)
		return err;
	list.count = is_all ? list.count : MEDIA_SOME;
	err = media_delete(scope, &list);
	return err || is_all ? err : media_release(scope, subject);
}

enum err media_disown(struct scope *scope, int64_t member_id, int64_t *after_id, bool *more_out)
{
	struct media_list list, goes, stays;
	enum err err = media_load_owned(scope, member_id, *after_id, &list);
	if (err)
		return err;
	goes.at = arena_take(scope->arena, (list.count + 1) * sizeof(*goes.at));
	stays.at = arena_take(scope->arena, (list.count + 1) * sizeof(*stays.at));
	goes.count = stays.count = 0;
	for (size_t i = 0; i < list.count; i++) {
		const struct media *media = &list.at[i];
		bool is_ones_own = !media->subject_kind || media->use == MEDIA_FACE;
		if (is_ones_own)
			goes.at[goes.count++] = *media;
		else
			stays.at[stays.count++] = *media;
		*after_id = media->id;
	}
	*more_out = list.count == MEDIA_SOME;
	if ((err = media_delete(scope, &goes)))
		return err;
	return media_anonymise(scope, &stays);
}

static enum err unused(struct scope *scope, int64_t *gone_out)
{
	struct media_list list;
	enum err err = media_load_unused(scope, scope->now - UNUSED_FOR, &list);
	if (err || (err = media_delete(scope, &list)))
		return err;
	*gone_out = (int64_t)list.count;
	return OK;
}

static backlog_piece *const pieces[] = { unused, NULL };

static enum err sweep(struct scope *scope, const struct job *job)
{
	(void)job;
	return backlog_clear(scope, pieces, SWEEP_UNITS);
}

const struct job_kind media_sweep_job = { .name = "media.sweep", .run = sweep, .by_hand = true, .every_seconds = 600 };

/* ── addresses ── */

int64_t media_id_of(str text)
{
	int64_t id;
	size_t digits = 0;
	while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9')
		digits++;
	return digits < 20 && str_number(str_first(text, digits), &id) ? id : 0;
}

str media_url(struct arena *arena, const struct media *media)
{
	if (!media->id)
		return S("");
	if (media->use == MEDIA_FILE)
		return str_format(arena, "/media/%lld", (long long)media->id);
	return str_format(arena, "/media/%lld-%lldx%lld", (long long)media->id, (long long)media->width,
	                  (long long)media->height);
}

str media_small_url(struct arena *arena, const struct media *media)
{
	bool is_there = media->id && media->middle_id;
	return is_there ? str_format(arena, "%.*s/small", STR_ARG(media_url(arena, media))) : media_url(arena, media);
}

str media_markdown(struct arena *arena, const struct media *media, str about)
{
	str name = plain_name(arena, str_empty(about) ? media->name : about);
	return str_format(arena, "%s[%.*s](%.*s)", media->use == MEDIA_FILE ? "" : "!", STR_ARG(name),
	                  STR_ARG(media_url(arena, media)));
}

enum err media_after(struct scope *scope, int64_t after_id, struct media_list *list_out)
{
	return media_load_after(scope, after_id, list_out);
}

enum err media_owned(struct scope *scope, int64_t owner_id, int64_t after_id, struct media_list *list_out)
{
	return media_load_owned(scope, owner_id, after_id, list_out);
}

str media_file_name(struct arena *arena, int64_t id, str type)
{
	static const struct { const char *type, *end; } ends[] = {
		{ "image/webp", "webp" }, { "image/jpeg", "jpg" }, { "image/png", "png" }, { "image/gif", "gif" },
		{ "application/pdf", "pdf" }, { "text/plain", "txt" },
	};
	const char *end = "bin";
	for (size_t i = 0; i < COUNT(ends); i++) {
		if (str_starts(type, str_from(ends[i].type)))
			end = ends[i].end;
	}
	return str_format(arena, "%lld.%s", (long long)id, end);
}
