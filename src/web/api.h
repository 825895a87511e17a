/*
 * api.h: the JSON API's answers: `struct schema` tables describe records once, for writing and for openapi.json.
 *
 *     return api_send(request, &thread_schema, &thread);
 *     return api_send_list(request, &thread_schema, list.at, list.count, next);
 */
#ifndef WEB_API_H
#define WEB_API_H
#include "base/json.h"
#include "view/html.h"
#include "web/slice.h"

enum schema_type { SCHEMA_ID, SCHEMA_TEXT, SCHEMA_HTML, SCHEMA_NUMBER, SCHEMA_INT, SCHEMA_REAL, SCHEMA_BOOL, SCHEMA_MOMENT,
	SCHEMA_CHOICE, /* int, named by `choices` */
	SCHEMA_DAY };  /* int32_t */

struct schema_member {
	const char *name;       /* as in JSON: snake_case */
	enum schema_type type;  /* ID, NUMBER, MOMENT: int64_t; INT: int; REAL: double; TEXT: str; HTML: struct html */
	size_t offset;
	const char *const *choices;
	const char *about;
};
#define MEMBER(type, record, member) { #member, type, offsetof(record, member), NULL, NULL }

struct schema { const char *name; size_t size; const struct schema_member *members; size_t count; };

enum err api_send(struct request *request, const struct schema *schema, const void *record);
/* 201 with Location. */
enum err api_send_made(struct request *request, const struct schema *schema, const void *record, str location);
struct api_list { const void *at; size_t count; int64_t next; };
/* {"items":[…],"next":cursor}; next 0 = the end.  The cursor goes back as ?after=. */
enum err api_send_list(struct request *request, const struct schema *schema, const struct api_list *list);
/* The same for lists ordered by time and id; `next` CURSOR_NEWEST = the end. */
enum err api_send_page(struct request *request, const struct schema *schema, const struct api_list *list,
                       struct cursor next);
/* The same for any other cursor; "" = the end. */
enum err api_send_list_after(struct request *request, const struct schema *schema, const struct api_list *list, str next);
enum err api_send_nothing(struct request *request); /* 204 */
/* A record inside another answer, for handlers that write their own object. */
void api_put(struct json_writer *writer, const struct schema *schema, const void *record);
enum err api_send_json(struct request *request, str json);
#endif
