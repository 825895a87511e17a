/* room.c: checking and keeping a video room's address. */
#include "features/marketplace/room.h"

#include "base/weblink.h"

enum err room_keep(struct scope *scope, str typed, bool is_needed)
{
	str link = str_trim(typed), kept;
	if (!is_needed)
		return OK;
	if (!str_empty(link) && !weblink_is_good(link))
		return refuse_field(scope, "link", "room.link_wrong");
	enum err err = room_load(scope, scope->member_id, &kept);
	if (err || str_equal(link, kept))
		return err ? err : str_empty(kept) ? refuse_field(scope, "link", "room.link_missing") : OK;
	if (!str_empty(link))
		return room_save(scope, scope->member_id, link);
	return OK;
}
