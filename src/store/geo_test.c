/* geo_test.c: nobody inside a circle is missed, few outside are looked at. */
#include "store/geo.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

/* The same cases in every run. */
struct dice {
	uint64_t state;
};

static double dice(struct dice *dice, double low, double high)
{
	dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
	return low + (high - low) * (double)(dice->state >> 11) / 9007199254740992.0;
}

static bool covers(const int64_t *cover, size_t count, struct point point)
{
	int64_t cells[GEO_LEVELS];
	size_t levels = geo_cells_at(point, cells);
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < levels; j++) {
			if (cover[i] == cells[j])
				return true;
		}
	}
	return false;
}

static void distances_are_those_of_the_atlas(void **state)
{
	const struct point vienna = { 48.2082, 16.3738 }, berlin = { 52.52, 13.405 },
			   zurich = { 47.3769, 8.5417 };
	assert_true(fabs(geo_distance_km(vienna, berlin) - 523.6) < 1);
	assert_true(fabs(geo_distance_km(vienna, zurich) - 591.5) < 1);
	assert_true(geo_distance_km(vienna, vienna) < 1e-9);
	/* Antipodes: half the way round. */
	assert_true(
	    fabs(geo_distance_km((struct point){ 0, 0 }, (struct point){ 0, 180 }) - 20015) < 1);
}

static void no_point_inside_a_circle_is_missed(void **state)
{
	struct dice random = { 42 };
	int inside = 0;
	for (int i = 0; inside < 10000; i++) {
		struct point centre = { dice(&random, 35, 66), dice(&random, -10, 30) };
		double radius = pow(10, dice(&random, -0.5, 2.7));
		double reach = radius / 111;
		struct point point = { centre.lat + dice(&random, -reach, reach),
				       centre.lon + dice(&random, -2 * reach, 2 * reach) };
		if (geo_distance_km(centre, point) > radius)
			continue;
		inside++;
		int64_t cover[GEO_COVER_MAX];
		size_t count = geo_cover(centre, radius, cover);
		assert_true(count > 0 && count <= GEO_COVER_MAX);
		assert_true(covers(cover, count, point));
	}
}

static void points_at_the_very_edge_are_covered(void **state)
{
	struct dice random = { 7 };
	for (int i = 0; i < 2000; i++) {
		struct point centre = { dice(&random, 45, 55), dice(&random, 5, 17) };
		double radius = dice(&random, 1, 100), angle = dice(&random, 0, 6.283185);
		struct point point = { centre.lat + radius * 0.9999 / 111.195 * cos(angle),
				       centre.lon };
		point.lon +=
		    radius * 0.9999 / 111.195 * sin(angle) / cos(point.lat * 0.017453292519943295);
		if (geo_distance_km(centre, point) > radius)
			continue;
		int64_t cover[GEO_COVER_MAX];
		assert_true(covers(cover, geo_cover(centre, radius, cover), point));
	}
}

static void few_points_outside_are_looked_at(void **state)
{
	struct dice random = { 99 };
	int looked_at = 0, wanted = 0;
	for (int i = 0; i < 300; i++) {
		struct point centre = { dice(&random, 46, 55), dice(&random, 6, 17) };
		double radius = dice(&random, 5, 60);
		int64_t cover[GEO_COVER_MAX];
		size_t count = geo_cover(centre, radius, cover);
		for (int j = 0; j < 400; j++) {
			double reach = 3 * radius / 111;
			struct point point = { centre.lat + dice(&random, -reach, reach),
					       centre.lon +
						   dice(&random, -1.6 * reach, 1.6 * reach) };
			wanted += geo_distance_km(centre, point) <= radius;
			looked_at += covers(cover, count, point);
		}
	}
	print_message("looked at %d for %d wanted: %.2f\n", looked_at, wanted,
		      (double)looked_at / wanted);
	assert_true(wanted > 1000);
	assert_true(looked_at < 1.5 * wanted);
}

static void cells_of_a_cover_are_distinct(void **state)
{
	int64_t cover[GEO_COVER_MAX];
	size_t count = geo_cover((struct point){ 48.2, 16.4 }, 25, cover);
	assert_true(count > 4);
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < i; j++)
			assert_true(cover[i] != cover[j]);
	}
}

static void strange_circles_do_no_harm(void **state)
{
	const struct {
		struct point centre;
		double radius;
	} strange[] = {
		{ { 90, 0 }, 100 },	 { { -90, 180 }, 1 },	 { { 0, 180 }, 50 },
		{ { 0, -180 }, 50 },	 { { 48, 16 }, 0 },	 { { 48, 16 }, -5 },
		{ { 48, 16 }, 1e9 },	 { { 48, 16 }, 3000 },	 { { NAN, NAN }, 10 },
		{ { INFINITY, 0 }, 10 }, { { 1000, 1000 }, 10 }, { { 48, 16 }, NAN },
	};
	for (size_t i = 0; i < COUNT(strange); i++) {
		int64_t cover[GEO_COVER_MAX], cells[GEO_LEVELS];
		size_t count = geo_cover(strange[i].centre, strange[i].radius, cover);
		assert_true(count >= 1 && count <= GEO_COVER_MAX);
		assert_int_equal(geo_cells_at(strange[i].centre, cells), GEO_LEVELS);
	}
}

static void a_circle_of_no_size_is_one_small_cell(void **state)
{
	int64_t cover[GEO_COVER_MAX], cells[GEO_LEVELS];
	struct point point = { 48.2082, 16.3738 };
	assert_int_equal(geo_cover(point, 0, cover), 1);
	geo_cells_at(point, cells);
	assert_true(cover[0] == cells[GEO_LEVELS - 1]);
}

static void a_circle_too_large_for_cells_is_found_everywhere(void **state)
{
	int64_t cover[GEO_COVER_MAX];
	size_t count = geo_cover((struct point){ 48, 16 }, 1e5, cover);
	assert_int_equal(count, 1);
	assert_true(covers(cover, count, (struct point){ -33, 151 }));
}

static void a_blurred_place_is_near_and_always_the_same(void **state)
{
	struct dice random = { 3 };
	for (int i = 0; i < 1000; i++) {
		struct point point = { dice(&random, 45, 56), dice(&random, 5, 17) };
		struct point blurred = geo_blurred(point), again = geo_blurred(blurred);
		assert_true(geo_distance_km(point, blurred) < 0.9);
		assert_true(geo_distance_km(blurred, again) < 0.001);
	}
	/* Two flats of one street are one place to the public. */
	struct point one = geo_blurred((struct point){ 48.20411, 16.37011 });
	struct point other = geo_blurred((struct point){ 48.20415, 16.37021 });
	assert_true(geo_distance_km(one, other) < 1e-9);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances_are_those_of_the_atlas),
		cmocka_unit_test(no_point_inside_a_circle_is_missed),
		cmocka_unit_test(points_at_the_very_edge_are_covered),
		cmocka_unit_test(few_points_outside_are_looked_at),
		cmocka_unit_test(cells_of_a_cover_are_distinct),
		cmocka_unit_test(strange_circles_do_no_harm),
		cmocka_unit_test(a_circle_of_no_size_is_one_small_cell),
		cmocka_unit_test(a_circle_too_large_for_cells_is_found_everywhere),
		cmocka_unit_test(a_blurred_place_is_near_and_always_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
