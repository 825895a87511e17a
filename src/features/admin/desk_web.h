/* desk_web.h: the pages of the desk, for admin_slice.c. */
#ifndef DESK_WEB_H
#define DESK_WEB_H
#include "features/admin/desk.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route desk_routes[], audit_routes[], desk_member_routes[], desk_catalog_routes[], desk_brand_routes[],
	export_routes[], desk_secret_routes[], desk_mail_routes[];

/* A refusal that is shown on the form it is about, with what was typed. */
bool desk_is_forms(const struct scope *scope, enum err err);
struct page *desk_page(struct request *request, enum text_id title);

struct desk_page { struct html tiles; struct desk_area_list areas; };

struct setting_section { str name, title; struct setting_line_list lines; };
struct setting_section_list { struct setting_section *at; size_t count; };
struct settings_page { struct setting_section_list sections; };
/* line.value is empty; fresh: made by this very request, "" otherwise. */
struct secret_page { struct setting_line line; str fresh; };
/* The page of the route's ":name", with what was wrong. */
enum err desk_secret_show(struct request *request);
enum text_id desk_setting_label(const struct setting *setting), desk_setting_hint(const struct setting *setting);

/* what, todo: of its trouble. */
struct mail_try_page { str address; const struct mail_trace *trace; enum text_id what, todo; };

/* A line of the book with names for ids. */
struct audit_line { const struct audit_entry *entry; const char *deed; str actor, title, url; };
struct audit_line_list { struct audit_line *at; size_t count; };
struct audit_page { struct audit_line_list lines; struct choices groups, actors, kinds; str from, until, next, csv; };

struct desk_export_page { bool is_running, is_ready; moment made_at, until; int64_t rows; double megabytes; };

struct hat { enum role role; const char *name; enum text_id label, may; bool is_on; };
struct hat_list { struct hat *at; size_t count; };
struct desk_members_page { struct member_entry_list entries; str q; bool only_staff, shows_mail; str next; moment now; };
struct desk_member_page {
	const struct member *member;
	struct hat_list hats;
	bool may_give, shows_mail;
	struct html panels;
};
/* "Moderation", "Team" …: hats as chips; helpers too. */
enum text_id desk_role_label(enum role role);

struct desk_boards_page { struct board_list boards; };
struct desk_board_page { const struct board *board; struct choices audiences, postings; };
struct desk_products_page { struct product_list products; };
struct desk_product_page { const struct product *product; bool is_hidden; };

struct desk_brand_page { const struct brand *brand; str contrast; bool is_dark_enough; };
#endif
