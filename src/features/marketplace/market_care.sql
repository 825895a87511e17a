-- include "features/marketplace/task_store.h"
-- include "features/marketplace/review_store.h"
-- include "features/marketplace/chat_store.h"

-- What moderators look at and hide, whoever may see it (core/care.h).

-- market_care_task(int64_t id) -> struct task
SELECT id, author_id, category, state, title, text, country, code, town, lat, lon, public_lat, public_lon, audience_id, made_at,
 hidden_at
FROM marketplace_task WHERE brand_id = :brand_id AND id = :id;

-- market_care_task_hide(int64_t id, moment hidden_at) -> changed
UPDATE marketplace_task SET hidden_at = :hidden_at WHERE brand_id = :brand_id AND id = :id;

-- market_care_review(int64_t id) -> struct review
SELECT id, booking_id, author_id, about_id, by_helper, stars, text, made_at, published_at, hidden_at
FROM marketplace_review WHERE brand_id = :brand_id AND id = :id;

-- market_care_review_hide(int64_t id, moment hidden_at) -> changed
UPDATE marketplace_review SET hidden_at = :hidden_at WHERE brand_id = :brand_id AND id = :id;

-- market_care_message(int64_t id) -> struct message
SELECT chat_id, id, author_id, text, made_at FROM marketplace_message WHERE brand_id = :brand_id AND id = :id;

-- market_care_message_text(const struct message *message) -> changed
UPDATE marketplace_message SET text = :text WHERE brand_id = :brand_id AND chat_id = :chat_id AND id = :id;
