/* expert.c: asks those who solved most in a field; their names come from field_count.c's table. */
#include "features/ladder/expert.h"

#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/product/product_news.h"

enum { ENOUGH_TO_SAY = 4, WEEK_DAYS = 7 };

static bool holds(struct ids ids, int64_t id)
{
	for (size_t i = 0; i < ids.count; i++) {
		if (ids.at[i] == id)
			return true;
	}
	return false;
}

static enum err read_limits(struct scope *scope, struct expert_ask *ask, int64_t *limit_out)
{
	enum err err = setting_number(scope, ladder_experts_a_question, limit_out);
	if (!err)
		err = setting_number(scope, ladder_experts_a_week, &ask->most);
	if (!err)
		err = setting_number(scope, ladder_experts_floor, &ask->floor);
	ask->since = scope->now - DAYS(WEEK_DAYS);
	return err;
}

static enum err ask_one(struct scope *scope, const struct thread *thread, int64_t member_id)
{
	const struct news news = { .kind = &expert_asked, .subject = subject_of(&thread_subject, thread->id),
		.to_member_id = member_id };
	enum err err = ask_add(scope, thread->id, member_id);
	return err ? err : news_tell(scope, &news);
}

/* Best first; whoever asked or wrote there knows of it already. */
static enum err ask_in(struct scope *scope, const struct thread *thread, struct expert_ask *ask, int64_t *left)
{
	struct ids experts, writers;
	enum err err = community_writers(scope, thread->id, 0, &writers);
	if (err || (err = expert_load(scope, ask, &experts)))
		return err;
	for (size_t i = 0; i < experts.count && *left > 0; i++) {
		if (experts.at[i] == thread->author_id || holds(writers, experts.at[i]))
			continue;
		if ((err = ask_one(scope, thread, experts.at[i])))
			return err;
		(*left)--;
	}
	return OK;
}

enum err expert_ask_some(struct scope *scope, int64_t thread_id, bool *asked_out)
{
	struct thread thread;
	int64_t limit;
	*asked_out = false;
	enum err err = community_thread(scope, thread_id, &thread);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	struct expert_ask ask = { .thread_id = thread_id, .audience_id = thread.audience_id };
	if (err || (err = read_limits(scope, &ask, &limit)))
		return err;
	int64_t left = limit;
	if (thread.product_id) {
		ask.field = subject_of(&product_subject, thread.product_id);
		if ((err = ask_in(scope, &thread, &ask, &left)))
			return err;
	}
	ask.field = subject_of(&board_subject, thread.board_id);
	if (left && (err = ask_in(scope, &thread, &ask, &left)))
		return err;
	*asked_out = left < limit;
	return OK;
}

enum err field_of_thread(struct scope *scope, int64_t thread_id, struct field_figures *figures_out)
{
	struct thread thread;
	enum err err = community_thread(scope, thread_id, &thread);
	if (err)
		return err;
	if (thread.product_id) {
		err = field_load(scope, subject_of(&product_subject, thread.product_id), figures_out);
		if (err || figures_out->asked >= ENOUGH_TO_SAY)
			return err;
	}
	err = field_load(scope, subject_of(&board_subject, thread.board_id), figures_out);
	if (!err && figures_out->asked < ENOUGH_TO_SAY)
		figures_out->asked = 0;
	return err;
}

enum err expert_pause(struct scope *scope, int64_t days)
{
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	if (days < 0 || days > EXPERT_PAUSE_MAX)
		return refuse_field(scope, "days", "expert.days_wrong");
	return pause_save(scope, days ? scope->now + DAYS(days) : 0);
}

enum err expert_self(struct scope *scope, struct expert_self *self_out)
{
	int64_t floor;
	*self_out = (struct expert_self){ 0 };
	if (!scope->member_id)
		return OK;
	enum err err = setting_number(scope, ladder_experts_floor, &floor);
	if (err || (err = expert_is_one(scope, floor, &self_out->is_expert)))
		return err;
	return pause_load(scope, &self_out->paused_until);
}
