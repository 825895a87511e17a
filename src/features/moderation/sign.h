/* sign.h: what can be seen of a text alone: its words, its links, and what spam usually has. */
#ifndef SIGN_H
#define SIGN_H
#include "base/base.h"

#define SIGN_TEXT_MAX 20000 /* bytes that are looked at */

/* One word, folded: small letters, no accents, digits between letters read as the letters they stand for. */
typedef void sign_word(void *data, str word);
void sign_words(struct arena *arena, str text, sign_word *each, void *data);

struct signs {
	int links;      /* written out or Markdown's */
	int odd_links;  /* to an address in figures, a shortener, a foreign script that looks like ours, or with a name in it */
	int score;      /* of what spam usually has; SIGN_SPAM and more is odd */
};
#define SIGN_SPAM 4
void signs_of(struct arena *arena, str text, struct signs *signs_out);
#endif
