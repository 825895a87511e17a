/* news.c: writes what happened into the outbox, in the unit in which it happened. */
#include "core/news.h"

#include "base/random.h"
#include "base/utf8.h"
#include "core/findable.h"
#include "core/sql.gen.h"
#include "core/work.h"

enum { TEXT_BYTES_MAX = 8000, UTF8_MOST = 4 };

const struct news_kind news_fix_written = { "visit.fix_written" };
const struct news_kind news_findable = { "core.findable" };

/* A fact that is too long is cut, never between the bytes of one letter. */
static str short_text(str text)
{
	return text.len <= TEXT_BYTES_MAX ? text : utf8_first(text, TEXT_BYTES_MAX / UTF8_MOST);
}

enum err news_tell(struct scope *scope, const struct news *news)
{
	must(news->kind != NULL);
	must(scope->brand_id != 0);
	struct news_row row = {
		.id = id_new(scope->now),
		.kind = str_from(news->kind->name),
		.subject_kind = news->subject.kind, .subject_id = news->subject.id,
		.other_kind = news->other.kind, .other_id = news->other.id,
		.actor_id = scope->actor_id ? scope->actor_id : scope->member_id,
		.to_member_id = news->to_member_id,
		.text = short_text(news->text),
		.at = scope->now, .due_at = scope->now,
	};
	enum err err = sql_core_outbox_add(scope, &row);
	if (err)
		return err;
	return work_is_due(scope, scope->now);
}

enum err news_announce(struct scope *scope, const struct news_kind *kind, struct subject subject)
{
	return news_tell(scope, &(struct news){ .kind = kind, .subject = subject });
}
