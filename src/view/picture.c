/* picture.c: finds the pictures that markdown.c wrote; nothing that a member typed looks like one, for its "<" is escaped. */
#include "view/picture.h"

#include "view/html_escape.h"
#include "view/markdown.h"

#define BEGIN S("<img src=\"")
#define ABOUT S(" alt=\"")

bool own_picture_next(struct arena *arena, str *html, struct own_picture *picture_out)
{
	size_t at, end;
	while (str_find(*html, BEGIN, &at)) {
		*html = str_skip(*html, at + BEGIN.len);
		if (!str_find(*html, S(">"), &end))
			return false;
		str tag = str_first(*html, end);
		str url = str_cut(&tag, '"');
		if (str_ends(url, S("/middle")))
			url = str_first(url, url.len - 7);
		struct own_picture picture = { .url = url, .about = S("") };
		if (!picture_size(url, &picture.width, &picture.height))
			continue;
		if (str_find(tag, ABOUT, &at)) {
			tag = str_skip(tag, at + ABOUT.len);
			picture.about = html_unescape(arena, str_cut(&tag, '"'));
		}
		*picture_out = picture;
		return true;
	}
	return false;
}
