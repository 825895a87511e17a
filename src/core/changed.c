/* changed.c: a number a slot; several writers may note at once, and the highest number stays. */
#include "core/changed.h"

#include <stdatomic.h>

struct changed {
	size_t slots;
	_Atomic uint64_t number, all;
	_Atomic uint64_t latest[];
};

uint64_t changed_mix(uint64_t x)
{
	x ^= x >> 33;
	x *= 0xff51afd7ed558ccdULL;
	x ^= x >> 33;
	x *= 0xc4ceb9fe1a85ec53ULL;
	return x ^ (x >> 33);
}

struct changed *changed_open(size_t slots)
{
	struct changed *changed = memory_take(sizeof(*changed) + slots * sizeof(changed->latest[0]));
	changed->slots = slots;
	atomic_init(&changed->number, 1);
	atomic_init(&changed->all, 0);
	for (size_t i = 0; i < slots; i++)
		atomic_init(&changed->latest[i], 0);
	return changed;
}

void changed_close(struct changed *changed)
{
	memory_free(changed);
}

uint64_t changed_number(const struct changed *changed)
{
	return atomic_load(&changed->number);
}

uint32_t changed_slot(const struct changed *changed, int64_t brand_id, struct subject subject)
{
	uint64_t x = changed_mix((uint64_t)brand_id) ^ changed_mix((uint64_t)subject.id * 64 + (uint64_t)subject.kind);
	return (uint32_t)(changed_mix(x) % changed->slots);
}

bool changed_since(const struct changed *changed, const uint32_t *slots, size_t count, uint64_t number)
{
	if (atomic_load(&changed->all) > number)
		return true;
	for (size_t i = 0; i < count; i++) {
		if (atomic_load(&changed->latest[slots[i]]) > number)
			return true;
	}
	return false;
}

static void raise_to(_Atomic uint64_t *place, uint64_t number)
{
	uint64_t was = atomic_load(place);
	while (was < number && !atomic_compare_exchange_weak(place, &was, number))
		;
}

void changed_note(struct changed *changed, int64_t brand_id, struct subject subject)
{
	uint64_t number = atomic_fetch_add(&changed->number, 1) + 1;
	raise_to(&changed->latest[changed_slot(changed, brand_id, subject)], number);
}

void changed_note_all(struct changed *changed)
{
	raise_to(&changed->all, atomic_fetch_add(&changed->number, 1) + 1);
}
