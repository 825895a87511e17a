/*
 * bug.c: slips of the house, built in by the linker when `--bug NAME` asks for one.
 *
 * A simulation that never fails proves nothing.  Each of these must be found within a few seeds (sim_test.c).
 */
#include "core/once.h"
#include "core/owned.h"
#include "features/articles/article.h"
#include "features/articles/comment.h"
#include "features/calendar/hours.h"
#include "features/calendar/slot.h"
#include "features/community/thread_store.h"
#include "features/identity/session.h"
#include "features/identity/tries.h"
#include "features/ladder/climb.h"
#include "features/marketplace/booking.h"
#include "features/marketplace/helper.h"
#include "features/member/member.h"
#include "features/moderation/decision.h"
#include "features/moderation/filter.h"
#include "features/moderation/item_store.h"
#include "features/privacy/erasure.h"
#include "features/notify/notice.h"
#include "store/unit.h"
#include "test/sim/disk.h"
#include "test/sim/folk.h"
#include "web/web_room.h"

LASTS static enum bug present;

const char *const bug_names[BUG_COUNT] = { [NO_BUG] = "none", [BUG_EARLY_ANSWERS] = "early-answers",
	[BUG_DROPPED_SYNCS] = "dropped-syncs", [BUG_LOST_KEYS] = "lost-keys", [BUG_LOST_NEWS] = "lost-news",
	[BUG_LOST_COUNTS] = "lost-counts", [BUG_FREE_SLOTS] = "free-slots", [BUG_EARLY_ADDRESS] = "early-address",
	[BUG_WIDE_EYES] = "wide-eyes", [BUG_WIDE_MOVES] = "wide-moves",
	[BUG_OLD_PAGES] = "old-pages", [BUG_LASTING_SESSIONS] = "lasting-sessions",
	[BUG_FREE_HANDS] = "free-hands", [BUG_WORKED_PAUSES] = "worked-pauses",
	[BUG_HEARD_MUTES] = "heard-mutes", [BUG_LASTING_NAMES] = "lasting-names",
	[BUG_KEPT_WORDS] = "kept-words", [BUG_SLEEPWALKERS] = "sleepwalkers", [BUG_LIGHT_FLAGS] = "light-flags",
	[BUG_LOUD_WORDS] = "loud-words", [BUG_LOST_WAYS] = "lost-ways",
	[BUG_ENDLESS_TRIES] = "endless-tries", [BUG_LASTING_LOCKS] = "lasting-locks", [BUG_OPEN_DOORS] = "open-doors",
	[BUG_FREE_OFFERS] = "free-offers", [BUG_LOST_APPROVALS] = "lost-approvals",
	[BUG_ENDLESS_APPLICATIONS] = "endless-applications", [BUG_SELF_MADE_HELPERS] = "self-made-helpers",
	[BUG_UNTOLD_DECISIONS] = "untold-decisions",
	[BUG_LOST_APPLICATIONS] = "lost-applications", [BUG_SILENT_LADDERS] = "silent-ladders", [BUG_LOST_STEPS] = "lost-steps",
	[BUG_CROOKED_LADDERS] = "crooked-ladders", [BUG_ANYBODYS_LADDERS] = "anybodys-ladders",
	[BUG_LOOSE_LADDERS] = "loose-ladders", [BUG_LOST_QUEUES] = "lost-queues", [BUG_UNTOLD_STEPS] = "untold-steps",
	[BUG_STANDING_MATTERS] = "standing-matters", [BUG_UNSEEN_MATTERS] = "unseen-matters",
	[BUG_FORGOTTEN_STANDS] = "forgotten-stands",
	[BUG_LATE_AGREEMENTS] = "late-agreements", [BUG_LASTING_REQUESTS] = "lasting-requests", [BUG_EARLY_VISITS] = "early-visits",
	[BUG_KIND_CANCELLATIONS] = "kind-cancellations", [BUG_LATE_MOVES] = "late-moves",
	[BUG_LOST_ARTICLES] = "lost-articles", [BUG_LOST_DRAFTS] = "lost-drafts", [BUG_LOST_VERSIONS] = "lost-versions",
	[BUG_LASTING_ARTICLES] = "lasting-articles", [BUG_SHY_ARTICLES] = "shy-articles", [BUG_WIDE_ARTICLES] = "wide-articles",
	[BUG_ANYBODYS_ARTICLES] = "anybodys-articles", [BUG_HASTY_ARTICLES] = "hasty-articles", [BUG_LATE_NEWS] = "late-news",
	[BUG_UNTOLD_ARTICLES] = "untold-articles", [BUG_UNTOLD_COMMENTS] = "untold-comments", [BUG_LOST_COMMENTS] = "lost-comments",
	[BUG_LOOSE_COMMENTS] = "loose-comments", [BUG_LOST_ANSWERS] = "lost-answers", [BUG_OLD_TEXTS] = "old-texts",
	[BUG_LOST_HANDINS] = "lost-handins", [BUG_UNCOUNTED_COMMENTS] = "uncounted-comments", [BUG_LONG_REQUESTS] = "long-requests",
	[BUG_BLANK_VERSIONS] = "blank-versions", [BUG_BLANK_ARTICLES] = "blank-articles",
	[BUG_LASTING_FULLNESS] = "lasting-fullness", [BUG_EARLY_PHONES] = "early-phones" };

void bug_set(enum bug bug)
{
	present = bug;
}

bool has_bug(enum bug bug)
{
	return present == bug;
}

/* ── answers that leave before the commit; nothing is taken any more once the disk was full ── */

struct early { unit_work *work; unit_answer *answer; void *data; bool is_answered; };

static enum err answer_early(struct db *db, void *data)
{
	struct early *early = data;
	if (early->is_answered) /* run once more: what it worked on is whoever was answered's to give back */
		return ERR_BROKEN;
	enum err err = early->work(db, early->data);
	if (!early->is_answered)
		early->answer(early->data, err);
	early->is_answered = true;
	return err;
}

static void answered_already(void *data, enum err err)
{
	(void)data;
	(void)err;
}

typedef enum err submitting(struct store *store, unit_work *work, unit_answer *answer, void *data);
submitting __real_store_submit, __wrap_store_submit, __real_store_submit_keyed, __wrap_store_submit_keyed;

static enum err submit_by(submitting *submit, struct store *store, struct early what)
{
	static bool was_full; /* until the process ends */
	was_full = was_full || disk_is_full();
	if (has_bug(BUG_LASTING_FULLNESS) && was_full)
		return ERR_LIMITED;
	if (!has_bug(BUG_EARLY_ANSWERS))
		return submit(store, what.work, what.answer, what.data);
	struct early *early = memory_take(sizeof(*early));
	*early = what;
	return submit(store, answer_early, answered_already, early);
}

enum err __wrap_store_submit(struct store *store, unit_work *work, unit_answer *answer, void *data)
{
	return submit_by(__real_store_submit, store, (struct early){ work, answer, data, false });
}

enum err __wrap_store_submit_keyed(struct store *store, unit_work *work, unit_answer *answer, void *data)
{
	return submit_by(__real_store_submit_keyed, store, (struct early){ work, answer, data, false });
}

/* ── keys that are forgotten: a form that comes again is done again ── */

enum err __real_once_find(struct scope *scope, str key, str route, bool *found_out, struct once *once_out);
enum err __wrap_once_find(struct scope *scope, str key, str route, bool *found_out, struct once *once_out);
enum err __wrap_once_find(struct scope *scope, str key, str route, bool *found_out, struct once *once_out)
{
	if (!has_bug(BUG_LOST_KEYS))
		return __real_once_find(scope, key, route, found_out, once_out);
	*found_out = false;
	return OK;
}

enum err __real_once_keep(struct scope *scope, const struct once *once);
enum err __wrap_once_keep(struct scope *scope, const struct once *once);
enum err __wrap_once_keep(struct scope *scope, const struct once *once)
{
	return has_bug(BUG_LOST_KEYS) ? OK : __real_once_keep(scope, once);
}

/* ── news that go out of the box and reach nobody, now and then ── */

enum err __real_sql_core_outbox_remove(struct scope *scope, int64_t id, int64_t due_at, int64_t *changed_out);
enum err __wrap_sql_core_outbox_remove(struct scope *scope, int64_t id, int64_t due_at, int64_t *changed_out);
enum err __wrap_sql_core_outbox_remove(struct scope *scope, int64_t id, int64_t due_at, int64_t *changed_out)
{
	enum err err = __real_sql_core_outbox_remove(scope, id, due_at, changed_out);
	if (!err && has_bug(BUG_LOST_NEWS) && id % 50 == 0)
		*changed_out = 0;
	return err;
}

/* ── thanks that are noted, but not counted ── */

enum err __real_sql_post_kudos(struct scope *scope, int64_t thread_id, int64_t number, int64_t change, int64_t *changed_out);
enum err __wrap_sql_post_kudos(struct scope *scope, int64_t thread_id, int64_t number, int64_t change, int64_t *changed_out);
enum err __wrap_sql_post_kudos(struct scope *scope, int64_t thread_id, int64_t number, int64_t change, int64_t *changed_out)
{
	if (has_bug(BUG_LOST_COUNTS) && change < 0) {
		*changed_out = 1;
		return OK;
	}
	return __real_sql_post_kudos(scope, thread_id, number, change, changed_out);
}

/* ── a calendar that finds every open hour free, whoever holds it ── */

const char *__real_slot_check(const struct slot_plan *plan, moment now, struct calendar_slot slot);
const char *__wrap_slot_check(const struct slot_plan *plan, moment now, struct calendar_slot slot);
const char *__wrap_slot_check(const struct slot_plan *plan, moment now, struct calendar_slot slot)
{
	const char *why = __real_slot_check(plan, now, slot);
	bool is_held = why && (!strcmp(why, "calendar.slot_taken") || !strcmp(why, "calendar.day_full"));
	return has_bug(BUG_FREE_SLOTS) && is_held ? NULL : why;
}

bool __real_slot_is_taken(const struct slot_plan *plan, struct calendar_slot slot);
bool __wrap_slot_is_taken(const struct slot_plan *plan, struct calendar_slot slot);
bool __wrap_slot_is_taken(const struct slot_plan *plan, struct calendar_slot slot)
{
	return has_bug(BUG_FREE_SLOTS) ? false : __real_slot_is_taken(plan, slot);
}

/* ── an address, or a phone, that is told when it was asked for, not when it was agreed ── */

enum err __real_booking_reveal(struct scope *scope, const struct booking *booking, struct booking_reveal *reveal_out);
enum err __wrap_booking_reveal(struct scope *scope, const struct booking *booking, struct booking_reveal *reveal_out);
enum err __wrap_booking_reveal(struct scope *scope, const struct booking *booking, struct booking_reveal *reveal_out)
{
	struct booking early = *booking;
	if (has_bug(BUG_EARLY_ADDRESS) && !early.accepted_at)
		early.accepted_at = early.made_at;
	if (has_bug(BUG_EARLY_PHONES) && !early.accepted_at)
		early.accepted_at = early.made_at;
	enum err err = __real_booking_reveal(scope, &early, reveal_out);
	if (!err && has_bug(BUG_EARLY_PHONES) && !booking->accepted_at)
		reveal_out->secret.address = S("");
	return err;
}

/* ── a thread that is shown to whoever knows its number ── */

enum err __real_thread_load(struct scope *scope, int64_t thread_id, struct thread *thread_out);
enum err __wrap_thread_load(struct scope *scope, int64_t thread_id, struct thread *thread_out);
enum err __wrap_thread_load(struct scope *scope, int64_t thread_id, struct thread *thread_out)
{
	return has_bug(BUG_WIDE_EYES) ? thread_load_for_all(scope, thread_id, thread_out) : __real_thread_load(scope, thread_id, thread_out);
}

/* ── a thread that is moved, and seen by whoever saw it before ── */

enum err __real_sql_oversee_thread_move(struct scope *scope, int64_t id, int64_t board_id, int64_t audience_id, int64_t *changed_out);
enum err __wrap_sql_oversee_thread_move(struct scope *scope, int64_t id, int64_t board_id, int64_t audience_id, int64_t *changed_out);
enum err __wrap_sql_oversee_thread_move(struct scope *scope, int64_t id, int64_t board_id, int64_t audience_id, int64_t *changed_out)
{
	return __real_sql_oversee_thread_move(scope, id, board_id, has_bug(BUG_WIDE_MOVES) ? AUDIENCE_PUBLIC : audience_id, changed_out);
}

/* ── a page that is kept although what it shows has changed ── */

void __real_cache_forget(struct cache *cache, int64_t brand_id, struct subject subject);
void __wrap_cache_forget(struct cache *cache, int64_t brand_id, struct subject subject);
void __wrap_cache_forget(struct cache *cache, int64_t brand_id, struct subject subject)
{
	if (!has_bug(BUG_OLD_PAGES))
		__real_cache_forget(cache, brand_id, subject);
}

/* ── what is said to be done, and is not: a session's end, a suspension, a pause, a mute ── */

enum err __real_session_end(struct scope *scope, int64_t session_id);
enum err __wrap_session_end(struct scope *scope, int64_t session_id);
enum err __wrap_session_end(struct scope *scope, int64_t session_id)
{
	return has_bug(BUG_LASTING_SESSIONS) ? OK : __real_session_end(scope, session_id);
}

enum err __real_member_suspend(struct scope *scope, int64_t member_id, moment until);
enum err __wrap_member_suspend(struct scope *scope, int64_t member_id, moment until);
enum err __wrap_member_suspend(struct scope *scope, int64_t member_id, moment until)
{
	return has_bug(BUG_FREE_HANDS) ? OK : __real_member_suspend(scope, member_id, until);
}

enum err __real_calendar_pause(struct scope *scope, int64_t owner_id, bool paused);
enum err __wrap_calendar_pause(struct scope *scope, int64_t owner_id, bool paused);
enum err __wrap_calendar_pause(struct scope *scope, int64_t owner_id, bool paused)
{
	return has_bug(BUG_WORKED_PAUSES) ? OK : __real_calendar_pause(scope, owner_id, paused);
}

enum err __real_standing_update(struct scope *scope, const struct standing *standing);
enum err __wrap_standing_update(struct scope *scope, const struct standing *standing);
enum err __wrap_standing_update(struct scope *scope, const struct standing *standing)
{
	struct standing heard = *standing;
	if (has_bug(BUG_HEARD_MUTES))
		heard.muted_until = 0;
	return __real_standing_update(scope, &heard);
}

/* ── whoever was erased: named on, some of her words kept; and whoever waits for it publishes on ── */

enum err __real_member_become_former(struct scope *scope, int64_t member_id, str name);
enum err __wrap_member_become_former(struct scope *scope, int64_t member_id, str name);
enum err __wrap_member_become_former(struct scope *scope, int64_t member_id, str name)
{
	return has_bug(BUG_LASTING_NAMES) ? OK : __real_member_become_former(scope, member_id, name);
}

enum err __real_owned_end(struct scope *scope, const struct owned_piece *piece, const struct value *keys, bool only_words);
enum err __wrap_owned_end(struct scope *scope, const struct owned_piece *piece, const struct value *keys, bool only_words);
enum err __wrap_owned_end(struct scope *scope, const struct owned_piece *piece, const struct value *keys, bool only_words)
{
	return has_bug(BUG_KEPT_WORDS) ? OK : __real_owned_end(scope, piece, keys, only_words);
}

enum err __real_erasure_gate(struct scope *scope, const struct gate_question *question, bool *waits_out);
enum err __wrap_erasure_gate(struct scope *scope, const struct gate_question *question, bool *waits_out);
enum err __wrap_erasure_gate(struct scope *scope, const struct gate_question *question, bool *waits_out)
{
	return has_bug(BUG_SLEEPWALKERS) ? OK : __real_erasure_gate(scope, question, waits_out);
}

/* ── what many object to is not hidden, what should wait is shown, a merged thread's address leads nowhere ── */

enum err __real_decide_by_weight(struct scope *scope, const struct item *item);
enum err __wrap_decide_by_weight(struct scope *scope, const struct item *item);
enum err __wrap_decide_by_weight(struct scope *scope, const struct item *item)
{
	return has_bug(BUG_LIGHT_FLAGS) ? OK : __real_decide_by_weight(scope, item);
}

enum err __real_filter_decide(struct scope *scope, const struct gate_question *question, bool *waits_out);
enum err __wrap_filter_decide(struct scope *scope, const struct gate_question *question, bool *waits_out);
enum err __wrap_filter_decide(struct scope *scope, const struct gate_question *question, bool *waits_out)
{
	bool waits = false;
	enum err err = __real_filter_decide(scope, question, &waits);
	*waits_out = *waits_out || (waits && !has_bug(BUG_LOUD_WORDS));
	return err;
}

enum err __real_subject_alias(struct scope *scope, struct subject subject, int64_t to_id);
enum err __wrap_subject_alias(struct scope *scope, struct subject subject, int64_t to_id);
enum err __wrap_subject_alias(struct scope *scope, struct subject subject, int64_t to_id)
{
	return has_bug(BUG_LOST_WAYS) ? OK : __real_subject_alias(scope, subject, to_id);
}

/* ── passwords: guessed at without end, locked without end (post.c: any is right) ── */

enum err __real_tries_are_over(struct scope *scope, enum tries kind, str whom, bool *over_out);
enum err __wrap_tries_are_over(struct scope *scope, enum tries kind, str whom, bool *over_out);
enum err __wrap_tries_are_over(struct scope *scope, enum tries kind, str whom, bool *over_out)
{
	enum err err = __real_tries_are_over(scope, kind, whom, over_out);
	if (!err && has_bug(BUG_ENDLESS_TRIES))
		*over_out = false;
	return err;
}

enum err __real_failure_load(struct scope *scope, str who, moment after, int64_t *tries_out);
enum err __wrap_failure_load(struct scope *scope, str who, moment after, int64_t *tries_out);
enum err __wrap_failure_load(struct scope *scope, str who, moment after, int64_t *tries_out)
{
	return __real_failure_load(scope, who, has_bug(BUG_LASTING_LOCKS) ? 0 : after, tries_out);
}

/* ── helpers: anybody is one, a decision is not kept, one applies as often as one likes, whoever is suspended helps on ── */

enum err __real_helper_must_be_active(struct scope *scope, int64_t member_id);
enum err __wrap_helper_must_be_active(struct scope *scope, int64_t member_id);
enum err __wrap_helper_must_be_active(struct scope *scope, int64_t member_id)
{
	return has_bug(BUG_FREE_OFFERS) ? OK : __real_helper_must_be_active(scope, member_id);
}

enum err __real_application_change_state(struct scope *scope, const struct application *application, enum application_state to, str reason);
enum err __wrap_application_change_state(struct scope *scope, const struct application *application, enum application_state to, str reason);
enum err __wrap_application_change_state(struct scope *scope, const struct application *application, enum application_state to, str reason)
{
	bool is_lost = has_bug(BUG_LOST_APPROVALS) && folk_town(); /* the town has helpers */
	return is_lost ? OK : __real_application_change_state(scope, application, to, reason);
}

enum err __real_application_load_of(struct scope *scope, int64_t member_id, struct application *application_out);
enum err __wrap_application_load_of(struct scope *scope, int64_t member_id, struct application *application_out);
enum err __wrap_application_load_of(struct scope *scope, int64_t member_id, struct application *application_out)
{
	enum err err = __real_application_load_of(scope, member_id, application_out);
	if (!err && has_bug(BUG_ENDLESS_APPLICATIONS))
		application_out->id = 0;
	return err;
}

enum err __real_helper_set_active(struct scope *scope, int64_t member_id, bool active);
enum err __wrap_helper_set_active(struct scope *scope, int64_t member_id, bool active);
enum err __wrap_helper_set_active(struct scope *scope, int64_t member_id, bool active)
{
	return has_bug(BUG_SELF_MADE_HELPERS) ? OK : __real_helper_set_active(scope, member_id, active);
}

/* ── decisions and steps that are told to nobody ── */

enum err __real_notice_tell_one(struct scope *scope, const struct notice *notice, int64_t member_id);
enum err __wrap_notice_tell_one(struct scope *scope, const struct notice *notice, int64_t member_id);
enum err __wrap_notice_tell_one(struct scope *scope, const struct notice *notice, int64_t member_id)
{
	if (has_bug(BUG_UNTOLD_DECISIONS) && str_starts(notice->kind, S("application_")))
		return OK;
	if (has_bug(BUG_UNTOLD_STEPS) && str_starts(notice->kind, S("matter_")))
		return OK;
	if (has_bug(BUG_UNTOLD_ARTICLES) && str_equal(notice->kind, S("article_sent_back")))
		return OK;
	if (has_bug(BUG_UNTOLD_COMMENTS) && str_equal(notice->kind, S("commented")))
		return OK;
	return __real_notice_tell_one(scope, notice, member_id);
}

enum err __real_application_insert(struct scope *scope, const struct application *application);
enum err __wrap_application_insert(struct scope *scope, const struct application *application);
enum err __wrap_application_insert(struct scope *scope, const struct application *application)
{
	return has_bug(BUG_LOST_APPLICATIONS) && folk_town() ? OK : __real_application_insert(scope, application);
}

/* ── the ladder: nobody looks again, a step is not noted, leads elsewhere, is anybody's, is held by nobody, is in no queue ── */

enum err __real_job_plan(struct scope *scope, const struct job_kind *kind, struct subject subject, moment due_at);
enum err __wrap_job_plan(struct scope *scope, const struct job_kind *kind, struct subject subject, moment due_at);
enum err __wrap_job_plan(struct scope *scope, const struct job_kind *kind, struct subject subject, moment due_at)
{
	bool is_silent = has_bug(BUG_SILENT_LADDERS) && kind == &climb_watch_job;
	bool is_lasting = has_bug(BUG_LASTING_REQUESTS) && kind == &booking_expire_job;
	return is_silent || is_lasting ? OK : __real_job_plan(scope, kind, subject, due_at);
}

enum err __real_way_add(struct scope *scope, const struct way_step *step);
enum err __wrap_way_add(struct scope *scope, const struct way_step *step);
enum err __wrap_way_add(struct scope *scope, const struct way_step *step)
{
	return has_bug(BUG_LOST_STEPS) && step->actor_id ? OK : __real_way_add(scope, step);
}

/* The ladder's own row keeps the step before. */
enum err __real_climb_save(struct scope *scope, const struct climb *climb);
enum err __wrap_climb_save(struct scope *scope, const struct climb *climb);
enum err __wrap_climb_save(struct scope *scope, const struct climb *climb)
{
	struct climb before = { 0 };
	if (!has_bug(BUG_FORGOTTEN_STANDS) || climb_load(scope, climb->matter_id, &before))
		return __real_climb_save(scope, climb);
	before.way_count = climb->way_count;
	return __real_climb_save(scope, &before);
}

const struct rung *__real_rung_find(enum deed deed, enum matter_step step, unsigned parties);
const struct rung *__wrap_rung_find(enum deed deed, enum matter_step step, unsigned parties);
const struct rung *__wrap_rung_find(enum deed deed, enum matter_step step, unsigned parties)
{
	static struct rung crooked;
	const struct rung *rung = __real_rung_find(deed, step, parties | (has_bug(BUG_ANYBODYS_LADDERS) ? (unsigned)BY_OWNER : 0));
	if (!rung || !has_bug(BUG_CROOKED_LADDERS) || rung->deed != DEED_TO_COMMUNITY)
		return rung;
	crooked = *rung;
	crooked.holder = HELD_BY_EXPERTS;
	return &crooked;
}

/* By the ladder it does not move, or nobody has it. */
enum err __real_trail_move(struct scope *scope, struct subject subject, const struct matter *to);
enum err __wrap_trail_move(struct scope *scope, struct subject subject, const struct matter *to);
enum err __wrap_trail_move(struct scope *scope, struct subject subject, const struct matter *to)
{
	struct matter loose = *to;
	bool is_ladders = to->step == MATTER_WITH_AGENT || to->step == MATTER_TECHNICIAN;
	if (is_ladders && has_bug(BUG_STANDING_MATTERS))
		return OK;
	if (is_ladders && has_bug(BUG_LOOSE_LADDERS))
		loose.holder = HELD_BY_NOBODY;
	return __real_trail_move(scope, subject, &loose);
}

enum err __real_ticket_open(struct scope *scope, const struct ticket *ticket);
enum err __wrap_ticket_open(struct scope *scope, const struct ticket *ticket);
enum err __wrap_ticket_open(struct scope *scope, const struct ticket *ticket)
{
	return has_bug(BUG_LOST_QUEUES) ? OK : __real_ticket_open(scope, ticket);
}

enum err __real_climb_hear(struct scope *scope, const struct news *news);
enum err __wrap_climb_hear(struct scope *scope, const struct news *news);
enum err __wrap_climb_hear(struct scope *scope, const struct news *news)
{
	return has_bug(BUG_UNSEEN_MATTERS) ? OK : __real_climb_hear(scope, news);
}

/* ── visits: a step is taken too late, too early; calling off is never late ── */

const struct booking_move *__real_booking_move_find(const struct booking *booking, enum booking_step step, enum booking_party party,
                                                    moment now, const char **why_out);
const struct booking_move *__wrap_booking_move_find(const struct booking *booking, enum booking_step step, enum booking_party party,
                                                    moment now, const char **why_out);
const struct booking_move *__wrap_booking_move_find(const struct booking *booking, enum booking_step step, enum booking_party party,
                                                    moment now, const char **why_out)
{
	if (has_bug(BUG_LATE_AGREEMENTS) && step == BOOKING_ACCEPT)
		now = booking->made_at;
	bool is_of_visit = step == BOOKING_START || step == BOOKING_NO_SHOW || step == BOOKING_FINISH || step == BOOKING_FAIL ||
	                   step == BOOKING_HAND_OVER;
	if (has_bug(BUG_EARLY_VISITS) && is_of_visit)
		now = booking->starts_at + BOOKING_WAIT;
	if (has_bug(BUG_KIND_CANCELLATIONS) && step == BOOKING_CANCEL)
		now = booking->made_at;
	if (has_bug(BUG_LATE_MOVES) && step == BOOKING_MOVE)
		now = booking->move_until - 1;
	return __real_booking_move_find(booking, step, party, now, why_out);
}

/* A request that runs out days later. */
enum err __real_booking_insert(struct scope *scope, const struct booking *booking);
enum err __wrap_booking_insert(struct scope *scope, const struct booking *booking);
enum err __wrap_booking_insert(struct scope *scope, const struct booking *booking)
{
	struct booking long_one = *booking;
	if (has_bug(BUG_LONG_REQUESTS) && booking->state == BOOKING_REQUESTED)
		long_one.expires_at += DAYS(3);
	return __real_booking_insert(scope, &long_one);
}

/* ── articles: lost, out of sight, in everybody's, anybody's, out without a look, too late ── */

enum err __real_article_insert(struct scope *scope, const struct article *article);
enum err __wrap_article_insert(struct scope *scope, const struct article *article);
enum err __wrap_article_insert(struct scope *scope, const struct article *article)
{
	return has_bug(BUG_LOST_ARTICLES) ? OK : __real_article_insert(scope, article);
}

enum err __real_article_draft_put(struct scope *scope, const struct article_draft *draft);
enum err __wrap_article_draft_put(struct scope *scope, const struct article_draft *draft);
enum err __wrap_article_draft_put(struct scope *scope, const struct article_draft *draft)
{
	struct article_draft kept = *draft;
	if (has_bug(BUG_LOST_HANDINS))
		kept.waits_at = 0;
	return has_bug(BUG_LOST_DRAFTS) ? OK : __real_article_draft_put(scope, &kept);
}

enum err __real_article_version_insert(struct scope *scope, const struct article_version *version);
enum err __wrap_article_version_insert(struct scope *scope, const struct article_version *version);
enum err __wrap_article_version_insert(struct scope *scope, const struct article_version *version)
{
	struct article_version kept = *version;
	if (has_bug(BUG_BLANK_VERSIONS))
		kept.body = S("");
	return has_bug(BUG_LOST_VERSIONS) ? OK : __real_article_version_insert(scope, &kept);
}

/* What is withdrawn is not, what comes out again does not. */
enum err __real_article_update(struct scope *scope, const struct article *article, enum article_state from);
enum err __wrap_article_update(struct scope *scope, const struct article *article, enum article_state from);
enum err __wrap_article_update(struct scope *scope, const struct article *article, enum article_state from)
{
	bool is_withdrawn = article->state == ARTICLE_WITHDRAWN, is_again = article->state == ARTICLE_PUBLISHED && article->version > 1;
	if ((has_bug(BUG_LASTING_ARTICLES) && is_withdrawn) || (has_bug(BUG_OLD_TEXTS) && is_again))
		return OK;
	return __real_article_update(scope, article, from);
}

enum err __real_article_load(struct scope *scope, int64_t article_id, struct article *article_out);
enum err __wrap_article_load(struct scope *scope, int64_t article_id, struct article *article_out);
enum err __wrap_article_load(struct scope *scope, int64_t article_id, struct article *article_out)
{
	enum err err = __real_article_load(scope, article_id, article_out);
	if (!err && has_bug(BUG_SHY_ARTICLES) && article_out->state == ARTICLE_PUBLISHED)
		article_out->hidden_at = scope->now;
	if (!err && has_bug(BUG_BLANK_ARTICLES))
		article_out->title = article_out->excerpt = article_out->body = article_out->html = S("");
	if (!err && has_bug(BUG_WIDE_ARTICLES))
		article_out->state = ARTICLE_PUBLISHED;
	if (!err && has_bug(BUG_ANYBODYS_ARTICLES) && scope->member_id)
		article_out->author_id = scope->member_id;
	return err;
}

enum err __real_setting_number(struct scope *scope, const struct setting *setting, int64_t *value_out);
enum err __wrap_setting_number(struct scope *scope, const struct setting *setting, int64_t *value_out);
enum err __wrap_setting_number(struct scope *scope, const struct setting *setting, int64_t *value_out)
{
	enum err err = __real_setting_number(scope, setting, value_out);
	if (!err && has_bug(BUG_HASTY_ARTICLES) && !strcmp(setting->name, "articles.review"))
		*value_out = 0;
	return err;
}

enum err __real_job_plan_text(struct scope *scope, const struct job_kind *kind, const struct job *job);
enum err __wrap_job_plan_text(struct scope *scope, const struct job_kind *kind, const struct job *job);
enum err __wrap_job_plan_text(struct scope *scope, const struct job_kind *kind, const struct job *job)
{
	return has_bug(BUG_LATE_NEWS) && kind == &article_publish_job ? OK : __real_job_plan_text(scope, kind, job);
}

bool __real_article_is_out(const struct article *article);
bool __wrap_article_is_out(const struct article *article);
bool __wrap_article_is_out(const struct article *article)
{
	return has_bug(BUG_LOOSE_COMMENTS) || __real_article_is_out(article);
}

enum err __real_comment_insert(struct scope *scope, const struct comment *comment);
enum err __wrap_comment_insert(struct scope *scope, const struct comment *comment);
enum err __wrap_comment_insert(struct scope *scope, const struct comment *comment)
{
	return has_bug(BUG_LOST_COMMENTS) ? OK : __real_comment_insert(scope, comment);
}

enum err __real_sql_article_comments(struct scope *scope, int64_t id, int64_t number, int64_t *changed_out);
enum err __wrap_sql_article_comments(struct scope *scope, int64_t id, int64_t number, int64_t *changed_out);
enum err __wrap_sql_article_comments(struct scope *scope, int64_t id, int64_t number, int64_t *changed_out)
{
	*changed_out = 1;
	return has_bug(BUG_UNCOUNTED_COMMENTS) ? OK : __real_sql_article_comments(scope, id, number, changed_out);
}

enum err __real_article_answer_count(struct scope *scope, int64_t article_id, int64_t helped, int64_t missed);
enum err __wrap_article_answer_count(struct scope *scope, int64_t article_id, int64_t helped, int64_t missed);
enum err __wrap_article_answer_count(struct scope *scope, int64_t article_id, int64_t helped, int64_t missed)
{
	return has_bug(BUG_LOST_ANSWERS) ? OK : __real_article_answer_count(scope, article_id, helped, missed);
}
