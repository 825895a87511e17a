/* components.c: what the shared components ask about a field. */
#include "view/components.h"

str field_id(const struct view *view, const char *id, const char *name)
{
	return id ? str_from(id)
		  : str_join(view->arena, (str[]){ S("f-"), str_from(name) }, 2, S(""));
}

str field_value(const struct view *view, const char *name, str value)
{
	str typed;
	return view->typed && view->typed(view->typed_data, str_from(name), &typed) ? typed : value;
}

bool field_is_wrong(const struct view *view, const char *name)
{
	return view->wrong_field && !strcmp(view->wrong_field, name);
}

/* Several chosen values come joined by blanks. */
bool choice_is_chosen(const struct view *view, const char *name, const struct choice *choice)
{
	str typed;
	if (!view->typed || !view->typed(view->typed_data, str_from(name), &typed))
		return choice->chosen;
	if (str_equal(typed, choice->value))
		return true;
	while (typed.len) {
		if (str_equal(str_cut(&typed, ' '), choice->value))
			return true;
	}
	return false;
}

const char *chip_class(enum chip_kind kind)
{
	static const char *const classes[] = { "chip", "chip chip-good", "chip chip-warn",
					       "chip chip-bad", "chip chip-brand" };
	static_assert(COUNT(classes) == CHIP_KIND_COUNT, "one class a kind");
	assert(kind < CHIP_KIND_COUNT);
	return classes[kind];
}
