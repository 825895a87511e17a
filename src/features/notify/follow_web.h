/* follow_web.h: the follow button in the head of a page, and the list of what one follows. */
#ifndef FOLLOW_WEB_H
#define FOLLOW_WEB_H
#include "features/notify/follow.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route follow_routes[];
/* PANEL_HEAD */
enum err follow_panel_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);

struct follow_form { str kind; int64_t id; int mode; };
extern const struct form follow_form;
/* The thing that the form names; ERR_NOT_FOUND "follow.not_found". */
enum err follow_form_subject(struct scope *scope, const struct follow_form *form, struct subject *subject_out);

/* What a page shows of a thing and how one follows it. */
struct follow_view { const char *kind; int64_t id; enum pace pace; str title, url; bool is_stranger; };
struct follow_view_list { struct follow_view *at; size_t count; };
struct follows_page { struct follow_view_list follows; int64_t next_id; bool is_first; };
/* Titles in bulk, in one's own eyes: "" is gone, or no longer to be seen. */
enum err follow_views(struct scope *scope, const struct follow_list *list, struct follow_view_list *views_out);
enum text_id follow_pace_label(enum pace pace);
#endif
