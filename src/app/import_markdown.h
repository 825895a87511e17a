/* import_markdown.h: HTML of another forum becomes Markdown that ours renders alike. */
#ifndef APP_IMPORT_MARKDOWN_H
#define APP_IMPORT_MARKDOWN_H
#include "base/base.h"

#define IMPORT_HTML_MAX (256 * 1024) /* bytes; what is longer is not read */

/* Parsed by libgumbo; unknown tags give their content, scripts and styles nothing, images become links.
   ERR_TOO_LARGE: longer than that, or so many tags that nobody wrote them. */
enum err markdown_from_html(struct arena *arena, str html, str *markdown_out);
/* Plain text: special characters are escaped, so that it reads as it was. */
str markdown_from_text(struct arena *arena, str text);
/* Exports call some bodies text that hold tags all the same. */
bool text_is_html(str text);
#endif
