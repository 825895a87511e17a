/* blob.h: files that members gave, on disk under random names, below data_dir/blobs/BRAND/. */
#ifndef CORE_BLOB_H
#define CORE_BLOB_H
#include "core/scope.h"

struct blob { int64_t id; str content_type, file_name; int64_t size; str path; };

/* Where the brand's lie. */
str blob_folder(const struct scope *scope);
/* Brings an upload to the disk for good.  Slow: before the unit that calls blob_add. */
enum err blob_sync(str upload_path);
/* Links an uploaded file in; the row is written in the caller's unit, the file is removed if that is undone.
   Uploads lie on the same file system as data_dir.
   `blob` gives content_type and file_name and takes id, size and path. */
enum err blob_add(struct scope *scope, str upload_path, struct blob *blob);
enum err blob_load(struct scope *scope, int64_t blob_id, struct blob *blob_out);
/* What is there of them, rows and files. */
enum err blob_remove_all(struct scope *scope, struct ids ids);
/* They stay, but say no longer whose they were. */
enum err blob_disown(struct scope *scope, struct ids ids);
/* An upload's bytes.  ERR_TOO_LARGE above `most`. */
enum err blob_read(struct arena *arena, str path, size_t most, str *bytes_out);
enum err blob_remove(struct scope *scope, int64_t blob_id);
#endif
