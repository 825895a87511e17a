/* folk_words.c: what is said: questions, answers, thanks, solutions, objections; and reading all of it. */
#include "test/sim/hand.h"

#include "test/sim/folk.h"

static const struct town *town(void)
{
	return folk_town();
}

LASTS static int64_t thanked[PEOPLE_MAX], said_last[PEOPLE_MAX];

/* ── asking and answering ── */

static enum circle some_circle(void)
{
	return is_like(75) ? CIRCLE_PUBLIC : is_like(70) ? CIRCLE_GROUP : CIRCLE_STAFF;
}

/* Now and then one that waits for a look. */
static const char *some_word(const struct person *who, struct doing *doing)
{
	bool has_word = is_like(15);
	doing->must_wait = has_word && order_waits(who);
	return has_word ? " " ORDER_WORD : "";
}

static bool ask_begin(const struct person *who, struct doing *doing)
{
	enum circle circle = some_circle();
	const int64_t boards[] = { town()->open_board[who->brand], town()->closed_board[who->brand], town()->staff_board[who->brand] };
	marked_in(who, doing, spot_make(CIRCLE_PUBLIC, spot_make(circle, NULL)));
	mark_spot(doing->number)->owner_id = who->id;
	use_method(doing, POST);
	PATH(doing, "/api/v1/threads");
	BODY(doing, "{\"board_id\":\"%lld\",\"title\":\"Frage %s\",\"body\":\"Was tun bei %s?%s\"}", (long long)boards[circle],
	     doing->mark, doing->mark, some_word(who, doing));
	return true;
}

static void ask_done(const struct person *who, struct doing *doing)
{
	check_voice(who, doing);
	char title[40];
	int64_t id = id_in(doing->call->text);
	must(id != 0);
	print(title, sizeof(title), "Frage %s", doing->mark);
	vow(VOW_THREAD, who, id, 0, title);
	vow_once(VOW_THREAD, who->brand_id, title);
	struct known thread = { .thing = KNOWN_THREAD, .brand = who->brand, .id = id, .owner = who->id,
		.spot = mark_spot(doing->number) };
	order_said(who, doing, &thread);
	known_add(&thread);
}

static bool pick(const struct person *who, struct doing *doing, enum thing thing)
{
	const struct known *known = known_any(thing, who->brand);
	if (known)
		doing->thing = *known;
	return known != NULL;
}

static bool reply_begin(const struct person *who, struct doing *doing)
{
	if (!pick(who, doing, KNOWN_THREAD))
		return false;
	marked_in(who, doing, spot_make(CIRCLE_PUBLIC, doing->thing.spot));
	mark_spot(doing->number)->owner_id = who->id;
	use_method(doing, POST);
	PATH(doing, "/api/v1/threads/%lld/posts", (long long)doing->thing.id);
	print(doing->said, sizeof(doing->said), "Rat %s%s", doing->mark, some_word(who, doing));
	BODY(doing, "{\"body\":\"%s\"%s}", doing->said, is_like(10) ? ",\"needs_info\":true" : "");
	return true;
}

static void vow_body(const struct person *who, const struct doing *doing, int64_t id)
{
	vow(VOW_POST, who, id, 0, doing->said);
	vow_once(VOW_POST, who->brand_id, doing->said);
}

static void reply_done(const struct person *who, struct doing *doing)
{
	check_voice(who, doing);
	int64_t id = id_in(doing->call->text);
	must(id != 0);
	vow_body(who, doing, id);
	struct known post = { .thing = KNOWN_POST, .brand = who->brand, .id = id, .about = doing->thing.id, .owner = who->id,
		.spot = mark_spot(doing->number) };
	order_said(who, doing, &post);
	known_add(&post);
	said_last[who - town()->people] = id;
	if (is_like(5))
		folk_turn(who, "delete");
}

/* Nobody knows what stands there until it is answered. */
static bool edit_begin(const struct person *who, struct doing *doing)
{
	if (!pick(who, doing, KNOWN_POST) || (doing->thing.owner != who->id && is_like(90)))
		return false;
	marked_in(who, doing, doing->thing.spot);
	use_method(doing, PUT);
	PATH(doing, "/api/v1/posts/%lld", (long long)doing->thing.id);
	print(doing->said, sizeof(doing->said), "Rat %s", doing->mark);
	BODY(doing, "{\"body\":\"%s\"}", doing->said);
	vow_release(VOW_POST, doing->thing.id, 0);
	return true;
}

static void edit_done(const struct person *who, struct doing *doing)
{
	check_voice(who, doing);
	vow_body(who, doing, doing->thing.id);
}

static bool delete_begin(const struct person *who, struct doing *doing)
{
	const struct known *last = known_find(KNOWN_POST, said_last[who - town()->people]);
	bool is_last = last && !last->is_gone && is_like(80); /* later nobody may */
	if (is_last)
		doing->thing = *last;
	if ((!is_last && !pick(who, doing, KNOWN_POST)) || doing->thing.owner != who->id)
		return false;
	use_method(doing, DELETE);
	PATH(doing, "/api/v1/posts/%lld", (long long)doing->thing.id);
	vow_release(VOW_POST, doing->thing.id, 0);
	struct known *known = known_find(KNOWN_POST, doing->thing.id);
	known->is_gone = true;
	return true;
}

/* ── thanks, me too, solutions: there or not ── */

static bool switch_begin(const struct person *who, struct doing *doing, enum vow_kind kind, const char *what)
{
	bool on = is_like(50);
	use_method(doing, on ? PUT : DELETE);
	PATH(doing, "/api/v1/%s/%lld/%s", doing->thing.thing == KNOWN_POST ? "posts" : "threads", (long long)doing->thing.id, what);
	doing->at = on;
	doing->kind = on ? "on" : "off";
	vow_release(kind, doing->thing.id, who->id);
	return true;
}

/* Young things mostly: so one thanks, thinks better of it, and thanks again. */
static bool kudos_begin(const struct person *who, struct doing *doing)
{
	size_t one = (size_t)(who - town()->people);
	const struct known *before = thanked[one] && is_like(50) ? known_find(KNOWN_POST, thanked[one]) : NULL;
	if (before)
		doing->thing = *before;
	if (!before && !pick(who, doing, KNOWN_POST))
		return false;
	thanked[one] = doing->thing.id;
	return switch_begin(who, doing, VOW_KUDOS, "kudos");
}

static void kudos_done(const struct person *who, struct doing *doing)
{
	vow(doing->at ? VOW_KUDOS : VOW_NO_KUDOS, who, doing->thing.id, who->id, "");
}

static bool metoo_begin(const struct person *who, struct doing *doing)
{
	return pick(who, doing, KNOWN_THREAD) && switch_begin(who, doing, VOW_METOO, "metoo");
}

static void metoo_done(const struct person *who, struct doing *doing)
{
	const struct known *thread = known_find(KNOWN_THREAD, doing->thing.id);
	if (!thread || thread->is_gone || spot_is_leaving(thread->spot))
		return; /* it may stand at another thread by now */
	vow(doing->at ? VOW_METOO : VOW_NO_METOO, who, doing->thing.id, who->id, "");
}

static bool solve_begin(const struct person *who, struct doing *doing)
{
	if (!pick(who, doing, KNOWN_POST))
		return false;
	for (int i = is_like(30) ? 30 : 0; i && !doing->thing.solves; i--)
		pick(who, doing, KNOWN_POST);
	const struct known *thread = known_find(KNOWN_THREAD, doing->thing.about);
	if (!thread || (thread->owner != who->id && is_like(85)))
		return false;
	doing->at = doing->thing.solves ? is_like(30) : is_like(95);
	doing->kind = doing->at ? "on" : "off";
	use_method(doing, doing->at ? PUT : DELETE);
	PATH(doing, "/api/v1/threads/%lld/solutions/%lld", (long long)thread->id, (long long)doing->thing.id);
	return true;
}

static void solve_done(const struct person *who, struct doing *doing)
{
	struct known *post = known_find(KNOWN_POST, doing->thing.id);
	if (!post)
		return;
	post->solves = doing->at;
	const struct person *finder = folk_member(who->brand, post->owner);
	if (doing->at && finder && is_like(60))
		folk_turn(finder, "write up");
}

/* ── objecting ── */

/* As docs/rules/moderation.md says; whoever has objected often may weigh more or less by now: that counts as nothing. */
enum { WEIGHT_THAT_HIDES = 6000, FLAGS_UNJUDGED = 5 };

LASTS static int64_t flagged[BRANDS];
LASTS static enum thing flagged_thing[BRANDS];
LASTS static int flags_of[PEOPLE_MAX];

static int64_t weight_of_flag(const struct person *who)
{
	if (flags_of[who - town()->people] > FLAGS_UNJUDGED)
		return 0;
	return who->hat == HAT_MODERATOR || who->hat == HAT_ADMIN ? 5000 : 1000;
}

static bool flag_begin(const struct person *who, struct doing *doing)
{
	static const char *const reasons[] = { "spam", "insult", "off_topic" };
	struct known *one = flagged[who->brand] && is_like(60) ? known_find(flagged_thing[who->brand], flagged[who->brand]) : NULL;
	if (one && one->is_gone)
		one = NULL;
	if (one)
		doing->thing = *one;
	if (!who->id || (!one && !pick(who, doing, is_like(70) ? KNOWN_POST : KNOWN_THREAD)) || doing->thing.owner == who->id)
		return false;
	flagged[who->brand] = doing->thing.id;
	flagged_thing[who->brand] = doing->thing.thing;
	struct known *known = known_find(doing->thing.thing, doing->thing.id);
	struct may *circles = known->spot->circles;
	flags_of[who - town()->people]++;
	doing->at = weight_of_flag(who);
	bool hides = known->weight >= 0 && known->weight + doing->at >= WEIGHT_THAT_HIDES && circles[CIRCLE_PUBLIC].until == MAY_STILL;
	if (!change_begin(&doing->change, &circles[CIRCLE_STAFF], hides ? &circles[CIRCLE_PUBLIC] : NULL))
		return false;
	if (hides)
		folk_witness(&doing->thing);
	use_method(doing, POST);
	PATH(doing, "/api/v1/flags");
	BODY(doing, "{\"kind\":\"%s\",\"id\":\"%lld\",\"reason\":\"%s\"}", doing->thing.thing == KNOWN_POST ? "post" : "thread",
	     (long long)doing->thing.id, reasons[chance_below(DIE_WORLD, 3)]);
	return true;
}

static void flag_done(const struct person *who, struct doing *doing)
{
	struct known *known = known_find(doing->thing.thing, doing->thing.id);
	if (known && known->weight >= 0)
		known->weight += doing->at;
	witness_done(who, doing);
}

static bool follow_begin(const struct person *who, struct doing *doing)
{
	static const char *const modes[] = { "now", "daily", "none" };
	bool of_board = is_like(40);
	const struct known *thread = known_any(KNOWN_THREAD, who->brand);
	if (!of_board && !thread)
		return false;
	use_method(doing, POST);
	PATH(doing, "/api/v1/follows");
	BODY(doing, "{\"kind\":\"%s\",\"id\":\"%lld\",\"mode\":\"%s\"}", of_board ? "board" : "thread",
	     (long long)(of_board ? town()->open_board[who->brand] : thread->id), modes[chance_below(DIE_WORLD, COUNT(modes))]);
	return true;
}

/* ── reading ── */

static bool read_begin(const struct person *who, struct doing *doing)
{
	static const char *const pages[] = { "/help", "/boards/wifi", "/boards/funk", "/boards/innen", "/boards/stab", "/", "/inbox", "/me",
		"/me/matters", "/tags", "/desk", "/desk/moderation", "/help/feed", "/search?q=Frage", "/search?q=Rat", "/bookings", "/tasks",
		"/services", "/neighbourhood?place=50667", "/me/follows", "/me/privacy", "/chats", "/offers", "/desk/members", "/desk/audit",
		"/desk/insights", "/members/0", "/sitemap.xml" };
	as_browser(who, doing);
	PATH(doing, "%s", pages[chance_below(DIE_WORLD, COUNT(pages))]);
	return true;
}

static bool read_thread_begin(const struct person *who, struct doing *doing)
{
	static const char *const paths[][2] = { { "", "" }, { "/api/v1", "" }, { "/api/v1", "/posts" }, { "", "/feed" } };
	size_t which = chance_below(DIE_WORLD, COUNT(paths));
	if (!pick(who, doing, KNOWN_THREAD))
		return false;
	if (which == 0 || which == 3)
		as_browser(who, doing);
	/* Sometimes by the door of the other brand. */
	if (is_like(8))
		doing->call->host = who->brand ? "a.localhost" : "b.localhost";
	PATH(doing, "%s/threads/%lld%s", paths[which][0], (long long)doing->thing.id, paths[which][1]);
	return true;
}

static bool read_api_begin(const struct person *who, struct doing *doing)
{
	static const char *const paths[] = { "/api/v1/threads", "/api/v1/search?q=Frage", "/api/v1/search?q=Rat", "/api/v1/inbox",
		"/api/v1/follows", "/api/v1/matters", "/api/v1/me", "/api/v1/tasks?place=50667&radius=10", "/api/v1/bookings",
		"/api/v1/bookings?as=helper", "/api/v1/chats", "/api/v1/services", "/api/v1/similar?title=Frage" };
	PATH(doing, "%s", paths[chance_below(DIE_WORLD, COUNT(paths))]);
	return true;
}

static bool read_inbox_begin(const struct person *who, struct doing *doing)
{
	(void)who;
	use_method(doing, POST);
	PATH(doing, "/api/v1/inbox/read");
	BODY(doing, "{}");
	return true;
}

const struct deed deeds_of_words[] = {
	{ "ask", 12, ask_begin, ask_done, NULL },
	{ "reply", 22, reply_begin, reply_done, NULL },
	{ "edit", 5, edit_begin, edit_done, NULL },
	{ "delete", 2, delete_begin, NULL, NULL },
	{ "kudos", 8, kudos_begin, kudos_done, KINDS("on", "off") },
	{ "metoo", 5, metoo_begin, metoo_done, KINDS("on", "off") },
	{ "solve", 10, solve_begin, solve_done, KINDS("on", "off") },
	{ "flag", 9, flag_begin, flag_done, NULL },
	{ "follow", 6, follow_begin, NULL, NULL },
	{ "read", 14, read_begin, NULL, NULL },
	{ "read a thread", 14, read_thread_begin, NULL, NULL },
	{ "read by program", 10, read_api_begin, NULL, NULL },
	{ "read the inbox", 3, read_inbox_begin, NULL, NULL },
	{ .name = NULL },
};
