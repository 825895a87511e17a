/*
 * faces.c: puts members' pictures beside their names, as a page leaves.
 *
 * Wherever a page draws a member's initials it says whose they are (data-face).  Once
 * the page is whole, one query finds the pictures of all of them: no slice has to
 * think of pictures, and no row asks for its own.  Text cannot pretend to be such a
 * place: its "<" is escaped.
 */
#include "web/web_room.h"

enum { FACES_MAX = 64, SHOWN_ROOM = 16 };
#define PLACE S("<span class=\"avatar ")
#define WHOSE S(" data-face=\"")

struct faces { int64_t ids[FACES_MAX]; str urls[FACES_MAX]; size_t count; };

/* The next place in *rest: what stands before its initials, and whose they are.  False: there is none. */
static bool place_cut(str *rest, str *before_out, int64_t *member_id_out)
{
	size_t at, whose, end;
	str from = *rest;
	while (str_find(from, PLACE, &at)) {
		str tag = str_skip(from, at);
		if (!str_find(tag, S(">"), &end))
			return false;
		str opening = str_first(tag, end + 1);
		from = str_skip(tag, end + 1);
		if (!str_find(opening, WHOSE, &whose))
			continue;
		str digits = str_skip(opening, whose + WHOSE.len);
		if (!str_number(str_cut(&digits, '"'), member_id_out) || *member_id_out <= 0)
			continue;
		*before_out = str_first(*rest, rest->len - from.len);
		*rest = from;
		return true;
	}
	return false;
}

static void gather(str html, struct faces *faces)
{
	str before;
	int64_t id;
	while (faces->count < FACES_MAX && place_cut(&html, &before, &id)) {
		bool is_new = true;
		for (size_t i = 0; i < faces->count; i++)
			is_new = is_new && faces->ids[i] != id;
		if (is_new)
			faces->ids[faces->count++] = id;
	}
}

static str url_of(const struct faces *faces, int64_t id)
{
	for (size_t i = 0; i < faces->count; i++) {
		if (faces->ids[i] == id)
			return faces->urls[i];
	}
	return S("");
}

/* The initials give way to the picture: up to the span's end. */
static str with_pictures(struct arena *arena, str html, const struct faces *faces)
{
	struct text text;
	str before;
	int64_t id;
	size_t end;
	text_open(&text, arena, html.len + faces->count * 128);
	while (place_cut(&html, &before, &id)) {
		str url = url_of(faces, id);
		text_put(&text, before);
		if (str_empty(url) || !str_find(html, S("</span>"), &end))
			continue;
		text_format(&text, "<img src=\"%.*s\" alt=\"\" width=\"96\" height=\"96\" loading=\"lazy\" decoding=\"async\">", STR_ARG(url));
		html = str_skip(html, end);
	}
	text_put(&text, html);
	return text_str(&text);
}

enum err page_put_faces(struct page *page, str *html)
{
	struct request *request = page->request;
	struct scope *scope = &request->scope;
	struct faces *faces = arena_take(scope->arena, sizeof(*faces));
	if (!scope->db || !scope->brand_id || !request->web->resolvers.pictures)
		return OK;
	gather(*html, faces);
	if (!faces->count)
		return OK;
	enum err err = request->web->resolvers.pictures(scope, (struct ids){ faces->ids, faces->count }, faces->urls);
	if (err)
		return err;
	bool any = false;
	for (size_t i = 0; i < faces->count; i++) {
		any = any || faces->urls[i].len;
		/* A cached page is forgotten when a picture changes; beyond the room it shows initials until it changes itself. */
		if (faces->urls[i].len || page->show_count + SHOWN_ROOM < PAGE_SUBJECTS_MAX)
			page_shows(page, (struct subject){ 1, faces->ids[i] });
	}
	if (any)
		*html = with_pictures(scope->arena, *html, faces);
	return OK;
}
