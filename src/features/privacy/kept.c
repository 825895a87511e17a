/*
 * kept.c: the tables of kept.h, written by hand: only a person can tell whose a row is, and whose words are in it.
 *
 * A table that an installation lacks (a slice was left out) is passed over.  privacy_test.c fails when a table
 * with personal columns stands in neither list.
 */
#include "features/privacy/kept.h"

#include "features/marketplace/marketplace.h"
#include "features/product/product.h"

const struct kept kept_rows[] = {
	{ KEPT_PROFILE,  "member_member",           "id",        "" },
	{ KEPT_PROFILE,  "media_file",              "owner_id",  "" },
	{ KEPT_PROFILE,  "core_audience_member",    "member_id", "" },
	{ KEPT_PROFILE,  "product_device",          "member_id", "serial" },
	{ KEPT_PROFILE,  "product_known",           "member_id", "" },
	{ KEPT_LOGIN,    "identity_login",          "member_id", "secret" },
	{ KEPT_LOGIN,    "identity_session",        "member_id", "hash" },
	{ KEPT_LOGIN,    "identity_token",          "member_id", "hash" },
	{ KEPT_WRITING,  "community_thread",        "author_id", "" },
	{ KEPT_WRITING,  "community_post",          "author_id", "" },
	{ KEPT_WRITING,  "community_post_version",  "by_id",     "" },
	{ KEPT_WRITING,  "community_unsent",        "member_id", "" },
	{ KEPT_WRITING,  "community_withdrawn",     "member_id", "" },
	{ KEPT_WRITING,  "identity_draft",          "member_id", "" },
	{ KEPT_WRITING,  "articles_article",        "author_id", "" },
	{ KEPT_WRITING,  "articles_draft",          "by_id",     "answer" },
	{ KEPT_WRITING,  "articles_version",        "by_id",     "" },
	{ KEPT_WRITING,  "articles_comment",        "author_id", "" },
	{ KEPT_READING,  "community_kudos",         "member_id", "" },
	{ KEPT_READING,  "community_metoo",         "member_id", "" },
	{ KEPT_READING,  "community_solution",      "marked_by", "" },
	{ KEPT_READING,  "community_reading",       "member_id", "" },
	{ KEPT_READING,  "community_mention",       "member_id", "" },
	{ KEPT_READING,  "articles_answer",         "member_id", "voter" },
	{ KEPT_READING,  "notify_follow",           "member_id", "" },
	{ KEPT_HELPING,  "marketplace_application", "member_id", "" },
	{ KEPT_HELPING,  "marketplace_helper",      "member_id", "" },
	{ KEPT_HELPING,  "marketplace_service",     "helper_id", "" },
	{ KEPT_HELPING,  "marketplace_payee",       "member_id", "" },
	{ KEPT_HELPING,  "marketplace_room",        "member_id", "" },
	{ KEPT_HELPING,  "calendar_owner",          "owner_id",  "" },
	{ KEPT_HELPING,  "calendar_hours",          "owner_id",  "" },
	{ KEPT_HELPING,  "calendar_exception",      "owner_id",  "" },
	{ KEPT_HELPING,  "calendar_hold",           "owner_id",  "" },
	{ KEPT_HELPING,  "ladder_expert",           "member_id", "" },
	{ KEPT_HELPING,  "ladder_pause",            "member_id", "" },
	{ KEPT_HELPING,  "ladder_ask",              "member_id", "" },
	{ KEPT_VISITS,   "marketplace_task",        "author_id", "" },
	{ KEPT_VISITS,   "marketplace_offer",       "helper_id", "" },
	{ KEPT_VISITS,   "marketplace_booking",     "asker_id",  "" },
	{ KEPT_VISITS,   "marketplace_booking",     "helper_id", "title country code town" },
	{ KEPT_VISITS,   "marketplace_booking_log", "actor_id",  "" },
	{ KEPT_VISITS,   "marketplace_review",      "author_id", "reply replied_at" },
	{ KEPT_VISITS,   "core_matter",             "owner_id",  "" },
	{ KEPT_VISITS,   "ladder_climb",            "owner_id",  "" },
	{ KEPT_VISITS,   "ladder_ticket",           "owner_id",  "note" },
	{ KEPT_MESSAGES, "marketplace_chat_member", "member_id", "" },
	{ KEPT_MESSAGES, "marketplace_message",     "author_id", "" },
	{ KEPT_INBOX,    "notify_notice",           "member_id", "text" },
	{ KEPT_INBOX,    "notify_reader",           "member_id", "" },
	{ KEPT_INBOX,    "notify_preference",       "member_id", "" },
	{ KEPT_INBOX,    "notify_choice",           "member_id", "" },
	{ KEPT_INBOX,    "notify_habit",            "member_id", "" },
	{ KEPT_INBOX,    "notify_receiver",         "member_id", "endpoint" },
	{ KEPT_INBOX,    "notify_incoming",         "member_id", "mark" },
	{ KEPT_ORDER,    "admin_suspension",        "member_id", "" },
	{ KEPT_ORDER,    "moderation_flag",         "member_id", "" },
	{ KEPT_ORDER,    "moderation_report",       "member_id", "" },
	{ KEPT_ORDER,    "moderation_decision",     "author_id", "facts" },
	{ KEPT_ORDER,    "moderation_word",         "made_by",   "" },
	{ KEPT_ORDER,    "moderation_standing",     "member_id", "" },
	{ KEPT_ORDER,    "core_audit",              "actor_id",  "hash" },
	{ KEPT_ORDER,    "privacy_copy",            "member_id", "" },
	{ KEPT_ORDER,    "privacy_erasure",         "member_id", "" },
	{ .table = NULL },
};

/* Sealed columns are no part of a row as it is read; a serial number is text, and hidden above. */
static const struct { const char *table; opener *open; } openers[] = {
	{ "marketplace_booking", booking_opened }, { "marketplace_payee", payee_opened }, { "marketplace_room", room_opened },
	{ "product_device",      device_opened },
};

opener *kept_opener(const struct kept *kept)
{
	for (size_t i = 0; i < COUNT(openers); i++) {
		if (strcmp(openers[i].table, kept->table) == 0)
			return openers[i].open;
	}
	return NULL;
}

const struct not_copied kept_elsewhere[] = {
	{ "admin_export",        "who asked for the brand's data, seven days; core_audit says it" },
	{ "calendar_day",        "worked out of hours and bookings" },
	{ "core_blob",           "files of media_file and of copies" },
	{ "core_job",            "what is about to be done, until it is" },
	{ "core_mail",           "until it is sent; then it lies in her own mailbox" },
	{ "core_mail_stop",      "an address as a number that only tells whether to write" },
	{ "core_mail_trace",     "what the mail server said of a mail to try, one day" },
	{ "core_once",           "answers to forms, two days, so that none is done twice" },
	{ "core_outbox",         "what is about to be told, 30 days" },
	{ "identity_failure",    "one hour" },
	{ "identity_link",       "one day" },
	{ "identity_signup",     "one day, before there is a member" },
	{ "insights_answer",     "told by a visit's number that names nobody" },
	{ "insights_reading",    "told by a visit's number that names nobody" },
	{ "ladder_way",          "steps of what core_matter and ladder_climb say" },
	{ "marketplace_cell",    "services, as the map finds them" },
	{ "marketplace_chat",    "who talks: marketplace_chat_member" },
	{ "marketplace_task_cell", "tasks, as the map finds them" },
	{ "moderation_item",     "what is looked at: moderation_decision says the end" },
	{ "moderation_print",    "a text's outline against spam, seven days" },
	{ "notify_pending",      "until it is told" },
	{ "search_part",         "words of public texts" },
	{ "search_word",         "words of public texts" },
	{ "store_document",      "the texts above, as the search finds them" },
	{ "store_spelled",       "the texts above, as the search finds them" },
	{ .table = NULL },
};

static bool is_word_of(str word, const char *words)
{
	str rest = str_from(words);
	while (!str_empty(rest)) {
		if (str_equal(str_cut(&rest, ' '), word))
			return true;
	}
	return false;
}

static bool names_somebody(const struct declared_column *column)
{
	str name = str_from(column->name);
	return column->type == VALUE_INTEGER && str_equal(str_from(column->privacy), S("personal")) &&
	       (str_ends(name, S("_id")) || str_ends(name, S("_by")));
}

bool kept_shows(const struct kept *kept, const struct owned *owned, const struct declared_column *column)
{
	bool is_own = str_equal(str_from(column->name), str_from(owned->column));
	return !is_word_of(str_from(column->name), kept->hides) && (is_own || !names_somebody(column));
}

static size_t term_add(const char *terms[KEPT_TERMS_MAX], size_t count, const char *term)
{
	for (size_t i = 0; i < count; i++) {
		if (str_equal(str_from(terms[i]), str_from(term)))
			return count;
	}
	must(count < KEPT_TERMS_MAX);
	terms[count] = term;
	return count + 1;
}

size_t kept_terms(enum kept_group group, const char *terms_out[KEPT_TERMS_MAX])
{
	size_t count = 0;
	for (const struct kept *kept = kept_rows; kept->table; kept++) {
		const struct owned *owned = kept->group == group ? owned_find(str_from(kept->table), str_from(kept->column)) : NULL;
		for (size_t i = 0; owned && i < owned->column_count; i++) {
			if (!str_equal(str_from(owned->columns[i].privacy), S("none")))
				count = term_add(terms_out, count, owned->columns[i].retention);
		}
	}
	return count;
}
