/* item_web.h: one item's page, and the choices that it shares with the page of sanctions. */
#ifndef ITEM_WEB_H
#define ITEM_WEB_H
#include "features/moderation/moderation_web.h"

enum err item_send(struct request *request, int64_t item_id);
enum err decision_lines(struct page *page, const struct decision_list *list, struct decision_line_list *lines_out);
struct choices sanction_choices(const struct view *view, bool may_none);
struct choices ground_choices(const struct view *view);
struct choices ladder_choices(const struct view *view, int step);
#endif
