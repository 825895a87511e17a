/* choices_web.h: boards and products as choices of a form. */
#ifndef CHOICES_WEB_H
#define CHOICES_WEB_H
#include "features/community/board_store.h"
#include "features/product/product.h"
#include "view/components.h"

struct choices board_choices(struct view *view, const struct board_list *boards, int64_t chosen);
struct choices product_choices(struct view *view, const struct product_list *products, int64_t chosen);
#endif
