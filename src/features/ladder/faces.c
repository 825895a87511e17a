/* faces.c: a matter is called as what it began with, for its owner, its holder and the brand's staff alone. */
#include "features/ladder/climb.h"

static enum err matter_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct matter_list matters;
	enum err err = trail_matters_by_ids(scope, ids, &matters);
	if (err)
		return err;
	struct subject *roots = arena_take(scope->arena, (matters.count + 1) * sizeof(*roots));
	struct subject_face *faces = arena_take(scope->arena, (matters.count + 1) * sizeof(*faces));
	for (size_t i = 0; i < matters.count; i++)
		roots[i] = matters.at[i].root;
	if ((err = subject_faces(scope, roots, matters.count, faces)))
		return err;
	for (size_t i = 0; i < ids.count; i++) {
		for (size_t m = 0; m < matters.count; m++) {
			const struct matter *matter = &matters.at[m];
			bool is_party = scope->member_id && (matter->owner_id == scope->member_id ||
			                                     matter->holder_id == scope->member_id);
			if (matter->id != ids.at[i] || (!is_party && !is_staff(scope)) || str_empty(faces[m].title))
				continue;
			faces_out[i].title = faces[m].title;
			faces_out[i].url = str_format(scope->arena, "/matters/%lld", (long long)matter->id);
		}
	}
	return OK;
}

const struct subject_kind matter_subject = { "matter", 36, matter_faces, NULL };
