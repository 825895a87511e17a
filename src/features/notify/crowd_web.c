/*
 * crowd_web.c: who follows a thread, its board, its product, its tags or whoever wrote, is told.
 *
 * The ways to have heard of it are gone through one after another; a unit tells a piece of them and plans the next.
 * Whoever follows in two ways is told once: the notice has the news' id.  Who may see the thread is asked in the
 * query of each piece, when it is told.
 */
#include "features/notify/crowd_web.h"

#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/member/member_news.h"
#include "features/notify/follow.h"
#include "features/notify/push_web.h"
#include "features/product/product_news.h"

enum { WAYS_MAX = 3 + TAGS_A_THREAD, ENOUGH = 20 }; /* so many told: the rest is another unit's */

struct way_to_hear { struct subject subject; const char *kind; };
struct ways { struct way_to_hear at[WAYS_MAX]; size_t count; };

/* Where a crowd is: the way, and the last member told on it; and how many this unit told. */
struct place_in_crowd { size_t way; int64_t after_id; size_t told; };

static void add_way(struct ways *ways, struct subject subject, const char *kind)
{
	if (ways->count < WAYS_MAX)
		ways->at[ways->count++] = (struct way_to_hear){ subject, kind };
}

/* Tags may change between two pieces: they come last. */
static enum err find_ways(struct scope *scope, const struct notice *notice, const struct thread *thread, struct ways *ways_out)
{
	const struct subject author = subject_of(&member_subject, notice->actor_id);
	struct thread_tag_list tags = { NULL, 0 };
	bool is_reply = str_equal(notice->kind, S("reply"));
	*ways_out = (struct ways){ .count = 0 };
	if (is_reply)
		add_way(ways_out, subject_of(&thread_subject, thread->id), "reply");
	else
		add_way(ways_out, subject_of(&board_subject, thread->board_id), "followed_thread");
	if (!is_reply)
		add_way(ways_out, subject_of(&product_subject, thread->product_id), "followed_thread");
	add_way(ways_out, author, is_reply ? "followed_post" : "followed_thread");
	enum err err = is_reply ? OK : community_thread_tags(scope, thread->id, &tags);
	for (size_t i = 0; i < tags.count; i++)
		add_way(ways_out, subject_of(&tag_subject, tags.at[i].id), "followed_thread");
	return err;
}

static enum err tell_at(struct scope *scope, const struct notice *notice, const struct follower_list *followers,
                        const struct thread *thread, enum pace pace)
{
	int64_t *ids = arena_take(scope->arena, (followers->count + 1) * sizeof(*ids));
	size_t count = 0;
	for (size_t i = 0; i < followers->count; i++) {
		/* The asker has a notice of her own kind. */
		bool is_asker = followers->at[i].member_id == thread->author_id;
		if (followers->at[i].mode == (int)pace && !is_asker)
			ids[count++] = followers->at[i].member_id;
	}
	const struct notice_to to = { { ids, count }, thread->audience_id == AUDIENCE_PUBLIC ? AUDIENCE_MEMBERS : thread->audience_id,
		pace };
	enum err err = notice_tell(scope, notice, &to);
	return err ? err : notice_push(scope, to.member_ids);
}

static enum err tell_piece(struct scope *scope, const struct notice *notice, const struct thread *thread,
                           const struct way_to_hear *way, struct place_in_crowd *place)
{
	struct follower_list followers = { NULL, 0 };
	struct notice mine = *notice;
	mine.kind = str_from(way->kind);
	const struct follower_page page = { way->subject,
		thread->audience_id == AUDIENCE_PUBLIC ? AUDIENCE_MEMBERS : thread->audience_id, place->after_id };
	enum err err = way->subject.id ? follow_load_followers(scope, &page, &followers) : OK;
	for (enum pace pace = PACE_DAILY; !err && pace <= PACE_NOW; pace++)
		err = tell_at(scope, &mine, &followers, thread, pace);
	bool is_last = followers.count < FOLLOWERS_AT_ONCE;
	place->after_id = is_last ? 0 : followers.at[followers.count - 1].member_id;
	place->way += is_last;
	place->told += followers.count;
	return err;
}

static enum err plan_rest(struct scope *scope, const struct notice *notice, const struct place_in_crowd *place)
{
	const struct job next = {
		.subject = { notice->other_kind, notice->other_id }, .due_at = scope->now,
		.text = str_format(scope->arena, "%.*s %lld %lld %lld %zu %lld", STR_ARG(notice->kind), (long long)notice->id,
		                   (long long)notice->subject_id, (long long)notice->actor_id, place->way,
		                   (long long)place->after_id),
	};
	return job_plan_text(scope, &notify_fanout_job, &next);
}

static enum err tell_from(struct scope *scope, const struct notice *notice, struct place_in_crowd place)
{
	struct thread thread;
	enum err err = thread_load_for_all(scope, notice->subject_id, &thread);
	if (err == ERR_NOT_FOUND) { /* taken away meanwhile: nobody is called to nothing */
		scope_forgive(scope);
		return OK;
	}
	struct ways ways;
	if (err || (err = find_ways(scope, notice, &thread, &ways)))
		return err;
	while (!err && place.way < ways.count) {
		if (place.told >= ENOUGH)
			return plan_rest(scope, notice, &place);
		err = tell_piece(scope, notice, &thread, &ways.at[place.way], &place);
	}
	return err;
}

enum err crowd_tell(struct scope *scope, const struct notice *notice)
{
	return tell_from(scope, notice, (struct place_in_crowd){ 0 });
}

static enum err fanout_run(struct scope *scope, const struct job *job)
{
	enum { NEWS, THREAD, ACTOR, WAY, AFTER, NUMBER_COUNT };
	int64_t numbers[NUMBER_COUNT];
	str rest = job->text;
	str kind = str_cut(&rest, ' ');
	for (int i = 0; i < NUMBER_COUNT; i++)
		must(str_number(str_cut(&rest, ' '), &numbers[i]));
	must(numbers[WAY] >= 0 && numbers[WAY] < WAYS_MAX);
	const struct notice notice = {
		.id = numbers[NEWS], .kind = kind, .subject_kind = thread_subject.number, .subject_id = numbers[THREAD],
		.other_kind = job->subject.kind, .other_id = job->subject.id, .actor_id = numbers[ACTOR], .text = S(""),
	};
	return tell_from(scope, &notice, (struct place_in_crowd){ (size_t)numbers[WAY], numbers[AFTER], 0 }); /* checked */
}

const struct job_kind notify_fanout_job = { .name = "notify.fanout", .run = fanout_run };
