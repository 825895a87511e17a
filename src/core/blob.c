/*
 * blob.c: files on disk, their facts in the database.
 *
 * A file is linked into place inside the unit, under a name that nobody can guess, and
 * taken away again when the unit is undone; the upload itself stays with whoever made it.
 * So a run of the unit may be repeated, and a row never points at nothing.  Before the unit is kept its folder is synced,
 * once however many files it takes in: else the row could outlive a power cut, and the file's name not.
 */
#include "core/blob.h"

#include "base/disk.h"
#include "base/random.h"
#include "core/house.h"
#include "core/scope_run.h"
#include "core/sql.gen.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

str blob_folder(const struct scope *scope)
{
	return str_format(scope->arena, "%.*s/blobs/%lld", STR_ARG(scope->house->settings.data_dir),
	                  (long long)scope->brand_id);
}

static str path_of(struct scope *scope, str disk_name)
{
	return str_format(scope->arena, "%.*s/%.*s", STR_ARG(blob_folder(scope)), STR_ARG(disk_name));
}

static enum err broken(const char *what)
{
	log_event(LOG_ERROR, "blob.disk", "%s: %s", what, strerror(errno));
	return ERR_BROKEN;
}

/* Best effort: what stays behind is found by core/litter.c. */
static void remove_deed(struct house *house, void *data)
{
	if (unlink(data) != 0 && errno != ENOENT)
		(void)broken("A file could not be removed");
}

enum err blob_sync(str upload_path)
{
	char path[PATH_MAX];
	if (upload_path.len >= sizeof(path))
		return ERR_TOO_LARGE;
	memcpy(path, upload_path.at, upload_path.len);
	path[upload_path.len] = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return broken("An upload could not be opened");
	int failed = fdatasync(fd);
	close(fd);
	return failed ? broken("An upload could not be synced") : OK;
}

/* The brand's folder, and its own name in the one above. */
static enum err seal_folder(struct scope *scope)
{
	str above = str_format(scope->arena, "%.*s/blobs", STR_ARG(scope->house->settings.data_dir));
	if (disk_sync(str_c(scope->arena, blob_folder(scope))) && disk_sync(str_c(scope->arena, above)))
		return OK;
	return broken("The brand's folder could not be synced");
}

static enum err move_in(struct scope *scope, str upload_path, str path)
{
	str folder = blob_folder(scope);
	if (mkdir(str_c(scope->arena, folder), 0700) != 0 && errno != EEXIST)
		return broken("The brand's folder could not be made");
	const char *to = str_c(scope->arena, path);
	if (link(str_c(scope->arena, upload_path), to) != 0)
		return broken("A file could not be moved in");
	scope_undone(scope, remove_deed, (void *)to); /* a deed's data is not const */
	scope_before(scope, seal_folder);
	return OK;
}

enum err blob_add(struct scope *scope, str upload_path, struct blob *blob)
{
	struct stat found;
	if (stat(str_c(scope->arena, upload_path), &found) != 0)
		return broken("An upload is not there");
	struct blob_row row = {
		.id = id_new(scope->now), .owner_id = scope->member_id, .content_type = blob->content_type,
		.file_name = blob->file_name, .disk_name = random_token(scope->arena), .size = found.st_size,
	};
	str path = path_of(scope, row.disk_name);
	enum err err = move_in(scope, upload_path, path);
	if (!err)
		err = sql_core_blob_add(scope, &row);
	if (err)
		return err;
	blob->id = row.id;
	blob->size = row.size;
	blob->path = path;
	return OK;
}

static enum err load(struct scope *scope, int64_t blob_id, struct blob_row *row_out)
{
	enum err err = sql_core_blob_row(scope, blob_id, row_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "blob.not_found") : err;
}

enum err blob_load(struct scope *scope, int64_t blob_id, struct blob *blob_out)
{
	struct blob_row row;
	enum err err = load(scope, blob_id, &row);
	if (err)
		return err;
	*blob_out = (struct blob){ .id = row.id, .content_type = row.content_type, .file_name = row.file_name,
		.size = row.size, .path = path_of(scope, row.disk_name) };
	return OK;
}

enum err blob_remove(struct scope *scope, int64_t blob_id)
{
	struct blob_row row;
	enum err err = load(scope, blob_id, &row);
	if (err)
		return err;
	int64_t removed;
	err = sql_core_blob_remove(scope, blob_id, &removed);
	if (err)
		return err;
	/* The file goes once the row is gone for good. */
	scope_after(scope, remove_deed, (void *)str_c(scope->arena, path_of(scope, row.disk_name)));
	return OK;
}

enum err blob_remove_all(struct scope *scope, struct ids ids)
{
	struct blob_row_list rows;
	enum err err = sql_core_blob_rows(scope, ids, &rows);
	if (err)
		return err;
	if ((err = sql_core_blob_remove_all(scope, ids)))
		return err;
	for (size_t i = 0; i < rows.count; i++)
		scope_after(scope, remove_deed, (void *)str_c(scope->arena, path_of(scope, rows.at[i].disk_name)));
	return OK;
}

enum err blob_disown(struct scope *scope, struct ids ids)
{
	return sql_core_blob_disown(scope, ids);
}

enum err blob_read(struct arena *arena, str path, size_t most, str *bytes_out)
{
	int fd = open(str_c(arena, path), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return broken("An upload could not be opened");
	char *at = arena_bytes(arena, most + 1);
	size_t len = 0;
	ssize_t got = 1;
	while (got > 0 && len <= most) {
		got = read(fd, at + len, most + 1 - len);
		len += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	if (got < 0)
		return broken("An upload could not be read");
	if (len > most)
		return ERR_TOO_LARGE;
	*bytes_out = (str){ at, len };
	return OK;
}
