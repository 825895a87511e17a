/* demo_care.c: what moderators find on the first day: an answer that waits, and some that others object to. */
#include "app/demo.h"

#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/community/thread.h"
#include "features/moderation/flag.h"
#include "view/markdown.h"

static int reason_named(str name)
{
	for (int i = 0; i < REASON_COUNT; i++) {
		if (str_equal(name, str_from(flag_reasons[i])))
			return i;
	}
	return REASON_OTHER;
}

/* By the same gate as anybody's: what the filter holds is held here, too. */
static enum err write_answer(struct demo *demo, struct scope *scope, const struct json *line, struct post *post_out)
{
	struct html html;
	const str body = json_str(line, S("body"));
	enum err err = markdown_html(scope->arena, body, &html);
	if (err)
		return err;
	const struct post text = { .body = body, .html = html.at, .html_version = MARKDOWN_VERSION };
	demo_as(scope, demo_id(&demo->members, demo->brand, json_str(line, S("author"))), ROLE_MEMBER);
	return thread_reply(scope, demo_id(&demo->threads, demo->brand, json_str(line, S("thread"))), &text, post_out);
}

enum err demo_care(struct demo *demo, struct scope *scope, const struct json *line)
{
	struct post post;
	const struct json *flags = json_member(line, S("flags"));
	enum err err = write_answer(demo, scope, line, &post);
	for (size_t i = 0; !err && i < flags->count; i++) {
		const struct json *flag = &flags->items[i];
		const struct flag_ask ask = { reason_named(json_str(flag, S("reason"))), json_str(flag, S("text")) };
		demo_as(scope, demo_id(&demo->members, demo->brand, json_str(flag, S("by"))), ROLE_MEMBER);
		err = flag_raise(scope, subject_of(&post_subject, post.id), &ask);
	}
	return err;
}
