/*
 * demo.c: `heinzel demo`: fills two brands with what demo/ tells, and serves them.
 *
 * Everything goes through the same rules as a member's clicks, one unit a line.  A
 * second start finds the brands and only serves.
 */
#include "app/demo.h"

#include "app/demo_files.gen.h"
#include "app/demo_made.h"
#include "app/scale.h"
#include "app/serve.h"
#include "features/brand/brand.h"
#include "features/identity/identity.h"

#include <stdio.h>

#define PASSWORD "heinzel-demo"
#define FIRST_BRAND "a" /* of brands.jsonl */
#define ATTEMPTS_MAX 50

/* In this order: each file names what those before it made. */
static const struct demo_step steps[] = {
	{ "brands.jsonl",   demo_brand,     NULL, 0 },     { "products.jsonl", demo_product,   NULL, 0 },
	{ "members.jsonl",  demo_member,    NULL, 0 },     { "boards.jsonl",   demo_board,     NULL, 0 },
	{ "threads.jsonl",  demo_thread,    NULL, 0 },     { "members.jsonl",  demo_helper,    NULL, 0 },
	{ "hours.jsonl",    demo_hours,     NULL, 0 },     { "hours.jsonl",    demo_exception, "exceptions", 0 },
	{ "services.jsonl", demo_service,   NULL, 0 },     { "tasks.jsonl",    demo_task,      NULL, 0 },
	{ "tasks.jsonl",    demo_offer,     "offers", 0 }, { "bookings.jsonl", demo_booking,   NULL, DEMO_BOOKING_PHASES },
	{ "articles.jsonl", demo_article,   NULL, 0 },     { "articles.jsonl", demo_comment,   "comments", 0 },
	{ "articles.jsonl", demo_helped,    "helped", 0 }, { "articles.jsonl", demo_missed,    "missed", 0 },
	{ "members.jsonl",  demo_device,    NULL, 0 },     { "care.jsonl",     demo_care,      NULL, 0 },
	{ "brands.jsonl",   demo_setting,   "settings", 0 }, { "threads.jsonl",  demo_ticket,    NULL, 0 },
	{ "chats.jsonl",    demo_message,   "messages", 0 }, { "follows.jsonl",  demo_follow,    NULL, 0 },
	{ "profiles.jsonl", demo_profile,   NULL, 0 },       { "pictures.jsonl", demo_picture,   NULL, DEMO_BY_HAND },
};

static str embedded_file(const char *name)
{
	for (const struct embedded *file = demo_files; file->name; file++) {
		if (!strcmp(file->name, name))
			return file->bytes;
	}
	must(false); /* a file that demo.c names was not embedded */
	return S("");
}

/* ── names ── */

void demo_name(struct list *names, str brand, str key, int64_t id)
{
	struct named *named = NULL;
	for (size_t i = 0; i < names->count && !named; i++) { /* a unit that ran again names its thing again */
		struct named *each = list_at(names, i);
		if (str_equal(each->brand, brand) && str_equal(each->key, key))
			named = each;
	}
	if (!named)
		named = list_add(names);
	*named = (struct named){ str_keep(names->arena, brand), str_keep(names->arena, key), id };
}

int64_t demo_id(const struct list *names, str brand, str key)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct named *named = list_at(names, i);
		if (str_equal(named->brand, brand) && str_equal(named->key, key))
			return named->id;
	}
	return 0;
}

void demo_as(struct scope *scope, int64_t member_id, unsigned roles)
{
	scope_act_as(scope, member_id, roles);
}

str demo_codes(struct arena *arena, const struct json *list)
{
	struct text text;
	text_open(&text, arena, 32);
	for (size_t i = 0; i < list->count; i++) {
		if (text.len)
			text_char(&text, ' ');
		text_put(&text, list->items[i].text);
	}
	return text_str(&text);
}

moment demo_moment(const struct demo *demo, const struct scope *scope, int64_t in_days, str clock)
{
	int minutes = 0;
	if (!clock_read(clock, &minutes))
		minutes = 12 * 60;
	struct wall wall = day_wall(day_at(scope->zone, demo->now) + (int32_t)in_days);
	wall.hour = minutes / 60;
	wall.minute = minutes % 60;
	return moment_at(scope->zone, wall);
}

/* ── units ── */

struct line_unit { struct demo *demo; demo_line *take; const struct json *line; };

static enum err turn_to_brand(struct demo *demo, struct scope *scope, str key)
{
	int64_t brand_id = demo_id(&demo->brands, key, S(""));
	if (!brand_id)
		return OK; /* the line that makes it */
	demo->brand = str_keep(demo->arena, key);
	demo->admin_id = demo_id(&demo->members, key, S("(admin)"));
	return brand_scope(scope, brand_id);
}

static enum err take_line(struct scope *scope, void *data)
{
	struct line_unit *unit = data;
	str key = json_str(unit->line, S("brand"));
	scope->now = unit->demo->now;
	enum err err = turn_to_brand(unit->demo, scope, str_empty(key) ? json_str(unit->line, S("key")) : key);
	if (err)
		return err;
	demo_as(scope, unit->demo->admin_id, ROLE_BITS);
	return unit->take ? unit->take(unit->demo, scope, unit->line) : OK;
}

/* Slow work: it opens its units itself. */
static enum err run_by_hand(struct demo *demo, demo_line *take, const struct json *line)
{
	struct scope *scope = &demo->scope;
	struct line_unit unit = { demo, NULL, line };
	scope_open(scope, demo->house, demo->call->arena, demo->now);
	enum err err = scope_read(scope, take_line, &unit);
	if (!err)
		err = take(demo, scope, line);
	if (err && !demo->wrong)
		demo->wrong = scope->refusal.reason ? scope->refusal.reason : err_name(err);
	demo->made += !err;
	return err;
}

static enum err run_unit(struct demo *demo, demo_line *take, const struct json *line)
{
	struct line_unit unit = { demo, take, line };
	struct scope *scope = &demo->scope;
	enum err err = ERR_LIMITED;
	/* On a busy machine a unit may be late; it was undone, so it simply runs again. */
	for (int attempt = 0; err == ERR_LIMITED && attempt < ATTEMPTS_MAX; attempt++) {
		scope_open(scope, demo->house, demo->call->arena, demo->now);
		err = scope_write(scope, take_line, &unit);
	}
	if (err && !demo->wrong)
		demo->wrong = scope->refusal.reason ? scope->refusal.reason : err_name(err);
	demo->made += !err;
	return err;
}

static enum err run_line(struct demo *demo, const struct demo_step *step, str source)
{
	const struct json *line;
	enum err err = json_read(demo->call->arena, source, &line, NULL);
	if (err)
		return err;
	if (step->phases == DEMO_BY_HAND)
		return run_by_hand(demo, step->take, line);
	size_t units = step->list ? json_member(line, str_from(step->list))->count : step->phases ? step->phases : 1;
	for (demo->item = 0; !err && demo->item < units; demo->item++)
		err = run_unit(demo, step->take, line);
	return err;
}

static enum err run_step(struct demo *demo, const struct demo_step *step)
{
	str rest = embedded_file(step->file);
	while (rest.len) {
		str source = str_trim(str_cut(&rest, '\n'));
		struct arena_mark mark = arena_mark(demo->call->arena);
		enum err err = str_empty(source) ? OK : run_line(demo, step, source);
		if (err) {
			fprintf(stderr, "%s: %s: %.*s\n", step->file, demo->wrong ? demo->wrong : err_name(err),
			        STR_ARG(str_first(source, 160)));
			return err;
		}
		arena_release(demo->call->arena, mark);
	}
	return OK;
}

/* ── the whole ── */

/* The key of the first brand, "" while there is none. */
static enum err read_first(struct scope *scope, void *data)
{
	str *first_out = data;
	struct brand_list list;
	enum err err = brand_list(scope, 0, &list);
	if (!err)
		*first_out = list.count ? list.at[0].key : S("");
	return err;
}

static enum err fill(struct demo *demo)
{
	struct place_import import;
	enum err err = place_import(demo->house, embedded_file("places.tsv"), NULL, &import);
	if (err)
		return err;
	if ((err = password_hash(demo->arena, S(PASSWORD), &demo->password_hash)))
		return err;
	for (size_t i = 0; i < COUNT(steps); i++) {
		for (size_t before = 0; before < i; before++)
			assert(steps[before].take != steps[i].take); /* nothing is made twice */
		if ((err = run_step(demo, &steps[i])))
			return err;
	}
	printf("Filled: %lld things of two brands.  Telling everyone …\n", (long long)demo->made);
	fflush(stdout);
	return house_work_now(demo->house, moment_now(), NULL); /* so that search finds what is there from the start */
}

static void say_ready(struct call *call, int port)
{
	(void)call;
	printf("Ready: http://localhost:%d/\n\n"
	       "  brand A  http://a.localhost:%d/   (localhost is brand A)\n"
	       "  brand B  http://b.localhost:%d/\n\n"
	       "  log in with the password %s as\n"
	       "    ana@example.org     a customer\n"
	       "    ben@example.org     a helper\n"
	       "    lea@example.org     an agent of the brand's service\n"
	       "    mira@example.org    a moderator\n"
	       "    jonas@example.org   the brand's administrator\n\n"
	       "  Mails are files in the folder `mail` beside the database.  Ctrl-C stops.\n",
	       port, port, port, PASSWORD);
	fflush(stdout);
}

struct home { const struct demo *demo; struct brand brand; };

/* Links in mails lead back here, whatever port the demo listens on today.  A unit a brand. */
static enum err keep_origin(struct scope *scope, void *data)
{
	const struct home *home = data;
	struct brand brand = home->brand;
	str rest = brand.origin;
	if (!str_starts(rest, S("http://")) || !str_contains(rest, S(".localhost")))
		return OK;
	rest = str_skip(rest, 7);
	str host = str_cut(&rest, ':');
	str origin = str_format(scope->arena, "http://%.*s%.*s", STR_ARG(host), STR_ARG(home->demo->port));
	if (str_equal(origin, brand.origin))
		return OK;
	/* The list is without the brand's texts: they are to stay. */
	enum err err = brand_scope(scope, brand.id);
	if (err || (err = brand_card_of(scope, &brand)))
		return err;
	brand.origin = origin;
	demo_as(scope, 0, ROLE_BITS);
	return brand_change(scope, &brand);
}

static enum err list_brands(struct scope *scope, void *data)
{
	return brand_list(scope, 0, data);
}

static enum err keep_origins(struct demo *demo)
{
	struct brand_list list;
	enum err err = str_empty(demo->port) ? OK : scope_read(&demo->scope, list_brands, &list);
	for (size_t i = 0; !err && !str_empty(demo->port) && i < list.count; i++) {
		struct home home = { demo, list.at[i] };
		scope_open(&demo->scope, demo->house, demo->call->arena, demo->now);
		err = scope_write(&demo->scope, keep_origin, &home);
	}
	return err;
}

/* People are made in the first brand: in another house's they would be among real ones, for good. */
static enum err refuse_foreign(struct demo *demo, str first)
{
	demo->wrong = str_c(demo->arena, str_format(demo->arena, "the first brand of this folder is \"%.*s\", not the demo's \"%s\","
		" in which --scale and --services make people; give --data a folder that is empty or holds the demo", STR_ARG(first), FIRST_BRAND));
	return ERR_CONFLICT;
}

static enum err prepare(struct demo *demo, bool makes_people)
{
	str first = S("");
	scope_open(&demo->scope, demo->house, demo->call->arena, demo->now);
	enum err err = scope_read(&demo->scope, read_first, &first);
	bool filled = first.len > 0;
	if (!err && filled && makes_people && !str_equal(first, S(FIRST_BRAND)))
		return refuse_foreign(demo, first);
	if (!err && filled)
		err = keep_origins(demo);
	if (err || filled)
		return err;
	puts("Filling the demo …");
	return fill(demo);
}

static void open_lists(struct demo *demo)
{
	struct list *const lists[] = { &demo->brands, &demo->members, &demo->boards, &demo->products, &demo->threads,
		&demo->services, &demo->tasks, &demo->articles };
	for (size_t i = 0; i < COUNT(lists); i++)
		list_open(lists[i], demo->arena, sizeof(struct named));
}

/* The address is read by the server; here only its port counts. */
static str port_of(struct call *call)
{
	str listen = config_text(call->config, "server.listen");
	for (size_t i = 0; i + 1 < call->count; i++) {
		if (str_equal(call->words[i], S("--listen")))
			listen = call->words[i + 1];
	}
	str port = listen;
	str_cut(&port, ':');
	if (str_starts(listen, S("unix:")) || str_empty(port) || str_equal(port, S("0")))
		return S("");
	return str_format(call->arena, ":%.*s", STR_ARG(port));
}

static bool read_count(struct call *call, const char *option, int64_t *count_out)
{
	str number;
	return !call_option(call, option, &number) || (str_number(number, count_out) && *count_out >= 0);
}

int command_demo(struct call *call)
{
	struct demo demo = { .call = call, .arena = arena_open(1 << 16), .now = moment_now(), .port = port_of(call) };
	str wrong = S("");
	int64_t services = 0, members = 0;
	if (!read_count(call, "services", &services) || !read_count(call, "scale", &members)) {
		arena_close(demo.arena);
		return call_misused(call, "--services and --scale take a number");
	}
	call->is_bulk = members > 0;
	bool only_fill = call_switch(call, "only-fill");
	serve_hold_signals();
	if (call_house(call, &demo.house, &wrong)) {
		arena_close(demo.arena);
		return call_failed(call, "%.*s", STR_ARG(wrong));
	}
	if (str_empty(demo.house->settings.mail_reply)) /* answers come in by `heinzel mail-in` */
		demo.house->settings.mail_reply = S("reply@mail.localhost");
	open_lists(&demo);
	int status = 0;
	if (prepare(&demo, services || members))
		status = call_failed(call, "the demo could not be filled: %s", demo.wrong ? demo.wrong : "see the log");
	else if (services && demo_many_services(&demo, services))
		status = call_failed(call, "the services could not be made; see the log");
	else if (members && demo_scale(&demo, members))
		status = call_failed(call, serve_is_to_end() ? "stopped; empty the folder before you start it again"
		                                             : "the community could not be made; empty the folder before you start it again");
	else if ((services || members) && demo_index(&demo))
		status = call_failed(call, "what was made could not be indexed; see the log");
	else if (!only_fill)
		status = serve_house(call, demo.house, say_ready);
	house_close(demo.house);
	arena_close(demo.arena);
	return status;
}
