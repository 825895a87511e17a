/*
 * demo_many.c: `heinzel demo --services N`: a crowd of helpers where people live.
 *
 * One unit a helper with calendar and free days, further ones for the services, all through
 * the stores that the rules use; several threads hand in units, so that one commit serves
 * many.  A helper that is there already is left alone: a second start goes on.
 */
#include "app/demo.h"

#include "app/demo_made.h"
#include "app/serve.h"
#include "features/brand/brand.h"
#include "features/calendar/day.h"
#include "features/marketplace/area_store.h"
#include "features/member/member.h"
#include "features/search/index.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { THREADS = 12, SERVICES_A_UNIT = 2, TRIES = 8, PAUSE_MS = 20, TELL_MS = 200, TELLS_A_LINE = 25 };

/* A class of towns weighs as much as this many of its codes; and how many of a hundred live in the country. */
static const struct { int64_t rank, weight; } classes[] = { { 1000, 8 }, { 300, 6 }, { 100, 4 }, { 30, 3 }, { 0, 2 } };
static const struct { str country; int64_t share; } countries[] = {
	{ { "DE", 2 }, 160 }, { { "AT", 2 }, 20 }, { { "CH", 2 }, 19 }, { { "LI", 2 }, 1 },
};

struct making {
	struct demo *demo;
	struct scope brand;    /* turned to the brand; read by all threads */
	struct crowd crowd;
	int64_t helpers;
	_Atomic int64_t next, made, failed;
};

struct maker {
	struct making *making;
	struct scope scope;
	struct arena *arena;   /* of the helper at hand */
	struct made_helper helper;
	int64_t id;
	size_t from, count;    /* of its services: the unit's */
};

/* ── where people live ── */

struct walk { str country; int64_t after_id; struct place_list list; };

static enum err walk_places(struct scope *scope, void *data)
{
	struct walk *walk = data;
	return place_walk(scope, walk->country, &walk->after_id, &walk->list);
}

static int64_t weight_of(const struct place *place)
{
	size_t i = 0;
	while (place->rank < classes[i].rank)
		i++;
	return classes[i].weight;
}

static enum err add_country(struct scope *scope, str country, int64_t share, struct list *places)
{
	struct walk walk = { .country = country };
	size_t first = places->count;
	int64_t before = first ? ((struct crowd_place *)list_at(places, first - 1))->until : 0, weight = 0;
	do {
		enum err err = scope_read(scope, walk_places, &walk);
		if (err)
			return err;
		for (size_t i = 0; i < walk.list.count; i++) {
			if (str_empty(walk.list.at[i].code))
				continue; /* a town: its codes stand for it */
			weight += weight_of(&walk.list.at[i]);
			*(struct crowd_place *)list_add(places) = (struct crowd_place){ walk.list.at[i], weight };
		}
	} while (walk.list.count);
	for (size_t i = first; i < places->count; i++) {
		struct crowd_place *place = list_at(places, i);
		place->until = before + place->until * share * 100000 / weight;
	}
	return OK;
}

static enum err gather_crowd(struct making *making)
{
	struct list places;
	enum err err = OK;
	list_open(&places, making->demo->arena, sizeof(struct crowd_place));
	for (size_t i = 0; !err && i < COUNT(countries); i++)
		err = add_country(&making->brand, countries[i].country, countries[i].share, &places);
	making->crowd = (struct crowd){ (struct crowd_place *)(void *)places.at, places.count };
	return err;
}

/* ── units ── */

static enum err is_there(struct scope *scope, void *data)
{
	struct maker *maker = data;
	return member_find_by_origin(scope, maker->helper.member.origin, &maker->id);
}

static enum err put_calendar(struct scope *scope, struct maker *maker)
{
	struct calendar_owner owner = owner_new(scope, maker->id);
	enum err err = owner_lock(scope, &owner);
	for (size_t i = 0; !err && i < maker->helper.hours_count; i++) {
		struct hours hours = maker->helper.hours[i];
		hours.id = id_new(scope->now);
		hours.owner_id = maker->id;
		err = hours_insert(scope, &hours);
	}
	return err ? err : days_keep(scope, maker->id);
}

static enum err put_helper(struct scope *scope, void *data)
{
	struct maker *maker = data;
	struct member member = maker->helper.member;
	struct application application = maker->helper.application;
	struct helper helper = maker->helper.helper;
	enum err err = member_make(scope, &member);
	if (err)
		return err;
	maker->id = application.member_id = helper.member_id = member.id;
	application.id = helper.application_id = id_new(scope->now);
	if ((err = application_insert(scope, &application)) || (err = helper_put(scope, &helper)))
		return err;
	return put_calendar(scope, maker);
}

static enum err put_services(struct scope *scope, void *data)
{
	struct maker *maker = data;
	for (size_t i = 0; i < maker->count; i++) {
		struct service service = maker->helper.services[maker->from + i];
		service.id = id_new(scope->now);
		service.helper_id = maker->id;
		enum err err = service_insert(scope, &service);
		if (err || (err = area_put(scope, &service)))
			return err;
	}
	return OK;
}

/* A busy machine may make a unit late: it is tried again. */
static enum err write_unit(struct maker *maker, scope_work *work)
{
	enum err err = scope_write(&maker->scope, work, maker);
	for (int tries = 1; err == ERR_LIMITED && tries < TRIES; tries++) {
		usleep(PAUSE_MS * 1000);
		err = scope_write(&maker->scope, work, maker);
	}
	return err;
}

static void open_scope(struct maker *maker)
{
	const struct scope *brand = &maker->making->brand;
	arena_reset(maker->arena);
	scope_open(&maker->scope, brand->house, maker->arena, brand->now);
	maker->scope.brand_id = brand->brand_id;
	maker->scope.language = brand->language;
	maker->scope.zone = brand->zone;
	maker->scope.currency = brand->currency;
	scope_act_as(&maker->scope, 0, ROLE_BITS);
}

static enum err make_one(struct maker *maker, int64_t number)
{
	open_scope(maker);
	made_helper(maker->arena, &maker->making->crowd, number, maker->scope.now, &maker->helper);
	enum err err = scope_read(&maker->scope, is_there, maker);
	if (err || maker->id)
		return err;
	if ((err = write_unit(maker, put_helper)))
		return err;
	for (maker->from = 0; !err && maker->from < MADE_SERVICES; maker->from += maker->count) {
		size_t left = MADE_SERVICES - maker->from;
		maker->count = left < SERVICES_A_UNIT ? left : SERVICES_A_UNIT;
		err = write_unit(maker, put_services);
	}
	maker->making->made += err ? 0 : MADE_SERVICES;
	return err;
}

static void *make_some(void *data)
{
	struct maker maker = { .making = data, .arena = arena_open(1 << 16) };
	struct making *making = data;
	int64_t number;
	while (!making->failed && !serve_is_to_end() && (number = making->next++) < making->helpers) {
		enum err err = make_one(&maker, number);
		if (err)
			making->failed = (int64_t)err;
	}
	arena_close(maker.arena);
	return NULL;
}

/* ── the whole ── */

static void tell_progress(struct making *making, moment began_at)
{
	int64_t next = making->next < making->helpers ? making->next : making->helpers;
	double seconds = (double)(moment_monotonic() - began_at) / 1e6;
	double left = next ? seconds * (double)(making->helpers - next) / (double)next : 0;
	fprintf(stderr, "%3.0f %% of the services, %.0f a second, %.0f s left\n",
	        100.0 * (double)next / (double)making->helpers, (double)making->made / seconds, left);
}

static void run_makers(struct making *making)
{
	pthread_t threads[THREADS];
	moment began_at = moment_monotonic();
	for (size_t i = 0; i < THREADS; i++)
		must(!pthread_create(&threads[i], NULL, make_some, making));
	for (int tell = 1; making->next < making->helpers && !making->failed && !serve_is_to_end(); tell++) {
		usleep(TELL_MS * 1000);
		if (tell % TELLS_A_LINE == 0)
			tell_progress(making, began_at);
	}
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	double seconds = (double)(moment_monotonic() - began_at) / 1e6;
	printf("Made: %lld services in %.1f s, %.0f a second.\n", (long long)making->made, seconds,
	       (double)making->made / seconds);
}

struct telling { struct house *house; moment told_at; };

static void tell_index(void *data, const struct reindex *so_far)
{
	struct telling *telling = data;
	moment now = moment_monotonic();
	if (serve_is_to_end())
		house_work_stop(telling->house); /* the index goes on from the beginning when the house is open again */
	if (now < telling->told_at + SECONDS(5))
		return;
	telling->told_at = now;
	fprintf(stderr, "indexed: %lld documents\n", (long long)so_far->documents);
}

static enum err to_first_brand(struct scope *scope, void *data)
{
	(void)data;
	return brand_scope_key(scope, S(""));
}

enum err demo_index(struct demo *demo)
{
	struct reindex done;
	struct telling telling = { demo->house, moment_monotonic() };
	moment began_at = telling.told_at;
	enum err err = search_reindex(demo->house, tell_index, &telling, &done);
	printf("Indexed: %lld documents and what %lld threads resemble in %.1f s.\n", (long long)done.documents, (long long)done.similar,
	       (double)(moment_monotonic() - began_at) / 1e6);
	return err;
}

static enum err begin_making(struct making *making)
{
	scope_open(&making->brand, making->demo->house, making->demo->arena, making->demo->now);
	enum err err = scope_read(&making->brand, to_first_brand, NULL);
	if (err || (err = gather_crowd(making)))
		return err;
	return making->crowd.count ? OK : ERR_NOT_FOUND; /* no places were imported */
}

enum err demo_crowd(struct demo *demo, struct crowd *crowd_out)
{
	struct making making = { .demo = demo };
	enum err err = begin_making(&making);
	*crowd_out = making.crowd;
	return err;
}

enum err demo_many_services(struct demo *demo, int64_t count)
{
	struct making making = { .demo = demo, .helpers = (count + MADE_SERVICES - 1) / MADE_SERVICES };
	enum err err = begin_making(&making);
	if (err)
		return err;
	run_makers(&making);
	return (enum err)making.failed;
}
