/*
 * matter.c: gathers all that a list of matters shows.
 *
 * Subjects of all matters and steps go into one list, so that each slice is asked
 * for its faces once; then every matter takes its chips from the trail's steps.
 */
#include "features/member/matter.h"

/* What is gathered for one page of matters. */
struct gathered {
	struct matter_list matters;
	struct trail_step_list steps;
	struct member_card_list holders;
	struct subject *subjects;       /* root and latest of each matter, then each step's subject */
	struct subject_face *faces;
	size_t count;
};

static enum err gather_steps(struct scope *scope, struct gathered *gathered)
{
	int64_t *ids = arena_take(scope->arena, gathered->matters.count * sizeof(*ids));
	for (size_t i = 0; i < gathered->matters.count; i++)
		ids[i] = gathered->matters.at[i].id;
	return trail_steps(scope, (struct ids){ ids, gathered->matters.count }, &gathered->steps);
}

static enum err gather_faces(struct scope *scope, struct gathered *gathered)
{
	size_t matters = gathered->matters.count;
	gathered->count = 2 * matters + gathered->steps.count;
	gathered->subjects = arena_take(scope->arena, gathered->count * sizeof(*gathered->subjects));
	gathered->faces = arena_take(scope->arena, gathered->count * sizeof(*gathered->faces));
	for (size_t i = 0; i < matters; i++) {
		gathered->subjects[2 * i] = gathered->matters.at[i].root;
		gathered->subjects[2 * i + 1] = gathered->matters.at[i].latest;
	}
	for (size_t i = 0; i < gathered->steps.count; i++)
		gathered->subjects[2 * matters + i] = gathered->steps.at[i].subject;
	return subject_faces(scope, gathered->subjects, gathered->count, gathered->faces);
}

static enum err gather_holders(struct scope *scope, struct gathered *gathered)
{
	int64_t *ids = arena_take(scope->arena, gathered->matters.count * sizeof(*ids));
	size_t count = 0;
	for (size_t i = 0; i < gathered->matters.count; i++) {
		if (gathered->matters.at[i].holder_id)
			ids[count++] = gathered->matters.at[i].holder_id;
	}
	return member_load_cards(scope, (struct ids){ ids, count }, &gathered->holders);
}

static str kind_name(const struct scope *scope, struct subject subject)
{
	const struct subject_kind *kind = subject_kind_of(scope->house, subject.kind);
	return kind ? str_from(kind->name) : S("");
}

static bool is_over(enum matter_step step)
{
	return step == MATTER_SOLVED || step == MATTER_CLOSED;
}

static struct matter_chip_list chips_of(struct scope *scope, const struct gathered *gathered,
                                        const struct matter *matter)
{
	size_t faces_at = 2 * gathered->matters.count, room = gathered->steps.count + 1;
	struct matter_chip_list chips = { arena_take(scope->arena, room * sizeof(*chips.at)), 0 };
	for (size_t i = 0; i < gathered->steps.count; i++) {
		const struct trail_step *step = &gathered->steps.at[i];
		const struct subject_face *face = &gathered->faces[faces_at + i];
		if (step->matter_id == matter->id && face->title.len)
			chips.at[chips.count++] = (struct matter_chip){ kind_name(scope, step->subject), face->title, face->url,
			                                                false, false };
	}
	if (is_over(matter->step))
		return chips;
	if (chips.count)
		chips.at[chips.count - 1].is_now = true;
	chips.at[chips.count++] = (struct matter_chip){ S("solution"), S(""), S(""), false, true };
	return chips;
}

static struct matter_view view_of(struct scope *scope, const struct gathered *gathered, size_t index)
{
	const struct matter *matter = &gathered->matters.at[index];
	const struct subject_face *root = &gathered->faces[2 * index], *latest = root + 1;
	struct matter_view view = {
		.id = matter->id, .title = root->title, .url = root->url, .next_url = latest->url,
		.next_kind = kind_name(scope, matter->latest), .step = (int)matter->step, .holder = (int)matter->holder,
		.holder_name = member_card_in(&gathered->holders, matter->holder_id)->name,
		.is_own = matter->owner_id == scope->member_id, .is_over = is_over(matter->step),
		.due_at = matter->due_at, .changed_at = matter->changed_at,
	};
	bool mine_as_owner = matter->holder == HELD_BY_OWNER && view.is_own;
	bool mine_as_helper = matter->holder == HELD_BY_HELPER && matter->holder_id == scope->member_id;
	view.is_mine_to_do = !view.is_over && (mine_as_owner || mine_as_helper);
	if (str_empty(view.title)) { /* a helper may know the booking, but not the thread it began with */
		view.title = latest->title;
		view.url = latest->url;
	}
	view.chips = chips_of(scope, gathered, matter);
	return view;
}

enum err matter_views(struct scope *scope, struct cursor before, struct matter_view_list *list_out)
{
	struct gathered gathered = { 0 };
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	enum err err = trail_matters_of(scope, scope->member_id, before, &gathered.matters);
	if (err)
		return err;
	struct matter_view_list list = { arena_take(scope->arena, gathered.matters.count * sizeof(*list.at)), 0 };
	if (gathered.matters.count) {
		if ((err = gather_steps(scope, &gathered)) || (err = gather_faces(scope, &gathered)) ||
		    (err = gather_holders(scope, &gathered)))
			return err;
	}
	for (size_t i = 0; i < gathered.matters.count; i++)
		list.at[list.count++] = view_of(scope, &gathered, i);
	*list_out = list;
	return OK;
}
