/*
 * keyed.c: forms that give files or passwords, under the key that they carry.
 *
 * Whoever goes back and chooses another file sends the same key and means another deed; and the form of a text, which
 * takes pictures on its way (/media/step), has one key for both.  So with a form's files their content is part of it; and
 * with a password it is that, for nobody may be told that another one was taken.
 * A program names its deed by the key alone.
 */
#include "web/keyed.h"

#include "core/blob.h"
#include "web/web_room.h"

static enum err put_digest(const struct upload *upload, struct text *out)
{
	struct arena *arena = arena_open(65536);
	str bytes = S("");
	enum err err = blob_read(arena, upload->path, (size_t)upload->size, &bytes); /* a size is no less than 0 */
	if (!err)
		text_format(out, " %.*s %.*s", STR_ARG(hex(arena, sha256(arena, bytes))), STR_ARG(upload->file_name));
	arena_close(arena);
	return err;
}

static enum err put_files_into_key(struct request *request)
{
	const struct uploads *uploads = &request->exchange->request.uploads;
	struct text about;
	enum err err = OK;
	text_open(&about, request->scope.arena, 256);
	for (size_t i = 0; !err && !request->api && i < uploads->count; i++)
		err = put_digest(&uploads->at[i], &about);
	request->once_about = text_str(&about);
	return err;
}

static enum err take_once(struct request *request, scope_work *prepare, scope_work *keep, void *data)
{
	bool done = false;
	enum err err = request_done_before(request, &done);
	if (!err && !done)
		err = prepare(&request->scope, data);
	if (!err && !done)
		err = request_write(request, keep, data);
	return err;
}

enum err request_take_files(struct request *request, scope_work *prepare, scope_work *keep, void *data)
{
	enum err err = put_files_into_key(request);
	return err ? err : take_once(request, prepare, keep, data);
}

enum err request_take_typed(struct request *request, str typed, scope_work *prepare, scope_work *keep, void *data)
{
	struct arena *arena = request->scope.arena;
	str hash = crypt_hash(arena, &request->web->house->token_key, S("once"), typed);
	request->once_about = str_format(arena, " %.*s", STR_ARG(base64url(arena, hash)));
	return take_once(request, prepare, keep, data);
}

str request_kept_path(struct request *request)
{
	struct http_response *response = &request->exchange->response;
	str path = S("");
	for (size_t i = 0; i < response->header_count; i++) {
		if (str_equal(response->headers[i].name, S("Location")))
			path = response->headers[i].value;
	}
	*response = (struct http_response){ 0 };
	return path;
}
