/*
 * media_web.c: sends pictures and files, takes uploads, and carries a form through one where no script runs.
 *
 * What is sent says what it is and cannot be anything else: its type was found by content, it may not be
 * sniffed, and a document is saved, never shown, and could do nothing in its sandbox.
 */
#include "features/media/media_web.h"

#include "core/blob.h"
#include "core/image.h"
#include "features/media/pages.gen.h"
#include "web/keyed.h"

#define BODY_MAX (IMAGE_BYTES_MAX + 1024 * 1024) /* a picture, and what else the form holds */
#define SANDBOX S("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox")

static handler media_send, media_send_size, media_upload, step_submit;

const struct route media_routes[] = {
	{ GET,  "/media/:name",       EVERYONE, READS,   media_send,      .about = "A picture or file, for whoever may see what shows it" },
	{ GET,  "/media/:name/:size", EVERYONE, READS,   media_send_size, .about = "The same in middle or small, or on a card for shared links" },
	{ POST, "/media/step",        MEMBERS,  BY_HAND, step_submit,     .rate = RATE_UPLOAD, .body_max = BODY_MAX,
	  .about = "Add a picture to a form without a script" },
	ROUTES_END
};

const struct route media_api_routes[] = {
	{ POST, "/api/v1/media", MEMBERS, BY_HAND, media_upload, .rate = RATE_UPLOAD, .body_max = BODY_MAX,
	  .about = "Upload a picture or file (multipart/form-data, field \"file\"); unused, it is gone after a day", .answers = "media" },
	ROUTES_END
};

struct media_record { int64_t id, width, height, bytes; str name, type, url, small_url, markdown; };

static const struct schema_member media_members[] = {
	MEMBER(SCHEMA_ID, struct media_record, id),         MEMBER(SCHEMA_TEXT, struct media_record, name),
	MEMBER(SCHEMA_TEXT, struct media_record, type),     MEMBER(SCHEMA_NUMBER, struct media_record, width),
	MEMBER(SCHEMA_NUMBER, struct media_record, height), MEMBER(SCHEMA_NUMBER, struct media_record, bytes),
	MEMBER(SCHEMA_TEXT, struct media_record, url),      MEMBER(SCHEMA_TEXT, struct media_record, small_url),
	{ "markdown", SCHEMA_TEXT, offsetof(struct media_record, markdown), NULL, "What to write into a text to show it there" },
};
static const struct schema media_schema = { "media", sizeof(struct media_record), media_members, COUNT(media_members) };
const struct schema *const media_schemas[] = { &media_schema, NULL };

/* ── sending ── */

/* A browser keeps what everyone may see; caches between us and it keep nothing, so that what is hidden is gone. */
static void say_how_long(struct http_response *response, bool is_public)
{
	http_set_header(response, S("Cache-Control"),
	                is_public ? S("private, max-age=604800, immutable") : S("private, no-store"));
}

static void send_as_document(struct request *request, const struct media *media)
{
	struct scope *scope = request_scope(request);
	struct http_response *response = request_response(request);
	struct text name;
	text_open(&name, scope->arena, media->name.len * 3 + 32);
	text_put(&name, S("attachment; filename*=UTF-8''"));
	for (size_t i = 0; i < media->name.len; i++) {
		unsigned char c = (unsigned char)media->name.at[i];
		bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
		if (is_plain)
			text_char(&name, (char)c);
		else
			text_format(&name, "%%%02X", c);
	}
	http_set_header(response, S("Content-Disposition"), text_str(&name));
}

static enum err send_blob(struct request *request, const struct media *media, int64_t blob_id, bool is_public)
{
	struct scope *scope = request_scope(request);
	struct http_response *response = request_response(request);
	struct blob blob;
	enum err err = blob_load(scope, blob_id, &blob);
	if (err)
		return err;
	response->status = 200;
	response->content_type = blob.content_type;
	response->file = blob.path;
	if (is_public)
		response->etag = str_format(scope->arena, "\"%lld\"", (long long)blob.id); /* a blob never changes */
	http_set_header(response, S("Content-Security-Policy"), SANDBOX);
	say_how_long(response, is_public);
	if (media->use == MEDIA_FILE)
		send_as_document(request, media);
	return OK;
}

static enum err media_send(struct request *request)
{
	struct media media;
	bool is_public;
	enum err err = media_see(request_scope(request), media_id_of(request_param(request, "name")), &media, &is_public);
	return err ? err : send_blob(request, &media, media.blob_id, is_public);
}

static enum err media_send_size(struct request *request)
{
	struct media media;
	bool is_public;
	str size = request_param(request, "size");
	enum err err = media_see(request_scope(request), media_id_of(request_param(request, "name")), &media, &is_public);
	if (err)
		return err;
	int64_t blob_id = str_equal(size, S("small")) ? media.small_id ? media.small_id : media.middle_id
	                : str_equal(size, S("middle")) ? media.middle_id : str_equal(size, S("card")) ? media.card_id : 0;
	if (!blob_id)
		return refuse(request_scope(request), ERR_NOT_FOUND, "media.not_found");
	return send_blob(request, &media, blob_id, is_public);
}

/* ── taking ── */

enum err media_upload_of(struct request *request, str *path_out, str *name_out)
{
	const struct uploads *uploads = &request_http(request)->uploads;
	for (size_t i = 0; i < uploads->count; i++) {
		if (!str_equal(uploads->at[i].name, S("file")) || !uploads->at[i].size)
			continue;
		*path_out = uploads->at[i].path;
		*name_out = uploads->at[i].file_name;
		return OK;
	}
	return refuse_field(request_scope(request), "file", "media.no_file");
}

static enum err send_taken(struct request *request, const struct media *media)
{
	struct arena *arena = request_scope(request)->arena;
	const struct media_record record = {
		.id = media->id, .width = media->width, .height = media->height, .bytes = media->bytes, .name = media->name,
		.type = media->type, .url = media_url(arena, media), .small_url = media_small_url(arena, media),
		.markdown = media_markdown(arena, media, S("")),
	};
	return api_send_made(request, &media_schema, &record, record.url);
}

struct upload_unit { struct request *request; struct media_taking taking; };

static enum err upload_keep(struct scope *scope, void *data)
{
	struct upload_unit *unit = data;
	enum err err = media_keep(scope, &unit->taking);
	return err ? err : send_taken(unit->request, &unit->taking.media);
}

static enum err media_upload(struct request *request)
{
	bool done;
	struct media_ask ask = { .use = MEDIA_PICTURE };
	struct upload_unit unit = { request, { .ask = &ask } };
	enum err err = request_done_before(request, &done);
	if (err || done)
		return err;
	err = media_upload_of(request, &ask.path, &ask.name);
	if (err)
		return err;
	err = media_prepare(request_scope(request), &unit.taking);
	if (!err)
		err = request_write(request, upload_keep, &unit);
	media_let_go(&unit.taking);
	return err;
}

/* ── without a script ── */

static str form_value(struct request *request, const char *name)
{
	str value;
	return http_form(request_http(request), str_from(name), &value) ? value : S("");
}

/* What the form held, without what belongs to this step. */
static struct pairs carried(struct request *request, str field)
{
	static const char *const own[] = { "csrf", "once", "file", "alt", "upload_action", "upload_field" };
	const struct pairs *form = &request_http(request)->form;
	struct pair *at = arena_take(request_scope(request)->arena, (form->count + 1) * sizeof(*at));
	struct pairs pairs = { at, 0 };
	for (size_t i = 0; i < form->count; i++) {
		bool stays = !str_equal(form->at[i].name, field);
		for (size_t o = 0; o < COUNT(own); o++)
			stays = stays && !str_equal(form->at[i].name, str_from(own[o]));
		if (stays)
			at[pairs.count++] = form->at[i];
	}
	return pairs;
}

static enum err step_prepare(struct scope *scope, void *data)
{
	return media_prepare(scope, &((struct upload_unit *)data)->taking);
}

static enum err step_keep(struct scope *scope, void *data)
{
	struct upload_unit *unit = data;
	enum err err = media_keep(scope, &unit->taking);
	return err ? err : redirect_to(unit->request, "%.*s", STR_ARG(media_url(scope->arena, &unit->taking.media)));
}

static enum err step_look(struct scope *scope, void *data)
{
	struct media *media = data;
	bool is_public;
	return media_see(scope, media->id, media, &is_public);
}

/* The form sent again with this file finds it there. */
static enum err step_take(struct request *request, struct media *media_out)
{
	struct scope *scope = request_scope(request);
	struct media_ask ask = { .use = MEDIA_PICTURE };
	struct upload_unit unit = { request, { .ask = &ask } };
	enum err err = media_upload_of(request, &ask.path, &ask.name);
	if (err)
		return err;
	err = request_take_files(request, step_prepare, step_keep, &unit);
	media_let_go(&unit.taking);
	if (err)
		return err;
	struct media media = { .id = media_id_of(str_skip(request_kept_path(request), strlen("/media/"))) };
	if (!(err = scope_read(scope, step_look, &media)))
		*media_out = media;
	return err;
}

static enum err step_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct step_page model = { .action = form_value(request, "upload_action"), .field = form_value(request, "upload_field") };
	if (!url_is_local(model.action) || str_empty(model.field) || model.field.len > 40)
		return refuse(scope, ERR_INVALID, "field.broken_form");
	model.others = carried(request, model.field);
	model.text = str_trim(form_value(request, str_c(scope->arena, model.field)));
	enum err err = step_take(request, &model.media);
	if (err && !scope->refusal.reason)
		return err; /* what is refused is told beside what was typed */
	if (!err) {
		str shown = media_markdown(scope->arena, &model.media, form_value(request, "alt"));
		model.text = str_empty(model.text) ? shown
			: str_join(scope->arena, (str[]){ model.text, shown }, 2, S("\n\n"));
		model.url = media_small_url(scope->arena, &model.media);
	}
	struct page *page = page_open(request, TEXT_media_step_title);
	page->narrow = true;
	page->no_index = true;
	step_page_html(page->view, &model);
	return page_send(page);
}
