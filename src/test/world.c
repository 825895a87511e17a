/*
 * world.c: makes things through the rules, as handlers would; nothing is written past them.
 *
 * While a world works, the test house stands in its brand: `enter` and `leave` change
 * who Ana and the others are.
 */
#include "test/world.h"
#include "test/world_article.h"
#include "test/world_matter.h"
#include "test/world_visit.h"
#include "test/world_word.h"

#include "features/brand/brand.h"
#include "features/calendar/calendar.h"
#include "features/calendar/hours.h"
#include "features/community/community.h"
#include "features/community/tag.h"
#include "features/identity/identity.h"
#include "features/marketplace/booking.h"
#include "features/marketplace/offer.h"
#include "features/marketplace/service.h"
#include "features/marketplace/task.h"
#include "features/media/media.h"
#include "features/member/member.h"
#include "features/member/member_news.h"
#include "features/notify/notice.h"
#include "features/product/product.h"
#include "test/world_moderation.h"
#include "test/world_told.h"

#define FIRST_SLOT (HOUSE_NOON + HOURS(20)) /* Friday, 2 January 2026, 9:00 in Berlin */
enum { SLOTS_A_DAY = 9, OPEN_FROM = 480, OPEN_TO = 1200 };

static void swap_people(struct world *world)
{
	struct test_house *t = world->t;
	int64_t *pairs[][2] = { { &world->brand_id, &t->brand_id }, { &world->ana, &t->ana }, { &world->ben, &t->ben },
		{ &world->eve, &t->eve }, { &world->mia, &t->mia }, { &world->adam, &t->adam } };
	for (size_t i = 0; i < COUNT(pairs); i++) {
		int64_t kept = *pairs[i][0];
		*pairs[i][0] = *pairs[i][1];
		*pairs[i][1] = kept;
	}
}

/* The test's own brand, or the second? */
static bool is_first(const struct world *world)
{
	return !world->is_second;
}

static bool is_own_brand(const struct world *world)
{
	return world->brand_id == world->t->brand_id;
}

static void places_in(struct test_house *t)
{
	static const char places[] = "country\tpostal_code\tplace\tregion\tlat\tlon\tregion_code\tcommunity\tkind\n"
		"DE\t50667\tKöln\tNordrhein-Westfalen\t50.9389\t6.9599\tNW\tKöln\tarea\n"
		"CH\t8001\tZürich\tZürich\t47.3721\t8.5417\tZH\tZürich\tarea\n";
	struct place_import count;
	house_settle(t);
	assert_int_equal(place_import(t->house, str_from(places), NULL, &count), OK);
}

static struct scope *helper_scope(struct test_house *t, int64_t member_id)
{
	struct scope *scope = acting_as(t, member_id);
	scope->roles |= ROLE_HELPER;
	return scope;
}

/* The next free hour of Ben's, so that no two bookings ask for the same. */
static moment next_slot(struct world *world)
{
	int at = world->made++;
	return FIRST_SLOT + DAYS(at / SLOTS_A_DAY) + HOURS(at % SLOTS_A_DAY);
}

static int64_t an_application(struct test_house *t, int64_t member_id)
{
	struct application application;
	assert_int_equal(application_mine(acting_as(t, member_id), &application), OK);
	if (application.id && application.state == APPLICATION_APPLIED)
		return application.id;
	const struct helper_ask ask = { .about = S("I set up networks for a living."), .categories = S("wifi tv"),
		.languages = S("de"), .place = S("50667"), .radius_km = 10, .accepts_rules = true };
	assert_int_equal(application_make(acting_as(t, member_id), &ask, &application), OK);
	return application.id;
}

static int64_t a_service(struct world *world, bool draft)
{
	struct service service;
	const struct service_ask ask = { .title = S("WLAN einrichten"), .text = S("Mit **Gastnetz**."),
		.html = S("<p>Mit <strong>Gastnetz</strong>.</p>"), .markdown_version = 1, .category = CATEGORY_WIFI,
		.price_kind = PRICE_FIXED, .price_minor = 4500, .currency = S("EUR"), .minutes = 60, .radius_km = 10,
		.languages = S("de"), .place = S("50667"), .draft = draft };
	assert_int_equal(service_make(helper_scope(world->t, world->t->ben), &ask, &service), OK);
	return service.id;
}

static void settle_in(struct world *world)
{
	struct test_house *t = world->t;
	struct hours days[7];
	const struct hours_list week = { days, 7 };
	struct member profile;
	struct board board = { .key = is_first(world) ? S("wifi") : S("funk"), .name = S("WLAN"), .about = S("Funk") };
	for (int i = 0; i < 7; i++)
		days[i] = (struct hours){ .weekday = i + 1, .from_minute = OPEN_FROM, .to_minute = OPEN_TO };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	world->board_id = board.id;
	int64_t id = an_application(t, t->ben);
	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_APPROVE, S("")), OK);
	struct scope *ben = helper_scope(t, t->ben);
	const struct hours_setting setting = { .zone = S("Europe/Berlin"), .notice = 60, .buffer = 0, .per_day = 20 };
	assert_int_equal(calendar_set_week(ben, t->ben, S("Europe/Berlin"), &week), OK);
	assert_int_equal(calendar_change_setting(ben, t->ben, &setting), OK);
	assert_int_equal(member_load(ben, t->ben, &profile), OK);
	profile.phone = S("+49 221 5550101");
	assert_int_equal(member_change(ben, &profile), OK);
	world->service_id = a_service(world, false);
}

struct world *world_open(struct test_house *t)
{
	struct world *world = arena_take(t->arena, sizeof(*world));
	*world = (struct world){ .t = t, .brand_id = t->brand_id, .ana = t->ana, .ben = t->ben, .eve = t->eve, .mia = t->mia,
		.adam = t->adam };
	places_in(t);
	settle_in(world);
	house_settle(t);
	return world;
}

static void people_in(struct world *world)
{
	struct test_house *t = world->t;
	const struct { int64_t *id; const char *name, *mail; enum role role; } people[] = {
		{ &world->ana, "Ana", "ana@example.net", ROLE_MEMBER },       { &world->ben, "Ben", "ben@example.net", ROLE_HELPER },
		{ &world->eve, "Eve", "eve@example.net", ROLE_MEMBER },       { &world->mia, "Mia", "mia@example.net", ROLE_MODERATOR },
		{ &world->adam, "Adam", "adam@example.net", ROLE_BRAND_ADMIN },
	};
	struct scope *scope = acting_as_house(t);
	scope->brand_id = world->brand_id;
	for (size_t i = 0; i < COUNT(people); i++) {
		struct member member = { .name = str_from(people[i].name), .mail = str_from(people[i].mail),
			.mail_confirmed_at = t->now };
		assert_int_equal(member_make(scope, &member), OK);
		*people[i].id = member.id;
		if (people[i].role != ROLE_MEMBER)
			assert_int_equal(member_set_role(scope, member.id, people[i].role, true), OK);
	}
}

struct world *world_open_second(struct test_house *t)
{
	int64_t tess;
	struct world *world = arena_take(t->arena, sizeof(*world));
	*world = (struct world){ .t = t, .is_second = true };
	world->brand_id = second_brand(t, &tess);
	people_in(world);
	swap_people(world);
	settle_in(world);
	house_settle(t);
	swap_people(world);
	return world;
}

/* ── things ── */

static struct made numbered(struct test_house *t, int64_t first, int64_t second)
{
	return (struct made){ str_format(t->arena, "%lld", (long long)first),
		second ? str_format(t->arena, "%lld", (long long)second) : S("") };
}

static struct made one(struct test_house *t, int64_t id)
{
	return numbered(t, id, 0);
}

static int64_t a_thread(struct world *world)
{
	struct thread thread;
	const struct thread_ask ask = { .board_id = world->board_id, .title = S("Gäste kommen nicht ins WLAN"),
		.body = S("Passwort stimmt."), .excerpt = S("Passwort stimmt."), .html = S("<p>Passwort stimmt.</p>"),
		.html_version = 1 };
	assert_int_equal(thread_ask(acting_as(world->t, world->t->ana), &ask, &thread), OK);
	return thread.id;
}

static struct made in_a_thread(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct post answer;
	struct post_list posts;
	const struct post text = { .body = S("Nimm WPA2."), .html = S("<p>Nimm WPA2.</p>"), .html_version = 1 };
	int64_t thread_id = a_thread(world);
	assert_int_equal(thread_reply(acting_as(t, t->ben), thread_id, &text, &answer), OK);
	assert_int_equal(post_list_of(acting_as(t, t->ana), thread_id, 1, &posts), OK);
	if (thing == A_SOLUTION)
		assert_int_equal(solution_mark(acting_as(t, t->ana), thread_id, answer.id), OK);
	if (thing == A_POST)
		return one(t, posts.at[0].id);
	return numbered(t, thread_id, thing == A_THREAD ? 0 : answer.id);
}

static struct made a_product(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	str key = str_format(t->arena, is_first(world) ? "box-%d" : "kiste-%d", ++world->made);
	struct product product = { .key = key, .name = S("Box"), .kind = S("router") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	return thing == A_PRODUCT_ID ? one(t, product.id) : (struct made){ key, S("") };
}

static str a_switch(struct test_house *t)
{
	const struct setting *setting = NULL;
	for (const struct setting *const *list = t->house->lists.settings; !setting && *list; list++) {
		for (const struct setting *one = *list; !setting && one->name; one++)
			setting = one->type == SETTING_SWITCH ? one : NULL;
	}
	assert_non_null(setting);
	return str_from(setting->name);
}

static struct made named(struct world *world, enum thing thing)
{
	switch (thing) {
	case A_BOARD: return (struct made){ is_first(world) ? S("wifi") : S("funk"), S("") };
	case A_LOOK: return (struct made){ S("logo"), S("") };
	case A_MEMBER: return one(world->t, world->t->ana);
	case A_BOARD_ID: return one(world->t, world->board_id);
	case A_SETTING: return (struct made){ a_switch(world->t), S("") };
	case A_SECRET: return (struct made){ S("ladder.desk_secret"), S("") };
	case A_SITEMAP: return (struct made){ S("boards-0.xml"), S("") };
	default: return (struct made){ S("0.css"), S("") };
	}
}

/* Red, one pixel, through the front door; then a text shows it. */
static struct made a_picture(struct world *world, enum thing thing)
{
	static const char png[] = "\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08"
		"\x02\x00\x00\x00\x90\x77\x53\xde\x00\x00\x00\x0c\x49\x44\x41\x54\x78\x9c\x63\x38\x21\x20\x00\x00\x02"
		"\x8c\x00\xe9\x75\x5f\x84\xc8\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";
	struct test_house *t = world->t;
	const char *host = is_own_brand(world) ? NULL : "b.localhost";
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/api/v1/media", .host = host,
		.upload = { png, sizeof(png) - 1 }, .upload_name = "Rot.png" });
	assert_int_equal(answer.status, 201);
	int64_t id = number_after(answer.location, "/media/");
	str text = str_format(t->arena, "![](/media/%lld-1x1)", (long long)id);
	assert_int_equal(media_attach(acting_as(t, t->ana), subject_of(&member_subject, t->ana), text), OK);
	return (struct made){ str_format(t->arena, "%lld-1x1", (long long)id), S("small") };
}

/* One more a time: whoever is suspended is missed by nobody. */
static struct made a_newcomer(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct scope *house = acting_as_house(t);
	struct member member = { .name = S("Nora"), .mail = str_format(t->arena, "nora%d@example.%s", ++world->made,
		is_first(world) ? "org" : "net"), .mail_confirmed_at = t->now };
	assert_int_equal(member_make(house, &member), OK);
	if (thing == A_GIVEN_ROLE)
		assert_int_equal(member_set_role(acting_as(t, t->adam), member.id, ROLE_MODERATOR, true), OK);
	if (thing == A_SUSPENDED_MEMBER)
		assert_int_equal(member_suspend(acting_as(t, t->adam), member.id, t->now + DAYS(3)), OK);
	struct made made = one(t, member.id);
	if (thing == A_ROLE || thing == A_GIVEN_ROLE)
		made.second = S("moderator");
	return made;
}

static struct made a_notice(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct notice_list list;
	in_a_thread(world, AN_ANSWER);
	house_work(t);
	assert_int_equal(notice_list_mine(acting_as(t, t->ana), 0, &list), OK);
	assert_true(list.count > 0);
	return one(t, list.at[0].id);
}

static struct made a_session(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	str secret;
	struct session_list list;
	struct scope *ana = acting_as(t, t->ana);
	ana->now = t->now + SECONDS(++world->made); /* the newest stands first */
	assert_int_equal(session_begin(ana, t->ana, S("test"), &secret), OK);
	assert_int_equal(session_list_mine(ana, &list), OK);
	return one(t, list.at[0].id);
}

/* ── what came by mail ── */

static str new_mail(struct world *world)
{
	return str_format(world->t->arena, "new%d@example.org", ++world->made);
}

static struct made a_link(struct world *world, enum link_purpose purpose, int64_t about_id, str mail)
{
	str secret;
	const struct link_new wanted = { purpose, about_id, mail };
	assert_int_equal(link_make(acting_as_house(world->t), &wanted, &secret), OK);
	assert_true(secret.len > 0); /* else this address had its share of mails */
	return (struct made){ str_keep(world->t->arena, secret), S("") };
}

static struct made a_draft(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct draft draft = { .kind = S("thread"), .payload = S("{}"), .name = S("Nina"), .mail = new_mail(world) };
	struct member ana;
	if (thing == A_DRAFT) { /* Ana's, whatever her address is by now */
		assert_int_equal(member_load(acting_as(t, t->ana), t->ana, &ana), OK);
		draft.mail = ana.mail;
	}
	assert_int_equal(draft_keep(acting_as(t, 0), &draft), OK);
	struct made link = a_link(world, LINK_DRAFT, draft.id, draft.mail);
	if (thing == A_DRAFT_LINK)
		return link;
	assert_int_equal(draft_confirm(acting_as_house(t), link.key, &draft), OK);
	assert_int_equal(draft.member_id, t->ana);
	return one(t, draft.id);
}

static struct made a_confirm_link(struct world *world, enum thing thing)
{
	struct signup signup = { .name = S("Nora"), .mail = new_mail(world), .secret = S("hash"), .language = S("de"),
		.to_path = S("/me") };
	struct mail_due due;
	assert_int_equal(signup_keep(acting_as(world->t, 0), &signup, &due), OK);
	return (struct made){ str_keep(world->t->arena, due.secret), S("") };
}

/* To one after the other, because an address gets only a few an hour. */
static struct made a_members_link(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct member member;
	const int64_t whom[] = { t->ana, t->eve, t->ben, t->mia, t->adam };
	int64_t id = whom[world->made++ % (int)COUNT(whom)];
	assert_int_equal(member_load(acting_as(t, id), id, &member), OK);
	return a_link(world, thing == A_LOGIN_LINK ? LINK_LOGIN : LINK_RECOVER, id, member.mail);
}

/* ── meeting ── */

static struct made an_exception(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct exception exception = { .owner_id = t->ana, .closed = true,
		.day = day_at(zone_find(S("Europe/Berlin")), t->now) + 3 + world->made++ };
	assert_int_equal(calendar_add_exception(acting_as(t, t->ana), &exception), OK);
	struct exception_list list;
	assert_int_equal(exceptions_load(acting_as(t, t->ana), t->ana, exception.day, &list), OK);
	return one(t, list.at[0].id);
}

static struct made an_application_of(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct application application;
	struct scope *adam = acting_as(t, t->adam);
	if (thing == AN_APPLICATION)
		return one(t, an_application(t, t->eve));
	if (thing == A_SUSPENDED_HELPER) { /* somebody else: Ben is needed */
		int64_t id, member_id;
		assert_true(str_number(a_newcomer(world, A_NEWCOMER).key, &member_id));
		id = an_application(t, member_id);
		assert_int_equal(application_take_step(adam, id, APPLICATION_APPROVE, S("")), OK);
		assert_int_equal(application_take_step(adam, id, APPLICATION_SUSPEND, S("Pause")), OK);
		return one(t, id);
	}
	assert_int_equal(application_mine(acting_as(t, t->ben), &application), OK);
	return one(t, application.id);
}

static struct made a_service_of(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	int64_t id = a_service(world, thing == A_SERVICE_DRAFT);
	if (thing == A_SERVICE_PAUSED)
		assert_int_equal(service_take_step(helper_scope(t, t->ben), id, SERVICE_PAUSE), OK);
	if (thing == A_SERVICE_SUSPENDED)
		assert_int_equal(service_take_step(acting_as(t, t->mia), id, SERVICE_SUSPEND), OK);
	return one(t, id);
}

static int64_t a_task(struct world *world, bool draft)
{
	struct task task;
	const struct task_ask ask = { .title = S("Gastnetz einrichten"), .text = S("Der Besuch kommt nicht ins Netz."),
		.category = CATEGORY_WIFI, .place = S("50667"), .from_minute = -1, .to_minute = -1, .draft = draft };
	assert_int_equal(task_make(acting_as(world->t, world->t->ana), &ask, &task), OK);
	return task.id;
}

static struct made a_task_of(struct world *world, enum thing thing)
{
	return one(world->t, a_task(world, thing == A_TASK_DRAFT));
}

static struct made an_offer(struct world *world, enum thing thing)
{
	struct offer offer;
	const struct offer_ask ask = { .price_minor = 4000, .starts_at = next_slot(world), .minutes = 60,
		.text = S("Ich bringe ein Messgerät mit.") };
	int64_t task_id = a_task(world, false);
	assert_int_equal(offer_make(helper_scope(world->t, world->t->ben), task_id, &ask, &offer), OK);
	return one(world->t, offer.id);
}

/* One asker may have few requests waiting: the one before the last has been tried by now. */
static void withdraw_oldest(struct world *world)
{
	struct booking booking;
	struct scope *ana = acting_as(world->t, world->t->ana);
	if (world->asked[0]) {
		assert_int_equal(booking_show(ana, world->asked[0], &booking), OK);
		if (booking.state == BOOKING_REQUESTED)
			assert_int_equal(booking_take_step(ana, booking.id, BOOKING_WITHDRAW, S("")), OK);
	}
	world->asked[0] = world->asked[1];
	world->asked[1] = 0;
}

static struct made a_booking(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct booking booking;
	const moment noon = t->now;
	const struct booking_ask ask = { .starts_at = next_slot(world), .address = S("Domstr. 1"), .place = S("50667"),
		.phone = S("+49 221 123456"), .thread_id = thing == A_BOOKING_FIXED ? a_thread(world) : 0 };
	withdraw_oldest(world);
	assert_int_equal(booking_book(acting_as(t, t->ana), world->service_id, &ask, &booking), OK);
	if (thing == A_BOOKING)
		world->asked[1] = booking.id;
	if (thing != A_BOOKING)
		assert_int_equal(booking_take_step(helper_scope(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	if (thing == A_BOOKING_DONE || thing == A_BOOKING_FIXED) {
		t->now = booking.ends_at;
		assert_int_equal(booking_take_step(acting_as(t, t->ana), booking.id, BOOKING_FINISH, S("")), OK);
		t->now = noon;
	}
	return one(t, booking.id);
}

static struct made a_tag(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct tag tag = { .name = str_format(t->arena, is_first(world) ? "Wort %d" : "Begriff %d", ++world->made), .about = S("") };
	assert_int_equal(tag_make(acting_as(t, t->mia), &tag), OK);
	return thing == A_TAG ? (struct made){ tag.key, S("") } : one(t, tag.id);
}

typedef struct made maker(struct world *world, enum thing thing);

static maker *const makers[THING_COUNT] = {
	[A_DEVICE] = world_device, [A_CODE] = world_device,
	[A_BOARD] = named, [A_BOARD_ID] = named, [A_THEME_FILE] = named, [A_SITEMAP] = named, [A_SETTING] = named, [A_SECRET] = named,
	[A_PRODUCT] = a_product, [A_PRODUCT_ID] = a_product, [A_SYNONYM] = world_word, [A_MISS] = world_word, [A_TAG] = a_tag,
	[A_TAG_ID] = a_tag, [A_NEWCOMER] = a_newcomer, [A_SUSPENDED_MEMBER] = a_newcomer, [A_ROLE] = a_newcomer,
	[A_GIVEN_ROLE] = a_newcomer, [A_NOTICE] = a_notice, [A_MEMBER] = named, [A_THREAD] = in_a_thread, [A_POST] = in_a_thread,
	[AN_ANSWER] = in_a_thread, [A_SOLUTION] = in_a_thread, [A_MATTER] = world_matter, [A_TICKET] = world_matter,
	[A_HELD_TICKET] = world_matter, [A_TECHNICIANS_MATTER] = world_matter, [A_CLOSED_MATTER] = world_matter,
	[AN_ANSWERED_MATTER] = world_matter, [A_SESSION] = a_session, [A_DRAFT] = a_draft, [A_DRAFT_LINK] = a_draft,
	[A_CONFIRM_LINK] = a_confirm_link, [A_LOGIN_LINK] = a_members_link, [A_RECOVER_LINK] = a_members_link,
	[A_RECEIVER] = world_receiver, [AN_UNSUBSCRIBE_LINK] = world_letters_link, [AN_ADDRESS_LINK] = world_letters_link, [A_LEAVE_LINK] = world_leave_link,
	[A_LEAVING_MEMBER] = world_leaver,
	[AN_EXCEPTION] = an_exception, [AN_APPLICATION] = an_application_of, [A_HELPER] = an_application_of,
	[A_SUSPENDED_HELPER] = an_application_of, [AN_ITEM] = moderated_make, [A_HIDDEN_ITEM] = moderated_make,
	[A_DECISION] = moderated_make, [A_REPORT_LINK] = moderated_make, [A_REPORT_STATE] = moderated_make, [A_WORD] = moderated_make,
	[A_SERVICE] = a_service_of, [A_SERVICE_DRAFT] = a_service_of, [A_SERVICE_PAUSED] = a_service_of,
	[A_SERVICE_SUSPENDED] = a_service_of, [A_TASK] = a_task_of, [A_TASK_DRAFT] = a_task_of, [AN_OFFER] = an_offer,
	[A_PICTURE] = a_picture, [A_LOOK] = named, [A_BOOKING] = a_booking, [A_BOOKING_AGREED] = a_booking, [A_BOOKING_DONE] = a_booking,
	[A_BOOKING_FIXED] = a_booking, [A_CHAT] = world_visit, [A_REVIEW] = world_visit, [A_BOOKING_SOON] = world_visit,
	[A_BOOKING_MOVING] = world_visit, [A_BOOKING_BEGUN] = world_visit, [A_BOOKING_MISSED] = world_visit, [AN_ARTICLE] = world_article,
	[AN_ARTICLE_DRAFT] = world_article, [A_GUIDE] = world_article, [AN_ARTICLE_HANDED_IN] = world_article, [A_VERSION] = world_article,
	[A_COMMENT] = world_article,
};

struct made world_make(struct world *world, enum thing thing)
{
	if (!makers[thing])
		return (struct made){ S(""), S("") };
	bool elsewhere = !is_own_brand(world);
	if (elsewhere)
		swap_people(world);
	struct made made = makers[thing](world, thing);
	house_settle(world->t);
	if (elsewhere)
		swap_people(world);
	return made;
}

struct made world_nothing(struct test_house *t, enum thing thing)
{
	if (thing >= A_BOARD && thing <= A_SETTING)
		return (struct made){ S("nothing"), S("") };
	if ((thing >= A_DRAFT_LINK && thing <= A_RECOVER_LINK) || thing == A_REPORT_LINK || thing == A_REPORT_STATE)
		return (struct made){ S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), S("") };
	struct made made = numbered(t, 1234567890123, 1234567890124);
	if (thing == A_ROLE || thing == A_GIVEN_ROLE)
		made.second = S("moderator");
	if (thing == A_PICTURE)
		made.second = S("small");
	return made;
}

str world_path(struct test_house *t, const char *route_path, const struct made *made)
{
	struct text text;
	str rest = str_from(route_path);
	bool first = true;
	text_open(&text, t->arena, 128);
	str_cut(&rest, '/');
	while (rest.len) {
		str segment = str_cut(&rest, '/');
		text_char(&text, '/');
		if (!str_starts(segment, S(":"))) {
			text_put(&text, segment);
			continue;
		}
		text_put(&text, first ? made->key : made->second);
		first = false;
	}
	return text.len ? text_str(&text) : S("/");
}

str world_form(struct world *world, const char *form)
{
	struct test_house *t = world->t;
	struct text text;
	str rest = str_from(form);
	text_open(&text, t->arena, 256);
	while (rest.len) {
		if (str_starts(rest, S("{board}"))) {
			text_number(&text, world->board_id);
		} else if (str_starts(rest, S("{newcomer}"))) {
			text_put(&text, world_make(world, A_NEWCOMER).key);
		} else if (str_starts(rest, S("{slot}"))) {
			struct wall wall = wall_at(zone_find(S("Europe/Berlin")), next_slot(world));
			text_format(&text, "%04d-%02d-%02dT%02d:00", wall.year, wall.month, wall.day, wall.hour);
		} else if (str_starts(rest, S("{moment}"))) {
			text_put(&text, moment_iso(t->arena, next_slot(world)));
		} else {
			text_char(&text, rest.at[0]);
			rest = str_skip(rest, 1);
			continue;
		}
		str_cut(&rest, '}');
	}
	return text_str(&text);
}
