/* people.c: the test house with all slices: its brand and its five people are real ones. */
#include "app/house.h"
#include "features/brand/brand.h"
#include "features/member/member.h"
#include "test/house.h"

const struct house_lists *test_house_lists(void)
{
	static struct house_lists lists; /* the tests' own: gathered once a process, lives until its end */
	static struct arena *arena;
	if (!arena) {
		arena = arena_open(4096);
		lists = *house_lists(arena);
	}
	return &lists;
}

enum err test_house_fill(struct test_house *t, struct scope *scope)
{
	const struct { int64_t *id; const char *name, *mail; enum role role; } people[] = {
		{ &t->ana, "Ana", "ana@example.org", ROLE_MEMBER },       { &t->ben, "Ben", "ben@example.org", ROLE_HELPER },
		{ &t->eve, "Eve", "eve@example.org", ROLE_MEMBER },       { &t->mia, "Mia", "mia@example.org", ROLE_MODERATOR },
		{ &t->adam, "Adam", "adam@example.org", ROLE_BRAND_ADMIN },
	};
	struct brand brand = { .id = t->brand_id, .key = S("a"), .name = S("Nordlicht"), .origin = S("http://a.localhost"),
		.language = S("de"), .languages = S("de en"), .zone = S("Europe/Berlin"), .currency = S("EUR"),
		.brand_colour = S("#0b5a5e"), .accent_colour = S("#b4532a") };
	scope->roles = ROLE_BITS;
	enum err err = brand_make(scope, &brand);
	if (!err)
		err = brand_add_host(scope, S("a.localhost"), brand.id);
	t->brand_id = brand.id;
	scope->roles = ROLE_BITS;
	for (size_t i = 0; !err && i < COUNT(people); i++) {
		struct member member = { .name = str_from(people[i].name), .mail = str_from(people[i].mail),
			.mail_confirmed_at = t->now };
		err = member_make(scope, &member);
		*people[i].id = member.id;
		if (!err && people[i].role != ROLE_MEMBER)
			err = member_set_role(scope, member.id, people[i].role, true);
	}
	return err;
}
