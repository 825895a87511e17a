/* picture_web.h: a member's own picture, for member_slice.c. */
#ifndef PICTURE_WEB_H
#define PICTURE_WEB_H
#include "features/member/member.h"
#include "web/web.h"

extern const struct route picture_routes[];

struct picture_page { const struct member *member; str url; };
#endif
