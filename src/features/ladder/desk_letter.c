/*
 * desk_letter.c: two jobs of a ticket: a mail, and a call that is tried again until it was taken.
 *
 * Both are planned when a matter comes to the agents and cancelled when it leaves them.  The
 * call runs outside any unit; what it answers is written by a unit of its own, which looks
 * again whether the matter still lies with the agents.
 */
#include "features/ladder/desk_letter.h"

#include "base/crypt.h"
#include "base/fetch.h"
#include "base/json.h"
#include "base/utf8.h"
#include "features/ladder/pages.gen.h"
#include "web/letter.h"

enum { CALL_MS = 15000, ANSWER_BYTES_MAX = 64 * 1024 };

/* All that a desk must know, read at once. */
struct story {
	struct stand stand;
	struct desk_letter letter;
	str address, url, secret;
	bool is_open;
};

static enum err load_texts(struct scope *scope, struct story *story)
{
	struct thread_words words;
	enum err err = community_words(scope, story->stand.climb.thread_id, &words);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, (words.posts.count + 1) * sizeof(*ids));
	for (size_t i = 0; i < words.posts.count; i++)
		ids[i] = words.posts.at[i].author_id;
	ids[words.posts.count] = story->stand.matter.owner_id;
	struct desk_letter *letter = &story->letter;
	if ((err = member_cards(scope, (struct ids){ ids, words.posts.count + 1 }, &letter->authors)))
		return err;
	letter->title = words.thread.title;
	letter->posts = words.posts;
	letter->asker = member_card_in(&letter->authors, story->stand.matter.owner_id)->name;
	letter->note = story->stand.ticket.note;
	letter->due_at = story->stand.ticket.due_at;
	letter->url = str_format(scope->arena, "%.*s/threads/%lld", STR_ARG(scope->origin), (long long)words.thread.id);
	letter->queue_url = str_format(scope->arena, "%.*s/desk/tickets/%lld", STR_ARG(scope->origin),
	                               (long long)story->stand.matter.id);
	return OK;
}

/* A matter or thread that is gone meanwhile: nobody needs to be told. */
static enum err load_story(struct scope *scope, int64_t matter_id, struct story *story)
{
	*story = (struct story){ .is_open = false };
	enum err err = stand_load(scope, matter_id, &story->stand);
	if (!err && story->stand.ticket.is_open && !(err = load_texts(scope, story)))
		story->is_open = true;
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	if (err || (err = setting_text(scope, ladder_desk_mail, &story->address)) ||
	    (err = setting_text(scope, ladder_desk_url, &story->url)))
		return err;
	return setting_secret(scope, ladder_desk_secret, &story->secret);
}

/* ── by mail ── */

static enum err mail_desk(struct scope *scope, const struct job *job)
{
	struct story story;
	struct letter letter;
	enum err err = load_story(scope, job->subject.id, &story);
	if (err || !story.is_open || str_empty(story.address))
		return err;
	int64_t desk_id;
	if ((err = agent_desk_member(scope, &desk_id)))
		return err;
	letter_open(&letter, scope, &(struct letter_to){ .address = story.address, .name = scope->brand_name });
	letter.reply_to = letter_answers_to(scope, job->subject, desk_id);
	story.letter.takes_answers = !str_empty(letter.reply_to);
	desk_letter_html(letter.view, &story.letter);
	const struct text_value values[] = { text_value_str("title", story.letter.title) };
	str subject = text_of(scope->arena, letter.view->language, TEXT_ladder_desk_subject, values, COUNT(values));
	return letter_queue(&letter, subject, job->subject);
}

const struct job_kind desk_mail_job = { .name = "ladder.desk_mail", .run = mail_desk };

/* ── by a call ── */

str desk_signature(struct arena *arena, str secret, moment at, str body)
{
	long long seconds = (long long)(at / SECONDS(1));
	str signed_text = str_format(arena, "%lld.%.*s", seconds, STR_ARG(body));
	return str_format(arena, "t=%lld,v1=%.*s", seconds, STR_ARG(hex(arena, hmac_sha256(arena, secret, signed_text))));
}

static void put_text(struct json_writer *json, str name, str value)
{
	json_name(json, name);
	json_put_text(json, value);
}

static str body_of(struct scope *scope, const struct story *story)
{
	const struct desk_letter *letter = &story->letter;
	struct text text;
	struct json_writer json;
	text_open(&text, scope->arena, 4096);
	json_open(&json, &text);
	json_object(&json);
	json_name(&json, S("matter_id"));
	json_put_id(&json, story->stand.matter.id);
	put_text(&json, S("title"), letter->title);
	put_text(&json, S("asker"), letter->asker);
	put_text(&json, S("note"), letter->note);
	put_text(&json, S("url"), letter->url);
	json_name(&json, S("due_at"));
	json_put_moment(&json, letter->due_at);
	json_name(&json, S("posts"));
	json_list(&json);
	for (size_t i = 0; i < letter->posts.count; i++) {
		const struct post *post = &letter->posts.at[i];
		if (post->hidden_at || post->deleted_at)
			continue;
		json_object(&json);
		put_text(&json, S("author"), member_card_in(&letter->authors, post->author_id)->name);
		put_text(&json, S("text"), post->body);
		json_name(&json, S("at"));
		json_put_moment(&json, post->created_at);
		json_object_end(&json);
	}
	json_list_end(&json);
	json_object_end(&json);
	return text_str(&text);
}

struct calling { int64_t matter_id; struct story story; struct post answer; };

static enum err read_story(struct scope *scope, void *data)
{
	struct calling *calling = data;
	return load_story(scope, calling->matter_id, &calling->story);
}

/* What the desk answered at once goes into the thread; an answer that comes too late is no failure of the call. */
static enum err note_call(struct scope *scope, void *data)
{
	struct calling *calling = data;
	struct post post;
	enum err err = ticket_mark_sent(scope, calling->matter_id);
	if (err || str_empty(calling->answer.body))
		return err;
	err = agent_answer_as_desk(scope, calling->matter_id, &calling->answer, &post);
	if (err == ERR_CONFLICT || err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	return err;
}

static enum err take_answer(struct scope *scope, const struct fetched *fetched, struct post *answer_out)
{
	const struct json *json;
	struct html html;
	*answer_out = (struct post){ .body = S("") };
	if (str_empty(fetched->body) || json_read(scope->arena, fetched->body, &json, NULL) || json->type != JSON_OBJECT)
		return OK; /* "ok" is an answer, too */
	str text = str_trim(json_str(json, S("answer")));
	if (str_empty(text) || utf8_length(text) > POST_BODY_MAX)
		return OK;
	enum err err = markdown_html(scope->arena, text, &html);
	if (!err)
		*answer_out = (struct post){ .body = text, .html = html.at, .html_version = MARKDOWN_VERSION };
	return err;
}

static enum err call_desk(struct scope *scope, const struct job *job)
{
	struct calling calling = { .matter_id = job->subject.id };
	struct fetched fetched;
	str wrong = S("");
	enum err err = scope_read(scope, read_story, &calling);
	const struct story *story = &calling.story;
	if (err || !story->is_open || str_empty(story->url))
		return err;
	if (story->secret.len < SETTING_SECRET_MIN)
		return refuse(scope, ERR_INVALID, "ladder.desk_secret_short");
	str body = body_of(scope, story);
	const struct fetch_header header = { "X-Heinzel-Signature", desk_signature(scope->arena, story->secret, scope->now, body) };
	const struct fetch fetch = { .url = story->url, .method = S("POST"), .body = body, .headers = &header, .header_count = 1,
		.content_type = S("application/json"), .timeout_ms = CALL_MS, .max_bytes = ANSWER_BYTES_MAX,
		.allow_private = scope->house->settings.fetch_private };
	if ((err = fetch_run(scope->arena, &fetch, &fetched, &wrong))) {
		log_event(LOG_WARN, "ladder.desk_call", "The service desk was not reached: %.*s", STR_ARG(wrong));
		return refuse(scope, ERR_BROKEN, "ladder.desk_unreachable");
	}
	if (fetched.status < 200 || fetched.status > 299)
		return refuse(scope, ERR_BROKEN, "ladder.desk_unreachable");
	if ((err = take_answer(scope, &fetched, &calling.answer)))
		return err;
	return scope_write(scope, note_call, &calling);
}

const struct job_kind desk_call_job = { .name = "ladder.desk_call", .run = call_desk, .by_hand = true };
