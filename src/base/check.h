/* check.h: assert for what only a programmer can break, must() for what must hold in release too. */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Stays on in release: invariants of money, permission and brand. */
#define must(truth) ((truth) ? (void)0 : check_failed(#truth, __FILE__, __LINE__))

_Noreturn void check_failed(const char *truth, const char *file, int line);
#endif
