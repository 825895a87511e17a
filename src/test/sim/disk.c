/* disk.c: the files, and SQLite's way to them (a VFS).  A write is remembered until a sync makes it durable. */
#include "test/sim/disk_inside.h"

#include "test/sim/clock.h"
#include "test/sim/thread.h"

#include <stdio.h>

enum { SECTOR = 512, SYNC_LEAST_US = 200, SYNC_SPAN_US = 6000, READ_YIELDS = 200, WRITE_YIELDS = 60 };

LASTS static struct file files[FILES_MAX];
LASTS static struct disk_faults faults;
LASTS static bool is_full, has_failed;

struct open_file *open_file_of(sqlite3_file *base)
{
	return (struct open_file *)base;
}

static struct file *find(const char *name)
{
	for (size_t i = 0; i < FILES_MAX; i++) {
		if (files[i].is_there && !strcmp(files[i].name, name))
			return &files[i];
	}
	return NULL;
}

static struct file *make(const char *name)
{
	size_t i = 0;
	while (i < FILES_MAX && files[i].is_there)
		i++;
	must(i < FILES_MAX && strlen(name) < NAME_MAX_BYTES);
	strcpy(files[i].name, name);
	files[i].is_there = true;
	return &files[i];
}

/* ── bytes ── */

static void widen(struct content *content, int64_t len)
{
	if (len > content->room) {
		content->room = 2 * len;
		content->bytes = memory_grow(content->bytes, (size_t)content->room);
	}
	if (len > content->len) {
		memset(content->bytes + content->len, 0, (size_t)(len - content->len));
		content->len = len;
	}
}

static void put(struct content *content, int64_t at, const char *bytes, int64_t len)
{
	widen(content, at + len);
	memcpy(content->bytes + at, bytes, (size_t)len);
}

static void cut(struct content *content, int64_t len)
{
	widen(content, len);
	content->len = len;
}

static void remember(struct file *file, int64_t at, const char *bytes, int64_t len)
{
	if (file->unsynced_count == file->unsynced_room) {
		file->unsynced_room = file->unsynced_room ? 2 * file->unsynced_room : 64;
		file->unsynced = memory_grow(file->unsynced, file->unsynced_room * sizeof(*file->unsynced));
	}
	struct unsynced *unsynced = &file->unsynced[file->unsynced_count++];
	*unsynced = (struct unsynced){ .at = at, .len = len };
	if (len < 0)
		return;
	unsynced->bytes = memory_take((size_t)len);
	memcpy(unsynced->bytes, bytes, (size_t)len);
}

/* Which sectors of it arrive is chance. */
static void put_torn(struct file *file, const struct unsynced *unsynced)
{
	for (int64_t from = 0; from < unsynced->len;) {
		int64_t to = (unsynced->at + from) / SECTOR * SECTOR + SECTOR - unsynced->at;
		to = to < unsynced->len ? to : unsynced->len;
		if (chance_one_in(DIE_WORLD, 2))
			put(&file->durable, unsynced->at + from, unsynced->bytes + from, to - from);
		from = to;
	}
}

static void put_whole(struct file *file, const struct unsynced *unsynced)
{
	if (unsynced->len < 0)
		cut(&file->durable, unsynced->at);
	else
		put(&file->durable, unsynced->at, unsynced->bytes, unsynced->len);
}

static void forget_unsynced(struct file *file)
{
	for (size_t i = 0; i < file->unsynced_count; i++)
		memory_free(file->unsynced[i].bytes);
	file->unsynced_count = 0;
}

static void settle(struct file *file)
{
	for (size_t i = 0; i < file->unsynced_count; i++)
		put_whole(file, &file->unsynced[i]);
	forget_unsynced(file);
}

/* As ext4 and xfs do: a page that could not be written counts as clean.  It is read on, and no later sync asks for it.
   A length is the journal's matter.  Sometimes the sync only says no, and all is as it was. */
static void fail_to_write(struct file *file)
{
	unsigned mood = (unsigned)chance_below(DIE_WORLD, 4); /* 0: none is forgotten … 3: every one is */
	size_t left = 0;
	for (size_t i = 0; i < file->unsynced_count; i++) {
		struct unsynced *unsynced = &file->unsynced[i];
		if (unsynced->len < 0 || chance_below(DIE_WORLD, 3) >= mood)
			file->unsynced[left++] = *unsynced;
		else
			memory_free(unsynced->bytes);
	}
	trace_line("%lld of %lld writes are forgotten", (long long)(file->unsynced_count - left), (long long)file->unsynced_count);
	deeds.forgotten_writes += (int64_t)(file->unsynced_count - left);
	file->unsynced_count = left;
}

/* Each of a power cut's victims: there, gone, or torn. */
static void lose(struct file *file)
{
	unsigned mood = (unsigned)chance_below(DIE_WORLD, 4); /* 0: nothing arrived … 3: nearly all did */
	for (size_t i = 0; i < file->unsynced_count; i++) {
		if (chance_below(DIE_WORLD, 4) >= mood && mood < 3)
			continue;
		if (file->unsynced[i].len > 0 && chance_one_in(DIE_WORLD, 6))
			put_torn(file, &file->unsynced[i]);
		else
			put_whole(file, &file->unsynced[i]);
	}
	forget_unsynced(file);
	cut(&file->written, 0);
	put(&file->written, 0, file->durable.bytes, file->durable.len);
}

void disk_crash(bool power)
{
	has_failed = false;
	for (size_t i = 0; i < FILES_MAX; i++) {
		struct file *file = &files[i];
		if (!file->is_there)
			continue;
		if (power)
			lose(file);
		file->shared = file->reserved = file->exclusive = 0;
		for (int r = 0; r < file->region_count; r++)
			memory_free(file->regions[r]);
		file->region_count = 0;
		memset(file->held_shared, 0, sizeof(file->held_shared));
		memset(file->held_exclusive, 0, sizeof(file->held_exclusive));
	}
}

void disk_copy(const char *from, const char *to)
{
	static const char *const ends[] = { "", "-wal", "-journal" };
	char name[NAME_MAX_BYTES];
	disk_remove(to);
	for (size_t i = 0; i < COUNT(ends); i++) {
		snprintf(name, sizeof(name), "%s%s", from, ends[i]);
		struct file *file = find(name);
		if (!file)
			continue;
		snprintf(name, sizeof(name), "%s%s", to, ends[i]);
		struct file *copy = make(name);
		put(&copy->written, 0, file->written.bytes, file->written.len);
	}
}

static void remove_file(const char *name)
{
	struct file *file = find(name);
	if (!file)
		return;
	forget_unsynced(file);
	file->is_there = false;
	file->written.len = file->durable.len = 0;
	file->region_count = 0;
}

void disk_remove(const char *name)
{
	static const char *const ends[] = { "", "-wal", "-journal" };
	char whole[NAME_MAX_BYTES];
	for (size_t i = 0; i < COUNT(ends); i++) {
		snprintf(whole, sizeof(whole), "%s%s", name, ends[i]);
		remove_file(whole);
	}
}

str disk_bytes(const char *name)
{
	const struct file *file = find(name);
	return file && file->written.len ? (str){ file->written.bytes, (size_t)file->written.len } : S("");
}

uint64_t disk_sum(const char *name)
{
	struct file *file = find(name);
	uint64_t sum = 0xCBF29CE484222325u;
	for (int64_t i = 0; file && i + 8 <= file->written.len; i += 8) {
		uint64_t word;
		memcpy(&word, file->written.bytes + i, 8);
		sum = (sum ^ word) * 0x100000001B3u;
	}
	return sum;
}

void disk_faults_set(const struct disk_faults *wanted)
{
	faults = *wanted;
}

void disk_fill(bool full)
{
	is_full = full;
}

bool disk_has_failed(void)
{
	return has_failed;
}

void disk_forgive(void)
{
	has_failed = false;
}

bool disk_is_full(void)
{
	return is_full;
}

/* ── what SQLite calls on an open file ── */

static bool is_copy(const struct file *file)
{
	return !strncmp(file->name, "/copy", 5);
}

static int close_file(sqlite3_file *base)
{
	disk_unlock(base, SQLITE_LOCK_NONE);
	return SQLITE_OK;
}

static int read_file(sqlite3_file *base, void *to, int len, sqlite3_int64 at)
{
	struct file *file = open_file_of(base)->file;
	if (is_copy(file))
		goto without_faults;
	thread_yield(READ_YIELDS);
	if (chance_one_in(DIE_WORLD, faults.read_fails)) {
		has_failed = true;
		trace_line("a read of %s fails", file->name);
		return SQLITE_IOERR_READ;
	}
without_faults:;
	int64_t there = file->written.len - at;
	there = there < 0 ? 0 : there < len ? there : len;
	if (there)
		memcpy(to, file->written.bytes + at, (size_t)there);
	if (there == len)
		return SQLITE_OK;
	memset((char *)to + there, 0, (size_t)(len - there));
	return SQLITE_IOERR_SHORT_READ;
}

static int write_file(sqlite3_file *base, const void *bytes, int len, sqlite3_int64 at)
{
	struct file *file = open_file_of(base)->file;
	if (is_copy(file)) {
		put(&file->written, at, bytes, len);
		return SQLITE_OK;
	}
	thread_yield(WRITE_YIELDS);
	if (is_full && at + len > file->written.len)
		return SQLITE_FULL;
	if (chance_one_in(DIE_WORLD, faults.write_fails)) {
		has_failed = true;
		trace_line("a write to %s fails", file->name);
		return SQLITE_IOERR_WRITE;
	}
	put(&file->written, at, bytes, len);
	remember(file, at, bytes, len);
	return SQLITE_OK;
}

static int truncate_file(sqlite3_file *base, sqlite3_int64 len)
{
	struct file *file = open_file_of(base)->file;
	cut(&file->written, len);
	if (!is_copy(file))
		remember(file, len, NULL, -1);
	return SQLITE_OK;
}

static int sync_file(sqlite3_file *base, int flags)
{
	(void)flags;
	struct file *file = open_file_of(base)->file;
	if (is_copy(file))
		return SQLITE_OK;
	/* What is written meanwhile may arrive, but is not waited for. */
	size_t asked = file->unsynced_count;
	thread_sleep(SYNC_LEAST_US + (moment)chance_below(DIE_WORLD, SYNC_SPAN_US));
	deeds.syncs++;
	if (chance_one_in(DIE_WORLD, faults.sync_fails)) {
		trace_line("a sync of %s fails", file->name);
		deeds.failed_syncs++;
		has_failed = true;
		fail_to_write(file);
		return SQLITE_IOERR_FSYNC;
	}
	if (faults.drops_syncs)
		return SQLITE_OK;
	must(asked == file->unsynced_count); /* one connection writes a file */
	settle(file);
	return SQLITE_OK;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size_out)
{
	*size_out = open_file_of(base)->file->written.len;
	return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int op, void *data)
{
	(void)base;
	(void)op;
	(void)data;
	return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *base)
{
	(void)base;
	return 4096;
}

static int characteristics(sqlite3_file *base)
{
	(void)base;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
	.iVersion = 2, .xClose = close_file, .xRead = read_file, .xWrite = write_file, .xTruncate = truncate_file,
	.xSync = sync_file, .xFileSize = file_size, .xLock = disk_lock, .xUnlock = disk_unlock,
	.xCheckReservedLock = disk_check_reserved, .xFileControl = file_control, .xSectorSize = sector_size,
	.xDeviceCharacteristics = characteristics, .xShmMap = disk_shm_map, .xShmLock = disk_shm_lock,
	.xShmBarrier = disk_shm_barrier, .xShmUnmap = disk_shm_unmap,
};

/* ── … and on the disk ── */

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *flags_out)
{
	(void)vfs;
	struct open_file *open = open_file_of(base);
	*open = (struct open_file){ .base.pMethods = NULL };
	must(name != NULL); /* temporary files stay in memory */
	struct file *file = find(name);
	if (!file && !(flags & SQLITE_OPEN_CREATE))
		return SQLITE_CANTOPEN;
	open->file = file ? file : make(name);
	open->base.pMethods = &methods;
	if (flags_out)
		*flags_out = flags;
	return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	(void)vfs;
	(void)sync_folder;
	remove_file(name);
	return SQLITE_OK;
}

static int file_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	(void)vfs;
	(void)flags;
	*out = find(name) != NULL;
	return SQLITE_OK;
}

static int full_name(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
	(void)vfs;
	snprintf(out, (size_t)room, "%s", name);
	return SQLITE_OK;
}

static int randomness(sqlite3_vfs *vfs, int len, char *out)
{
	(void)vfs;
	for (int i = 0; i < len; i++)
		out[i] = (char)chance_bits(DIE_HOUSE);
	return len;
}

static int sleep_for(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	thread_sleep(microseconds);
	return microseconds;
}

static int current_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
	(void)vfs;
	*out = clock_now() / 1000 + 210866760000000; /* milliseconds of the Julian day */
	return SQLITE_OK;
}

static int last_error(sqlite3_vfs *vfs, int len, char *out)
{
	(void)vfs;
	(void)len;
	(void)out;
	return 0;
}

LASTS static sqlite3_vfs vfs = {
	.iVersion = 2, .szOsFile = sizeof(struct open_file), .mxPathname = NAME_MAX_BYTES, .zName = "simulated",
	.xOpen = open_file, .xDelete = delete_file, .xAccess = file_access, .xFullPathname = full_name,
	.xRandomness = randomness, .xSleep = sleep_for, .xGetLastError = last_error, .xCurrentTimeInt64 = current_time,
};

void disk_open(void)
{
	must(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK);
}
