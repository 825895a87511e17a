/* recounts.h: what is counted beside a row, counted again: each finds the rows where the two differ. */
#ifndef TEST_RECOUNTS_H
#define TEST_RECOUNTS_H

static const struct { const char *name, *sql; } recounts[] = {
	{ "a post's kudos", "SELECT count(*) FROM community_post p WHERE kudos_count <> (SELECT count(*) FROM community_kudos k"
	  " WHERE k.brand_id = p.brand_id AND k.post_id = p.id)" },
	{ "a thread's kudos", "SELECT count(*) FROM community_thread t WHERE kudos_count <> (SELECT coalesce(sum(kudos_count), 0)"
	  " FROM community_post p WHERE p.brand_id = t.brand_id AND p.thread_id = t.id)" },
	{ "a thread's posts", "SELECT count(*) FROM community_thread t WHERE post_count <> (SELECT count(*) FROM community_post p"
	  " WHERE p.brand_id = t.brand_id AND p.thread_id = t.id)" },
	{ "a thread's me-toos", "SELECT count(*) FROM community_thread t WHERE metoo_count <> (SELECT count(*) FROM community_metoo m"
	  " WHERE m.brand_id = t.brand_id AND m.thread_id = t.id)" },
	{ "a thread's solutions that can be seen", "SELECT count(*) FROM community_thread t WHERE t.state IN (1, 2) AND (t.state = 2) <> EXISTS"
	  " (SELECT 1 FROM community_solution s JOIN community_post p ON p.brand_id = s.brand_id AND p.thread_id = s.thread_id AND p.id = s.post_id"
	  " WHERE s.brand_id = t.brand_id AND s.thread_id = t.id AND p.hidden_at IS NULL AND p.deleted_at IS NULL)"
	  " AND t.hidden_at IS NULL" },
	{ "a board's threads", "SELECT count(*) FROM community_board b WHERE thread_count <> (SELECT count(*) FROM community_thread t"
	  " WHERE t.brand_id = b.brand_id AND t.board_id = b.id"
	  " AND t.hidden_at IS NULL AND t.deleted_at IS NULL)" },
	{ "a helper's rating", "SELECT count(*) FROM marketplace_helper h WHERE (rating_count, rating_sum) <> (SELECT count(*),"
	  " coalesce(sum(stars), 0) FROM marketplace_review r WHERE r.brand_id = h.brand_id AND r.about_id = h.member_id AND NOT by_helper"
	  " AND published_at > 0)" },
	{ "a task's offers that wait", "SELECT count(*) FROM marketplace_task k WHERE offer_count <> (SELECT count(*) FROM marketplace_offer o"
	  " WHERE o.brand_id = k.brand_id AND o.task_id = k.id AND o.state = 0)" },
	{ "a chat's messages", "SELECT count(*) FROM marketplace_chat c WHERE count <> (SELECT count(*) FROM marketplace_message m"
	  " WHERE m.brand_id = c.brand_id AND m.chat_id = c.id)" },
	{ "the index's documents", "SELECT abs((SELECT count(*) FROM store_document) - (SELECT coalesce(sum(documents), 0) FROM store_corpus))" },
};
#endif
