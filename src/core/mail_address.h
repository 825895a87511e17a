/*
 * mail_address.h: addresses that only the house can make: where answers to a mail go, and where it bounces to.
 *
 * "reply+TOKEN@help.example": the token says for which brand, member and thing, until when, and is signed.
 * All of it fits the 64 letters of an address and survives servers that fold it to small letters.
 */
#ifndef CORE_MAIL_ADDRESS_H
#define CORE_MAIL_ADDRESS_H
#include "core/house.h"

#define MAIL_KIND_BOUNCE 0 /* id is the hash of the address that was written to; else a subject's kind */

struct mail_token { int kind; int64_t brand_id, member_id, id; int32_t until_day; };

/* What the configuration may name: a mailbox of at most seven letters before the '@'. */
bool mail_reply_is_good(str address);
/* "" when the house has no address for answers. */
str mail_token_address(const struct house *house, struct arena *arena, const struct mail_token *token);
/* ERR_NOT_FOUND: not one of ours; ERR_CONFLICT: it was, its time is over (the token is filled in). */
enum err mail_token_read(const struct house *house, struct arena *arena, str address, moment now,
                         struct mail_token *token_out);
/* How a stopped address is known; the same in every letter case. */
int64_t mail_address_hash(const struct house *house, struct arena *arena, str address);
#endif
