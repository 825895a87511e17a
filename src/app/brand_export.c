/* brand_export.c: a brand's data as a file from the command line, as its administrators have it at the desk. */
#include "app/command.h"

#include "features/admin/export.h"
#include "features/brand/brand.h"

#include <stdio.h>
#include <unistd.h>

struct errand { str key; };

static enum err find(struct scope *scope, void *data)
{
	return brand_scope_key(scope, ((const struct errand *)data)->key);
}

static enum err note(struct scope *scope, void *data)
{
	(void)data;
	return export_note(scope);
}

int command_brand_export(struct call *call)
{
	struct errand errand;
	struct house *house;
	struct scope scope;
	struct export_total total = { 0 };
	str file, wrong = S("");
	if (!call_word(call, "a brand's key", &errand.key) || !call_word(call, "a file to write", &file))
		return 2;
	if (access(str_c(call->arena, file), F_OK) == 0)
		return call_failed(call, "%.*s is there already; name another file", STR_ARG(file));
	if (call_house(call, &house, &wrong))
		return call_failed(call, "%.*s", STR_ARG(wrong));
	scope_open(&scope, house, call->arena, moment_now());
	scope_act_as(&scope, 0, ROLE_BITS);
	enum err err = scope_read(&scope, find, &errand);
	bool is_known = !err;
	if (!err && !(err = export_write(&scope, file, &total)))
		err = scope_write(&scope, note, NULL);
	house_close(house);
	if (!is_known && err == ERR_NOT_FOUND)
		return call_failed(call, "there is no brand of that key; heinzel brand list shows all");
	if (err)
		return call_failed(call, "%.*s could not be written (%s); see the log", STR_ARG(file), err_name(err));
	printf("%.*s: %lld rows of %lld tables\n", STR_ARG(file), (long long)total.rows, (long long)total.tables);
	return 0;
}
