/* picture_web.c: one's picture: given, changed, taken away; moderators take away what must not be shown. */
#include "features/member/picture_web.h"

#include "core/image.h"
#include "features/media/media.h"
#include "features/member/member_news.h"
#include "features/member/pages.gen.h"
#include "web/keyed.h"

static handler picture_show, picture_save, picture_remove, picture_take_down;

const struct route picture_routes[] = {
	{ GET,  "/me/picture",                 MEMBERS,    READS,   picture_show,      .about = "One's picture" },
	{ POST, "/me/picture",                 MEMBERS,    BY_HAND, picture_save,      .rate = RATE_UPLOAD,
	  .body_max = IMAGE_BYTES_MAX + 65536, .about = "Give or change one's picture (multipart/form-data, field \"file\")" },
	{ POST, "/me/picture/remove",          MEMBERS,    WRITES,  picture_remove,    .about = "Take one's picture away" },
	{ POST, "/members/:id/picture/remove", MODERATORS, WRITES,  picture_take_down, .about = "Take a member's picture away" },
	ROUTES_END
};

static enum err send(struct request *request, const struct picture_page *model)
{
	struct page *page = page_open(request, TEXT_member_picture);
	page->section = SECTION_ME;
	page->narrow = true;
	page->no_index = true;
	picture_page_html(page->view, model);
	return page_send(page);
}

static enum err load(struct scope *scope, void *data)
{
	struct picture_page *model = data;
	struct media face = { .id = 0 };
	struct member *member = arena_take(scope->arena, sizeof(*member));
	enum err err = member_load(scope, scope->member_id, member);
	if (!err)
		err = media_of(scope, member_subject.number, (struct ids){ &member->id, 1 }, MEDIA_FACE, &face);
	model->member = member;
	model->url = media_url(scope->arena, &face); /* shown large here */
	return err;
}

static enum err picture_show(struct request *request)
{
	struct picture_page model = { .url = S("") };
	enum err err = load(request_scope(request), &model);
	return err ? err : send(request, &model);
}

struct giving { struct request *request; struct media_taking taking; };

static enum err prepare(struct scope *scope, void *data)
{
	return media_prepare(scope, &((struct giving *)data)->taking);
}

static enum err keep(struct scope *scope, void *data)
{
	struct giving *giving = data;
	enum err err = media_keep(scope, &giving->taking);
	return err ? err : redirect_with(giving->request, "member.picture_saved", "/me/picture");
}

static enum err take(struct request *request)
{
	struct scope *scope = request_scope(request);
	const struct uploads *uploads = &request_http(request)->uploads;
	struct media_ask ask = { .use = MEDIA_FACE, .subject = subject_of(&member_subject, scope->member_id) };
	for (size_t i = 0; i < uploads->count; i++) {
		if (str_equal(uploads->at[i].name, S("file")) && uploads->at[i].size)
			ask.path = uploads->at[i].path;
	}
	struct giving giving = { request, { .ask = &ask } };
	enum err err = request_take_files(request, prepare, keep, &giving);
	media_let_go(&giving.taking);
	return err;
}

static enum err picture_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	enum err err = take(request);
	if (err != ERR_INVALID)
		return err;
	const struct refusal refusal = scope->refusal;
	struct picture_page model = { .url = S("") };
	scope_forgive(scope);
	if ((err = scope_read(scope, load, &model)))
		return err;
	scope->refusal = refusal;
	return send(request, &model);
}

static enum err picture_remove(struct request *request)
{
	struct scope *scope = request_scope(request);
	enum err err = media_take_away(scope, subject_of(&member_subject, scope->member_id), MEDIA_FACE);
	return err ? err : redirect_with(request, "member.picture_removed", "/me/picture");
}

static enum err picture_take_down(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member_card card;
	enum err err = member_card_of(scope, request_id(request, "id"), &card);
	if (err)
		return err;
	const struct subject subject = subject_of(&member_subject, card.id);
	if ((err = media_take_away(scope, subject, MEDIA_FACE)))
		return err;
	if ((err = audit_note(scope, "member.picture_remove", subject, S(""))))
		return err;
	return redirect_with(request, "member.picture_removed", "/members/%lld", (long long)card.id);
}
