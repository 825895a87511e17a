/* admin_letter.h: the desk's mails: why an account rests, and one to try whether mail arrives. */
#ifndef ADMIN_LETTER_H
#define ADMIN_LETTER_H
#include "features/admin/desk.h"
#include "view/view.h"

struct suspended_letter { str name, reason; moment until; str imprint_url; };
struct test_letter { str name, brand, url; };

/* Nothing is sent to whoever has no address. */
enum err admin_write_suspended(struct scope *scope, const struct suspension *suspension);
enum err admin_write_test(struct scope *scope, const struct member_contact *contact);
#endif
