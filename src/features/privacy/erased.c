/*
 * erased.c: the table of erased.h, by hand, as kept.c: only a person can tell whose a row is.
 *
 * The way in goes first, so that nobody comes back while the rest is under way; her own row last.
 */
#include "features/privacy/erased.h"

#include "features/articles/articles_news.h"
#include "features/member/member_news.h"

#define NUMBER "only her number, which leads to a former member"
#define POST "what she wrote for all stays under \"former member\""
#define OTHERS "the words of others; her number leads to a former member"
#define NO_MEMBER "names a thing, not a member"

const struct erased erased_rows[] = {
	{ ROWS_GO,  "identity_session",        "member_id", "", &member_subject, "member_id" }, /* what is kept of them in memory goes, too */
	{ ROWS_GO,  "identity_token",          "member_id", "", &member_subject, "member_id" },
	{ ROWS_GO,  "identity_login",          "member_id", "", NULL, NULL },
	{ ROWS_GO,  "identity_link",           "about_id",  "", NULL, NULL },
	{ ROWS_GO,  "identity_draft",          "member_id", "", NULL, NULL },
	{ ROWS_GO,  "core_audience_member",    "member_id", "", NULL, NULL },
	{ ROWS_GO,  "notify_receiver",         "member_id", "", NULL, NULL },
	{ ROWS_GO,  "notify_pending",          "member_id", "", NULL, NULL },
	{ ROWS_GO,  "notify_notice",           "member_id", "", NULL, NULL },
	{ ROWS_GO,  "notify_notice",           "actor_id",  "", &bell_subject, "member_id" }, /* what others were told of her deeds, in her words */
	{ ROWS_GO,  "notify_reader",           "member_id", "", NULL, NULL },
	{ ROWS_GO,  "notify_choice",           "member_id", "", NULL, NULL },
	{ ROWS_GO,  "notify_habit",            "member_id", "", NULL, NULL },
	{ ROWS_GO,  "notify_incoming",         "member_id", "", NULL, NULL },
	{ ROWS_GO,  "notify_follow",           "member_id", "", NULL, NULL },
	{ ROWS_GO,  "notify_follow",           "subject_id", "", NULL, NULL }, /* who follows her */
	{ ROWS_GO,  "product_device",          "member_id", "", NULL, NULL },
	{ STAYS,    "product_device",          "product_id", NO_MEMBER, NULL, NULL },
	{ ROWS_GO,  "product_known",           "member_id", "", NULL, NULL },
	{ STAYS,    "product_known",           "product_id", NO_MEMBER, NULL, NULL },
	{ ROWS_GO,  "calendar_owner",          "owner_id",  "", NULL, NULL },
	{ ROWS_GO,  "calendar_hours",          "owner_id",  "", NULL, NULL },
	{ ROWS_GO,  "calendar_exception",      "owner_id",  "", NULL, NULL },
	{ ROWS_GO,  "calendar_hold",           "owner_id",  "", NULL, NULL },
	{ ROWS_GO,  "calendar_day",            "owner_id",  "", NULL, NULL },
	{ STAYS,    "community_thread",        "author_id", POST, NULL, NULL },
	{ STAYS,    "community_thread",        "gone_by",   NUMBER, NULL, NULL },
	{ STAYS,    "community_post",          "author_id", POST, NULL, NULL },
	{ STAYS,    "community_post",          "gone_by",   NUMBER, NULL, NULL },
	{ ROWS_GO,  "community_post_version",  "by_id",     "", NULL, NULL },
	{ STAYS,    "community_solution",      "marked_by", NUMBER, NULL, NULL },
	{ ROWS_GO,  "community_kudos",         "member_id", "", NULL, NULL },
	{ ROWS_GO,  "community_metoo",         "member_id", "", NULL, NULL },
	{ ROWS_GO,  "community_reading",       "member_id", "", NULL, NULL },
	{ ROWS_GO,  "community_unsent",        "member_id", "", NULL, NULL },
	{ ROWS_GO,  "community_withdrawn",     "member_id", "", NULL, NULL },
	{ ROWS_GO,  "community_mention",       "member_id", "", NULL, NULL },
	{ STAYS,    "articles_article",        "author_id", POST, &article_subject, "id" },
	{ STAYS,    "articles_comment",        "author_id", POST, &article_subject, "article_id" },
	{ ROWS_GO,  "articles_draft",          "by_id",     "", NULL, NULL },
	{ ROWS_GO,  "articles_version",        "by_id",     "", NULL, NULL },
	{ ROWS_GO,  "articles_answer",         "member_id", "", NULL, NULL },
	{ ROWS_GO,  "ladder_ask",              "member_id", "", NULL, NULL },
	{ ROWS_GO,  "ladder_expert",           "member_id", "", NULL, NULL },
	{ ROWS_GO,  "ladder_pause",            "member_id", "", NULL, NULL },
	{ STAYS,    "ladder_climb",            "owner_id",  NUMBER, NULL, NULL },
	{ STAYS,    "ladder_climb",            "holder_id", NUMBER, NULL, NULL },
	{ STAYS,    "ladder_way",              "actor_id",  NUMBER, NULL, NULL },
	{ WORDS_GO, "ladder_ticket",           "owner_id",  "", NULL, NULL },
	{ STAYS,    "ladder_ticket",           "claimed_by", NUMBER, NULL, NULL },
	{ STAYS,    "core_matter",             "owner_id",  NUMBER, NULL, NULL },
	{ STAYS,    "core_matter",             "holder_id", NUMBER, NULL, NULL },
	{ ROWS_GO,  "marketplace_cell",        "helper_id", "", NULL, NULL },
	{ ROWS_GO,  "marketplace_service",     "helper_id", "", NULL, NULL },
	{ ROWS_GO,  "marketplace_payee",       "member_id", "", NULL, NULL },
	{ ROWS_GO,  "marketplace_room",        "member_id", "", NULL, NULL },
	{ ROWS_GO,  "marketplace_helper",      "member_id", "", NULL, NULL },
	{ ROWS_GO,  "marketplace_application", "member_id", "", NULL, NULL },
	{ STAYS,    "marketplace_application", "decided_by", NUMBER, NULL, NULL },
	{ WORDS_GO, "marketplace_task",        "author_id", "", NULL, NULL },
	{ WORDS_GO, "marketplace_offer",       "helper_id", "", NULL, NULL },
	{ WORDS_GO, "marketplace_booking",     "asker_id",  "", NULL, NULL },
	{ STAYS,    "marketplace_booking",     "helper_id", OTHERS, NULL, NULL },
	{ WORDS_GO, "marketplace_booking_log", "actor_id",  "", NULL, NULL },
	{ WORDS_GO, "marketplace_review",      "author_id", "", NULL, NULL },
	{ WORDS_GO, "marketplace_review",      "about_id",  "", NULL, NULL }, /* they name her, and nobody looks for her any more */
	{ ROWS_GO,  "marketplace_message",     "author_id", "", NULL, NULL },
	{ ROWS_GO,  "marketplace_chat_member", "member_id", "", NULL, NULL },
	{ STAYS,    "marketplace_chat",        "asker_id",  OTHERS, NULL, NULL },
	{ STAYS,    "marketplace_chat",        "helper_id", OTHERS, NULL, NULL },
	{ STAYS,    "marketplace_chat",        "last_author_id", NUMBER, NULL, NULL },
	{ ROWS_GO,  "moderation_print",        "member_id", "", NULL, NULL },
	{ ROWS_GO,  "moderation_standing",     "member_id", "", NULL, NULL },
	{ WORDS_GO, "moderation_flag",         "member_id", "", NULL, NULL },
	{ WORDS_GO, "moderation_report",       "member_id", "", NULL, NULL },
	{ WORDS_GO, "moderation_decision",     "author_id", "", NULL, NULL },
	{ STAYS,    "moderation_decision",     "by_id",     NUMBER, NULL, NULL },
	{ STAYS,    "moderation_item",         "author_id", NUMBER, NULL, NULL },
	{ STAYS,    "moderation_item",         "claimed_by", NUMBER, NULL, NULL },
	{ STAYS,    "moderation_word",         "made_by",   NUMBER, NULL, NULL },
	{ NEWS_GO,  "core_outbox",             "actor_id",  "", NULL, NULL },
	{ NEWS_GO,  "core_outbox",             "to_member_id", "", NULL, NULL },
	{ STAYS,    "admin_export",            "asked_by",  NUMBER, NULL, NULL },
	{ ROWS_GO,  "core_mail_trace",         "member_id", "", NULL, NULL },
	{ STAYS,    "core_audit",              "actor_id",  "a deed with a role's power is proved for a year, by a number", NULL, NULL },
	{ ROWS_GO,  "privacy_copy",            "member_id", "", NULL, NULL },
	{ STAYS,    "privacy_erasure",         "member_id", "proves for a year that it was done", NULL, NULL },
	{ STAYS,    "privacy_erasure",         "asked_by",  NUMBER, NULL, NULL },
	{ ROWS_GO,  "media_file",              "owner_id",  "", NULL, NULL }, /* after media_disown: what stands in a post is nobody's by now */
	{ STAYS,    "media_file",              "blob_id",   NO_MEMBER, NULL, NULL },
	{ STAYS,    "media_file",              "middle_id", NO_MEMBER, NULL, NULL },
	{ STAYS,    "media_file",              "small_id",  NO_MEMBER, NULL, NULL },
	{ STAYS,    "media_file",              "card_id",   NO_MEMBER, NULL, NULL },
	{ FILES_GO, "core_blob",               "owner_id",  "", NULL, NULL },
	{ BECOMES,  "member_member",           "id",        "", NULL, NULL },
	{ .table = NULL },
};

const struct erased_otherwise erased_otherwise[] = {
	{ "core_job",              "core_forget: what would run as her; others end within days" },
	{ "core_mail",             "core_forget: what waits for her address" },
	{ "core_mail_stop",        "core_forget: her address's number" },
	{ "core_once",             "core_forget: answers to her forms" },
	{ "identity_failure",      "gone after an hour; a number" },
	{ "identity_signup",       "gone after a day, before there is a member" },
	{ "insights_answer",       "a visit's number that names nobody" },
	{ "insights_reading",      "a visit's number that names nobody" },
	{ "marketplace_task_cell", "goes when marketplace_part withdraws the task" },
	{ "search_part",           "the search unlearns words that stand in no text any more" },
	{ "search_word",           "the search unlearns words that stand in no text any more" },
	{ "store_document",        "the search hears that what it was made from is gone" },
	{ "store_spelled",         "the search hears that what it was made from is gone" },
	{ .table = NULL },
};

static bool is_named(const struct declared_column *column, const char *name)
{
	return str_equal(str_from(column->name), str_from(name));
}

bool erased_covers(const struct declared_table *table, const struct declared_column *column)
{
	str name = str_from(table->name);
	for (const struct erased_otherwise *other = erased_otherwise; other->table; other++) {
		if (str_equal(str_from(other->table), name))
			return true;
	}
	bool has_rule = false, goes = false;
	for (const struct erased *rule = erased_rows; rule->table; rule++) {
		if (!str_equal(str_from(rule->table), name))
			continue;
		const struct owned *owned = owned_find(name, str_from(rule->column));
		bool blanks = rule->fate == WORDS_GO && owned && owned_blanks(owned, column);
		has_rule = true;
		if (is_named(column, rule->column) || blanks)
			return true;
		goes = goes || rule->fate == ROWS_GO || rule->fate == NEWS_GO || rule->fate == FILES_GO || rule->fate == BECOMES;
	}
	/* Another column that can name a member needs a rule of its own; words go with the row, or are declared to stay. */
	if (owned_find(name, str_from(column->name)))
		return false;
	return goes || (has_rule && str_equal(str_from(column->retention), S("kept")));
}
