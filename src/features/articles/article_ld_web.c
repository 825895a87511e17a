/*
 * article_ld_web.c: a guide with two numbered steps or more is a HowTo, news are a NewsArticle, all else an Article.
 *
 * json_writer escapes what could end the script; so a title never becomes markup.
 */
#include "features/articles/article_web.h"

#include "base/json.h"

/* "12. Turn it on" or "12) …": what stands behind the mark; false for other lines. */
static bool take_step(str line, str *step_out)
{
	size_t digits = 0;
	while (digits < line.len && digits < 4 && line.at[digits] >= '0' && line.at[digits] <= '9')
		digits++;
	if (!digits || digits + 1 >= line.len || (line.at[digits] != '.' && line.at[digits] != ')') || line.at[digits + 1] != ' ')
		return false;
	*step_out = str_trim(str_skip(line, digits + 2));
	return step_out->len > 0;
}

size_t article_steps(struct arena *arena, str body, str *steps_out)
{
	size_t count = 0;
	bool in_code = false;
	while (body.len && count < STEPS_MAX) {
		str step, line = str_cut(&body, '\n');
		if (str_starts(line, S("```")))
			in_code = !in_code;
		if (!in_code && take_step(line, &step))
			steps_out[count++] = markdown_excerpt(arena, step, 300);
	}
	return count;
}

static void put_text(struct json_writer *json, const char *name, str value)
{
	json_name(json, str_from(name));
	json_put_text(json, value);
}

static void put_thing(struct json_writer *json, const char *name, const char *type, str called)
{
	json_name(json, str_from(name));
	json_object(json);
	put_text(json, "@type", str_from(type));
	put_text(json, "name", called);
	json_object_end(json);
}

static void put_steps(struct json_writer *json, const str *steps, size_t count)
{
	json_name(json, S("step"));
	json_list(json);
	for (size_t i = 0; i < count; i++) {
		json_object(json);
		put_text(json, "@type", S("HowToStep"));
		json_name(json, S("position"));
		json_put_integer(json, (int64_t)i + 1);
		put_text(json, "text", steps[i]);
		json_object_end(json);
	}
	json_list_end(json);
}

struct html article_json_ld(struct scope *scope, const struct article_page *model)
{
	const struct article *article = model->article;
	struct json_writer json;
	struct text text;
	str steps[STEPS_MAX];
	size_t count = article->kind == ARTICLE_GUIDE ? article_steps(scope->arena, article->body, steps) : 0;
	const char *type = count >= 2 ? "HowTo" : article->kind == ARTICLE_NEWS ? "NewsArticle" : "Article";
	text_open(&text, scope->arena, 2048);
	text_put(&text, S("<script type=\"application/ld+json\">"));
	json_open(&json, &text);
	json_object(&json);
	put_text(&json, "@context", S("https://schema.org"));
	put_text(&json, "@type", str_from(type));
	put_text(&json, count >= 2 ? "name" : "headline", article->title);
	put_text(&json, "description", article->excerpt);
	put_text(&json, "inLanguage", article->lang);
	put_text(&json, "url", model->url);
	json_name(&json, S("datePublished"));
	json_put_moment(&json, article->published_at);
	json_name(&json, S("dateModified"));
	json_put_moment(&json, article->changed_at);
	put_thing(&json, "author", "Person", model->author->name);
	put_thing(&json, "publisher", "Organization", scope->brand_name);
	json_name(&json, S("commentCount"));
	json_put_integer(&json, article->comment_count);
	if (model->product.name.len)
		put_thing(&json, "about", "Product", model->product.name);
	if (count >= 2)
		put_steps(&json, steps, count);
	json_object_end(&json);
	text_put(&text, S("</script>"));
	return (struct html){ text_str(&text) };
}
