/* postgres_ahead.c: a short list in the order of asking; a question is its statement and the bytes of its values. */
#include "store/postgres_ahead.h"

#include "base/check.h"

struct asked {
	const struct statement *statement;
	struct packed packed;
	PGresult *result; /* NULL: not answered yet, or taken */
	bool is_taken;
};

struct ahead {
	struct arena *arena; /* values, for as long as the transaction */
	struct asked asked[AHEAD_MAX];
	int count, answered;
};

struct ahead *ahead_open(void)
{
	struct ahead *ahead = memory_take(sizeof *ahead);
	*ahead = (struct ahead){ .arena = arena_open(4096) };
	return ahead;
}

void ahead_close(struct ahead *ahead)
{
	(void)ahead_drop(ahead);
	arena_close(ahead->arena);
	memory_free(ahead);
}

int ahead_drop(struct ahead *ahead)
{
	int left = 0;
	for (int i = 0; i < ahead->count; i++) {
		left += !ahead->asked[i].is_taken;
		PQclear(ahead->asked[i].result);
	}
	if (ahead->count)
		arena_reset(ahead->arena);
	ahead->count = ahead->answered = 0;
	return left;
}

static bool is_same(const struct packed *a, const struct packed *b, int count)
{
	for (int i = 0; i < count; i++) {
		if (a->lengths[i] != b->lengths[i] || !a->at[i] != !b->at[i])
			return false;
		if (a->at[i] && memcmp(a->at[i], b->at[i], (size_t)a->lengths[i]) != 0)
			return false;
	}
	return true;
}

int ahead_find(const struct ahead *ahead, const struct statement *statement, const struct packed *packed)
{
	for (int i = 0; i < ahead->count; i++) {
		const struct asked *one = &ahead->asked[i];
		if (one->statement == statement && !one->is_taken && is_same(&one->packed, packed, statement->params))
			return i;
	}
	return -1;
}

bool ahead_note(struct ahead *ahead, const struct statement *statement, const struct value *params, struct packed *packed_out)
{
	if (ahead->count == AHEAD_MAX)
		return false;
	struct packed packed = postgres_pack(ahead->arena, params, statement->params);
	if (ahead_find(ahead, statement, &packed) >= 0)
		return false;
	/* Whoever asks may have let go of a text by the time it is asked for. */
	for (int i = 0; i < statement->params; i++) {
		if (packed.at[i])
			packed.at[i] = str_keep(ahead->arena, (str){ packed.at[i], (size_t)packed.lengths[i] }).at;
	}
	ahead->asked[ahead->count++] = (struct asked){ .statement = statement, .packed = packed };
	*packed_out = packed;
	return true;
}

void ahead_answer(struct ahead *ahead, PGresult *result)
{
	must(ahead->answered < ahead->count); /* each was noted before it was sent */
	ahead->asked[ahead->answered++].result = result;
}

PGresult *ahead_take(struct ahead *ahead, int place)
{
	struct asked *one = &ahead->asked[place];
	PGresult *result = one->result;
	if (result) {
		one->is_taken = true;
		one->result = NULL;
	}
	return result;
}
