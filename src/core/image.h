/*
 * image.h: pictures that people give are made anew, by a process of their own that may do nothing else.
 *
 * What comes out is upright, in the sizes of its recipe, and carries nothing but pixels: no place, no
 * camera, no name.  docs/decisions/0016 says why it is so; SECURITY.md what the process may not do.
 */
#ifndef CORE_IMAGE_H
#define CORE_IMAGE_H
#include "core/scope.h"

#define IMAGE_BYTES_MAX (12 * 1024 * 1024) /* of what is given */
#define IMAGE_PIXELS_MAX 40000000
#define IMAGE_SIZES_MAX 4

enum image_recipe {
	IMAGE_PICTURE, /* in a post, or of a product: full, middle, small; and whole on a card for links shared elsewhere */
	IMAGE_FACE,    /* a member's: square, cut where eyes would look first: large, small */
	IMAGE_LOGO,    /* a brand's: fits its line; and centred on a card for links shared elsewhere */
	IMAGE_ICON,    /* a brand's: square, for home screens and tabs */
	IMAGE_RECIPE_COUNT,
};

/* A picture as a page names it to others: address, size, what is to be seen.  path "": there is none. */
struct image_link { str path; const char *type; int64_t width, height; str about; };
#define IMAGE_CARD_WIDTH 1200
#define IMAGE_CARD_HEIGHT 630

struct image_size { int width, height; int64_t bytes; const char *type; str path; };
struct image { struct image_size sizes[IMAGE_SIZES_MAX]; size_t count; };

/* "image/jpeg", "image/png", "image/webp" or "image/gif" by its first bytes, never by its name; NULL: none of them. */
const char *image_type(str bytes);
/* Slow: never inside a unit.  The results lie beside the upload, `<upload_path>.0` and so on, until image_forget.
   ERR_INVALID: "image.not_one", "image.too_large", "image.too_many_pixels", "image.broken", "image.too_much";
   ERR_BROKEN: "image.cannot", when libvips is missing. */
enum err image_make(struct scope *scope, enum image_recipe recipe, str upload_path, struct image *image_out);
void image_forget(const struct image *image);

/* The other side: what the program does when it is called as `heinzel image-worker RECIPE`.  Returns its exit status.
   "protection" as the recipe prints what holds it: a line a wall. */
int image_worker(const char *recipe);
/* Asks such a process what holds it; "" when none could be started. */
str image_protection(struct arena *arena, str program);
#endif
