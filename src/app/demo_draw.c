/*
 * demo_draw.c: shapes by their distance, so that edges are smooth; a PNG whose pixels are stored as they are.
 *
 * Nothing of it is sent to anybody: what is drawn goes through the same making anew as any upload.
 */
#include "app/demo_draw.h"

#include "base/base.h"

#include <math.h>

enum { NUMBERS_MAX = 6, COLOURS = 3, CHANNELS = 4, STORED_MAX = 65535, TILE = 32 };

struct canvas { int width, height; unsigned char *at; };
struct shape { double n[NUMBERS_MAX]; unsigned char colour[COLOURS]; };

/* ── how far a point lies outside of a shape; below 0: inside ── */

typedef double distance(const struct shape *shape, double x, double y);

static double of_box(const struct shape *shape, double x, double y)
{
	const double *n = shape->n, round = n[4];
	double dx = fabs(x - n[0] - n[2] / 2) - n[2] / 2 + round, dy = fabs(y - n[1] - n[3] / 2) - n[3] / 2 + round;
	double outside = hypot(fmax(dx, 0), fmax(dy, 0));
	return outside + fmin(fmax(dx, dy), 0) - round;
}

static double of_line(const struct shape *shape, double x, double y)
{
	const double *n = shape->n, dx = n[2] - n[0], dy = n[3] - n[1], length = dx * dx + dy * dy;
	double share = length > 0 ? ((x - n[0]) * dx + (y - n[1]) * dy) / length : 0;
	share = fmin(fmax(share, 0), 1);
	return hypot(x - n[0] - share * dx, y - n[1] - share * dy) - n[4] / 2;
}

static double of_arc(const struct shape *shape, double x, double y)
{
	const double *n = shape->n, half = n[3] / 2, turn = 180 / M_PI;
	double angle = atan2(y - n[1], x - n[0]) * turn;
	while (angle < n[4])
		angle += 360;
	if (angle <= n[5])
		return fabs(hypot(x - n[0], y - n[1]) - n[2]) - half;
	double to_from = hypot(x - n[0] - n[2] * cos(n[4] / turn), y - n[1] - n[2] * sin(n[4] / turn));
	double to_to = hypot(x - n[0] - n[2] * cos(n[5] / turn), y - n[1] - n[2] * sin(n[5] / turn));
	return fmin(to_from, to_to) - half; /* round ends */
}

static double of_disc(const struct shape *shape, double x, double y)
{
	return hypot(x - shape->n[0], y - shape->n[1]) - shape->n[2];
}

static const struct { const char *name; size_t numbers; distance *distance; } makers[] = {
	{ "box", 5, of_box }, { "line", 5, of_line }, { "arc", 6, of_arc }, { "disc", 3, of_disc },
};

/* ── onto the canvas ── */

/* Over what is there; what is seen through stays so where nothing is drawn. */
static void blend(unsigned char *pixel, const unsigned char *colour, double share)
{
	double before = pixel[COLOURS] / 255.0 * (1 - share), whole = share + before;
	for (int i = 0; i < COLOURS; i++)
		pixel[i] = (unsigned char)lround((colour[i] * share + pixel[i] * before) / whole); /* 0 to 255 */
	pixel[COLOURS] = (unsigned char)lround(255 * whole);
}

static void paint_tile(struct canvas *canvas, const struct shape *shape, distance *far, int left, int top)
{
	for (int y = top; y < canvas->height && y < top + TILE; y++) {
		for (int x = left; x < canvas->width && x < left + TILE; x++) {
			double share = fmin(fmax(0.5 - far(shape, x + 0.5, y + 0.5), 0), 1);
			if (share > 0)
				blend(canvas->at + CHANNELS * ((size_t)y * (size_t)canvas->width + (size_t)x), shape->colour, share);
		}
	}
}

/* No point of a tile is nearer than its middle, less half its diagonal. */
static void paint(struct canvas *canvas, const struct shape *shape, distance *far)
{
	for (int top = 0; top < canvas->height; top += TILE) {
		for (int left = 0; left < canvas->width; left += TILE) {
			if (far(shape, left + TILE / 2, top + TILE / 2) < TILE)
				paint_tile(canvas, shape, far, left, top);
		}
	}
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_colour(str text, unsigned char colour[COLOURS])
{
	if (text.len != 7 || text.at[0] != '#')
		return false;
	for (int i = 0; i < COLOURS; i++) {
		int high = digit(text.at[1 + 2 * i]), low = digit(text.at[2 + 2 * i]);
		if (high < 0 || low < 0)
			return false;
		colour[i] = (unsigned char)(high * 16 + low);
	}
	return true;
}

static double number(const struct json *json)
{
	return json->type == JSON_REAL ? json->real : (double)json->integer; /* small */
}

static enum err add_shape(struct canvas *canvas, const struct json *json)
{
	struct shape shape = { 0 };
	for (size_t i = 0; json->count && i < COUNT(makers); i++) {
		if (!str_equal(json->items[0].text, str_from(makers[i].name)) || json->count != makers[i].numbers + 2)
			continue;
		for (size_t n = 0; n < makers[i].numbers; n++)
			shape.n[n] = number(&json->items[n + 1]);
		if (!read_colour(json->items[json->count - 1].text, shape.colour))
			return ERR_INVALID;
		paint(canvas, &shape, makers[i].distance);
		return OK;
	}
	return ERR_INVALID;
}

/* ── as a PNG ── */

static uint32_t crc_of(str bytes)
{
	uint32_t crc = ~0u;
	for (size_t i = 0; i < bytes.len; i++) {
		crc ^= (unsigned char)bytes.at[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
	}
	return ~crc;
}

static uint32_t adler_of(str bytes)
{
	uint32_t a = 1, b = 0;
	for (size_t i = 0; i < bytes.len; i++) {
		a = (a + (unsigned char)bytes.at[i]) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

static void put_number(struct text *text, uint32_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		text_char(text, (char)(value >> shift)); /* byte by byte */
}

static void put_chunk(struct text *png, const char *kind, str data)
{
	put_number(png, (uint32_t)data.len);
	size_t from = png->len;
	text_put(png, str_from(kind));
	text_put(png, data);
	put_number(png, crc_of((str){ png->at + from, png->len - from }));
}

/* Rows with a filter byte each, in blocks that are stored. */
static str pack(struct arena *arena, const struct canvas *canvas)
{
	struct text rows, packed;
	const size_t row = (size_t)canvas->width * CHANNELS, all = (row + 1) * (size_t)canvas->height;
	text_open(&rows, arena, all + 1);
	for (size_t y = 0; y < (size_t)canvas->height; y++) {
		text_char(&rows, 0);
		text_put(&rows, (str){ (const char *)canvas->at + y * row, row });
	}
	str rest = text_str(&rows);
	uint32_t sum = adler_of(rest);
	text_open(&packed, arena, all + all / STORED_MAX * 5 + 16);
	text_put(&packed, (str){ "\x78\x01", 2 });
	while (rest.len) {
		size_t len = rest.len < STORED_MAX ? rest.len : STORED_MAX;
		const unsigned char head[] = { len == rest.len, (unsigned char)len, (unsigned char)(len >> 8), (unsigned char)~len,
			(unsigned char)(~len >> 8) }; /* the low bytes */
		text_put(&packed, (str){ (const char *)head, sizeof(head) });
		text_put(&packed, str_first(rest, len));
		rest = str_skip(rest, len);
	}
	put_number(&packed, sum);
	return text_str(&packed);
}

static str png_of(struct arena *arena, const struct canvas *canvas)
{
	struct text png, head;
	str pixels = pack(arena, canvas);
	text_open(&head, arena, 16);
	put_number(&head, (uint32_t)canvas->width);
	put_number(&head, (uint32_t)canvas->height);
	text_put(&head, (str){ "\x08\x06\0\0\0", 5 });
	text_open(&png, arena, pixels.len + 128);
	text_put(&png, (str){ "\x89PNG\r\n\x1a\n", 8 });
	put_chunk(&png, "IHDR", text_str(&head));
	put_chunk(&png, "IDAT", pixels);
	put_chunk(&png, "IEND", S(""));
	return text_str(&png);
}

enum err demo_draw(struct arena *arena, const struct json *line, str *png_out)
{
	const struct json *size = json_member(line, S("size")), *shapes = json_member(line, S("shapes"));
	unsigned char ground[CHANNELS] = { 0 }; /* without a colour one sees through it */
	if (size->count != 2)
		return ERR_INVALID;
	if (read_colour(json_str(line, S("ground")), ground))
		ground[COLOURS] = 255;
	if (size->items[0].integer < 1 || size->items[0].integer > DRAW_SIDE_MAX || size->items[1].integer < 1 ||
	    size->items[1].integer > DRAW_SIDE_MAX)
		return ERR_INVALID;
	struct canvas canvas = { (int)size->items[0].integer, (int)size->items[1].integer, NULL }; /* checked above */
	const size_t pixels = (size_t)canvas.width * (size_t)canvas.height;
	canvas.at = arena_take(arena, pixels * CHANNELS);
	for (size_t i = 0; i < pixels * CHANNELS; i++)
		canvas.at[i] = ground[i % CHANNELS];
	enum err err = OK;
	for (size_t i = 0; !err && i < shapes->count; i++)
		err = add_shape(&canvas, &shapes->items[i]);
	if (!err)
		*png_out = png_of(arena, &canvas);
	return err;
}
