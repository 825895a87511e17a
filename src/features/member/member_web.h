/* member_web.h: pages about members and for one's own, for member_slice.c. */
#ifndef MEMBER_WEB_H
#define MEMBER_WEB_H
#include "features/member/matter.h"
#include "features/member/member.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route member_routes[];
extern const struct panel member_panels[];
extern const struct nav_entry member_nav[];

struct code_list { str *at; size_t count; };

struct link { str url, host; };
struct link_list { struct link *at; size_t count; };
struct member_page {
	struct link_list links;
	const struct member *member;
	bool may_take_picture_down;
	struct code_list languages;
	bool is_own, shows_town, is_suspended;
	struct html about, badges, panels, head, care;
};

struct me_page {
	const struct member *member;
	struct matter_view_list matters;
	struct html panels;
	bool is_staff;
};

/* What the profile's form takes; the place is typed as a postal code or a town. */
struct profile_form { str name, language, languages, place, place_choice, phone, links, about; };

struct profile_page {
	const struct profile_form *form;
	struct choices page_languages, spoken;
	struct choices places;     /* to choose from, when the town is not the only one of its name */
};

struct matters_page { struct matter_view_list matters; str next; };

enum text_id matter_step_text(int step, bool is_own);
enum text_id matter_link_text(str kind);
/* "matter.kind_thread": the chip's word, as a key. */
const char *matter_chip_key(struct view *view, str kind);
#endif
