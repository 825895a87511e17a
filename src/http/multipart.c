/*
 * multipart.c: a machine that eats bytes: preamble, part headers, part content, end.
 *
 * It keeps at most one delimiter's worth of bytes back, so that a cut anywhere gives
 * the same result.  A part with a file name goes to an unnamed-by-the-user file on disk.
 */
#include "http/multipart.h"

#include "base/random.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define BOUNDARY_MAX 70 /* RFC 2046, 5.1.1 */
#define PART_HEADER_MAX 4096

enum state { BEFORE, DELIMITER_END, HEADERS, CONTENT, AFTER };

struct multipart {
	struct arena *arena;
	str upload_dir;
	char delimiter[BOUNDARY_MAX + 5]; /* CRLF, two hyphens, boundary */
	size_t delimiter_len;
	enum state state;
	struct text kept;       /* bytes that may be part of a delimiter or header */
	struct text value;      /* of a text field */
	str name, file_name, type, path;
	int64_t size;
	int fd;
	size_t parts;
	struct list pairs, uploads;
	enum err err;
};

static bool parameter(str header, str name, str *value_out)
{
	str rest = header;
	str_cut(&rest, ';');
	while (rest.len) {
		rest = str_trim(rest);
		str key = str_cut(&rest, '=');
		bool quoted = str_starts(rest, S("\""));
		if (quoted)
			rest = str_skip(rest, 1);
		str value = str_cut(&rest, quoted ? '"' : ';');
		if (quoted)
			str_cut(&rest, ';');
		if (str_equal_fold(str_trim(key), name))
			return *value_out = quoted ? value : str_trim(value), true;
	}
	return false;
}

enum err multipart_open(struct arena *arena, str content_type, str upload_dir, struct multipart **multipart_out)
{
	str boundary;
	if (!parameter(content_type, S("boundary"), &boundary) || !boundary.len || boundary.len > BOUNDARY_MAX)
		return ERR_INVALID;
	struct multipart *multipart = arena_take(arena, sizeof(*multipart));
	*multipart = (struct multipart){ .arena = arena, .upload_dir = upload_dir, .fd = -1 };
	memcpy(multipart->delimiter, "\r\n--", 4);
	memcpy(multipart->delimiter + 4, boundary.at, boundary.len);
	multipart->delimiter_len = boundary.len + 4;
	text_open(&multipart->kept, arena, 1024);
	text_put(&multipart->kept, S("\r\n")); /* so that a delimiter at the very start is found, too */
	list_open(&multipart->pairs, arena, sizeof(struct pair));
	list_open(&multipart->uploads, arena, sizeof(struct upload));
	*multipart_out = multipart;
	return OK;
}

/* A full disk is nobody's fault, and will have room again. */
static enum err failed(void)
{
	return errno == ENOSPC || errno == EDQUOT ? ERR_LIMITED : ERR_BROKEN;
}

static enum err open_file(struct multipart *multipart)
{
	if (str_empty(multipart->upload_dir))
		return ERR_INVALID;
	str name = random_token(multipart->arena);
	multipart->path = str_format(multipart->arena, "%.*s/%.*s.part", STR_ARG(multipart->upload_dir), STR_ARG(name));
	multipart->fd = open(str_c(multipart->arena, multipart->path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return multipart->fd < 0 ? failed() : OK;
}

/* As in url.c: a NUL ends the text for some readers and not for others. */
static bool is_field_text(str s)
{
	return utf8_is_valid(s) && !memchr(s.at ? s.at : "", 0, s.len);
}

/* Names and types end up in headers and lists, where a line end would begin something else. */
static bool is_one_line(str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] < ' ' || s.at[i] == 0x7f)
			return false;
	return utf8_is_valid(s);
}

static enum err begin_part(struct multipart *multipart, str headers)
{
	bool named = false, is_file = false;
	multipart->type = S("text/plain");
	multipart->size = 0;
	if (++multipart->parts > MULTIPART_PARTS_MAX)
		return ERR_TOO_LARGE;
	while (headers.len) {
		str line = str_trim(str_cut(&headers, '\n')), value = line;
		str key = str_trim(str_cut(&value, ':'));
		if (str_equal_fold(key, S("Content-Disposition"))) {
			named = parameter(value, S("name"), &multipart->name);
			is_file = parameter(value, S("filename"), &multipart->file_name);
		} else if (str_equal_fold(key, S("Content-Type"))) {
			multipart->type = str_trim(value);
		}
	}
	if (!named || !is_one_line(multipart->name) || !is_one_line(multipart->type) ||
	    (is_file && !is_one_line(multipart->file_name)))
		return ERR_INVALID;
	multipart->name = str_keep(multipart->arena, multipart->name);
	multipart->type = str_keep(multipart->arena, multipart->type);
	if (!is_file) {
		text_open(&multipart->value, multipart->arena, 256);
		return OK;
	}
	multipart->file_name = str_keep(multipart->arena, multipart->file_name);
	return open_file(multipart);
}

static enum err put_content(struct multipart *multipart, str bytes)
{
	multipart->size += (int64_t)bytes.len;
	if (multipart->fd < 0) {
		if (multipart->size > MULTIPART_TEXT_MAX)
			return ERR_TOO_LARGE;
		text_put(&multipart->value, bytes);
		return OK;
	}
	while (bytes.len) {
		ssize_t written = write(multipart->fd, bytes.at, bytes.len);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return failed();
		bytes = str_skip(bytes, (size_t)written);
	}
	return OK;
}

static enum err end_part(struct multipart *multipart)
{
	if (multipart->fd < 0) {
		struct pair *pair = list_add(&multipart->pairs);
		*pair = (struct pair){ multipart->name, text_str(&multipart->value) };
		return is_field_text(pair->value) ? OK : ERR_INVALID;
	}
	close(multipart->fd);
	multipart->fd = -1;
	if (!multipart->size && str_empty(multipart->file_name)) { /* a field for a file, left empty */
		unlink(str_c(multipart->arena, multipart->path));
		return OK;
	}
	struct upload *upload = list_add(&multipart->uploads);
	*upload = (struct upload){ multipart->name, multipart->file_name, multipart->type, multipart->path,
		multipart->size };
	return OK;
}

static void drop_kept(struct multipart *multipart, size_t count)
{
	struct text *kept = &multipart->kept;
	memmove(kept->at, kept->at + count, kept->len - count);
	kept->len -= count;
}

/* One step of the machine; *more_out is false when it needs more bytes. */
static enum err step(struct multipart *multipart, bool *more_out)
{
	str kept = text_str(&multipart->kept), delimiter = { multipart->delimiter, multipart->delimiter_len };
	size_t at;
	enum err err = OK;
	*more_out = false;
	switch (multipart->state) {
	case BEFORE:
	case CONTENT:
		if (str_find(kept, delimiter, &at)) {
			bool inside = multipart->state == CONTENT;
			if (inside && (err = put_content(multipart, str_first(kept, at))))
				return err;
			if (inside && (err = end_part(multipart)))
				return err;
			drop_kept(multipart, at + delimiter.len);
			multipart->state = DELIMITER_END;
			*more_out = true;
		} else if (kept.len >= delimiter.len) {
			at = kept.len - delimiter.len + 1; /* the rest may be the delimiter's beginning */
			if (multipart->state == CONTENT)
				err = put_content(multipart, str_first(kept, at));
			drop_kept(multipart, at);
		}
		return err;
	case DELIMITER_END:
		if (kept.len < 2)
			return OK;
		if (!str_starts(kept, S("--")) && !str_starts(kept, S("\r\n")))
			return ERR_INVALID;
		multipart->state = str_starts(kept, S("--")) ? AFTER : HEADERS;
		drop_kept(multipart, 2);
		*more_out = true;
		return OK;
	case HEADERS:
		if (str_find(kept, S("\r\n\r\n"), &at) && at <= PART_HEADER_MAX) {
			if ((err = begin_part(multipart, str_first(kept, at))))
				return err;
			drop_kept(multipart, at + 4);
			multipart->state = CONTENT;
			*more_out = true;
			return OK;
		}
		return kept.len > PART_HEADER_MAX + 3 ? ERR_TOO_LARGE : OK; /* 3: of the blank line, when it is cut */
	case AFTER:
		multipart->kept.len = 0; /* the epilogue says nothing */
		return OK;
	}
	return ERR_INVALID;
}

enum err multipart_feed(struct multipart *multipart, str bytes)
{
	bool more = true;
	if (multipart->err)
		return multipart->err;
	text_put(&multipart->kept, bytes);
	while (more && !multipart->err)
		multipart->err = step(multipart, &more);
	return multipart->err;
}

enum err multipart_close(struct multipart *multipart, struct http_request *request)
{
	if (multipart->err)
		return multipart->err;
	if (multipart->state != AFTER)
		return ERR_INVALID;
	request->form = (struct pairs){ (const struct pair *)(const void *)multipart->pairs.at, multipart->pairs.count };
	request->uploads = (struct uploads){ (const struct upload *)(const void *)multipart->uploads.at,
		multipart->uploads.count };
	return OK;
}

void multipart_forget(struct multipart *multipart)
{
	if (multipart->fd >= 0) {
		close(multipart->fd);
		unlink(str_c(multipart->arena, multipart->path));
	}
	for (size_t i = 0; i < multipart->uploads.count; i++) {
		const struct upload *upload = list_at(&multipart->uploads, i);
		unlink(str_c(multipart->arena, upload->path)); /* whoever kept it has moved it */
	}
}
