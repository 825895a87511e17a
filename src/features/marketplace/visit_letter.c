/*
 * visit_letter.c: who is told what by mail about tasks, offers and bookings: one row a mail.
 *
 * Written when the news is heard, in the reader's language.  Addresses and phones never
 * stand in a mail: it links to the booking, where they can be wiped.
 */
#include "features/marketplace/visit_letter.h"

#include "features/marketplace/contact.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/offer_store.h"
#include "features/marketplace/pages.gen.h"
#include "features/marketplace/payment.h"
#include "features/marketplace/service_card_web.h"
#include "features/marketplace/task_store.h"
#include "features/member/member.h"

enum calendar { NO_CALENDAR, INVITES, CANCELS };

/* A piece of news with two rows goes to both. */
static const struct row {
	const struct news_kind *kind;
	enum booking_party to;  /* the asker is a task's author, too; PARTY_NONE: whom the news names */
	enum text_id subject, text, action;
	enum calendar calendar;
} rows[] = {
	{ &booking_requested, PARTY_HELPER, TEXT_visit_mail_requested, TEXT_visit_mail_requested_text, TEXT_visit_mail_answer, NO_CALENDAR },
	{ &booking_accepted,  PARTY_ASKER,  TEXT_visit_mail_accepted,  TEXT_visit_mail_accepted_text,  TEXT_visit_mail_see,    INVITES },
	{ &booking_accepted,  PARTY_HELPER, TEXT_visit_mail_agreed,    TEXT_visit_mail_agreed_text,    TEXT_visit_mail_see,    INVITES },
	{ &offer_accepted,    PARTY_HELPER, TEXT_visit_mail_taken,     TEXT_visit_mail_taken_text,     TEXT_visit_mail_see,    INVITES },
	{ &offer_accepted,    PARTY_ASKER,  TEXT_visit_mail_agreed,    TEXT_visit_mail_agreed_text,    TEXT_visit_mail_see,    INVITES },
	{ &booking_declined,  PARTY_ASKER,  TEXT_visit_mail_declined,  TEXT_visit_mail_declined_text,  TEXT_visit_mail_see,    NO_CALENDAR },
	{ &booking_expired,   PARTY_ASKER,  TEXT_visit_mail_expired,   TEXT_visit_mail_expired_text,   TEXT_visit_mail_see,    NO_CALENDAR },
	{ &booking_withdrawn, PARTY_HELPER, TEXT_visit_mail_withdrawn, TEXT_visit_mail_withdrawn_text, TEXT_visit_mail_see,    NO_CALENDAR },
	{ &booking_cancelled, PARTY_ASKER,  TEXT_visit_mail_cancelled, TEXT_visit_mail_cancelled_text, TEXT_visit_mail_see,    CANCELS },
	{ &booking_cancelled, PARTY_HELPER, TEXT_visit_mail_cancelled, TEXT_visit_mail_cancelled_text, TEXT_visit_mail_see,    CANCELS },
	{ &booking_contact_due,   PARTY_HELPER, TEXT_visit_mail_contact,     TEXT_visit_mail_contact_text,     TEXT_visit_mail_see,     NO_CALENDAR },
	{ &booking_confirm_due,   PARTY_HELPER, TEXT_visit_mail_confirm,     TEXT_visit_mail_confirm_text,     TEXT_visit_mail_confirm_go, NO_CALENDAR },
	{ &booking_confirmed,     PARTY_ASKER,  TEXT_visit_mail_confirmed,   TEXT_visit_mail_confirmed_text,   TEXT_visit_mail_see,     INVITES },
	{ &booking_unconfirmed,   PARTY_ASKER,  TEXT_visit_mail_unconfirmed, TEXT_visit_mail_unconfirmed_text, TEXT_visit_mail_see,     NO_CALENDAR },
	{ &booking_move_proposed, PARTY_NONE,   TEXT_visit_mail_propose,     TEXT_visit_mail_propose_text,     TEXT_visit_mail_answer,  NO_CALENDAR },
	{ &booking_moved,         PARTY_ASKER,  TEXT_visit_mail_moved,       TEXT_visit_mail_moved_text,       TEXT_visit_mail_see,     INVITES },
	{ &booking_moved,         PARTY_HELPER, TEXT_visit_mail_moved,       TEXT_visit_mail_moved_text,       TEXT_visit_mail_see,     INVITES },
	{ &booking_move_refused,  PARTY_NONE,   TEXT_visit_mail_unmoved,     TEXT_visit_mail_unmoved_text,     TEXT_visit_mail_see,     NO_CALENDAR },
	{ &booking_move_lapsed,   PARTY_ASKER,  TEXT_visit_mail_lapsed,      TEXT_visit_mail_lapsed_text,      TEXT_visit_mail_see,     NO_CALENDAR },
	{ &booking_move_lapsed,   PARTY_HELPER, TEXT_visit_mail_lapsed,      TEXT_visit_mail_lapsed_text,      TEXT_visit_mail_see,     NO_CALENDAR },
	{ &booking_begun,         PARTY_ASKER,  TEXT_visit_mail_begun,       TEXT_visit_mail_begun_text,       TEXT_visit_mail_see,     NO_CALENDAR },
	{ &booking_no_show,       PARTY_NONE,   TEXT_visit_mail_no_show,     TEXT_visit_mail_no_show_text,     TEXT_visit_mail_object,  NO_CALENDAR },
	{ &booking_contested,     PARTY_NONE,   TEXT_visit_mail_contested,   TEXT_visit_mail_contested_text,   TEXT_visit_mail_see,     NO_CALENDAR },
	{ &booking_failed,        PARTY_NONE,   TEXT_visit_mail_failed,      TEXT_visit_mail_failed_text,      TEXT_visit_mail_see,     NO_CALENDAR },
	{ &booking_handed_over,   PARTY_NONE,   TEXT_visit_mail_handed,      TEXT_visit_mail_handed_text,      TEXT_visit_mail_see,     NO_CALENDAR },
	{ &booking_done,      PARTY_ASKER,  TEXT_visit_mail_done,      TEXT_visit_mail_done_text,      TEXT_visit_mail_review, NO_CALENDAR },
	{ &booking_done,      PARTY_HELPER, TEXT_visit_mail_done,      TEXT_visit_mail_done_text,      TEXT_visit_mail_review, NO_CALENDAR },
	{ &reviews_published, PARTY_ASKER,  TEXT_visit_mail_reviews,   TEXT_visit_mail_reviews_text,   TEXT_visit_mail_read,   NO_CALENDAR },
	{ &reviews_published, PARTY_HELPER, TEXT_visit_mail_reviews,   TEXT_visit_mail_reviews_text,   TEXT_visit_mail_read,   NO_CALENDAR },
	{ &offer_received,    PARTY_ASKER,  TEXT_visit_mail_offer,     TEXT_visit_mail_offer_text,     TEXT_visit_mail_compare, NO_CALENDAR },
	{ &offer_declined,    PARTY_HELPER, TEXT_visit_mail_refused,   TEXT_visit_mail_refused_text,   TEXT_visit_mail_look,   NO_CALENDAR },
	{ &booking_helper_gone, PARTY_ASKER, TEXT_visit_mail_gone,     TEXT_visit_mail_gone_text,      TEXT_visit_mail_others, CANCELS },
	{ &offer_superseded,  PARTY_HELPER, TEXT_visit_mail_lost,      TEXT_visit_mail_lost_text,      TEXT_visit_mail_look,   NO_CALENDAR },
	{ &booking_repair_asked, PARTY_NONE, TEXT_visit_mail_repair,   TEXT_visit_mail_repair_text,    TEXT_visit_mail_see,    NO_CALENDAR },
	{ &review_replied,    PARTY_NONE,   TEXT_visit_mail_reply,     TEXT_visit_mail_reply_text,     TEXT_visit_mail_read,   NO_CALENDAR },
	{ &task_expiring,     PARTY_ASKER,  TEXT_visit_mail_expiring,  TEXT_visit_mail_expiring_text,  TEXT_visit_mail_extend, NO_CALENDAR },
	{ &task_expired,      PARTY_ASKER,  TEXT_visit_mail_over,      TEXT_visit_mail_over_text,      TEXT_visit_mail_extend, NO_CALENDAR },
};

/* What all mails of one piece of news share; of a booking, an offer or a task. */
struct matter_of_mail {
	const struct news *news;
	struct booking booking;   /* id 0 = none */
	int64_t asker_id, helper_id;
	str title, where, path;
	int way;
	moment starts_at;
	int64_t price_minor;
	str currency;
};

static str code_and_town(struct scope *scope, str code, str town)
{
	const str parts[] = { code, town };
	return str_trim(str_join(scope->arena, parts, COUNT(parts), S(" ")));
}

static enum err load_booking(struct scope *scope, struct matter_of_mail *about)
{
	struct booking *booking = &about->booking;
	enum err err = booking_load(scope, about->news->subject.id, booking);
	if (err)
		return err;
	about->asker_id = booking->asker_id;
	about->helper_id = booking->helper_id;
	about->title = booking->title;
	about->where = code_and_town(scope, booking->code, booking->town);
	about->way = booking->way;
	about->path = str_format(scope->arena, "/bookings/%lld", (long long)booking->id);
	about->starts_at = booking->starts_at;
	about->price_minor = payment_amount(booking);
	about->currency = booking->currency;
	return OK;
}

static enum err load_task(struct scope *scope, int64_t task_id, struct matter_of_mail *about)
{
	struct task task;
	enum err err = task_load(scope, task_id, &task);
	if (err)
		return err;
	about->asker_id = task.author_id;
	about->title = contact_hide(scope->arena, task.title, NULL); /* read by helpers, too */
	about->where = code_and_town(scope, task.code, task.town);
	about->way = task.way;
	about->path = str_format(scope->arena, "/tasks/%lld", (long long)task.id);
	return OK;
}

static enum err load_offer(struct scope *scope, struct matter_of_mail *about)
{
	struct offer offer;
	enum err err = offer_load(scope, about->news->subject.id, &offer);
	if (err || (err = load_task(scope, offer.task_id, about)))
		return err;
	about->helper_id = offer.helper_id;
	about->starts_at = offer.starts_at;
	about->price_minor = offer.price_minor;
	about->currency = offer.currency;
	return OK;
}

static enum err load_about(struct scope *scope, struct matter_of_mail *about)
{
	int kind = about->news->subject.kind;
	about->currency = about->where = S("");
	if (kind == booking_subject.number)
		return load_booking(scope, about);
	return kind == offer_subject.number ? load_offer(scope, about) : load_task(scope, about->news->subject.id, about);
}

/* From afar, how the two meet; number and link stay in the house, as the address does. */
static str where_of(struct scope *scope, int way, str place, enum language language)
{
	return way == WAY_HOME ? place : text_of(scope->arena, language, way_text(way), NULL, 0);
}

/* ── the calendar entry ── */

static str house_mail(struct scope *scope)
{
	str host = scope->origin, rest;
	if (!str_empty(scope->house->settings.mail_from))
		return scope->house->settings.mail_from;
	size_t at;
	if (str_find(host, S("://"), &at))
		host = str_skip(host, at + 3);
	rest = host;
	host = str_cut(&rest, ':');
	return str_format(scope->arena, "noreply@%.*s", STR_ARG(host));
}

static struct visit_ics entry_of(struct scope *scope, const struct booking *booking, enum ics_method method,
                                 enum language language)
{
	str host = scope->origin;
	size_t at;
	if (str_find(host, S("://"), &at))
		host = str_skip(host, at + 3);
	return (struct visit_ics){
		.method = method, .sequence = booking->sequence, .stamp = scope->now, .starts_at = booking->starts_at,
		.ends_at = booking->ends_at, .summary = booking->title, .description = S(""),
		.uid = str_format(scope->arena, "booking-%lld@%.*s", (long long)booking->id, STR_ARG(host)),
		.location = where_of(scope, booking->way, code_and_town(scope, booking->code, booking->town), language),
		.url = str_format(scope->arena, "%.*s/bookings/%lld", STR_ARG(scope->origin), (long long)booking->id),
		.organizer_name = scope->brand_name, .organizer_mail = house_mail(scope),
		.attendee_name = S(""), .attendee_mail = S(""),
	};
}

enum err booking_calendar(struct scope *scope, const struct booking *booking, enum ics_method method, str *ics_out)
{
	enum language language;
	if (!language_find(scope->language, &language))
		language = (enum language)0;
	struct visit_ics entry = entry_of(scope, booking, method, language);
	*ics_out = visit_ics_write(scope->arena, &entry);
	return OK;
}

/* An invitation to what has been cancelled meanwhile would only confuse: the cancellation follows anyway. */
static void attach_calendar(struct letter *letter, const struct matter_of_mail *about, enum calendar calendar)
{
	const struct booking *booking = &about->booking;
	bool is_off = booking->state == BOOKING_CANCELLED_EARLY || booking->state == BOOKING_CANCELLED_LATE;
	if (calendar == NO_CALENDAR || !booking->id || !booking->accepted_at || (calendar == INVITES && is_off))
		return;
	enum ics_method method = calendar == CANCELS ? ICS_CANCEL : ICS_REQUEST;
	struct visit_ics entry = entry_of(letter->scope, booking, method, letter->view->language);
	entry.attendee_name = letter->to.name;
	entry.attendee_mail = letter->to.address;
	letter->calendar = visit_ics_write(letter->scope->arena, &entry);
	letter->calendar_method = str_from(ics_method_name(method));
}

/* ── writing ── */

/* Nobody comes to a door from afar. */
static enum text_id as_it_is(enum text_id text, int way)
{
	static const struct { enum text_id home, afar; } words[] = {
		{ TEXT_visit_mail_requested_text, TEXT_visit_mail_requested_afar },
		{ TEXT_visit_mail_accepted_text,  TEXT_visit_mail_accepted_afar },
		{ TEXT_visit_mail_agreed_text,    TEXT_visit_mail_agreed_afar },
		{ TEXT_visit_mail_taken_text,     TEXT_visit_mail_taken_afar },
		{ TEXT_visit_mail_contact_text,   TEXT_visit_mail_contact_afar },
		{ TEXT_visit_mail_confirm_text,   TEXT_visit_mail_confirm_afar },
		{ TEXT_visit_mail_unconfirmed_text, TEXT_visit_mail_unconfirmed_afar },
		{ TEXT_visit_mail_done_text,      TEXT_visit_mail_done_afar },
	};
	for (size_t i = 0; way != WAY_HOME && i < COUNT(words); i++) {
		if (words[i].home == text)
			return words[i].afar;
	}
	return text;
}

static enum err write_one(struct scope *scope, const struct row *row, const struct matter_of_mail *about)
{
	struct member_contact_list contacts;
	bool is_named_helper = row->to == PARTY_NONE && about->news->to_member_id == about->helper_id;
	bool to_helper = row->to == PARTY_HELPER || is_named_helper;
	int64_t reader = to_helper ? about->helper_id : about->asker_id, other = to_helper ? about->asker_id : about->helper_id;
	const int64_t ids[] = { reader, other };
	struct member_contact to = { 0 }, with = { 0 };
	enum err err = member_contacts(scope, (struct ids){ ids, other ? 2 : 1 }, &contacts);
	for (size_t i = 0; !err && i < contacts.count; i++) {
		if (contacts.at[i].id == reader)
			to = contacts.at[i];
		else
			with = contacts.at[i];
	}
	if (err || str_empty(to.mail)) /* assisted or gone: the page tells the same */
		return err;
	struct letter letter;
	letter_open(&letter, scope, &(struct letter_to){ to.mail, to.name, to.language, scope->brand_name });
	const struct text_value values[] = { text_value_str("title", about->title), text_value_str("name", with.name) };
	struct text sentence;
	struct view piece = view_begin(letter.view, &sentence);
	view_put_text(&piece, as_it_is(row->text, about->way), values, COUNT(values));
	struct visit_letter model = {
		.hello_name = to.name, .text = view_end(&piece), .title = about->title, .reason = about->news->text,
		.where = where_of(scope, about->way, about->where, letter.view->language), .starts_at = about->starts_at, .proposed_at = about->booking.move_to,
		.arrives_at = about->booking.state == BOOKING_IN_PROGRESS ? about->booking.arrives_at : 0, .price_minor = about->price_minor,
		.currency = about->currency, .link = letter_link(&letter, about->path), .action = row->action,
	};
	visit_letter_html(letter.view, &model);
	attach_calendar(&letter, about, row->calendar);
	str subject = text_of(scope->arena, letter.view->language, row->subject, values, COUNT(values));
	return letter_queue(&letter, subject, about->news->subject);
}

enum err visit_letter_hear(struct scope *scope, const struct news *news)
{
	struct matter_of_mail about = { .news = news };
	enum err err = load_about(scope, &about);
	for (size_t i = 0; !err && i < COUNT(rows); i++) {
		if (rows[i].kind == news->kind)
			err = write_one(scope, &rows[i], &about);
	}
	return err;
}
