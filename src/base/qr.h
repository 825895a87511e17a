/* qr.h: QR codes as the path of an SVG drawing: one unit a module, with a quiet zone of 4 around. */
#ifndef BASE_QR_H
#define BASE_QR_H
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Level M.  ERR_TOO_LARGE beyond the version given (1 to 40).  The drawing is *size_out units wide and high. */
enum err qr_path(struct arena *arena, str bytes, int version_max, str *path_out, int64_t *size_out);
#endif
