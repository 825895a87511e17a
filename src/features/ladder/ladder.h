/* ladder.h: what the slices above may know: where matters stand, and how often the ladder was climbed. */
#ifndef LADDER_H
#define LADDER_H
#include "features/community/community.h"
#include "features/ladder/climb.h"
#include "features/member/member.h"

enum err ladder_visits_since(struct scope *scope, moment since, struct ladder_visits *visits_out);

/* The brand's service desk outside, as mails know it: the member in whose name it answers, with the address that the
   brand has set; "" = none. */
enum err ladder_desk_contact(struct scope *scope, int64_t member_id, struct member_contact *contact_out, bool *is_desk_out);
/* What the desk answers from elsewhere goes into the thread, in the brand's name: ERR_CONFLICT "ladder.not_now" when the
   matter does not lie with the agents; "matter.not_found". */
enum err ladder_desk_answer(struct scope *scope, int64_t matter_id, const struct post *text);
#endif
