/*
 * zone.c: time zones from the system's files (TZif, RFC 8536, version 2 and above).
 *
 * A zone is read once and never changes.  `zones` is file-scope because every
 * thread shares it: readers walk the chain without a lock, `adding` only keeps two
 * from reading the same file into it twice.
 */
#include "base/moment.h"

#include "base/check.h"
#include "base/zone_rule.h"

#include <endian.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "/usr/share/zoneinfo/"

enum { FILE_MAX = 64 * 1024, NAME_MAX_BYTES = 64, HEADER = 44, TYPE_SIZE = 6, TYPES_MAX = 256 };
enum { DAY_SECONDS = 86400, OFFSET_MAX = 26 * 3600 };

struct zone {
	struct zone *next;
	const char *name;
	const int64_t *changes; /* seconds since 1970 */
	const uint8_t *kinds;	/* after each change: an index into offsets */
	size_t count;
	const int32_t *offsets; /* seconds; the first holds before all changes */
	bool has_rule;
	struct zone_rule rule; /* after all changes */
};

static const int32_t no_offset[] = { 0 };
static struct zone utc = { .name = "UTC", .offsets = no_offset };
static struct zone *_Atomic zones = &utc;
static pthread_mutex_t adding = PTHREAD_MUTEX_INITIALIZER;

/* A part of the file that has its own header: version 1 counts in 32 bits, the next part in 64. */
struct part {
	uint32_t utc_marks, standard_marks, leaps, changes, types, letters;
	size_t time_size;
};

static uint32_t number32(const char *at)
{
	uint32_t number;
	memcpy(&number, at, sizeof(number));
	return be32toh(number);
}

static bool take_header(str *rest, size_t time_size, struct part *part)
{
	if (rest->len < HEADER || !str_starts(*rest, S("TZif")) || rest->at[4] < '2')
		return false;
	uint32_t *const counts[] = { &part->utc_marks, &part->standard_marks, &part->leaps,
				     &part->changes,   &part->types,	      &part->letters };
	for (size_t i = 0; i < COUNT(counts); i++) {
		*counts[i] = number32(rest->at + 20 + 4 * i);
		if (*counts[i] > FILE_MAX)
			return false;
	}
	part->time_size = time_size;
	*rest = str_skip(*rest, HEADER);
	return true;
}

static size_t size_of(const struct part *part)
{
	return part->changes * (part->time_size + 1) + part->types * TYPE_SIZE + part->letters +
	       part->leaps * (part->time_size + 4) + part->standard_marks + part->utc_marks;
}

static bool read_changes(struct zone *zone, str body, const struct part *part)
{
	int64_t *changes = memory_take(part->changes * sizeof(*changes));
	uint8_t *kinds = memory_take(part->changes);
	zone->changes = changes;
	zone->kinds = kinds;
	zone->count = part->changes;
	for (size_t i = 0; i < part->changes; i++) {
		uint64_t change;
		memcpy(&change, body.at + 8 * i, sizeof(change));
		changes[i] = (int64_t)be64toh(change); /* two's complement in the file */
		kinds[i] = (uint8_t)body.at[8 * part->changes + i];
		if (kinds[i] >= part->types || (i && changes[i] <= changes[i - 1]))
			return false;
	}
	return true;
}

static bool read_offsets(struct zone *zone, str body, const struct part *part)
{
	int32_t *offsets = memory_take(part->types * sizeof(*offsets));
	zone->offsets = offsets;
	for (size_t i = 0; i < part->types; i++) {
		offsets[i] =
		    (int32_t)number32(body.at + 9 * part->changes + TYPE_SIZE * i); /* as above */
		if (offsets[i] < -OFFSET_MAX || offsets[i] > OFFSET_MAX)
			return false;
	}
	return true;
}

static bool zone_parse(struct zone *zone, str file)
{
	struct part part;
	if (!take_header(&file, 4, &part) || file.len < size_of(&part))
		return false;
	file = str_skip(file, size_of(&part));
	if (!take_header(&file, 8, &part) || file.len < size_of(&part))
		return false;
	/* Files that count leap seconds ("right/…") do not speak of our moments. */
	if (part.types == 0 || part.types > TYPES_MAX || part.leaps > 0)
		return false;
	if (!read_changes(zone, file, &part) || !read_offsets(zone, file, &part))
		return false;
	str footer = str_skip(file, size_of(&part));
	if (!str_starts(footer, S("\n")))
		return false;
	footer = str_skip(footer, 1);
	str rule = str_cut(&footer, '\n');
	zone->has_rule = rule.len > 0;
	return !zone->has_rule || zone_rule_read(rule, &zone->rule);
}

static void zone_close(struct zone *zone)
{
	memory_free((void *)zone->name); /* ours: made in zone_load */
	memory_free((void *)zone->changes);
	memory_free((void *)zone->kinds);
	memory_free((void *)zone->offsets);
	memory_free(zone);
}

/* The name becomes part of a path: only what zones are really called passes. */
static bool name_is_possible(str name)
{
	static const char allowed[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
	if (name.len == 0 || name.len > NAME_MAX_BYTES || name.at[0] == '/' ||
	    name.at[name.len - 1] == '/')
		return false;
	for (size_t i = 0; i < name.len; i++) {
		if (!memchr(allowed, name.at[i], sizeof(allowed) - 1))
			return false;
	}
	return !str_contains(name, S("//"));
}

static size_t read_file(const char *path, char *at, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return 0;
	struct stat about;
	size_t len = 0;
	if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode)) {
		ssize_t got;
		while (len < room && (got = read(fd, at + len, room - len)) > 0)
			len += (size_t)got;
	}
	close(fd);
	return len;
}

static struct zone *zone_load(str name)
{
	char path[sizeof(FOLDER) + NAME_MAX_BYTES];
	snprintf(path, sizeof(path), FOLDER "%.*s", STR_ARG(name));
	char *file = memory_take(FILE_MAX);
	size_t len = read_file(path, file, FILE_MAX);

	struct zone *zone = memory_take(sizeof(*zone));
	char *own_name = memory_take(name.len + 1);
	memcpy(own_name, name.at, name.len);
	zone->name = own_name;
	bool is_zone = len < FILE_MAX && zone_parse(zone, (str){ file, len });
	memory_free(file);
	if (is_zone)
		return zone;
	zone_close(zone);
	return NULL;
}

static const struct zone *known(str name)
{
	for (const struct zone *zone = atomic_load(&zones); zone; zone = zone->next) {
		if (str_equal(str_from(zone->name), name))
			return zone;
	}
	return NULL;
}

const struct zone *zone_find(str name)
{
	const struct zone *found = known(name);
	if (found || !name_is_possible(name))
		return found;
	pthread_mutex_lock(&adding);
	found = known(name);
	if (!found) {
		struct zone *loaded = zone_load(name);
		if (loaded) {
			loaded->next = atomic_load(&zones);
			atomic_store(&zones, loaded);
		}
		found = loaded;
	}
	pthread_mutex_unlock(&adding);
	return found;
}

const struct zone *zone_utc(void)
{
	return &utc;
}

const char *zone_name(const struct zone *zone)
{
	return zone->name;
}

static int64_t seconds_of(moment at)
{
	return at / SECONDS(1) - (at % SECONDS(1) < 0);
}

static int64_t offset_at(const struct zone *zone, int64_t at)
{
	if (zone->count == 0 || at < zone->changes[0]) {
		bool is_always = zone->count == 0 && zone->has_rule;
		return is_always ? zone_rule_offset(&zone->rule, at) : zone->offsets[0];
	}
	if (zone->has_rule && at >= zone->changes[zone->count - 1])
		return zone_rule_offset(&zone->rule, at);
	/* The last change that is not after `at` lies in [from, to). */
	size_t from = 0, to = zone->count;
	while (to - from > 1) {
		size_t middle = from + (to - from) / 2;
		if (zone->changes[middle] <= at)
			from = middle;
		else
			to = middle;
	}
	return zone->offsets[zone->kinds[from]];
}

int zone_offset_seconds(const struct zone *zone, moment at)
{
	return (int)offset_at(zone, seconds_of(at)); /* within OFFSET_MAX */
}

static int64_t day_of_seconds(int64_t seconds)
{
	return seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);
}

struct wall wall_at(const struct zone *zone, moment at)
{
	int64_t local = seconds_of(at) + offset_at(zone, seconds_of(at));
	int64_t day = day_of_seconds(local);
	int second = (int)(local - day * DAY_SECONDS); /* of the day */
	struct wall wall = day_wall((int32_t)day);     /* a moment's days fit */
	wall.hour = second / 3600;
	wall.minute = second / 60 % 60;
	wall.second = second % 60;
	return wall;
}

int32_t day_at(const struct zone *zone, moment at)
{
	return (int32_t)day_of_seconds(seconds_of(at) +
				       offset_at(zone, seconds_of(at))); /* as above */
}

moment moment_at(const struct zone *zone, struct wall wall)
{
	/* No zone is further than this from Greenwich: a change that concerns the wall lies between. */
	enum { REACH = 16 * 3600 };
	int64_t local = (int64_t)day_of(wall.year, wall.month, wall.day) * DAY_SECONDS +
			wall.hour * 3600 + wall.minute * 60 + wall.second;
	int64_t before = local - offset_at(zone, local - REACH);
	int64_t after = local - offset_at(zone, local + REACH);
	bool before_is_real = before + offset_at(zone, before) == local;
	bool after_is_real = after + offset_at(zone, after) == local;
	/* In a gap neither is: the offset before it carries the clock forward by the gap's length. */
	int64_t at = before;
	if (after_is_real && (!before_is_real || after < before))
		at = after;
	return SECONDS(at);
}
