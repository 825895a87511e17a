/* look.h: a brand's logo, icon and letters: what stands on every page. */
#ifndef LOOK_H
#define LOOK_H
#include "features/brand/brand_store.h"
#include "features/media/media.h"

/* Letters for headings and the brand's name; the text stays in the system's, which comes with no bytes. */
struct brand_font { const char *name, *file, *family; }; /* file "": letters that every system has */
extern const struct brand_font brand_fonts[]; /* the first is the system's own; ends with a NULL name */

enum brand_picture { BRAND_LOGO, BRAND_LOGO_DARK, BRAND_ICON, BRAND_PICTURE_COUNT };
extern const char *const brand_picture_names[]; /* "logo", "logo-dark", "icon", NULL */
str brand_picture_of(const struct brand *brand, enum brand_picture picture);

/* Takes an upload in and shows it from now on.  Slow: for BY_HAND handlers.  Brand administrators only; refuses what
   media_take refuses. */
struct brand_picture_ask { enum brand_picture picture; str path, name; };
enum err brand_give_picture(struct scope *scope, const struct brand_picture_ask *ask);
/* The same in parts, as media.h has them: slow, in the unit, and media_let_go(&giving.taking) at the end. */
struct brand_picture_giving { const struct brand_picture_ask *ask; struct media_ask taken; struct media_taking taking; };
enum err brand_picture_prepare(struct scope *scope, struct brand_picture_giving *giving);
enum err brand_picture_keep(struct scope *scope, struct brand_picture_giving *giving);
enum err brand_take_picture_away(struct scope *scope, enum brand_picture picture);
/* "brand.font_unknown" */
enum err brand_choose_font(struct scope *scope, str name);
const struct brand_font *brand_font_of(str name); /* the system's own for an unknown name */
#endif
