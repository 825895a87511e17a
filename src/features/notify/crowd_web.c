/*
 * crowd_web.c: who follows a thread or an article, its board, product, tags or whoever wrote, is told.
 *
 * The ways to have heard of it are gone through one after another; a unit tells a piece of them and plans the next.
 * Whoever follows in two ways is told once: the notice has the news' id.  Who may see the thread is asked in the
 * query of each piece, when it is told.
 */
#include "features/notify/crowd_web.h"

#include "features/articles/articles.h"
#include "features/articles/articles_news.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/member/member_news.h"
#include "features/notify/follow.h"
#include "features/notify/push_web.h"
#include "features/product/product_news.h"

enum { WAYS_MAX = 4 + TAGS_A_THREAD, ENOUGH = 20 }; /* so many told: the rest is another unit's */

struct way_to_hear { struct subject subject; const char *kind; };
struct ways { struct way_to_hear at[WAYS_MAX]; size_t count; };

/* Where a crowd is: the way, and the last member told on it; and how many this unit told. */
struct place_in_crowd { size_t way; int64_t after_id; size_t told; };

/* The asker has a notice of her own kind; the author of an article is the actor. */
struct crowd { int64_t audience_id, asker_id; struct ways ways; };

static void add_way(struct crowd *crowd, struct subject subject, const char *kind)
{
	if (subject.id && crowd->ways.count < WAYS_MAX)
		crowd->ways.at[crowd->ways.count++] = (struct way_to_hear){ subject, kind };
}

/* Tags may change between two pieces: they come last. */
static enum err add_tags(struct scope *scope, struct crowd *crowd, int64_t thread_id, const char *kind)
{
	struct thread_tag_list tags;
	enum err err = community_thread_tags(scope, thread_id, &tags);
	for (size_t i = 0; !err && i < tags.count; i++)
		add_way(crowd, subject_of(&tag_subject, tags.at[i].id), kind);
	return err;
}

static enum err of_thread(struct scope *scope, const struct notice *notice, struct crowd *crowd)
{
	const struct subject author = subject_of(&member_subject, notice->actor_id);
	struct thread thread;
	enum err err = thread_load_for_all(scope, notice->subject_id, &thread);
	if (err)
		return err;
	crowd->audience_id = thread.audience_id;
	crowd->asker_id = thread.author_id;
	if (str_equal(notice->kind, S("reply"))) {
		add_way(crowd, subject_of(&thread_subject, thread.id), "reply");
		add_way(crowd, author, "followed_post");
		return OK;
	}
	add_way(crowd, subject_of(&board_subject, thread.board_id), "followed_thread");
	add_way(crowd, subject_of(&product_subject, thread.product_id), "followed_thread");
	add_way(crowd, author, "followed_thread");
	return add_tags(scope, crowd, thread.id, "followed_thread");
}

/* A guide made from a thread concerns whoever follows that thread or its tags, too. */
static enum err of_article(struct scope *scope, const struct notice *notice, struct crowd *crowd)
{
	struct article_words words;
	enum err err = articles_words(scope, notice->subject_id, &words);
	if (err || !words.is_out)
		return err;
	const struct article *article = &words.article;
	crowd->audience_id = article->audience_id;
	add_way(crowd, subject_of(&member_subject, article->author_id), "followed_article");
	add_way(crowd, subject_of(&product_subject, article->product_id), "followed_article");
	if (article->source_kind != thread_subject.number)
		return OK;
	add_way(crowd, subject_of(&thread_subject, article->source_id), "followed_article");
	return add_tags(scope, crowd, article->source_id, "followed_article");
}

/* Nobody, when it was taken away meanwhile: nobody is called to nothing. */
static enum err find_crowd(struct scope *scope, const struct notice *notice, struct crowd *crowd_out)
{
	*crowd_out = (struct crowd){ 0 };
	bool is_article = notice->subject_kind == article_subject.number;
	enum err err = is_article ? of_article(scope, notice, crowd_out) : of_thread(scope, notice, crowd_out);
	if (crowd_out->audience_id == AUDIENCE_PUBLIC)
		crowd_out->audience_id = AUDIENCE_MEMBERS;
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err tell_at(struct scope *scope, const struct notice *notice, const struct follower_list *followers,
                        const struct crowd *crowd, enum pace pace)
{
	int64_t *ids = arena_take(scope->arena, (followers->count + 1) * sizeof(*ids));
	size_t count = 0;
	for (size_t i = 0; i < followers->count; i++) {
		if (followers->at[i].mode == (int)pace && followers->at[i].member_id != crowd->asker_id)
			ids[count++] = followers->at[i].member_id;
	}
	const struct notice_to to = { { ids, count }, crowd->audience_id, pace };
	enum err err = notice_tell(scope, notice, &to);
	return err ? err : notice_push(scope, to.member_ids);
}

static enum err tell_piece(struct scope *scope, const struct notice *notice, const struct crowd *crowd,
                           struct place_in_crowd *place)
{
	const struct way_to_hear *way = &crowd->ways.at[place->way];
	struct follower_list followers = { NULL, 0 };
	struct notice mine = *notice;
	mine.kind = str_from(way->kind);
	const struct follower_page page = { way->subject, crowd->audience_id, place->after_id };
	enum err err = follow_load_followers(scope, &page, &followers);
	for (enum pace pace = PACE_DAILY; !err && pace <= PACE_NOW; pace++)
		err = tell_at(scope, &mine, &followers, crowd, pace);
	bool is_last = followers.count < FOLLOWERS_AT_ONCE;
	place->after_id = is_last ? 0 : followers.at[followers.count - 1].member_id;
	place->way += is_last;
	place->told += followers.count;
	return err;
}

/* A job about the post, or about the article: one of a kind for each. */
static enum err plan_rest(struct scope *scope, const struct notice *notice, const struct place_in_crowd *place)
{
	const bool has_other = notice->other_id != 0;
	const struct job next = {
		.subject = { has_other ? notice->other_kind : notice->subject_kind, has_other ? notice->other_id : notice->subject_id },
		.due_at = scope->now,
		.text = str_format(scope->arena, "%.*s %lld %lld %lld %zu %lld", STR_ARG(notice->kind), (long long)notice->id,
		                   (long long)notice->subject_id, (long long)notice->actor_id, place->way,
		                   (long long)place->after_id),
	};
	return job_plan_text(scope, &notify_fanout_job, &next);
}

static enum err tell_from(struct scope *scope, const struct notice *notice, struct place_in_crowd place)
{
	struct crowd crowd;
	enum err err = find_crowd(scope, notice, &crowd);
	while (!err && place.way < crowd.ways.count) {
		if (place.told >= ENOUGH)
			return plan_rest(scope, notice, &place);
		err = tell_piece(scope, notice, &crowd, &place);
	}
	return err;
}

enum err crowd_tell(struct scope *scope, const struct notice *notice)
{
	return tell_from(scope, notice, (struct place_in_crowd){ 0 });
}

static enum err fanout_run(struct scope *scope, const struct job *job)
{
	enum { NEWS, THING, ACTOR, WAY, AFTER, NUMBER_COUNT };
	int64_t numbers[NUMBER_COUNT];
	str rest = job->text;
	str kind = str_cut(&rest, ' ');
	for (int i = 0; i < NUMBER_COUNT; i++)
		must(str_number(str_cut(&rest, ' '), &numbers[i]));
	must(numbers[WAY] >= 0 && numbers[WAY] < WAYS_MAX);
	const bool is_article = job->subject.kind == article_subject.number;
	const struct notice notice = {
		.id = numbers[NEWS], .kind = kind, .subject_kind = is_article ? article_subject.number : thread_subject.number,
		.subject_id = numbers[THING], .other_kind = is_article ? 0 : job->subject.kind,
		.other_id = is_article ? 0 : job->subject.id, .actor_id = numbers[ACTOR], .text = S(""),
	};
	return tell_from(scope, &notice, (struct place_in_crowd){ (size_t)numbers[WAY], numbers[AFTER], 0 }); /* checked */
}

const struct job_kind notify_fanout_job = { .name = "notify.fanout", .run = fanout_run };
