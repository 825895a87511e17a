/*
 * theme.c: a brand chooses two colours; what must be readable is reckoned from them.
 *
 * Contrast is WCAG 2.2's: (L1 + 0.05) / (L2 + 0.05) of relative luminances.
 */
#include "view/theme.h"

#include <math.h>

#define CONTRAST_TEXT 4.5
#define WHITE 0xFFFFFFu
#define BLACK 0x000000u
/* The paper of web/css/tokens.css that is hardest to read on, and the shares of the brand in its tints. */
#define PAPER_LIGHT 0xF1EFEBu
#define PAPER_DARK 0x1D2125u
#define TINT_LIGHT 23 /* of 256: 9 % */
#define TINT_DARK 56  /* 22 % */

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32); /* small letters */
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool colour_read(str s, uint32_t *rgb_out)
{
	if (s.len != 7 || s.at[0] != '#')
		return false;
	uint32_t rgb = 0;
	for (size_t i = 1; i < s.len; i++) {
		int digit = digit_of(s.at[i]);
		if (digit < 0)
			return false;
		rgb = rgb << 4 | (uint32_t)digit;
	}
	*rgb_out = rgb;
	return true;
}

static double linear(uint32_t channel)
{
	double c = (channel & 0xFF) / 255.0;
	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
	return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
}

double colour_contrast(uint32_t a, uint32_t b)
{
	double one = luminance(a), other = luminance(b);
	return (fmax(one, other) + 0.05) / (fmin(one, other) + 0.05);
}

/* `share` of 256 parts of `to` in place of `from`. */
static uint32_t mix(uint32_t from, uint32_t to, unsigned share)
{
	uint32_t rgb = 0;
	for (unsigned shift = 0; shift <= 16; shift += 8) {
		uint32_t a = from >> shift & 0xFF, b = to >> shift & 0xFF;
		rgb |= ((a * (256 - share) + b * share + 128) >> 8) << shift;
	}
	return rgb;
}

/* The colour itself or, step by step nearer to `towards`, the first that can be read on paper and tint. */
static uint32_t readable(uint32_t colour, uint32_t paper, uint32_t tint, uint32_t towards)
{
	for (unsigned share = 0; share < 256; share += 4) {
		uint32_t candidate = mix(colour, towards, share);
		if (colour_contrast(candidate, paper) >= CONTRAST_TEXT &&
		    colour_contrast(candidate, tint) >= CONTRAST_TEXT)
			return candidate;
	}
	return towards;
}

/* White or black, whichever can be read better: one of them always has more than 4.5. */
static uint32_t on(uint32_t colour)
{
	return colour_contrast(colour, WHITE) >= CONTRAST_TEXT ? WHITE : BLACK;
}

enum err theme_css(struct arena *arena, const struct theme *theme, str *css_out)
{
	uint32_t brand, accent;
	if (!colour_read(theme->brand_colour, &brand) ||
	    !colour_read(theme->accent_colour, &accent))
		return ERR_INVALID;
	uint32_t tint_light = mix(WHITE, brand, TINT_LIGHT),
		 tint_dark = mix(PAPER_DARK, brand, TINT_DARK);
	*css_out =
	    str_format(arena,
		       ":root{--brand:#%06x;--on-brand:#%06x;--accent:#%06x;--brand-ink:#%06x;--"
		       "brand-ink-dark:#%06x}",
		       brand, on(brand), accent, readable(brand, PAPER_LIGHT, tint_light, BLACK),
		       readable(brand, PAPER_DARK, tint_dark, WHITE));
	return OK;
}
