/*
 * doctor.c: looks at everything that must be right and says what to do where it is not.
 *
 * It only looks: it makes no folder, no key and no database, and may visit a house that is open.
 */
#include "app/command.h"

#include "app/house.h"
#include "core/image.h"
#include "store/look.h"
#include "store/migrate.h"
#include "store/wall.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct visit { struct call *call; int wrong; };

static void say(struct visit *visit, bool good, const char *what, const char *advice)
{
	printf("%s  %s\n", good ? "ok  " : "FIX ", what);
	if (good)
		return;
	visit->wrong++;
	if (advice[0])
		printf("      %s\n", advice);
}

/* Says something of a name: "schema" and "31 of 31". */
static void say_of(struct visit *visit, bool good, const char *what, str of, const char *advice)
{
	struct arena *arena = visit->call->arena;
	say(visit, good, str_c(arena, str_format(arena, "%s %.*s", what, STR_ARG(of))), advice);
}

/* ── files ── */

static const struct { const char *name, *what, *advice; mode_t forbidden; } private_files[] = {
	{ "",            "nobody else may come into the data folder", "chmod 700 the data folder",  077 },
	{ "/house.key",  "nobody else may read the key file",         "chmod 600 house.key; make a new one if it was read", 077 },
	{ "/heinzel.db", "nobody else may read the database",         "chmod 600 heinzel.db",       077 },
	{ "/mail",       "nobody else may read mails",                "chmod 700 the folder mail",  077 },
	{ "/blobs",      "nobody else may read members' files",       "chmod 700 the folder blobs", 077 },
};

static bool check_files(struct visit *visit)
{
	struct call *call = visit->call;
	struct stat about;
	const char *folder = str_c(call->arena, call->data_dir);
	bool there = stat(folder, &about) == 0 && S_ISDIR(about.st_mode);
	say_of(visit, there, "data folder", call->data_dir, "heinzel migrate makes it; or name another with --data DIR");
	if (!there)
		return false;
	say(visit, access(folder, W_OK | X_OK) == 0, "the data folder is writable", "give it to the user that runs heinzel");
	for (size_t i = 0; i < COUNT(private_files); i++) {
		str path = str_format(call->arena, "%s%s", folder, private_files[i].name);
		if (stat(str_c(call->arena, path), &about) == 0)
			say(visit, !(about.st_mode & private_files[i].forbidden), private_files[i].what, private_files[i].advice);
	}
	return true;
}

/* ── database ── */

static void check_schema(struct visit *visit)
{
	struct call *call = visit->call;
	int version = 0, newest = 0;
	for (const struct migration *migration = migrations; migration->number; migration++)
		newest = migration->number;
	if (migrate_version(call->arena, call_database(call), &version))
		say(visit, false, "the schema can be read", "is it a house's database?  See the log above");
	else
		say_of(visit, version == newest, "schema", str_format(call->arena, "%d of %d", version, newest),
		       version > newest ? "this program is older than the database: install the newer one"
		                        : "heinzel migrate (serve does it, too)");
}

/* What PostgreSQL holds apart should a statement forget its brand. */
static void check_wall(struct visit *visit)
{
	struct call *call = visit->call;
	struct wall_look look = { 0 };
	if (str_starts(call_database(call), S("sqlite:")))
		return;
	if (wall_look(call->arena, call_database(call), &look)) {
		say(visit, false, "the wall between brands can be looked at", "does the role of store.url have its rights?  heinzel migrate gives them");
		return;
	}
	say_of(visit, !look.passes, "row security holds the role", look.role,
	       "superusers and roles with BYPASSRLS pass it: serve as another one (deploy/README.md, 7)");
	say(visit, !look.open_tables, "every table with a brand has its policy", "heinzel migrate makes them");
	say(visit, !look.search_is_slow, "search uses its index behind row security",
	    "once, as superuser in this database: ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF");
	say(visit, wall_sees_all(call->arena, call_database_of_backup(call)), "a backup sees every row",
	    "name a role with BYPASSRLS in store.backup_url (deploy/README.md, 7)");
	if (look.owns)
		printf("note  the role %.*s owns the tables and could lift row security\n"
		       "      give store.owner_url a role of its own (deploy/README.md, 7)\n", STR_ARG(look.role));
}

static void check_database(struct visit *visit)
{
	struct store_look look;
	struct call *call = visit->call;
	bool reached = !store_look(call->arena, call_database(call), &look);
	say(visit, reached, "the database can be reached", "check store.url, and that its server runs");
	if (!reached)
		return;
	say_of(visit, !look.is_old, "database:", look.engine, "SQLite 3.40, PostgreSQL 15 or newer is needed");
	if (!str_empty(look.journal))
		say_of(visit, str_equal(look.journal, S("wal")), "journal:", look.journal,
		       "serve switches it to wal; does another program use the file?");
	if (!str_empty(look.file))
		say(visit, true, look.is_open ? "the house is open: a process serves it" : "the house is closed: no process holds it", "");
	check_schema(visit);
	check_wall(visit);
}

/* ── the rest ── */

static void check_mail(struct visit *visit)
{
	struct call *call = visit->call;
	str url = config_text(call->config, "mail.url"), password, wrong = S("");
	bool good = str_empty(url) || str_starts(url, S("smtp://")) || str_starts(url, S("smtps://"));
	say(visit, good, str_empty(url) ? "mail goes to files in the folder mail" : "mail goes to a server",
	    "mail.url is smtp://host:port or smtps://host:port");
	enum err err = call_mail_password(call, &password, &wrong);
	say(visit, !err, "the mail password can be read, or none is named", str_c(call->arena, wrong));
	if (!err && !str_empty(config_text(call->config, "mail.user")))
		say(visit, !str_empty(password), "mail.user has a password", "name its file in mail.password_file");
}

static void check_zones(struct visit *visit)
{
	static const char *const zones[] = { "Europe/Berlin", "Europe/Vienna", "Europe/Zurich" };
	bool found = true;
	for (size_t i = 0; i < COUNT(zones); i++)
		found = found && zone_find(str_from(zones[i]));
	say(visit, found, "time zones are known", "install the package tzdata");
}

/* What holds the process that decodes pictures; a wall behind another may be missing, the first ones may not. */
static void check_pictures(struct visit *visit)
{
	static const struct { const char *wall, *what, *advice; bool is_spare; } walls[] = {
		{ "library",    "pictures can be made",                             "install the package libvips42 (libvips42t64 on Debian 13)", false },
		{ "calls",      "… by a process that may hardly call the kernel",   "seccomp is needed: pictures are refused without", false },
		{ "privileges", "… that can gain no rights",                        "the kernel is too old: pictures are refused without", false },
		{ "limits",     "… and has little time",                            "allow setrlimit, as deploy/heinzel.service does", false },
		{ "memory",     "… and little memory",                              "allow setrlimit, as deploy/heinzel.service does", true },
		{ "files",      "… behind a second wall against files (Landlock)",  "a kernel from 5.13 on has it", true },
		{ "network",    "… and a second one against networks (namespaces)", "allow user namespaces; not under systemd, which has walls of its own", true },
	};
	str said = image_protection(visit->call->arena, S(""));
	for (size_t i = 0; i < COUNT(walls); i++) {
		bool stands = str_contains(said, str_format(visit->call->arena, "%s\n", walls[i].wall));
		if (!stands && walls[i].is_spare)
			printf("note  not: %s\n      %s\n", walls[i].what, walls[i].advice);
		else
			say(visit, stands, walls[i].what, walls[i].advice);
	}
}

int command_doctor(struct call *call)
{
	struct visit visit = { .call = call };
	say(&visit, true, "the configuration can be read", "");
	/* A SQLite house without its folder has no database to look at. */
	if (check_files(&visit) || !str_empty(config_text(call->config, "store.url")))
		check_database(&visit);
	check_mail(&visit);
	check_zones(&visit);
	check_pictures(&visit);
	printf(visit.wrong ? "%d to fix\n" : "all well\n", visit.wrong);
	return visit.wrong ? 1 : 0;
}
