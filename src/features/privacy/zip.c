/* zip.c: heads of 30 bytes before each file, and at the end a list of them all (APPNOTE 6.3, without compression). */
#include "features/privacy/zip.h"

#include <errno.h>
#include <stdio.h>

enum { HEAD_AT_SUM = 14, VERSION = 20, ENTRIES_MAX = 65535, PIECE = 64 * 1024 };
enum { UTF_8_NAMES = 1 << 11, UNIX = 3 << 8 };
static const uint32_t HEAD = 0x04034b50, ENTRY = 0x02014b50, END = 0x06054b50;
static const int64_t WHOLE_MAX = UINT32_MAX;
static const uint32_t FILE_RIGHTS = 0100600u << 16; /* a plain file, for its owner */

struct entry { str name; uint32_t sum; int64_t size, at; };
struct zip {
	FILE *file;
	struct arena *arena;
	uint16_t day, time;
	struct list entries;
	int64_t len;
};

/* ── numbers, the low byte first ── */

static void put_number(struct text *text, uint64_t number, int bytes)
{
	for (int i = 0; i < bytes; i++)
		text_char(text, (char)(number >> (8 * i) & 0xff));
}

static enum err write_text(struct zip *zip, const struct text *text)
{
	zip->len += (int64_t)text->len;
	return fwrite(text->at, 1, text->len, zip->file) == text->len ? OK : ERR_BROKEN;
}

/* CRC-32 of ISO 3309, four bits at a time. */
static uint32_t sum_of(uint32_t sum, const unsigned char *bytes, size_t len)
{
	static const uint32_t steps[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
		0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};
	sum = ~sum;
	for (size_t i = 0; i < len; i++) {
		sum ^= bytes[i];
		sum = sum >> 4 ^ steps[sum & 15];
		sum = sum >> 4 ^ steps[sum & 15];
	}
	return ~sum;
}

/* ── entries ── */

/* What head and list have in common: from the version to the length of the name. */
static void put_facts(const struct zip *zip, struct text *text, const struct entry *entry)
{
	put_number(text, VERSION, 2);
	put_number(text, UTF_8_NAMES, 2);
	put_number(text, 0, 2); /* stored */
	put_number(text, zip->time, 2);
	put_number(text, zip->day, 2);
	put_number(text, entry->sum, 4);
	put_number(text, (uint64_t)entry->size, 4);
	put_number(text, (uint64_t)entry->size, 4);
	put_number(text, entry->name.len, 2);
	put_number(text, 0, 2); /* nothing extra */
}

static enum err put_head(struct zip *zip, const struct entry *entry)
{
	struct text text;
	text_open(&text, zip->arena, 160);
	put_number(&text, HEAD, 4);
	put_facts(zip, &text, entry);
	text_put(&text, entry->name);
	return write_text(zip, &text);
}

static enum err copy_in(struct zip *zip, FILE *from, struct entry *entry)
{
	unsigned char bytes[PIECE];
	size_t len;
	while ((len = fread(bytes, 1, sizeof(bytes), from)) > 0) {
		if (zip->len + (int64_t)len > WHOLE_MAX)
			return ERR_TOO_LARGE;
		if (fwrite(bytes, 1, len, zip->file) != len)
			return ERR_BROKEN;
		entry->sum = sum_of(entry->sum, bytes, len);
		entry->size += (int64_t)len;
		zip->len += (int64_t)len;
	}
	return ferror(from) ? ERR_BROKEN : OK;
}

/* Sum and sizes are known only now. */
static enum err mend_head(struct zip *zip, const struct entry *entry)
{
	struct text text;
	text_open(&text, zip->arena, 16);
	put_number(&text, entry->sum, 4);
	put_number(&text, (uint64_t)entry->size, 4);
	put_number(&text, (uint64_t)entry->size, 4);
	if (fseek(zip->file, (long)(entry->at + HEAD_AT_SUM), SEEK_SET) || fwrite(text.at, 1, text.len, zip->file) != text.len)
		return ERR_BROKEN;
	return fseek(zip->file, 0, SEEK_END) ? ERR_BROKEN : OK;
}

enum err zip_open(struct arena *arena, str path, moment at, struct zip **zip_out)
{
	struct zip *zip = arena_take(arena, sizeof(*zip));
	struct wall wall = wall_at(zone_utc(), at);
	*zip = (struct zip){ .file = fopen(str_c(arena, path), "wbx"), .arena = arena,
		.day = (uint16_t)((wall.year - 1980) << 9 | wall.month << 5 | wall.day), /* the format's own calendar */
		.time = (uint16_t)(wall.hour << 11 | wall.minute << 5) };
	list_open(&zip->entries, arena, sizeof(struct entry));
	if (!zip->file)
		return ERR_BROKEN;
	*zip_out = zip;
	return OK;
}

enum err zip_put(struct zip *zip, str name, str path, bool *missing_out)
{
	must(name.len && name.len <= 100);
	if (zip->entries.count == ENTRIES_MAX)
		return ERR_TOO_LARGE;
	FILE *from = fopen(str_c(zip->arena, path), "rb");
	*missing_out = !from;
	if (!from)
		return errno == ENOENT ? OK : ERR_BROKEN;
	struct entry *entry = list_add(&zip->entries);
	*entry = (struct entry){ .name = str_keep(zip->arena, name), .at = zip->len };
	enum err err = put_head(zip, entry);
	if (!err)
		err = copy_in(zip, from, entry);
	fclose(from);
	return err ? err : mend_head(zip, entry);
}

static void put_entry(const struct zip *zip, struct text *text, const struct entry *entry)
{
	put_number(text, ENTRY, 4);
	put_number(text, UNIX | VERSION, 2);
	put_facts(zip, text, entry);
	put_number(text, 0, 2); /* no comment */
	put_number(text, 0, 2); /* the first disk */
	put_number(text, 0, 2);
	put_number(text, FILE_RIGHTS, 4);
	put_number(text, (uint64_t)entry->at, 4);
	text_put(text, entry->name);
}

enum err zip_close(struct zip *zip)
{
	struct text text;
	int64_t at = zip->len;
	text_open(&text, zip->arena, 64 * 1024);
	for (size_t i = 0; i < zip->entries.count; i++)
		put_entry(zip, &text, list_at(&zip->entries, i));
	size_t size = text.len;
	put_number(&text, END, 4);
	put_number(&text, 0, 4); /* disks */
	put_number(&text, zip->entries.count, 2);
	put_number(&text, zip->entries.count, 2);
	put_number(&text, size, 4);
	put_number(&text, (uint64_t)at, 4);
	put_number(&text, 0, 2); /* no comment */
	enum err err = at + (int64_t)text.len > WHOLE_MAX ? ERR_TOO_LARGE : write_text(zip, &text);
	return fclose(zip->file) == 0 ? err : ERR_BROKEN;
}
