/* import_reader.c: bytes come in, are unpacked if need be, and leave as lines. */
#include "app/import_reader.h"

#include <stdio.h>
#include <sys/stat.h>
#include <zstd.h>

enum { PIECE = 128 * 1024 };

struct import_reader {
	FILE *file;
	ZSTD_DStream *unpacker; /* NULL: the file is plain */
	int64_t size, taken;    /* bytes of the file */
	char *in;               /* PIECE bytes of it */
	size_t in_at, in_len;
	char *line;             /* what is not given out yet: IMPORT_LINE_MAX and a piece */
	size_t line_at, line_len;
	bool in_frame, ended, too_long;
};

static bool read_piece(struct import_reader *reader)
{
	reader->in_at = 0;
	reader->in_len = fread(reader->in, 1, PIECE, reader->file);
	reader->taken += (int64_t)reader->in_len;
	return reader->in_len > 0;
}

enum err import_reader_open(struct arena *arena, str path, struct import_reader **reader_out)
{
	static const unsigned char magic[] = { 0x28, 0xb5, 0x2f, 0xfd };
	struct stat about;
	FILE *file = fopen(str_c(arena, path), "rb");
	if (!file)
		return ERR_NOT_FOUND;
	struct import_reader *reader = arena_take(arena, sizeof(*reader));
	*reader = (struct import_reader){ .file = file };
	reader->size = fstat(fileno(file), &about) ? 0 : (int64_t)about.st_size;
	reader->in = arena_bytes(arena, PIECE);
	reader->line = arena_bytes(arena, IMPORT_LINE_MAX + PIECE);
	if (read_piece(reader) && reader->in_len >= sizeof(magic) && !memcmp(reader->in, magic, sizeof(magic)))
		reader->unpacker = ZSTD_createDStream();
	*reader_out = reader;
	return OK;
}

void import_reader_close(struct import_reader *reader)
{
	ZSTD_freeDStream(reader->unpacker);
	fclose(reader->file);
}

double import_reader_share(const struct import_reader *reader)
{
	int64_t done = reader->taken - (int64_t)(reader->in_len - reader->in_at);
	return reader->size > 0 ? (double)done / (double)reader->size : 1;
}

/* ── filling ── */

static bool unpack(struct import_reader *reader, ZSTD_outBuffer *out)
{
	ZSTD_inBuffer in = { reader->in, reader->in_len, reader->in_at };
	size_t left = ZSTD_decompressStream(reader->unpacker, out, &in);
	if (ZSTD_isError(left))
		return false;
	reader->in_at = in.pos;
	reader->in_frame = left > 0;
	return true;
}

static void copy_plain(struct import_reader *reader, ZSTD_outBuffer *out)
{
	size_t left = reader->in_len - reader->in_at, room = out->size - out->pos;
	size_t count = left < room ? left : room;
	memcpy((char *)out->dst + out->pos, reader->in + reader->in_at, count);
	out->pos += count;
	reader->in_at += count;
}

/* Adds to the line what the file holds next; false when it is broken. */
static bool fill(struct import_reader *reader)
{
	ZSTD_outBuffer out = { reader->line + reader->line_len, PIECE, 0 };
	if (reader->in_at == reader->in_len && !read_piece(reader)) {
		if (reader->in_frame && unpack(reader, &out) && out.pos) { /* what the unpacker still held back */
			reader->line_len += out.pos;
			return true;
		}
		reader->ended = true;
		return !reader->in_frame;
	}
	if (!reader->unpacker)
		copy_plain(reader, &out);
	else if (!unpack(reader, &out))
		return false;
	reader->line_len += out.pos;
	return true;
}

/* Lines that were given out make room; one that is too long is thrown away piece by piece. */
static void make_room(struct import_reader *reader)
{
	reader->line_len -= reader->line_at;
	memmove(reader->line, reader->line + reader->line_at, reader->line_len);
	reader->line_at = 0;
	if (reader->line_len > IMPORT_LINE_MAX) {
		reader->too_long = true;
		reader->line_len = 0;
	}
}

static enum import_read give(struct import_reader *reader, size_t len, size_t skip, str *line_out)
{
	*line_out = (str){ reader->line + reader->line_at, len };
	reader->line_at += len + skip;
	bool too_long = reader->too_long || len > IMPORT_LINE_MAX;
	reader->too_long = false;
	return too_long ? IMPORT_TOO_LONG : IMPORT_LINE;
}

enum import_read import_reader_next(struct import_reader *reader, str *line_out)
{
	for (;;) {
		size_t left = reader->line_len - reader->line_at;
		char *start = reader->line + reader->line_at, *end = memchr(start, '\n', left);
		if (end)
			return give(reader, (size_t)(end - start), 1, line_out);
		if (reader->ended && (left || reader->too_long))
			return give(reader, left, 0, line_out);
		if (reader->ended)
			return IMPORT_END;
		make_room(reader);
		if (!fill(reader))
			return IMPORT_BROKEN;
	}
}
