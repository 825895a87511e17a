/* disk_share.c: what connections of one process share: the locks of a file, and the index of its write-ahead log. */
#include "test/sim/disk_inside.h"

int disk_lock(sqlite3_file *base, int level)
{
	struct open_file *open = open_file_of(base);
	struct file *file = open->file;
	if (open->lock >= level)
		return SQLITE_OK;
	bool others_exclusive = file->exclusive && open->lock < SQLITE_LOCK_EXCLUSIVE;
	if (level == SQLITE_LOCK_SHARED) {
		if (others_exclusive)
			return SQLITE_BUSY;
		file->shared++;
	} else if (level == SQLITE_LOCK_RESERVED) {
		if (file->reserved)
			return SQLITE_BUSY;
		file->reserved = 1;
	} else {
		if (others_exclusive || file->shared > 1 || (file->reserved && open->lock < SQLITE_LOCK_RESERVED))
			return SQLITE_BUSY;
		file->exclusive = 1;
		if (open->lock < SQLITE_LOCK_RESERVED)
			file->reserved = 1;
		level = SQLITE_LOCK_EXCLUSIVE;
	}
	open->lock = level;
	return SQLITE_OK;
}

int disk_unlock(sqlite3_file *base, int level)
{
	struct open_file *open = open_file_of(base);
	struct file *file = open->file;
	if (open->lock <= level)
		return SQLITE_OK;
	if (open->lock >= SQLITE_LOCK_RESERVED)
		file->reserved = 0;
	if (open->lock == SQLITE_LOCK_EXCLUSIVE)
		file->exclusive = 0;
	if (level == SQLITE_LOCK_NONE)
		file->shared--;
	open->lock = level;
	return SQLITE_OK;
}

int disk_check_reserved(sqlite3_file *base, int *out)
{
	*out = open_file_of(base)->file->reserved;
	return SQLITE_OK;
}

int disk_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **at_out)
{
	struct open_file *open = open_file_of(base);
	struct file *file = open->file;
	open->maps = true;
	*at_out = NULL;
	if (region >= REGIONS_MAX)
		return SQLITE_IOERR_SHMSIZE;
	if (region >= file->region_count && !extend)
		return SQLITE_OK;
	while (file->region_count <= region)
		file->regions[file->region_count++] = memory_take((size_t)size);
	file->region_bytes = size;
	*at_out = file->regions[region];
	return SQLITE_OK;
}

int disk_shm_lock(sqlite3_file *base, int offset, int n, int flags)
{
	struct open_file *open = open_file_of(base);
	struct file *file = open->file;
	unsigned short mask = (unsigned short)(((1u << n) - 1) << offset);
	for (int i = offset; i < offset + n; i++) {
		int own_shared = open->shared_mask >> i & 1, own_exclusive = open->exclusive_mask >> i & 1;
		if ((flags & SQLITE_SHM_LOCK) && file->held_exclusive[i] > own_exclusive)
			return SQLITE_BUSY;
		if ((flags & SQLITE_SHM_LOCK) && (flags & SQLITE_SHM_EXCLUSIVE) && file->held_shared[i] > own_shared)
			return SQLITE_BUSY;
	}
	for (int i = offset; i < offset + n; i++) {
		int *held = flags & SQLITE_SHM_SHARED ? file->held_shared : file->held_exclusive;
		unsigned short own = flags & SQLITE_SHM_SHARED ? open->shared_mask : open->exclusive_mask;
		bool has = own >> i & 1;
		if ((flags & SQLITE_SHM_LOCK) && !has)
			held[i]++;
		if ((flags & SQLITE_SHM_UNLOCK) && has)
			held[i]--;
	}
	unsigned short *own = flags & SQLITE_SHM_SHARED ? &open->shared_mask : &open->exclusive_mask;
	*own = flags & SQLITE_SHM_LOCK ? (unsigned short)(*own | mask) : (unsigned short)(*own & ~mask);
	return SQLITE_OK;
}

void disk_shm_barrier(sqlite3_file *base)
{
	(void)base;
}

int disk_shm_unmap(sqlite3_file *base, int delete)
{
	struct open_file *open = open_file_of(base);
	open->maps = false;
	if (!delete)
		return SQLITE_OK;
	for (int i = 0; i < open->file->region_count; i++)
		memory_free(open->file->regions[i]);
	open->file->region_count = 0;
	return SQLITE_OK;
}
