/* world_told.c: how Ana is told: a browser that takes pushes, links in her mails. */
#include "test/world_told.h"

#include "base/web_push.h"
#include "features/identity/identity.h"
#include "features/member/member.h"
#include "features/notify/receiver.h"
#include "features/notify/settings_web.h"
#include "features/notify/unsubscribe_web.h"
#include "features/privacy/erasure.h"

struct made world_receiver(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	unsigned char secret[32] = { 9 };
	struct push_key key;
	struct receiver_list list;
	assert_int_equal(push_key_of(secret, &key), OK);
	const struct receiver_offer offer = { str_format(t->arena, "https://web.push.apple.com/%d", ++world->made),
		base64url(t->arena, (str){ (const char *)key.public_key, PUSH_PUBLIC_SIZE }), base64url(t->arena, S("0123456789abcdef")) };
	struct scope *ana = acting_as(t, t->ana);
	ana->now = t->now + SECONDS(world->made);
	assert_int_equal(receiver_add(ana, &offer), OK);
	assert_int_equal(receiver_list_mine(ana, &list), OK);
	return (struct made){ str_format(t->arena, "%lld", (long long)list.at[list.count - 1].id), S("") };
}

/* In Ana's mails; the last part of a path. */
struct made world_letters_link(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct scope *scope = acting_as(t, t->ana);
	str path = thing == AN_UNSUBSCRIBE_LINK ? unsubscribe_path(scope, t->ana, S("answer"))
	                                        : address_again_path(scope, S("ana@example.org"));
	str start = thing == AN_UNSUBSCRIBE_LINK ? S("/unsubscribe/") : S("/me/notices/mail/");
	return (struct made){ str_keep(t->arena, str_skip(path, start.len)), S("") };
}

/* Adam's, who is the last administrator: he is held back, and stays for the other rows. */
struct made world_leave_link(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct member member;
	struct mail_due mail;
	(void)thing;
	if (!world->leave_link.len) {
		assert_int_equal(member_load(acting_as(t, t->adam), t->adam, &member), OK);
		assert_int_equal(account_link(acting_as(t, t->adam), LINK_LEAVE, member.mail, &mail), OK);
		world->leave_link = str_keep(t->arena, mail.secret);
	}
	return (struct made){ world->leave_link, S("") };
}

struct made world_leaver(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct member member = { .name = S("Nora"), .mail = S("") };
	(void)thing;
	assert_int_equal(member_make(acting_as_house(t), &member), OK);
	assert_int_equal(erasure_ask(acting_as(t, t->adam), member.id, S("Brief vom 3. Januar")), OK);
	return (struct made){ str_format(t->arena, "%lld", (long long)member.id), S("") };
}
