/* core_store.h: the core's rows as core.sql reads and writes them: a subject is two columns there.  For core/ only. */
#ifndef CORE_CORE_STORE_H
#define CORE_CORE_STORE_H
#include "core/blob.h"
#include "core/once.h"
#include "core/place.h"

#define NEVER INT64_MAX /* due_at of what waits for nobody */

struct brand_due { int64_t brand_id; moment due_at; };
struct brand_due_list { struct brand_due *at; size_t count; };

struct news_row {
	int64_t id;
	str kind;
	int subject_kind, other_kind;
	int64_t subject_id, other_id, actor_id, to_member_id;
	str text;
	moment at, due_at;
	int attempts;
};
struct news_row_list { struct news_row *at; size_t count; };

struct job_row {
	int64_t id;
	str kind;
	int subject_kind;
	int64_t subject_id, run_as;
	str text;
	moment due_at, leased_until;
	int attempt;
};
struct job_row_list { struct job_row *at; size_t count; };

struct matter_row {
	int64_t id, owner_id;
	int root_kind, latest_kind, step, holder;
	int64_t root_id, latest_id, holder_id;
	moment due_at, changed_at;
};
struct matter_row_list { struct matter_row *at; size_t count; };

struct trail_row { int kind; int64_t id, matter_id; int from_kind; int64_t from_id; str why; moment at; };
struct trail_row_list { struct trail_row *at; size_t count; };

struct audit_row {
	int64_t number, id, actor_id;
	str action;
	int subject_kind;
	int64_t subject_id;
	str details;
	moment at;
	str hash;
};
struct audit_row_list { struct audit_row *at; size_t count; };

struct mail_row {
	int64_t id;
	str to_address, to_name, from_name, subject, text, html, calendar, calendar_method;
	int about_kind;
	int64_t about_id;
	moment made_at;
	str reply_to, unsubscribe;
	bool even_stopped, is_reply;
};
struct mail_stop_row { int64_t address, soft_count; moment bounced_at, stopped_at; str reason; };
struct mail_row_list { struct mail_row *at; size_t count; };

struct blob_row { int64_t id, owner_id; str content_type, file_name, disk_name; int64_t size; };
struct blob_row_list { struct blob_row *at; size_t count; };

struct place_row {
	int64_t id;
	str country, code, name, town, town_folded, region;
	double lat, lon;
	str kind;
	int64_t rank;
};
struct place_row_list { struct place_row *at; size_t count; };
#endif
