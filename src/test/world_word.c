/* world_word.c: a set of synonyms, and something that was looked for in vain. */
#include "test/world_word.h"

#include "features/search/synonym.h"

struct made world_word(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	int64_t id = id_new(t->now);
	struct synonym synonym = { .words = S("Glotze, Fernseher") };
	if (thing == A_SYNONYM) {
		assert_int_equal(synonym_save(acting_as(t, t->adam), &synonym), OK);
		id = synonym.id;
	} else {
		assert_int_equal(miss_count(acting_as_house(t), id, S("Rasenmäher")), OK);
	}
	return (struct made){ str_format(t->arena, "%lld", (long long)id), S("") };
}
