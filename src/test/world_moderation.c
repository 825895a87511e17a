/* world_moderation.c: makes what moderators have before them, through the rules. */
#include "test/world_moderation.h"

#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/moderation/decision.h"
#include "features/moderation/flag.h"
#include "features/moderation/report.h"
#include "features/moderation/word.h"

static struct made numbered(struct test_house *t, int64_t id)
{
	return (struct made){ str_format(t->arena, "%lld", (long long)id), S("") };
}

static struct made an_item(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct thread thread;
	struct post post;
	struct item item;
	const struct thread_ask question = { .board_id = world->board_id, .title = S("Warum ist das Netz weg?"), .body = S("Seit heute."),
		.excerpt = S("Seit heute."), .html = S("<p>Seit heute.</p>"), .html_version = 1, .tags = S("") };
	const struct post text = { .body = S("Selber schuld."), .html = S("<p>Selber schuld.</p>"), .html_version = 1 };
	const struct flag_ask ask = { REASON_INSULT, S("") };
	assert_int_equal(thread_ask(acting_as(t, t->ana), &question, &thread), OK);
	assert_int_equal(thread_reply(acting_as(t, t->ben), thread.id, &text, &post), OK);
	struct subject subject = subject_of(&post_subject, post.id);
	struct scope *eve = acting_as(t, t->eve);
	eve->now += DAYS(world->made++); /* twenty a day */
	assert_int_equal(flag_raise(eve, subject, &ask), OK);
	assert_int_equal(item_load_of(acting_as_house(t), subject, &item), OK);
	const struct decision_ask hide = { .measure = MEASURE_HIDE, .ground = GROUND_TERMS, .clause = S("insult"),
		.facts = S("Beleidigt den Fragenden."), .text = S("Bitte freundlich bleiben."), .body = S("") };
	if (thing == A_HIDDEN_ITEM)
		assert_int_equal(decide(acting_as(t, t->mia), item.id, &hide), OK);
	return numbered(t, item.id);
}

static struct made a_decision(struct world *world)
{
	struct test_house *t = world->t;
	struct decision_list list;
	const struct decision_ask warn = { .sanction = MEASURE_WARN, .ground = GROUND_TERMS, .clause = S("insult"),
		.facts = S("Hat andere beschimpft."), .text = S("Bitte freundlich bleiben."), .body = S("") };
	assert_int_equal(sanction_give(acting_as(t, t->mia), t->ana, &warn), OK);
	assert_int_equal(decision_mine(acting_as(t, t->ana), 0, &list), OK);
	return numbered(t, list.at[0].id);
}

static struct made a_report(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct report report;
	const struct report_ask ask = { .category = REPORT_FRAUD, .url = S("http://a.localhost/help"), .law = S(""),
		.reason = S("Dort wird Ware verkauft, die nie kommt."), .name = S("Nora"), .mail = str_format(t->arena, "nora%d@example.org", ++world->made), .good_faith = true };
	assert_int_equal(report_make(acting_as(t, 0), &ask, &report), OK);
	return (struct made){ str_keep(t->arena, report_token(acting_as(t, 0), &report, thing == A_REPORT_LINK)), S("") };
}

static struct made a_word(struct world *world)
{
	struct test_house *t = world->t;
	struct word_list list;
	assert_int_equal(word_save(acting_as(t, t->adam), str_format(t->arena, "rolex%d", ++world->made), WORD_MARK), OK);
	assert_int_equal(word_list(acting_as(t, t->adam), &list), OK);
	return numbered(t, list.at[list.count - 1].id);
}

struct made moderated_make(struct world *world, enum thing thing)
{
	switch (thing) {
	case A_DECISION: return a_decision(world);
	case A_WORD: return a_word(world);
	case A_REPORT_LINK:
	case A_REPORT_STATE: return a_report(world, thing);
	default: return an_item(world, thing);
	}
}
