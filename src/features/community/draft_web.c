/*
 * draft_web.c: what arrives by other ways than a member's form: a stranger's question once the mail
 * address is confirmed, and a visit's result for the thread it grew from.
 */
#include "base/json.h"
#include "features/community/community_news.h"
#include "features/community/thread_web.h"
#include "features/identity/identity.h"

#define DRAFT_KIND S("thread")

static str payload_of(struct scope *scope, const struct ask_form *ask)
{
	struct text text;
	struct json_writer json;
	text_open(&text, scope->arena, ask->body.len + 512);
	json_open(&json, &text);
	json_object(&json);
	json_name(&json, S("board_id"));
	json_put_integer(&json, ask->board_id);
	json_name(&json, S("product_id"));
	json_put_integer(&json, ask->product_id);
	json_name(&json, S("title"));
	json_put_text(&json, ask->title);
	json_name(&json, S("body"));
	json_put_text(&json, ask->body);
	json_name(&json, S("tags"));
	json_put_text(&json, ask->tags);
	json_name(&json, S("is_discussion"));
	json_put_bool(&json, ask->is_discussion);
	json_object_end(&json);
	return text_str(&text);
}

enum err ask_keep_draft(struct request *request, const struct ask_form *ask)
{
	struct scope *scope = request_scope(request);
	struct board board;
	enum err err = board_load(scope, ask->board_id, &board);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return refuse_field(scope, "board_id", "thread.no_board");
	}
	if (err)
		return err;
	if (board.posting != POSTING_EVERYONE)
		return refuse_field(scope, "board_id", board_may_ask(scope, &board) ? "board.members_only" : "board.staff_only");
	struct draft draft = { .kind = DRAFT_KIND, .payload = payload_of(scope, ask), .name = ask->name,
		.mail = ask->mail, .language = scope->language };
	if ((err = draft_keep(scope, &draft)))
		return err;
	return redirect_to(request, "/drafts/sent");
}

/* The house posts as the member who confirmed; a refusal is told on the draft's page. */
enum err ask_post_draft(struct scope *scope, const struct news *news)
{
	struct draft draft;
	const struct json *json;
	struct thread thread;
	enum err err = draft_load(scope, news->subject.id, &draft);
	if (err)
		return err;
	if (!str_equal(draft.kind, DRAFT_KIND) || draft.subject_id)
		return OK;
	if ((err = json_read(scope->arena, draft.payload, &json, NULL)))
		return err;
	const struct ask_form form = {
		.board_id = json_integer(json, S("board_id"), 0), .product_id = json_integer(json, S("product_id"), 0),
		.title = json_str(json, S("title")), .body = json_str(json, S("body")),
		.tags = json_str(json, S("tags")), .is_discussion = json_truth(json, S("is_discussion")),
	};
	scope_act_as(scope, draft.member_id, ROLE_MEMBER);
	err = ask_post(scope, &form, &thread);
	if (err && scope->refusal.reason) { /* nothing was written yet: rules refuse before they write */
		const char *reason = scope->refusal.reason;
		scope_forgive(scope);
		return draft_refused(scope, draft.id, reason);
	}
	if (err)
		return err;
	return draft_done(scope, draft.id, subject_of(&thread_subject, thread.id));
}

enum err fix_post(struct scope *scope, const struct news *news)
{
	struct html html;
	struct post post;
	enum language language = (enum language)0;
	if (news->other.kind != thread_subject.number)
		return OK;
	language_find(scope->language, &language);
	str intro = text_plain(language, "fix.intro");
	str body = str_format(scope->arena, "**%.*s**\n\n%.*s", STR_ARG(intro), STR_ARG(news->text));
	enum err err = text_draw(scope, news->other.id, body, &html);
	if (err)
		return err;
	scope_act_as(scope, news->actor_id, ROLE_MEMBER | ROLE_HELPER);
	const struct post text = { .body = body, .html = html.at, .html_version = MARKDOWN_VERSION };
	err = thread_reply(scope, news->other.id, &text, &post);
	if (err == ERR_CONFLICT || err == ERR_NOT_FOUND || err == ERR_FORBIDDEN) { /* closed or gone meanwhile: there is no place for it */
		scope_forgive(scope);
		return OK;
	}
	return err ? err : trail_grow(scope, news->subject, subject_of(&post_subject, post.id), "trail.fix");
}
