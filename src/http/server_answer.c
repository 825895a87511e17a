/* server_answer.c: our response becomes MHD's: conditional, compressed, logged. */
#include "http/server_room.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define COMPRESS_FROM 860

static bool tag_matches(str list, str etag)
{
	while (list.len) {
		str tag = str_trim(str_cut(&list, ','));
		if (str_starts(tag, S("W/")))
			tag = str_skip(tag, 2);
		if (str_equal(tag, etag) || str_equal(tag, S("*")))
			return true;
	}
	return false;
}

static void answer_conditionally(struct box *box)
{
	const struct http_request *request = &box->exchange.request;
	struct http_response *response = &box->exchange.response;
	if (response->status != 200 || !response->etag.len)
		return;
	http_set_header(response, S("ETag"), response->etag);
	if (!tag_matches(http_header(request, S("If-None-Match")), response->etag))
		return;
	response->status = 304;
	response->body = response->file = S("");
	shared_bytes_drop(response->shared);
	response->shared = NULL;
	response->compress = false;
}

static void compress(struct box *box)
{
	struct http_response *response = &box->exchange.response;
	if (!response->compress || response->shared || response->body.len < COMPRESS_FROM)
		return;
	http_set_header(response, S("Vary"), S("Cookie, Accept-Language, Accept-Encoding"));
	if (!http_accepts(&box->exchange.request, S("gzip")))
		return;
	str gzip = gzip_make(box->arena, response->body, 1);
	if (!gzip.len)
		return;
	/* A strong tag promises the same bytes; these are others with the same meaning (RFC 9110, 8.8.1). */
	if (response->etag.len && !str_starts(response->etag, S("W/")))
		http_set_header(response, S("ETag"), str_format(box->arena, "W/%.*s", STR_ARG(response->etag)));
	response->body = gzip;
	response->encoding = S("gzip");
}

static struct MHD_Response *file_response(struct box *box)
{
	int fd = open(str_c(box->arena, box->exchange.response.file), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
	if (size < 0) {
		if (fd >= 0)
			close(fd);
		box->exchange.response.status = 404;
		return MHD_create_response_from_buffer(0, (char[]){ "" }, MHD_RESPMEM_PERSISTENT);
	}
	box->sent = (size_t)size;
	return MHD_create_response_from_fd64((uint64_t)size, fd);
}

static struct MHD_Response *make_response(struct box *box)
{
	struct http_response *response = &box->exchange.response;
	if (response->stream)
		return stream_response(box);
	if (response->file.len)
		return file_response(box);
	str body = response->shared ? shared_bytes_str(response->shared) : response->body;
	box->sent = box->exchange.request.method == HEAD ? 0 : body.len;
	/* The bytes live until the request is completed: in its arena, or held by its count. */
	return MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.at, MHD_RESPMEM_PERSISTENT);
}

static void add_header(struct box *box, struct MHD_Response *made, str name, str value)
{
	MHD_add_response_header(made, str_c(box->arena, name), str_c(box->arena, value));
}

/* A stream lasts for hours: it keeps what its line in the log needs, and gives the request's memory back. */
static void shrink(struct box *box)
{
	struct http_exchange *exchange = &box->exchange;
	struct arena *small = arena_open(256);
	const struct http_request request = { .arena = small, .id = exchange->request.id, .method = exchange->request.method,
		.path = str_keep(small, exchange->request.path), .began_at = exchange->request.began_at };
	exchange->route = str_keep(small, exchange->route);
	exchange->request = request;
	exchange->response = (struct http_response){ .status = exchange->response.status };
	arena_close(box->arena);
	box->arena = small;
	box->target = S("");
	box->is_stream = true;
	atomic_store(&box->wire->phase, PHASE_SERVED);
}

enum MHD_Result answer_send(struct box *box)
{
	struct http_response *response = &box->exchange.response;
	if (!response->status) {
		log_event(LOG_ERROR, "http.unanswered", "a request was given back without an answer");
		*response = (struct http_response){ .status = 500 };
	}
	answer_conditionally(box);
	compress(box);
	struct MHD_Response *made = make_response(box);
	must(made);
	for (size_t i = 0; i < response->header_count; i++)
		add_header(box, made, response->headers[i].name, response->headers[i].value);
	if (response->content_type.len)
		add_header(box, made, S("Content-Type"), response->content_type);
	if (response->encoding.len)
		add_header(box, made, S("Content-Encoding"), response->encoding);
	char id[24];
	snprintf(id, sizeof(id), "%016llx", (unsigned long long)box->exchange.request.id);
	MHD_add_response_header(made, "X-Request-Id", id);
	if (atomic_load(&box->server->stopping) || box->refused)
		MHD_add_response_header(made, MHD_HTTP_HEADER_CONNECTION, "close");
	enum MHD_Result result = MHD_queue_response(box->connection, (unsigned)response->status, made);
	MHD_destroy_response(made);
	box->served = true;
	if (response->stream && !box->multipart)
		shrink(box);
	else if (response->stream)
		atomic_store(&box->wire->phase, PHASE_SERVED);
	else
		wire_sends(box->wire, box->sent);
	return result;
}

/* The request may still be in somebody's hands: nothing of it is touched. */
enum MHD_Result answer_given_up(struct box *box)
{
	str page = refusal_page(503);
	struct MHD_Response *made = MHD_create_response_from_buffer(page.len, (void *)page.at, MHD_RESPMEM_PERSISTENT);
	must(made);
	MHD_add_response_header(made, MHD_HTTP_HEADER_CONTENT_TYPE, "text/html; charset=utf-8");
	MHD_add_response_header(made, MHD_HTTP_HEADER_RETRY_AFTER, "5");
	MHD_add_response_header(made, MHD_HTTP_HEADER_CONNECTION, "close");
	enum MHD_Result result = MHD_queue_response(box->connection, 503, made);
	MHD_destroy_response(made);
	box->served = true;
	return result;
}

enum MHD_Result answer_refuse(struct box *box, int status)
{
	struct http_response *response = &box->exchange.response;
	*response = (struct http_response){ .status = status };
	refusal_write(response, status);
	if (status == 405)
		http_set_header(response, S("Allow"), S("GET, HEAD, POST, PUT, PATCH, DELETE"));
	box->refused = true;
	atomic_fetch_add(&box->server->refused, 1);
	return answer_send(box);
}
