/* qr.c: QR codes (libqrencode); here, because payments and products both print them. */
#include "base/qr.h"

#include "base/text.h"

#include <qrencode.h>

enum { QUIET = 4 };

/* Dark runs of a row become one rectangle each: a tenth of a path with a square a module. */
static void put_row(struct text *path, const unsigned char *row, int width, int y)
{
	for (int x = 0; x < width;) {
		int from = x;
		while (x < width && (row[x] & 1))
			x++;
		if (x > from)
			text_format(path, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
		else
			x++;
	}
}

enum err qr_path(struct arena *arena, str bytes, int version_max, str *path_out, int64_t *size_out)
{
	struct text path;
	QRcode *code = QRcode_encodeData((int)bytes.len, (const unsigned char *)bytes.at, 0, QR_ECLEVEL_M);
	if (!code)
		return ERR_TOO_LARGE;
	bool fits_in = code->version <= version_max;
	text_open(&path, arena, 16384);
	for (int y = 0; fits_in && y < code->width; y++)
		put_row(&path, code->data + y * code->width, code->width, y);
	if (fits_in) {
		*size_out = code->width + 2 * QUIET;
		*path_out = text_str(&path);
	}
	QRcode_free(code);
	return fits_in ? OK : ERR_TOO_LARGE;
}
