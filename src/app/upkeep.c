/* upkeep.c: migrate, backup, restore, routes: what the operator does around the running house. */
#include "app/command.h"

#include "app/house.h"
#include "store/backup.h"
#include "store/migrate.h"
#include "store/wall.h"

#include <stdio.h>

int command_migrate(struct call *call)
{
	str wrong = S("");
	int ran = 0;
	unsigned char key[CRYPT_KEY_SIZE];
	enum err err = call_folder(call, &wrong);
	if (!err)
		err = call_key(call, key, sizeof(key), &wrong);
	explicit_bzero(key, sizeof(key));
	if (err || call_migrate(call, &ran, &wrong))
		return call_failed(call, "%.*s", STR_ARG(wrong));
	printf(ran ? "%d migrations ran\n" : "nothing to do\n", ran);
	return 0;
}

int command_backup(struct call *call)
{
	str file, wrong = S(""), url = call_database_of_backup(call);
	int version;
	if (!call_word(call, "a file to write", &file))
		return 2;
	if (migrate_version(call->arena, url, &version) || !version)
		return call_failed(call, "there is no house in %.*s that can be read. Name its folder with --data DIR.",
		                   STR_ARG(call->data_dir));
	if (!wall_sees_all(call->arena, url))
		return call_failed(call, "row security holds the role that would copy the database. Name one with BYPASSRLS in "
		                         "store.backup_url (deploy/README.md, 7).");
	if (backup_write(call->arena, url, file, &wrong))
		return call_failed(call, "%.*s", STR_ARG(wrong));
	printf("%.*s\n", STR_ARG(file));
	return 0;
}

int command_restore(struct call *call)
{
	str file, wrong = S("");
	bool replace = call_switch(call, "replace");
	if (!call_word(call, "a backup file", &file))
		return 2;
	if (call_folder(call, &wrong) || backup_restore(call->arena, file, call_database_of_owner(call), replace, &wrong))
		return call_failed(call, "%.*s", STR_ARG(wrong));
	puts("restored");
	return 0;
}

static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" };
static const char *const effects[] = { "reads", "writes", "by hand" };

int command_routes(struct call *call)
{
	(void)call;
	for (size_t s = 0; slices[s]; s++) {
		for (size_t i = 0; slices[s]->routes && slices[s]->routes[i]; i++) {
			for (const struct route *route = slices[s]->routes[i]; route->path; route++) {
				printf("%-6s %-48s %-12s %-8s %s\n", methods[route->method], route->path,
				       policy_name(route->access), effects[route->effect], route->about ? route->about : "");
			}
		}
	}
	return 0;
}
