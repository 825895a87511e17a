/* town.c: made through the rules, as the other tests make their world. */
#include "test/sim/town.h"

#include "features/community/community.h"
#include "features/identity/identity.h"
#include "features/member/member.h"
#include "features/product/product.h"
#include "store/migrate.h"
#include "test/sim/ear.h"
#include "test/sim/clock.h"
#include "test/sim/disk.h"
#include "test/sim/folk.h"
#include "test/sim/life.h"
#include "test/world.h"

#include <sqlite3.h>
#include <stdio.h>

LASTS static struct town *town;
LASTS static struct test_house *t;

static struct person *add(int brand, int64_t id, enum hat hat, const char *name)
{
	must(town->count < PEOPLE_MAX);
	struct person *person = &town->people[town->count++];
	*person = (struct person){ .id = id, .brand = brand, .brand_id = town->brand_ids[brand], .hat = hat, .name = name,
		.host = brand ? "b.localhost" : "a.localhost", .inside = MAY(false),
		.staff = MAY(hat == HAT_MODERATOR || hat == HAT_ADMIN), .writes = MAY(true),
		.open = MAY(true), .voice = MAY(true), .session = MAY(true), .link = MAY(true),
		.awake = MAY(true), .here = MAY(true), .helps = MAY(hat == HAT_HELPER), .has_applied = hat == HAT_HELPER };
	snprintf(person->mail, sizeof(person->mail), "%s@example.%s", name, brand ? "net" : "org");
	return person;
}

static struct scope *house_of(int brand)
{
	struct scope *scope = acting_as_house(t);
	scope->brand_id = town->brand_ids[brand];
	return scope;
}

static int64_t newcomer(int brand, const char *name)
{
	struct member member = { .name = str_from(name), .mail_confirmed_at = t->now,
		.mail = str_format(t->arena, "%s@example.%s", name, brand ? "net" : "org") };
	must(member_make(house_of(brand), &member) == OK);
	return member.id;
}

static int64_t board(int brand, const char *key, int64_t audience_id)
{
	struct board made = { .key = str_from(key), .name = str_from(key), .about = S("Nur hier"), .audience_id = audience_id };
	must(board_make(house_of(brand), &made) == OK);
	return made.id;
}

static void settle_in(int brand, const struct world *world)
{
	static const char *const names[] = { "ida", "olga", "paul", "quentin" };
	town->brand_ids[brand] = world->brand_id;
	town->open_board[brand] = world->board_id;
	town->service[brand] = world->service_id;
	add(brand, world->ana, HAT_ASKER, "ana");
	town->helper[brand] = town->count;
	add(brand, world->ben, HAT_HELPER, "ben")->inside = MAY(true);
	add(brand, world->eve, HAT_ASKER, "eve");
	add(brand, world->mia, HAT_MODERATOR, "mia");
	add(brand, world->adam, HAT_ADMIN, "adam");
	add(brand, 0, HAT_STRANGER, "nobody");
	for (size_t i = 0; i < (brand ? 1 : COUNT(names)); i++)
		add(brand, newcomer(brand, names[i]), HAT_ASKER, names[i])->inside = MAY(i == 0);
	struct product product = { .key = S("box"), .name = S("Box"), .kind = S("router") };
	must(product_make(house_of(brand), &product) == OK);
	town->product[brand] = product.id;
	town->closed_board[brand] = board(brand, "innen", AUDIENCE_OF_A_GROUP);
	town->staff_board[brand] = board(brand, "stab", AUDIENCE_STAFF);
	if (brand) /* there somebody looks before a text comes out */
		must(setting_set(house_of(brand), setting_find(t->house, S("articles.review")), S("1")) == OK);
}

static void give_passwords(void)
{
	str hashes[PEOPLE_MAX];
	for (size_t i = 0; i < town->count; i++) {
		char words[40];
		key_password(words, sizeof(words), (int)i);
		must(password_hash(t->arena, str_from(words), &hashes[i]) == OK);
	}
	for (size_t i = 0; i < town->count; i++) {
		if (town->people[i].id)
			must(account_set_password(house_of(town->people[i].brand), town->people[i].id, hashes[i]) == OK);
	}
}

static void give_ways_in(void)
{
	for (size_t i = 0; i < town->count; i++) {
		struct person *person = &town->people[i];
		const struct token_new wanted = { .member_id = person->id, .name = S("simulation") };
		person->bearer = person->cookie = S("");
		if (!person->id)
			continue;
		if (person->inside.until == MAY_STILL)
			must(audience_join(house_of(person->brand), AUDIENCE_OF_A_GROUP, person->id) == OK);
		must(token_make(house_of(person->brand), &wanted, &person->bearer) == OK);
		person->bearer = str_keep(t->arena, person->bearer);
		str session;
		must(session_begin(house_of(person->brand), person->id, S("simulation"), &session) == OK);
		person->cookie = str_format(t->arena, "__Host-session=%.*s", STR_ARG(session));
	}
}

static void build(void *data)
{
	(void)data;
	t->house = life_now()->house;
	t->now = clock_now();
	list_open(&t->scopes, t->arena, sizeof(struct scope *));
	must(test_house_fill(t, acting_as_house(t)) == OK);
	house_settle(t);
	town->brand_ids[0] = t->brand_id;
	settle_in(0, world_open(t));
	struct world *second = world_open_second(t);
	settle_in(1, second);
	house_settle(t);
	give_passwords();
	give_ways_in();
	house_settle(t);
}

struct town *town_build(void)
{
	struct arena *arena = arena_open(64 * 1024);
	str wrong = S("");
	int ran;
	town = arena_take(arena, sizeof(*town));
	t = arena_take(arena, sizeof(*t));
	t->arena = arena;
	t->brand_id = 1;
	t->folder = S("/nowhere");
	clock_set(HOUSE_NOON);
	must(migrate_run(arena, S("sqlite:" DATABASE), migrations, &ran, &wrong) == OK);
	life_first(ear_lists(test_house_lists()));
	sqlite3 *db;
	must(sqlite3_open_v2(DATABASE, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK);
	ear_tables(db);
	must(sqlite3_close(db) == SQLITE_OK);
	must(life_begin());
	life_do(build, NULL);
	life_close();
	return town;
}
