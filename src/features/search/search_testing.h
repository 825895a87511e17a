/* search_testing.h: threads to be found, for the tests of search. */
#ifndef SEARCH_TESTING_H
#define SEARCH_TESTING_H
#include "features/search/index.h"
#include "features/search/search.h"
#include "test/visit.h"

int64_t a_board(struct test_house *t, const char *key, int64_t audience_id);
int64_t asked_in(struct test_house *t, int64_t board_id, const char *title, const char *body);
int64_t answered(struct test_house *t, int64_t thread_id, const char *body);
int64_t solved_in(struct test_house *t, int64_t board_id, const char *title, const char *solution);

/* Three threads about guests and Wi-Fi, of which one is solved, and two about other things. */
struct some { int64_t board_id, solved, open, tv, bill; };
struct some some_threads(struct test_house *t);

struct search_found found_by(struct test_house *t, int64_t member_id, const char *text);
bool has_thread(const struct search_found *found, int64_t thread_id);
/* In a unit: out of the index, as if the thread (int64_t *data) were hidden. */
enum err take_out(struct scope *scope, void *data);
#endif
