/* choices.c: boards and products as choices of a form. */
#include "features/community/choices_web.h"

struct choices board_choices(struct view *view, const struct board_list *boards, int64_t chosen)
{
	struct choice *at = arena_take(view->arena, (boards->count + 1) * sizeof(*at));
	at[0].label = text_of(view->arena, view->language, TEXT_ask_board_choose, NULL, 0);
	at[0].value = S("");
	for (size_t i = 0; i < boards->count; i++) {
		at[i + 1] = (struct choice){ .label = boards->at[i].name, .chosen = boards->at[i].id == chosen,
			.value = str_format(view->arena, "%lld", (long long)boards->at[i].id) };
	}
	return (struct choices){ at, boards->count + 1 };
}

struct choices product_choices(struct view *view, const struct product_list *products, int64_t chosen)
{
	struct choice *at = arena_take(view->arena, (products->count + 1) * sizeof(*at));
	at[0].label = text_of(view->arena, view->language, TEXT_ask_product_none, NULL, 0);
	at[0].value = S("");
	for (size_t i = 0; i < products->count; i++) {
		at[i + 1] = (struct choice){ .label = products->at[i].name, .chosen = products->at[i].id == chosen,
			.value = str_format(view->arena, "%lld", (long long)products->at[i].id) };
	}
	return (struct choices){ at, products->count + 1 };
}
