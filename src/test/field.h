/* field.h: every field of every form that the permission table knows, to be filled with what one likes. */
#ifndef TEST_FIELD_H
#define TEST_FIELD_H
#include "test/permission_table.h"

#define FIELDS_MAX 600

struct field { const struct expectation *row; str name; };

/* Writes at most FIELDS_MAX fields; gives how many. */
size_t fields_all(struct field *fields_out);
/* The form's other values, and `value` in this field. */
str field_form(struct world *world, const struct field *field, str value);
/* Somebody whom the table lets send it. */
int64_t whoever_may(const struct test_house *t, const struct expectation *row);
#endif
