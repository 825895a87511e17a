/* visit_ics_test.c: what we write as a calendar entry is read back by libical. */
#include "features/marketplace/visit_ics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>
#include <libical/ical.h>

static int open_arena(void **state)
{
	*state = arena_open(8192);
	return 0;
}

static int close_arena(void **state)
{
	arena_close(*state);
	return 0;
}

static struct visit_ics visit(void)
{
	return (struct visit_ics){
		.method = ICS_REQUEST, .uid = S("booking-7@a.localhost"), .sequence = 0, .stamp = SECONDS(1767268800),
		.starts_at = SECONDS(1767344400), .ends_at = SECONDS(1767348000),
		.summary = S("WLAN; Gastzugang, und \\mehr"), .description = S("Zeile eins\nZeile zwei"),
		.location = S("50667 K\xc3\xb6ln"), .url = S("https://a.localhost/bookings/7"),
		.organizer_name = S("Nordlicht \"hilft\""), .organizer_mail = S("noreply@a.localhost"),
		.attendee_name = S("Ana; Sommer"), .attendee_mail = S("ana@example.org"),
	};
}

static icalcomponent *parse(struct arena *arena, const struct visit_ics *ics)
{
	str text = visit_ics_write(arena, ics);
	icalcomponent *calendar = icalparser_parse_string(str_c(arena, text));
	assert_non_null(calendar);
	icalcomponent_strip_errors(calendar);
	assert_int_equal(icalcomponent_count_errors(calendar), 0);
	return calendar;
}

static void an_invitation_says_when_where_and_who(void **state)
{
	const struct visit_ics ics = visit();
	icalcomponent *calendar = parse(*state, &ics);
	assert_int_equal(icalcomponent_get_method(calendar), ICAL_METHOD_REQUEST);
	icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	assert_non_null(event);
	assert_string_equal(icalcomponent_get_uid(event), "booking-7@a.localhost");
	assert_int_equal(icalcomponent_get_sequence(event), 0);
	assert_int_equal(icalcomponent_get_status(event), ICAL_STATUS_CONFIRMED);
	assert_string_equal(icalcomponent_get_summary(event), "WLAN; Gastzugang, und \\mehr");
	assert_string_equal(icalcomponent_get_description(event), "Zeile eins\nZeile zwei");
	struct icaltimetype start = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event);
	assert_true(icaltime_is_utc(start));
	assert_int_equal(icaltime_as_timet(start), 1767344400);
	assert_int_equal(icaltime_as_timet(end), 1767348000);
	icalproperty *attendee = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
	assert_non_null(attendee);
	assert_string_equal(icalproperty_get_attendee(attendee), "mailto:ana@example.org");
	assert_string_equal(icalproperty_get_parameter_as_string(attendee, "CN"), "Ana; Sommer");
	icalproperty *organizer = icalcomponent_get_first_property(event, ICAL_ORGANIZER_PROPERTY);
	assert_string_equal(icalproperty_get_organizer(organizer), "mailto:noreply@a.localhost");
	icalcomponent_free(calendar);
}

static void a_cancellation_has_the_same_uid_and_a_higher_sequence(void **state)
{
	struct visit_ics ics = visit();
	ics.method = ICS_CANCEL;
	ics.sequence = 1;
	icalcomponent *calendar = parse(*state, &ics);
	icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	assert_int_equal(icalcomponent_get_method(calendar), ICAL_METHOD_CANCEL);
	assert_string_equal(icalcomponent_get_uid(event), "booking-7@a.localhost");
	assert_int_equal(icalcomponent_get_sequence(event), 1);
	assert_int_equal(icalcomponent_get_status(event), ICAL_STATUS_CANCELLED);
	icalcomponent_free(calendar);
}

/* Lines end in CRLF, none is longer than 75 bytes, no letter is cut; what was folded is whole again. */
static void long_lines_are_folded_and_letters_stay_whole(void **state)
{
	struct visit_ics ics = visit();
	struct text text;
	text_open(&text, *state, 1024);
	for (int i = 0; i < 90; i++)
		text_put(&text, i % 3 ? S("\xc3\xa4") : S("\xe2\x82\xac,"));
	ics.summary = text_str(&text);
	str out = visit_ics_write(*state, &ics), rest = out;
	while (rest.len) {
		str line = str_cut(&rest, '\n');
		assert_true(line.len >= 1 && line.at[line.len - 1] == '\r');
		assert_true(line.len - 1 <= 75);
		size_t at = line.at[0] == ' ' ? 1 : 0;
		assert_true(line.len == 1 || ((unsigned char)line.at[at] & 0xc0) != 0x80);
	}
	icalcomponent *calendar = parse(*state, &ics);
	icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	assert_string_equal(icalcomponent_get_summary(event), str_c(*state, ics.summary));
	icalcomponent_free(calendar);
}

static void what_a_member_wrote_cannot_add_lines(void **state)
{
	struct visit_ics ics = visit();
	ics.summary = S("Hallo\r\nSTATUS:CANCELLED");
	ics.attendee_name = S("Ana\":mailto:eve@example.org\r\nX-EVIL:1");
	icalcomponent *calendar = parse(*state, &ics);
	icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	assert_int_equal(icalcomponent_get_status(event), ICAL_STATUS_CONFIRMED);
	assert_int_equal(icalcomponent_count_properties(event, ICAL_X_PROPERTY), 0);
	icalproperty *attendee = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
	assert_string_equal(icalproperty_get_attendee(attendee), "mailto:ana@example.org");
	icalcomponent_free(calendar);
}

#define ICS_TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ICS_TEST(an_invitation_says_when_where_and_who),
		ICS_TEST(a_cancellation_has_the_same_uid_and_a_higher_sequence),
		ICS_TEST(long_lines_are_folded_and_letters_stay_whole),
		ICS_TEST(what_a_member_wrote_cannot_add_lines),
	};
	return cmocka_run_group_tests_name("visit ics", tests, NULL, NULL);
}
