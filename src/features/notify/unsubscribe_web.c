/*
 * unsubscribe_web.c: a signed link ends one kind of mail.
 *
 * Mail programs POST to it by themselves (RFC 8058), so it needs neither a log-in nor a form of ours; looking at
 * it (GET) changes nothing, because mail scanners follow links.  Doing it again changes nothing more.
 */
#include "features/notify/unsubscribe_web.h"

#include "base/crypt.h"
#include "features/member/member.h"
#include "features/notify/pages.gen.h"
#include "features/notify/topic.h"

static handler unsubscribe_show, unsubscribe_do;

const struct route unsubscribe_routes[] = {
	{ GET,  "/unsubscribe/:token", EVERYONE, READS,  unsubscribe_show, .about = "What a mail's unsubscribe link ends" },
	{ POST, "/unsubscribe/:token", EVERYONE, WRITES, unsubscribe_do,   .by_link = true,
	  .about = "End that kind of mail; one click (RFC 8058)" },
	ROUTES_END
};

struct right { int64_t member_id; str topic; };

str unsubscribe_path(struct scope *scope, int64_t member_id, str topic)
{
	str value = str_format(scope->arena, "%lld.%lld.%.*s", (long long)scope->brand_id, (long long)member_id,
	                       STR_ARG(topic));
	return str_format(scope->arena, "/unsubscribe/%.*s",
	                  STR_ARG(crypt_sign(scope->arena, &scope->house->token_key, S("unsubscribe"), value)));
}

static enum err read_token(struct request *request, struct right *right_out)
{
	struct scope *scope = request_scope(request);
	int64_t brand_id;
	str value;
	if (crypt_signed(scope->arena, &scope->house->token_key, S("unsubscribe"), request_param(request, "token"), &value) ||
	    !str_number(str_cut(&value, '.'), &brand_id) || brand_id != scope->brand_id ||
	    !str_number(str_cut(&value, '.'), &right_out->member_id))
		return refuse(scope, ERR_NOT_FOUND, "notify.link_unknown");
	right_out->topic = value;
	return OK;
}

static enum err send(struct request *request, const struct right *right, bool is_done)
{
	struct unsubscribe_page model = { .path = request_http(request)->path, .is_done = is_done,
		.is_member = request_scope(request)->member_id == right->member_id };
	if (!text_find(str_format(request_scope(request)->arena, "notify.topic_%.*s", STR_ARG(right->topic)), &model.what))
		return refuse(request_scope(request), ERR_NOT_FOUND, "notify.link_unknown");
	struct page *page = page_open(request, is_done ? TEXT_notify_ended : TEXT_notify_end);
	page->narrow = page->no_index = true;
	unsubscribe_page_html(page->view, &model);
	return page_send(page);
}

static enum err unsubscribe_show(struct request *request)
{
	struct right right;
	enum err err = read_token(request, &right);
	return err ? err : send(request, &right, false);
}

static enum err unsubscribe_do(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct right right;
	struct member_contact contact;
	enum err err = read_token(request, &right);
	if (err)
		return err;
	err = member_contact_of(scope, right.member_id, &contact);
	if (err == ERR_NOT_FOUND) { /* whoever is gone gets no mails anyway */
		scope_forgive(scope);
		return send(request, &right, true);
	}
	if (err || (err = topic_end_mail(scope, right.member_id, right.topic)))
		return err;
	return send(request, &right, true);
}
