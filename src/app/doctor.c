/* doctor.c: looks at everything that must be right and says what to do where it is not. */
#include "app/command.h"

#include "app/house.h"
#include "store/migrate.h"

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

static void check_files(struct visit *visit)
{
	struct call *call = visit->call;
	struct stat stat_of;
	const char *folder = str_c(call->arena, call->data_dir);
	bool there = stat(folder, &stat_of) == 0 && S_ISDIR(stat_of.st_mode);
	say(visit, there, str_c(call->arena, str_format(call->arena, "data folder %s", folder)), "make it, or name another with --data");
	if (!there)
		return;
	say(visit, (stat_of.st_mode & 077) == 0, "nobody else may read the data folder", "chmod 700 it");
	say(visit, access(folder, W_OK) == 0, "the data folder is writable", "give it to the user that runs heinzel");
	str key = str_format(call->arena, "%s/house.key", folder);
	if (stat(str_c(call->arena, key), &stat_of) == 0)
		say(visit, (stat_of.st_mode & 077) == 0, "nobody else may read the key file", "chmod 600 house.key");
}

static void check_database(struct visit *visit)
{
	struct call *call = visit->call;
	str url = call_database(call), wrong = S("");
	int version = 0, newest = 0;
	for (const struct migration *migration = migrations; migration->number; migration++)
		newest = migration->number;
	enum err err = migrate_version(call->arena, url, &version);
	say(visit, !err, "the database can be opened", "check store.url and that the server runs");
	if (err)
		return;
	say(visit, version == newest, str_c(call->arena, str_format(call->arena, "schema %d of %d", version, newest)),
	    "run heinzel migrate (serve does it, too)");
	struct house *house;
	err = call_house(call, &house, &wrong);
	say(visit, !err, "the house opens alone", str_c(call->arena, wrong));
	if (!err)
		house_close(house);
}

static void check_mail(struct visit *visit)
{
	str url = config_text(visit->call->config, "mail.url");
	bool good = str_empty(url) || str_starts(url, S("smtp://")) || str_starts(url, S("smtps://"));
	say(visit, good, str_empty(url) ? "mail goes to files in data/mail" : "mail goes to a server",
	    "mail.url is smtp://host:port or smtps://host:port");
}

int command_doctor(struct call *call)
{
	struct visit visit = { .call = call };
	say(&visit, true, "the configuration can be read", "");
	check_files(&visit);
	check_database(&visit);
	check_mail(&visit);
	printf(visit.wrong ? "%d to fix\n" : "all well\n", visit.wrong);
	return visit.wrong ? 1 : 0;
}
