/*
 * backup.c: copies while the house is open.
 *
 * SQLite's own backup copies pages from a read-only connection; the copy is checked
 * before it gets its name.  PostgreSQL's tools are called directly, never through a
 * shell, and find the address in their environment, where no list of processes shows
 * a password.
 */
#include "store/backup.h"

#include "base/disk.h"
#include "store/db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGES_AT_ONCE = 256, ARGS_MAX = 12, ADDRESS_MAX = 64 };

static bool is_sqlite(str url)
{
	return db_driver_for(url) == &db_sqlite;
}

static enum err fail(str *wrong_out, str wrong)
{
	*wrong_out = wrong;
	return ERR_BROKEN;
}

/* Files: whole or not at all. */

/* New, and for nobody else's eyes: it holds what people wrote.  Another that is copied to the same file has another name.
   NULL with errno set. */
static const char *part_make(struct arena *arena, str file)
{
	static const char ENDING[] = ".part";
	str name = str_format(arena, "%.*s.XXXXXX%s%c", STR_ARG(file), ENDING, '\0');
	char *part = (char *)name.at; /* just made, and nobody else's */
	int fd = mkostemps(part, sizeof(ENDING) - 1, O_CLOEXEC);
	return fd >= 0 && close(fd) == 0 ? part : NULL;
}

static enum err not_written(struct arena *arena, str file, str *wrong_out)
{
	return fail(wrong_out, str_format(arena, "%.*s cannot be written: %s.", STR_ARG(file), strerror(errno)));
}

static const char *folder_of(struct arena *arena, str path)
{
	size_t end = path.len;
	while (end > 0 && path.at[end - 1] != '/')
		end--;
	return end > 1 ? str_c(arena, str_first(path, end - 1)) : end == 1 ? "/" : ".";
}

static enum err file_publish(struct arena *arena, const char *temporary, str file, str *wrong_out)
{
	const char *name = str_c(arena, file);
	if (disk_sync(temporary) && rename(temporary, name) == 0 && disk_sync(folder_of(arena, file)))
		return OK;
	enum err err = not_written(arena, file, wrong_out);
	unlink(temporary);
	return err;
}

/* SQLite. */

static bool pages_copy(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	if (!backup)
		return false;
	/* The source's readers see one moment: a step never waits for the writer. */
	int code;
	do {
		code = sqlite3_backup_step(backup, PAGES_AT_ONCE);
	} while (code == SQLITE_OK);
	return sqlite3_backup_finish(backup) == SQLITE_OK && code == SQLITE_DONE;
}

static bool is_sound(sqlite3 *db)
{
	sqlite3_stmt *check = NULL;
	bool sound =
	    sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &check, NULL) == SQLITE_OK &&
	    sqlite3_step(check) == SQLITE_ROW &&
	    strcmp((const char *)sqlite3_column_text(check, 0), "ok") == 0;
	sqlite3_finalize(check);
	return sound;
}

static bool open_plain(const char *path, int flags, sqlite3 **db_out)
{
	sqlite_prepare_library();
	if (sqlite3_open_v2(path, db_out, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return false;
	sqlite3_busy_timeout(*db_out, 5000);
	return true;
}

/* A read transaction keeps the moment, so that a busy house does not make the copy begin anew. */
static bool copy_into(sqlite3 *from, const char *path)
{
	sqlite3 *to = NULL;
	bool good = open_plain(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &to) &&
		    sqlite3_exec(from, "BEGIN; SELECT COUNT(*) FROM sqlite_schema", NULL, NULL,
				 NULL) == SQLITE_OK &&
		    pages_copy(from, to);
	sqlite3_exec(from, "ROLLBACK", NULL, NULL, NULL);
	/* The copy is one file, without a log beside it. */
	good = good &&
	       sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) == SQLITE_OK &&
	       is_sound(to);
	sqlite3_close(to);
	return good;
}

static enum err sqlite_write(struct arena *arena, str url, str file, str *wrong_out)
{
	const char *path = sqlite_path(arena, url), *temporary = part_make(arena, file);
	sqlite3 *from = NULL;
	if (!temporary)
		return not_written(arena, file, wrong_out);
	bool good = open_plain(path, SQLITE_OPEN_READONLY, &from);
	if (good)
		sqlite3_db_config(from, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	good = good && copy_into(from, temporary);
	sqlite3_close(from);
	if (good)
		return file_publish(arena, temporary, file, wrong_out);
	unlink(temporary);
	return fail(wrong_out,
		    str_format(arena, "%s cannot be copied to %.*s, or the copy is damaged.", path,
			       STR_ARG(file)));
}

static bool holds_anything(const char *path)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *any = NULL;
	bool holds =
	    access(path, F_OK) == 0 &&
	    (!open_plain(path, SQLITE_OPEN_READWRITE, &db) ||
	     sqlite3_prepare_v2(db, "SELECT 1 FROM sqlite_schema", -1, &any, NULL) != SQLITE_OK ||
	     sqlite3_step(any) != SQLITE_DONE);
	sqlite3_finalize(any);
	sqlite3_close(db);
	return holds;
}

/* The copy to be, checked and on the disk for good. */
static enum err part_of_backup(struct arena *arena, str file, const char *path, const char **part_out, str *wrong_out)
{
	sqlite3 *from = NULL;
	if (access(str_c(arena, file), R_OK) != 0)
		return fail(wrong_out, str_format(arena, "%.*s cannot be read: %s.", STR_ARG(file),
						  strerror(errno)));
	const char *part = part_make(arena, str_from(path));
	if (!part)
		return not_written(arena, str_from(path), wrong_out);
	bool good = open_plain(str_c(arena, file), SQLITE_OPEN_READONLY, &from) && copy_into(from, part);
	sqlite3_close(from);
	if (good && disk_sync(part)) {
		*part_out = part;
		return OK;
	}
	enum err err = good ? not_written(arena, str_from(path), wrong_out)
			    : fail(wrong_out, str_format(arena, "%.*s is no sound backup.", STR_ARG(file)));
	unlink(part);
	return err;
}

/* The old file, whole without its log.  One that is damaged is not whole with it either. */
static int fold(const char *path)
{
	sqlite3 *db = NULL;
	if (access(path, F_OK) != 0)
		return SQLITE_OK;
	int code = open_plain(path, SQLITE_OPEN_READWRITE, &db) ? SQLITE_OK : SQLITE_CANTOPEN;
	/* Reading undoes what a journal holds that was left. */
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, "SELECT COUNT(*) FROM sqlite_schema", NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_close(db);
	return code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? SQLITE_OK : code;
}

/* At every moment the old file or the new one is there, whole: what lies beside the old one is gone for good before
   the new one takes its name, for it must not be laid over it. */
static enum err clear_away(struct arena *arena, const char *path, str *wrong_out)
{
	static const char *const beside[] = { "-wal", "-shm", "-journal" };
	int code = fold(path);
	if (code != SQLITE_OK) {
		*wrong_out = str_format(arena, "%s cannot be made whole before it is replaced: %s. End what reads it, or move it and "
					"what lies beside it away; then restore again.", path, sqlite3_errstr(code));
		return code == SQLITE_BUSY ? ERR_CONFLICT : ERR_BROKEN;
	}
	bool is_clear = true;
	for (size_t i = 0; is_clear && i < COUNT(beside); i++)
		is_clear = unlink(str_c(arena, str_format(arena, "%s%s", path, beside[i]))) == 0 || errno == ENOENT;
	is_clear = is_clear && disk_sync(folder_of(arena, str_from(path)));
	return is_clear ? OK : not_written(arena, str_from(path), wrong_out);
}

static enum err sqlite_restore_locked(struct arena *arena, str file, str url, bool replace,
				      str *wrong_out)
{
	const char *path = sqlite_file(arena, url), *part;
	if (!replace && holds_anything(path)) {
		*wrong_out =
		    str_format(arena, "%s holds data. Say --replace to overwrite it.", path);
		return ERR_CONFLICT;
	}
	enum err err = part_of_backup(arena, file, path, &part, wrong_out);
	if (err)
		return err;
	err = clear_away(arena, path, wrong_out);
	if (err) {
		unlink(part);
		return err;
	}
	return file_publish(arena, part, str_from(path), wrong_out);
}

static enum err sqlite_restore(struct arena *arena, str file, str url, bool replace, str *wrong_out)
{
	int lock;
	enum err err = sqlite_hold(arena, url, &lock, wrong_out);
	if (err)
		return err;
	err = sqlite_restore_locked(arena, file, url, replace, wrong_out);
	close(lock);
	return err;
}

/* PostgreSQL. */

/* The address as variables (PGHOST, PGPASSWORD …), before those that are there already. */
static char **environment_of(struct arena *arena, str url)
{
	size_t count = 0, room = ADDRESS_MAX;
	while (environ[count])
		count++;
	char **variables = arena_take(arena, (room + count + 1) * sizeof *variables);
	PQconninfoOption *options = PQconninfoParse(str_c(arena, url), NULL);
	size_t made = 0;
	for (PQconninfoOption *one = options; one && one->keyword && made < room; one++) {
		if (one->val && one->envvar)
			variables[made++] =
			    (char *)str_format(arena, "%s=%s%c", one->envvar, one->val, '\0').at;
	}
	PQconninfoFree(options);
	memcpy(variables + made, environ, count * sizeof *variables);
	return variables;
}

static const char *database_of(struct arena *arena, str url)
{
	PQconninfoOption *options = PQconninfoParse(str_c(arena, url), NULL);
	const char *name = "";
	for (PQconninfoOption *one = options; one && one->keyword; one++) {
		if (one->val && strcmp(one->keyword, "dbname") == 0)
			name = str_c(arena, str_from(one->val));
	}
	PQconninfoFree(options);
	return name;
}

static enum err program_run(struct arena *arena, str url, const char *const args[ARGS_MAX],
			    str *wrong_out)
{
	char **variables = environment_of(arena, url);
	pid_t child = fork();
	if (child == 0) {
		/* execvpe takes what it does not change as char *const[]. */
		execvpe(args[0], (char *const *)args, variables);
		_exit(127);
	}
	int status = 0;
	pid_t ended;
	do {
		ended = waitpid(child, &status, 0);
	} while (ended < 0 && errno == EINTR);
	if (child > 0 && ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return OK;
	bool missing = WIFEXITED(status) && WEXITSTATUS(status) == 127;
	return fail(wrong_out,
		    str_format(arena,
			       missing ? "%s is not installed (apt install postgresql-client)."
				       : "%s failed; what it said stands above.",
			       args[0]));
}

static enum err postgres_write(struct arena *arena, str url, str file, str *wrong_out)
{
	const char *temporary = part_make(arena, file);
	if (!temporary)
		return not_written(arena, file, wrong_out);
	const char *const args[ARGS_MAX] = { "pg_dump", "--format=custom", "--no-owner", "--no-acl",
					     "--file",	temporary,	   NULL };
	enum err err = program_run(arena, url, args, wrong_out);
	if (err) {
		unlink(temporary);
		return err;
	}
	return file_publish(arena, temporary, file, wrong_out);
}

static const struct statement table_count = {
	"backup.tables",
	NULL,
	"SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema()",
	0,
	1,
	false,
};

static enum err tables_read(struct arena *arena, str url, int64_t *count_out, str *wrong_out)
{
	struct db *db;
	if (db_postgres.open(url, DB_READER, &db) != OK)
		return fail(wrong_out, S("The database cannot be opened; the log says why."));
	struct rows rows;
	bool more;
	enum err err = db_query(db, &table_count, NULL, &rows);
	if (!err)
		err = db_next(&rows, &more);
	if (!err) {
		*count_out = db_integer(&rows, 0);
		db_end(&rows);
	}
	db_postgres.close(db);
	return err;
}

static enum err postgres_restore(struct arena *arena, str file, str url, bool replace,
				 str *wrong_out)
{
	int64_t tables = 0;
	enum err err = tables_read(arena, url, &tables, wrong_out);
	if (err)
		return err;
	if (tables > 0 && !replace) {
		*wrong_out = S("The database holds data. Say --replace to overwrite it.");
		return ERR_CONFLICT;
	}
	const char *name = str_c(arena, file), *database = database_of(arena, url);
	const char *const into_empty[ARGS_MAX] = { "pg_restore",
						   "--no-owner",
						   "--no-acl",
						   "--exit-on-error",
						   "--single-transaction",
						   "--dbname",
						   database,
						   name,
						   NULL };
	const char *const replacing[ARGS_MAX] = {
		"pg_restore", "--no-owner",  "--no-acl",  "--exit-on-error", "--single-transaction",
		"--clean",    "--if-exists", "--dbname",  database,
		name,	      NULL
	};
	return program_run(arena, url, replace ? replacing : into_empty, wrong_out);
}

enum err backup_write(struct arena *arena, str url, str file, str *wrong_out)
{
	return is_sqlite(url) ? sqlite_write(arena, url, file, wrong_out)
			      : postgres_write(arena, url, file, wrong_out);
}

enum err backup_restore(struct arena *arena, str file, str url, bool replace, str *wrong_out)
{
	return is_sqlite(url) ? sqlite_restore(arena, file, url, replace, wrong_out)
			      : postgres_restore(arena, file, url, replace, wrong_out);
}
