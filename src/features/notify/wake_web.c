/*
 * wake_web.c: pushes what is pending.
 *
 * Read in a snapshot, sent outside of it, taken away in a unit: a push may come twice after a crash, and replaces
 * itself then (its tag).  What a service refuses for now is tried again for an hour: later nobody wants to be woken.
 */
#include "features/notify/wake_web.h"

#include "base/fetch.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base/web_push.h"
#include "features/notify/habit.h"
#include "features/notify/inbox_web.h"
#include "features/notify/notice.h"
#include "features/notify/pending_store.h"
#include "features/notify/receiver.h"
#include "view/i18n.h"

enum { ROUNDS = 10, GONE = 410, NOT_FOUND = 404, RIGHT_HOURS = 12, RETRY_MINUTES = 5, RETRY_FOR_MINUTES = 60,
       DEAD_MAX = LETTERS_AT_ONCE * RECEIVERS_MAX, TIMEOUT_MS = 5000, BODY_WORDS = 400 };

struct call { struct pending pending; moment told_at; str payload; moment later; };
struct batch {
	struct pending_list list;
	struct receiver_list receivers;
	struct habit_list habits;
	struct call calls[LETTERS_AT_ONCE];
	int64_t dead[DEAD_MAX];
	size_t dead_count;
};

/* ── what it says ── */

static str payload_of(struct scope *scope, const struct notice_line *line, enum language language)
{
	struct text text;
	struct json_writer json;
	str words = notice_words(scope->arena, language, line);
	text_open(&text, scope->arena, 512);
	json_open(&json, &text);
	json_object(&json);
	json_name(&json, S("title"));
	json_put_text(&json, utf8_first(words, BODY_WORDS));
	json_name(&json, S("body"));
	json_put_text(&json, utf8_first(line->title, BODY_WORDS));
	json_name(&json, S("url"));
	json_put_text(&json, utf8_first(line->url, BODY_WORDS));
	json_name(&json, S("tag"));
	json_put_text(&json, str_format(scope->arena, "%d.%lld", line->notice->subject_kind, (long long)line->notice->subject_id));
	json_object_end(&json);
	return text_str(&text);
}

static enum err describe(struct scope *scope, struct call *call)
{
	struct notice notice;
	struct notice_line_list lines;
	struct member_contact_list contacts;
	enum language language = (enum language)0;
	const int64_t member_id = call->pending.member_id;
	enum err err = notice_load_of(scope, member_id, call->pending.id, &notice);
	if (err == ERR_NOT_FOUND || (!err && !notice.is_new))
		return OK; /* swept, or read meanwhile */
	if (err || (err = member_contacts(scope, (struct ids){ &member_id, 1 }, &contacts)))
		return err;
	call->told_at = notice.at;
	(void)language_find(contacts.count && contacts.at[0].language.len ? contacts.at[0].language : scope->language, &language);
	scope_act_as(scope, member_id, ROLE_MEMBER);
	err = notice_lines(scope, &(struct notice_list){ &notice, 1 }, &lines);
	scope_act_as(scope, 0, ROLE_BITS);
	if (!err && lines.count && !str_empty(lines.at[0].title))
		call->payload = payload_of(scope, &lines.at[0], language);
	return err;
}

static enum err read_work(struct scope *scope, void *data)
{
	struct batch *batch = data;
	int64_t ids[LETTERS_AT_ONCE];
	enum err err = pending_load_due(scope, WAY_PUSH, PACE_NOW, &batch->list);
	if (err || !batch->list.count)
		return err;
	for (size_t i = 0; i < batch->list.count; i++)
		ids[i] = batch->list.at[i].member_id;
	const struct ids members = { ids, batch->list.count };
	if ((err = receiver_load_of(scope, members, &batch->receivers)) || (err = habit_load_of(scope, members, &batch->habits)))
		return err;
	for (size_t i = 0; !err && i < batch->list.count; i++) {
		struct call *call = &batch->calls[i];
		const struct habit habit = habit_in(&batch->habits, ids[i]);
		*call = (struct call){ .pending = batch->list.at[i], .payload = S("") };
		if (!habit_is_quiet(scope, &habit, &call->later))
			err = describe(scope, call);
	}
	return err;
}

/* ── sending ── */

static str contact_of(struct scope *scope)
{
	if (str_starts(scope->origin, S("https://")))
		return scope->origin;
	str from = scope->house->settings.mail_from;
	return str_format(scope->arena, "mailto:%.*s", STR_ARG(str_empty(from) ? S("noreply@localhost.localdomain") : from));
}

/* The service's status, or 0 when it could not be called. */
static int send_to(struct scope *scope, const struct receiver *receiver, str payload)
{
	const struct house_settings *settings = &scope->house->settings;
	const struct push_reader reader = { receiver->public_key, receiver->auth };
	const struct push_right right = { receiver_origin(receiver->endpoint), contact_of(scope), scope->now + HOURS(RIGHT_HOURS) };
	struct push_key key;
	struct fetched fetched;
	str body, wrong = S("");
	if (!receiver_service(scope->house, receiver->endpoint) || push_seal(scope->arena, &reader, payload, &body))
		return GONE; /* the list of services changed, or the row is broken */
	push_key_derive(&settings->master_key, &key);
	const struct fetch_header headers[] = { { "Authorization", push_authorization(scope->arena, &key, &right) },
		{ "Content-Encoding", S("aes128gcm") }, { "TTL", S("86400") }, { "Urgency", S("normal") } };
	const struct fetch fetch = { .url = receiver->endpoint, .method = S("POST"), .body = body,
		.content_type = S("application/octet-stream"), .headers = headers, .header_count = COUNT(headers),
		.timeout_ms = TIMEOUT_MS, .max_bytes = 65536,
		.allow_private = settings->fetch_private || receiver_is_named(scope->house, receiver->endpoint) };
	enum err err = fetch_run(scope->arena, &fetch, &fetched, &wrong);
	if (err)
		log_event(LOG_WARN, "push.failed", "Receiver %lld of brand %lld could not be called: %.*s", (long long)receiver->id,
		          (long long)scope->brand_id, STR_ARG(wrong));
	return err ? 0 : fetched.status;
}

static void send_call(struct scope *scope, struct batch *batch, struct call *call)
{
	bool again = false;
	for (size_t i = 0; i < batch->receivers.count; i++) {
		const struct receiver *receiver = &batch->receivers.at[i];
		if (receiver->member_id != call->pending.member_id)
			continue;
		int status = send_to(scope, receiver, call->payload);
		if ((status == GONE || status == NOT_FOUND) && batch->dead_count < DEAD_MAX)
			batch->dead[batch->dead_count++] = receiver->id;
		again = again || status == 0 || status == 429 || status >= 500;
	}
	if (again && scope->now - call->told_at < MINUTES(RETRY_FOR_MINUTES))
		call->later = scope->now + MINUTES(RETRY_MINUTES);
}

static enum err apply_work(struct scope *scope, void *data)
{
	const struct batch *batch = data;
	moment next;
	enum err err = OK;
	for (size_t i = 0; !err && i < batch->list.count; i++) {
		struct pending pending = batch->calls[i].pending;
		pending.due_at = batch->calls[i].later;
		err = pending.due_at ? pending_update_due(scope, WAY_PUSH, &pending) : pending_delete(scope, WAY_PUSH, &pending);
	}
	for (size_t i = 0; !err && i < batch->dead_count; i++)
		err = receiver_delete(scope, batch->dead[i]);
	if (err || (err = pending_load_earliest(scope, WAY_PUSH, PACE_NOW, &next)) || !next)
		return err;
	return job_plan(scope, &notify_push_job, (struct subject){ 0, 0 }, next > scope->now ? next : scope->now);
}

static enum err push_run(struct scope *scope, const struct job *job)
{
	enum err err = OK;
	for (int round = 0; !err && round < ROUNDS; round++) {
		struct arena_mark mark = arena_mark(scope->arena);
		struct batch *batch = arena_take(scope->arena, sizeof(*batch));
		err = scope_read(scope, read_work, batch);
		if (err || !batch->list.count)
			return err;
		for (size_t i = 0; i < batch->list.count; i++) {
			if (!str_empty(batch->calls[i].payload))
				send_call(scope, batch, &batch->calls[i]);
		}
		err = scope_write(scope, apply_work, batch);
		arena_release(scope->arena, mark);
	}
	return err;
}

const struct job_kind notify_push_job = { .name = "notify.push", .run = push_run, .by_hand = true };
