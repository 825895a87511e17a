/* disk_inside.h: files of the simulated disk, as disk.c and disk_share.c see them. */
#ifndef TEST_SIM_DISK_INSIDE_H
#define TEST_SIM_DISK_INSIDE_H
#include "test/sim/disk.h"

#include <sqlite3.h>

enum { FILES_MAX = 16, NAME_MAX_BYTES = 120, REGIONS_MAX = 64, SHARED_LOCKS = SQLITE_SHM_NLOCK };

/* A write, or (len < 0) a new length, that is not durable. */
struct unsynced { int64_t at, len; char *bytes; };

struct content { char *bytes; int64_t len, room; };

struct file {
	char name[NAME_MAX_BYTES];
	bool is_there;
	struct content written, durable;
	struct unsynced *unsynced;
	size_t unsynced_count, unsynced_room;
	/* What belongs to the process, and dies with it. */
	int shared, reserved, exclusive;             /* holders of the file's locks */
	char *regions[REGIONS_MAX];                  /* the log's index */
	int region_count, region_bytes;
	int held_shared[SHARED_LOCKS], held_exclusive[SHARED_LOCKS];
};

/* An open file, as SQLite holds it. */
struct open_file {
	sqlite3_file base;
	struct file *file;
	int lock;
	bool maps;                                   /* has the log's index */
	unsigned short shared_mask, exclusive_mask;
};

struct open_file *open_file_of(sqlite3_file *base);
int disk_lock(sqlite3_file *base, int level);
int disk_unlock(sqlite3_file *base, int level);
int disk_check_reserved(sqlite3_file *base, int *out);
int disk_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **at_out);
int disk_shm_lock(sqlite3_file *base, int offset, int n, int flags);
void disk_shm_barrier(sqlite3_file *base);
int disk_shm_unmap(sqlite3_file *base, int delete);
#endif
