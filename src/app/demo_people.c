/* demo_people.c: brands, products, boards, members, threads of the demo. */
#include "app/demo.h"

#include "features/brand/brand.h"
#include "features/community/care.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/community/tag.h"
#include "features/identity/identity.h"
#include "features/member/member.h"
#include "features/product/product.h"
#include "view/markdown.h"

enum err demo_brand(struct demo *demo, struct scope *scope, const struct json *line)
{
	const struct json *colours = json_member(line, S("colours"));
	str key = json_str(line, S("key")), host = json_str(line, S("host"));
	struct brand brand = {
		.key = key, .name = json_str(line, S("name")), .slogan = json_str(line, S("slogan")),
		.origin = str_format(scope->arena, "http://%.*s%.*s", STR_ARG(host), STR_ARG(demo->port)), .language = json_str(line, S("language")),
		.languages = demo_codes(scope->arena, json_member(line, S("languages"))), .zone = json_str(line, S("zone")),
		.currency = json_str(line, S("currency")), .brand_colour = json_str(colours, S("brand")),
		.accent_colour = json_str(colours, S("accent")), .about = json_str(line, S("about")),
		.imprint = json_str(line, S("imprint")), .privacy = json_str(line, S("privacy")),
	};
	enum err err = brand_make(scope, &brand);
	if (err)
		return err;
	demo_name(&demo->brands, key, S(""), brand.id);
	if ((err = brand_add_host(scope, host, brand.id)) || demo->brands.count > 1)
		return err;
	const str more[] = { S("localhost"), S("127.0.0.1") };
	for (size_t i = 0; !err && i < COUNT(more); i++)
		err = brand_add_host(scope, more[i], brand.id);
	return err;
}

enum err demo_product(struct demo *demo, struct scope *scope, const struct json *line)
{
	struct product product = { .key = json_str(line, S("key")), .name = json_str(line, S("name")),
		.kind = json_str(line, S("kind")), .about = json_str(line, S("about")), .maker = json_str(line, S("maker")),
		.category = json_str(line, S("category")), .position = (int64_t)demo->products.count };
	enum err err = product_make(scope, &product);
	if (!err)
		err = product_code_add(scope, product.id, json_str(line, S("code")));
	if (!err)
		demo_name(&demo->products, demo->brand, product.key, product.id);
	return err;
}

enum err demo_board(struct demo *demo, struct scope *scope, const struct json *line)
{
	struct board board = { .key = json_str(line, S("key")), .name = json_str(line, S("name")),
		.about = json_str(line, S("about")), .position = json_integer(line, S("position"), 0) };
	enum err err = board_make(scope, &board);
	if (!err)
		demo_name(&demo->boards, demo->brand, board.key, board.id);
	return err;
}

static enum err give_roles(struct demo *demo, struct scope *scope, const struct member *member, const struct json *roles)
{
	for (size_t i = 0; i < roles->count; i++) {
		enum role role;
		/* Helpers apply and are approved, like everybody (demo_helper). */
		if (!role_find(roles->items[i].text, &role) || role == ROLE_MEMBER || role == ROLE_HELPER)
			continue;
		enum err err = member_set_role(scope, member->id, role, true);
		if (err)
			return err;
		if (role == ROLE_BRAND_ADMIN)
			demo_name(&demo->members, demo->brand, S("(admin)"), member->id);
	}
	return OK;
}

enum err demo_member(struct demo *demo, struct scope *scope, const struct json *line)
{
	str country = json_str(line, S("country")), code = json_str(line, S("postal_code"));
	scope->now = demo->now - DAYS(400) + HOURS(7 * (moment)demo->members.count);
	struct member member = { .name = json_str(line, S("name")), .mail = json_str(line, S("mail")),
		.mail_confirmed_at = scope->now, .languages = demo_codes(scope->arena, json_member(line, S("languages"))),
		.about = json_str(line, S("about")), .origin = S("") };
	enum err err = member_set_place(scope, &member, str_format(scope->arena, "%.*s-%.*s", STR_ARG(country), STR_ARG(code)));
	if (err)
		return err;
	if ((err = member_make(scope, &member)))
		return err;
	demo_name(&demo->members, demo->brand, json_str(line, S("key")), member.id);
	if ((err = give_roles(demo, scope, &member, json_member(line, S("roles")))))
		return err;
	return json_truth(line, S("demo_login")) ? account_set_password(scope, member.id, demo->password_hash) : OK;
}

static enum err fill_post(const struct demo *demo, struct scope *scope, const struct json *from, struct post *post)
{
	struct html html;
	post->body = json_str(from, S("body"));
	post->author_id = demo_id(&demo->members, demo->brand, json_str(from, S("author")));
	post->kudos_count = json_integer(from, S("kudos"), 0);
	post->is_solution = json_truth(from, S("solution"));
	enum err err = markdown_html(scope->arena, post->body, &html);
	post->html = html.at;
	post->html_version = MARKDOWN_VERSION;
	return err;
}

static double hours_after(const struct json *post)
{
	const struct json *hours = json_member(post, S("hours_after"));
	return hours->type == JSON_REAL ? hours->real : (double)hours->integer;
}

/* As if it had been asked here: its author's matter began then, and stands where the thread stands. */
static enum err begin_matter(struct scope *scope, const struct thread *thread)
{
	static const struct { enum matter_step step; enum matter_holder holder; } stands[] = {
		[THREAD_UNANSWERED] = { MATTER_ASKED, HELD_BY_COMMUNITY },
		[THREAD_UNSOLVED]   = { MATTER_ANSWERED, HELD_BY_OWNER },
		[THREAD_SOLVED]     = { MATTER_SOLVED, HELD_BY_NOBODY },
	};
	const struct subject subject = subject_of(&thread_subject, thread->id);
	const struct matter to = { .step = stands[thread->state].step, .holder = stands[thread->state].holder,
		.latest = subject };
	int64_t matter_id;
	scope->now = thread->created_at;
	enum err err = trail_begin(scope, subject, thread->author_id, &matter_id);
	scope->now = thread->active_at;
	return err ? err : trail_move(scope, subject, &to);
}

enum err demo_thread(struct demo *demo, struct scope *scope, const struct json *line)
{
	const struct json *posts = json_member(line, S("posts"));
	str clock = str_format(scope->arena, "%02d:%02d", (int)json_integer(line, S("hour"), 12),
	                       (int)(demo->threads.count * 7 % 60));
	struct thread_copy copy = { .thread = {
		.title = json_str(line, S("title")), .lang = json_str(line, S("lang")), .audience_id = AUDIENCE_PUBLIC,
		.board_id = demo_id(&demo->boards, demo->brand, json_str(line, S("board"))),
		.product_id = demo_id(&demo->products, demo->brand, json_str(line, S("product"))),
		.created_at = demo_moment(demo, scope, -json_integer(line, S("days_ago"), 1), clock),
	} };
	struct thread *thread = &copy.thread;
	copy.posts = (struct post_list){ arena_take(scope->arena, (posts->count + 1) * sizeof(struct post)), posts->count + 1 };
	enum err err = fill_post(demo, scope, line, &copy.posts.at[0]);
	copy.posts.at[0].created_at = thread->active_at = thread->created_at;
	copy.posts.at[0].is_solution = false;
	for (size_t i = 0; !err && i < posts->count; i++) {
		struct post *post = &copy.posts.at[i + 1];
		err = fill_post(demo, scope, &posts->items[i], post);
		post->created_at = thread->created_at + (moment)(hours_after(&posts->items[i]) * 3600e6);
		thread->active_at = post->created_at;
		thread->kudos_count += post->kudos_count;
	}
	if (err)
		return err;
	thread->author_id = copy.posts.at[0].author_id;
	thread->kudos_count += copy.posts.at[0].kudos_count;
	thread->excerpt = markdown_excerpt(scope->arena, copy.posts.at[0].body, 240);
	if ((err = thread_copy_in(scope, &copy)))
		return err;
	demo_name(&demo->threads, demo->brand, thread->title, thread->id);
	demo_as(scope, thread->author_id, ROLE_MEMBER);
	if ((err = tag_thread(scope, thread->id, json_str(line, S("tags")))))
		return err;
	const bool is_discussion = json_truth(line, S("discussion")), is_pinned = json_truth(line, S("pinned"));
	if (!is_discussion && (err = begin_matter(scope, thread))) /* in a talk there is nothing to solve */
		return err;
	demo_as(scope, demo->admin_id, ROLE_BITS);
	if (is_discussion && (err = thread_set_kind(scope, thread->id, true)))
		return err;
	return is_pinned ? thread_pin(scope, thread->id, true) : OK;
}
