/* report.c: rules of notices: what they need, whom they are about, and how they reach the queue. */
#include "features/moderation/report.h"

#include "base/crypt.h"
#include "base/utf8.h"
#include "features/moderation/flag.h"
#include "features/moderation/moderation_news.h"

const char *const report_categories[REPORT_CATEGORY_COUNT + 1] = { "hate", "threat", "child", "terror", "fraud", "privacy",
	"rights", "goods", "defamation", "other", NULL };

enum { REASON_LENGTH_MIN = 30, URL_LENGTH_MAX = 500, LAW_LENGTH_MAX = 200, NAME_LENGTH_MAX = 100 };
#define CONFIRM S("report confirm")
#define STATE S("report state")

/* ── what it is about ── */

/* "/threads/7?page=2#p21": the kind is what the path begins with.  Other addresses are read by a person. */
static const struct { const char *start; const char *kind; } paths[] = {
	{ "/threads/", "thread" }, { "/members/", "member" }, { "/services/", "service" }, { "/tasks/", "task" },
	{ "/posts/", "post" },     { "/guides/", "article" }, { "/articles/", "article" },
};

static struct subject subject_at(struct scope *scope, str url)
{
	if (!str_starts(url, scope->origin))
		return (struct subject){ 0, 0 };
	str path = str_skip(url, scope->origin.len);
	for (size_t i = 0; i < COUNT(paths); i++) {
		int64_t id;
		str start = str_from(paths[i].start);
		const struct subject_kind *kind = subject_kind_named(scope->house, str_from(paths[i].kind));
		if (!kind || !kind->care || !str_starts(path, start))
			continue;
		size_t len = 0;
		str rest = str_skip(path, start.len);
		while (len < rest.len && rest.at[len] >= '0' && rest.at[len] <= '9')
			len++;
		if (str_number(str_first(rest, len), &id))
			return subject_of(kind, id);
	}
	return (struct subject){ 0, 0 };
}

/* ── making one ── */

static enum err check_ask(struct scope *scope, const struct report_ask *ask)
{
	bool is_address = str_starts(ask->url, S("http://")) || str_starts(ask->url, S("https://"));
	/* Article 16(2)(c): no name and address are asked of whoever reports the sexual abuse of children. */
	bool is_named = ask->category == REPORT_CHILD || scope->member_id;
	if (!is_address || utf8_length(ask->url) > URL_LENGTH_MAX)
		return refuse_field(scope, "url", "report.url_wrong");
	if (utf8_length(ask->reason) < REASON_LENGTH_MIN || utf8_length(ask->reason) > REPORT_REASON_MAX)
		return refuse_field(scope, "reason", "report.reason_short");
	if (utf8_length(ask->law) > LAW_LENGTH_MAX)
		return refuse_field(scope, "law", "field.too_long");
	if ((!is_named && utf8_length(ask->name) < 2) || utf8_length(ask->name) > NAME_LENGTH_MAX)
		return refuse_field(scope, "name", "report.name_missing");
	if (!mail_address_is_good(ask->mail) && (!is_named || !str_empty(ask->mail)))
		return refuse_field(scope, "mail", "report.mail_missing");
	return ask->good_faith ? OK : refuse_field(scope, "good_faith", "report.good_faith_missing");
}

static enum err enter(struct scope *scope, struct report *report)
{
	struct subject_sight sight;
	struct item item;
	const struct subject_care *care = subject_care_of(scope->house, report->subject.kind);
	enum err err = care ? care->look(scope, report->subject.id, &sight) : ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND) { /* nothing of ours, or gone: a person reads the address */
		scope_forgive(scope);
		report->subject = subject_of(&report_subject, report->id);
		sight = (struct subject_sight){ .author_id = 0 };
		err = OK;
	}
	const struct item_raise raise = { .subject = report->subject, .author_id = sight.author_id, .why = ITEM_REPORTED };
	if (err || (err = item_raise(scope, &raise, &item)))
		return err;
	const struct flag flag = { .item_id = item.id, .id = id_new(scope->now), .member_id = report->member_id,
		.report_id = report->id, .reason = REASON_ILLEGAL, .text = utf8_first(report->reason, FLAG_TEXT_MAX),
		.at = scope->now };
	if ((err = flag_insert(scope, &flag)))
		return err;
	report->item_id = item.id;
	report->state = REPORT_OPEN;
	report->confirmed_at = scope->now;
	return OK;
}

enum err report_make(struct scope *scope, const struct report_ask *ask, struct report *report_out)
{
	int64_t today = 0;
	enum err err = check_ask(scope, ask);
	if (!err && !str_empty(ask->mail))
		err = report_count_by_mail(scope, ask->mail, scope->now - DAYS(1), &today);
	if (err)
		return err;
	if (today >= REPORTS_A_DAY)
		return refuse(scope, ERR_LIMITED, "report.too_many");
	struct report report = {
		.id = id_new(scope->now), .category = ask->category, .url = ask->url, .subject = subject_at(scope, ask->url),
		.reason = ask->reason, .law = ask->law, .name = ask->name, .mail = ask->mail, .language = scope->language,
		.member_id = scope->member_id, .made_at = scope->now,
	};
	bool is_sure = scope->member_id || str_empty(ask->mail);
	if (is_sure && (err = enter(scope, &report)))
		return err;
	if ((err = report_insert(scope, &report)))
		return err;
	*report_out = report;
	return news_announce(scope, is_sure ? &report_confirmed : &report_made, subject_of(&report_subject, report.id));
}

/* ── its two addresses ── */

str report_token(struct scope *scope, const struct report *report, bool confirms)
{
	return crypt_sign(scope->arena, &scope->house->sign_key, confirms ? CONFIRM : STATE,
	                  str_format(scope->arena, "%lld-%lld", (long long)scope->brand_id, (long long)report->id));
}

enum err report_of_token(struct scope *scope, str token, bool confirms, struct report *report_out)
{
	str value;
	int64_t brand_id, report_id;
	if (crypt_signed(scope->arena, &scope->house->sign_key, confirms ? CONFIRM : STATE, token, &value))
		return refuse(scope, ERR_NOT_FOUND, "report.not_found");
	str brand = str_cut(&value, '-');
	if (!str_number(brand, &brand_id) || !str_number(value, &report_id) || brand_id != scope->brand_id)
		return refuse(scope, ERR_NOT_FOUND, "report.not_found");
	return report_load(scope, report_id, report_out);
}

enum err report_confirm(struct scope *scope, str token, struct report *report_out)
{
	struct report report;
	enum err err = report_of_token(scope, token, true, &report);
	if (err)
		return err;
	if (report.state == REPORT_UNCONFIRMED) {
		if ((err = enter(scope, &report)) || (err = report_update(scope, &report)))
			return err;
		if ((err = news_announce(scope, &report_confirmed, subject_of(&report_subject, report.id))))
			return err;
	}
	*report_out = report;
	return OK;
}

/* ── a notice that points at nothing of ours is a thing itself: moderators read it ── */

static enum err faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	for (size_t i = 0; i < ids.count && moderation_may(scope); i++)
		faces_out[i] = (struct subject_face){ str_format(scope->arena, "#%lld", (long long)ids.at[i]), S("") };
	return OK;
}

static enum err look(struct scope *scope, int64_t id, struct subject_sight *sight_out)
{
	struct report report;
	enum err err = report_load(scope, id, &report);
	if (!err)
		*sight_out = (struct subject_sight){ .title = report.url, .url = S(""), .text = report.reason, .around = S(""),
			.at = report.made_at };
	return err;
}

static const struct subject_care report_care = { .look = look };
const struct subject_kind report_subject = { "report", 32, faces, &report_care };
