/* scale.c: what comes in which order, in which units, and how far it is. */
#include "app/scale.h"

#include "app/made_text.h"
#include "app/serve.h"
#include "features/brand/brand.h"
#include "features/community/board_store.h"
#include "features/member/member.h"
#include "features/notify/notice_store.h"
#include "features/product/product.h"

#include <stdio.h>
#include <stdlib.h>

/* Per 933,000 members. */
#define OF_MEMBERS 933000
#define OF_THREADS 1000000
#define OF_SERVICES 100000
#define OF_TASKS 50000

enum { MEMBERS_A_UNIT = 10000, THREADS_A_UNIT = 5000, TASKS_A_UNIT = 5000 };
enum { LANE_MEMBER = 201, LANE_THREAD = 202 }; /* where an id has its node's number: no running node has these */

/* ── ids ── */

int64_t scale_id(moment at, int lane)
{
	return at / 1000 << 21 | (int64_t)lane << 13;
}

moment scale_spread(const struct scale *scale, int64_t n, int64_t of)
{
	int64_t span = (scale->until - scale->from) / 1000;
	return scale->from + MILLISECONDS(span / of * n + span % of * n / of);
}

moment scale_member_joined(const struct scale *scale, int64_t n) { return scale_spread(scale, n, scale->members); }
moment scale_thread_made(const struct scale *scale, int64_t n) { return scale_spread(scale, n, scale->threads); }
int64_t scale_member_id(const struct scale *scale, int64_t n) { return scale_id(scale_member_joined(scale, n), LANE_MEMBER); }
int64_t scale_thread_id(const struct scale *scale, int64_t n) { return scale_id(scale_thread_made(scale, n), LANE_THREAD); }

int64_t scale_members_by(const struct scale *scale, moment at)
{
	double share = (double)(at - scale->from) / (double)(scale->until - scale->from);
	int64_t by = (int64_t)(share * (double)scale->members);
	return by < 1 ? 1 : by > scale->members ? scale->members : by;
}

/* ── units ── */

struct unit { struct scale *scale; scale_some *some; int64_t count; };

static enum err run_unit(struct scope *scope, void *data)
{
	struct unit *unit = data;
	struct scale *scale = unit->scale;
	scale->unit = (struct scale_counts){ 0 };
	list_open(&scale->wrote, scope->arena, sizeof(int64_t));
	for (size_t i = 0; i < scale->board_count; i++)
		scale->boards[i].new_threads = 0;
	return unit->some(scope, scale, unit->count);
}

/* It is durable: now it counts. */
static void count_unit(struct scale *scale)
{
	scale->counts.rows += scale->unit.rows;
	scale->counts.posts += scale->unit.posts;
	scale->counts.kudos += scale->unit.kudos;
	scale->counts.bookings += scale->unit.bookings;
	scale->counts.reviews += scale->unit.reviews;
	for (size_t i = 0; i < scale->board_count; i++)
		scale->boards[i].threads += scale->boards[i].new_threads;
	for (size_t i = 0; i < scale->wrote.count; i++) {
		uint16_t *written = &scale->written[*(int64_t *)list_at(&scale->wrote, i)];
		*written = (uint16_t)(*written + (*written < UINT16_MAX));
	}
}

static void tell(struct scale *scale, int64_t all, int64_t rows_before)
{
	moment now = moment_monotonic();
	if (scale->next < all && now < scale->told_at + SECONDS(5))
		return;
	scale->told_at = now;
	double seconds = (double)(now - scale->began_at) / 1e6;
	fprintf(stderr, "%s: %lld of %lld, %.0f rows a second\n", scale->what, (long long)scale->next, (long long)all,
	        (double)(scale->counts.rows - rows_before) / seconds);
}

static void turn_to_brand(struct scope *scope, const struct scale *scale)
{
	const struct scope *brand = &scale->brand;
	scope_open(scope, brand->house, scale->arena, scale->until);
	scope->brand_id = brand->brand_id;
	scope->language = brand->language;
	scope->zone = brand->zone;
	scope->currency = brand->currency;
	scope_act_as(scope, 0, ROLE_BITS);
}

enum err scale_run(struct scale *scale, const char *what, scale_some *some, int64_t all, int64_t a_unit)
{
	struct scope scope;
	int64_t rows_before = scale->counts.rows;
	scale->what = what;
	scale->began_at = scale->told_at = moment_monotonic();
	for (scale->next = 0; scale->next < all;) {
		if (serve_is_to_end())
			return ERR_LIMITED;
		int64_t left = all - scale->next;
		struct unit unit = { scale, some, left < a_unit ? left : a_unit };
		arena_reset(scale->arena);
		turn_to_brand(&scope, scale);
		enum err err = scope_write(&scope, run_unit, &unit);
		if (err)
			return err;
		scale->next += unit.count;
		count_unit(scale);
		tell(scale, all, rows_before);
	}
	return OK;
}

/* ── members ── */

static enum err make_member(struct scope *scope, struct scale *scale, int64_t n)
{
	struct dice dice = { (uint64_t)n * 0x9e6c63d0876a9a47u };
	moment joined_at = scale_member_joined(scale, n);
	struct member member = {
		.id = scale_member_id(scale, n), .name = made_name(scope->arena, &dice), .languages = S("de"), .roles = ROLE_MEMBER,
		.origin = str_format(scope->arena, "scale:%lld", (long long)n), .joined_at = joined_at,
		.mail = str_format(scope->arena, SCALE_MAIL, (long long)n),
		.last_seen_at = joined_at + (scale->until - joined_at) / 100 * dice_below(&dice, 100),
	};
	member_take_place(&member, made_place(&dice, &scale->crowd));
	enum err err = member_insert(scope, &member);
	scale->unit.rows += 3;
	if (err || (err = audience_join(scope, AUDIENCE_MEMBERS, member.id)))
		return err;
	/* What came before she looked the last time is read. */
	scope_act_as(scope, member.id, ROLE_BITS);
	err = notice_update_read_until(scope, scale_id(member.last_seen_at, 0));
	scope_act_as(scope, 0, ROLE_BITS);
	return err;
}

/* The first comes last: that she is there says that all is. */
enum err scale_members(struct scope *scope, struct scale *scale, int64_t count)
{
	enum err err = OK;
	for (int64_t n = scale->next; !err && n < scale->next + count; n++)
		err = n ? make_member(scope, scale, n) : OK;
	return err;
}

static enum err first_member(struct scope *scope, struct scale *scale, int64_t count)
{
	(void)count;
	return make_member(scope, scale, 0);
}

/* ── the whole ── */

static enum err gather(struct scope *scope, void *data)
{
	struct scale *scale = data;
	struct board_list boards;
	struct product_list products;
	enum err err = brand_scope_key(scope, S(""));
	scope_act_as(scope, 0, ROLE_BITS);
	if (err || (err = board_list_all(scope, &boards)) || (err = product_list_all(scope, &products)))
		return err;
	scale->boards = arena_take(scale->demo->arena, boards.count * sizeof(*scale->boards));
	for (size_t i = 0; i < boards.count; i++) {
		if (boards.at[i].audience_id == AUDIENCE_PUBLIC)
			scale->boards[scale->board_count++] = (struct scale_board){ .id = boards.at[i].id };
	}
	scale->products = arena_take(scale->demo->arena, (products.count + 1) * sizeof(*scale->products));
	for (size_t i = 0; i < products.count; i++)
		scale->products[scale->product_count++] = products.at[i].id;
	err = member_find_by_origin(scope, S("scale:0"), &scale->first_member_id);
	return err ? err : scale->board_count && scale->product_count ? OK : ERR_NOT_FOUND;
}

/* Of those who wrote, the busiest tenth wrote how much of all? */
static int busiest_tenth(const struct scale *scale)
{
	int64_t with[UINT16_MAX + 1] = { 0 }, writers = 0, all = 0, theirs = 0;
	for (int64_t n = 0; n < scale->members; n++) {
		with[scale->written[n]]++;
		writers += scale->written[n] > 0;
		all += scale->written[n];
	}
	int64_t left = writers / 10;
	for (int posts = UINT16_MAX; posts && left > 0; posts--) {
		int64_t some = with[posts] < left ? with[posts] : left;
		theirs += some * posts;
		left -= some;
	}
	return all ? (int)((theirs * 100 + all / 2) / all) : 0;
}

static enum err fill(struct scale *scale)
{
	struct scope scope;
	moment began_at = moment_monotonic();
	enum err err = scale_run(scale, "members", scale_members, scale->members, MEMBERS_A_UNIT);
	if (err || (err = scale_run(scale, "threads", scale_threads, scale->threads, THREADS_A_UNIT)))
		return err;
	turn_to_brand(&scope, scale);
	if ((err = scope_write(&scope, scale_count_boards, scale)) ||
	    (err = scale_services(scale)) ||
	    (err = scale_run(scale, "tasks", scale_tasks, scale->tasks, TASKS_A_UNIT)) || (err = scale_visits(scale)) ||
	    (err = scale_run(scale, "the first member", first_member, 1, 1)))
		return err;
	double seconds = (double)(moment_monotonic() - began_at) / 1e6;
	printf("Scale: %lld members, %lld services, %lld threads, %lld posts (the busiest tenth of the writers wrote %d %%), %lld thanks, %lld tasks, "
	       "%lld visits, %lld reviews: %lld rows in %.1f s, %.0f a second.\n", (long long)scale->members, (long long)scale->makers * MADE_SERVICES, (long long)scale->threads,
	       (long long)scale->counts.posts, busiest_tenth(scale), (long long)scale->counts.kudos, (long long)scale->tasks, (long long)scale->counts.bookings,
	       (long long)scale->counts.reviews, (long long)scale->counts.rows, seconds, (double)scale->counts.rows / seconds);
	return OK;
}

enum err demo_scale(struct demo *demo, int64_t members)
{
	struct scale scale = {
		.demo = demo, .members = members, .threads = (members * OF_THREADS + OF_MEMBERS - 1) / OF_MEMBERS,
		.tasks = members * OF_TASKS / OF_MEMBERS, .makers = (members * OF_SERVICES / OF_MEMBERS + MADE_SERVICES - 1) / MADE_SERVICES,
		.until = demo->now - DAYS(1), .from = demo->now - DAYS(365 * SCALE_YEARS),
	};
	enum err err = demo_crowd(demo, &scale.crowd);
	scope_open(&scale.brand, demo->house, demo->arena, demo->now);
	if (err || (err = scope_read(&scale.brand, gather, &scale)))
		return err;
	if (scale.first_member_id) {
		puts("Scale: the community is there already.");
		return OK;
	}
	scale.arena = arena_open(1 << 20);
	scale.written = calloc((size_t)members, sizeof(*scale.written));
	must(scale.written);
	err = fill(&scale);
	free(scale.written);
	arena_close(scale.arena);
	return err;
}
