/* source.c: finds the owner of a source in the house's list. */
#include "core/source.h"

#include "core/house.h"

static const struct source_kind *kind_of(const struct house *house, int number)
{
	const struct source_kind *const *lists = house->lists.sources;
	for (; lists && *lists; lists++) {
		for (const struct source_kind *kind = *lists; kind->kind; kind++) {
			if (kind->kind->number == number)
				return kind;
		}
	}
	return NULL;
}

enum err source_read(struct scope *scope, struct subject subject, struct source *source_out)
{
	const struct source_kind *kind = kind_of(scope->house, subject.kind);
	struct source source = { .author_ids = { NULL, 0 } };
	if (!kind || !subject.id)
		return ERR_NOT_FOUND;
	enum err err = kind->read(scope, subject.id, &source);
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	if (!err)
		*source_out = source;
	return err;
}
