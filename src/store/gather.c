/*
 * gather.c: a VFS that gathers what is written to a log in one place after the other.
 *
 * Every other operation on the log first hands on what was gathered, so their order is kept; what could not be handed
 * on is forgotten, as it belongs to a transaction that fails by it.  Files that are no log are opened without it.
 */
#include "store/gather.h"

#include "base/base.h"

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

static sqlite3_vfs gathering, *under;

static struct log *log_of(sqlite3_file *file)
{
	return (struct log *)file;
}

static sqlite3_file *below(struct log *log)
{
	return (sqlite3_file *)log->below;
}

static int hand_on(struct log *log)
{
	int count = log->count;
	log->count = 0;
	return count ? below(log)->pMethods->xWrite(below(log), log->bytes, count, log->at) : SQLITE_OK;
}

static int log_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
{
	struct log *log = log_of(file);
	bool goes_on = log->count && at == log->at + log->count && log->count + count <= ROOM;
	int code = goes_on ? SQLITE_OK : hand_on(log);
	if (code != SQLITE_OK)
		return code;
	if (count > ROOM)
		return below(log)->pMethods->xWrite(below(log), bytes, count, at);
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

static int open_file(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *flags_out)
{
	(void)vfs;
	if (!(flags & SQLITE_OPEN_WAL))
		return under->xOpen(under, name, file, flags, flags_out);
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
	gathering.szOsFile = (int)sizeof(struct log) + under->szOsFile;
	gathering.xOpen = open_file;
	must(sqlite3_vfs_register(&gathering, 0) == SQLITE_OK);
}

const char *gather_name(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, make);
	return gathering.zName;
}
