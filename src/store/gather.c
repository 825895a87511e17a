/*
 * gather.c: a VFS that gathers what is written to a log in one place after the other.
 *
 * Every other operation on the log first hands on what was gathered, so their order is kept; what could not be handed
 * on is forgotten, as it belongs to a transaction that fails by it.  Files that are no log are written as they come.
 * On either way a quota that is used up, or a file that may not grow, is called what it is: a full disk.
 */
#include "store/gather.h"

#include "base/base.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>

enum { ROOM = 124 * 1024 }; /* 30 pages; SQLite's way to Unix takes less than 128 KB at once */

/* What lies behind is the file of the VFS below. */
struct log {
	sqlite3_file base;
	char *bytes;
	sqlite3_int64 at; /* where they belong */
	int count;
	_Alignas(8) char below[];
};

/* Lies behind the file of the VFS below when that is no log: its methods, but for one. */
struct plain {
	sqlite3_io_methods methods;
	const sqlite3_io_methods *below;
};

static sqlite3_vfs gathering, *under;

static struct log *log_of(sqlite3_file *file)
{
	return (struct log *)file;
}

static sqlite3_file *below(struct log *log)
{
	return (sqlite3_file *)log->below;
}

/* SQLite knows ENOSPC only. */
static int no_room_is_full(int code)
{
	return code == SQLITE_IOERR_WRITE && (errno == EDQUOT || errno == EFBIG) ? SQLITE_FULL : code;
}

static int write_below(struct log *log, const void *bytes, int count, sqlite3_int64 at)
{
	return no_room_is_full(below(log)->pMethods->xWrite(below(log), bytes, count, at));
}

static int hand_on(struct log *log)
{
	int count = log->count;
	log->count = 0;
	return count ? write_below(log, log->bytes, count, log->at) : SQLITE_OK;
}

static int log_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
{
	struct log *log = log_of(file);
	bool goes_on = log->count && at == log->at + log->count && log->count + count <= ROOM;
	int code = goes_on ? SQLITE_OK : hand_on(log);
	if (code != SQLITE_OK)
		return code;
	if (count > ROOM)
		return write_below(log, bytes, count, at);
	if (!log->count)
		log->at = at;
	memcpy(log->bytes + log->count, bytes, (size_t)count);
	log->count += count;
	return SQLITE_OK;
}

static int log_close(sqlite3_file *file)
{
	struct log *log = log_of(file);
	int code = hand_on(log), closed = below(log)->pMethods->xClose(below(log));
	memory_free(log->bytes);
	return code != SQLITE_OK ? code : closed;
}

static int log_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 at)
{
	struct log *log = log_of(file);
	int code = hand_on(log);
	return code != SQLITE_OK ? code : below(log)->pMethods->xRead(below(log), bytes, count, at);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	struct log *log = log_of(file);
	int code = hand_on(log);
	return code != SQLITE_OK ? code : below(log)->pMethods->xTruncate(below(log), size);
}

static int log_sync(sqlite3_file *file, int flags)
{
	struct log *log = log_of(file);
	int code = hand_on(log);
	return code != SQLITE_OK ? code : below(log)->pMethods->xSync(below(log), flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size_out)
{
	struct log *log = log_of(file);
	int code = hand_on(log);
	return code != SQLITE_OK ? code : below(log)->pMethods->xFileSize(below(log), size_out);
}

static int log_control(sqlite3_file *file, int what, void *data)
{
	struct log *log = log_of(file);
	int code = hand_on(log);
	return code != SQLITE_OK ? code : below(log)->pMethods->xFileControl(below(log), what, data);
}

static int log_lock(sqlite3_file *file, int level)
{
	return below(log_of(file))->pMethods->xLock(below(log_of(file)), level);
}

static int log_unlock(sqlite3_file *file, int level)
{
	return below(log_of(file))->pMethods->xUnlock(below(log_of(file)), level);
}

static int log_is_reserved(sqlite3_file *file, int *is_out)
{
	return below(log_of(file))->pMethods->xCheckReservedLock(below(log_of(file)), is_out);
}

static int log_sector(sqlite3_file *file)
{
	return below(log_of(file))->pMethods->xSectorSize(below(log_of(file)));
}

static int log_traits(sqlite3_file *file)
{
	return below(log_of(file))->pMethods->xDeviceCharacteristics(below(log_of(file)));
}

static const sqlite3_io_methods methods = {
	.iVersion = 1, .xClose = log_close, .xRead = log_read, .xWrite = log_write, .xTruncate = log_truncate,
	.xSync = log_sync, .xFileSize = log_size, .xLock = log_lock, .xUnlock = log_unlock,
	.xCheckReservedLock = log_is_reserved, .xFileControl = log_control, .xSectorSize = log_sector,
	.xDeviceCharacteristics = log_traits,
};

/* ── what is no log ── */

static size_t plain_at(void)
{
	return ((size_t)under->szOsFile + 7) & ~(size_t)7;
}

static struct plain *plain_of(sqlite3_file *file)
{
	return (struct plain *)(void *)((char *)file + plain_at());
}

static int plain_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
{
	return no_room_is_full(plain_of(file)->below->xWrite(file, bytes, count, at));
}

static int open_plain(sqlite3_filename name, sqlite3_file *file, int flags, int *flags_out)
{
	int code = under->xOpen(under, name, file, flags, flags_out);
	if (code != SQLITE_OK)
		return code;
	struct plain *plain = plain_of(file);
	*plain = (struct plain){ *file->pMethods, file->pMethods };
	plain->methods.xWrite = plain_write;
	file->pMethods = &plain->methods;
	return SQLITE_OK;
}

static int open_file(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *flags_out)
{
	(void)vfs;
	if (!(flags & SQLITE_OPEN_WAL))
		return open_plain(name, file, flags, flags_out);
	struct log *log = log_of(file);
	int code = under->xOpen(under, name, below(log), flags, flags_out);
	log->base.pMethods = code == SQLITE_OK ? &methods : NULL;
	log->bytes = code == SQLITE_OK ? memory_take(ROOM) : NULL;
	log->count = 0;
	if (code != SQLITE_OK && below(log)->pMethods)
		below(log)->pMethods->xClose(below(log));
	return code;
}

static void make(void)
{
	under = sqlite3_vfs_find(NULL);
	gathering = *under;
	gathering.zName = "heinzel";
	size_t log = sizeof(struct log) + (size_t)under->szOsFile, plain = plain_at() + sizeof(struct plain);
	gathering.szOsFile = (int)(log > plain ? log : plain);
	gathering.xOpen = open_file;
	must(sqlite3_vfs_register(&gathering, 0) == SQLITE_OK);
}

const char *gather_name(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, make);
	return gathering.zName;
}
