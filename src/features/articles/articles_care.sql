-- include "features/articles/article_store.h"
-- include "features/articles/comment_store.h"

-- What moderators look at and hide, whatever its audience (core/care.h).

-- care_article(int64_t id) -> struct article
SELECT id, kind, state, author_id, title, body, made_at, published_at, hidden_at FROM articles_article
WHERE brand_id = :brand_id AND id = :id;

-- care_article_hide(int64_t id, moment hidden_at) -> changed
UPDATE articles_article SET hidden_at = :hidden_at? WHERE brand_id = :brand_id AND id = :id;

-- care_comment(int64_t id) -> struct comment
SELECT article_id, number, id, author_id, body, made_at, hidden_at FROM articles_comment
WHERE brand_id = :brand_id AND id = :id AND deleted_at IS NULL;

-- care_comment_hide(int64_t id, moment hidden_at) -> changed
UPDATE articles_comment SET hidden_at = :hidden_at? WHERE brand_id = :brand_id AND id = :id;
