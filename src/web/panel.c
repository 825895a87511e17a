/* panel.c: asks every slice that has something for the place, in the order of the house's list. */
#include "web/panel.h"

#include "web/web_room.h"

enum err panel_fill(struct page *page, enum panel_place place, const struct subject *subjects, size_t count,
                    struct html *htmls_out)
{
	struct arena *arena = page->request->scope.arena;
	for (size_t i = 0; i < count; i++)
		htmls_out[i] = (struct html){ S("") };
	for (const struct slice *const *slice = page->request->web->slices; *slice; slice++) {
		for (const struct panel *panel = (*slice)->panels; panel && panel->fill; panel++) {
			if (panel->place != place)
				continue;
			struct html *mine = arena_take(arena, count * sizeof(*mine));
			enum err err = panel->fill(page, subjects, count, mine);
			if (err)
				return err;
			for (size_t i = 0; i < count; i++) {
				str both[] = { htmls_out[i].at, mine[i].at };
				if (str_empty(both[0]))
					htmls_out[i] = mine[i];
				else if (!str_empty(both[1]))
					htmls_out[i].at = str_join(arena, both, 2, S(""));
			}
		}
	}
	return OK;
}
