/*
 * card.c: which picture stands on the card of a link that is shared (docs/rules/structured-data.md).
 *
 * Cards are fetched by strangers' programs, so only a stranger's page names a picture of its
 * own; and only one that a stranger may see.
 */
#include "web/web_room.h"

#include "view/picture.h"

enum { SIDE_MIN = 200, LOOKED_AT = 5 }; /* smaller ones are signs beside words */

/* The first that is large enough and that everybody may see. */
static enum err first_of(struct page *page, str html, struct image_link *card_out)
{
	struct scope *scope = &page->request->scope;
	struct own_picture picture;
	enum err err = OK;
	for (int i = 0; !err && !card_out->path.len && i < LOOKED_AT && own_picture_next(scope->arena, &html, &picture); i++) {
		if (picture.width < SIDE_MIN || picture.height < SIDE_MIN)
			continue;
		err = page->request->web->resolvers.card(scope, picture.url, card_out);
		card_out->about = picture.about;
	}
	return err;
}

enum err page_card(struct page *page, str html, const struct image_link *otherwise)
{
	struct image_link card = { .path = S(""), .about = S("") };
	if (page->request->scope.member_id || page->no_index)
		return OK;
	enum err err = page->request->web->resolvers.card ? first_of(page, html, &card) : OK;
	if (err)
		return err;
	if (!card.path.len && otherwise)
		card = *otherwise;
	page->card = card;
	return OK;
}
