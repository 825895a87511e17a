/* chat_letter.h: a mail when somebody writes, unless the one before is still unread. */
#ifndef CHAT_LETTER_H
#define CHAT_LETTER_H
#include "core/core.h"

enum err chat_letter_hear(struct scope *scope, const struct news *news);
#endif
