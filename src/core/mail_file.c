/*
 * mail_file.c: mails as files of data_dir/mail, for development and tests: 0001-ana@example.org.eml.
 *
 * A file appears whole or not at all, and stays: it is written under another name, synced, linked, and its folder is
 * synced, before the house forgets that it still had to send it.
 */
#include "core/mail_send.h"

#include "base/disk.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { TRIES = 100 };

static enum err broken(const char *what)
{
	log_event(LOG_ERROR, "mail.file", "%s: %s", what, strerror(errno));
	return ERR_BROKEN;
}

/* By looking through the folder: what is done once, as there may be tens of thousands. */
static enum err highest_number(struct arena *arena, str folder, int64_t *number_out)
{
	DIR *dir = opendir(str_c(arena, folder));
	if (!dir)
		return broken("The mail folder cannot be read");
	*number_out = 0;
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		str rest = str_from(entry->d_name);
		int64_t number;
		if (str_number(str_cut(&rest, '-'), &number) && number > *number_out)
			*number_out = number;
	}
	closedir(dir);
	return OK;
}

/* Beside the folder a file holds its last number; one that was lost or torn is made anew by looking. */
static enum err last_number(struct arena *arena, str folder, int64_t *number_out)
{
	char number[24];
	int fd = open(str_format(arena, "%.*s.last", STR_ARG(folder)).at, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, number, sizeof number);
	if (fd >= 0)
		close(fd);
	if (length > 0 && str_number((str){ number, (size_t)length }, number_out))
		return OK;
	return highest_number(arena, folder, number_out);
}

/* One that cannot be remembered is looked for next time. */
static void remember_number(struct arena *arena, str folder, int64_t number)
{
	const char *last = str_format(arena, "%.*s.last", STR_ARG(folder)).at;
	str digits = str_format(arena, "%lld", (long long)number);
	const char *next = str_format(arena, "%s.%.*s", last, STR_ARG(digits)).at;
	int fd = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool whole = fd >= 0 && write(fd, digits.at, digits.len) == (ssize_t)digits.len; /* a few digits */
	if (fd >= 0)
		whole = close(fd) == 0 && whole;
	if (!whole || rename(next, last) != 0) {
		unlink(next);
		unlink(last);
	}
}

/* An address may hold signs that a file name may not. */
static str safe_name(struct arena *arena, str address)
{
	char *at = arena_bytes(arena, address.len);
	for (size_t i = 0; i < address.len; i++) {
		char c = address.at[i];
		at[i] = c;
		if (!isascii(c) || (!isalnum(c) && !strchr("@.-+_", c)))
			at[i] = '_';
	}
	return (str){ at, address.len };
}

static enum err write_whole(const char *path, str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return broken("A mail cannot be written");
	bool failed = false;
	while (bytes.len && !failed) {
		ssize_t done = write(fd, bytes.at, bytes.len);
		failed = done < 0 && errno != EINTR;
		if (done > 0)
			bytes = str_skip(bytes, (size_t)done); /* not negative */
	}
	failed = failed || fdatasync(fd) != 0;
	failed = close(fd) != 0 || failed;
	return failed ? broken("A mail cannot be written") : OK;
}

static enum err link_numbered(struct arena *arena, const char *from, str folder, str name)
{
	int64_t number;
	enum err err = last_number(arena, folder, &number);
	for (int i = 1; !err && i <= TRIES; i++) {
		str path = str_format(arena, "%.*s/%04lld-%.*s.eml", STR_ARG(folder), (long long)number + i,
		                      STR_ARG(name));
		if (link(from, path.at) == 0) {
			remember_number(arena, folder, number + i);
			return OK;
		}
		if (errno != EEXIST)
			return broken("A mail cannot be given its name");
	}
	return err ? err : ERR_BROKEN;
}

enum err mail_to_file(const struct house *house, struct arena *arena, const struct message *message)
{
	str folder = str_format(arena, "%.*s/mail", STR_ARG(house->settings.data_dir));
	str draft = str_format(arena, "%.*s/.%lld.tmp", STR_ARG(folder), (long long)message->mail_id);
	const char *path = str_c(arena, draft);
	enum err err = write_whole(path, message->bytes);
	if (!err)
		err = link_numbered(arena, path, folder, safe_name(arena, message->to));
	unlink(path);
	if (!err && !disk_sync(str_c(arena, folder)))
		return broken("The mail folder cannot be synced");
	return err;
}
