/*
 * marketplace.h: helpers and services, for the slices above: search, notify, admin, insights.
 */
#ifndef MARKETPLACE_H
#define MARKETPLACE_H
#include "features/marketplace/leaving.h"
#include "features/marketplace/nearest.h"
#include "features/marketplace/sealed.h"

/* What a list shows of a service. */
struct service_card {
	int64_t id, helper_id;
	str title, source, url; /* source: Markdown */
	str helper_name, town;
	const char *category;    /* "wifi": text key service.category_wifi */
	const char *price_kind;  /* "fixed", "hourly", "free" */
	int64_t price_minor;
	str currency, languages;
	int64_t minutes, rating_sum, rating_count;
	double public_lat, public_lon;
};
struct service_card_list { struct service_card *at; size_t count; };

/* Bulk, in any order, at most 64; what is not to be seen is left out. */
enum err service_cards(struct scope *scope, struct ids ids, struct service_card_list *list_out);

/* What full-text search keeps; is_listed false = take it out. */
struct service_text {
	bool is_listed;
	int64_t helper_id, product_id, audience_id;
	str title, source;       /* source: Markdown */
	str languages, category, country, code, town;
	double public_lat, public_lon;
	moment changed_at;
};
enum err service_index(struct scope *scope, int64_t service_id, struct service_text *text_out);
/* All services, listed or not, at most 100 behind that one in order of id: for making the index anew. */
enum err services_after(struct scope *scope, int64_t after_id, struct ids *ids_out);

/* What full-text search keeps of a helper; is_listed false = take it out. */
struct helper_text { bool is_listed; int64_t member_id; str name, about, town, code; moment approved_at; };
struct helper_text_list { struct helper_text *at; size_t count; };
enum err helper_index(struct scope *scope, int64_t member_id, struct helper_text *text_out);
/* The same for cards, in bulk and without `about`. */
enum err helper_texts(struct scope *scope, struct ids member_ids, struct helper_text_list *list_out);
/* All helpers, active or not, at most 100 behind that one in order of id. */
enum err helpers_after(struct scope *scope, int64_t after_id, struct ids *ids_out);

/* Open applications, for the desk: at most 1,000 are counted. */
enum err applications_waiting(struct scope *scope, int64_t *count_out);
/* For inboxes: whose application it is, and its state's name; ERR_NOT_FOUND "application.not_found". */
struct application_card { int64_t id, member_id; const char *state; str reason; };
enum err application_card_of(struct scope *scope, int64_t application_id, struct application_card *card_out);
/* What somebody of the two writes from elsewhere (a mail), by the same rules as on the page: ERR_NOT_FOUND
   "chat.not_found", ERR_CONFLICT "chat.closed", "chat.wait", "chat.full", ERR_INVALID "chat.text_wrong". */
enum err chat_answer(struct scope *scope, int64_t chat_id, str text);
/* For inboxes: whose booking it is; ERR_NOT_FOUND "booking.not_found". */
struct booking_parties { int64_t asker_id, helper_id; };
enum err booking_parties_of(struct scope *scope, int64_t booking_id, struct booking_parties *parties_out);
#endif
