/* made_text.h: German sentences by chance: what is broken, what helps, thanks; the same dice say the same.
 *
 * Words come from tables and from compounds of two tables; models and error numbers give the rare ones, so that a search
 * among millions has common words, rare ones and typing mistakes to do with.
 */
#ifndef APP_MADE_TEXT_H
#define APP_MADE_TEXT_H
#include "app/dice.h"

/* What a thread is about: the thing, its article, what it is called exactly, what it shows. */
struct made_topic { int gender; str thing, model, fault; };

void made_topic(struct arena *arena, struct dice *dice, struct made_topic *topic_out);
str made_title(struct arena *arena, struct dice *dice, const struct made_topic *topic); /* of a question, at most 120 bytes */
str made_question(struct arena *arena, struct dice *dice, const struct made_topic *topic); /* Markdown, some hundred bytes */
str made_answer(struct arena *arena, struct dice *dice, const struct made_topic *topic);
str made_thanks(struct dice *dice);
str made_name(struct arena *arena, struct dice *dice); /* "Greta W." */
#endif
