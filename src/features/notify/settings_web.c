/*
 * settings_web.c: each topic by bell and mail, when the daily mail comes, when it is quiet.
 *
 * When mails to one's address came back, nothing more is sent there; the page says so, and a mail with a link,
 * sent on request, proves that the address works again.
 */
#include "features/notify/settings_web.h"

#include "base/crypt.h"
#include "core/mail_address.h"
#include "features/member/member.h"
#include "features/notify/pages.gen.h"
#include "web/letter.h"

static handler settings_show, settings_save, address_ask, address_show, address_confirm;

enum { LINK_HOURS = 48 };

static const struct field habit_fields[] = {
	FIELD(FIELD_CLOCK, struct habit_form, quiet_from,  -1, 0),
	FIELD(FIELD_CLOCK, struct habit_form, quiet_until, -1, 0),
	FIELD(FIELD_CLOCK, struct habit_form, daily_at,    -1, 0),
	FIELD(FIELD_TEXT,  struct habit_form, zone,        0, 40),
	FIELD(FIELD_BOOL,  struct habit_form, follows_own, 0, 0),
};
static const struct form habit_form = { "notices", habit_fields, COUNT(habit_fields) };

const struct route settings_routes[] = {
	{ GET,  "/me/notices",             MEMBERS,  READS,  settings_show,   .about = "How one is told, and when" },
	{ POST, "/me/notices",             MEMBERS,  WRITES, settings_save,   .form = &habit_form, .about = "Choose how one is told" },
	{ POST, "/me/notices/mail",        MEMBERS,  WRITES, address_ask,     .rate = RATE_MAIL,
	  .about = "Try an address again that bounced: sends it a link" },
	{ GET,  "/me/notices/mail/:token", EVERYONE, READS,  address_show,    .about = "The link of that mail" },
	{ POST, "/me/notices/mail/:token", EVERYONE, WRITES, address_confirm, .about = "The address works again" },
	ROUTES_END
};

str clock_words(struct arena *arena, int minute)
{
	return minute < 0 ? S("") : str_format(arena, "%02d:%02d", minute / 60, minute % 60);
}

/* ── the page ── */

static const char *const zones[] = { "Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/London", "Europe/Lisbon",
	"Europe/Paris", "Europe/Rome", "Europe/Madrid", "Europe/Athens", "Europe/Helsinki", "Europe/Istanbul",
	"Atlantic/Canary", "America/New_York", "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Dubai",
	"Asia/Bangkok", "Asia/Tokyo", "Australia/Sydney" };

static struct choices zone_choices(struct page *page, str chosen)
{
	struct arena *arena = page->view->arena;
	struct choice *choices = arena_take(arena, (COUNT(zones) + 2) * sizeof(*choices));
	size_t count = 0;
	bool is_listed = str_empty(chosen);
	choices[count++] = (struct choice){ S(""), text_of(arena, page->view->language, TEXT_notify_zone_brand, NULL, 0), S(""),
		str_empty(chosen) };
	for (size_t i = 0; i < COUNT(zones); i++) {
		bool is_it = str_equal(chosen, str_from(zones[i]));
		is_listed = is_listed || is_it;
		choices[count++] = (struct choice){ str_from(zones[i]), str_from(zones[i]), S(""), is_it };
	}
	if (!is_listed)
		choices[count++] = (struct choice){ chosen, chosen, S(""), true };
	return (struct choices){ choices, count };
}

static enum err load_topics(struct scope *scope, struct topic_line_list *list_out)
{
	struct notice_choice_list choices;
	enum err err = topic_choices(scope, &choices);
	if (err)
		return err;
	list_out->at = arena_take(scope->arena, choices.count * sizeof(*list_out->at));
	list_out->count = choices.count;
	for (size_t i = 0; i < choices.count; i++) {
		enum text_id label = TEXT_NONE;
		must(text_find(str_format(scope->arena, "notify.topic_%s", notice_topics[i].name), &label));
		list_out->at[i] = (struct topic_line){ &notice_topics[i], label, choices.at[i] };
	}
	return OK;
}

static enum err load_address(struct scope *scope, struct told_page *model)
{
	struct member_contact contact;
	enum err err = member_contact_of(scope, scope->member_id, &contact);
	if (err)
		return err;
	model->mail = contact.mail;
	return str_empty(contact.mail) ? OK : mail_stop_of(scope, contact.mail, &model->stop);
}

static enum err settings_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct told_page model = { .mail = S("") };
	enum err err = load_topics(scope, &model.topics);
	if (err || (err = habit_mine(scope, &model.habit)) || (err = load_address(scope, &model)) ||
	    (err = receiver_box_fill(scope, &model.push)))
		return err;
	struct page *page = page_open(request, TEXT_notify_mails);
	page->section = SECTION_ME;
	model.zones = zone_choices(page, model.habit.zone);
	told_page_html(page->view, &model);
	return page_send(page);
}

static bool sent(struct request *request, const char *what, const char *topic, str *value_out)
{
	str name = str_format(request_scope(request)->arena, "%s_%s", what, topic);
	return http_form(request_http(request), name, value_out);
}

/* A checkbox that is off is not sent: what is absent is off.  A list always sends something. */
static enum err save_topic(struct request *request, const struct topic_line *line)
{
	struct notice_choice choice = line->choice;
	str value;
	choice.site = sent(request, "site", line->topic->name, &value);
	choice.push = sent(request, "push", line->topic->name, &value);
	if (sent(request, "mail", line->topic->name, &value)) {
		for (enum pace pace = PACE_NONE; pace <= PACE_NOW; pace++) {
			if (str_equal(value, str_from(pace_names[pace])))
				choice.mail = (int)pace;
		}
	}
	return topic_choose(request_scope(request), &choice);
}

static enum err settings_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct habit_form form = { .zone = S("") };
	struct topic_line_list topics;
	enum err err = form_read(request, &habit_form, &form);
	if (err || (err = load_topics(scope, &topics)))
		return err;
	bool is_quiet = form.quiet_from >= 0 && form.quiet_until >= 0;
	const struct habit habit = { .zone = form.zone, .quiet_from = is_quiet ? form.quiet_from : 0,
		.quiet_until = is_quiet ? form.quiet_until : 0, .daily_at = form.daily_at < 0 ? DAILY_NEVER : form.daily_at,
		.follows_own = form.follows_own };
	if ((err = habit_change(scope, &habit)))
		return err;
	for (size_t i = 0; i < topics.count; i++) {
		if ((err = save_topic(request, &topics.at[i])))
			return err;
	}
	return redirect_with(request, "notify.mails_saved", "/me/notices");
}

/* ── an address that bounced ── */

str address_again_path(struct scope *scope, str mail)
{
	str value = str_format(scope->arena, "%lld.%lld.%lld", (long long)scope->brand_id,
	                       (long long)mail_address_hash(scope->house, scope->arena, mail),
	                       (long long)(scope->now + HOURS(LINK_HOURS)));
	return str_format(scope->arena, "/me/notices/mail/%.*s",
	                  STR_ARG(crypt_sign(scope->arena, &scope->house->token_key, S("mail again"), value)));
}

static enum err address_ask(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member_contact contact;
	struct letter letter;
	enum err err = member_contact_of(scope, scope->member_id, &contact);
	if (err)
		return err;
	if (str_empty(contact.mail))
		return refuse(scope, ERR_CONFLICT, "notify.no_address");
	letter_open(&letter, scope, &(struct letter_to){ contact.mail, contact.name, contact.language, scope->brand_name });
	letter.even_stopped = true;
	const struct address_letter model = { contact.name,
		letter_link(&letter, address_again_path(scope, contact.mail)) };
	address_letter_html(letter.view, &model);
	err = letter_queue(&letter, text_of(scope->arena, letter.view->language, TEXT_notify_address_subject, NULL, 0),
	                   (struct subject){ 0, 0 });
	return err ? err : redirect_with(request, "notify.address_sent", "/me/notices");
}

/* Also without a log-in: the link lies in the mailbox that it is about. */
static enum err read_link(struct request *request, int64_t *address_out)
{
	struct scope *scope = request_scope(request);
	int64_t brand_id, until;
	str value;
	if (crypt_signed(scope->arena, &scope->house->token_key, S("mail again"), request_param(request, "token"), &value) ||
	    !str_number(str_cut(&value, '.'), &brand_id) || !str_number(str_cut(&value, '.'), address_out) ||
	    !str_number(value, &until) || brand_id != scope->brand_id || until < scope->now)
		return refuse(scope, ERR_NOT_FOUND, "notify.link_unknown");
	return OK;
}

static enum err address_show(struct request *request)
{
	int64_t address;
	enum err err = read_link(request, &address);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_notify_address_subject);
	page->narrow = page->no_index = true;
	address_page_html(page->view, &(struct address_page){ .path = request_http(request)->path });
	return page_send(page);
}

static enum err address_confirm(struct request *request)
{
	int64_t address;
	enum err err = read_link(request, &address);
	if (err || (err = mail_resume(request_scope(request), address)))
		return err;
	return redirect_with(request, "notify.address_works", request_scope(request)->member_id ? "/me/notices" : "/");
}
