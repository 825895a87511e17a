/* review.c: writing, sealing and publishing reviews. */
#include "features/marketplace/review.h"

#include "base/utf8.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/marketplace_news.h"
#include "features/member/member_news.h"

static bool is_open(const struct booking *booking, moment now)
{
	return booking_is_reviewable(booking) && now < booking->ends_at + BOOKING_REVIEW;
}

static const struct review *review_by(const struct review_list *list, int64_t author_id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].author_id == author_id)
			return &list->at[i];
	}
	return NULL;
}

bool review_may(const struct booking *booking, const struct review_list *reviews, int64_t member_id, moment now)
{
	return booking_party_of(booking, member_id) != PARTY_NONE && is_open(booking, now)
	       && !review_by(reviews, member_id);
}

static enum err check_ask(struct scope *scope, const struct review_ask *ask, bool by_helper)
{
	size_t length = utf8_length(ask->text);
	if (ask->stars < 1 || ask->stars > 5)
		return refuse_field(scope, "stars", "review.stars_wrong");
	if (length < REVIEW_TEXT_MIN || length > REVIEW_TEXT_MAX)
		return refuse_field(scope, "text", "review.text_wrong");
	bool is_asked = !by_helper && ask->stars <= REVIEW_LOW;
	return is_asked && ask->told != TOLD_YES && ask->told != TOLD_NO ? refuse_field(scope, "told", "review.told_missing") : OK;
}

/* Only what is said of the helper, and can be read, counts for the helper's place in lists. */
static enum err publish(struct scope *scope, const struct review *review, bool *any)
{
	bool first;
	enum err err = review_publish(scope, review->id, &first);
	if (err || !first)
		return err;
	*any = true;
	subject_changed(scope, subject_of(&review_subject, review->id));
	subject_changed(scope, subject_of(&member_subject, review->about_id));
	return review->by_helper || review->hidden_at ? OK : helper_rated(scope, review->about_id, review->stars);
}

enum err review_publish_all(struct scope *scope, const struct booking *booking)
{
	struct review_list list;
	bool any = false;
	enum err err = review_load_of_booking(scope, booking->id, &list);
	for (size_t i = 0; !err && i < list.count; i++)
		err = publish(scope, &list.at[i], &any);
	if (err || !any)
		return err;
	return news_announce(scope, &reviews_published, subject_of(&booking_subject, booking->id));
}

static enum err tell_other(struct scope *scope, const struct booking *booking, const struct review *review)
{
	const struct news news = { .kind = &review_written, .subject = subject_of(&booking_subject, booking->id),
		.other = subject_of(&review_subject, review->id), .to_member_id = review->about_id };
	return news_tell(scope, &news);
}

enum err review_write(struct scope *scope, int64_t booking_id, const struct review_ask *ask, struct review *review_out)
{
	struct booking booking;
	struct review_list before;
	enum err err = booking_show(scope, booking_id, &booking);
	if (err || (err = review_load_of_booking(scope, booking.id, &before)))
		return err;
	if (review_by(&before, scope->member_id))
		return refuse(scope, ERR_CONFLICT, "review.already");
	if (!is_open(&booking, scope->now))
		return refuse(scope, ERR_CONFLICT, "review.not_open");
	bool by_helper = booking_party_of(&booking, scope->member_id) == PARTY_HELPER;
	if ((err = check_ask(scope, ask, by_helper)))
		return err;
	struct review review = {
		.id = id_new(scope->now), .booking_id = booking.id, .author_id = scope->member_id,
		.about_id = by_helper ? booking.asker_id : booking.helper_id, .by_helper = by_helper,
		.stars = (int)ask->stars, /* 1 to 5 */
		.told = !by_helper && ask->stars <= REVIEW_LOW ? ask->told : TOLD_NOTHING,
		.text = ask->text, .reply = S(""), .made_at = scope->now,
	};
	if ((err = gate_ask(scope, &gate_publish, subject_of(&review_subject, review.id), review.text)))
		return err;
	if ((err = review_insert(scope, &review)))
		return err;
	subject_changed(scope, subject_of(&booking_subject, booking.id));
	err = before.count ? review_publish_all(scope, &booking) : tell_other(scope, &booking, &review);
	if (err)
		return err;
	review.published_at = before.count ? scope->now : 0;
	*review_out = review;
	return OK;
}

/* ── replying ── */

bool review_may_reply(const struct review *review, int64_t member_id)
{
	return member_id && review->about_id == member_id && review->published_at && !review->replied_at;
}

enum err review_reply(struct scope *scope, int64_t review_id, str reply, struct review *review_out)
{
	struct review review;
	enum err err = review_load(scope, review_id, &review);
	if (err)
		return err;
	if (!scope->member_id || review.about_id != scope->member_id || !review.published_at)
		return refuse(scope, ERR_NOT_FOUND, "review.not_found");
	size_t length = utf8_length(reply);
	if (length < REVIEW_TEXT_MIN || length > REVIEW_REPLY_MAX)
		return refuse_field(scope, "reply", "review.reply_wrong");
	if ((err = gate_ask(scope, &gate_publish, subject_of(&review_subject, review.id), reply)))
		return err;
	if ((err = review_set_reply(scope, review.id, reply)))
		return err;
	review.reply = reply;
	review.replied_at = scope->now;
	*review_out = review;
	subject_changed(scope, subject_of(&review_subject, review.id));
	subject_changed(scope, subject_of(&booking_subject, review.booking_id));
	subject_changed(scope, subject_of(&member_subject, review.about_id));
	const struct news news = { .kind = &review_replied, .subject = subject_of(&booking_subject, review.booking_id),
		.other = subject_of(&review_subject, review.id), .to_member_id = review.author_id };
	return news_tell(scope, &news);
}

enum err review_list_of_booking(struct scope *scope, const struct booking *booking, struct review_list *list_out)
{
	struct review_list list;
	enum err err = review_load_of_booking(scope, booking->id, &list);
	if (err)
		return err;
	size_t kept = 0;
	for (size_t i = 0; i < list.count; i++) {
		bool is_seen = list.at[i].published_at && !list.at[i].hidden_at;
		if (is_seen || list.at[i].author_id == scope->member_id)
			list.at[kept++] = list.at[i];
	}
	*list_out = (struct review_list){ list.at, kept };
	return OK;
}

enum err review_list_about(struct scope *scope, int64_t member_id, moment before, struct review_list *list_out)
{
	return review_load_about(scope, member_id, before, list_out);
}
