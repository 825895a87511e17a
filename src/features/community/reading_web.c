/* reading_web.c: notes how far a member has read, in a unit of its own that nobody waits for. */
#include "features/community/mine_store.h"
#include "features/community/thread_page_web.h"

/* Lives until its unit has ended: reading_over closes the arena it lies in. */
struct noting { struct arena *arena; struct scope scope; int64_t thread_id, number; };

static enum err note(struct scope *scope, void *data)
{
	const struct noting *noting = data;
	return reading_put(scope, noting->thread_id, noting->number);
}

static void noting_over(void *data, enum err err)
{
	struct noting *noting = data;
	arena_close(noting->arena); /* a failure is no loss: the next visit tries again */
}

void reading_note(const struct scope *scope, int64_t thread_id, int64_t number)
{
	struct arena *arena = arena_open(4096);
	struct noting *noting = arena_take(arena, sizeof(*noting));
	*noting = (struct noting){ .arena = arena, .thread_id = thread_id, .number = number };
	scope_open(&noting->scope, scope->house, arena, scope->now);
	noting->scope.brand_id = scope->brand_id;
	noting->scope.member_id = noting->scope.actor_id = scope->member_id;
	if (scope_submit(&noting->scope, note, noting_over, noting))
		arena_close(arena); /* the queue is full: there are more urgent things */
}
