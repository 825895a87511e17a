/* tar.c: heads of 512 bytes, contents in blocks of 512, two empty blocks at the end. */
#include "features/admin/tar.h"

#include <stdio.h>

enum { BLOCK = 512, NAME_MAX_BYTES = 100 };
static const int64_t ENTRY_MAX = (int64_t)8 << 30; /* eleven octal digits */

struct tar { FILE *file; moment at; str name; int64_t head_at, size; };

/* POSIX.1-1988: offsets and sizes of the fields are the format's. */
struct head {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], type, link[100], magic[6], version[2], user[32], group[32],
	     major[8], minor[8], prefix[155], rest[12];
};
static_assert(sizeof(struct head) == BLOCK, "a head is one block");

static enum err put(struct tar *tar, const void *bytes, size_t len)
{
	return fwrite(bytes, 1, len, tar->file) == len ? OK : ERR_BROKEN;
}

static void octal(char *field, size_t size, int64_t value)
{
	for (size_t i = size - 1; i-- > 0; value /= 8)
		field[i] = (char)('0' + value % 8);
}

static enum err put_head(struct tar *tar)
{
	struct head head = { .type = '0', .magic = "ustar", .version = { '0', '0' } };
	memcpy(head.name, tar->name.at, tar->name.len);
	octal(head.mode, sizeof(head.mode), 0600);
	octal(head.uid, sizeof(head.uid), 0);
	octal(head.gid, sizeof(head.gid), 0);
	octal(head.size, sizeof(head.size), tar->size);
	octal(head.mtime, sizeof(head.mtime), tar->at / SECONDS(1));
	memset(head.sum, ' ', sizeof(head.sum));
	int64_t sum = 0;
	for (size_t i = 0; i < BLOCK; i++)
		sum += ((const unsigned char *)&head)[i];
	octal(head.sum, 7, sum);
	return put(tar, &head, sizeof(head));
}

enum err tar_open(struct arena *arena, str path, moment at, struct tar **tar_out)
{
	struct tar *tar = arena_take(arena, sizeof(*tar));
	*tar = (struct tar){ .file = fopen(str_c(arena, path), "wbx"), .at = at };
	if (!tar->file)
		return ERR_BROKEN;
	*tar_out = tar;
	return OK;
}

enum err tar_begin(struct tar *tar, str name)
{
	must(name.len <= NAME_MAX_BYTES);
	tar->name = name;
	tar->size = 0;
	tar->head_at = ftell(tar->file);
	return tar->head_at < 0 ? ERR_BROKEN : put_head(tar);
}

enum err tar_put(struct tar *tar, str bytes)
{
	tar->size += (int64_t)bytes.len;
	return put(tar, bytes.at, bytes.len);
}

enum err tar_end(struct tar *tar)
{
	static const char nothing[BLOCK];
	if (tar->size >= ENTRY_MAX)
		return ERR_TOO_LARGE;
	size_t over = (size_t)(tar->size % BLOCK);
	enum err err = over ? put(tar, nothing, BLOCK - over) : OK;
	if (err || fseek(tar->file, (long)tar->head_at, SEEK_SET) || (err = put_head(tar)))
		return err ? err : ERR_BROKEN;
	return fseek(tar->file, 0, SEEK_END) ? ERR_BROKEN : OK;
}

enum err tar_close(struct tar *tar)
{
	static const char end[2 * BLOCK];
	enum err err = put(tar, end, sizeof(end));
	return fclose(tar->file) == 0 ? err : ERR_BROKEN;
}
