/* admin_letter.h: the desk's mail: one to try whether mail arrives. */
#ifndef ADMIN_LETTER_H
#define ADMIN_LETTER_H
#include "features/admin/desk.h"
#include "view/view.h"

struct test_letter { str name, brand, url; };

enum err admin_write_test(struct scope *scope, const struct member_contact *contact);
#endif
