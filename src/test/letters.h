/* letters.h: the mails that a test caused, as their readers see them. */
#ifndef TEST_LETTERS_H
#define TEST_LETTERS_H
#include "test/house.h"

/* Decoded; what a mail has not is "". */
struct letter_got { str to, from, subject, text, html, calendar, message_id, references, source; };
struct letter_got_list { struct letter_got *at; size_t count; };

/* All mails so far, oldest first: works off what is due, so that they are sent. */
struct letter_got_list letters(struct test_house *t);
/* The newest mail to that address; the test fails when there is none. */
struct letter_got letter_to(struct test_house *t, const char *address);
/* The first link of the text part that holds `part`: "http://a.localhost/…"; fails when there is none. */
str link_in(const struct letter_got *letter, const char *part);
/* Takes a message apart. */
struct letter_got letter_read(struct arena *arena, str source);
#endif
