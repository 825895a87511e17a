/* service_store.c: rows of services, and the names of their categories, prices and states. */
#include "features/marketplace/service_store.h"

#include "features/marketplace/sql.gen.h"

const char *const service_categories[CATEGORY_COUNT + 1] = { "wifi", "internet", "tv", "phone", "mobile", "mail",
	"computer", "printer", "smarthome", "mounting", "learning", "care", "repair", "other", NULL };
const char *const price_kinds[PRICE_KIND_COUNT + 1] = { "fixed", "hourly", "free", NULL };
const char *const service_purposes[PURPOSE_COUNT + 1] = { "repair", "learn", "inspect", "inspire", NULL };
const char *const way_names[WAY_COUNT + 1] = { "home", "phone", "video", NULL };
const char *const service_states[SERVICE_STATE_COUNT + 1] = { "draft", "live", "paused", "suspended", "gone", NULL };
/* A language's bit is its place: only ever append. */
const char *const service_languages[] = { "de", "en", "fr", "it", "es", "pt", "tr", "pl", "ru", "uk", "ar", "sq",
	"hr", "sr", "nl", "ro", "el", "hu", "cs", "ta", "fa", "gsw", "rm", "da", NULL };

int64_t language_bits_of(str codes)
{
	int64_t bits = 0;
	while (!str_empty(codes)) {
		str code = str_cut(&codes, ' ');
		for (int i = 0; service_languages[i]; i++) {
			if (str_equal(code, str_from(service_languages[i])))
				bits |= (int64_t)1 << i;
		}
	}
	return bits;
}

int64_t way_bits_of(str codes)
{
	int64_t bits = 0;
	while (!str_empty(codes)) {
		str code = str_cut(&codes, ' ');
		for (int way = 0; way < WAY_COUNT; way++)
			bits |= str_equal(code, str_from(way_names[way])) ? WAY_BIT(way) : 0;
	}
	return bits;
}

str way_codes(struct arena *arena, int64_t ways)
{
	struct text text;
	text_open(&text, arena, 32);
	for (int way = 0; way < WAY_COUNT; way++) {
		if (ways & WAY_BIT(way))
			text_format(&text, "%s%s", text.len ? " " : "", way_names[way]);
	}
	return text_str(&text);
}

enum err service_load(struct scope *scope, int64_t service_id, struct service *service_out)
{
	enum err err = sql_service_row(scope, service_id, service_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "service.not_found") : err;
}

enum err service_load_some(struct scope *scope, struct ids ids, struct service_list *list_out)
{
	return sql_service_rows(scope, ids, list_out);
}

enum err service_load_after(struct scope *scope, int64_t after_id, struct service_list *list_out)
{
	return sql_services_after(scope, after_id, list_out);
}

enum err service_load_of(struct scope *scope, int64_t helper_id, struct service_list *list_out)
{
	return sql_services_of(scope, helper_id, list_out);
}

enum err service_load_of_product(struct scope *scope, int64_t product_id, struct service_list *list_out)
{
	return sql_services_of_product(scope, product_id, list_out);
}

enum err service_count_of(struct scope *scope, int64_t helper_id, int64_t *count_out)
{
	return sql_service_count(scope, helper_id, count_out);
}

enum err service_insert(struct scope *scope, const struct service *service)
{
	return sql_service_add(scope, service);
}

enum err service_update(struct scope *scope, const struct service *service)
{
	return sql_service_put(scope, service);
}

enum err service_change_state(struct scope *scope, const struct service *service, enum service_state to)
{
	int64_t changed;
	enum err err = sql_service_move(scope, service->id, service->state, (int64_t)to, &changed); /* a small number */
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_CONFLICT, "service.step_not_open");
}

enum err service_load_ranked_otherwise(struct scope *scope, int64_t helper_id, int64_t rank,
                                       struct service_list *list_out)
{
	return sql_services_ranked_otherwise(scope, helper_id, rank, list_out);
}

enum err service_set_rank(struct scope *scope, int64_t service_id, int64_t rank)
{
	return sql_service_rank(scope, service_id, rank);
}
