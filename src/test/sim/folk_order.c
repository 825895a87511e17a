/* folk_order.c: keeping order: two threads become one, posts leave for a thread of their own, words that wait for a look. */
#include "test/sim/hand.h"

#include "test/sim/clock.h"
#include "test/sim/folk.h"

enum { MERGED_MAX = 64, SPLIT_MOST = 3 };

struct merged { int64_t from_id, to_id; int brand; };
LASTS static struct merged merged[MERGED_MAX];
LASTS static size_t merged_count;
LASTS static bool words_wait[BRANDS];

void order_open(void)
{
	merged_count = 0;
	words_wait[0] = words_wait[1] = false;
}

static bool is_of_staff(const struct person *who)
{
	return who->id && (may_be(&who->staff, clock_monotonic()) || is_like(10));
}

/* ── merging ── */

static bool merge_begin(const struct person *who, struct doing *doing)
{
	const struct known *from = known_any(KNOWN_THREAD, who->brand), *to = known_any(KNOWN_THREAD, who->brand);
	if (!is_of_staff(who) || !from || !to || from->id == to->id)
		return false;
	doing->thing = *from;
	doing->at = to->id;
	doing->ways[0] = spot_leaves(from->spot, to->spot);
	if (doing->ways[0] < 0)
		return false;
	doing->hears_refusals = true;
	vow_release_all(VOW_METOO, from->id); /* they follow, but for who asked the other */
	vow_release_kind(VOW_NO_METOO, to->id);
	folk_witness(&doing->thing);
	use_method(doing, POST);
	PATH(doing, "/api/v1/threads/%lld/merge", (long long)from->id);
	BODY(doing, "{\"to_id\":\"%lld\",\"why\":\"Schon einmal gefragt.\"}", (long long)to->id);
	return true;
}

/* The one's posts are the other's, and its address leads on. */
static void merge_done(const struct person *who, struct doing *doing)
{
	struct known *from = known_find(KNOWN_THREAD, doing->thing.id);
	if (doing->call->status >= 400) {
		spot_stays(doing->thing.spot, doing->ways[0]);
		return;
	}
	spot_left(doing->thing.spot, doing->ways[0]);
	vow_release_all(VOW_METOO, doing->thing.id);
	vow_release_kind(VOW_NO_METOO, doing->at);
	known_rehome(doing->thing.id, doing->at);
	if (from)
		from->is_gone = true;
	vow(VOW_WAY_ON, who, doing->thing.id, 0, "");
	merged[merged_count++ % MERGED_MAX] = (struct merged){ doing->thing.id, doing->at, who->brand };
	doing->thing.id = doing->at;
	witness_done(who, doing);
}

/* Somebody comes by an old address. */
static bool old_address_begin(const struct person *who, struct doing *doing)
{
	size_t count = merged_count < MERGED_MAX ? merged_count : MERGED_MAX;
	if (!count)
		return false;
	const struct merged *one = &merged[chance_below(DIE_WORLD, count)];
	const struct known *to = known_find(KNOWN_THREAD, one->to_id);
	if (one->brand != who->brand)
		return false;
	doing->thing.id = one->to_id;
	doing->at = to && !to->is_gone && spot_is_public(to->spot) ? changes_begun() : -1;
	doing->hears_refusals = true;
	as_browser(who, doing);
	PATH(doing, "/threads/%lld", (long long)one->from_id);
	return true;
}

static void old_address_done(const struct person *who, struct doing *doing)
{
	const struct call *call = doing->call;
	char to[40];
	if (call->status == 200)
		sim_failed("%s was merged and is a page still", call->path);
	print(to, sizeof(to), "/threads/%lld", (long long)doing->thing.id);
	if (doing->at == changes_begun() && (call->status != 301 || strcmp(call->location, to) != 0))
		sim_failed("%s was merged, and does not lead %s on to %s: %d %s", call->path, who->name, to, call->status, call->location);
}

/* ── splitting ── */

static bool split_begin(const struct person *who, struct doing *doing)
{
	const struct town *town = folk_town();
	const int64_t boards[] = { town->open_board[who->brand], town->closed_board[who->brand], town->staff_board[who->brand] };
	const struct known *post = known_any(KNOWN_POST, who->brand);
	struct known *posts[SPLIT_MOST];
	char ids[100] = "";
	enum circle circle = is_like(70) ? CIRCLE_PUBLIC : is_like(50) ? CIRCLE_GROUP : CIRCLE_STAFF;
	if (!is_of_staff(who) || !post)
		return false;
	doing->thing = *post;
	size_t count = known_posts_of(post->about, posts, 1 + (size_t)chance_below(DIE_WORLD, SPLIT_MOST));
	marked_in(who, doing, spot_make(CIRCLE_PUBLIC, spot_make(circle, NULL)));
	doing->at = 0;
	for (size_t i = 0; i < count; i++) {
		doing->ways[i] = spot_leaves(posts[i]->spot, mark_spot(doing->number));
		if (doing->ways[i] < 0)
			break;
		doing->others[doing->at++] = posts[i]->id;
		print(ids + strlen(ids), sizeof(ids) - strlen(ids), "%s%lld", i ? "," : "", (long long)posts[i]->id);
	}
	if (!doing->at)
		return false;
	mark_spot(doing->number)->owner_id = posts[0]->owner;
	doing->hears_refusals = true;
	use_method(doing, POST);
	PATH(doing, "/api/v1/threads/%lld/split", (long long)post->about);
	BODY(doing, "{\"title\":\"Frage %s\",\"board_id\":\"%lld\",\"posts\":\"%s\",\"why\":\"Eine eigene Frage.\"}", doing->mark,
	     (long long)boards[circle], ids);
	return true;
}

static void post_leaves(int64_t post_id, int way, int64_t thread_id)
{
	struct known *post = known_find(KNOWN_POST, post_id);
	if (post && thread_id) {
		spot_left(post->spot, way);
		post->about = thread_id;
	} else if (post) {
		spot_stays(post->spot, way);
	}
}

static void split_done(const struct person *who, struct doing *doing)
{
	bool was_split = doing->call->status < 400;
	int64_t id = was_split ? id_in(doing->call->text) : 0;
	must(!was_split || id);
	for (int64_t i = 0; i < doing->at; i++)
		post_leaves(doing->others[i], doing->ways[i], id);
	if (!was_split)
		return;
	struct known *question = known_find(KNOWN_POST, doing->others[0]);
	if (question)
		question->is_gone = true; /* what is done to it, is done to its thread */
	char title[40];
	print(title, sizeof(title), "Frage %s", doing->mark);
	vow(VOW_THREAD, who, id, 0, title);
	vow_once(VOW_THREAD, who->brand_id, title);
	doing->thing = (struct known){ .thing = KNOWN_THREAD, .brand = who->brand, .id = id, .owner = mark_spot(doing->number)->owner_id,
		.spot = mark_spot(doing->number), .weight = -1 };
	known_add(&doing->thing);
	witness_done(who, doing);
}

/* ── a word that waits for a look ── */

static bool word_begin(const struct person *who, struct doing *doing)
{
	if ((who->hat != HAT_ADMIN && is_like(95)) || words_wait[who->brand])
		return false;
	as_browser(who, doing);
	use_method(doing, POST);
	PATH(doing, "/desk/words");
	BODY(doing, "pattern=" ORDER_WORD "&deed=hold");
	return true;
}

static void word_done(const struct person *who, struct doing *doing)
{
	(void)doing;
	words_wait[who->brand] = true;
}

/* Whoever is of the team is not asked. */
bool order_waits(const struct person *who)
{
	return words_wait[who->brand] && !may_be(&who->staff, clock_monotonic());
}

void order_said(const struct person *who, struct doing *doing, struct known *made)
{
	made->waits = !str_empty(text_in(doing->call->text, "hidden_at"));
	if (doing->must_wait && !made->waits && !may_be(&who->staff, doing->call->since))
		sim_failed("%s said a word that waits, and it does not: %s", who->name, doing->mark);
	if (!made->waits)
		return;
	made->spot->circles[CIRCLE_PUBLIC].until = MAY_NEVER; /* it never was shown */
	made->spot->circles[CIRCLE_STAFF].until = MAY_STILL;
}

const struct deed deeds_of_order[] = {
	{ "merge", 5, merge_begin, merge_done, NULL },
	{ "split", 5, split_begin, split_done, NULL },
	{ "old address", 4, old_address_begin, old_address_done, NULL },
	{ "word", 3, word_begin, word_done, NULL },
	{ .name = NULL },
};
