/* reading_web.c: how far a member has read: noted beside the answer, written some at a time, known to her at once. */
#include "features/community/community_news.h"
#include "features/community/thread_page_web.h"

enum err reading_count(struct scope *scope, const struct sighting *sightings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct sighting *seen = &sightings[i];
		if (!seen->reached || seen->subject.kind != thread_subject.number)
			continue;
		enum err err = reading_put_of(scope, -seen->visitor, &(struct reading){ seen->subject.id, seen->reached });
		if (err)
			return err;
	}
	return OK;
}

static void put_number(struct reading_list *list, int64_t thread_id, int64_t number)
{
	for (size_t i = 0; i < list->count; i++) {
		struct reading *reading = &list->at[i];
		if (reading->thread_id == thread_id) {
			reading->number = reading->number > number ? reading->number : number;
			return;
		}
	}
	list->at[list->count++] = (struct reading){ thread_id, number };
}

enum err reading_known(struct scope *scope, struct ids thread_ids, struct reading_list *list_out)
{
	struct reading_list stored;
	enum err err = reading_load(scope, thread_ids, &stored);
	if (err)
		return err;
	struct reading_list list = { arena_take(scope->arena, (stored.count + thread_ids.count) * sizeof(*list.at)), stored.count };
	if (stored.count)
		memcpy(list.at, stored.at, stored.count * sizeof(*list.at));
	for (size_t i = 0; i < thread_ids.count; i++) {
		int64_t number = lately_reached(scope, subject_of(&thread_subject, thread_ids.at[i]));
		if (number)
			put_number(&list, thread_ids.at[i], number);
	}
	*list_out = list;
	return OK;
}
