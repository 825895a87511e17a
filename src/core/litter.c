/*
 * litter.c: lists folders, and takes away what belongs to nobody.
 *
 * A file is linked in before its unit is kept, and taken away after its row is gone for good (core/blob.c): a kill or a
 * power cut between the two leaves it.  Whether a row names it is asked in a unit, after the folder was read: on SQLite
 * units run one after another, so the file's own is over; on PostgreSQL they run side by side, and none lasts a day.
 */
#include "core/litter.h"

#include "base/disk.h"
#include "core/blob.h"
#include "core/house.h"
#include "core/sql.gen.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_A_PIECE = 48 /* each is a statement of a unit */, FEW = 8, DAILY = 86400 };

#define YOUNG DAYS(1)

static bool is_old_file(DIR *folder, const char *name, moment before)
{
	struct stat found;
	if (fstatat(dirfd(folder), name, &found, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(found.st_mode))
		return false;
	return found.st_mtim.tv_sec < before / SECONDS(1);
}

static bool take_away(DIR *folder, const char *name)
{
	if (unlinkat(dirfd(folder), name, 0) == 0 || errno == ENOENT)
		return true;
	log_event(LOG_ERROR, "blob.disk", "A file could not be removed: %s", strerror(errno));
	return false;
}

void uploads_clear(const struct house *house)
{
	struct arena *arena = arena_open(4096);
	const moment before = house_is_remote(house) ? moment_now() - YOUNG : NEVER;
	DIR *folder = opendir(str_c(arena, str_format(arena, "%.*s/uploads", STR_ARG(house->settings.data_dir))));
	for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder)) {
		if (is_old_file(folder, entry->d_name, before))
			take_away(folder, entry->d_name);
	}
	if (folder)
		closedir(folder);
	arena_close(arena);
}

/* ── files of a brand ── */

struct names { str at[NAMES_A_PIECE]; size_t count; };
struct piece { struct names asked, nameless; bool is_last; };

static void read_names(struct scope *scope, DIR *folder, struct piece *piece)
{
	struct names *names = &piece->asked;
	while (names->count < NAMES_A_PIECE && !piece->is_last) {
		const struct dirent *entry = readdir(folder);
		piece->is_last = !entry;
		if (entry && is_old_file(folder, entry->d_name, scope->now - YOUNG))
			names->at[names->count++] = str_keep(scope->arena, str_from(entry->d_name));
	}
}

static enum err ask(struct scope *scope, void *data)
{
	struct piece *piece = data;
	piece->nameless.count = 0;
	for (size_t i = 0; i < piece->asked.count; i++) {
		int64_t id;
		enum err err = sql_core_blob_named(scope, piece->asked.at[i], &id);
		if (err && err != ERR_NOT_FOUND)
			return err;
		if (err)
			piece->nameless.at[piece->nameless.count++] = piece->asked.at[i];
	}
	return OK;
}

/* A crash leaves a few.  Where most have no row, the database is another one than that of these files: nothing is touched. */
static bool is_strange(const struct piece *piece)
{
	return piece->nameless.count > FEW && piece->nameless.count > piece->asked.count / 2;
}

static enum err clear_piece(struct scope *scope, DIR *folder, struct piece *piece, int *removed)
{
	enum err err = scope_read(scope, ask, piece);
	if (err || !piece->nameless.count)
		return err;
	if (is_strange(piece)) {
		log_event(LOG_ERROR, "blob.strange", "Most files of brand %lld have no row. Is this their database? They stay.",
		          (long long)scope->brand_id);
		piece->is_last = true;
		return OK;
	}
	piece->asked = piece->nameless;
	err = scope_write(scope, ask, piece);
	for (size_t i = 0; !err && i < piece->nameless.count; i++)
		*removed += take_away(folder, str_c(scope->arena, piece->nameless.at[i]));
	return err;
}

static enum err clear_folder(struct scope *scope, DIR *folder, int *removed)
{
	bool is_last = false;
	enum err err = OK;
	while (!err && !is_last && !house_work_ends(scope->house)) {
		const struct arena_mark mark = arena_mark(scope->arena);
		struct piece piece = { .is_last = false };
		read_names(scope, folder, &piece);
		err = clear_piece(scope, folder, &piece, removed);
		is_last = piece.is_last;
		arena_release(scope->arena, mark);
	}
	return err;
}

static enum err run(struct scope *scope, const struct job *job)
{
	(void)job;
	int removed = 0;
	const char *path = str_c(scope->arena, blob_folder(scope));
	DIR *folder = opendir(path);
	if (!folder)
		return OK; /* nobody gave a file yet */
	enum err err = clear_folder(scope, folder, &removed);
	closedir(folder);
	if (!removed)
		return err;
	log_event(LOG_WARN, "blob.litter", "%d files of brand %lld had no row, after a crash, and are gone.", removed, (long long)scope->brand_id);
	return disk_sync(path) ? err : ERR_BROKEN;
}

const struct job_kind litter_job = { .name = "core.litter", .run = run, .by_hand = true, .every_seconds = DAILY };
