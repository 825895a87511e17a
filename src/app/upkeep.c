/* upkeep.c: migrate, backup, restore, routes: what the operator does around the running house. */
#include "app/command.h"

#include "app/house.h"
#include "store/backup.h"
#include "store/migrate.h"

#include <stdio.h>

int command_migrate(struct call *call)
{
	str wrong = S("");
	int ran = 0;
	if (call_folder(call, &wrong))
		return call_failed(call, "%.*s", STR_ARG(wrong));
	if (call_migrate(call, &ran, &wrong))
		return call_failed(call, "%.*s", STR_ARG(wrong));
	printf(ran ? "%d migrations ran\n" : "nothing to do\n", ran);
	return 0;
}

int command_backup(struct call *call)
{
	str file, wrong = S("");
	int version;
	if (!call_word(call, "a file to write", &file))
		return 2;
	if (migrate_version(call->arena, call_database(call), &version) || !version)
		return call_failed(call, "there is no house in %.*s that can be read. Name its folder with --data DIR.",
		                   STR_ARG(call->data_dir));
	if (backup_write(call->arena, call_database(call), file, &wrong))
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
	if (call_folder(call, &wrong) || backup_restore(call->arena, file, call_database(call), replace, &wrong))
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
