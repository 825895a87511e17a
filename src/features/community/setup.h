/* setup.h: what a brand sets for its community. */
#ifndef COMMUNITY_SETUP_H
#define COMMUNITY_SETUP_H
#include "core/core.h"

enum { SET_NEED_DAYS, SET_OLD_DAYS, SET_HISTORY, SET_FREE_TAGS };
extern const struct setting community_settings[];

enum err setup_number(struct scope *scope, int which, int64_t *number_out);
enum err setup_time(struct scope *scope, int which, moment *time_out); /* so many days */
#endif
