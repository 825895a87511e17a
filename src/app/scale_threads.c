/* scale_threads.c: questions with what was answered, thanked and solved: as many of each as a real community has. */
#include "app/made_text.h"
#include "app/scale.h"
#include "features/community/board_store.h"
#include "features/community/community_news.h"
#include "features/community/post_store.h"
#include "features/community/thread_store.h"
#include "features/notify/notice_store.h"
#include "view/markdown.h"

#include <math.h>

#define EXCERPT_MAX 160
#define NOTICES_KEPT DAYS(180)

/* Of those who write, whom: a power law.  The busiest tenth writes 56 % of a large house, which was tried out. */
#define WRITER_POWER 3.0

enum { POSTS_MAX = 600, LONG_IN = 4000, WRITERS_IN_HUNDRED = 50 };

struct story {
	struct scale *scale;
	struct dice dice;
	struct made_topic topic;
	struct thread thread;
	int64_t asker, solver_post; /* the number of the post that solved it; 0 = none */
};

/* Somebody who was there by then: who is busy has nothing to do with who came first, so ranks walk through all by a prime. */
static int64_t writer_at(struct story *story, moment at)
{
	struct scale *scale = story->scale;
	int64_t writers = (scale->members * WRITERS_IN_HUNDRED + 99) / 100, there = scale_members_by(scale, at), n = 0;
	for (int tries = 0; tries < 16; tries++) {
		int64_t rank = (int64_t)((double)writers * pow(dice_share(&story->dice), WRITER_POWER));
		n = (int64_t)((uint64_t)rank * 2654435761u % (uint64_t)writers) * 100 / WRITERS_IN_HUNDRED;
		if (n < there)
			return n;
	}
	return n % there;
}

static int64_t written_by(struct story *story, int64_t n)
{
	*(int64_t *)list_add(&story->scale->wrote) = n;
	return scale_member_id(story->scale, n);
}

static int64_t replies_of(struct dice *dice)
{
	if (dice_in_hundred(dice, 8))
		return 0;
	if (!dice_below(dice, LONG_IN))
		return 100 + dice_below(dice, POSTS_MAX - 101);
	return 1 + (int64_t)(log(1 - dice_share(dice)) / log(1 - 1 / 4.3));
}

static enum err put_kudos(struct scope *scope, struct story *story, const struct post *post, int64_t count)
{
	struct scale *scale = story->scale;
	int64_t by = scale_members_by(scale, post->created_at), first = dice_below(&story->dice, by);
	scope->now = post->created_at + HOURS(1);
	for (int64_t i = 0; i < count; i++) {
		bool is_new;
		scope_act_as(scope, scale_member_id(scale, (first + i * 7) % by), ROLE_BITS);
		enum err err = kudos_insert(scope, post->id, &is_new);
		if (err)
			return err;
	}
	scope_act_as(scope, 0, ROLE_BITS);
	scale->unit.rows += count;
	return OK;
}

/* Whoever asked is told of each answer; what is old was swept. */
static enum err put_notice(struct scope *scope, const struct story *story, const struct post *post)
{
	int64_t asker_id = story->thread.author_id;
	if (post->author_id == asker_id || post->created_at < story->scale->until - NOTICES_KEPT)
		return OK;
	const struct notice notice = {
		.id = post->id, .member_id = asker_id, .kind = S("answer"), .subject_kind = thread_subject.number, .subject_id = post->thread_id,
		.other_kind = post_subject.number, .other_id = post->id, .actor_id = post->author_id,
	};
	scope->now = post->created_at;
	story->scale->unit.rows++;
	return notice_insert_one(scope, &notice);
}

static str words_of(struct scope *scope, struct story *story, int64_t number, bool by_asker)
{
	if (number == 1)
		return made_question(scope->arena, &story->dice, &story->topic);
	return by_asker ? made_thanks(&story->dice) : made_answer(scope->arena, &story->dice, &story->topic);
}

static enum err put_post(struct scope *scope, struct story *story, int64_t number)
{
	struct thread *thread = &story->thread;
	struct html html;
	bool by_asker = number == 1 || (number > 2 && number != story->solver_post && dice_in_hundred(&story->dice, 22));
	moment pause = number == 1 ? 0 : MINUTES(1 + (int64_t)(900 * pow(dice_share(&story->dice), 4)));
	struct post post = {
		.thread_id = thread->id, .number = number, .id = thread->id + number, .html_version = MARKDOWN_VERSION,
		.created_at = thread->active_at + pause,
	};
	if (post.created_at > story->scale->until)
		post.created_at = story->scale->until;
	post.author_id = written_by(story, by_asker ? story->asker : writer_at(story, post.created_at));
	post.body = words_of(scope, story, number, by_asker);
	must(!markdown_html(scope->arena, post.body, &html));
	post.html = html.at;
	int64_t most = number == story->solver_post ? 9 : by_asker ? 2 : 3, by = scale_members_by(story->scale, post.created_at);
	post.kudos_count = dice_in_hundred(&story->dice, 35) ? dice_below(&story->dice, most) : 0;
	if (post.kudos_count * 7 > by)
		post.kudos_count = 0;
	if (number == 1)
		thread->excerpt = markdown_excerpt(scope->arena, post.body, EXCERPT_MAX);
	thread->active_at = post.created_at;
	thread->kudos_count += post.kudos_count;
	enum err err = post_insert(scope, &post);
	if (!err)
		err = put_kudos(scope, story, &post, post.kudos_count);
	if (!err)
		err = put_notice(scope, story, &post);
	if (!err && number == story->solver_post) {
		scope->now = post.created_at + HOURS(2);
		err = solution_insert(scope, thread->id, post.id, scale_member_id(story->scale, story->asker));
		story->scale->unit.rows++;
	}
	story->scale->unit.rows++;
	return err;
}

/* A question's matter, as the ladder would have left it. */
static enum err put_matter(struct scope *scope, struct story *story)
{
	const struct thread *thread = &story->thread;
	const struct subject root = subject_of(&thread_subject, thread->id);
	static const struct { enum matter_step step; enum matter_holder holder; } stands[] = {
		[THREAD_UNANSWERED] = { MATTER_ASKED, HELD_BY_COMMUNITY }, [THREAD_UNSOLVED] = { MATTER_ANSWERED, HELD_BY_OWNER },
		[THREAD_SOLVED] = { MATTER_SOLVED, HELD_BY_NOBODY },
	};
	struct matter matter = {
		.id = thread->id, .owner_id = thread->author_id, .root = root, .latest = root, .step = stands[thread->state].step,
		.holder = stands[thread->state].holder, .changed_at = thread->active_at,
	};
	scope->now = thread->created_at;
	/* Weeks later a question that stayed open is closed kindly. */
	if (matter.step != MATTER_SOLVED && thread->active_at < story->scale->until - DAYS(30))
		matter.step = MATTER_CLOSED, matter.holder = HELD_BY_NOBODY;
	story->scale->unit.rows += 2;
	return trail_copy_in(scope, &matter);
}

static void begin_story(struct scope *scope, struct story *story, int64_t n)
{
	struct scale *scale = story->scale;
	struct thread *thread = &story->thread;
	moment at = scale_thread_made(scale, n);
	story->asker = writer_at(story, at);
	made_topic(scope->arena, &story->dice, &story->topic);
	double age_days = (double)(scale->until - at) / (double)DAYS(1), share = dice_share(&story->dice);
	*thread = (struct thread){
		.id = scale_thread_id(scale, n), .audience_id = AUDIENCE_PUBLIC, .author_id = scale_member_id(scale, story->asker),
		.title = made_title(scope->arena, &story->dice, &story->topic), .lang = S("de"), .created_at = at, .active_at = at,
		/* Reading follows Zipf: of n threads the k-th is read 1/k as often as the first. */
		.view_count = (int64_t)(age_days / (share + 1e-5)) + dice_below(&story->dice, 9),
		.post_count = 1 + replies_of(&story->dice),
		.product_id = dice_in_hundred(&story->dice, 60)
			? scale->products[(size_t)((double)scale->product_count * pow(dice_share(&story->dice), 2))] : 0,
	};
	bool is_discussion = dice_in_hundred(&story->dice, 5);
	bool is_solved = !is_discussion && thread->post_count > 1 && dice_in_hundred(&story->dice, 68);
	thread->state = is_discussion ? THREAD_DISCUSSION : is_solved ? THREAD_SOLVED
	              : thread->post_count > 1 ? THREAD_UNSOLVED : THREAD_UNANSWERED;
	if (is_solved)
		story->solver_post = 2 + dice_below(&story->dice, thread->post_count - 1 < 4 ? thread->post_count - 1 : 4);
}

static enum err put_story(struct scope *scope, struct scale *scale, int64_t n)
{
	struct story story = { .scale = scale, .dice = { (uint64_t)n * 0xd1342543de82ef95u + 1 } };
	struct thread *thread = &story.thread;
	begin_story(scope, &story, n);
	struct scale_board *board = &scale->boards[(size_t)((double)scale->board_count * pow(dice_share(&story.dice), 1.5))];
	thread->board_id = board->id;
	enum err err = OK;
	for (int64_t number = 1; !err && number <= thread->post_count; number++)
		err = put_post(scope, &story, number);
	if (!err)
		err = thread_insert(scope, thread);
	if (!err && thread->state != THREAD_DISCUSSION)
		err = put_matter(scope, &story);
	board->new_threads++;
	board->latest_thread_id = thread->id;
	scale->unit.posts += thread->post_count;
	scale->unit.kudos += thread->kudos_count;
	scale->unit.rows++;
	return err;
}

enum err scale_threads(struct scope *scope, struct scale *scale, int64_t count)
{
	enum err err = OK;
	for (int64_t n = scale->next; !err && n < scale->next + count; n++)
		err = put_story(scope, scale, n);
	return err;
}

enum err scale_count_boards(struct scope *scope, void *data)
{
	struct scale *scale = data;
	enum err err = OK;
	for (size_t i = 0; !err && i < scale->board_count; i++) {
		const struct scale_board *board = &scale->boards[i];
		err = board->threads ? board_count_thread(scope, board->id, board->latest_thread_id, board->threads) : OK;
	}
	return err;
}
