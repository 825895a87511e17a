/* post_room.h: where mails come in while the house is open: a socket that the mail server and `heinzel mail-in` call. */
#ifndef APP_POST_ROOM_H
#define APP_POST_ROOM_H
#include "app/command.h"

struct lmtp;
/* "unix:DATA/mail.sock", unless mail.listen says otherwise. */
str post_room_address(struct call *call);
/* Nothing (NULL) when no address for answers is configured. */
enum err post_room_open(struct call *call, struct house *house, struct lmtp **room_out, str *wrong_out);
#endif
