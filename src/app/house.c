/*
 * house.c: the one list of slices.  Adding a slice is one line here; deleting it, too.
 *
 * Everything that slices add is gathered from their tables at start and never changes.
 */
#include "app/house.h"

#include "features/admin/admin_slice.h"
#include "features/articles/articles_slice.h"
#include "features/brand/brand.h"
#include "features/brand/brand_slice.h"
#include "features/calendar/calendar_slice.h"
#include "features/community/community_slice.h"
#include "features/identity/identity_slice.h"
#include "features/insights/insights_slice.h"
#include "features/ladder/ladder_slice.h"
#include "features/marketplace/marketplace_slice.h"
#include "features/media/media_slice.h"
#include "features/member/member_slice.h"
#include "features/moderation/moderation_slice.h"
#include "features/notify/notify_slice.h"
#include "features/privacy/privacy_slice.h"
#include "features/product/product_slice.h"
#include "features/search/search_slice.h"

const struct slice *const slices[] = {
	&media_slice, &brand_slice, &member_slice, &identity_slice, &product_slice, &calendar_slice,
	&community_slice, &articles_slice, &marketplace_slice,
	&ladder_slice,
	&moderation_slice,
	&privacy_slice, &notify_slice, &search_slice, &insights_slice, &admin_slice,
	NULL,
};

const struct house_lists *house_lists(struct arena *arena)
{
	const struct listener **listeners = arena_take(arena, COUNT(slices) * sizeof(*listeners));
	const struct gatekeeper **gatekeepers = arena_take(arena, COUNT(slices) * sizeof(*gatekeepers));
	const struct setting **settings = arena_take(arena, COUNT(slices) * sizeof(*settings));
	const struct source_kind **sources = arena_take(arena, COUNT(slices) * sizeof(*sources));
	struct list subjects, jobs, findables;
	list_open(&subjects, arena, sizeof(const struct subject_kind *));
	list_open(&jobs, arena, sizeof(const struct job_kind *));
	list_open(&findables, arena, sizeof(const struct findable *));
	size_t listener_count = 0, gatekeeper_count = 0, setting_count = 0, source_count = 0;
	for (size_t i = 0; slices[i]; i++) {
		const struct slice *slice = slices[i];
		if (slice->listeners)
			listeners[listener_count++] = slice->listeners;
		if (slice->gatekeepers)
			gatekeepers[gatekeeper_count++] = slice->gatekeepers;
		if (slice->settings)
			settings[setting_count++] = slice->settings;
		if (slice->sources)
			sources[source_count++] = slice->sources;
		for (size_t s = 0; slice->subjects && slice->subjects[s]; s++)
			*(const struct subject_kind **)list_add(&subjects) = slice->subjects[s];
		for (size_t f = 0; slice->findables && slice->findables[f]; f++)
			*(const struct findable **)list_add(&findables) = slice->findables[f];
		for (size_t j = 0; slice->jobs && slice->jobs[j]; j++)
			*(const struct job_kind **)list_add(&jobs) = slice->jobs[j];
	}
	list_add(&subjects);
	list_add(&jobs);
	list_add(&findables);
	struct house_lists *lists = arena_take(arena, sizeof(*lists));
	*lists = (struct house_lists){
		.listeners = listeners, .gatekeepers = gatekeepers, .settings = settings, .sources = sources,
		.subjects = (const struct subject_kind *const *)(const void *)subjects.at,
		.findables = (const struct findable *const *)(const void *)findables.at,
		.jobs = (const struct job_kind *const *)(const void *)jobs.at, .brand_scope = brand_scope,
	};
	return lists;
}
