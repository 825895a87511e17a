/* filter.c: what the filter asks of a text, one row a rule; and how it answers at the gate. */
#include "features/moderation/filter.h"

#include "features/moderation/learn.h"
#include "features/moderation/word.h"

#define STAFF_ROLES (ROLE_MODERATOR | ROLE_AGENT | ROLE_BRAND_ADMIN)

typedef bool rule(const struct filter_facts *facts);

static bool is_newcomer(const struct filter_facts *facts)
{
	return facts->passed < facts->newcomer_texts;
}

static bool word_is_refused(const struct filter_facts *facts) { return facts->word_deed == WORD_REFUSE; }
static bool word_is_held(const struct filter_facts *facts) { return facts->word_deed == WORD_HOLD; }
static bool word_is_marked(const struct filter_facts *facts) { return facts->word_deed == WORD_MARK; }
static bool is_one_of_the_first(const struct filter_facts *facts) { return facts->passed < facts->first_texts; }
static bool has_odd_link(const struct filter_facts *facts) { return facts->signs.odd_links > 0; }
static bool looks_like_spam(const struct filter_facts *facts) { return facts->signs.score >= SIGN_SPAM; }
static bool was_learned(const struct filter_facts *facts) { return facts->odds >= LEARN_SPAM; }

static bool is_copy_of_others(const struct filter_facts *facts)
{
	return facts->copies_wait && facts->copies.accounts >= facts->copies_accounts;
}

static bool is_copied_often(const struct filter_facts *facts)
{
	return facts->copies_wait && facts->copies.own >= facts->copies_max;
}

static bool newcomer_has_odd_link(const struct filter_facts *facts)
{
	return is_newcomer(facts) && has_odd_link(facts);
}

static bool newcomer_has_links(const struct filter_facts *facts)
{
	return is_newcomer(facts) && facts->signs.links > facts->newcomer_links;
}

static bool newcomer_looks_like_spam(const struct filter_facts *facts)
{
	/* What moderators keep finding fine is fine, whatever the shipped list thinks of its words. */
	bool is_known_good = facts->odds <= -LEARN_SPAM;
	return is_newcomer(facts) && ((looks_like_spam(facts) && !is_known_good) || was_learned(facts));
}

/* The first that applies stands: refusals, then what waits, then what is only marked. */
static const struct { rule *applies; enum filter_answer answer; const char *key; } rules[] = {
	{ word_is_refused,          FILTER_REFUSE, "filter.word" },
	{ word_is_held,             FILTER_HOLD,   "filter.word" },
	{ is_one_of_the_first,      FILTER_HOLD,   "filter.first" },
	{ is_copy_of_others,        FILTER_HOLD,   "filter.copy_of_others" },
	{ is_copied_often,          FILTER_HOLD,   "filter.copied" },
	{ newcomer_has_odd_link,    FILTER_HOLD,   "filter.odd_link" },
	{ newcomer_has_links,       FILTER_HOLD,   "filter.links" },
	{ newcomer_looks_like_spam, FILTER_HOLD,   "filter.spam" },
	{ word_is_marked,           FILTER_MARK,   "filter.word" },
	{ has_odd_link,             FILTER_MARK,   "filter.odd_link" },
	{ was_learned,              FILTER_MARK,   "filter.learned" },
};

struct filter_finding filter_judge(const struct filter_facts *facts)
{
	for (size_t i = 0; i < COUNT(rules); i++) {
		if (rules[i].applies(facts))
			return (struct filter_finding){ rules[i].answer, rules[i].key };
	}
	return (struct filter_finding){ FILTER_PASS, "" };
}

/* ── at the gate ── */

static enum err load_settings(struct scope *scope, struct filter_facts *facts)
{
	const struct { enum moderation_setting which; int64_t *to; } wanted[] = {
		{ SET_FIRST_TEXTS, &facts->first_texts },       { SET_NEWCOMER_TEXTS, &facts->newcomer_texts },
		{ SET_NEWCOMER_LINKS, &facts->newcomer_links }, { SET_COPIES, &facts->copies_max },
		{ SET_COPIES_WAIT, &facts->copies_wait },       { SET_COPIES_ACCOUNTS, &facts->copies_accounts },
	};
	enum err err = OK;
	for (size_t i = 0; !err && i < COUNT(wanted); i++)
		err = moderation_setting_of(scope, wanted[i].which, wanted[i].to);
	return err;
}

/* A text that was seen before under the same subject is the same text, changed: its print is taken anew. */
static enum err load_copies(struct scope *scope, const struct gate_question *question, struct filter_facts *facts)
{
	struct print print = { .id = id_new(scope->now), .member_id = scope->member_id, .subject = question->subject };
	if (!question->may_wait || !facts->copies_wait || !print_make(scope->arena, question->text, &print))
		return OK;
	enum err err = print_copies(scope, &print, &facts->copies);
	return err ? err : print_insert(scope, &print);
}

static enum err load_facts(struct scope *scope, const struct gate_question *question, struct filter_facts *facts)
{
	struct word_list words;
	str pattern = S("");
	enum err err = load_settings(scope, facts);
	if (err || (err = word_list_all(scope, &words)))
		return err;
	facts->word_deed = word_find(scope->arena, &words, question->text, &pattern);
	signs_of(scope->arena, question->text, &facts->signs);
	if ((err = learn_odds(scope, question->text, &facts->odds)))
		return err;
	return load_copies(scope, question, facts);
}

static enum err raise(struct scope *scope, const struct gate_question *question, const struct filter_finding *finding,
                      bool waits)
{
	struct item item;
	if (!subject_care_of(scope->house, question->subject.kind))
		return OK;
	const struct item_raise what = { .subject = question->subject, .author_id = scope->member_id,
		.why = waits ? ITEM_WAITS : ITEM_MARKED, .rule = finding->rule };
	return item_raise(scope, &what, &item);
}

static enum err count_passed(struct scope *scope, struct standing *standing)
{
	if (standing->passed >= PASSED_COUNTED)
		return OK;
	standing->passed++;
	return standing_update(scope, standing);
}

enum err filter_decide(struct scope *scope, const struct gate_question *question, bool *waits_out)
{
	struct standing standing;
	if (!scope->member_id)
		return OK;
	enum err err = standing_load(scope, scope->member_id, &standing);
	if (err)
		return err;
	if (standing.muted_until > scope->now)
		return refuse(scope, ERR_FORBIDDEN, "moderation.muted");
	if (scope->roles & STAFF_ROLES)
		return OK;
	struct filter_facts facts = { .word_deed = -1, .passed = standing.passed };
	if ((err = load_facts(scope, question, &facts)))
		return err;
	const struct filter_finding finding = filter_judge(&facts);
	if (finding.answer == FILTER_REFUSE)
		return refuse_field(scope, "body", "moderation.word_refused");
	bool waits = finding.answer == FILTER_HOLD && question->may_wait;
	if (finding.answer != FILTER_PASS && (err = raise(scope, question, &finding, waits)))
		return err;
	if (waits)
		*waits_out = true;
	return question->may_wait && !waits ? count_passed(scope, &standing) : OK;
}
