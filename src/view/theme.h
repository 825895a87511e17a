/* theme.h: a brand's colours become CSS variables, with contrast checked (WCAG 2.2). */
#ifndef VIEW_THEME_H
#define VIEW_THEME_H
#include "base/base.h"

struct theme { str brand_colour, accent_colour; }; /* "#1a2b3c" */

bool colour_read(str s, uint32_t *rgb_out);
double colour_contrast(uint32_t a, uint32_t b); /* 1 … 21 */
/* The stylesheet `:root{--brand:…}` with light and dark values; `on` colours are chosen for contrast >= 4.5,
   and a brand colour too pale to read on white is darkened for text (--brand-ink).  ERR_INVALID: no colour. */
enum err theme_css(struct arena *arena, const struct theme *theme, str *css_out);
#endif
