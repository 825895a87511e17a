/*
 * log.c: one event, one line, one write.
 *
 * A line is built on the stack, so that logging works when memory is exhausted,
 * and written at once, so that lines of several threads never mix.  The level and
 * the descriptor are file-scope because everything logs, even what has no scope.
 */
#include "base/log.h"

#include "base/check.h"
#include "base/moment.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { SENTENCE_MAX = 2000, LINE_MAX_BYTES = 6 * SENTENCE_MAX + 1000 };

static atomic_int least_level = LOG_INFO;
static atomic_int target = STDERR_FILENO;
static _Thread_local uint64_t about;

static const char *const levels[] = { "debug", "info", "warn", "error" };

struct line {
	char at[LINE_MAX_BYTES];
	size_t len;
};

void log_set(enum log_level least, int fd)
{
	atomic_store(&least_level, (int)least);
	atomic_store(&target, fd);
}

void log_about(uint64_t request_id)
{
	about = request_id;
}

static void put(struct line *line, str s)
{
	must(s.len <= LINE_MAX_BYTES - line->len);
	memcpy(line->at + line->len, s.at, s.len);
	line->len += s.len;
}

/* Also keeps a broken byte or a terminal's escape sequence from reaching whoever reads the log. */
static void put_escaped(struct line *line, str s)
{
	while (s.len) {
		str before = s;
		uint32_t code_point = utf8_take(&s);
		str bytes = str_first(before, before.len - s.len);
		char escaped[8];
		bool is_plain = code_point >= 0x20 && code_point != '"' && code_point != '\\' &&
				!(code_point >= 0x7F && code_point < 0xA0) && code_point != 0xFFFD;
		if (!is_plain) {
			snprintf(escaped, sizeof(escaped), "\\u%04x", (unsigned)code_point);
			bytes = str_from(escaped);
		}
		put(line, bytes);
	}
}

static void put_time(struct line *line, moment now)
{
	struct wall wall = wall_at(zone_utc(), now);
	char at[80];
	snprintf(at, sizeof(at), "{\"at\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03dZ\"", wall.year,
		 wall.month, wall.day, wall.hour, wall.minute, wall.second,
		 (int)(now / 1000 % 1000));
	put(line, str_from(at));
}

static void write_once(const struct line *line)
{
	ssize_t written;
	do
		written = write(atomic_load(&target), line->at, line->len);
	while (written < 0 && errno == EINTR);
	/* A log that cannot be written has nobody left to tell. */
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
	if ((int)level < atomic_load(&least_level))
		return;
	char sentence[SENTENCE_MAX];
	va_list values;
	va_start(values, format);
	int len = vsnprintf(sentence, sizeof(sentence), format, values);
	va_end(values);

	struct line line;
	line.len = 0;
	put_time(&line, moment_now());
	put(&line, S(",\"level\":\""));
	put(&line, str_from(levels[level]));
	put(&line, S("\",\"event\":\""));
	put_escaped(&line, str_first(str_from(event), 100));
	put(&line, S("\""));
	if (about) {
		char request[48];
		snprintf(request, sizeof(request), ",\"request\":\"%016llx\"",
			 (unsigned long long)about);
		put(&line, str_from(request));
	}
	put(&line, S(",\"text\":\""));
	put_escaped(&line, len < 0 ? S("") : str_first(str_from(sentence), (size_t)len));
	put(&line, S("\"}\n"));
	write_once(&line);
}
