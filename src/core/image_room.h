/* image_room.h: what the house and the process that makes pictures tell each other. */
#ifndef CORE_IMAGE_ROOM_H
#define CORE_IMAGE_ROOM_H
#include "core/image.h"

enum image_fit { FIT_INSIDE, FIT_SQUARE, FIT_MIDDLE, FIT_CARD, FIT_POSTER };
enum image_format { FORMAT_WEBP, FORMAT_PNG, FORMAT_JPEG, FORMAT_COUNT };

struct image_plan { int width, height; enum image_fit fit; enum image_format format; };
struct image_recipe_row { const char *name; size_t count; struct image_plan plans[IMAGE_SIZES_MAX]; };
extern const struct image_recipe_row image_recipes[IMAGE_RECIPE_COUNT];

/* Before each result on standard output. */
struct image_head { uint32_t mark, width, height, format, bytes; };
#define IMAGE_MARK 0x5a4e4948u
#define IMAGE_RESULT_MAX (16 * 1024 * 1024) /* bytes of one result */

/* Exit statuses. */
enum image_end { IMAGE_DONE, IMAGE_NOT_ONE = 40, IMAGE_PIXELS, IMAGE_WRONG, IMAGE_CANNOT, IMAGE_MISUSED, IMAGE_UNGUARDED };

/* image_make, for tests that do not wait as long. */
enum err image_make_within(struct scope *scope, enum image_recipe recipe, str upload_path, moment patience,
                           struct image *image_out);

/* ── the cage ── */
enum image_wall { WALL_PRIVILEGES = 1, WALL_LIMITS = 2, WALL_FILES = 4, WALL_NETWORK = 8, WALL_CALLS = 16, WALL_MEMORY = 32 };
/* No new rights, no files, no network, few calls, little time and memory; for good.  Gives the walls that stand. */
unsigned image_cage(void);
#endif
