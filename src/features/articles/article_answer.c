/* article_answer.c: "did this help?": one answer a member, or a browser; it may change its mind. */
#include "features/articles/article.h"

#include "base/crypt.h"
#include "features/articles/articles_news.h"

str article_voter(struct scope *scope, str token)
{
	str who = scope->member_id ? str_format(scope->arena, "m%lld", (long long)scope->member_id) : token;
	return base64url(scope->arena, str_first(crypt_hash(scope->arena, &scope->house->token_key, S("voter"), who), 16));
}

enum err article_answer_give(struct scope *scope, int64_t article_id, str voter, bool helped)
{
	struct article article;
	struct article_answer before;
	const struct article_answer answer = { .article_id = article_id, .voter = voter, .member_id = scope->member_id,
		.helped = helped, .at = scope->now };
	enum err err = article_show(scope, article_id, &article);
	if (err)
		return err;
	if (!article_kind_of(article.kind)->asks_helped || !article_is_out(&article))
		return refuse(scope, ERR_CONFLICT, "article.not_asked");
	err = article_answer_load(scope, article_id, voter, &before);
	if (err && err != ERR_NOT_FOUND)
		return err;
	bool is_first = err == ERR_NOT_FOUND;
	if (!is_first && before.helped == helped)
		return OK;
	if ((err = article_answer_put(scope, &answer)))
		return err;
	subject_changed(scope, subject_of(&article_subject, article_id));
	int64_t other = is_first ? 0 : -1;
	return article_answer_count(scope, article_id, helped ? 1 : other, helped ? other : 1);
}
