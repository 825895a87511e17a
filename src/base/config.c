/*
 * config.c: defaults, then the file, then the environment; the last one that speaks is heard.
 *
 * inih splits the lines.  We feed it line by line, so that a refusal can name the
 * line, and a section that nobody knows is seen even when it is empty.
 */
#include "base/config.h"

#include "base/check.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 64 * 1024, NAME_MAX_BYTES = 63 };

struct config {
	const struct config_key *keys;
	size_t count;
	str *values;
	int *lines; /* where the file set it, 0 where it did not */
};

struct reading {
	struct arena *arena;
	struct config *config;
	str path, rest;
	int line;
	str wrong; /* the first thing wrong; "" while all is well */
};

static void refuse_line(struct reading *reading, str why)
{
	if (!reading->wrong.len)
		reading->wrong = str_format(reading->arena, "%.*s, line %d: %.*s",
					    STR_ARG(reading->path), reading->line, STR_ARG(why));
}

static str section_of(str name)
{
	str rest = name;
	str section = str_cut(&rest, '.');
	return section.len < name.len ? section : S("");
}

static bool is_section(const struct config *config, str section)
{
	for (size_t i = 0; i < config->count; i++) {
		if (str_equal(section_of(str_from(config->keys[i].name)), section))
			return true;
	}
	return false;
}

static bool find_key(const struct config *config, str name, size_t *index_out)
{
	for (size_t i = 0; i < config->count; i++) {
		if (str_equal(str_from(config->keys[i].name), name)) {
			*index_out = i;
			return true;
		}
	}
	return false;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters must be put, taken or changed to make b of a (Levenshtein). */
static size_t distance(str a, str b)
{
	size_t row[NAME_MAX_BYTES + 1];
	a = str_first(a, NAME_MAX_BYTES);
	b = str_first(b, NAME_MAX_BYTES);
	for (size_t k = 0; k <= b.len; k++)
		row[k] = k;
	for (size_t i = 1; i <= a.len; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t k = 1; k <= b.len; k++) {
			size_t changed = diagonal + (a.at[i - 1] != b.at[k - 1]);
			diagonal = row[k];
			row[k] = least(changed, least(row[k], row[k - 1]) + 1);
		}
	}
	return row[b.len];
}

static str nearest_key(const struct config *config, str name)
{
	str nearest = S("");
	size_t nearest_distance = SIZE_MAX;
	for (size_t i = 0; i < config->count; i++) {
		str key = str_from(config->keys[i].name);
		if (distance(name, key) < nearest_distance) {
			nearest = key;
			nearest_distance = distance(name, key);
		}
	}
	return nearest;
}

static str nearest_section(const struct config *config, str section)
{
	str nearest = S("");
	size_t nearest_distance = SIZE_MAX;
	for (size_t i = 0; i < config->count; i++) {
		str other = section_of(str_from(config->keys[i].name));
		if (distance(section, other) < nearest_distance) {
			nearest = other;
			nearest_distance = distance(section, other);
		}
	}
	return nearest;
}

/* A head that inih would cut off silently, or a section without keys, is seen here. */
static void look_at_line(struct reading *reading, str line)
{
	if (memchr(line.at, 0, line.len))
		refuse_line(reading, S("holds a NUL byte; save the file as plain text"));
	str head = str_trim(line);
	if (!str_starts(head, S("[")))
		return;
	head = str_skip(head, 1);
	str section = str_cut(&head, ']');
	if (is_section(reading->config, section))
		return;
	refuse_line(reading,
		    str_format(reading->arena, "there is no section [%.*s]; did you mean [%.*s]?",
			       STR_ARG(section),
			       STR_ARG(nearest_section(reading->config, section))));
}

/* Gives inih one line, as fgets would. */
static char *next_line(char *at, int room, void *data)
{
	struct reading *reading = data;
	if (!reading->rest.len || reading->wrong.len)
		return NULL;
	str line = str_cut(&reading->rest, '\n');
	reading->line++;
	size_t max = (size_t)room - 2; /* inih's room is 200 */
	if (line.len > max) {
		refuse_line(reading, str_format(reading->arena,
						"longer than %zu bytes; make it shorter", max));
		return NULL;
	}
	if (line.len)
		look_at_line(reading, line);
	int len = snprintf(at, (size_t)room, "%.*s\n", STR_ARG(line));
	return len < 0 ? NULL : at;
}

/* Called by inih for each pair; what is wrong is kept, since inih goes on reading anyway. */
static int take_pair(void *data, const char *section, const char *key, const char *value)
{
	struct reading *reading = data;
	str name = *section ? str_format(reading->arena, "%s.%s", section, key) : str_from(key);
	size_t index;
	if (!find_key(reading->config, name, &index)) {
		refuse_line(reading,
			    str_format(reading->arena, "there is no key %.*s; did you mean %.*s?",
				       STR_ARG(name), STR_ARG(nearest_key(reading->config, name))));
		return 0;
	}
	int *line = &reading->config->lines[index];
	if (*line) {
		refuse_line(reading,
			    str_format(reading->arena, "%.*s was set in line %d already; keep one",
				       STR_ARG(name), *line));
		return 0;
	}
	*line = reading->line;
	reading->config->values[index] = str_keep(reading->arena, str_from(value));
	return 1;
}

static enum err load_file(struct arena *arena, str path, str *text_out, str *wrong_out)
{
	int fd = open(str_c(arena, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat about;
	if (fd < 0 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
		*wrong_out = str_format(arena, "%.*s cannot be read (%s): name a readable file",
					STR_ARG(path), fd < 0 ? strerror(errno) : "not a file");
		if (fd >= 0)
			close(fd);
		return ERR_INVALID;
	}
	char *at = arena_bytes(arena, FILE_MAX);
	size_t len = 0;
	ssize_t got;
	while (len < FILE_MAX && (got = read(fd, at + len, FILE_MAX - len)) > 0)
		len += (size_t)got;
	close(fd);
	if (len == FILE_MAX) {
		*wrong_out = str_format(arena, "%.*s is larger than 64 KiB: is it the right file?",
					STR_ARG(path));
		return ERR_INVALID;
	}
	*text_out = (str){ at, len };
	return OK;
}

static enum err read_file(struct arena *arena, struct config *config, str path, str *wrong_out)
{
	struct reading reading = { .arena = arena, .config = config, .path = path, .wrong = S("") };
	enum err err = load_file(arena, path, &reading.rest, wrong_out);
	if (err)
		return err;
	int bad_line = ini_parse_stream(next_line, &reading, take_pair, &reading);
	if (bad_line > 0 && !reading.wrong.len) {
		reading.line = bad_line;
		refuse_line(&reading, S("write `key = value`, `[section]` or `; comment`"));
	}
	if (!reading.wrong.len)
		return OK;
	*wrong_out = reading.wrong;
	return ERR_INVALID;
}

/* mail.port is HEINZEL_MAIL_PORT. */
static str variable_of(struct arena *arena, const char *name)
{
	struct text text;
	text_open(&text, arena, 64);
	text_put(&text, S("HEINZEL_"));
	for (; *name; name++) {
		bool is_small = *name >= 'a' && *name <= 'z';
		bool is_mark = *name == '.' || *name == '-';
		text_char(&text, is_mark    ? '_'
				 : is_small ? (char)(*name - 32)
					    : *name); /* stays ASCII */
	}
	return text_str(&text);
}

static void read_environment(struct arena *arena, struct config *config)
{
	for (size_t i = 0; i < config->count; i++) {
		const char *value = getenv(str_c(arena, variable_of(arena, config->keys[i].name)));
		if (!value)
			continue;
		config->values[i] = str_keep(arena, str_from(value));
		config->lines[i] = 0;
	}
}

static enum err check_types(struct arena *arena, const struct config *config, str *wrong_out)
{
	for (size_t i = 0; i < config->count; i++) {
		const struct config_key *key = &config->keys[i];
		int64_t number;
		if (key->type != CONFIG_NUMBER || str_number(config->values[i], &number))
			continue;
		*wrong_out = str_format(arena, "%s is \"%.*s\": write a whole number (%s)",
					key->name, STR_ARG(config->values[i]), key->about);
		return ERR_INVALID;
	}
	return OK;
}

enum err config_open(struct arena *arena, const struct config_source *source,
		     const struct config **config_out, str *wrong_out)
{
	struct config *config = arena_take(arena, sizeof(*config));
	config->keys = source->keys;
	config->count = source->count;
	config->values = arena_take(arena, source->count * sizeof(str));
	config->lines = arena_take(arena, source->count * sizeof(int));
	for (size_t i = 0; i < source->count; i++)
		config->values[i] = str_from(source->keys[i].otherwise);
	if (source->path.len) {
		enum err err = read_file(arena, config, source->path, wrong_out);
		if (err)
			return err;
	}
	read_environment(arena, config);
	enum err err = check_types(arena, config, wrong_out);
	if (err)
		return err;
	*config_out = config;
	return OK;
}

str config_text(const struct config *config, const char *name)
{
	size_t index = 0;
	must(find_key(config, str_from(name), &index));
	return config->values[index];
}

int64_t config_number(const struct config *config, const char *name)
{
	int64_t number = 0;
	must(str_number(config_text(config, name), &number));
	return number;
}

str config_print(struct arena *arena, const struct config *config)
{
	struct text text;
	text_open(&text, arena, 4096);
	str section = S("");
	for (size_t i = 0; i < config->count; i++) {
		const struct config_key *key = &config->keys[i];
		str name = str_from(key->name), own = section_of(name);
		if (!str_equal(own, section)) {
			text_format(&text, "%s[%.*s]\n", text.len ? "\n" : "", STR_ARG(own));
			section = own;
		}
		text_format(&text, "; %s\n", key->about);
		text_put(&text, str_skip(name, own.len ? own.len + 1 : 0));
		text_format(&text, " = %.*s\n", STR_ARG(config->values[i]));
	}
	return text_str(&text);
}
