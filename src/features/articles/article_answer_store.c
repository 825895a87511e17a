/* article_answer_store.c: answers to "did this help?", and their counts beside the article. */
#include "features/articles/article_answer_store.h"

#include "features/articles/sql.gen.h"

enum err article_answer_load(struct scope *scope, int64_t article_id, str voter, struct article_answer *answer_out)
{
	return sql_article_answer_row(scope, article_id, voter, answer_out);
}

enum err article_answer_put(struct scope *scope, const struct article_answer *answer)
{
	return sql_article_answer_put(scope, answer);
}

enum err article_answer_count(struct scope *scope, int64_t article_id, int64_t helped, int64_t missed)
{
	int64_t changed;
	return sql_article_helped(scope, article_id, helped, missed, &changed);
}

enum err article_answer_forget(struct scope *scope, moment before, int64_t *count_out)
{
	return sql_article_answers_forget(scope, before, count_out);
}
