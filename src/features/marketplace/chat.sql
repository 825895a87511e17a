-- include "features/marketplace/chat_store.h"

-- chat_row(int64_t id) -> struct chat
SELECT id, task_id, booking_id, asker_id, helper_id, opened_at, last_at, last_author_id, in_a_row, count
FROM marketplace_chat WHERE brand_id = :brand_id AND id = :id;

-- chat_about(int64_t task_id, int64_t booking_id, int64_t helper_id) -> struct chat
SELECT id, task_id, booking_id, asker_id, helper_id, opened_at, last_at, last_author_id, in_a_row, count
FROM marketplace_chat WHERE brand_id = :brand_id AND task_id = :task_id AND booking_id = :booking_id
 AND helper_id = :helper_id;

-- chat_add(const struct chat *chat)
INSERT INTO marketplace_chat (brand_id, id, task_id, booking_id, asker_id, helper_id, opened_at, last_at,
 last_author_id, in_a_row, count)
VALUES (:brand_id, :id, :task_id, :booking_id, :asker_id, :helper_id, :opened_at, :last_at, :last_author_id,
 :in_a_row, :count);

-- chat_open(int64_t task_id, int64_t booking_id, int64_t helper_id)
UPDATE marketplace_chat SET opened_at = :now WHERE brand_id = :brand_id AND task_id = :task_id
 AND booking_id = :booking_id AND helper_id = :helper_id AND opened_at = 0;

-- chat_touch(const struct chat *chat)
UPDATE marketplace_chat SET last_at = :last_at, last_author_id = :last_author_id, in_a_row = :in_a_row, count = :count
WHERE brand_id = :brand_id AND id = :id;

-- chat_side_add(int64_t member_id, int64_t chat_id)
INSERT INTO marketplace_chat_member (brand_id, member_id, chat_id, last_at, unread)
VALUES (:brand_id, :member_id, :chat_id, :now, 0);

-- chat_side_touch(int64_t member_id, int64_t chat_id, int64_t more)
UPDATE marketplace_chat_member SET last_at = :now, unread = unread + :more
WHERE brand_id = :brand_id AND member_id = :member_id AND chat_id = :chat_id;

-- chat_side_seen(int64_t member_id, int64_t chat_id) -> changed
UPDATE marketplace_chat_member SET unread = 0
WHERE brand_id = :brand_id AND member_id = :member_id AND chat_id = :chat_id AND unread > 0;

-- chat_side_unread(int64_t member_id, int64_t chat_id) -> int64_t
SELECT unread FROM marketplace_chat_member
WHERE brand_id = :brand_id AND member_id = :member_id AND chat_id = :chat_id;

-- chat_unread(int64_t member_id) -> int64_t
-- all: one number; a member has few open chats
SELECT CAST(COALESCE(sum(unread), 0) AS BIGINT) FROM marketplace_chat_member
WHERE brand_id = :brand_id AND member_id = :member_id;

-- chats_of(int64_t member_id, moment at, int64_t before_id) -> list of struct chat_line
SELECT s.chat_id, s.last_at, s.unread, c.task_id, c.booking_id, c.asker_id, c.helper_id
FROM marketplace_chat_member s JOIN marketplace_chat c ON c.brand_id = :brand_id AND c.id = s.chat_id
WHERE s.brand_id = :brand_id AND s.member_id = :member_id AND c.count > 0
 AND (s.last_at, s.chat_id) < (:at, :before_id)
ORDER BY s.last_at DESC, s.chat_id DESC LIMIT 21;

-- message_add(const struct message *message)
INSERT INTO marketplace_message (brand_id, chat_id, id, author_id, text, made_at)
VALUES (:brand_id, :chat_id, :id, :author_id, :text, :made_at);

-- messages_before(int64_t chat_id, int64_t before_id) -> list of struct message
SELECT chat_id, id, author_id, text, made_at FROM marketplace_message
WHERE brand_id = :brand_id AND chat_id = :chat_id AND id < :before_id ORDER BY id DESC LIMIT 31;

-- messages_after(int64_t chat_id, int64_t after_id) -> list of struct message
SELECT chat_id, id, author_id, text, made_at FROM marketplace_message
WHERE brand_id = :brand_id AND chat_id = :chat_id AND id > :after_id ORDER BY id LIMIT 30;

-- message_rows(struct ids ids) -> list of struct message
SELECT chat_id, id, author_id, text, made_at FROM marketplace_message
WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- chat_rows(struct ids ids) -> list of struct chat
SELECT id, task_id, booking_id, asker_id, helper_id, opened_at, last_at, last_author_id, in_a_row, count
FROM marketplace_chat WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- ── forgetting ──

-- chats_with(int64_t member_id, int64_t after_id) -> list of int64_t
SELECT chat_id FROM marketplace_chat_member WHERE brand_id = :brand_id AND member_id = :member_id AND chat_id > :after_id
ORDER BY chat_id LIMIT 8;

-- messages_end_of(int64_t chat_id, int64_t member_id) -> changed
DELETE FROM marketplace_message WHERE brand_id = :brand_id AND chat_id = :chat_id AND id IN (SELECT m.id
	FROM marketplace_message m WHERE m.brand_id = :brand_id AND m.chat_id = :chat_id AND m.author_id = :member_id
	ORDER BY m.id LIMIT 20);

-- chat_has_fewer(int64_t chat_id, int64_t fewer) -> changed
UPDATE marketplace_chat SET count = count - :fewer WHERE brand_id = :brand_id AND id = :chat_id;

-- chats_older(moment before) -> list of int64_t
SELECT id FROM marketplace_chat WHERE brand_id = :brand_id AND last_at < :before ORDER BY last_at, id LIMIT 5;

-- message_ids_of(int64_t chat_id) -> list of int64_t
SELECT id FROM marketplace_message WHERE brand_id = :brand_id AND chat_id = :chat_id ORDER BY id LIMIT 64;

-- messages_remove(int64_t chat_id, struct ids ids)
DELETE FROM marketplace_message WHERE brand_id = :brand_id AND chat_id = :chat_id AND id IN (:ids[64]);

-- chat_sides_remove(int64_t member_id, int64_t chat_id)
DELETE FROM marketplace_chat_member WHERE brand_id = :brand_id AND member_id = :member_id AND chat_id = :chat_id;

-- chat_remove(int64_t id)
DELETE FROM marketplace_chat WHERE brand_id = :brand_id AND id = :id;
