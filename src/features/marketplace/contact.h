/*
 * contact.h: finds what one could be reached by (phone, mail, address in the web, IBAN, messenger name), and hides it.
 *
 * Before a visit is agreed, the two talk in the house: so nobody is called who does not want to, nobody is lured
 * away, and what was said can be shown when something goes wrong.  Spaced and spelled-out forms are found, too;
 * dates, times, prices, codes and local network addresses stay.
 */
#ifndef CONTACT_H
#define CONTACT_H
#include "base/base.h"

#define CONTACT_HIDDEN "•••"

/* `text` itself when there is nothing to hide; *found_out (may be NULL) says whether there was. */
str contact_hide(struct arena *arena, str text, bool *found_out);
/* Was something hidden in what is shown?  Then the page says why. */
bool contact_was_hidden(str text);
/* Would something be hidden?  Then its author is told. */
bool contact_is_in(struct arena *arena, str text);
#endif
