/* import_walk.h: what the two halves of the walk through HTML share: blocks (import_markdown.c), lines (import_inline.c). */
#ifndef APP_IMPORT_WALK_H
#define APP_IMPORT_WALK_H
#include "app/import_writer.h"
#include "base/utf8.h"

#include <gumbo.h>

#define LABEL_MAX 120 /* characters of a link that we name */

struct walk {
	struct writer writer;
	int depth;
	int bold, italic, struck; /* how often open: marks within their like would show */
};
typedef void walk_element(struct walk *walk, const GumboElement *element, str mark);

void walk_children(struct walk *walk, const GumboElement *element);
str attribute_of(const GumboElement *element, const char *name);
bool has_class(const GumboElement *element, str name);
const GumboElement *child_of(const GumboElement *element, GumboTag tag); /* NULL when there is none */
str plain_of(struct walk *walk, const GumboElement *element);             /* its text, as it stands */

walk_element put_strong, put_italic, put_struck, put_span, put_raised, put_link, put_image, put_player;
void put_link_to(struct walk *walk, str url, str label);
#endif
