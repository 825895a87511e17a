/* admin_test.c: proves who may do what at the desk, that it is noted, and that refusals keep what was typed. */
#include "features/admin/desk.h"

#include "features/member/member_news.h"
#include "test/letters.h"
#include "test/visit.h"
#include "view/i18n.h"

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path });
}

static struct answer post(struct test_house *t, int64_t as, const char *path, const char *form)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = path, .form = form });
}

static const char *path_of(struct test_house *t, const char *format, int64_t id)
{
	struct text text;
	text_open(&text, t->arena, 64);
	str rest = str_from(format);
	text_put(&text, str_cut(&rest, '*'));
	text_number(&text, id);
	text_put(&text, rest);
	return str_c(t->arena, text_str(&text));
}

#define assert_refused(scope, call, err, key) \
	do { \
		assert_int_equal(call, err); \
		assert_non_null((scope)->refusal.reason); \
		assert_string_equal((scope)->refusal.reason, key); \
	} while (0)

static str latest_deed(struct test_house *t, str *details_out)
{
	struct audit_entry_list list;
	assert_int_equal(audit_list(acting_as_house(t), 0, &list), OK);
	assert_true(list.count > 0);
	if (details_out)
		*details_out = list.at[0].details;
	return list.at[0].action;
}

static void assert_deed(struct test_house *t, const char *action)
{
	assert_string_equal(str_c(t->arena, latest_deed(t, NULL)), action);
}

/* ── who may enter ── */

static void each_room_of_the_desk_has_its_doorkeeper(void **state)
{
	struct test_house *t = *state;
	/* Written by hand: what Mia (moderator) and Adam (administrator) get; all others are turned away. */
	static const struct { const char *path; int mia; } rooms[] = {
		{ "/desk", 200 },              { "/desk/members", 200 },      { "/desk/members?staff=1", 200 },
		{ "/desk/boards", 403 },       { "/desk/boards/new", 403 },   { "/desk/products", 403 },
		{ "/desk/products/new", 403 }, { "/desk/brand", 403 },        { "/desk/settings", 403 },
		{ "/desk/audit", 403 },
	};
	for (size_t i = 0; i < COUNT(rooms); i++) {
		assert_int_equal(get(t, 0, rooms[i].path).status, 303);
		assert_int_equal(get(t, t->ana, rooms[i].path).status, 403);
		assert_int_equal(get(t, t->ben, rooms[i].path).status, 403);
		assert_int_equal(get(t, t->mia, rooms[i].path).status, rooms[i].mia);
		assert_int_equal(get(t, t->adam, rooms[i].path).status, 200);
	}
	struct answer ana = get(t, t->ana, "/me"), mia = get(t, t->mia, "/desk"), adam = get(t, t->adam, "/desk");
	assert_false(answer_says(&ana, "href=\"/desk\""));
	assert_true(answer_says(&mia, "href=\"/desk\"") && answer_says(&mia, "/desk/members"));
	assert_false(answer_says(&mia, "/desk/settings"));
	assert_true(answer_says(&adam, "/desk/settings") && answer_says(&adam, "/desk/applications"));
}

static void posts_of_others_change_nothing(void **state)
{
	struct test_house *t = *state;
	const struct { const char *path, *form; int mia; } deeds[] = {
		{ "/desk/boards", "key=x&name=X&position=1&audience=public&posting=everyone", 403 },
		{ "/desk/products", "key=x&name=X&kind=y&position=1", 403 },
		{ "/desk/brand", "name=Gekapert&brand_colour=%23000000&accent_colour=%23000000", 403 },
		{ "/desk/settings/notify.keep_days", "notify.keep_days=40", 403 },
		{ "/desk/mail", "", 403 },
		{ path_of(t, "/desk/members/*/roles/moderator", t->ana), "", 403 },
		{ path_of(t, "/desk/members/*/roles/moderator/withdrawal", t->mia), "", 403 },
	};
	for (size_t i = 0; i < COUNT(deeds); i++) {
		assert_int_equal(post(t, t->ana, deeds[i].path, deeds[i].form).status, 403);
		assert_int_equal(post(t, t->mia, deeds[i].path, deeds[i].form).status, deeds[i].mia);
	}
	struct member ana;
	struct board_list boards;
	assert_int_equal(member_load(acting_as_house(t), t->ana, &ana), OK);
	assert_int_equal(ana.roles, ROLE_MEMBER);
	assert_int_equal(ana.suspended_until, 0);
	assert_int_equal(community_boards(acting_as(t, t->adam), &boards), OK);
	assert_int_equal(boards.count, 0);
}

/* ── boards and products ── */

static int64_t make_board(struct test_house *t, const char *key)
{
	struct board board = { .key = str_from(key), .name = S("WLAN"), .about = S("Funk"), .audience_id = AUDIENCE_PUBLIC };
	assert_int_equal(desk_save_board(acting_as(t, t->adam), &board), OK);
	return board.id;
}

static void a_board_is_made_and_changed(void **state)
{
	struct test_house *t = *state;
	struct answer answer = post(t, t->adam, "/desk/boards", "key=wlan&name=WLAN&about=Funk&position=7&audience=members&posting=staff_begins");
	assert_int_equal(answer.status, 303);
	assert_deed(t, "board.make");
	struct board_list boards;
	assert_int_equal(community_boards(acting_as(t, t->adam), &boards), OK);
	assert_int_equal(boards.count, 1);
	assert_int_equal(boards.at[0].audience_id, AUDIENCE_MEMBERS);
	assert_int_equal(boards.at[0].position, 7);
	const char *path = path_of(t, "/desk/boards/*", boards.at[0].id);
	answer = post(t, t->adam, path, "name=Funk+und+Kabel&about=x&position=8&audience=public&posting=members&key=other");
	assert_int_equal(answer.status, 303);
	assert_deed(t, "board.change");
	assert_int_equal(community_boards(acting_as(t, t->adam), &boards), OK);
	assert_true(str_equal(boards.at[0].name, S("Funk und Kabel")) && str_equal(boards.at[0].key, S("wlan")));
	assert_int_equal(boards.at[0].audience_id, AUDIENCE_MEMBERS); /* stays */
	answer = post(t, t->adam, path, "name=Funk&about=x&position=8&posting=members"); /* as its own page sends it */
	assert_int_equal(answer.status, 303);
	answer = post(t, t->adam, "/desk/boards", "key=neu&name=Neu&about=x&position=8&posting=members"); /* a new one needs it */
	assert_true(answer.status == 422 && answer_says(&answer, "Bitte wähl etwas aus der Liste"));
}

static void a_refused_board_keeps_what_was_typed(void **state)
{
	static const struct { const char *form, *error; } wrong[] = {
		{ "key=wlan&name=Zweites&about=So+viel+getippt&position=1&audience=public&posting=everyone", "schon vergeben" },
		{ "key=W+LAN&name=Zweites&about=So+viel+getippt&position=1&audience=public&posting=everyone", "Kleinbuchstaben" },
		{ "key=neu&name=&about=So+viel+getippt&position=1&audience=public&posting=everyone", "Bitte füll dieses Feld aus" },
		{ "key=neu&name=Zweites&about=So+viel+getippt&position=eins&audience=public&posting=everyone", "Bitte gib eine Zahl ein" },
	};
	struct test_house *t = *state;
	make_board(t, "wlan");
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct answer answer = post(t, t->adam, "/desk/boards", wrong[i].form);
		assert_int_equal(answer.status, 422);
		assert_true(answer_says(&answer, "So viel getippt") && answer_says(&answer, "aria-invalid"));
		assert_true(answer_says(&answer, wrong[i].error));
		assert_true(answer_says(&answer, "action=\"/desk/boards\""));
	}
	struct board_list boards;
	assert_int_equal(community_boards(acting_as(t, t->adam), &boards), OK);
	assert_int_equal(boards.count, 1);
}

static void another_brands_board_and_product_cannot_be_changed(void **state)
{
	struct test_house *t = *state;
	int64_t tess, board_id = make_board(t, "wlan");
	struct product product = { .key = S("router-7"), .name = S("Box 7"), .kind = S("router"), .about = S("") };
	assert_int_equal(desk_save_product(acting_as(t, t->adam), &product), OK);
	int64_t b = second_brand(t, &tess);
	struct scope *there = acting_as_house(t);
	there->brand_id = b;
	assert_int_equal(member_set_role(there, tess, ROLE_BRAND_ADMIN, true), OK);
	struct board board = { .id = board_id, .name = S("Gekapert"), .about = S("") };
	there = acting_as_house(t);
	there->brand_id = b;
	assert_refused(there, desk_save_board(there, &board), ERR_NOT_FOUND, "board.not_found");
	there = acting_as_house(t);
	there->brand_id = b;
	product.name = S("Gekapert");
	assert_refused(there, desk_save_product(there, &product), ERR_NOT_FOUND, "product.not_found");
	const char *paths[] = { path_of(t, "/desk/boards/*", board_id), path_of(t, "/desk/products/*", product.id),
		path_of(t, "/desk/members/*", t->ana) };
	for (size_t i = 0; i < COUNT(paths); i++)
		assert_int_equal(get(t, t->adam, paths[i]).status, 200);
	t->brand_id = b; /* where her session is made */
	assert_int_equal(visit(t, &(struct asked){ .as = tess, .path = "/desk/boards", .host = "b.localhost" }).status, 200);
	for (size_t i = 0; i < COUNT(paths); i++)
		assert_int_equal(visit(t, &(struct asked){ .as = tess, .path = paths[i], .host = "b.localhost" }).status, 404);
	assert_int_equal(visit(t, &(struct asked){ .as = tess, .method = POST, .host = "b.localhost", .path = paths[0],
		.form = "name=Gekapert&position=1&audience=public&posting=everyone" }).status, 404);
}

static void a_product_is_made_changed_and_hidden(void **state)
{
	struct test_house *t = *state;
	struct answer answer = post(t, t->adam, "/desk/products", "key=box&name=Box&kind=router&about=**x**&position=3");
	assert_int_equal(answer.status, 303);
	assert_deed(t, "product.make");
	answer = post(t, t->adam, "/desk/products", "key=box&name=Andere&kind=router&about=Text&position=3");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "Dieses Kürzel hat schon ein anderes Produkt") && answer_says(&answer, "Andere"));
	struct product_list list;
	assert_int_equal(product_list_all(acting_as(t, t->adam), &list), OK);
	assert_int_equal(list.count, 1);
	answer = post(t, t->adam, path_of(t, "/desk/products/*", list.at[0].id), "key=box&name=Box+2&kind=router&position=3&hidden=1");
	assert_int_equal(answer.status, 303);
	assert_int_equal(product_list(acting_as(t, 0), &list), OK);
	assert_int_equal(list.count, 0);
	answer = get(t, t->adam, "/desk/products");
	assert_true(answer_says(&answer, "Box 2") && answer_says(&answer, "ausgeblendet"));
}

/* ── members ── */

static void members_are_found_by_the_beginning_of_their_names(void **state)
{
	struct test_house *t = *state;
	struct answer answer = get(t, t->mia, "/desk/members?q=be");
	assert_true(answer_says(&answer, ">Ben<") && !answer_says(&answer, ">Ana<"));
	assert_false(answer_says(&answer, "ben@example.org")); /* moderators do not see addresses */
	answer = get(t, t->adam, "/desk/members?q=be");
	assert_true(answer_says(&answer, "ben@example.org"));
	answer = get(t, t->mia, "/desk/members?q=zzz");
	assert_true(answer_says(&answer, "So heißt hier niemand."));
	answer = get(t, t->mia, "/desk/members?staff=1");
	assert_true(answer_says(&answer, ">Adam<") && answer_says(&answer, ">Mia<") && !answer_says(&answer, ">Ben<"));
}

static void a_list_longer_than_a_page_goes_on(void **state)
{
	struct test_house *t = *state;
	for (int i = 0; i < 60; i++) {
		struct member member = { .name = str_format(t->arena, "Zora %02d", i), .origin = str_format(t->arena, "x:%d", i) };
		assert_int_equal(member_make(acting_as_house(t), &member), OK);
	}
	struct answer answer = get(t, t->mia, "/desk/members?q=zora");
	assert_true(answer_says(&answer, "Zora 49") && !answer_says(&answer, "Zora 50"));
	int64_t after = number_after(answer.body, "q=zora&amp;after=");
	assert_true(after > 0);
	answer = get(t, t->mia, path_of(t, "/desk/members?q=zora&after=*", after));
	assert_true(answer_says(&answer, "Zora 50") && answer_says(&answer, "Zora 59") && !answer_says(&answer, "Zora 49"));
}

static void a_role_is_given_and_taken_after_asking(void **state)
{
	struct test_house *t = *state;
	const char *path = path_of(t, "/desk/members/*/roles/moderator", t->ana);
	struct answer answer = get(t, t->adam, path);
	assert_true(answer_says(&answer, "Moderation vergeben?") && answer_says(&answer, path));
	struct member ana;
	assert_int_equal(member_load(acting_as_house(t), t->ana, &ana), OK);
	assert_int_equal(ana.roles, ROLE_MEMBER); /* asking gives nothing */
	assert_int_equal(post(t, t->adam, path, "").status, 303);
	assert_int_equal(get(t, t->ana, "/desk").status, 200);
	str details;
	assert_true(str_equal(latest_deed(t, &details), S("member.role")) && str_equal(details, S("+moderator")));
	answer = get(t, t->adam, path);
	assert_true(answer_says(&answer, "Moderation entziehen?") && answer_says(&answer, "/withdrawal"));
	assert_int_equal(post(t, t->adam, path_of(t, "/desk/members/*/roles/moderator/withdrawal", t->ana), "").status, 303);
	assert_int_equal(get(t, t->ana, "/desk").status, 403);
}

static void the_desk_gives_only_its_own_roles(void **state)
{
	static const char *const others[] = { "helper", "member", "king", "" };
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *adam = acting_as(t, t->adam);
		assert_refused(adam, desk_set_role(adam, t->ana, str_from(others[i]), true), ERR_NOT_FOUND, "desk.role_unknown");
	}
	struct scope *adam = acting_as(t, t->adam), *mia = acting_as(t, t->mia);
	assert_refused(adam, desk_set_role(adam, t->adam, S("brand_admin"), false), ERR_CONFLICT, "member.own_role");
	assert_refused(mia, desk_set_role(mia, t->ana, S("agent"), true), ERR_FORBIDDEN, "member.not_yours");
}

/* ── brand, settings, mail, audit ── */

static void the_brand_is_changed_and_shows_at_once(void **state)
{
	struct test_house *t = *state;
	struct answer answer = get(t, t->adam, "/desk/brand");
	assert_true(answer_says(&answer, "http://a.localhost") && answer_says(&answer, "data-contrast=\"b-on\""));
	assert_true(answer_says(&answer, "Weiße Schrift ist darauf gut zu lesen: 7,9 : 1."));
	answer = post(t, t->adam, "/desk/brand", "name=Südlicht&slogan=Wir&brand_colour=%23ffee00&accent_colour=%23112233"
		"&about=Wer&imprint=Hier&privacy=So&origin=http%3A%2F%2Fevil.example");
	assert_int_equal(answer.status, 303);
	assert_deed(t, "brand.change");
	answer = get(t, t->adam, "/desk/brand");
	assert_true(answer_says(&answer, "Südlicht") && answer_says(&answer, "Wir schreiben deshalb schwarz"));
	assert_true(answer_says(&answer, "http://a.localhost") && !answer_says(&answer, "evil.example"));
	answer = get(t, 0, "/imprint");
	assert_true(answer_says(&answer, "Hier") && answer_says(&answer, "Südlicht"));
}

static void a_refused_brand_keeps_what_was_typed(void **state)
{
	struct test_house *t = *state;
	struct answer answer = post(t, t->adam, "/desk/brand",
		"name=Neuer+Name&slogan=&brand_colour=%23zzzzzz&accent_colour=%23112233&about=Getippt&imprint=&privacy=");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "Neuer Name") && answer_says(&answer, "Getippt"));
	assert_true(answer_says(&answer, "id=\"b-brand-error\""));
	struct brand brand;
	assert_int_equal(brand_card_of(acting_as(t, t->ana), &brand), OK);
	assert_true(str_equal(brand.name, S("Nordlicht")));
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, desk_save_brand(mia, &brand), ERR_FORBIDDEN, "desk.not_yours");
}

static void every_setting_of_the_house_has_words_and_a_form(void **state)
{
	struct test_house *t = *state;
	struct setting_line_list lines;
	assert_int_equal(desk_settings(acting_as(t, t->adam), &lines), OK);
	assert_true(lines.count >= 2);
	struct answer answer = get(t, t->adam, "/desk/settings");
	for (size_t i = 0; i < lines.count; i++) {
		enum text_id id;
		const char *name = lines.at[i].setting->name;
		assert_true(text_find(str_from(name), &id));
		assert_true(text_find(str_format(t->arena, "%s.help", name), &id));
		bool is_secret = lines.at[i].setting->type == SETTING_SECRET; /* has a page of its own */
		str place = str_format(t->arena, is_secret ? "href=\"/desk/settings/%s\"" : "name=\"%s\"", name);
		assert_true(answer_says(&answer, str_c(t->arena, place)));
	}
}

static void a_setting_can_be_reset_and_a_group_is_saved_at_once(void **state)
{
	struct test_house *t = *state;
	int64_t value;
	const struct setting *keep = setting_find(t->house, S("notify.keep_days"));
	assert_int_equal(post(t, t->adam, "/desk/settings/notify.keep_days", "notify.keep_days=60").status, 303);
	struct answer page = get(t, t->adam, "/desk/settings");
	assert_true(answer_says(&page, "/desk/settings/notify.keep_days/reset"));
	assert_int_equal(post(t, t->adam, "/desk/settings/notify.keep_days/reset", "").status, 303);
	assert_deed(t, "setting.reset");
	assert_int_equal(setting_number(acting_as(t, t->adam), keep, &value), OK);
	assert_int_equal(value, 180);
	page = get(t, t->adam, "/desk/settings");
	assert_false(answer_says(&page, "/desk/settings/notify.keep_days/reset"));
	assert_int_equal(post(t, t->adam, "/desk/settings/moderation", "moderation.due_hours=0&moderation.hide_weight=6").status, 422);
	assert_int_equal(post(t, t->adam, "/desk/settings/moderation", "moderation.due_hours=48&moderation.hide_weight=6"
		"&moderation.first_texts=0&moderation.newcomer_texts=3&moderation.newcomer_links=2&moderation.copies=3&moderation.copies_wait=1&moderation.copies_accounts=1"
		"&moderation.learns=1").status, 303);
	str details;
	assert_true(str_equal(latest_deed(t, &details), S("setting.change"))); /* only what differs is written */
	assert_string_equal(str_c(t->arena, details), "moderation.due_hours = 48");
	assert_int_equal(post(t, t->adam, "/desk/settings/nothing", "").status, 404);
	assert_int_equal(post(t, t->mia, "/desk/settings/notify.keep_days/reset", "").status, 403);
}

static void a_setting_is_changed_within_its_range_only(void **state)
{
	struct test_house *t = *state;
	int64_t value;
	str details;
	const struct setting *keep = setting_find(t->house, S("notify.keep_days"));
	assert_int_equal(post(t, t->adam, "/desk/settings/notify.keep_days", "notify.keep_days=60").status, 303);
	assert_int_equal(setting_number(acting_as(t, t->adam), keep, &value), OK);
	assert_int_equal(value, 60);
	assert_true(str_equal(latest_deed(t, &details), S("setting.change")));
	assert_true(str_equal(details, S("notify.keep_days = 60")));
	struct answer answer = post(t, t->adam, "/desk/settings/notify.keep_days", "notify.keep_days=7");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "value=\"7\"") && answer_says(&answer, "außerhalb dessen"));
	assert_int_equal(setting_number(acting_as(t, t->adam), keep, &value), OK);
	assert_int_equal(value, 60);
	assert_int_equal(post(t, t->adam, "/desk/settings/notify.send_mails", "").status, 303); /* a switch that is off */
	assert_int_equal(setting_number(acting_as(t, t->adam), setting_find(t->house, S("notify.send_mails")), &value), OK);
	assert_int_equal(value, 0);
	assert_int_equal(post(t, t->adam, "/desk/settings/no.such", "no.such=1").status, 404);
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, desk_set(mia, S("notify.keep_days"), S("90")), ERR_FORBIDDEN, "desk.not_yours");
}

static void a_mail_to_try_goes_to_oneself(void **state)
{
	struct test_house *t = *state;
	struct member_contact contact;
	assert_int_equal(post(t, t->adam, "/desk/mail", "").status, 303);
	assert_deed(t, "desk.mail");
	assert_true(str_contains(letter_to(t, "adam@example.org").text, S("kann Nordlicht Mails verschicken")));
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, desk_mail_test(mia, &contact), ERR_FORBIDDEN, "desk.not_yours");
}

static void the_book_is_filtered_and_paged(void **state)
{
	struct test_house *t = *state;
	struct audit_entry_list list;
	int64_t next;
	make_board(t, "wlan");
	for (int i = 0; i < 120; i++)
		assert_int_equal(audit_note(acting_as(t, t->adam), "setting.change", (struct subject){ 3, 1 }, S("x")), OK);
	assert_int_equal(desk_audit(acting_as(t, t->adam), &(struct audit_filter){ .deed = S("board") }, &list, &next), OK);
	assert_int_equal(list.count, 1);
	assert_int_equal(next, 0);
	struct audit_filter filter = { .deed = S("setting") };
	size_t seen = 0;
	int64_t last = INT64_MAX;
	do {
		assert_int_equal(desk_audit(acting_as(t, t->adam), &filter, &list, &next), OK);
		assert_true(list.count <= 50);
		for (size_t i = 0; i < list.count; i++) {
			assert_true(list.at[i].id < last); /* none twice, none left out */
			last = list.at[i].id;
		}
		seen += list.count;
		filter.before_id = next;
	} while (next);
	assert_int_equal(seen, 120);
	filter = (struct audit_filter){ .deed = S(""), .actor_id = t->mia };
	assert_int_equal(desk_audit(acting_as(t, t->adam), &filter, &list, &next), OK);
	assert_int_equal(list.count, 0);
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, desk_audit(mia, &filter, &list, &next), ERR_FORBIDDEN, "desk.not_yours");
	struct answer table = get(t, t->adam, "/desk/audit.csv?group=board");
	assert_true(str_starts(table.body, S("at,actor,deed,kind,subject,details\r\n")));
	assert_true(answer_says(&table, "\"board.make\",\"board\""));
	assert_false(answer_says(&table, "setting.change"));
	struct answer answer = get(t, t->adam, "/desk/audit?group=board");
	assert_true(answer_says(&answer, "Thema angelegt") && answer_says(&answer, ">WLAN<") && answer_says(&answer, ">Adam<"));
	answer = get(t, t->adam, "/desk/audit?group=nothing%22%3E");
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "nichts im Protokoll"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(each_room_of_the_desk_has_its_doorkeeper),
		WEB_TEST(posts_of_others_change_nothing),
		WEB_TEST(a_board_is_made_and_changed),
		WEB_TEST(a_refused_board_keeps_what_was_typed),
		WEB_TEST(another_brands_board_and_product_cannot_be_changed),
		WEB_TEST(a_product_is_made_changed_and_hidden),
		WEB_TEST(members_are_found_by_the_beginning_of_their_names),
		WEB_TEST(a_list_longer_than_a_page_goes_on),
		WEB_TEST(a_role_is_given_and_taken_after_asking),
		WEB_TEST(the_desk_gives_only_its_own_roles),
		WEB_TEST(the_brand_is_changed_and_shows_at_once),
		WEB_TEST(a_refused_brand_keeps_what_was_typed),
		WEB_TEST(every_setting_of_the_house_has_words_and_a_form),
		WEB_TEST(a_setting_is_changed_within_its_range_only),
		WEB_TEST(a_setting_can_be_reset_and_a_group_is_saved_at_once),
		WEB_TEST(a_mail_to_try_goes_to_oneself),
		WEB_TEST(the_book_is_filtered_and_paged),
	};
	return cmocka_run_group_tests_name("admin", tests, NULL, NULL);
}
