/* import_line.h: one line of a file of threads: what it must hold, and what it becomes (docs/rules/import.md). */
#ifndef APP_IMPORT_LINE_H
#define APP_IMPORT_LINE_H
#include "features/community/community.h"

#define IMPORT_POSTS_MAX 5000

struct import_line {
	struct thread thread;   /* no id, board or author yet */
	struct post_list posts; /* the question first */
	str *authors;           /* of each post: "source:author", by which a member is found again */
	str *names;             /* what they are called here */
	int shortened;          /* texts that were longer than a post may be */
};

/* What lies ahead of `now` is as old as it; `number`, the line's, keeps the times apart that lists go by. */
struct import_frame { moment now; int64_t number; str language; };

/* ERR_INVALID with why, for the operator. */
enum err import_line_read(struct arena *arena, str source, const struct import_frame *frame,
                          struct import_line *line_out, str *wrong_out);
#endif
