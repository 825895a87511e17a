/* str.h: text that somebody else owns: a pointer and a length, passed by value, never NUL-bound. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;
typedef struct str { const char *at; size_t len; } str;

#define S(literal) ((str){ "" literal, sizeof(literal) - 1 })
#define STR_ARG(s) (int)(s).len, (s).at /* for "%.*s" */

str str_from(const char *text); /* NULL gives "" */
bool str_equal(str a, str b);
bool str_equal_fold(str a, str b); /* ASCII letters only */
int str_compare(str a, str b);     /* bytewise, as strcmp */
bool str_starts(str s, str start);
bool str_ends(str s, str end);
bool str_contains(str s, str part);
static inline bool str_empty(str s) { return s.len == 0; }

/* Both clamp to the text's ends. */
str str_skip(str s, size_t count);
str str_first(str s, size_t count);
str str_trim(str s); /* ASCII white space at both ends */

/* Cuts at the first `mark`: gives what stood before it and moves *rest behind it.
   Without a mark gives all and leaves "" in *rest. */
str str_cut(str *rest, char mark);
bool str_find(str s, str part, size_t *at_out);

/* True when all of s is a decimal number (with optional '-') that fits. */
bool str_number(str s, int64_t *number_out);
bool str_real(str s, double *real_out); /* 12.5, -0.25: no exponent, no locale */

str str_keep(struct arena *arena, str s);         /* a copy that lives as long as the arena */
const char *str_c(struct arena *arena, str s);    /* a NUL-ended copy for library borders */
str str_lower_ascii(struct arena *arena, str s);
str str_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
str str_join(struct arena *arena, const str *parts, size_t count, str between);
uint64_t str_hash(str s); /* FNV-1a 64: for tables in memory, never for security */
#endif
