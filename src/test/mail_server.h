/* mail_server.h: a mail server of a few lines, on loopback, that answers one message as the test says. */
#ifndef TEST_MAIL_SERVER_H
#define TEST_MAIL_SERVER_H
#include "test/house.h"

struct mail_server {
	const char *to_hello;  /* what it can do: "250 ok\r\n" when NULL */
	const char *to_auth, *to_mail, *to_rcpt, *to_message; /* "250 …\r\n" when NULL */
	char got[16384];       /* the message */
	char heard[4096];      /* commands, one a line */
	int fd;
};

/* The house's mails go to it from now on; `mail_plain` is set. */
void mail_server_open(struct test_house *t, struct mail_server *server);
/* Works off what is due; the server takes one connection meanwhile, and is gone afterwards. */
void mail_server_work(struct test_house *t, struct mail_server *server);
#endif
