/* import_products.c: a brand's products from a CSV file: what each line would do, then the doing. */
#include "app/command.h"

#include "app/import_file.h"
#include "features/brand/brand.h"
#include "features/product/product.h"
#include "view/i18n.h"

#include <stdio.h>

enum { WRITE_TRIES = 5 };

struct product_import {
	struct call *call;
	struct scope scope;
	str brand;
	struct catalog catalog;
	struct catalog_known known;
	size_t from, next;
};

static enum err look(struct scope *scope, void *data)
{
	struct product_import *import = data;
	enum err err = brand_scope_key(scope, import->brand);
	if (err)
		return err;
	scope_act_as(scope, 0, ROLE_BITS);
	return catalog_known_load(scope, &import->known);
}

static enum err write_some(struct scope *scope, void *data)
{
	struct product_import *import = data;
	enum err err = brand_scope_key(scope, import->brand);
	if (err)
		return err;
	scope_act_as(scope, 0, ROLE_BITS);
	return catalog_write(scope, &import->catalog, import->from, &import->next);
}

static void tell_wrong(const struct catalog *catalog)
{
	for (size_t i = 0; i < catalog->count; i++) {
		const struct catalog_row *row = &catalog->at[i];
		if (!row->reason)
			continue;
		str words = text_plain(LANGUAGE_EN, row->reason);
		fprintf(stderr, "line %lld, %s: %.*s\n", (long long)row->line, row->field ? row->field : "", STR_ARG(words));
	}
}

static enum err take_over(struct product_import *import)
{
	while (import->from < import->catalog.count) {
		enum err err = ERR_LIMITED;
		for (int tries = 0; err == ERR_LIMITED && tries < WRITE_TRIES; tries++)
			err = scope_write(&import->scope, write_some, import);
		if (err)
			return err;
		import->from = import->next;
	}
	return OK;
}

static int import_in(struct product_import *import, bool dry_run)
{
	const int64_t *counts = import->catalog.counts;
	if (scope_read(&import->scope, look, import))
		return call_failed(import->call, "there is no brand \"%.*s\"; see `heinzel brand list`", STR_ARG(import->brand));
	enum err err = catalog_compare(&import->scope, &import->known, &import->catalog);
	if (err)
		return call_failed(import->call, "the file could not be compared: %s", err_name(err));
	tell_wrong(&import->catalog);
	if (!dry_run && (err = take_over(import)))
		return call_failed(import->call, "stopped at line %lld: %s. Run it again to go on.",
		                   (long long)import->catalog.at[import->from].line, err_name(err));
	printf("%s%lld new, %lld changed, %lld as they were, %lld lines refused\n", dry_run ? "would be: " : "",
	       (long long)counts[CATALOG_NEW], (long long)counts[CATALOG_CHANGED], (long long)counts[CATALOG_SAME],
	       (long long)counts[CATALOG_WRONG]);
	return counts[CATALOG_WRONG] ? 1 : 0;
}

int command_import_products(struct call *call)
{
	struct product_import import = { .call = call };
	struct house *house;
	str path, bytes, wrong = S("");
	bool dry_run = call_switch(call, "dry-run");
	if (!call_option(call, "brand", &import.brand))
		return call_misused(call, "--brand says whose products they are");
	if (!call_word(call, "a file", &path))
		return 2;
	if (!import_file_read(call->arena, path, &bytes))
		return call_failed(call, "%.*s cannot be read", STR_ARG(path));
	catalog_read(call->arena, bytes, &import.catalog);
	if (import.catalog.reason) {
		str words = text_plain(LANGUAGE_EN, import.catalog.reason);
		return call_failed(call, "%.*s", STR_ARG(words));
	}
	if (call_house(call, &house, &wrong))
		return call_failed(call, "%.*s", STR_ARG(wrong));
	scope_open(&import.scope, house, call->arena, moment_now());
	scope_act_as(&import.scope, 0, ROLE_BITS);
	int status = import_in(&import, dry_run);
	house_close(house);
	return status;
}
