/*
 * receiver_web.c: subscribing needs the browser's own question, so it is done by a script (web/js/push.js), which
 * fills a form of ours and sends it; ending works without.
 *
 * The service worker is served from the root, because a browser lets it see only what lies below its own address.
 */
#include "features/notify/receiver_web.h"

#include "base/web_push.h"

static handler receiver_save_form, receiver_end_form, worker_show;

static const struct field offer_fields[] = {
	FIELD(FIELD_TEXT, struct receiver_offer, endpoint, 10, 500),
	FIELD(FIELD_TEXT, struct receiver_offer, p256dh,   80, 100),
	FIELD(FIELD_TEXT, struct receiver_offer, auth,     20, 30),
};
static const struct form offer_form = { "push", offer_fields, COUNT(offer_fields) };

const struct route receiver_routes[] = {
	{ GET,  "/push.js",         EVERYONE, READS,  worker_show,        .about = "The script that shows pushes" },
	{ POST, "/me/push",         MEMBERS,  WRITES, receiver_save_form, .form = &offer_form, .about = "This browser takes pushes" },
	{ POST, "/me/push/:id/end", MEMBERS,  WRITES, receiver_end_form,  .about = "A browser takes no more pushes" },
	ROUTES_END
};

static enum err worker_show(struct request *request)
{
	struct http_response *response = request_response(request);
	for (const struct asset *asset = assets; asset->name; asset++) {
		if (strcmp(asset->name, "worker.js") != 0)
			continue;
		response->status = 200;
		response->content_type = S("text/javascript; charset=utf-8");
		response->body = asset->plain;
		http_set_header(response, S("Cache-Control"), S("no-store"));
		return OK;
	}
	return refuse(request_scope(request), ERR_NOT_FOUND, "push.not_found"); /* tests have no front end */
}

static enum err receiver_save_form(struct request *request)
{
	struct receiver_offer offer = { S(""), S(""), S("") };
	enum err err = form_read(request, &offer_form, &offer);
	if (err || (err = receiver_add(request_scope(request), &offer)))
		return err;
	return redirect_with(request, "push.is_on", "/me/notices");
}

static enum err receiver_end_form(struct request *request)
{
	enum err err = receiver_end(request_scope(request), request_id(request, "id"));
	return err ? err : redirect_with(request, "push.is_off", "/me/notices");
}

enum err receiver_box_fill(struct scope *scope, struct receiver_box *box_out)
{
	struct receiver_list list;
	struct push_key key;
	enum err err = receiver_list_mine(scope, &list);
	if (err)
		return err;
	push_key_derive(&scope->house->settings.master_key, &key);
	box_out->public_key = base64url(scope->arena, str_keep(scope->arena, (str){ (const char *)key.public_key, PUSH_PUBLIC_SIZE }));
	box_out->lines.at = arena_take(scope->arena, (list.count + 1) * sizeof(*box_out->lines.at));
	box_out->lines.count = list.count;
	for (size_t i = 0; i < list.count; i++)
		box_out->lines.at[i] = (struct receiver_line){ list.at[i].id,
			str_from(receiver_service(scope->house, list.at[i].endpoint)), list.at[i].made_at };
	return OK;
}
