/* follow_api.c: what one follows, as JSON. */
#include "features/notify/follow_api.h"

#include "features/notify/follow_web.h"

static handler follows_get, follows_post;

const struct route follow_api_routes[] = {
	{ GET,  "/api/v1/follows", MEMBERS, READS,  follows_get,  .about = "What one follows, newest first; ?after=",
	  .answers = "list of follow" },
	{ POST, "/api/v1/follows", MEMBERS, WRITES, follows_post, .form = &follow_form,
	  .about = "Follow a thing (kind, id): mode now, daily or none" },
	ROUTES_END
};

struct api_follow { str kind; int64_t id; int mode; str title, url; };

static const struct schema_member follow_members[] = {
	MEMBER(SCHEMA_TEXT, struct api_follow, kind),
	MEMBER(SCHEMA_ID, struct api_follow, id),
	{ "mode", SCHEMA_CHOICE, offsetof(struct api_follow, mode), pace_names, "how soon one is told" },
	MEMBER(SCHEMA_TEXT, struct api_follow, title),
	MEMBER(SCHEMA_TEXT, struct api_follow, url),
};
const struct schema follow_schema = { "follow", sizeof(struct api_follow), follow_members, COUNT(follow_members) };

static enum err follows_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct follow_list list;
	struct follow_view_list views;
	int64_t next = 0;
	enum err err = follow_list_mine(scope, request_query_number(request, "after", 0), &list);
	if (err)
		return err;
	if (list.count > FOLLOWS_A_PAGE) {
		list.count = FOLLOWS_A_PAGE;
		next = list.at[FOLLOWS_A_PAGE - 1].id;
	}
	if ((err = follow_views(scope, &list, &views)))
		return err;
	struct api_follow *out = arena_take(scope->arena, (views.count + 1) * sizeof(*out));
	for (size_t i = 0; i < views.count; i++)
		out[i] = (struct api_follow){ str_from(views.at[i].kind), views.at[i].id, (int)views.at[i].pace, views.at[i].title,
			views.at[i].url };
	return api_send_list(request, &follow_schema, &(struct api_list){ out, views.count, next });
}

static enum err follows_post(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct follow_form form = { .kind = S("") };
	struct subject subject;
	enum err err = form_read(request, &follow_form, &form);
	if (err || (err = follow_form_subject(scope, &form, &subject)))
		return err;
	if ((err = follow_set(scope, subject, (enum pace)form.mode))) /* form_read checked it against pace_names */
		return err;
	return api_send_nothing(request);
}
