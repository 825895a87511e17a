/* owned.c: the scope's brand and database for store/owned.c. */
#include "core/owned.h"

enum err owned_next(struct scope *scope, struct owned_piece *piece)
{
	const struct owned_who who = { scope->brand_id, piece->member_id };
	return owned_read(scope_db(scope), piece->owned, &who, &piece->at, &piece->values);
}

enum err owned_end(struct scope *scope, const struct owned_piece *piece, const struct value *keys, bool only_words)
{
	const struct owned_who who = { scope->brand_id, piece->member_id };
	return only_words ? owned_blank(scope_db(scope), piece->owned, &who, keys)
	                  : owned_drop(scope_db(scope), piece->owned, &who, keys);
}
