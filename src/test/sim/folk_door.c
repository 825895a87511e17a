/* folk_door.c: signing out, and in again by a link in a mail; what has ended opens nothing any more. */
#include "test/sim/hand.h"

#include "test/sim/clock.h"
#include "test/sim/folk.h"

#include <ctype.h>

enum { SECRET_BYTES = 120 };

/* What one of them has at hand while nobody is signed in. */
struct hand {
	char visitor[200], link[SECRET_BYTES], used_link[SECRET_BYTES], old_cookie[200];
	str csrf;
};
LASTS static struct hand hands[PEOPLE_MAX];

static struct hand *hand_of(const struct person *who)
{
	return &hands[who - folk_town()->people];
}

/* What stands behind that path in a mail, or "". */
static str link_in(str text, str path)
{
	size_t at, len = 0;
	if (!str_find(text, path, &at))
		return S("");
	str rest = str_skip(text, at + path.len);
	while (len < rest.len && len < SECRET_BYTES - 1 && (isalnum((unsigned char)rest.at[len]) || rest.at[len] == '-' || rest.at[len] == '_'))
		len++;
	return str_first(rest, len);
}

void folk_mail(const struct person *who, str text)
{
	str login = link_in(text, S("/login/link/")), leaving = link_in(text, S("/me/privacy/erasure/link/"));
	if (!str_empty(login)) {
		print(hand_of(who)->link, SECRET_BYTES, "%.*s", STR_ARG(login));
		folk_turn(who, "sign in");
	}
	if (!str_empty(leaving)) {
		leave_mail(who, leaving);
		folk_turn(who, "leave");
	}
}

void folk_post(str address, str text)
{
	str recover = link_in(text, S("/recover/")), confirm = link_in(text, S("/confirm/"));
	if (!str_empty(recover) || !str_empty(confirm))
		key_mail(address, str_empty(recover) ? confirm : recover);
}

/* ── out ── */

static bool out_begin(const struct person *who, struct doing *doing)
{
	struct person *self = folk_self(who);
	struct hand *hand = hand_of(who);
	if (!who->id || str_empty(who->cookie) || self->session.is_busy)
		return false;
	self->session = MAY(true); /* of this cookie it is told from now on */
	print(hand->old_cookie, sizeof(hand->old_cookie), "%.*s", STR_ARG(who->cookie));
	change_begin(&doing->change, NULL, &self->session);
	as_browser(who, doing);
	use_method(doing, POST);
	PATH(doing, "/logout");
	return true;
}

static void out_done(const struct person *who, struct doing *doing)
{
	(void)doing;
	folk_sign(who, "");
}

/* A browser that was put away comes back. */
static bool old_begin(const struct person *who, struct doing *doing)
{
	const struct hand *hand = hand_of(who);
	if (!hand->old_cookie[0])
		return false;
	as_browser(who, doing);
	doing->call->cookie = str_from(hand->old_cookie);
	PATH(doing, "/me");
	return true;
}

static void old_done(const struct person *who, struct doing *doing)
{
	const struct call *call = doing->call;
	if (call->status == 200 && !may_be(&who->session, call->since))
		sim_failed("the session that %s has ended still opens /me", who->name);
}

/* ── in ── */

static bool as_stranger(const struct person *who, struct doing *doing)
{
	struct hand *hand = hand_of(who);
	if (!who->id || !str_empty(who->cookie))
		return false;
	as_browser(who, doing);
	doing->call->cookie = str_from(hand->visitor);
	doing->call->csrf = hand->csrf;
	return true;
}

static bool knock_begin(const struct person *who, struct doing *doing)
{
	struct hand *hand = hand_of(who);
	bool has_link = hand->link[0] != '\0', again = !has_link && hand->used_link[0] && is_like(40);
	if (!as_stranger(who, doing))
		return false;
	if (str_empty(hand->csrf)) {
		PATH(doing, "/login");
		return true;
	}
	use_method(doing, POST);
	doing->at = has_link || again;
	doing->kind = has_link ? "by the link" : again ? NULL : "link";
	if (!doing->at) {
		PATH(doing, "/login/link");
		BODY(doing, "mail=%s", who->mail);
		return true;
	}
	if (has_link) {
		struct may *link = &folk_self(who)->link;
		if (link->is_busy)
			return false;
		*link = MAY(true);
		change_begin(&doing->change, NULL, link);
		print(hand->used_link, SECRET_BYTES, "%s", hand->link);
		hand->link[0] = '\0';
	}
	PATH(doing, "/login/link/%s", hand->used_link);
	return true;
}

static void knock_done(const struct person *who, struct doing *doing)
{
	const struct call *call = doing->call;
	struct hand *hand = hand_of(who);
	if (call->method == GET && call->visitor[0]) {
		print(hand->visitor, sizeof(hand->visitor), "%s", call->visitor);
		hand->csrf = csrf_of(call->text);
	}
	if (!doing->at || !call->session[0])
		return;
	if (!doing->change.closes && !may_be(&who->link, call->since))
		sim_failed("a link was good twice for %s", who->name);
	if (!may_be(&who->writes, call->since))
		sim_failed("%s is suspended and was let in", who->name);
	if (!may_be(&who->here, call->since))
		sim_failed("%s was erased and was let in", who->name);
	hand->visitor[0] = '\0';
	hand->csrf = S("");
	folk_sign(who, call->session);
}

const struct deed deeds_of_door[] = {
	{ "sign out", 5, out_begin, out_done, NULL },
	{ "with an old cookie", 5, old_begin, old_done, in_vain },
	{ "sign in", 14, knock_begin, knock_done, KINDS("link", "by the link") },
	{ .name = NULL },
};
