/*
 * post.h: the mail server at the other end, and whoever else the house calls.
 *
 * It takes a mail, puts it off, refuses it, or takes it and sends it back later, as real ones do; what comes back goes
 * through the real reader of reports.
 */
#ifndef TEST_SIM_POST_H
#define TEST_SIM_POST_H
#include "test/sim/sim.h"

/* One in so many mails is put off, refused for good, sent back; 0 = never. */
struct post_faults { unsigned puts_off, refuses, sends_back; };
void post_faults_set(const struct post_faults *faults);
/* Hands over what comes back by now. */
void post_deliver(void);
void post_forget(void);
#endif
