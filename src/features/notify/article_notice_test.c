/* article_notice_test.c: proves who hears of what was published, and that authors hear of comments. */
#include "features/notify/follow.h"
#include "features/notify/notice.h"

#include "features/articles/article_testing.h"
#include "features/articles/articles.h"
#include "features/community/tag.h"
#include "features/member/member.h"
#include "features/member/member_news.h"
#include "features/notify/topic.h"
#include "features/product/product.h"
#include "features/product/product_news.h"
#include "test/letters.h"
#include "test/visit.h"

static struct notice_list inbox_of(struct test_house *t, int64_t member_id)
{
	struct notice_list list;
	house_work(t);
	assert_int_equal(notice_list_mine(acting_as(t, member_id), 0, &list), OK);
	return list;
}

static size_t of_kind(const struct notice_list *inbox, const char *kind)
{
	size_t count = 0;
	for (size_t i = 0; i < inbox->count; i++)
		count += str_equal(inbox->at[i].kind, str_from(kind));
	return count;
}

static void follows(struct test_house *t, int64_t member_id, struct subject subject, enum pace pace)
{
	assert_int_equal(follow_set(acting_as(t, member_id), subject, pace), OK);
}

static str mail_to(struct test_house *t, const char *address, const char *words)
{
	struct letter_got_list list = letters(t);
	for (size_t i = 0; i < list.count; i++) {
		if (str_contains(list.at[i].to, str_from(address)) && str_contains(list.at[i].text, str_from(words)))
			return list.at[i].text;
	}
	return S("");
}

static void whoever_follows_the_author_hears_of_a_story_once(void **state)
{
	struct test_house *t = *state;
	follows(t, t->eve, subject_of(&member_subject, t->ben), PACE_NOW);
	follows(t, t->mia, subject_of(&member_subject, t->ben), PACE_DAILY);
	int64_t id = published(t, t->ben, ARTICLE_STORY);
	struct notice_list inbox = inbox_of(t, t->eve);
	assert_int_equal(inbox.count, 1);
	assert_int_equal(of_kind(&inbox, "followed_article"), 1);
	assert_int_equal(notice_target(&inbox.at[0]).id, id);
	assert_true(mail_to(t, "eve@example.org", "Gastnetz einrichten").len > 0);
	inbox = inbox_of(t, t->mia);
	assert_int_equal(of_kind(&inbox, "followed_article"), 1);
	assert_int_equal(mail_to(t, "mia@example.org", "Gastnetz einrichten").len, 0); /* once a day */
	inbox = inbox_of(t, t->ben);
	assert_int_equal(inbox.count, 0);
	/* A revision is no news. */
	enum article_outcome outcome;
	const struct article_text text = words("Gastnetz einrichten, neu", "1. Menü");
	assert_int_equal(article_save(acting_as(t, t->ben), id, &text), OK);
	assert_int_equal(article_publish(acting_as(t, t->ben), id, 0, &outcome), OK);
	assert_int_equal(inbox_of(t, t->eve).count, 1);
}

static void a_guide_concerns_who_follows_its_product_its_thread_and_its_tags(void **state)
{
	struct test_house *t = *state;
	struct product product = { .key = S("box-1"), .name = S("Box 1"), .about = S("Ein Router."), .kind = S("router") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	const int64_t thread_id = a_solved_thread(t, AUDIENCE_PUBLIC, true);
	assert_int_equal(thread_retag(acting_as(t, t->ana), thread_id, S("Gastnetz")), OK);
	struct thread_tag_list tags;
	assert_int_equal(community_thread_tags(acting_as_house(t), thread_id, &tags), OK);
	house_work(t); /* Ana follows her own question */
	follows(t, t->eve, subject_of(&tag_subject, tags.at[0].id), PACE_NOW);
	follows(t, t->mia, subject_of(&product_subject, product.id), PACE_NOW);
	follows(t, t->eve, subject_of(&product_subject, product.id), PACE_NOW); /* two ways, told once */
	struct article article;
	enum article_outcome outcome;
	struct article_text text = words("Gastnetz einrichten", "1. Menü");
	text.product_id = product.id;
	const struct article_new new = { ARTICLE_GUIDE, subject_of(&thread_subject, thread_id), &text };
	assert_int_equal(article_make(acting_as(t, t->ben), &new, &article), OK);
	assert_int_equal(inbox_of(t, t->eve).count, 0); /* a draft is nobody's news */
	assert_int_equal(article_publish(acting_as(t, t->ben), article.id, 0, &outcome), OK);
	const int64_t told[] = { t->ana, t->eve, t->mia };
	for (size_t i = 0; i < COUNT(told); i++) {
		struct notice_list inbox = inbox_of(t, told[i]);
		assert_int_equal(of_kind(&inbox, "followed_article"), 1);
	}
}

static void nobody_hears_of_what_was_withdrawn_before_it_was_told(void **state)
{
	struct test_house *t = *state;
	follows(t, t->eve, subject_of(&member_subject, t->ben), PACE_NOW);
	int64_t id = published(t, t->ben, ARTICLE_STORY);
	assert_int_equal(article_withdraw(acting_as(t, t->ben), id), OK);
	assert_int_equal(inbox_of(t, t->eve).count, 0);
}

static void a_large_crowd_of_an_article_is_told_to_the_last(void **state)
{
	enum { CROWD = FOLLOWERS_AT_ONCE + 5 };
	struct test_house *t = *state;
	int64_t ids[CROWD];
	for (int i = 0; i < CROWD; i++) {
		struct member member = { .name = str_format(t->arena, "Mitglied %d", i), .origin = str_format(t->arena, "x:%d", i) };
		assert_int_equal(member_make(acting_as_house(t), &member), OK);
		ids[i] = member.id;
		follows(t, ids[i], subject_of(&member_subject, t->ben), PACE_NOW);
		if (i % 20 == 0)
			house_settle(t);
	}
	published(t, t->ben, ARTICLE_STORY);
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(inbox_of(t, ids[i]).count, 1);
}

static void the_author_hears_of_a_comment_and_may_have_it_quiet(void **state)
{
	struct test_house *t = *state;
	struct comment comment;
	const struct comment_text text = { .body = S("Bei mir half das auch."), .html = S("<p>x</p>"), .html_version = 1 };
	int64_t id = published(t, t->ben, ARTICLE_STORY);
	assert_int_equal(comment_make(acting_as(t, t->eve), id, &text, &comment), OK);
	struct notice_list inbox = inbox_of(t, t->ben);
	assert_int_equal(of_kind(&inbox, "commented"), 1);
	assert_int_equal(notice_target(&inbox.at[0]).id, comment.id);
	assert_true(mail_to(t, "ben@example.org", "Bei mir half das auch.").len > 0);
	const struct notice_choice quiet = { S("article"), 1, PACE_NONE, 0 };
	assert_int_equal(topic_choose(acting_as(t, t->ben), &quiet), OK);
	const struct comment_text second = { .body = S("Und noch etwas."), .html = S("<p>x</p>"), .html_version = 1 };
	assert_int_equal(comment_make(acting_as(t, t->eve), id, &second, &comment), OK);
	inbox = inbox_of(t, t->ben);
	assert_int_equal(of_kind(&inbox, "commented"), 2);
	assert_int_equal(mail_to(t, "ben@example.org", "Und noch etwas.").len, 0);
	/* One's own comment is no news to oneself. */
	assert_int_equal(comment_make(acting_as(t, t->ben), id, &text, &comment), OK);
	inbox = inbox_of(t, t->ben);
	assert_int_equal(of_kind(&inbox, "commented"), 2);
}

static void a_comment_that_was_taken_away_is_not_mailed(void **state)
{
	struct test_house *t = *state;
	struct comment comment;
	const struct comment_text text = { .body = S("Das nehme ich zurück."), .html = S("<p>x</p>"), .html_version = 1 };
	int64_t id = published(t, t->ben, ARTICLE_STORY);
	assert_int_equal(comment_make(acting_as(t, t->eve), id, &text, &comment), OK);
	assert_int_equal(comment_delete(acting_as(t, t->eve), comment.id, &comment), OK);
	house_work(t);
	assert_int_equal(mail_to(t, "ben@example.org", "Das nehme ich zurück.").len, 0);
}

static void an_author_hears_what_is_missing(void **state)
{
	struct test_house *t = *state;
	enum article_outcome outcome;
	int64_t id = draft_of(t, t->ben, ARTICLE_STORY, (struct subject){ 0, 0 });
	assert_int_equal(setting_set(acting_as(t, t->adam), &article_settings[0], S("1")), OK);
	assert_int_equal(article_publish(acting_as(t, t->ben), id, 0, &outcome), OK);
	assert_int_equal(outcome, ARTICLE_HANDED_IN);
	assert_int_equal(article_send_back(acting_as(t, t->mia), id, S("Bitte mit einem Bild.")), OK);
	struct notice_list inbox = inbox_of(t, t->ben);
	assert_int_equal(of_kind(&inbox, "article_sent_back"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(whoever_follows_the_author_hears_of_a_story_once),
		WEB_TEST(a_guide_concerns_who_follows_its_product_its_thread_and_its_tags),
		WEB_TEST(nobody_hears_of_what_was_withdrawn_before_it_was_told),
		WEB_TEST(a_large_crowd_of_an_article_is_told_to_the_last),
		WEB_TEST(the_author_hears_of_a_comment_and_may_have_it_quiet),
		WEB_TEST(a_comment_that_was_taken_away_is_not_mailed),
		WEB_TEST(an_author_hears_what_is_missing),
	};
	return cmocka_run_group_tests_name("article notice", tests, NULL, NULL);
}
