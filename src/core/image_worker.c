/*
 * image_worker.c: the process that decodes: reads a picture from standard input, writes its sizes to standard output.
 *
 * The library is loaded, then the cage is closed, and only then the first byte of the
 * picture is read.  libvips is loaded at run time, so that the house itself, which
 * serves everybody, never holds a decoder in its memory.
 */
#include "core/image_room.h"

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>
#include <vips/vips.h>

enum { LOSSLESS_WORTH = 2, QUALITY = 82, CARD_MARGIN = 120, SIDE_MAX = 16384 };

const struct image_recipe_row image_recipes[] = {
	[IMAGE_PICTURE] = { "picture", 4, { { 2400, 2400, FIT_INSIDE, FORMAT_WEBP }, { 800, 800, FIT_INSIDE, FORMAT_WEBP },
	                                    { 240, 240, FIT_INSIDE, FORMAT_WEBP }, { IMAGE_CARD_WIDTH, IMAGE_CARD_HEIGHT, FIT_POSTER, FORMAT_JPEG } } },
	[IMAGE_FACE]    = { "face",    2, { { 256, 256, FIT_SQUARE, FORMAT_WEBP }, { 96, 96, FIT_SQUARE, FORMAT_WEBP } } },
	[IMAGE_LOGO]    = { "logo",    2, { { 640, 96, FIT_INSIDE, FORMAT_PNG },   { IMAGE_CARD_WIDTH, IMAGE_CARD_HEIGHT, FIT_CARD, FORMAT_JPEG } } },
	[IMAGE_ICON]    = { "icon",    3, { { 512, 512, FIT_MIDDLE, FORMAT_PNG },  { 180, 180, FIT_MIDDLE, FORMAT_PNG },
	                                    { 48, 48, FIT_MIDDLE, FORMAT_PNG } } },
};

#define LIBRARY "libvips" ".so" ".42"
/* The functions that are used; each has the type of its declaration. */
#define VIPS_FUNCTIONS(F) \
	F(vips_init) F(vips_concurrency_set) F(vips_cache_set_max) F(vips_block_untrusted_set) F(vips_jpegload_buffer) \
	F(vips_pngload_buffer) F(vips_webpload_buffer) F(vips_gifload_buffer) F(vips_image_get_width) F(vips_image_get_height) \
	F(vips_image_hasalpha) F(vips_image_get_bands) F(vips_image_get_format) \
	F(vips_image_write_to_memory) F(vips_image_new_from_memory) F(vips_copy) F(vips_colourspace) F(vips_image_copy_memory) F(vips_thumbnail_image) F(vips_flatten) F(vips_gravity) \
	F(vips_webpsave_buffer) F(vips_pngsave_buffer) F(vips_jpegsave_buffer) F(vips_array_double_new) F(vips_area_unref)
#define SLOT(name) __typeof__(&name) name;
#define FIND(name) found = found && find_function(library, #name, &vips->name);

struct vips { VIPS_FUNCTIONS(SLOT) };

struct work {
	struct vips vips;
	struct arena *arena;
	const struct image_recipe_row *recipe;
};

/* A function's address comes as an object's: copied, as ISO C knows no cast for it. */
static bool find_function(void *library, const char *name, void *function_out)
{
	void *address = dlsym(library, name);
	memcpy(function_out, &address, sizeof(address));
	return address != NULL;
}

static bool load_library(struct vips *vips)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	bool found = library != NULL;
	if (found) {
		VIPS_FUNCTIONS(FIND)
	}
	return found;
}

/* ── in ── */

static bool take_input(struct arena *arena, str *bytes_out)
{
	char *at = arena_bytes(arena, IMAGE_BYTES_MAX + 1);
	size_t len = 0;
	for (;;) {
		ssize_t got = read(0, at + len, IMAGE_BYTES_MAX + 1 - len);
		if (got < 0)
			return false;
		if (got == 0)
			break;
		len += (size_t)got;
		if (len > IMAGE_BYTES_MAX)
			return false;
	}
	*bytes_out = (str){ at, len };
	return true;
}

/* The loader by the first bytes: the library never guesses. */
static int load(struct work *work, str bytes, VipsImage **image_out)
{
	struct vips *vips = &work->vips;
	void *at = (void *)bytes.at; /* only read */
	const char *type = image_type(bytes);
	if (!type)
		return IMAGE_NOT_ONE;
	int wrong;
	if (!strcmp(type, "image/jpeg"))
		wrong = vips->vips_jpegload_buffer(at, bytes.len, image_out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, NULL);
	else if (!strcmp(type, "image/png"))
		wrong = vips->vips_pngload_buffer(at, bytes.len, image_out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, NULL);
	else if (!strcmp(type, "image/webp"))
		wrong = vips->vips_webpload_buffer(at, bytes.len, image_out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, NULL);
	else
		wrong = vips->vips_gifload_buffer(at, bytes.len, image_out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, NULL);
	if (wrong)
		return IMAGE_WRONG;
	int64_t width = vips->vips_image_get_width(*image_out), height = vips->vips_image_get_height(*image_out);
	if (width > SIDE_MAX || height > SIDE_MAX || width * height > IMAGE_PIXELS_MAX)
		return IMAGE_PIXELS;
	*image_out = vips->vips_image_copy_memory(*image_out);
	return *image_out ? IMAGE_DONE : IMAGE_WRONG;
}

/* ── out ── */

static bool write_all(const void *data, size_t len)
{
	const char *at = data;
	while (len) {
		ssize_t put = write(1, at, len);
		if (put <= 0)
			return false;
		at += put;
		len -= (size_t)put;
	}
	return true;
}

static uint32_t number_at(const char *at)
{
	uint32_t number; /* little-endian, as both architectures are */
	memcpy(&number, at, sizeof(number));
	return number;
}

/* A WebP is chunks; those of pixels stay.  libvips 8.14 adds an EXIF of its own though told not to. */
static size_t webp_pixels(char *webp, size_t len)
{
	static const char kept[][5] = { "VP8 ", "VP8L", "VP8X", "ALPH" };
	enum { HEAD = 12, CHUNK = 8, ONLY_ALPHA = 0x10 };
	size_t to = HEAD, size;
	for (size_t at = HEAD; at + CHUNK <= len; at += size) {
		size = CHUNK + (size_t)number_at(webp + at + 4);
		size += size & 1;
		if (size > len - at)
			size = len - at;
		bool is_kept = false;
		for (size_t i = 0; i < COUNT(kept); i++)
			is_kept = is_kept || !memcmp(webp + at, kept[i], 4);
		if (!is_kept)
			continue;
		memmove(webp + to, webp + at, size);
		if (!memcmp(webp + to, "VP8X", 4) && size > CHUNK)
			webp[to + CHUNK] &= ONLY_ALPHA; /* says no longer what else there is */
		to += size;
	}
	const uint32_t riff = (uint32_t)to - CHUNK;
	memcpy(webp + 4, &riff, sizeof(riff));
	return to;
}

/* Words on a screenshot blur when colours are thrown away: without loss, unless that costs too much. */
static int save_webp(struct vips *vips, VipsImage *image, void **at_out, size_t *len_out)
{
	void *exact, *small;
	size_t exact_len, small_len;
	if (vips->vips_webpsave_buffer(image, &small, &small_len, "Q", QUALITY, "smart_subsample", TRUE, "strip", TRUE, NULL))
		return IMAGE_WRONG;
	if (vips->vips_webpsave_buffer(image, &exact, &exact_len, "lossless", TRUE, "effort", 2, "strip", TRUE, NULL))
		return IMAGE_WRONG;
	bool is_exact = exact_len <= small_len * LOSSLESS_WORTH;
	*at_out = is_exact ? exact : small;
	*len_out = webp_pixels(*at_out, is_exact ? exact_len : small_len);
	return IMAGE_DONE;
}

static int save(struct vips *vips, VipsImage *image, enum image_format format, void **at_out, size_t *len_out)
{
	if (format == FORMAT_WEBP)
		return save_webp(vips, image, at_out, len_out);
	int wrong = format == FORMAT_PNG
		? vips->vips_pngsave_buffer(image, at_out, len_out, "strip", TRUE, NULL)
		: vips->vips_jpegsave_buffer(image, at_out, len_out, "Q", QUALITY, "strip", TRUE, "optimize_coding", TRUE, NULL);
	return wrong ? IMAGE_WRONG : IMAGE_DONE;
}

/* What is seen through shows white on a card. */
static int set_on_card(struct vips *vips, VipsImage **image, const struct image_plan *plan)
{
	static const double white[] = { 255, 255, 255 };
	VipsArrayDouble *ground = vips->vips_array_double_new(white, 3);
	VipsImage *flat = *image, *card;
	if (vips->vips_image_hasalpha(*image) && vips->vips_flatten(*image, &flat, "background", ground, NULL))
		return IMAGE_WRONG;
	if (vips->vips_gravity(flat, &card, VIPS_COMPASS_DIRECTION_CENTRE, plan->width, plan->height, "extend",
	                       VIPS_EXTEND_WHITE, NULL))
		return IMAGE_WRONG;
	vips->vips_area_unref(VIPS_AREA(ground));
	*image = card;
	return IMAGE_DONE;
}

static int make(struct work *work, VipsImage *whole, const struct image_plan *plan, VipsImage **image_out)
{
	struct vips *vips = &work->vips;
	bool is_card = plan->fit == FIT_CARD, is_poster = plan->fit == FIT_POSTER; /* nothing of a poster is cut off */
	int width = is_card ? plan->width - 2 * CARD_MARGIN : plan->width;
	int height = is_card ? plan->height - 2 * CARD_MARGIN : plan->height;
	/* A square is filled, also from what is smaller; the others only shrink, but on a card a logo may grow. */
	bool is_square = plan->fit == FIT_SQUARE || plan->fit == FIT_MIDDLE;
	VipsInteresting crop = plan->fit == FIT_SQUARE ? VIPS_INTERESTING_ATTENTION
		: plan->fit == FIT_MIDDLE ? VIPS_INTERESTING_CENTRE : VIPS_INTERESTING_NONE;
	if (vips->vips_thumbnail_image(whole, image_out, width, "height", height,
	                               "size", is_square || is_card ? VIPS_SIZE_BOTH : VIPS_SIZE_DOWN,
	                               "crop", crop, "export_profile", "srgb", NULL))
		return IMAGE_WRONG;
	return is_card || is_poster ? set_on_card(vips, image_out, plan) : IMAGE_DONE;
}

/* A new picture of the pixels alone: what a file said besides has no way into it.  (Told to strip, the WebP writer of
   libvips 8.14 still wrote the place of a photograph.) */
static int bare(struct vips *vips, VipsImage **image)
{
	VipsImage *plain = *image, *made;
	size_t len;
	if (vips->vips_image_get_format(plain) != VIPS_FORMAT_UCHAR && vips->vips_colourspace(plain, &plain, VIPS_INTERPRETATION_sRGB, NULL))
		return IMAGE_WRONG;
	int bands = vips->vips_image_get_bands(plain);
	void *pixels = vips->vips_image_write_to_memory(plain, &len);
	if (!pixels || bands < 1 || bands > 4 || vips->vips_image_get_format(plain) != VIPS_FORMAT_UCHAR)
		return IMAGE_WRONG;
	made = vips->vips_image_new_from_memory(pixels, len, vips->vips_image_get_width(plain),
	                                        vips->vips_image_get_height(plain), bands, VIPS_FORMAT_UCHAR);
	if (!made || vips->vips_copy(made, image, "interpretation", bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB, NULL))
		return IMAGE_WRONG;
	return IMAGE_DONE;
}

static int put(struct work *work, VipsImage *whole, const struct image_plan *plan)
{
	VipsImage *image;
	void *at;
	size_t len;
	int end = make(work, whole, plan, &image);
	if (end)
		return end;
	if ((end = bare(&work->vips, &image)))
		return end;
	if ((end = save(&work->vips, image, plan->format, &at, &len)))
		return end;
	if (len > IMAGE_RESULT_MAX)
		return IMAGE_PIXELS;
	const struct image_head head = { .mark = IMAGE_MARK, .width = (uint32_t)work->vips.vips_image_get_width(image),
		.height = (uint32_t)work->vips.vips_image_get_height(image), .format = plan->format, .bytes = (uint32_t)len };
	return write_all(&head, sizeof(head)) && write_all(at, len) ? IMAGE_DONE : IMAGE_WRONG;
}

static int work_on(struct work *work)
{
	str bytes;
	VipsImage *whole;
	if (!take_input(work->arena, &bytes))
		return IMAGE_MISUSED;
	int end = load(work, bytes, &whole);
	for (size_t i = 0; !end && i < work->recipe->count; i++)
		end = put(work, whole, &work->recipe->plans[i]);
	return end;
}

/* ── the whole ── */

static int tell_protection(unsigned walls, bool can_decode)
{
	static const struct { unsigned wall; const char *name; } names[] = {
		{ WALL_PRIVILEGES, "privileges" }, { WALL_LIMITS, "limits" }, { WALL_MEMORY, "memory" },
		{ WALL_FILES, "files" }, { WALL_NETWORK, "network" }, { WALL_CALLS, "calls" },
	};
	for (size_t i = 0; i < COUNT(names); i++) {
		if (walls & names[i].wall)
			printf("%s\n", names[i].name);
	}
	if (can_decode)
		puts("library");
	fflush(stdout);
	return IMAGE_DONE;
}

static const struct image_recipe_row *find_recipe(const char *name)
{
	for (size_t i = 0; i < COUNT(image_recipes); i++) {
		if (!strcmp(image_recipes[i].name, name))
			return &image_recipes[i];
	}
	return NULL;
}

static bool begin(struct vips *vips)
{
	if (vips->vips_init("heinzel"))
		return false;
	vips->vips_block_untrusted_set(TRUE);
	vips->vips_concurrency_set(1);
	vips->vips_cache_set_max(0);
	return true;
}

/* _exit: no destructor of a hundred libraries runs. */
int image_worker(const char *name)
{
	static_assert(COUNT(image_recipes) == IMAGE_RECIPE_COUNT);
	struct work work = { .arena = arena_open(65536), .recipe = find_recipe(name) };
	bool asks = !strcmp(name, "protection");
	close_range(3, ~0u, 0);
	bool loaded = load_library(&work.vips);
	unsigned walls = image_cage();
	bool begun = loaded && begin(&work.vips);
	int end;
	if (asks)
		end = tell_protection(walls, begun);
	else if (!work.recipe)
		end = IMAGE_MISUSED;
	else if (!begun)
		end = IMAGE_CANNOT;
	else if (!(walls & WALL_CALLS) || !(walls & WALL_PRIVILEGES))
		end = IMAGE_UNGUARDED;
	else
		end = work_on(&work);
	_exit(end);
}
