/*
 * disk.h: a disk in memory that tells what is written from what is durable.
 *
 * SQLite has it as its file system.  Only what was synced is sure to be there after a power cut: of the rest, any part
 * may be, in any order, and of each write any sectors.  After a mere death of the process all that was written is there.
 * What a failed sync could not write may be read until the power goes, and never becomes durable unless it is written anew.
 */
#ifndef TEST_SIM_DISK_H
#define TEST_SIM_DISK_H
#include "test/sim/sim.h"

/* What goes wrong: one in so many; 0 = never. */
struct disk_faults { unsigned sync_fails, write_fails, read_fails, fills; bool drops_syncs; };

void disk_open(void); /* once: from now on SQLite's files are here */
void disk_faults_set(const struct disk_faults *faults);
/* The disk takes nothing more until it is emptied. */
void disk_fill(bool full);
bool disk_is_full(void);
/* A read, a write or a sync was refused, and nobody was told of it yet. */
bool disk_has_failed(void);
void disk_forgive(void); /* whom it hit was told */
/* The process is gone: its locks and shared memory are, too.  With the power gone, unsynced writes are lost in part. */
void disk_crash(bool power);
/* Copies all files under another name, "copy-of-…", as they would be found now. */
void disk_copy(const char *from, const char *to);
void disk_remove(const char *name); /* with its log */
str disk_bytes(const char *name); /* of a file as it is now, "" = there is none; until it is written to */
uint64_t disk_sum(const char *name); /* of a file's bytes, for the trace */
#endif
