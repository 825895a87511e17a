/* field.c: forms of the permission table, field by field; and those of which it sends nothing. */
#include "test/field.h"

#include <string.h>

/* What the permission table sends nothing for, or too little. */
static const struct expectation more_forms[] = {
	{ POST, "/me/profile", NO_THING, "1rrrrr", NULL, "name=Ana&language=de&place=50667&place_choice=x&phone=1234567&about=x" },
	{ POST, "/login/link", NO_THING, "rrrrrr", NULL, "mail=ana%40example.org" },
	{ POST, "/language", NO_THING, "rrrrrr", NULL, "language=de&to=%2Fhelp" },
	{ POST, "/me/hours/setting", NO_THING, "1rrrrr", NULL, "zone=Europe%2FBerlin&notice=60&buffer=0&per_day=5" },
	{ POST, "/me/hours/exceptions", NO_THING, "1rrrrr", NULL, "day=2026-01-20&from=10%3A00&to=11%3A00&closed=1" },
	{ POST, "/me/payment", NO_THING, "133r33", NULL,
	  "iban=DE89370400440532013000&name=Ben&street=Domstr.&building=1&code=50667&town=K%C3%B6ln&country=DE" },
	{ POST, "/desk/brand", NO_THING, "13333r", NULL, "name=Nordlicht&slogan=x&brand_colour=%230b5a5e&accent_colour=%23b4532a"
	  "&about=x&imprint=x&privacy=x" },
	{ POST, "/desk/boards", NO_THING, "13333r", NULL, "key=neu&name=Neu&about=x&position=1&audience=public&posting=everyone" },
	{ POST, "/desk/products", NO_THING, "13333r", NULL, "key=neu&name=Neu&kind=router&about=x&position=1&hidden=0" },
	{ POST, "/tasks", NO_THING, "1rrrrr", NULL, "title=Netz+ordnen&text=Der+Besuch+kommt+nicht+ins+Netz.&category=wifi"
	  "&place=50667&day=2026-01-20&from_minute=10%3A00&to_minute=12%3A00&budget_minor=50&product_id=&thread_id=" },
};

static size_t fields_of(const struct expectation *rows, size_t count, struct field *fields, size_t have)
{
	for (size_t i = 0; i < count; i++) {
		bool is_form = rows[i].form && rows[i].method != GET && rows[i].form[0] != '{';
		/* Ben is needed: suspending somebody asks for a reason, too. */
		str rest = str_from(is_form && rows[i].thing != A_HELPER ? rows[i].form : "");
		while (rest.len) {
			str pair = str_cut(&rest, '&');
			assert_true(have < FIELDS_MAX);
			fields[have++] = (struct field){ &rows[i], str_cut(&pair, '=') };
		}
	}
	return have;
}

size_t fields_all(struct field *fields_out)
{
	size_t count = fields_of(expectations, expectation_count, fields_out, 0);
	return fields_of(more_forms, COUNT(more_forms), fields_out, count);
}

str field_form(struct world *world, const struct field *field, str given)
{
	struct test_house *t = world->t;
	struct text text;
	str rest = world_form(world, field->row->form);
	text_open(&text, t->arena, 1024);
	while (rest.len) {
		str value = str_cut(&rest, '&');
		str name = str_cut(&value, '=');
		if (str_equal(name, field->name))
			value = url_encode(t->arena, given);
		text_format(&text, "%s%.*s=%.*s", text.len ? "&" : "", STR_ARG(name), STR_ARG(value));
	}
	return text_str(&text);
}

int64_t whoever_may(const struct test_house *t, const struct expectation *row)
{
	const int64_t ids[] = { 0, t->ana, t->eve, t->ben, t->mia, t->adam };
	for (size_t i = 1; i < COUNT(ids); i++) {
		if (strchr("ocnr", row->own[i]))
			return ids[i];
	}
	return t->ana;
}
