/* turn.h: who acts next, and what they have at hand for it. */
#ifndef TEST_SIM_TURN_H
#define TEST_SIM_TURN_H
#include "test/sim/town.h"

struct deed;
/* At once. */
void folk_do(const struct person *who, const struct deed *deed);
/* She does this next, and soon, if nothing comes between; the last one said counts. */
void folk_turn(const struct person *who, const char *deed);
/* Somebody's turn: at a visit, at an offer; NULL: nobody's. */
const struct deed *visits_turn(size_t *who_out);
/* A link to leave by came with a mail. */
void leave_mail(const struct person *who, str link);
/* A link that a mail to that address brought. */
void key_mail(str address, str link);
#endif
