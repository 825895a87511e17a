-- Articles of all kinds, newest first.
CREATE INDEX articles_article_all ON articles_article (brand_id, published_at) WHERE state = 2 AND hidden_at IS NULL;
