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

typedef enum err source_reader(struct scope *scope, int64_t id, struct source *source_out);

static enum err read_by(struct scope *scope, source_reader *reader, int64_t id, struct source *source_out)
{
	struct source source = { .text = S(""), .author_ids = { NULL, 0 } };
	enum err err = id ? reader(scope, id, &source) : ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	if (!err)
		*source_out = source;
	return err;
}

enum err source_read(struct scope *scope, struct subject subject, struct source *source_out)
{
	const struct source_kind *kind = kind_of(scope->house, subject.kind);
	return kind ? read_by(scope, kind->read, subject.id, source_out) : ERR_NOT_FOUND;
}

enum err source_sketch(struct scope *scope, struct subject subject, struct source *source_out)
{
	const struct source_kind *kind = kind_of(scope->house, subject.kind);
	return kind ? read_by(scope, kind->sketch ? kind->sketch : kind->read, subject.id, source_out) : ERR_NOT_FOUND;
}
