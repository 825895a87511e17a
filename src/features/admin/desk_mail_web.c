/*
 * desk_mail_web.c: a mail to oneself, and what the mail server answered to it.
 *
 * It goes the way of all mails (queue, job, server), so what is seen here is what happens to the others.  The page
 * waits politely: it is looked at again by a link, by scripts every two seconds.
 */
#include "features/admin/desk_web.h"

#include "features/admin/admin_letter.h"
#include "features/admin/pages.gen.h"

static handler mail_show, mail_try;

const struct route desk_mail_routes[] = {
	{ GET,  "/desk/mail", BRAND_ADMINS, READS,  mail_show, .about = "What became of the mail to oneself" },
	{ POST, "/desk/mail", BRAND_ADMINS, WRITES, mail_try,  .rate = RATE_MAIL, .about = "Send a mail to oneself, to see that it arrives" },
	ROUTES_END
};

/* What went wrong, and what to do about it. */
static const struct { enum text_id what, todo; } troubles[] = {
	[TROUBLE_NONE]      = { TEXT_desk_mail_other,     TEXT_desk_mail_other_todo }, /* of a release that knew no kinds */
	[TROUBLE_HOST]      = { TEXT_desk_mail_host,      TEXT_desk_mail_host_todo },
	[TROUBLE_CONNECT]   = { TEXT_desk_mail_connect,   TEXT_desk_mail_connect_todo },
	[TROUBLE_TIME]      = { TEXT_desk_mail_time,      TEXT_desk_mail_time_todo },
	[TROUBLE_TLS]       = { TEXT_desk_mail_tls,       TEXT_desk_mail_tls_todo },
	[TROUBLE_LOGIN]     = { TEXT_desk_mail_login,     TEXT_desk_mail_login_todo },
	[TROUBLE_SENDER]    = { TEXT_desk_mail_sender,    TEXT_desk_mail_sender_todo },
	[TROUBLE_RECIPIENT] = { TEXT_desk_mail_recipient, TEXT_desk_mail_recipient_todo },
	[TROUBLE_MESSAGE]   = { TEXT_desk_mail_message,   TEXT_desk_mail_message_todo },
	[TROUBLE_OTHER]     = { TEXT_desk_mail_other,     TEXT_desk_mail_other_todo },
};
static_assert(COUNT(troubles) == TROUBLE_COUNT, "words for every trouble");

static enum err mail_show(struct request *request)
{
	struct member_contact contact;
	struct mail_trace trace;
	struct scope *scope = request_scope(request);
	enum err err = desk_mail_state(scope, &contact, &trace);
	if (err)
		return err;
	const struct mail_try_page model = { .address = contact.mail, .trace = &trace,
		.what = troubles[trace.trouble].what, .todo = troubles[trace.trouble].todo };
	struct page *page = desk_page(request, TEXT_desk_mail);
	page->narrow = true;
	if (request_wants_fragment(request)) {
		mail_state_html(page->view, &model);
		return page_send_fragment(page);
	}
	mail_try_page_html(page->view, &model);
	return page_send(page);
}

static enum err mail_try(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member_contact contact;
	enum err err = desk_mail_test(scope, &contact);
	if (err || (err = admin_write_test(scope, &contact)))
		return err;
	return redirect_to(request, "/desk/mail");
}
