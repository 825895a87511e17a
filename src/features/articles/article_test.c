/* article_test.c: proves the rules of articles: who writes, what is seen when, history, answers, the clock. */
#include "features/articles/article_testing.h"

#include "features/articles/articles.h"
#include "features/member/member.h"
#include "features/product/product.h"

static const struct subject none = { 0, 0 };

static struct article stored(struct test_house *t, int64_t id)
{
	struct article article;
	assert_int_equal(article_load(acting_as(t, t->eve), id, &article), OK);
	return article;
}

static bool is_seen(struct test_house *t, int64_t member_id, int64_t id)
{
	struct article article;
	struct scope *scope = acting_as(t, member_id);
	enum err err = article_show(scope, id, &article);
	if (err) {
		assert_int_equal(err, ERR_NOT_FOUND);
		assert_string_equal(scope->refusal.reason, "article.not_found");
	}
	return !err;
}

static void a_guide_of_a_solved_thread_stands_on_its_trail(void **state)
{
	struct test_house *t = *state;
	struct article_list made;
	struct matter of_thread, of_guide;
	enum article_outcome outcome;
	const struct subject thread = subject_of(&thread_subject, a_solved_thread(t, AUDIENCE_PUBLIC, true));
	int64_t id = draft_of(t, t->ben, ARTICLE_GUIDE, thread);
	assert_int_equal(article_publish(acting_as(t, t->ben), id, 0, &outcome), OK);
	assert_int_equal(outcome, ARTICLE_CAME_OUT);
	assert_string_equal(house_last_news(t), "articles.article_published");
	assert_int_equal(article_load_of_source(acting_as(t, 0), thread, &made), OK);
	assert_int_equal(made.count, 1);
	assert_int_equal(made.at[0].id, id);
	assert_int_equal(trail_matter(acting_as(t, t->ana), thread, &of_thread), OK);
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject_of(&article_subject, id), &of_guide), OK);
	assert_int_equal(of_thread.id, of_guide.id);
	assert_true(is_seen(t, 0, id));
}

static void the_source_says_what_helped_and_who_found_it(void **state)
{
	struct test_house *t = *state;
	struct source source;
	int64_t id = a_solved_thread(t, AUDIENCE_PUBLIC, true);
	assert_int_equal(article_source(acting_as(t, t->ben), subject_of(&thread_subject, id), &source), OK);
	assert_true(str_equal(source.title, S("Gäste kommen nicht ins WLAN")));
	assert_true(str_equal(source.text, S("1. Menü öffnen\n2. WPA2 wählen")));
	assert_true(str_equal(source.problem, S("Passwort stimmt.")));
	assert_int_equal(source.author_ids.count, 1);
	assert_int_equal(source.author_ids.at[0], t->ben);
	assert_int_equal(article_source(acting_as(t, t->ben), subject_of(&thread_subject, 99), &source), ERR_NOT_FOUND);
	assert_int_equal(article_source(acting_as(t, t->ben), (struct subject){ 99, id }, &source), ERR_NOT_FOUND);
}

static void only_who_solved_it_and_the_team_write_a_guide(void **state)
{
	struct test_house *t = *state;
	struct article article;
	const struct article_text text = words("Gastnetz einrichten", "So geht es");
	const struct subject thread = subject_of(&thread_subject, a_solved_thread(t, AUDIENCE_PUBLIC, true));
	const struct { int64_t who; int kind; struct subject source; bool may; } cases[] = {
		{ t->ben, ARTICLE_GUIDE, thread, true },  { t->mia, ARTICLE_GUIDE, thread, true }, { t->adam, ARTICLE_GUIDE, none, true },
		{ t->ana, ARTICLE_GUIDE, thread, false }, { t->eve, ARTICLE_GUIDE, thread, false }, { 0, ARTICLE_GUIDE, thread, false },
		{ t->ben, ARTICLE_GUIDE, none, false },   { t->ben, ARTICLE_NEWS, none, false },    { t->mia, ARTICLE_NEWS, none, true },
		{ t->ben, ARTICLE_NEWS, thread, false },  { t->mia, ARTICLE_STORY, thread, false },
		{ t->eve, ARTICLE_STORY, none, true },    { 0, ARTICLE_STORY, none, false },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct article_new new = { cases[i].kind, cases[i].source, &text };
		struct scope *scope = acting_as(t, cases[i].who);
		enum err err = article_make(scope, &new, &article);
		if (cases[i].may)
			assert_int_equal(err, OK);
		else
			assert_refused(scope, err, ERR_FORBIDDEN, "article.not_yours_to_write");
	}
}

static void what_is_not_solved_or_not_there_makes_no_guide(void **state)
{
	struct test_house *t = *state;
	struct article article;
	const struct article_text text = words("Gastnetz einrichten", "So geht es");
	struct article_new new = { ARTICLE_GUIDE, subject_of(&thread_subject, a_solved_thread(t, AUDIENCE_PUBLIC, false)), &text };
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, article_make(mia, &new, &article), ERR_CONFLICT, "article.source_open");
	new.source.id = 99;
	mia = acting_as(t, t->mia);
	assert_refused(mia, article_make(mia, &new, &article), ERR_NOT_FOUND, "article.no_source");
}

static void a_guide_of_a_closed_board_stays_closed(void **state)
{
	struct test_house *t = *state;
	enum article_outcome outcome;
	const struct subject thread = subject_of(&thread_subject, a_solved_thread(t, AUDIENCE_MEMBERS, true));
	int64_t id = draft_of(t, t->ben, ARTICLE_GUIDE, thread);
	assert_int_equal(article_publish(acting_as(t, t->ben), id, 0, &outcome), OK);
	assert_true(is_seen(t, t->eve, id));
	assert_false(is_seen(t, 0, id));
	struct article_list list;
	assert_int_equal(article_load_list(acting_as(t, 0), &(struct article_filter){ .kind = ARTICLE_GUIDE }, &list), OK);
	assert_int_equal(list.count, 0);
	assert_int_equal(article_load_list(acting_as(t, t->eve), &(struct article_filter){ .kind = ARTICLE_GUIDE }, &list), OK);
	assert_int_equal(list.count, 1);
}

static void what_an_article_cannot_be_is_refused_with_the_field(void **state)
{
	struct test_house *t = *state;
	struct article article;
	const struct { struct article_text text; const char *field, *reason; } wrong[] = {
		{ words("Netz", "x"), "title", "article.title_wrong" }, { words("Gastnetz", " "), "body", "article.body_wrong" },
		{ { .title = S("Gastnetz"), .body = S("x"), .product_id = 99, .excerpt = S(""), .html = S(""), .note = S("") },
		  "product_id", "product.not_found" },
	};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct scope *eve = acting_as(t, t->eve);
		const struct article_new new = { ARTICLE_STORY, none, &wrong[i].text };
		assert_refused(eve, article_make(eve, &new, &article), ERR_INVALID, wrong[i].reason);
		assert_string_equal(eve->refusal.field, wrong[i].field);
	}
}

static void a_draft_is_for_its_author_and_the_team(void **state)
{
	struct test_house *t = *state;
	struct subject_face face;
	int64_t id = draft_of(t, t->eve, ARTICLE_STORY, none);
	const struct { int64_t who; bool sees; } cases[] = { { t->eve, true }, { t->mia, true }, { t->adam, true },
		{ 0, false }, { t->ana, false }, { t->ben, false } };
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(is_seen(t, cases[i].who, id), cases[i].sees);
		const struct subject subject = subject_of(&article_subject, id);
		assert_int_equal(subject_faces(acting_as(t, cases[i].who), &subject, 1, &face), OK);
		assert_int_equal(face.title.len > 0, cases[i].sees);
	}
	struct article_list list;
	assert_int_equal(article_load_list(acting_as(t, t->eve), &(struct article_filter){ .kind = ARTICLE_STORY }, &list), OK);
	assert_int_equal(list.count, 0);
	assert_int_equal(article_load_mine(acting_as(t, t->eve), 0, &list), OK);
	assert_int_equal(list.count, 1);
	assert_true(str_equal(list.at[0].title, S("Gastnetz einrichten")));
}

static void readers_see_the_old_text_until_a_revision_is_published(void **state)
{
	struct test_house *t = *state;
	enum article_outcome outcome;
	struct article_version_list versions;
	int64_t id = published(t, t->eve, ARTICLE_STORY);
	struct article_text text = words("Gastnetz, neu", "Ganz anders");
	text.note = S("Neues Menü");
	assert_int_equal(article_save(acting_as(t, t->eve), id, &text), OK);
	assert_true(str_equal(stored(t, id).title, S("Gastnetz einrichten")));
	t->now += DAYS(3);
	assert_int_equal(article_publish(acting_as(t, t->eve), id, 0, &outcome), OK);
	assert_string_equal(house_last_news(t), "articles.article_changed");
	struct article article = stored(t, id);
	assert_true(str_equal(article.title, S("Gastnetz, neu")));
	assert_int_equal(article.version, 2);
	assert_int_equal(article.published_at, HOUSE_NOON);
	assert_int_equal(article.changed_at, t->now);
	assert_int_equal(article_versions(acting_as(t, 0), id, &versions), OK);
	assert_int_equal(versions.count, 2);
	assert_true(str_equal(versions.at[0].note, S("Neues Menü")) && str_equal(versions.at[1].title, S("Gastnetz einrichten")));
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, article_publish(eve, id, 0, &outcome), ERR_CONFLICT, "article.nothing_new");
}

static void only_its_author_and_the_team_change_an_article(void **state)
{
	struct test_house *t = *state;
	enum article_outcome outcome;
	bool gone;
	int64_t id = published(t, t->eve, ARTICLE_STORY), news = published(t, t->mia, ARTICLE_NEWS);
	const struct article_text text = words("Gastnetz, neu", "Ganz anders");
	const int64_t others[] = { 0, t->ana, t->ben };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *scope = acting_as(t, others[i]);
		assert_refused(scope, article_save(scope, id, &text), ERR_FORBIDDEN, "article.not_yours");
		assert_refused(scope, article_publish(scope, id, 0, &outcome), ERR_FORBIDDEN, "article.not_yours");
		assert_refused(scope, article_withdraw(scope, id), ERR_FORBIDDEN, "article.not_yours");
		assert_refused(scope, article_check(scope, id), ERR_FORBIDDEN, "article.not_yours");
		assert_refused(scope, article_discard(scope, id, &gone), ERR_FORBIDDEN, "article.not_yours");
		assert_refused(scope, article_save(scope, news, &text), ERR_FORBIDDEN, "article.not_yours");
	}
	assert_int_equal(article_save(acting_as(t, t->mia), id, &text), OK);
	struct article_text late = text;
	late.seen_at = t->now - 1;
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, article_save(eve, id, &late), ERR_CONFLICT, "article.edited_meanwhile");
}

static void a_draft_thrown_away_leaves_what_is_published(void **state)
{
	struct test_house *t = *state;
	bool gone;
	int64_t first = draft_of(t, t->eve, ARTICLE_STORY, none), out = published(t, t->eve, ARTICLE_STORY);
	const struct article_text text = words("Gastnetz, neu", "Ganz anders");
	assert_int_equal(article_save(acting_as(t, t->eve), out, &text), OK);
	assert_int_equal(article_discard(acting_as(t, t->eve), out, &gone), OK);
	assert_false(gone);
	assert_true(is_seen(t, 0, out));
	assert_int_equal(article_discard(acting_as(t, t->eve), first, &gone), OK);
	assert_true(gone);
	assert_false(is_seen(t, t->eve, first));
}

static void what_is_withdrawn_is_gone_for_readers_and_can_come_back(void **state)
{
	struct test_house *t = *state;
	enum article_outcome outcome;
	struct article_words words_of;
	int64_t id = published(t, t->eve, ARTICLE_STORY);
	assert_int_equal(article_withdraw(acting_as(t, t->eve), id), OK);
	assert_false(is_seen(t, 0, id));
	assert_int_equal(articles_words(acting_as_house(t), id, &words_of), OK);
	assert_false(words_of.is_out);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, article_withdraw(eve, id), ERR_CONFLICT, "article.not_out");
	assert_int_equal(article_publish(acting_as(t, t->eve), id, 0, &outcome), OK);
	assert_true(is_seen(t, 0, id));
	assert_int_equal(stored(t, id).version, 1);
}

/* Its working copy left with whoever wrote it (features/privacy): there is nothing that could come out. */
static void what_says_nothing_does_not_come_out(void **state)
{
	struct test_house *t = *state;
	enum article_outcome outcome;
	int64_t id = draft_of(t, t->eve, ARTICLE_STORY, none);
	assert_int_equal(article_draft_delete(acting_as_house(t), id), OK);
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, article_publish(mia, id, 0, &outcome), ERR_CONFLICT, "article.nothing_new");
	assert_false(is_seen(t, 0, id));
}

static void set_review(struct test_house *t, const char *value)
{
	assert_int_equal(setting_set(acting_as(t, t->adam), &article_settings[0], str_from(value)), OK);
}

static void where_the_brand_looks_first_a_member_hands_in(void **state)
{
	struct test_house *t = *state;
	enum article_outcome outcome;
	struct article_draft_list waiting;
	set_review(t, "1");
	int64_t id = draft_of(t, t->eve, ARTICLE_STORY, none);
	assert_int_equal(article_publish(acting_as(t, t->eve), id, 0, &outcome), OK);
	assert_int_equal(outcome, ARTICLE_HANDED_IN);
	assert_false(is_seen(t, 0, id));
	assert_string_equal(house_last_news(t), "articles.article_handed_in");
	assert_int_equal(article_draft_waiting(acting_as(t, t->mia), 0, &waiting), OK);
	assert_int_equal(waiting.count, 1);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, article_send_back(eve, id, S("x")), ERR_FORBIDDEN, "article.not_yours");
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, article_send_back(mia, id, S(" ")), ERR_INVALID, "article.answer_wrong");
	assert_int_equal(article_send_back(acting_as(t, t->mia), id, S("Bitte ein Bild.")), OK);
	assert_string_equal(house_last_news(t), "articles.article_sent_back");
	mia = acting_as(t, t->mia);
	assert_refused(mia, article_send_back(mia, id, S("Noch was")), ERR_CONFLICT, "article.not_handed_in");
	assert_int_equal(article_publish(acting_as(t, t->eve), id, 0, &outcome), OK);
	assert_int_equal(article_publish(acting_as(t, t->mia), id, 0, &outcome), OK);
	assert_int_equal(outcome, ARTICLE_CAME_OUT);
	assert_true(is_seen(t, 0, id));
	assert_int_equal(stored(t, id).author_id, t->eve);
}

/* ── the clock ── */

static void news_come_out_at_their_time_and_not_before(void **state)
{
	struct test_house *t = *state;
	enum article_outcome outcome;
	int64_t id = draft_of(t, t->mia, ARTICLE_NEWS, none);
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, article_publish(mia, id, t->now, &outcome), ERR_INVALID, "article.time_over");
	assert_int_equal(article_publish(acting_as(t, t->mia), id, t->now + HOURS(2), &outcome), OK);
	assert_int_equal(outcome, ARTICLE_PLANNED);
	t->now += HOURS(2) - 1;
	house_work(t);
	assert_false(is_seen(t, 0, id));
	t->now += 1;
	house_work(t);
	assert_true(is_seen(t, 0, id));
	assert_int_equal(stored(t, id).published_at, t->now);
	int64_t story = draft_of(t, t->eve, ARTICLE_STORY, none);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, article_publish(eve, story, t->now + HOURS(2), &outcome), ERR_INVALID, "article.no_time");
}

static void whoever_lost_the_role_publishes_nothing_any_more(void **state)
{
	struct test_house *t = *state;
	enum article_outcome outcome;
	int64_t id = draft_of(t, t->mia, ARTICLE_NEWS, none);
	assert_int_equal(article_publish(acting_as(t, t->mia), id, t->now + HOURS(2), &outcome), OK);
	assert_int_equal(member_set_role(acting_as(t, t->adam), t->mia, ROLE_MODERATOR, false), OK);
	t->now += HOURS(3);
	house_work(t);
	assert_false(is_seen(t, 0, id));
	assert_int_equal(stored(t, id).state, ARTICLE_DRAFT);
	assert_int_equal(stored(t, id).publish_at, 0);
}

static void what_was_planned_can_be_taken_back(void **state)
{
	struct test_house *t = *state;
	enum article_outcome outcome;
	int64_t id = draft_of(t, t->mia, ARTICLE_NEWS, none);
	assert_int_equal(article_publish(acting_as(t, t->mia), id, t->now + HOURS(2), &outcome), OK);
	assert_int_equal(article_withdraw(acting_as(t, t->mia), id), OK);
	t->now += HOURS(3);
	house_work(t);
	assert_false(is_seen(t, 0, id));
}

static void an_old_guide_asks_its_author_once(void **state)
{
	struct test_house *t = *state;
	bool is_old;
	int64_t id = published(t, t->mia, ARTICLE_GUIDE), news = published(t, t->mia, ARTICLE_NEWS);
	struct article article = stored(t, id);
	t->now += DAYS(360);
	assert_int_equal(article_is_old(acting_as(t, 0), &article, &is_old), OK);
	assert_false(is_old);
	t->now += DAYS(1);
	assert_int_equal(article_is_old(acting_as(t, 0), &article, &is_old), OK);
	assert_true(is_old);
	house_work(t);
	moment asked = stored(t, id).asked_at;
	assert_true(asked > 0);
	assert_int_equal(stored(t, news).asked_at, 0);
	t->now += DAYS(2);
	house_work(t);
	assert_int_equal(stored(t, id).asked_at, asked);
	assert_int_equal(article_check(acting_as(t, t->mia), id), OK);
	article = stored(t, id);
	assert_int_equal(article.checked_at, t->now);
	assert_int_equal(article.asked_at, 0);
	assert_int_equal(article_is_old(acting_as(t, 0), &article, &is_old), OK);
	assert_false(is_old);
}

/* ── did this help? ── */

static void a_reader_answers_once_and_may_think_again(void **state)
{
	struct test_house *t = *state;
	int64_t id = published(t, t->mia, ARTICLE_GUIDE), story = published(t, t->eve, ARTICLE_STORY);
	const struct { int64_t who; const char *token; bool helped; int64_t yes, no; } answers[] = {
		{ t->ana, "", true, 1, 0 },       { t->ana, "", true, 1, 0 },        { t->ana, "", false, 0, 1 },
		{ t->ana, "", true, 1, 0 },       { 0, "one browser", true, 2, 0 },  { 0, "one browser", true, 2, 0 },
		{ 0, "another", false, 2, 1 },    { t->ben, "one browser", true, 3, 1 },
	};
	for (size_t i = 0; i < COUNT(answers); i++) {
		struct scope *scope = acting_as(t, answers[i].who);
		str voter = article_voter(scope, str_from(answers[i].token));
		assert_int_equal(article_answer_give(scope, id, voter, answers[i].helped), OK);
		assert_int_equal(stored(t, id).helped_count, answers[i].yes);
		assert_int_equal(stored(t, id).missed_count, answers[i].no);
	}
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, article_answer_give(ana, story, S("x"), true), ERR_CONFLICT, "article.not_asked");
	int64_t draft = draft_of(t, t->mia, ARTICLE_GUIDE, none);
	ana = acting_as(t, t->ana);
	assert_refused(ana, article_answer_give(ana, draft, S("x"), true), ERR_NOT_FOUND, "article.not_found");
}

static void an_answer_is_forgotten_after_400_days_and_stays_counted(void **state)
{
	struct test_house *t = *state;
	struct article_answer answer;
	int64_t id = published(t, t->mia, ARTICLE_GUIDE);
	str voter = article_voter(acting_as(t, t->ana), S(""));
	assert_int_equal(article_answer_give(acting_as(t, t->ana), id, voter, true), OK);
	t->now += DAYS(400);
	house_work(t);
	assert_int_equal(article_answer_load(acting_as(t, t->ana), id, voter, &answer), OK);
	t->now += DAYS(1);
	house_work(t);
	assert_int_equal(article_answer_load(acting_as(t, t->ana), id, voter, &answer), ERR_NOT_FOUND);
	assert_int_equal(stored(t, id).helped_count, 1);
}

/* ── lists ── */

static void lists_go_on_behind_the_last_one_even_within_one_moment(void **state)
{
	struct test_house *t = *state;
	struct article_list list;
	struct article_filter filter = { .kind = ARTICLE_STORY };
	size_t seen = 0;
	for (int i = 0; i < 2 * ARTICLES_A_PAGE + 5; i++)
		published(t, t->eve, ARTICLE_STORY);
	for (int pages = 0; pages < 3; pages++) {
		assert_int_equal(article_load_list(acting_as(t, 0), &filter, &list), OK);
		size_t count = list.count < ARTICLES_A_PAGE ? list.count : ARTICLES_A_PAGE;
		seen += count;
		filter.before = article_cursor(&list.at[count - 1]);
	}
	assert_int_equal(seen, 2 * ARTICLES_A_PAGE + 5);
	assert_int_equal(article_load_list(acting_as(t, 0), &(struct article_filter){ .kind = -1, .author_id = t->eve }, &list), OK);
	assert_int_equal(list.count, ARTICLES_A_PAGE + 1);
}

/* ── comments ── */

static void comments_are_numbered_and_told_to_the_author(void **state)
{
	struct test_house *t = *state;
	struct comment first, second;
	struct comment_list list;
	const struct comment_text text = { S("Danke!"), S("<p>Danke!</p>"), 1 };
	int64_t id = published(t, t->eve, ARTICLE_STORY);
	assert_int_equal(comment_make(acting_as(t, t->ana), id, &text, &first), OK);
	assert_string_equal(house_last_news(t), "articles.article_commented");
	assert_int_equal(comment_make(acting_as(t, t->ben), id, &text, &second), OK);
	assert_int_equal(second.number, 2);
	assert_int_equal(stored(t, id).comment_count, 2);
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, comment_delete(ben, first.id, &first), ERR_FORBIDDEN, "comment.not_yours");
	assert_int_equal(comment_delete(acting_as(t, t->ana), first.id, &first), OK);
	assert_int_equal(comment_list_of(acting_as(t, 0), id, 1, &list), OK);
	assert_int_equal(list.count, 2);
	assert_true(list.at[0].deleted_at && str_empty(list.at[0].html));
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, comment_delete(ana, first.id, &first), ERR_NOT_FOUND, "comment.not_found");
	assert_int_equal(comment_delete(acting_as(t, t->mia), second.id, &second), OK);
}

static void what_a_comment_cannot_be_is_refused(void **state)
{
	struct test_house *t = *state;
	struct comment comment;
	const struct comment_text empty = { S(" \n"), S(""), 1 }, good = { S("Danke!"), S("<p>Danke!</p>"), 1 };
	int64_t id = published(t, t->eve, ARTICLE_STORY), draft = draft_of(t, t->eve, ARTICLE_STORY, none);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, comment_make(ana, id, &empty, &comment), ERR_INVALID, "comment.body_wrong");
	ana = acting_as(t, t->ana);
	assert_refused(ana, comment_make(ana, draft, &good, &comment), ERR_NOT_FOUND, "article.not_found");
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, comment_make(eve, draft, &good, &comment), ERR_CONFLICT, "article.not_out");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_guide_of_a_solved_thread_stands_on_its_trail),
		HOUSE_TEST(the_source_says_what_helped_and_who_found_it),
		HOUSE_TEST(only_who_solved_it_and_the_team_write_a_guide),
		HOUSE_TEST(what_is_not_solved_or_not_there_makes_no_guide),
		HOUSE_TEST(a_guide_of_a_closed_board_stays_closed),
		HOUSE_TEST(what_an_article_cannot_be_is_refused_with_the_field),
		HOUSE_TEST(a_draft_is_for_its_author_and_the_team),
		HOUSE_TEST(readers_see_the_old_text_until_a_revision_is_published),
		HOUSE_TEST(only_its_author_and_the_team_change_an_article),
		HOUSE_TEST(a_draft_thrown_away_leaves_what_is_published),
		HOUSE_TEST(what_is_withdrawn_is_gone_for_readers_and_can_come_back),
		HOUSE_TEST(what_says_nothing_does_not_come_out),
		HOUSE_TEST(where_the_brand_looks_first_a_member_hands_in),
		HOUSE_TEST(news_come_out_at_their_time_and_not_before),
		HOUSE_TEST(whoever_lost_the_role_publishes_nothing_any_more),
		HOUSE_TEST(what_was_planned_can_be_taken_back),
		HOUSE_TEST(an_old_guide_asks_its_author_once),
		HOUSE_TEST(a_reader_answers_once_and_may_think_again),
		HOUSE_TEST(an_answer_is_forgotten_after_400_days_and_stays_counted),
		HOUSE_TEST(lists_go_on_behind_the_last_one_even_within_one_moment),
		HOUSE_TEST(comments_are_numbered_and_told_to_the_author),
		HOUSE_TEST(what_a_comment_cannot_be_is_refused),
	};
	return cmocka_run_group_tests_name("article", tests, NULL, NULL);
}
