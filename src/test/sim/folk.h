/* folk.h: the people of the town at work: what they do next, what they were answered, and what must be so from then on. */
#ifndef TEST_SIM_FOLK_H
#define TEST_SIM_FOLK_H
#include "test/sim/town.h"

void folk_open(struct town *town);
const struct town *folk_town(void);
/* Any member of that brand, or NULL. */
struct person *folk_somebody(int brand);
/* The one of that number, or NULL. */
struct person *folk_member(int brand, int64_t id);
/* Somebody who waits for nothing does something. */
void folk_act(void);
/* Takes the answers that have come, and asks again where none did. */
void folk_hear(void);
bool folk_waits(void);
/* So long nobody asks again or has something to do soon, at most that long. */
moment folk_patience(moment most);
/* Has anybody asked to be erased? */
bool folk_leaves(void);
/* From now on nobody begins anything new. */
void folk_rest(void);
/* The same person, to be changed; with another cookie from now on, "" = signed out. */
struct person *folk_self(const struct person *who);
void folk_sign(const struct person *who, const char *cookie);
/* A mail to her brought a link: to sign in with, to leave by. */
void folk_mail(const struct person *who, str text);
/* The same of a mail to whomever: a link to confirm an address, or to a new password. */
void folk_post(str address, str text);
/* The words of that password; town.c gives each of them the one of her place. */
void key_password(char *to, size_t room, int number);
/* Somebody joins the closed group, or leaves it. */
void folk_group(void);
/* In the end, when all is quiet: ask, then answer; then both must have been taken. */
enum proof { PROOF_ASKS, PROOF_ANSWERS };
void proof_do(enum proof proof);
void proof_check(void);
/* The process is gone: what was under way may be done or not. */
void folk_died(void);
/* The person of that mail address, or NULL. */
const struct person *folk_of_mail(str address);
#endif
