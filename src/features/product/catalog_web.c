/*
 * catalog_web.c: the desk's import: a file is looked at line by line, and taken over when that is asked for.
 *
 * By hand: reading and comparing a large file is slow; the rows are then written a few a unit.
 */
#include "features/product/catalog_web.h"

#include "features/product/pages.gen.h"

#include <stdio.h>

enum { WRITE_TRIES = 5, BODY_MAX = CATALOG_BYTES_MAX + 65536 };

static handler import_show, import_submit;

const struct route catalog_routes[] = {
	{ GET,  "/desk/catalogue", BRAND_ADMINS, READS,   import_show,   .about = "Import products from a file" },
	{ POST, "/desk/catalogue", BRAND_ADMINS, BY_HAND, import_submit, .body_max = BODY_MAX,
	  .about = "Look at a file of products, or take it over" },
	ROUTES_END
};

static enum err send_page(struct request *request, const struct catalog_page *model)
{
	struct page *page = page_open(request, TEXT_catalog_title);
	page->section = SECTION_DESK;
	catalog_page_html(page->view, model);
	return page_send(page);
}

static enum err import_show(struct request *request)
{
	return send_page(request, &(struct catalog_page){ .catalog = NULL });
}

/* The upload named "file", whole; false when there is none or it is larger than a catalogue may be. */
static bool read_upload(struct request *request, str *bytes_out)
{
	struct arena *arena = request_scope(request)->arena;
	const struct uploads *uploads = &request_http(request)->uploads;
	for (size_t i = 0; i < uploads->count; i++) {
		const struct upload *upload = &uploads->at[i];
		if (!str_equal(upload->name, S("file")) || upload->size <= 0 || upload->size > CATALOG_BYTES_MAX)
			continue;
		FILE *file = fopen(str_c(arena, upload->path), "rb");
		if (!file)
			return false;
		char *bytes = arena_bytes(arena, (size_t)upload->size);
		size_t got = fread(bytes, 1, (size_t)upload->size, file);
		fclose(file);
		*bytes_out = (str){ bytes, got };
		return got == (size_t)upload->size;
	}
	return false;
}

struct import { struct request *request; struct catalog catalog; struct catalog_known known; size_t from, next; bool take; const char *wrong; };

static enum err known_work(struct scope *scope, void *data)
{
	return catalog_known_load(scope, &((struct import *)data)->known);
}

static enum err write_work(struct scope *scope, void *data)
{
	struct import *import = data;
	return catalog_write(scope, &import->catalog, import->from, &import->next);
}

static enum err page_work(struct scope *scope, void *data)
{
	const struct import *import = data;
	(void)scope;
	const struct catalog_page model = { import->wrong ? NULL : &import->catalog, import->take, import->wrong };
	return send_page(import->request, &model);
}

static enum err take_over(struct scope *scope, struct import *import)
{
	while (import->from < import->catalog.count) {
		enum err err = ERR_LIMITED;
		for (int tries = 0; err == ERR_LIMITED && tries < WRITE_TRIES; tries++)
			err = scope_write(scope, write_work, import);
		if (err)
			return err;
		import->from = import->next;
	}
	return OK;
}

static enum err import_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct import *import = arena_take(scope->arena, sizeof(*import));
	str bytes, take;
	*import = (struct import){ .request = request };
	import->take = http_form(request_http(request), S("take"), &take) && str_equal(take, S("1"));
	if (!read_upload(request, &bytes)) {
		import->wrong = "catalog.no_file";
	} else {
		catalog_read(scope->arena, bytes, &import->catalog);
		import->wrong = import->catalog.reason;
	}
	enum err err = import->wrong ? OK : scope_read(scope, known_work, import);
	if (!err && !import->wrong)
		err = catalog_compare(scope, &import->known, &import->catalog);
	if (!err && !import->wrong && import->take)
		err = take_over(scope, import);
	return err ? err : scope_read(scope, page_work, import);
}
