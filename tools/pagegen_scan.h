/* pagegen_scan.h: cuts a template into literals, values and statements. */
#ifndef TOOLS_PAGEGEN_SCAN_H
#define TOOLS_PAGEGEN_SCAN_H
#include "tool.h"

enum token_kind { TOKEN_LITERAL, TOKEN_VALUE, TOKEN_STATEMENT, TOKEN_END };
struct token { enum token_kind kind; str body; int line; };
struct scan { str rest; int line; const char *wrong; };
/* The next token; scan->wrong says why when a brace is not closed. */
struct token scan_next(struct scan *scan);
/* Cuts at the last single '|' outside quotes and parentheses. */
bool scan_filter(str body, str *expression_out, str *filter_out);
/* One "name=expression" off the front. */
bool scan_pair(str *rest, str *name_out, str *expression_out);
str scan_word(str *rest);
bool scan_is_name(str s);
#endif
