/*
 * mail_lmtp.c: LMTP as Postfix, Exim and `heinzel mail-in` speak it.
 *
 * One answer for each recipient once the message is whole (RFC 2033): taken for good, refused for good, or later.
 * A connection has five minutes in all and half a minute for each read, so that nobody holds a thread for ever.
 */
#include "core/mail_lmtp.h"

#include "core/mail_read.h"
#include "core/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS = 4, LINE_MAX_BYTES = 2048, RECIPIENTS_MAX = 20, READ_SECONDS = 30, WHOLE_SECONDS = 300, BUFFER = 16384,
       TRANSACTIONS_MAX = 100 };

struct lmtp {
	struct house *house;
	struct lmtp_settings settings;
	int fd, port;
	int stop[2]; /* closed at one end: everybody stops */
	pthread_t threads[WORKERS];
};

/* ── a connection ── */

struct talk {
	struct lmtp *lmtp;
	struct arena *arena;
	int fd;
	moment until;
	char buffer[BUFFER];
	size_t at, filled;
	bool greeted, has_from, ends;
	int transactions;
	str from, to[RECIPIENTS_MAX];
	size_t to_count;
};

static moment monotonic(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return SECONDS(now.tv_sec) + now.tv_nsec / 1000;
}

static bool fill(struct talk *talk)
{
	struct pollfd polled[] = { { .fd = talk->fd, .events = POLLIN }, { .fd = talk->lmtp->stop[0], .events = POLLIN } };
	if (monotonic() >= talk->until || poll(polled, COUNT(polled), READ_SECONDS * 1000) <= 0 || polled[1].revents)
		return false;
	ssize_t got = read(talk->fd, talk->buffer, BUFFER);
	talk->at = 0;
	talk->filled = got > 0 ? (size_t)got : 0; /* checked in the same line */
	return got > 0;
}

static bool take_byte(struct talk *talk, char *byte_out)
{
	if (talk->at == talk->filled && !fill(talk))
		return false;
	*byte_out = talk->buffer[talk->at++];
	return true;
}

static void say(struct talk *talk, const char *line)
{
	struct timeval wait = { .tv_sec = READ_SECONDS };
	str rest = str_format(talk->arena, "%s\r\n", line);
	setsockopt(talk->fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	while (rest.len) {
		ssize_t sent = send(talk->fd, rest.at, rest.len, MSG_NOSIGNAL);
		if (sent <= 0) {
			talk->ends = true;
			return;
		}
		rest = str_skip(rest, (size_t)sent); /* above 0 */
	}
}

/* Up to CRLF, without it; false when the other side is gone, too slow or too long. */
static bool take_line(struct talk *talk, str *line_out)
{
	char line[LINE_MAX_BYTES];
	size_t len = 0;
	char byte;
	while (take_byte(talk, &byte)) {
		if (byte == '\n' && len && line[len - 1] == '\r') {
			*line_out = str_keep(talk->arena, (str){ line, len - 1 });
			return true;
		}
		if (len == sizeof(line)) {
			say(talk, "500 5.5.2 Line too long");
			return false;
		}
		line[len++] = byte;
	}
	return false;
}

/* ── the message ── */

/* Takes to the lone dot; dots that were doubled are single again.  What is too large is read to its end, not kept. */
static bool take_message(struct talk *talk, struct text *message, bool *fits_out)
{
	enum { LINE_BEGINS, DOT, DOT_CR, INSIDE, CR } state = LINE_BEGINS;
	char byte;
	size_t size = 0;
	while (take_byte(talk, &byte)) {
		if (state == DOT_CR && byte == '\n') {
			*fits_out = size <= MAIL_IN_BYTES;
			return true;
		}
		bool is_stuffed = state == LINE_BEGINS && byte == '.';
		if (state == DOT_CR) /* ".\r" and more: the CR belongs to the line */
			text_char(message, '\r');
		if (!is_stuffed && !(state == DOT && byte == '\r')) {
			size++;
			if (size <= MAIL_IN_BYTES)
				text_char(message, byte);
		}
		if (is_stuffed)
			state = DOT;
		else if (state == DOT && byte == '\r')
			state = DOT_CR;
		else
			state = byte == '\r' ? CR : byte == '\n' && state == CR ? LINE_BEGINS : INSIDE;
		if (size > 4 * (size_t)MAIL_IN_BYTES)
			return false; /* whoever sends so much does not stop */
	}
	return false;
}

static const char *answer_for(enum err err)
{
	if (!err)
		return "250 2.0.0 Taken";
	return err == ERR_NOT_FOUND ? "550 5.1.1 No such address" : "451 4.3.0 Not now; try again";
}

static void deliver(struct talk *talk, str message, bool fits)
{
	for (size_t i = 0; i < talk->to_count; i++) {
		const struct mail_arrival arrival = { talk->from, talk->to[i], message };
		say(talk, fits ? answer_for(talk->lmtp->settings.take(talk->lmtp->house, &arrival)) : "552 5.3.4 Too large");
	}
}

static void forget(struct talk *talk)
{
	talk->has_from = false;
	talk->to_count = 0;
}

static void take_data(struct talk *talk)
{
	struct text message;
	bool fits = false;
	if (!talk->to_count) {
		say(talk, "503 5.5.1 No recipient");
		return;
	}
	say(talk, "354 Go on, end with a dot");
	text_open(&message, talk->arena, 65536);
	if (take_message(talk, &message, &fits))
		deliver(talk, text_str(&message), fits);
	else
		talk->ends = true;
	forget(talk);
	talk->ends = talk->ends || ++talk->transactions >= TRANSACTIONS_MAX;
}

/* ── commands ── */

/* "FROM:<a@b> SIZE=1" -> a@b */
static bool path_of(str rest, const char *word, str *path_out)
{
	size_t at;
	str name = str_from(word);
	if (!str_equal_fold(str_first(rest, name.len), name))
		return false;
	rest = str_trim(str_skip(rest, name.len));
	if (!str_starts(rest, S("<")) || !str_find(rest, S(">"), &at))
		return false;
	*path_out = str_first(str_skip(rest, 1), at - 1);
	return true;
}

static void take_from(struct talk *talk, str rest)
{
	if (!talk->greeted || talk->has_from || !path_of(rest, "FROM:", &talk->from)) {
		say(talk, talk->greeted ? "501 5.5.4 MAIL FROM:<address>, once" : "503 5.5.1 LHLO first");
		return;
	}
	talk->has_from = true;
	say(talk, "250 2.1.0 Good");
}

static void take_to(struct talk *talk, str rest)
{
	struct mail_arrival arrival = { talk->from, S(""), S("") };
	if (!talk->has_from || !path_of(rest, "TO:", &arrival.to)) {
		say(talk, talk->has_from ? "501 5.5.4 RCPT TO:<address>" : "503 5.5.1 MAIL first");
		return;
	}
	if (talk->to_count == RECIPIENTS_MAX) {
		say(talk, "452 4.5.3 Too many recipients");
		return;
	}
	enum err err = talk->lmtp->settings.knows(talk->lmtp->house, &arrival);
	if (!err)
		talk->to[talk->to_count++] = arrival.to;
	say(talk, err ? answer_for(err) : "250 2.1.5 Good");
}

static void take_command(struct talk *talk, str line)
{
	str rest = line;
	str word = str_cut(&rest, ' ');
	if (str_equal_fold(word, S("LHLO"))) {
		talk->greeted = true;
		forget(talk);
		say(talk, str_c(talk->arena, str_format(talk->arena, "250-heinzel\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n"
		                                                     "250-8BITMIME\r\n250 SIZE %d", MAIL_IN_BYTES)));
	} else if (str_equal_fold(word, S("MAIL"))) {
		take_from(talk, rest);
	} else if (str_equal_fold(word, S("RCPT"))) {
		take_to(talk, rest);
	} else if (str_equal_fold(word, S("DATA"))) {
		take_data(talk);
	} else if (str_equal_fold(word, S("RSET"))) {
		forget(talk);
		say(talk, "250 2.0.0 Forgotten");
	} else if (str_equal_fold(word, S("NOOP")) || str_equal_fold(word, S("VRFY"))) {
		say(talk, "252 2.0.0 Perhaps");
	} else if (str_equal_fold(word, S("QUIT"))) {
		say(talk, "221 2.0.0 Goodbye");
		talk->ends = true;
	} else {
		say(talk, "500 5.5.2 Unknown");
	}
}

/* Of what was said only who sends and who receives is kept, until their message is done with. */
static void take_commands(struct talk *talk)
{
	const struct arena_mark greeting = arena_mark(talk->arena);
	str line;
	while (!talk->ends) {
		const struct arena_mark before = arena_mark(talk->arena);
		bool had_from = talk->has_from;
		size_t to_count = talk->to_count;
		if (!take_line(talk, &line))
			return;
		take_command(talk, line);
		if (!talk->has_from)
			arena_release(talk->arena, greeting);
		else if (had_from && talk->to_count == to_count)
			arena_release(talk->arena, before);
	}
}

static void converse(struct lmtp *lmtp, int fd)
{
	struct arena *arena = arena_open(65536);
	struct talk *talk = arena_take(arena, sizeof(*talk));
	talk->lmtp = lmtp;
	talk->arena = arena;
	talk->fd = fd;
	talk->until = monotonic() + SECONDS(WHOLE_SECONDS);
	say(talk, "220 heinzel LMTP");
	take_commands(talk);
	close(fd);
	arena_close(arena);
}

static void *work(void *data)
{
	struct lmtp *lmtp = data;
	struct pollfd polled[] = { { .fd = lmtp->fd, .events = POLLIN }, { .fd = lmtp->stop[0], .events = POLLIN } };
	while (poll(polled, COUNT(polled), -1) >= 0 || errno == EINTR) {
		if (polled[1].revents)
			break;
		int fd = accept4(lmtp->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			converse(lmtp, fd);
	}
	return NULL;
}

/* ── the socket ── */

enum err lmtp_start(struct arena *arena, struct house *house, const struct lmtp_settings *settings, struct lmtp **lmtp_out,
                    str *wrong_out)
{
	struct lmtp *lmtp = arena_take(arena, sizeof(*lmtp));
	lmtp->house = house;
	lmtp->settings = *settings;
	enum err err = socket_listen(arena, settings->listen, &lmtp->fd, wrong_out);
	if (err)
		return err;
	must(fcntl(lmtp->fd, F_SETFL, O_NONBLOCK) == 0); /* all wake up, one gets the caller */
	lmtp->port = socket_port(lmtp->fd);
	must(pipe2(lmtp->stop, O_CLOEXEC) == 0);
	for (size_t i = 0; i < WORKERS; i++)
		must(pthread_create(&lmtp->threads[i], NULL, work, lmtp) == 0);
	*lmtp_out = lmtp;
	return OK;
}

int lmtp_port(const struct lmtp *lmtp)
{
	return lmtp->port;
}

void lmtp_stop(struct lmtp *lmtp)
{
	if (!lmtp)
		return;
	close(lmtp->stop[1]);
	for (size_t i = 0; i < WORKERS; i++)
		must(pthread_join(lmtp->threads[i], NULL) == 0);
	close(lmtp->stop[0]);
	close(lmtp->fd);
	if (str_starts(lmtp->settings.listen, S("unix:")))
		unlink(str_c(lmtp->house->arena, str_skip(lmtp->settings.listen, 5)));
}
