/* import_bbcode.h: [quote] and [code], which an earlier forum's software left in the HTML of a later one. */
#ifndef APP_IMPORT_BBCODE_H
#define APP_IMPORT_BBCODE_H
#include "base/base.h"

/* HTML with tags in their place; what does not pair, or crosses real tags of code, stays as it is. */
str bbcode_to_html(struct arena *arena, str html);
#endif
