/*
 * key_file.c: keys that only the server may read.
 *
 * A key is written as hex, so that it can be copied by hand; raw bytes are taken
 * too.  A missing one is made: written aside, synced, then linked into place, so that
 * a crash leaves a whole key or none and two processes agree on one.
 */
#include "base/check.h"
#include "base/config.h"
#include "base/crypt.h"
#include "base/disk.h"
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_MAX = 64, TEXT_MAX_BYTES = 1024 };

/* The rights that nobody but the owner may have; systemd hands credentials to a group of one. */
enum { OTHERS_OWN = 077, OTHERS_CREDENTIAL = 037 };

static enum err wrong(struct arena *arena, str path, const char *why, str *wrong_out)
{
	*wrong_out = str_format(arena, "%.*s: %s", STR_ARG(path), why);
	return ERR_INVALID;
}

static int digit_of(char c)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;
	if (!at)
		return -1;
	int digit = (int)(at - digits); /* at lies in digits */
	return digit < 16 ? digit : digit - 6;
}

static bool take_key(str text, unsigned char *key_out, size_t size)
{
	if (text.len == size) {
		memcpy(key_out, text.at, size);
		return true;
	}
	if (str_ends(text, S("\n")))
		text = str_first(text, text.len - 1);
	if (text.len != 2 * size)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (digit_of(text.at[i]) < 0)
			return false;
	}
	/* Two half bytes make one. */
	for (size_t i = 0; i < size; i++)
		key_out[i] =
		    (unsigned char)(digit_of(text.at[2 * i]) << 4 | digit_of(text.at[2 * i + 1]));
	return true;
}

/* ERR_NOT_FOUND when there is none yet. */
static enum err read_key(struct arena *arena, str path, mode_t forbidden, str *text_out,
			 str *wrong_out)
{
	int fd = open(str_c(arena, path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return ERR_NOT_FOUND;
	if (fd < 0 && errno == ELOOP)
		return wrong(arena, path, "is a symbolic link: name the file itself", wrong_out);
	if (fd < 0)
		return wrong(arena, path, strerror(errno), wrong_out);
	struct stat about;
	char bytes[TEXT_MAX_BYTES];
	bool is_file = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
	ssize_t len = is_file ? read(fd, bytes, sizeof(bytes)) : -1;
	close(fd);
	if (len < 0)
		return wrong(arena, path, "is not a file that can be read", wrong_out);
	if (about.st_mode & forbidden)
		return wrong(arena, path,
			     "others may read it: chmod 600, and make a new key if they might have",
			     wrong_out);
	*text_out = str_keep(arena, (str){ bytes, (size_t)len });
	return OK;
}

static bool write_synced(int fd, str text)
{
	/* A short write means a full disk: half a key is none. */
	bool is_written = write(fd, text.at, text.len) == (ssize_t)text.len && fsync(fd) == 0;
	return close(fd) == 0 && is_written;
}

static void sync_folder(struct arena *arena, str path)
{
	const char *slash = memrchr(path.at, '/', path.len);
	str folder = slash ? str_first(path, (size_t)(slash - path.at) + 1) : S(".");
	disk_sync(str_c(arena, folder)); /* some file systems cannot; then the link is as durable as they are */
}

static enum err make_key(struct arena *arena, str path, size_t size, str *wrong_out)
{
	unsigned char key[KEY_MAX];
	random_bytes(key, size);
	str text =
	    str_format(arena, "%.*s\n", STR_ARG(hex(arena, (str){ (const char *)key, size })));
	const char *aside = str_c(
	    arena, str_format(arena, "%.*s.%.*s", STR_ARG(path), STR_ARG(random_token(arena))));
	int fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return wrong(arena, path, strerror(errno), wrong_out);
	bool is_written = write_synced(fd, text);
	/* Never replaces: whoever linked first has made the key that all use. */
	bool is_linked = is_written && (link(aside, str_c(arena, path)) == 0 || errno == EEXIST);
	int cause = errno;
	unlink(aside);
	if (!is_linked)
		return wrong(arena, path, strerror(cause), wrong_out);
	sync_folder(arena, path);
	return OK;
}

static bool credential_of(struct arena *arena, str path, str *credential_out)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	if (!folder || !*folder)
		return false;
	const char *slash = memrchr(path.at, '/', path.len);
	str name = slash ? str_skip(path, (size_t)(slash - path.at) + 1) : path;
	*credential_out = str_format(arena, "%s/%.*s", folder, STR_ARG(name));
	return access(str_c(arena, *credential_out), F_OK) == 0;
}

bool config_key_is_there(struct arena *arena, str path)
{
	str credential;
	return credential_of(arena, path, &credential) || access(str_c(arena, path), F_OK) == 0;
}

enum err config_key_file(struct arena *arena, str path, unsigned char *key_out, size_t size,
			 str *wrong_out)
{
	must(size > 0 && size <= KEY_MAX);
	if (!path.len)
		return wrong(arena, S("key file"), "no path is set", wrong_out);
	str credential, text;
	bool is_credential = credential_of(arena, path, &credential);
	if (is_credential)
		path = credential;
	enum err err =
	    read_key(arena, path, is_credential ? OTHERS_CREDENTIAL : OTHERS_OWN, &text, wrong_out);
	if (err == ERR_NOT_FOUND) {
		if ((err = make_key(arena, path, size, wrong_out)))
			return err;
		err = read_key(arena, path, OTHERS_OWN, &text, wrong_out);
	}
	if (err)
		return err;
	if (!take_key(text, key_out, size))
		return wrong(
		    arena, path,
		    str_c(arena, str_format(arena, "holds no key of %zu bytes (as %zu hex digits)",
					    size, 2 * size)),
		    wrong_out);
	return OK;
}

enum err config_secret_file(struct arena *arena, str path, str *secret_out, str *wrong_out)
{
	str credential, text;
	bool is_credential = credential_of(arena, path, &credential);
	if (is_credential)
		path = credential;
	enum err err =
	    read_key(arena, path, is_credential ? OTHERS_CREDENTIAL : OTHERS_OWN, &text, wrong_out);
	if (err == ERR_NOT_FOUND)
		return wrong(arena, path, "there is no such file: write the secret into it, chmod 600",
			     wrong_out);
	if (err)
		return err;
	if (text.len == TEXT_MAX_BYTES)
		return wrong(arena, path, "is longer than a secret can be", wrong_out);
	*secret_out = str_trim(text);
	return OK;
}
