/*
 * post_room.c: mails that come in: the socket of the running server, and the command that hands one to it.
 *
 * `heinzel mail-in` is what a mail server pipes a message into.  It ends as mail servers expect (sysexits.h): 0 taken,
 * 67 no such address, 75 try again later; so nothing is lost while the house is closed.
 */
#include "app/post_room.h"

#include "core/mail_lmtp.h"
#include "core/mail_read.h"
#include "core/socket.h"
#include "features/notify/incoming_web.h"

#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

enum { ANSWER_SECONDS = 60, ANSWER_BYTES = 4096 };

str post_room_address(struct call *call)
{
	str listen = config_text(call->config, "mail.listen");
	if (!str_empty(listen))
		return listen;
	return str_format(call->arena, "unix:%.*s/mail.sock", STR_ARG(call->data_dir));
}

enum err post_room_open(struct call *call, struct house *house, struct lmtp **room_out, str *wrong_out)
{
	*room_out = NULL;
	if (str_empty(house->settings.mail_reply))
		return OK;
	const struct lmtp_settings settings = { post_room_address(call), notify_mail_knows, notify_mail_in };
	return lmtp_start(call->arena, house, &settings, room_out, wrong_out);
}

/* ── heinzel mail-in ── */

struct line { struct arena *arena; int fd; };

/* The first digit of an answer, after its last line; 0 when none came. */
static int answer_of(const struct line *line)
{
	char bytes[ANSWER_BYTES];
	size_t len = 0;
	while (len < sizeof(bytes)) {
		struct pollfd polled = { .fd = line->fd, .events = POLLIN };
		if (poll(&polled, 1, ANSWER_SECONDS * 1000) <= 0)
			return 0;
		ssize_t got = read(line->fd, bytes + len, sizeof(bytes) - len);
		if (got <= 0)
			return 0;
		len += (size_t)got; /* above 0 */
		str all = { bytes, len };
		if (!str_ends(all, S("\r\n")))
			continue;
		str last = str_first(all, len - 2);
		const char *start = last.len ? memrchr(last.at, '\n', last.len) : NULL;
		last = start ? str_skip(last, (size_t)(start + 1 - last.at)) : last; /* start lies in last */
		if (last.len >= 4 && last.at[3] == ' ')
			return last.at[0] - '0';
	}
	return 0;
}

static bool send_all(const struct line *line, str bytes)
{
	while (bytes.len) {
		ssize_t sent = send(line->fd, bytes.at, bytes.len, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		bytes = str_skip(bytes, (size_t)sent); /* above 0 */
	}
	return true;
}

static int ask(const struct line *line, str words)
{
	return send_all(line, words) ? answer_of(line) : 0;
}

/* Lines end with CRLF, a line's first dot is doubled, a lone dot ends it. */
static str stuffed(struct arena *arena, str message)
{
	struct text text;
	text_open(&text, arena, message.len + message.len / 32 + 64);
	while (message.len) {
		str line = str_cut(&message, '\n');
		if (str_ends(line, S("\r")))
			line = str_first(line, line.len - 1);
		if (str_starts(line, S(".")))
			text_char(&text, '.');
		text_put(&text, line);
		text_put(&text, S("\r\n"));
	}
	text_put(&text, S(".\r\n"));
	return text_str(&text);
}

static int hand_over(const struct line *line, const struct mail_arrival *arrival)
{
	struct arena *arena = line->arena;
	if (answer_of(line) != 2 || ask(line, S("LHLO localhost\r\n")) != 2)
		return EX_TEMPFAIL;
	if (ask(line, str_format(arena, "MAIL FROM:<%.*s>\r\n", STR_ARG(arrival->from))) != 2)
		return EX_TEMPFAIL;
	int answer = ask(line, str_format(arena, "RCPT TO:<%.*s>\r\n", STR_ARG(arrival->to)));
	if (answer != 2)
		return answer == 5 ? EX_NOUSER : EX_TEMPFAIL;
	if (ask(line, S("DATA\r\n")) != 3)
		return EX_TEMPFAIL;
	answer = ask(line, stuffed(arena, arrival->message));
	if (answer != 2)
		return answer == 5 ? EX_DATAERR : EX_TEMPFAIL;
	(void)send_all(line, S("QUIT\r\n")); /* taken already */
	return EX_OK;
}

static bool is_plain_address(str address)
{
	for (size_t i = 0; i < address.len; i++) {
		if (address.at[i] <= ' ' || address.at[i] == '<' || address.at[i] == '>' || address.at[i] == 0x7f)
			return false;
	}
	return address.len <= 254;
}

/* Whom it is for: as the mail server says, else the first address of ours in its headers. */
static bool find_people(struct call *call, const struct mail_seen *seen, struct mail_arrival *arrival)
{
	str host = config_text(call->config, "mail.reply"), box = str_cut(&host, '@');
	if (str_empty(box))
		box = S("reply"); /* the demo's */
	if (!call_option(call, "to", &arrival->to)) {
		for (size_t i = 0; i < seen->to_count && str_empty(arrival->to); i++) {
			if (str_starts(seen->to[i], str_format(call->arena, "%.*s+", STR_ARG(box))))
				arrival->to = seen->to[i];
		}
	}
	if (!call_option(call, "from", &arrival->from))
		arrival->from = seen->report.is_report ? S("") : seen->from;
	return !str_empty(arrival->to) && is_plain_address(arrival->to) && is_plain_address(arrival->from);
}

static bool read_all(struct call *call, str *message_out)
{
	struct text text;
	char bytes[65536];
	ssize_t got;
	text_open(&text, call->arena, 65536);
	while ((got = read(STDIN_FILENO, bytes, sizeof(bytes))) > 0 && text.len <= MAIL_IN_BYTES)
		text_put(&text, (str){ bytes, (size_t)got }); /* above 0 */
	*message_out = text_str(&text);
	return !got && text.len <= MAIL_IN_BYTES;
}

int command_mail_in(struct call *call)
{
	struct mail_arrival arrival = { S(""), S(""), S("") };
	struct mail_seen seen;
	struct line line = { .arena = call->arena };
	mail_read_start();
	if (!read_all(call, &arrival.message) || mail_read(call->arena, arrival.message, &seen)) {
		fprintf(stderr, "heinzel mail-in: that is no mail, or one of more than %d MB\n", MAIL_IN_BYTES >> 20);
		return EX_DATAERR;
	}
	if (!find_people(call, &seen, &arrival)) {
		fputs("heinzel mail-in: say whom it is for with --to ADDRESS\n", stderr);
		return EX_NOUSER;
	}
	if (socket_call(call->arena, post_room_address(call), &line.fd)) {
		fputs("heinzel mail-in: the house is not open; try again later\n", stderr);
		return EX_TEMPFAIL;
	}
	int status = hand_over(&line, &arrival);
	close(line.fd);
	if (status)
		fprintf(stderr, "heinzel mail-in: %s\n", status == EX_NOUSER ? "no such address" : "not taken; try again later");
	return status;
}
