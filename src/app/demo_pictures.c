/*
 * demo_pictures.c: what is seen in the demo: logos, products, faces, and what members show in their questions.
 *
 * Drawn by demo_draw.c and given like any upload.  Where no pictures can be made (libvips is missing) the demo
 * goes on without.
 */
#include "app/demo.h"

#include "app/demo_draw.h"
#include "features/brand/brand.h"
#include "features/brand/look.h"
#include "features/community/community.h"
#include "features/media/media.h"
#include "features/member/member_news.h"
#include "features/product/product.h"
#include "view/markdown.h"

#include <stdio.h>
#include <unistd.h>

struct giving { struct demo *demo; struct scope *scope; const struct json *line; str path; };

static enum err give_brand(const struct giving *giving)
{
	str of = json_str(giving->line, S("of"));
	for (size_t i = 0; brand_picture_names[i]; i++) {
		if (str_equal(of, str_from(brand_picture_names[i])))
			return brand_give_picture(giving->scope, &(struct brand_picture_ask){ (enum brand_picture)i, giving->path, S("") });
	}
	return refuse(giving->scope, ERR_INVALID, "field.no_choice");
}

static enum err give_product(const struct giving *giving)
{
	const struct product_picture_ask ask = { .path = giving->path, .name = S(""), .about = json_str(giving->line, S("about")),
		.product_id = demo_id(&giving->demo->products, giving->demo->brand, json_str(giving->line, S("key"))) };
	return product_give_picture(giving->scope, &ask);
}

static int64_t author_of(const struct giving *giving)
{
	return demo_id(&giving->demo->members, giving->demo->brand, json_str(giving->line, S("author")));
}

static enum err give_face(const struct giving *giving)
{
	struct media media;
	int64_t id = author_of(giving);
	const struct media_ask ask = { .use = MEDIA_FACE, .subject = subject_of(&member_subject, id), .path = giving->path, .name = S("") };
	demo_as(giving->scope, id, ROLE_MEMBER);
	return media_take(giving->scope, &ask, &media);
}

struct asking { const struct giving *giving; str body; };

static enum err ask_with_picture(struct scope *scope, void *data)
{
	const struct asking *asking = data;
	const struct giving *giving = asking->giving;
	struct html html;
	struct thread thread;
	enum err err = markdown_html(scope->arena, asking->body, &html);
	if (err)
		return err;
	const struct thread_ask ask = { .title = json_str(giving->line, S("title")), .body = asking->body, .html = html.at,
		.html_version = MARKDOWN_VERSION, .excerpt = markdown_excerpt(scope->arena, asking->body, 200), .tags = S(""),
		.board_id = demo_id(&giving->demo->boards, giving->demo->brand, json_str(giving->line, S("board"))),
		.product_id = demo_id(&giving->demo->products, giving->demo->brand, json_str(giving->line, S("product"))) };
	err = thread_ask(scope, &ask, &thread);
	if (!err)
		demo_name(&giving->demo->threads, giving->demo->brand, ask.title, thread.id);
	return err;
}

static enum err give_question(const struct giving *giving)
{
	struct media media;
	const struct media_ask ask = { .use = MEDIA_PICTURE, .path = giving->path, .name = S("") };
	demo_as(giving->scope, author_of(giving), ROLE_MEMBER);
	enum err err = media_take(giving->scope, &ask, &media);
	if (err)
		return err;
	const str parts[] = { json_str(giving->line, S("body")),
		media_markdown(giving->scope->arena, &media, json_str(giving->line, S("about"))) };
	struct asking asking = { giving, str_join(giving->scope->arena, parts, COUNT(parts), S("\n\n")) };
	return scope_write(giving->scope, ask_with_picture, &asking);
}

static const struct { const char *of; enum err (*give)(const struct giving *giving); } givers[] = {
	{ "product", give_product }, { "face", give_face }, { "question", give_question }, { NULL, give_brand },
};

static bool write_file(str path, str bytes)
{
	FILE *file = fopen(path.at, "wb");
	if (!file)
		return false;
	bool written = fwrite(bytes.at, 1, bytes.len, file) == bytes.len;
	return fclose(file) == 0 && written;
}

/* Outside of units: pictures are slow. */
enum err demo_picture(struct demo *demo, struct scope *scope, const struct json *line)
{
	str png;
	struct giving giving = { demo, scope, line,
		str_format(scope->arena, "%.*s/drawn.png", STR_ARG(demo->house->settings.data_dir)) };
	enum err err = demo_draw(scope->arena, line, &png);
	if (err)
		return err;
	if (!write_file(giving.path, png))
		return ERR_BROKEN;
	size_t i = 0;
	while (givers[i].of && !str_equal(json_str(line, S("of")), str_from(givers[i].of)))
		i++;
	err = givers[i].give(&giving);
	unlink(giving.path.at);
	if (err && scope->refusal.reason && !strcmp(scope->refusal.reason, "image.cannot")) {
		scope_forgive(scope);
		return OK;
	}
	return err;
}
