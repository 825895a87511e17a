/* reading_web.c: keeps what was read, meant and asked; a solved question read is told apart from another. */
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/insights/insights_web.h"

static bool is_solved(const struct thread_list *threads, int64_t id)
{
	for (size_t i = 0; i < threads->count; i++) {
		if (threads->at[i].id == id)
			return threads->at[i].state == THREAD_SOLVED;
	}
	return false;
}

static int what_of(const struct sighting *reading, const struct thread_list *threads)
{
	switch (reading->counts) {
	case COUNTS_INTENT: return DID_INTEND;
	case COUNTS_CONTACT: return DID_CONTACT;
	default: break;
	}
	bool is_thread = reading->subject.kind == thread_subject.number;
	return is_thread && is_solved(threads, reading->subject.id) ? DID_READ_SOLVED : DID_READ;
}

enum err insights_count(struct scope *scope, const struct sighting *readings, size_t count)
{
	struct thread_list threads;
	int64_t *ids = arena_take(scope->arena, (count + 1) * sizeof(*ids));
	size_t id_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (readings[i].counts != COUNTS_NOTHING && readings[i].subject.kind == thread_subject.number)
			ids[id_count++] = readings[i].subject.id;
	}
	enum err err = community_threads(scope, (struct ids){ ids, id_count }, &threads);
	for (size_t i = 0; !err && i < count; i++) {
		const struct sighting *reading = &readings[i];
		if (reading->counts == COUNTS_NOTHING)
			continue;
		const struct insight_reading row = { .day = reading->at / DAYS(1), .visitor = reading->visitor,
			.what = what_of(reading, &threads), .subject_kind = reading->subject.kind, .subject_id = reading->subject.id };
		err = insight_reading_keep(scope, &row);
	}
	return err;
}
