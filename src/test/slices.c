/*
 * slices.c: the test house with slices in it: their lists, a brand made as an operator makes one, and people.
 *
 * SLICES is a line of SLICE(name), given by the build: the slices up to the one under test.
 */
#include "test/slices.h"

#include "features/brand/brand.h"
#include "features/member/member.h"

#define SLICE(name) extern const struct slice name##_slice;
SLICES
#undef SLICE
#define SLICE(name) &name##_slice,
const struct slice *const test_slices[] = { SLICES NULL };

enum { ROOM = 256 };

const struct house_lists *test_house_lists(void)
{
	static const struct listener *listeners[ROOM];
	static const struct gatekeeper *gatekeepers[ROOM];
	static const struct setting *settings[ROOM];
	static const struct subject_kind *subjects[ROOM];
	static const struct job_kind *jobs[ROOM];
	static const struct house_lists lists = { .listeners = listeners, .gatekeepers = gatekeepers,
		.subjects = subjects, .jobs = jobs, .settings = settings, .brand_scope = brand_scope };
	size_t listener_count = 0, gatekeeper_count = 0, setting_count = 0, subject_count = 0, job_count = 0;
	for (size_t i = 0; test_slices[i]; i++) {
		const struct slice *slice = test_slices[i];
		if (slice->listeners)
			listeners[listener_count++] = slice->listeners;
		if (slice->gatekeepers)
			gatekeepers[gatekeeper_count++] = slice->gatekeepers;
		if (slice->settings)
			settings[setting_count++] = slice->settings;
		for (size_t s = 0; slice->subjects && slice->subjects[s]; s++)
			subjects[subject_count++] = slice->subjects[s];
		for (size_t j = 0; slice->jobs && slice->jobs[j]; j++)
			jobs[job_count++] = slice->jobs[j];
	}
	return &lists;
}

static enum err make_people(struct test_house *t, struct scope *scope)
{
	const struct { int64_t *id; str name, mail; unsigned roles; } people[] = {
		{ &t->ana,  S("Ana Sommer"),  S("ana@example.org"),  ROLE_MEMBER },
		{ &t->ben,  S("Ben Krüger"),  S("ben@example.org"),  ROLE_MEMBER | ROLE_HELPER },
		{ &t->eve,  S("Eve Adler"),   S("eve@example.org"),  ROLE_MEMBER },
		{ &t->mia,  S("Mia Brandt"),  S("mia@example.org"),  ROLE_MEMBER | ROLE_MODERATOR },
		{ &t->adam, S("Adam Nowak"),  S("adam@example.org"), ROLE_MEMBER | ROLE_BRAND_ADMIN },
	};
	for (size_t i = 0; i < COUNT(people); i++) {
		/* From an import, so that no test begins with five pieces of news. */
		struct member member = { .name = people[i].name, .mail = people[i].mail, .roles = people[i].roles,
			.language = S("de"), .mail_confirmed_at = t->now,
			.origin = str_format(scope->arena, "test:%zu", i) };
		enum err err = member_make(scope, &member);
		if (err)
			return err;
		*people[i].id = member.id;
	}
	return OK;
}

enum err test_brand_make(struct scope *scope, int64_t brand_id, const char *key)
{
	struct brand brand = {
		.id = brand_id, .key = str_from(key), .name = str_format(scope->arena, "Marke %s", key),
		.origin = str_format(scope->arena, "https://%s.localhost", key), .language = S("de"),
		.languages = S("de en"), .zone = S("Europe/Berlin"), .currency = S("EUR"), .brand_colour = S("#0b5a5e"),
		.accent_colour = S("#a83f16"),
	};
	enum err err = brand_make(scope, &brand);
	if (err)
		return err;
	return brand_add_host(scope, str_format(scope->arena, "%s.localhost", key), brand.id);
}

enum err test_house_fill(struct test_house *t, struct scope *scope)
{
	enum err err = test_brand_make(scope, t->brand_id, "a");
	if (err)
		return err;
	return make_people(t, scope);
}
