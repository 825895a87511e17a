/* import_markdown.h: HTML of another forum becomes Markdown that ours renders alike. */
#ifndef APP_IMPORT_MARKDOWN_H
#define APP_IMPORT_MARKDOWN_H
#include "base/base.h"

/* Parsed by libgumbo; unknown tags give their content, scripts and styles nothing, images become links. */
str markdown_from_html(struct arena *arena, str html);
/* Plain text: special characters are escaped, so that it reads as it was. */
str markdown_from_text(struct arena *arena, str text);
#endif
