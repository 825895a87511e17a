/*
 * room.h: where a helper is met by video: one address a helper, the helper's own.
 *
 * It is kept sealed and read when it is needed, so that who changes it changes it for
 * every talk that is still to come.
 */
#ifndef ROOM_H
#define ROOM_H
#include "features/marketplace/room_store.h"

/* Of who acts.  typed "": what is there stays; is_needed: then there must be one.  About field "link":
   "room.link_wrong" (https only, a host with a name), "room.link_missing". */
enum err room_keep(struct scope *scope, str typed, bool is_needed);
#endif
