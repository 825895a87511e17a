/* marketplace.c: what the slices above ask about helpers and services, in bulk. */
#include "features/marketplace/marketplace.h"

#include "features/marketplace/booking_store.h"
#include "features/marketplace/chat.h"
#include "features/marketplace/helper_store.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/service_store.h"
#include "features/member/member.h"

enum { CARDS_MAX = 64 };

static const char *const application_states[] = { "applied", "approved", "declined", "withdrawn", "suspended" };
static_assert(COUNT(application_states) == APPLICATION_STATE_COUNT, "a name for each state");

static const struct helper *helper_in(const struct helper_list *list, int64_t member_id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].member_id == member_id)
			return &list->at[i];
	}
	return NULL;
}

/* Listed, or one's own. */
static bool may_see(const struct scope *scope, const struct service *service, const struct helper *helper)
{
	bool is_listed = service->state == SERVICE_LIVE && helper && helper->active;
	bool is_own = scope->member_id && service->helper_id == scope->member_id;
	return is_listed || is_own || is_moderator(scope);
}

static struct service_card card_of(struct scope *scope, const struct service *service, const struct helper *helper,
                                   str name)
{
	return (struct service_card){
		.id = service->id, .helper_id = service->helper_id, .title = service->title,
		.source = service->source,
		.url = str_format(scope->arena, "/services/%lld", (long long)service->id),
		.helper_name = name, .town = service->town, .category = service_categories[service->category],
		.price_kind = price_kinds[service->price_kind], .price_minor = service->price_minor,
		.currency = service->currency, .languages = service->languages, .minutes = service->minutes,
		.rating_sum = helper ? helper->rating_sum : 0, .rating_count = helper ? helper->rating_count : 0,
		.public_lat = service->public_lat, .public_lon = service->public_lon,
	};
}

static struct ids helpers_of(struct scope *scope, const struct service_list *services)
{
	int64_t *ids = arena_take(scope->arena, services->count * sizeof(*ids));
	for (size_t i = 0; i < services->count; i++)
		ids[i] = services->at[i].helper_id;
	return (struct ids){ ids, services->count };
}

enum err service_cards(struct scope *scope, struct ids ids, struct service_card_list *list_out)
{
	struct service_list services;
	struct helper_list helpers;
	struct member_card_list members;
	assert(ids.count <= CARDS_MAX);
	enum err err = service_load_some(scope, ids, &services);
	if (err)
		return err;
	struct ids helper_ids = helpers_of(scope, &services);
	if ((err = helper_load_some(scope, helper_ids, &helpers)) || (err = member_cards(scope, helper_ids, &members)))
		return err;
	struct service_card *at = arena_take(scope->arena, services.count * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < services.count; i++) {
		const struct service *service = &services.at[i];
		const struct helper *helper = helper_in(&helpers, service->helper_id);
		if (may_see(scope, service, helper))
			at[count++] = card_of(scope, service, helper, member_card_in(&members, service->helper_id)->name);
	}
	*list_out = (struct service_card_list){ at, count };
	return OK;
}

enum err service_index(struct scope *scope, int64_t service_id, struct service_text *text_out)
{
	struct service_list services;
	struct helper_list helpers;
	*text_out = (struct service_text){ .is_listed = false };
	enum err err = service_load_some(scope, (struct ids){ &service_id, 1 }, &services);
	if (err || !services.count)
		return err;
	const struct service *service = &services.at[0];
	if ((err = helper_load_some(scope, (struct ids){ &service->helper_id, 1 }, &helpers)))
		return err;
	*text_out = (struct service_text){
		.is_listed = service->state == SERVICE_LIVE && helpers.count && helpers.at[0].active,
		.helper_id = service->helper_id, .product_id = service->product_id, .audience_id = service->audience_id,
		.title = service->title, .source = service->source,
		.languages = service->languages, .category = str_from(service_categories[service->category]),
		.country = service->country, .code = service->code, .town = service->town,
		.public_lat = service->public_lat, .public_lon = service->public_lon, .changed_at = service->changed_at,
	};
	return OK;
}

enum err services_after(struct scope *scope, int64_t after_id, struct ids *ids_out)
{
	struct service_list services;
	enum err err = service_load_after(scope, after_id, &services);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, services.count * sizeof(*ids));
	for (size_t i = 0; i < services.count; i++)
		ids[i] = services.at[i].id;
	*ids_out = (struct ids){ ids, services.count };
	return OK;
}

static struct helper_text helper_text_of(const struct helper *helper, str name)
{
	return (struct helper_text){ .is_listed = helper->active, .member_id = helper->member_id, .name = name,
		.town = helper->town, .code = helper->code, .approved_at = helper->approved_at };
}

enum err helper_texts(struct scope *scope, struct ids member_ids, struct helper_text_list *list_out)
{
	struct helper_list helpers;
	struct member_card_list members;
	enum err err = helper_load_some(scope, member_ids, &helpers);
	if (err || (err = member_cards(scope, member_ids, &members)))
		return err;
	struct helper_text *at = arena_take(scope->arena, (helpers.count + 1) * sizeof(*at));
	for (size_t i = 0; i < helpers.count; i++)
		at[i] = helper_text_of(&helpers.at[i], member_card_in(&members, helpers.at[i].member_id)->name);
	*list_out = (struct helper_text_list){ at, helpers.count };
	return OK;
}

enum err helper_index(struct scope *scope, int64_t member_id, struct helper_text *text_out)
{
	struct helper_list helpers;
	struct member member;
	*text_out = (struct helper_text){ .is_listed = false };
	enum err err = helper_load_some(scope, (struct ids){ &member_id, 1 }, &helpers);
	if (err || !helpers.count)
		return err;
	if ((err = member_load(scope, member_id, &member)))
		return err;
	*text_out = helper_text_of(&helpers.at[0], member.name);
	text_out->about = member.about;
	text_out->is_listed = text_out->is_listed && !member_is_away(&member, scope->now);
	return OK;
}

enum err helpers_after(struct scope *scope, int64_t after_id, struct ids *ids_out)
{
	return helper_load_after(scope, after_id, ids_out);
}

enum err applications_waiting(struct scope *scope, int64_t *count_out)
{
	return application_count(scope, APPLICATION_APPLIED, count_out);
}

enum err application_card_of(struct scope *scope, int64_t application_id, struct application_card *card_out)
{
	struct application application;
	enum err err = application_load(scope, application_id, &application);
	if (err)
		return err;
	*card_out = (struct application_card){ application.id, application.member_id,
	                                       application_states[application.state], application.reason };
	return OK;
}

enum err booking_parties_of(struct scope *scope, int64_t booking_id, struct booking_parties *parties_out)
{
	struct booking booking;
	enum err err = booking_load(scope, booking_id, &booking);
	if (!err)
		*parties_out = (struct booking_parties){ booking.asker_id, booking.helper_id };
	return err;
}

/* ── subjects ── */

static enum err service_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct service_card_list cards;
	for (size_t from = 0; from < ids.count; from += CARDS_MAX) {
		size_t count = ids.count - from < CARDS_MAX ? ids.count - from : CARDS_MAX;
		enum err err = service_cards(scope, (struct ids){ ids.at + from, count }, &cards);
		if (err)
			return err;
		for (size_t i = from; i < from + count; i++) {
			for (size_t j = 0; j < cards.count; j++) {
				if (cards.at[j].id == ids.at[i])
					faces_out[i] = (struct subject_face){ cards.at[j].title, cards.at[j].url };
			}
		}
	}
	return OK;
}

/* An application is the applicant's and the administrators'; the desk's page shows it to both kinds by its own address. */
static enum err application_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct application_list list;
	struct member_card_list cards;
	enum err err = application_load_some(scope, ids, &list);
	if (err)
		return err;
	int64_t *members = arena_take(scope->arena, list.count * sizeof(*members));
	for (size_t i = 0; i < list.count; i++)
		members[i] = list.at[i].member_id;
	if ((err = member_cards(scope, (struct ids){ members, list.count }, &cards)))
		return err;
	for (size_t i = 0; i < ids.count; i++) {
		for (size_t a = 0; a < list.count; a++) {
			bool is_own = list.at[a].member_id == scope->member_id;
			if (list.at[a].id != ids.at[i] || (!is_own && !has_role(scope, ROLE_BRAND_ADMIN)))
				continue;
			str desk = str_format(scope->arena, "/desk/applications/%lld", (long long)list.at[a].id);
			faces_out[i] = (struct subject_face){ member_card_in(&cards, members[a])->name,
				is_own ? S("/helpers/apply") : desk };
		}
	}
	return OK;
}

const struct subject_kind service_subject = { "service", 20, service_faces, &service_care };
const struct subject_kind application_subject = { "application", 25, application_faces, NULL };

/* One message was mailed to whoever answers it: more that wait are still unread. */
enum err chat_answer(struct scope *scope, int64_t chat_id, str text)
{
	struct message message;
	int64_t unread;
	enum err err = chat_write(scope, chat_id, text, &message);
	if (err || (err = chat_count_unread_in(scope, scope->member_id, chat_id, &unread)))
		return err;
	return unread == 1 ? chat_see(scope, chat_id) : OK;
}
