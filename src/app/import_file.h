/* import_file.h: a whole file, for the commands that import one. */
#ifndef APP_IMPORT_FILE_H
#define APP_IMPORT_FILE_H
#include "base/base.h"

/* False when it cannot be read. */
bool import_file_read(struct arena *arena, str path, str *bytes_out);
#endif
