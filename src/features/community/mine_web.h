/* mine_web.h: the pages of what a member keeps for herself about threads. */
#ifndef MINE_WEB_H
#define MINE_WEB_H
#include "features/community/mine_store.h"
#include "features/community/thread.h"
#include "features/member/member.h"
#include "web/web.h"

extern const struct route mine_routes[];
extern const struct form unsent_form_fields;

struct unsent_page { struct unsent_list texts; struct subject_face *faces; };
#endif
