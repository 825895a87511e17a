/* own.h: the web's own few routes: preview of Markdown, the API's description, language. */
#ifndef WEB_OWN_H
#define WEB_OWN_H
#include "web/slice.h"

extern const struct slice web_own_slice;
#endif
