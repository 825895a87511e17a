/* afar_test.c: help by phone and by video: nobody asks where, everybody in the country finds it, only the two get the link. */
#include "features/marketplace/offer_testing.h"

#include "features/marketplace/agreement.h"
#include "features/marketplace/area_store.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/nearby.h"
#include "features/marketplace/room.h"
#include "test/letters.h"
#include "test/visit.h"

#define ROOM "https://video.example.org/ben?key=77"

static int64_t ben_helps_by(struct test_house *t, const char *ways)
{
	struct service service;
	struct service_ask ask = market_service();
	int64_t home = ben_helps(t);
	(void)home;
	ask.title = S("Hilfe aus der Ferne");
	ask.ways = str_from(ways);
	ask.link = S(ROOM);
	ask.place = S("");
	ask.callout_minor = 900;
	assert_int_equal(service_make(market_helper(t, t->ben), &ask, &service), OK);
	return service.id;
}

static struct booking_ask talk(int way)
{
	return (struct booking_ask){ .starts_at = TOMORROW_TEN, .address = S(""), .place = S(""), .note = S("Am Tablet"), .way = way,
		.phone = way == WAY_PHONE ? S("+49 221 123456") : S("") };
}

static struct booking ana_asks_for(struct test_house *t, int64_t service_id, int way)
{
	struct booking booking;
	const struct booking_ask ask = talk(way);
	assert_int_equal(booking_book(acting_as(t, t->ana), service_id, &ask, &booking), OK);
	return booking;
}

static struct booking_reveal seen_by(struct test_house *t, int64_t member_id, int64_t booking_id)
{
	struct booking_reveal reveal;
	struct booking booking = load_visit(t, booking_id);
	assert_int_equal(booking_reveal(acting_as(t, member_id), &booking, &reveal), OK);
	return reveal;
}

static const char *page_of(struct test_house *t, const char *path, int64_t id)
{
	return str_c(t->arena, str_format(t->arena, "%s%lld", path, (long long)id));
}

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path });
}

static void from_afar_nobody_asks_where(void **state)
{
	struct test_house *t = *state;
	int64_t service_id = ben_helps_by(t, "phone video");
	struct booking booking = ana_asks_for(t, service_id, WAY_VIDEO);
	assert_true(str_empty(booking.code) && str_empty(booking.town) && str_empty(booking.country));
	assert_int_equal(booking.callout_minor, 0); /* nobody drives there */
	assert_int_equal(booking.way, WAY_VIDEO);
	struct scope *ana = acting_as(t, t->ana);
	struct booking_ask ask = talk(WAY_PHONE);
	ask.starts_at += HOURS(1); /* at once after the other talk: nobody has to get anywhere */
	assert_int_equal(booking_book(ana, service_id, &ask, &booking), OK);
	ask.starts_at += HOURS(1);
	ask.phone = S("");
	assert_refused(ana, booking_book(ana, service_id, &ask, &booking), ERR_INVALID, "booking.phone_wrong");
	ask = talk(WAY_HOME);
	ask.starts_at += HOURS(3);
	assert_refused(ana, booking_book(ana, service_id, &ask, &booking), ERR_INVALID, "booking.way_wrong");
	ask.way = WAY_COUNT;
	assert_refused(ana, booking_book(ana, service_id, &ask, &booking), ERR_INVALID, "booking.way_wrong");
	ask.way = -1;
	ask.phone = S("+49 221 123456");
	assert_int_equal(booking_book(ana, service_id, &ask, &booking), OK);
	assert_int_equal(booking.way, WAY_PHONE); /* the first that is offered */
}

static void the_link_is_shown_to_the_two_once_it_is_agreed(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_asks_for(t, ben_helps_by(t, "video"), WAY_VIDEO);
	struct answer answer = get(t, t->ana, page_of(t, "/bookings/", booking.id));
	assert_true(answer_says(&answer, "Link zum Videoraum seht ihr beide") && !answer_says(&answer, "video.example.org"));
	assert_true(str_empty(seen_by(t, t->ana, booking.id).secret.link));
	assert_true(str_empty(seen_by(t, t->ben, booking.id).secret.link));
	answer = get(t, 0, page_of(t, "/services/", booking.service_id));
	assert_false(answer_says(&answer, "video.example.org"));

	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	answer = get(t, t->ana, page_of(t, "/bookings/", booking.id));
	assert_true(answer_says(&answer, "https://video.example.org/ben?key=77"));
	assert_true(answer_says(&answer, "Per Video") && answer_says(&answer, "trifft dich per Video"));
	assert_false(answer_says(&answer, "<address>"));
	answer = get(t, t->ben, page_of(t, "/bookings/", booking.id));
	assert_true(answer_says(&answer, "https://video.example.org/ben?key=77"));
	assert_false(answer_says(&answer, "/start\"")); /* nobody is on the way */
	assert_int_equal(get(t, t->eve, page_of(t, "/bookings/", booking.id)).status, 404);

	struct service_ask ask = market_service(); /* another room: it counts for what was agreed before, too */
	ask.ways = S("video");
	ask.link = S("https://other.example.org/7");
	struct service changed;
	assert_int_equal(service_edit(market_helper(t, t->ben), booking.service_id, &ask, &changed), OK);
	assert_true(str_equal(seen_by(t, t->ana, booking.id).secret.link, S("https://other.example.org/7")));
	t->now = TOMORROW_TEN + HOURS(1);
	assert_int_equal(booking_take_step(acting_as(t, t->ana), booking.id, BOOKING_FINISH, S("")), OK);
	assert_true(str_empty(seen_by(t, t->ana, booking.id).secret.link)); /* the room is shut */
}

static void a_call_shows_the_numbers_once_it_is_agreed(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_asks_for(t, ben_helps_by(t, "phone"), WAY_PHONE);
	assert_true(str_empty(seen_by(t, t->ben, booking.id).secret.asker_phone));
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	assert_true(str_equal(seen_by(t, t->ben, booking.id).secret.asker_phone, S("+49 221 123456")));
	struct answer answer = get(t, t->ben, page_of(t, "/bookings/", booking.id));
	assert_true(answer_says(&answer, "wartet auf deinen Anruf") && answer_says(&answer, "+49 221 123456"));
	answer = get(t, t->ana, page_of(t, "/bookings/", booking.id));
	assert_true(answer_says(&answer, "ruft dich zur vereinbarten Zeit an"));
}

static void mails_and_calendar_say_how_and_keep_the_link(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_asks_for(t, ben_helps_by(t, "video"), WAY_VIDEO);
	struct letter_got letter = letter_to(t, "ben@example.org");
	assert_true(str_contains(letter.text, S("aus der Ferne")) && str_contains(letter.text, S("Per Video")));
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	letter = letter_to(t, "ana@example.org");
	assert_true(str_contains(letter.calendar, S("LOCATION:Per Video")));
	assert_false(str_contains(letter.source, S("video.example.org")));
	assert_false(str_contains(letter.calendar, S("video.example.org")));
	struct agreement agreement;
	assert_int_equal(agreement_of(acting_as(t, t->ana), booking.id, &booking, &agreement), OK);
	assert_true(str_contains(agreement.canonical, S("\nway video\n")) && !str_contains(agreement.canonical, S("\nplace")));
}

static void a_room_is_a_good_address_and_kept_sealed(void **state)
{
	struct test_house *t = *state;
	struct service service;
	str link;
	ben_helps(t);
	struct service_ask ask = market_service();
	ask.ways = S("home video");
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, service_make(ben, &ask, &service), ERR_INVALID, "room.link_missing");
	ask.link = S("http://video.example.org/ben");
	assert_refused(ben, service_make(ben, &ask, &service), ERR_INVALID, "room.link_wrong");
	ask.link = S(ROOM);
	assert_int_equal(service_make(ben, &ask, &service), OK);
	ask.link = S("");
	assert_int_equal(service_make(ben, &ask, &service), OK); /* the one that is kept */
	assert_int_equal(room_load(ben, t->ben, &link), OK);
	assert_true(str_equal(link, S(ROOM)));
	assert_int_equal(room_load(ben, t->eve, &link), OK);
	assert_true(str_empty(link));
	ask.ways = S("home");
	ask.place = S("");
	assert_refused(ben, service_make(ben, &ask, &service), ERR_INVALID, "field.empty"); /* somebody comes: from where? */
}

static struct near_found found_by(struct test_house *t, int way, int64_t after_id)
{
	struct near_found found;
	const struct near_ask ask = { .place = S(""), .category = -1, .purpose = -1, .way = way, .after_id = after_id };
	assert_int_equal(nearby_find(acting_as(t, t->eve), &ask, &found), OK);
	return found;
}

static void help_from_afar_is_found_from_everywhere(void **state)
{
	struct test_house *t = *state;
	int64_t service_id = ben_helps_by(t, "video");
	struct near_found found = found_by(t, WAY_VIDEO, 0);
	assert_int_equal(found.hits.count, 1);
	assert_true(found.hits.at[0].service.id == service_id && found.hits.at[0].km < 0);
	assert_int_equal(found_by(t, WAY_PHONE, 0).hits.count, 0);
	const struct near_ask near = { .place = S("50667"), .category = -1, .purpose = -1 };
	assert_int_equal(nearby_find(acting_as(t, t->eve), &near, &found), OK);
	assert_int_equal(found.hits.count, 1); /* the visit at home; nobody comes by video */
	assert_true(found.hits.at[0].service.id != service_id);
	struct answer answer = get(t, 0, "/services?way=video");
	assert_true(answer_says(&answer, "Hilfe aus der Ferne") && answer_says(&answer, "<h1>Hilfe per Video"));
	assert_true(answer_says(&answer, "&amp;way=video"));
	assert_false(answer_says(&answer, "data-lat"));
	assert_false(answer_says(&answer, "Köln") || answer_says(&answer, "50667"));
	answer = get(t, 0, "/services?place=50667");
	assert_true(answer_says(&answer, "/services?place=&amp;way=video") && !answer_says(&answer, "Hilfe aus der Ferne"));
	assert_int_equal(service_take_step(market_helper(t, t->ben), service_id, SERVICE_PAUSE), OK);
	assert_int_equal(found_by(t, WAY_VIDEO, 0).hits.count, 0);
}

static void its_pages_hold_everyone_once_and_the_best_first(void **state)
{
	enum { MANY = 45 };
	struct test_house *t = *state;
	int64_t service_id = ben_helps_by(t, "phone"), after_id = 0, seen = 0, rank = INT64_MIN;
	struct service service;
	assert_int_equal(service_load(acting_as(t, t->ben), service_id, &service), OK);
	for (int i = 1; i < MANY; i++) {
		service.id = id_new(t->now);
		service.rank = -80 - i % 7;
		assert_int_equal(service_insert(acting_as(t, t->ben), &service), OK);
		assert_int_equal(area_put(acting_as(t, t->ben), &service), OK);
		if (i % 5 == 0)
			house_settle(t);
	}
	do {
		struct near_found found = found_by(t, WAY_PHONE, after_id);
		for (size_t i = 0; i < found.hits.count; i++, seen++) {
			assert_true(found.hits.at[i].service.rank >= rank);
			rank = found.hits.at[i].service.rank;
		}
		after_id = found.next_id;
	} while (after_id);
	assert_int_equal(seen, MANY);
}

static struct task_found tasks_by(struct test_house *t, int64_t member_id, int way)
{
	struct task_found found;
	const struct task_near_ask ask = { .place = S(""), .radius_km = 5, .category = -1, .way = way, .page = 1 };
	assert_int_equal(task_near(acting_as(t, member_id), &ask, &found), OK);
	return found;
}

static void a_task_from_afar_has_no_place_and_everybody_finds_it(void **state)
{
	struct test_house *t = *state;
	struct task task;
	struct task_ask ask = wanted();
	ben_helps(t);
	ask.way = WAY_VIDEO;
	ask.place = S("");
	assert_int_equal(task_make(acting_as(t, t->ana), &ask, &task), OK);
	assert_true(str_empty(task.code) && str_empty(task.town) && !(task.public_lat > 0));
	assert_int_equal(tasks_by(t, t->ben, WAY_VIDEO).hits.count, 1);
	assert_true(tasks_by(t, t->eve, WAY_VIDEO).hits.at[0].km < 0);
	assert_int_equal(tasks_by(t, t->ben, WAY_PHONE).hits.count, 0);
	assert_int_equal(tasks_by(t, t->ben, WAY_HOME).hits.count, 0);
	ask.way = WAY_COUNT;
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, task_make(ana, &ask, &task), ERR_INVALID, "field.no_choice");
	ask.way = WAY_HOME;
	assert_refused(ana, task_make(ana, &ask, &task), ERR_INVALID, "field.empty");
	task = tasks_by(t, t->ben, WAY_VIDEO).hits.at[0].task;
	struct offer offer;
	struct offer_ask offer_ask = offered();
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, offer_make(ben, task.id, &offer_ask, &offer), ERR_INVALID, "room.link_missing");
	offer_ask.link = S(ROOM);
	assert_int_equal(offer_make(ben, task.id, &offer_ask, &offer), OK);
	struct booking booking;
	const struct booking_ask accepted = talk(WAY_VIDEO);
	assert_int_equal(offer_accept(acting_as(t, t->ana), offer.id, &accepted, &booking), OK);
	assert_int_equal(booking.way, WAY_VIDEO);
	assert_true(str_equal(seen_by(t, t->ana, booking.id).secret.link, S(ROOM)));
	assert_int_equal(tasks_by(t, t->ben, WAY_VIDEO).hits.count, 0); /* it is taken */
	struct answer answer = get(t, t->eve, page_of(t, "/tasks/", task.id));
	assert_true(answer_says(&answer, "Per Video") && !answer_says(&answer, "ungefähre Gegend"));
}

static void who_was_not_there_is_tried_in_a_fitting_way(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_asks_for(t, ben_helps_by(t, "video"), WAY_VIDEO);
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	struct scope *ben = market_helper(t, t->ben);
	t->now = TOMORROW_TEN - HOURS(1);
	ben->now = t->now;
	assert_refused(ben, booking_take_step(ben, booking.id, BOOKING_START, S("")), ERR_CONFLICT, "booking.no_way_there");
	t->now = TOMORROW_TEN + MINUTES(11);
	ben = market_helper(t, t->ben);
	struct booking_words words = { .reason = S(""), .cause = CAUSE_RANG };
	assert_refused(ben, booking_take_step_with(ben, booking.id, BOOKING_NO_SHOW, &words), ERR_INVALID, "booking.attempt_missing");
	words.cause = CAUSE_WAITED;
	assert_int_equal(booking_take_step_with(ben, booking.id, BOOKING_NO_SHOW, &words), OK);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_NO_SHOW_CUSTOMER);
	assert_false(booking_cause_fits(NEED_ATTEMPT, CAUSE_WAITED, WAY_HOME));
	assert_false(booking_cause_fits(NEED_ATTEMPT, CAUSE_WAITED, WAY_PHONE));
	assert_true(booking_cause_fits(NEED_ATTEMPT, CAUSE_RANG, WAY_HOME));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(from_afar_nobody_asks_where),
		WEB_TEST(the_link_is_shown_to_the_two_once_it_is_agreed),
		WEB_TEST(a_call_shows_the_numbers_once_it_is_agreed),
		HOUSE_TEST(mails_and_calendar_say_how_and_keep_the_link),
		HOUSE_TEST(a_room_is_a_good_address_and_kept_sealed),
		WEB_TEST(help_from_afar_is_found_from_everywhere),
		HOUSE_TEST(its_pages_hold_everyone_once_and_the_best_first),
		WEB_TEST(a_task_from_afar_has_no_place_and_everybody_finds_it),
		HOUSE_TEST(who_was_not_there_is_tried_in_a_fitting_way),
	};
	return cmocka_run_group_tests_name("afar", tests, NULL, NULL);
}
