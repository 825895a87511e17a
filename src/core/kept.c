/* kept.c: a short list beside the scope; the scope lets go of all of it where a snapshot or a unit begins and ends. */
#include "core/kept.h"

struct kept { const void *owner; int64_t brand_id; void *data; struct kept *next; };

static struct kept *find(const struct scope *scope, const void *owner)
{
	struct kept *kept = scope->kept;
	while (kept && (kept->owner != owner || kept->brand_id != scope->brand_id))
		kept = kept->next;
	return kept;
}

void *kept_find(const struct scope *scope, const void *owner)
{
	const struct kept *kept = find(scope, owner);
	return kept ? kept->data : NULL;
}

void kept_put(struct scope *scope, const void *owner, void *data)
{
	assert(scope->db && data && !find(scope, owner));
	struct kept *kept = arena_take(scope->arena, sizeof(*kept));
	*kept = (struct kept){ owner, scope->brand_id, data, scope->kept };
	scope->kept = kept;
}

void kept_drop(struct scope *scope, const void *owner)
{
	struct kept **place = &scope->kept;
	while (*place) {
		if ((*place)->owner == owner)
			*place = (*place)->next;
		else
			place = &(*place)->next;
	}
}
