/* scale_test.c: proves that a made community keeps its books: what is counted is there, and the shape is a real one's. */
#include "app/command_testing.h"

#define THREADS_LIKE "SELECT count(*) FROM community_thread t WHERE "

/* Each finds what does not add up; where it can be, among the demo's own rows, too. */
static const char *const faults[] = {
	THREADS_LIKE "post_count <> (SELECT count(*) FROM community_post p WHERE p.brand_id = t.brand_id AND p.thread_id = t.id)",
	THREADS_LIKE "kudos_count <> (SELECT sum(kudos_count) FROM community_post p WHERE p.brand_id = t.brand_id AND p.thread_id = t.id)",
	THREADS_LIKE "active_at <> (SELECT max(created_at) FROM community_post p WHERE p.brand_id = t.brand_id AND p.thread_id = t.id AND p.hidden_at IS NULL)",
	THREADS_LIKE "(state = 2) <> EXISTS (SELECT 1 FROM community_solution s WHERE s.brand_id = t.brand_id AND s.thread_id = t.id)",
	THREADS_LIKE "state < 3 AND NOT EXISTS (SELECT 1 FROM core_trail r JOIN core_matter m ON m.brand_id = t.brand_id AND m.id = r.matter_id"
	             " WHERE r.brand_id = t.brand_id AND r.id = t.id AND m.owner_id = t.author_id)",
	"SELECT count(*) FROM community_post p JOIN member_member m ON m.brand_id = p.brand_id AND m.id = p.author_id"
	" WHERE m.origin LIKE 'scale:%' AND kudos_count <> (SELECT count(*) FROM community_kudos k WHERE k.brand_id = p.brand_id AND k.post_id = p.id)",
	"SELECT count(*) FROM community_post p JOIN member_member m ON m.brand_id = p.brand_id AND m.id = p.author_id"
	" WHERE m.origin LIKE 'scale:%' AND m.joined_at > p.created_at",
	"SELECT count(*) FROM community_board b WHERE thread_count <>"
	" (SELECT count(*) FROM community_thread t WHERE t.brand_id = b.brand_id AND t.board_id = b.id)",
	"SELECT count(*) FROM marketplace_helper h WHERE (rating_count, rating_sum) <> (SELECT count(*), coalesce(sum(stars), 0)"
	" FROM marketplace_review r WHERE r.brand_id = h.brand_id AND r.about_id = h.member_id AND NOT by_helper AND published_at > 0)",
	"SELECT count(*) FROM marketplace_booking b JOIN member_member m ON m.brand_id = b.brand_id AND m.id = b.asker_id"
	" WHERE m.origin LIKE 'scale:%' AND ((state, (SELECT count(*) FROM marketplace_booking_log l WHERE l.brand_id = b.brand_id"
	" AND l.booking_id = b.id)) NOT IN (VALUES (17, 5), (1, 2)) OR m.joined_at > b.made_at)",
	"SELECT count(*) FROM marketplace_booking b JOIN member_member m ON m.brand_id = b.brand_id AND m.id = b.asker_id"
	" WHERE m.origin LIKE 'scale:%' AND (state = 1) <> EXISTS (SELECT 1 FROM calendar_hold h WHERE h.brand_id = b.brand_id"
	" AND h.owner_id = b.helper_id AND h.subject_id = b.id AND h.starts_at = b.starts_at AND h.ends_at = b.ends_at)",
	"SELECT count(*) FROM calendar_hold a JOIN calendar_hold b ON b.brand_id = a.brand_id AND b.owner_id = a.owner_id AND b.id > a.id"
	" AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at",
	"SELECT count(*) FROM marketplace_task k WHERE state = 0 AND NOT EXISTS (SELECT 1 FROM core_trail r WHERE r.brand_id = k.brand_id AND r.id = k.id)",
	"SELECT count(*) FROM notify_notice n JOIN member_member m ON m.brand_id = n.brand_id AND m.id = n.member_id WHERE m.origin LIKE 'scale:%'"
	" AND NOT EXISTS (SELECT 1 FROM community_thread t WHERE t.brand_id = n.brand_id AND t.id = n.subject_id AND t.author_id = n.member_id)",
	/* The index, built in one go. */
	THREADS_LIKE "audience_id = 1 AND NOT EXISTS (SELECT 1 FROM store_document d WHERE d.brand_id = t.brand_id AND d.id = t.id)",
	"SELECT abs((SELECT count(*) FROM store_document) - (SELECT sum(documents) FROM store_corpus))",
	"SELECT count(*) FROM search_similar s WHERE s.other_id = s.thread_id OR NOT EXISTS (SELECT 1 FROM community_thread t"
	" WHERE t.brand_id = s.brand_id AND t.id = s.other_id AND t.state = 2 AND t.audience_id = 1)",
	"SELECT count(*) FROM (SELECT 1 FROM search_similar GROUP BY brand_id, thread_id HAVING count(*) > 8)",
	"SELECT count(*) < 200 FROM (SELECT DISTINCT thread_id FROM search_similar)",
	"SELECT count(*) FROM search_word WHERE documents = 0",
	"SELECT count(*) FROM marketplace_review WHERE stars NOT BETWEEN 1 AND 5",
};

static const char busiest[] = "WITH w AS (SELECT count(*) AS n FROM community_post p JOIN member_member m ON m.brand_id = p.brand_id AND m.id = p.author_id"
	" WHERE m.origin LIKE 'scale:%' GROUP BY author_id)"
	" SELECT 100 * (SELECT sum(n) FROM (SELECT n FROM w ORDER BY n DESC LIMIT (SELECT count(*) / 10 FROM w))) / (SELECT sum(n) FROM w)";

static void its_books_are_right_and_its_shape_is_a_real_ones(void **state)
{
	struct shell *shell = *state;
	struct ran ran = shell_run(shell, "demo --only-fill --scale 400 --data @house");
	assert_int_equal(ran.exited, 0);
	assert_int_equal(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM member_member WHERE origin LIKE 'scale:%'"), 400);
	assert_in_range(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM community_thread"), 429, 700);
	for (size_t i = 0; i < COUNT(faults); i++) {
		int64_t count = count_in(shell, "house/heinzel.db", faults[i]);
		if (count)
			print_message("%lld: %s\n", (long long)count, faults[i]);
		assert_int_equal(count, 0);
	}
	assert_in_range(count_in(shell, "house/heinzel.db", busiest), 48, 64);
	/* A second start finds it there. */
	ran = shell_run(shell, "demo --only-fill --scale 400 --data @house");
	assert_true(says(ran.out, "there already"));
	assert_int_equal(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM member_member WHERE origin LIKE 'scale:%'"), 400);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = { SHELL_TEST(its_books_are_right_and_its_shape_is_a_real_ones) };
	must(count == 2);
	shell_program(arguments[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
