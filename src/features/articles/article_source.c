/* article_source.c: what a guide can be made of; a visit's result stands in the post that grew from it. */
#include "features/articles/article.h"

/* Reads what grew from `from` and has words of its own. */
static enum err add_grown(struct scope *scope, struct subject from, const struct trail_step_list *steps, struct source *source)
{
	for (size_t i = 0; i < steps->count; i++) {
		struct source grown;
		if (steps->at[i].from.kind != from.kind || steps->at[i].from.id != from.id)
			continue;
		enum err err = source_read(scope, steps->at[i].subject, &grown);
		if (err == ERR_NOT_FOUND)
			continue;
		if (err)
			return err;
		if (str_empty(grown.text))
			continue;
		source->text = grown.text;
		source->problem = grown.problem;
		source->audience_id = grown.audience_id;
		source->lang = grown.lang;
		source->title = grown.title;
		if (!source->product_id)
			source->product_id = grown.product_id;
		return OK;
	}
	return OK;
}

enum err article_source(struct scope *scope, struct subject subject, struct source *source_out)
{
	struct source source;
	struct matter matter;
	struct trail_step_list steps;
	enum err err = source_read(scope, subject, &source);
	if (err)
		return err;
	if (str_empty(source.text)) {
		err = trail_matter(scope, subject, &matter);
		if (!err)
			err = trail_steps(scope, (struct ids){ &matter.id, 1 }, &steps);
		if (!err)
			err = add_grown(scope, subject, &steps, &source);
		if (err && err != ERR_NOT_FOUND) /* without a trail there is nothing more to read */
			return err;
	}
	*source_out = source;
	return OK;
}
