/* subject.c: finds the owner of a subject in the house's list, and asks it in bulk. */
#include "core/subject.h"

#include "core/house.h"
#include "core/memo.h"
#include "core/sql.gen.h"

const struct subject_kind bell_subject = { .name = "bell", .number = 38 };

const struct subject_kind *subject_kind_of(const struct house *house, int number)
{
	const struct subject_kind *const *kind = house->lists.subjects;
	for (; kind && *kind; kind++) {
		if ((*kind)->number == number)
			return *kind;
	}
	return NULL;
}

const struct subject_kind *subject_kind_named(const struct house *house, str name)
{
	const struct subject_kind *const *kind = house->lists.subjects;
	for (; kind && *kind; kind++) {
		if (str_equal(name, str_from((*kind)->name)))
			return *kind;
	}
	return NULL;
}

/* Several subjects of one kind: their ids, and where in the caller's list each stands. */
struct batch { int64_t *ids; size_t *places; size_t count; struct subject_face *faces; };

static enum err faces_of_kind(struct scope *scope, const struct subject_kind *kind, struct batch *batch,
                              struct subject_face *faces_out)
{
	memset(batch->faces, 0, batch->count * sizeof(*batch->faces));
	struct ids ids = { batch->ids, batch->count };
	enum err err = kind->faces(scope, ids, batch->faces);
	if (err)
		return err;
	for (size_t i = 0; i < batch->count; i++)
		faces_out[batch->places[i]] = batch->faces[i];
	return OK;
}

enum err subject_faces(struct scope *scope, const struct subject *subjects, size_t count,
                       struct subject_face *faces_out)
{
	struct batch batch = {
		.ids = arena_take(scope->arena, count * sizeof(int64_t)),
		.places = arena_take(scope->arena, count * sizeof(size_t)),
		.faces = arena_take(scope->arena, count * sizeof(struct subject_face)),
	};
	for (size_t i = 0; i < count; i++)
		faces_out[i] = (struct subject_face){ S(""), S("") };
	const struct subject_kind *const *kind = scope->house->lists.subjects;
	for (; kind && *kind; kind++) {
		batch.count = 0;
		for (size_t i = 0; i < count; i++) {
			if (subjects[i].kind != (*kind)->number || !subjects[i].id)
				continue;
			batch.ids[batch.count] = subjects[i].id;
			batch.places[batch.count++] = i;
		}
		enum err err = batch.count && (*kind)->faces ? faces_of_kind(scope, *kind, &batch, faces_out) : OK;
		if (err)
			return err;
	}
	return OK;
}

void subject_changed(struct scope *scope, struct subject subject)
{
	for (size_t i = 0; i < scope->changes.count; i++) {
		const struct subject *known = list_at(&scope->changes, i);
		if (known->kind == subject.kind && known->id == subject.id)
			return;
	}
	*(struct subject *)list_add(&scope->changes) = subject;
	if (scope->is_unit && scope->house->unit_memo)
		memo_forget(scope->house->unit_memo, scope->brand_id, subject);
}

enum err subject_alias(struct scope *scope, struct subject subject, int64_t to_id)
{
	enum err err = sql_core_alias_follow(scope, subject.kind, subject.id, to_id);
	return err ? err : sql_core_alias_put(scope, subject.kind, subject.id, to_id);
}

enum err subject_alias_of(struct scope *scope, struct subject subject, int64_t *to_id_out)
{
	int64_t to_id = 0;
	enum err err = sql_core_alias(scope, subject.kind, subject.id, &to_id);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*to_id_out = err ? 0 : to_id;
	return OK;
}
