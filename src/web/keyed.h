/* keyed.h: what is slow honours an Idempotency-Key, too: the answer is kept in the unit that it reports. */
#ifndef WEB_KEYED_H
#define WEB_KEYED_H
#include "web/slice.h"

/* For BY_HAND: was it done under this key?  Then it has been answered again, and there is nothing left to do. */
enum err request_done_before(struct request *request, bool *done_out);
/* For BY_HAND: a unit in which `work` sends the answer, too (it may run twice): under the request's key it is done once. */
enum err request_write(struct request *request, scope_work *work, void *data);
/* Both around what a form's files need: `prepare` is slow and in no unit, `keep` is the unit's work.  Another file under
   the same key of a form is another deed. */
enum err request_take_files(struct request *request, scope_work *prepare, scope_work *keep, void *data);
/* The same around what is slow of other forms, such as a password's hash: whoever goes back and types something else under
   the same key means another deed.  Of `typed` nothing is kept but a hash under the house's key.  Cookies that `keep` sets are
   the first answer's alone: what is kept to be answered again is its status, where it leads and what is said there. */
enum err request_take_typed(struct request *request, str typed, scope_work *prepare, scope_work *keep, void *data);
/* What the next page says, once; kept with the answer. */
void request_flash(struct request *request, const char *flash_key);
/* For who draws a page about what was kept, now or before: the path that the work redirected to, taken back; "" for none. */
str request_kept_path(struct request *request);
#endif
