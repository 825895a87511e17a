/* article_care_store.c: rows of articles and comments as moderators need them. */
#include "features/articles/article_care_store.h"

#include "features/articles/articles_care_sql.gen.h"

enum err care_article_load(struct scope *scope, int64_t article_id, struct article *article_out)
{
	return sql_care_article(scope, article_id, article_out);
}

enum err care_article_set_hidden(struct scope *scope, int64_t article_id, moment hidden_at)
{
	int64_t changed;
	return sql_care_article_hide(scope, article_id, hidden_at, &changed);
}

enum err care_comment_load(struct scope *scope, int64_t comment_id, struct comment *comment_out)
{
	return sql_care_comment(scope, comment_id, comment_out);
}

enum err care_comment_set_hidden(struct scope *scope, int64_t comment_id, moment hidden_at)
{
	int64_t changed;
	return sql_care_comment_hide(scope, comment_id, hidden_at, &changed);
}
