/* html_test.h: what the sample pages of html_test.html take. */
#ifndef VIEW_HTML_TEST_H
#define VIEW_HTML_TEST_H
#include "view/html.h"

struct sample { str name; bool done; };
struct sample_list { const struct sample *at; size_t count; };
#endif
