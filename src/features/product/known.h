/*
 * known.h: what a member says of oneself: I know this product from home (docs/rules/devices.md).
 *
 * Said, not found out: it is apart from what one has (device.h), and nobody learns from one what the
 * other holds.  Everybody may read it.
 */
#ifndef KNOWN_H
#define KNOWN_H
#include "features/product/known_store.h"

#define KNOWN_MAX 50 /* of a member */

/* Says it of the scope's member, or no longer; both are harmless twice.  "member.sign_in", "product.not_found";
   ERR_CONFLICT "known.too_many". */
enum err known_say(struct scope *scope, int64_t product_id, bool knows);
/* What a member says to know. */
enum err known_of(struct scope *scope, int64_t member_id, struct ids *product_ids_out);
/* Which of these members say to know it. */
enum err known_among(struct scope *scope, int64_t product_id, struct ids member_ids, struct ids *knowing_out);
/* Who said so last, for the product's page; at most eight. */
enum err known_by(struct scope *scope, int64_t product_id, struct ids *member_ids_out);

static inline bool known_has(struct ids ids, int64_t id)
{
	for (size_t i = 0; id && i < ids.count; i++) {
		if (ids.at[i] == id)
			return true;
	}
	return false;
}
#endif
