/* follow_row.h: what the statements about follows take. */
#ifndef FOLLOW_ROW_H
#define FOLLOW_ROW_H
#include <stdint.h>

struct follow_own { int64_t member_id; int subject_kind; int64_t subject_id, id; };
struct follow_page { int subject_kind; int64_t subject_id, audience_id, after_id; };
struct follow_move { int from_kind; int64_t from_id; int to_kind; int64_t to_id; };
#endif
