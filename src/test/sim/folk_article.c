/*
 * folk_article.c: guides, news and stories: drafted, handed in, looked at, published, changed, planned, withdrawn, hidden.
 *
 * What is reckoned of them stands in paper.h.  In brand b somebody of the team looks first (town.c).
 */
#include "test/sim/paper.h"

#include "test/sim/clock.h"
#include "test/sim/folk.h"

/* As docs/rules/articles.md has it. */
static const struct { const char *name; bool is_everyones; } kinds[PAPER_KIND_COUNT] = {
	[PAPER_GUIDE] = { "guide", false }, [PAPER_NEWS] = { "news", false }, [PAPER_STORY] = { "story", true } };

static bool said(const struct doing *doing, const char *flash)
{
	return doing->call->status < 400 && !strcmp(doing->call->flash, flash);
}

/* Answered again under its key: where it leads, without what was said beside it. */
static bool said_before(const struct doing *doing)
{
	bool is_at_door = str_starts(str_from(doing->call->location), S("/login"));
	return doing->tries && doing->call->status < 400 && !doing->call->flash[0] && !is_at_door;
}

static void by_form(const struct person *who, struct doing *doing)
{
	as_browser(who, doing);
	use_method(doing, POST);
}

/* ── a first draft ── */

static bool write_begin(const struct person *who, struct doing *doing)
{
	bool is_staff = paper_is_staffs(who, clock_monotonic()), tries = who->hat == HAT_HELPER && is_like(40);
	if (!who->id)
		return false;
	doing->at = is_staff || tries ? (int64_t)chance_below(DIE_WORLD, PAPER_KIND_COUNT) : PAPER_STORY;
	paper_mark_first(who, doing);
	doing->kind = kinds[doing->at].name;
	use_method(doing, POST);
	PATH(doing, "/api/v1/articles");
	BODY(doing, "{\"kind\":\"%s\",\"title\":\"%s\",\"body\":\"So war es: %s\"}", kinds[doing->at].name, paper_title(doing->mark),
	     doing->mark);
	return true;
}

static void write_done(const struct person *who, struct doing *doing)
{
	if (!kinds[doing->at].is_everyones && !paper_is_staffs(who, doing->call->since))
		sim_failed("%s wrote a %s and may not", who->name, kinds[doing->at].name);
	paper_add(who, doing, id_in(doing->call->text));
	if (doing->at != PAPER_STORY || is_like(20))
		folk_turn(who, doing->at == PAPER_NEWS ? "rewrite" : "publish");
}

/* What solved a thread becomes a guide, by who found it or the team. */
static const struct known *some_solution(const struct person *who)
{
	for (int i = 0; i < 30; i++) {
		const struct known *post = known_any(KNOWN_POST, who->brand);
		if (post && post->solves && (post->owner == who->id || paper_is_staffs(who, clock_monotonic())))
			return post;
	}
	return NULL;
}

static bool write_up_begin(const struct person *who, struct doing *doing)
{
	const struct known *post = who->id && !str_empty(who->cookie) ? some_solution(who) : NULL;
	const struct known *thread = post ? known_find(KNOWN_THREAD, post->about) : NULL;
	if (!thread || !spot_is_public(thread->spot))
		return false;
	as_browser(who, doing);
	doing->number = 0;
	if (is_like(25)) {
		PATH(doing, "/articles/new?kind=guide&from=thread-%lld", (long long)thread->id);
		return true;
	}
	doing->at = PAPER_GUIDE;
	doing->others[2] = changes_begun();
	paper_mark_first(who, doing);
	use_method(doing, POST);
	PATH(doing, "/articles");
	BODY(doing, "kind=guide&from=thread-%lld&title=Bericht+%s&body=So+geht+es:+%s&note=&product_id=&publish_at=&seen=&go=save",
	     (long long)thread->id, doing->mark, doing->mark);
	return true;
}

static void write_up_done(const struct person *who, struct doing *doing)
{
	int64_t id = 0;
	str rest = str_skip(str_from(doing->call->location), strlen("/articles/"));
	if (!doing->number || !said(doing, "article.kept") || !str_number(str_cut(&rest, '/'), &id))
		return;
	struct paper *paper = paper_add(who, doing, id);
	doing->kind = "kept";
	if (paper && doing->others[2] != changes_begun()) /* perhaps the thread was for fewer by then, and so is the guide */
		paper->is_unsure = true;
}

/* ── publishing ── */

static bool is_to_publish(const struct paper *paper)
{
	return paper->stand != PAPER_PLANNED && (paper->draft.spot || paper->stand == PAPER_WITHDRAWN);
}

static bool publish_begin(const struct person *who, struct doing *doing)
{
	struct paper *paper = paper_take(who, doing, is_to_publish);
	if (!paper)
		return false;
	if (paper_is_taken(doing)) {
		paper_opens(paper, paper->draft.spot);
		paper_release(paper);
	}
	use_method(doing, PUT);
	PATH(doing, "/api/v1/articles/%lld/publication", (long long)paper->id);
	return true;
}

/* Where the brand looks first, nothing comes out by whoever is not of the team. */
static void published(const struct person *who, struct doing *doing, bool is_out)
{
	struct paper *paper = paper_of(doing);
	doing->kind = is_out ? "came out" : "handed in";
	check_voice(who, doing);
	if (is_out && who->brand == 1 && !paper_is_staffs(who, doing->call->since))
		sim_failed("%s published what nobody has looked at: %s", who->name, doing->call->path);
	if (is_out)
		paper_came_out(paper);
	else
		paper_handed_in(paper);
	const struct person *editor = is_out || is_like(40) ? NULL : folk_somebody(who->brand);
	if (editor && paper_is_staffs(editor, clock_monotonic()))
		folk_turn(editor, "send back");
	const struct person *reader = is_out && paper->kind == PAPER_GUIDE ? folk_somebody(who->brand) : NULL;
	if (reader)
		folk_turn(reader, "answer");
	if (is_out)
		witness_done(who, doing);
}

static int64_t version_in(str text)
{
	int64_t version = 0;
	size_t at;
	if (!str_find(text, S("\"version\":"), &at))
		return 0;
	str rest = str_skip(text, at + strlen("\"version\":"));
	return str_number(str_cut(&rest, ','), &version) ? version : 0;
}

/* A change that was handed in leaves what is published as it is. */
static void publish_done(const struct person *who, struct doing *doing)
{
	struct paper *paper = paper_of(doing);
	bool is_done = doing->call->status < 400;
	bool is_published = is_done && str_equal(text_in(doing->call->text, "state"), S("published"));
	if (!paper_ends(who, doing, is_done))
		return;
	bool is_out = is_published && (paper->stand != PAPER_OUT || version_in(doing->call->text) > paper->version);
	paper_opened(paper, is_out);
	if (is_done)
		published(who, doing, is_out);
	else
		paper_stands(paper);
}

/* ── changing it ── */

/* Kept, published at once, or planned: news alone, and before they are out. */
enum go { GO_SAVE, GO_PUBLISH, GO_PLAN };

static bool is_unplanned(const struct paper *paper)
{
	return paper->stand != PAPER_PLANNED;
}

static enum go some_go(const struct paper *paper)
{
	bool is_planned = paper->kind == PAPER_NEWS && !paper->version && is_like(60);
	return is_planned ? GO_PLAN : is_like(55) ? GO_SAVE : GO_PUBLISH;
}

static bool rewrite_begin(const struct person *who, struct doing *doing)
{
	char at[24] = "";
	struct paper *paper = paper_take(who, doing, is_unplanned);
	if (!paper)
		return false;
	doing->at = some_go(paper);
	paper_mark(who, doing, paper);
	if (paper_is_taken(doing) && doing->at != GO_SAVE)
		paper_opens(paper, mark_spot(doing->number));
	if (paper_is_taken(doing))
		paper_release(paper);
	struct wall wall = wall_at(zone_utc(), clock_now() + HOURS(3 + (int64_t)chance_below(DIE_WORLD, 60)));
	if (doing->at == GO_PLAN)
		print(at, sizeof(at), "%04d-%02d-%02dT%02d:%02d", wall.year, wall.month, wall.day, wall.hour, wall.minute);
	by_form(who, doing);
	PATH(doing, "/articles/%lld", (long long)paper->id);
	BODY(doing, "title=Bericht+%s&body=So+ist+es:+%s&note=Neu&product_id=&publish_at=%s&seen=&go=%s", doing->mark, doing->mark, at,
	     doing->at == GO_SAVE ? "save" : "publish");
	return true;
}

static void rewrite_done(const struct person *who, struct doing *doing)
{
	struct paper *paper = paper_of(doing);
	bool is_out = said(doing, "article.came_out"), is_in = said(doing, "article.handed_in");
	bool is_planned = said(doing, "article.planned"), is_kept = said(doing, "article.kept");
	if (!paper_ends(who, doing, is_out || is_in || is_planned || is_kept))
		return;
	if (said_before(doing)) { /* it came out, or waits, or is kept: nothing more is done to it */
		paper_opened(paper, true);
		paper->is_gone = paper->is_unsure = true;
		return;
	}
	paper_opened(paper, is_out || is_planned);
	doing->kind = is_planned ? "planned" : is_kept ? "kept" : NULL;
	if (is_out || is_in || is_planned || is_kept)
		paper_keep(paper, who, doing);
	else
		paper_stands(paper);
	if (is_out || is_in)
		published(who, doing, is_out);
	if (!is_planned)
		return;
	paper->stand = PAPER_PLANNED; /* it comes out by itself, or not: nobody knows from now on */
	paper->is_unsure = true;
	paper_release(paper);
	if (is_like(40))
		folk_turn(who, "withdraw");
}

/* ── taking it back ── */

static bool is_there(const struct paper *paper)
{
	return paper->stand == PAPER_OUT || paper->stand == PAPER_PLANNED;
}

static bool withdraw_begin(const struct person *who, struct doing *doing)
{
	struct paper *paper = paper_take(who, doing, is_there);
	if (!paper)
		return false;
	if (paper_is_taken(doing)) {
		must(change_begin(&paper->opens, NULL, &paper->out->circles[CIRCLE_PUBLIC]));
		paper_release(paper);
		folk_witness(&doing->thing);
	}
	by_form(who, doing);
	PATH(doing, "/articles/%lld/withdrawal", (long long)paper->id);
	return true;
}

static void withdraw_done(const struct person *who, struct doing *doing)
{
	struct paper *paper = paper_of(doing);
	bool is_done = said(doing, "article.withdrawn") || said_before(doing), was_planned = paper->stand == PAPER_PLANNED;
	if (!paper_ends(who, doing, is_done))
		return;
	change_end(&paper->opens, is_done);
	doing->kind = is_done ? (was_planned ? "planned" : "published") : NULL;
	paper->is_gone = is_done && was_planned; /* a draft again, or taken back: nothing more is done to it */
	if (is_done && !was_planned)
		paper->stand = PAPER_WITHDRAWN;
	if (!was_planned)
		paper_stands(paper);
	if (is_done)
		witness_done(who, doing);
}

static bool has_draft(const struct paper *paper)
{
	return paper->draft.spot && paper->stand != PAPER_PLANNED;
}

static bool discard_begin(const struct person *who, struct doing *doing)
{
	struct paper *paper = paper_take(who, doing, has_draft);
	if (!paper)
		return false;
	if (paper_is_taken(doing)) {
		paper_release(paper);
		if (!paper->version)
			vow_release(VOW_ARTICLE, paper->id, 0);
	}
	by_form(who, doing);
	PATH(doing, "/articles/%lld/discard", (long long)paper->id);
	return true;
}

static void discard_done(const struct person *who, struct doing *doing)
{
	struct paper *paper = paper_of(doing);
	bool is_done = said(doing, "article.discarded") || said_before(doing);
	if (!paper_ends(who, doing, is_done))
		return;
	if (is_done) {
		paper->is_gone = !paper->version;
		paper->waits = false;
		paper->draft = (struct paper_text){ .spot = NULL };
	}
	paper_stands(paper);
}

/* ── what the team does ── */

static bool waits(const struct paper *paper)
{
	return paper->waits;
}

static bool send_back_begin(const struct person *who, struct doing *doing)
{
	struct paper *paper = paper_take(who, doing, waits);
	if (!paper)
		return false;
	if (paper->author_id == who->id) { /* whoever answers herself is told nothing */
		paper_ends(who, doing, false);
		return false;
	}
	if (paper_is_taken(doing))
		paper_release(paper);
	by_form(who, doing);
	PATH(doing, "/articles/%lld/send-back", (long long)paper->id);
	BODY(doing, "answer=Es+fehlt,+welches+Modell+es+ist.");
	return true;
}

static void send_back_done(const struct person *who, struct doing *doing)
{
	struct paper *paper = paper_of(doing);
	bool is_done = said(doing, "article.went_back") || said_before(doing);
	if (!paper_ends(who, doing, is_done))
		return;
	paper->waits = paper->waits && !is_done;
	paper_stands(paper);
}

/* Hidden, and let back. */
static bool hide_begin(const struct person *who, struct doing *doing)
{
	struct paper *paper = paper_any(who, doing);
	for (int i = is_like(50) ? 8 : 0; i && paper && paper->hidden->circles[CIRCLE_PUBLIC].until == MAY_STILL; i--)
		paper = paper_any(who, doing);
	bool hides = paper && (paper->hidden->circles[CIRCLE_PUBLIC].until == MAY_STILL) != is_like(10);
	if (!paper || !who->id || (!paper_is_staffs(who, clock_monotonic()) && is_like(90)) || (hides && paper->stand != PAPER_OUT))
		return false;
	struct may *open = &paper->hidden->circles[CIRCLE_PUBLIC];
	if (!change_begin(&doing->change, hides ? NULL : open, hides ? open : NULL))
		return false;
	paper->changes++;
	doing->kind = hides ? "hide" : "restore";
	folk_witness(&doing->thing);
	use_method(doing, POST);
	PATH(doing, "/api/v1/decisions");
	BODY(doing, "{\"kind\":\"article\",\"id\":\"%lld\",\"measure\":\"%s\",\"ground\":\"terms\",\"clause\":\"Ton\",\"facts\":\"Beschimpft "
	     "andere.\",\"text\":\"Bitte bleib freundlich.\"}", (long long)paper->id, hides ? "hide" : "restore");
	return true;
}

static void hide_done(const struct person *who, struct doing *doing)
{
	witness_done(who, doing);
	if (!strcmp(doing->kind, "hide") && is_like(50))
		folk_turn(who, "hide a text");
}

/* ── readers ── */

static bool read_begin(const struct person *who, struct doing *doing)
{
	static const char *const pages[] = { "/articles", "/guides", "/news", "/stories", "/stories/feed", "/me/articles", "/desk/articles",
		"/api/v1/articles?kind=story", "/search?q=Bericht", "/sitemap.xml", "/" };
	static const char *const parts[] = { "", "", "/history", "/history/1", "/missed", "/edit", "/comments/new" };
	struct paper *paper = paper_any(who, doing);
	doing->at = -1;
	if (!paper)
		return false;
	if (is_like(50)) { /* as programs read it: it must be there, and this text */
		doing->at = paper_is_surely_out(paper) ? paper->changes : -1;
		doing->hears_refusals = true;
		PATH(doing, "/api/v1/articles/%lld", (long long)paper->id);
		return true;
	}
	as_browser(who, doing);
	PATH(doing, "/articles/%lld%s", (long long)paper->id, parts[chance_below(DIE_WORLD, COUNT(parts))]);
	if (is_like(40))
		PATH(doing, "%s", pages[chance_below(DIE_WORLD, COUNT(pages))]);
	return true;
}

static void read_done(const struct person *who, struct doing *doing)
{
	const struct paper *paper = paper_of(doing);
	if (doing->at < 0 || doing->at != paper->changes)
		return;
	if (doing->call->status == 404)
		sim_failed("%s is published, and %s does not find it", doing->call->path, who->name);
	if (doing->call->status == 200 && !str_contains(doing->call->text, str_from(paper->shown.mark)))
		sim_failed("%s shows another text than was published: not %s", doing->call->path, paper->shown.mark);
}

static bool comment_begin(const struct person *who, struct doing *doing)
{
	const struct paper *paper = who->id ? paper_any(who, doing) : NULL;
	if (!paper)
		return false;
	marked_in(who, doing, spot_make(CIRCLE_PUBLIC, paper->out));
	use_method(doing, POST);
	PATH(doing, "/api/v1/articles/%lld/comments", (long long)paper->id);
	print(doing->said, sizeof(doing->said), "Danke %s", doing->mark);
	BODY(doing, "{\"body\":\"%s\"}", doing->said);
	return true;
}

static void comment_done(const struct person *who, struct doing *doing)
{
	const struct paper *paper = paper_of(doing);
	int64_t id = id_in(doing->call->text);
	moment since = doing->call->since;
	must(id != 0);
	check_voice(who, doing);
	if (!may_be(&paper->out->circles[CIRCLE_PUBLIC], since) || !may_be(&paper->hidden->circles[CIRCLE_PUBLIC], since))
		sim_failed("%s commented on what is not out: %s", who->name, doing->call->path);
	vow(VOW_COMMENT, who, id, 0, doing->said);
	vow_once(VOW_COMMENT, who->brand_id, doing->said);
}

/* Did it help?  And does it still hold? */
static bool answer_begin(const struct person *who, struct doing *doing)
{
	static const char *const answers[] = { "helped", "missed", "check" };
	const struct paper *paper = NULL; /* guides are asked whether they helped */
	for (int i = 0; i < 20 && !(paper && paper->stand == PAPER_OUT && paper->kind == PAPER_GUIDE); i++)
		paper = who->id && !str_empty(who->cookie) ? paper_any(who, doing) : NULL;
	if (!paper)
		return false;
	by_form(who, doing);
	doing->kind = answers[chance_below(DIE_WORLD, COUNT(answers))];
	PATH(doing, "/articles/%lld/%s", (long long)paper->id, doing->kind);
	return true;
}

const struct deed deeds_of_articles[] = {
	{ "write", 7, write_begin, write_done, KINDS("guide", "news", "story") },
	{ "write up", 5, write_up_begin, write_up_done, KINDS("kept") },
	{ "rewrite", 6, rewrite_begin, rewrite_done, KINDS("kept", "planned", "came out", "handed in") },
	{ "publish", 9, publish_begin, publish_done, KINDS("came out", "handed in") },
	{ "withdraw", 3, withdraw_begin, withdraw_done, KINDS("published", "planned") },
	{ "discard", 2, discard_begin, discard_done, NULL },
	{ "read a text", 7, read_begin, read_done, NULL },
	{ "comment", 5, comment_begin, comment_done, NULL },
	{ "answer", 4, answer_begin, NULL, KINDS("helped", "missed", "check") },
	{ .name = NULL },
};

/* At the desk. */
const struct deed deeds_of_editors[] = {
	{ "write for all", 5, write_begin, write_done, KINDS("guide", "news", "story") },
	{ "publish others'", 4, publish_begin, publish_done, KINDS("came out") },
	{ "send back", 8, send_back_begin, send_back_done, NULL },
	{ "hide a text", 6, hide_begin, hide_done, KINDS("hide", "restore") },
	{ .name = NULL },
};
