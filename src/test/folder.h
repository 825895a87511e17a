/* folder.h: temporary folders of tests. */
#ifndef TEST_FOLDER_H
#define TEST_FOLDER_H
#include "base/base.h"

/* A new, empty folder; its path is NUL-ended. */
str folder_make(struct arena *arena);
void folder_remove(str path);
/* The whole file; the test ends when it cannot be read. */
str file_read(struct arena *arena, str path);
#endif
