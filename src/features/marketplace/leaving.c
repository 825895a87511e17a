/*
 * leaving.c: a member who is to be erased: who still counts on her, and what ends because she leaves.
 *
 * A booking that is agreed or asked for, and a claim that is open, hold her; tasks, offers and services end with her.
 */
#include "features/marketplace/leaving.h"

#include "features/marketplace/care_store.h"
#include "features/marketplace/chat_store.h"
#include "features/marketplace/offer.h"
#include "features/marketplace/service.h"
#include "features/marketplace/task.h"
#include "features/member/member_news.h"

#define CONTESTED_FOR DAYS(30) /* nobody decides it: by then the two have agreed, or never will */

enum err leaving_decide(struct scope *scope, const struct gate_question *question, bool *waits_out)
{
	(void)waits_out;
	struct still_open open = { 0 };
	if (question->subject.kind != member_subject.number)
		return OK;
	enum err err = care_load_open(scope, question->subject.id, scope->now - CONTESTED_FOR, &open);
	if (err)
		return err;
	if (open.under_way)
		return refuse(scope, ERR_CONFLICT, "booking.holds_member");
	return open.claims ? refuse(scope, ERR_CONFLICT, "booking.claim_holds_member") : OK;
}

enum err marketplace_part(struct scope *scope, int64_t member_id, bool *more_out)
{
	struct still_left left;
	enum err err = care_load_left(scope, member_id, &left);
	if (err)
		return err;
	*more_out = left.tasks.count || left.offers.count || left.services.count;
	scope_act_as(scope, member_id, ROLE_MEMBER | ROLE_HELPER); /* as if she had ended them herself */
	for (size_t i = 0; !err && i < left.tasks.count; i++)
		err = task_take_step(scope, left.tasks.at[i], TASK_WITHDRAW);
	for (size_t i = 0; !err && !left.tasks.count && i < left.offers.count; i++)
		err = offer_take_step(scope, left.offers.at[i], OFFER_WITHDRAW);
	for (size_t i = 0; !err && !left.tasks.count && !left.offers.count && i < left.services.count; i++)
		err = service_retire(scope, left.services.at[i]);
	return err;
}

enum err marketplace_forget_words(struct scope *scope, int64_t member_id, int64_t *after_id, bool *more_out)
{
	return chat_forget_words_of(scope, member_id, after_id, more_out);
}
