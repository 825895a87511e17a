-- include "features/marketplace/task_store.h"
-- include "features/marketplace/offer_store.h"
-- include "features/marketplace/booking_store.h"
-- include "features/marketplace/review_store.h"
-- include "features/marketplace/payment_store.h"
-- include "features/marketplace/room_store.h"

-- ── tasks ──

-- task_row(int64_t id) -> struct task
SELECT id, author_id, thread_id, product_id, category, way, state, title, text, country, code, town,
 lat, lon, public_lat, public_lon, day, from_minute, to_minute, budget_minor, currency,
 audience_id, offer_count, made_at, changed_at, expires_at, hidden_at
FROM marketplace_task WHERE brand_id = :brand_id AND id = :id;

-- task_rows(struct ids ids) -> list of struct task
SELECT t.id, t.author_id, t.thread_id, t.product_id, t.category, t.way, t.state, t.title, t.text,
 t.country, t.code, t.town, t.lat, t.lon, t.public_lat, t.public_lon, t.day, t.from_minute,
 t.to_minute, t.budget_minor, t.currency, t.audience_id, t.offer_count, t.made_at, t.changed_at,
 t.expires_at, t.hidden_at
FROM marketplace_task t WHERE t.brand_id = :brand_id AND t.id IN (:ids[64])
 AND (t.author_id = :me OR t.hidden_at = 0) AND (t.author_id = :me OR EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id
  AND a.member_id IN (0, :me) AND a.audience_id = t.audience_id));

-- tasks_of(int64_t author_id) -> list of struct task
SELECT id, author_id, thread_id, product_id, category, way, state, title, text, country, code, town,
 lat, lon, public_lat, public_lon, day, from_minute, to_minute, budget_minor, currency,
 audience_id, offer_count, made_at, changed_at, expires_at, hidden_at
FROM marketplace_task WHERE brand_id = :brand_id AND author_id = :author_id ORDER BY id DESC LIMIT 50;

-- task_add(const struct task *task)
INSERT INTO marketplace_task (brand_id, id, author_id, thread_id, product_id, category, way, state,
 title, text, country, code, town, lat, lon, public_lat, public_lon, day, from_minute, to_minute,
 budget_minor, currency, audience_id, offer_count, made_at, changed_at, expires_at)
VALUES (:brand_id, :id, :author_id, :thread_id, :product_id, :category, :way, :state, :title, :text,
 :country, :code, :town, :lat, :lon, :public_lat, :public_lon, :day, :from_minute, :to_minute,
 :budget_minor, :currency, :audience_id, :offer_count, :made_at, :changed_at, :expires_at);

-- task_move(int64_t id, int64_t from_state, int64_t to_state) -> changed
UPDATE marketplace_task SET state = :to_state, changed_at = :now
WHERE brand_id = :brand_id AND id = :id AND state = :from_state;

-- task_expiry(int64_t id, moment expires_at)
UPDATE marketplace_task SET expires_at = :expires_at WHERE brand_id = :brand_id AND id = :id;

-- task_offers(int64_t id, int64_t more)
UPDATE marketplace_task SET offer_count = offer_count + :more WHERE brand_id = :brand_id AND id = :id;

-- task_cell_add(const struct task_cell *row)
INSERT INTO marketplace_task_cell (brand_id, cell, task_id, lat, lon, category, audience_id)
VALUES (:brand_id, :cell, :task_id, :lat, :lon, :category, :audience_id);

-- task_cells_remove(int64_t task_id)
DELETE FROM marketplace_task_cell WHERE brand_id = :brand_id AND task_id = :task_id;

-- task_spots(const struct task_area *area) -> list of struct task_spot
-- A covering never names a cell and another inside it, so that a task comes once.
SELECT c.task_id, c.lat, c.lon FROM marketplace_task_cell c
WHERE c.brand_id = :brand_id
 AND c.cell IN (:cell0, :cell1, :cell2, :cell3, :cell4, :cell5, :cell6, :cell7, :cell8, :cell9,
  :cell10, :cell11, :cell12, :cell13, :cell14, :cell15, :cell16, :cell17, :cell18, :cell19,
  :cell20, :cell21, :cell22, :cell23)
 AND (c.category = :category OR :any_category = 1)
 AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id IN (0, :me)
  AND a.audience_id = c.audience_id)
ORDER BY c.task_id DESC LIMIT 200;

-- ── offers ──

-- offer_row(int64_t id) -> struct offer
SELECT id, task_id, helper_id, price_minor, currency, starts_at, minutes, text, state, made_at,
 changed_at, expires_at
FROM marketplace_offer WHERE brand_id = :brand_id AND id = :id;

-- offer_rows(struct ids ids) -> list of struct offer
SELECT id, task_id, helper_id, price_minor, currency, starts_at, minutes, text, state, made_at,
 changed_at, expires_at
FROM marketplace_offer WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- offers_of_task(int64_t task_id) -> list of struct offer
SELECT id, task_id, helper_id, price_minor, currency, starts_at, minutes, text, state, made_at,
 changed_at, expires_at
FROM marketplace_offer WHERE brand_id = :brand_id AND task_id = :task_id ORDER BY state, id LIMIT 50;

-- offers_of_helper(int64_t helper_id) -> list of struct offer
SELECT id, task_id, helper_id, price_minor, currency, starts_at, minutes, text, state, made_at,
 changed_at, expires_at
FROM marketplace_offer WHERE brand_id = :brand_id AND helper_id = :helper_id ORDER BY id DESC LIMIT 50;

-- offers_pending(int64_t task_id, int64_t helper_id) -> int64_t
SELECT count(*) FROM marketplace_offer
WHERE brand_id = :brand_id AND task_id = :task_id AND state = 0 AND helper_id = :helper_id;

-- offer_add(const struct offer *offer)
INSERT INTO marketplace_offer (brand_id, id, task_id, helper_id, price_minor, currency,
 starts_at, minutes, text, state, made_at, changed_at, expires_at)
VALUES (:brand_id, :id, :task_id, :helper_id, :price_minor, :currency, :starts_at, :minutes,
 :text, :state, :made_at, :changed_at, :expires_at);

-- offer_move(int64_t id, int64_t from_state, int64_t to_state) -> changed
UPDATE marketplace_offer SET state = :to_state, changed_at = :now
WHERE brand_id = :brand_id AND id = :id AND state = :from_state;

-- offers_superseded(int64_t task_id, int64_t after_id) -> list of struct offer
SELECT id, task_id, helper_id, price_minor, currency, starts_at, minutes, text, state, made_at,
 changed_at, expires_at
FROM marketplace_offer WHERE brand_id = :brand_id AND task_id = :task_id AND state = 5 AND id > :after_id
ORDER BY id LIMIT 10;

-- offers_close(int64_t task_id, int64_t to_state) -> changed
UPDATE marketplace_offer SET state = :to_state, changed_at = :now
WHERE brand_id = :brand_id AND task_id = :task_id AND state = 0;

-- ── bookings ──

-- booking_row(int64_t id) -> struct booking
SELECT id, service_id, task_id, offer_id, thread_id, product_id, asker_id, helper_id, state,
 starts_at, ends_at, earliest_at, title, category, way, price_kind, price_minor, callout_minor, currency, minutes,
 business, terms, country, code, town, sealed, sequence, code_tries, made_at, changed_at,
 expires_at, accepted_at, finished_at, wipe_at, fix_at,
 agreed_at, contacted_at, arrives_at, cause, contested_at, move_to, move_until, move_by, move_count, repair_at
FROM marketplace_booking WHERE brand_id = :brand_id AND id = :id;

-- booking_rows(struct ids ids) -> list of struct booking
SELECT id, service_id, task_id, offer_id, thread_id, product_id, asker_id, helper_id, state,
 starts_at, ends_at, earliest_at, title, category, way, price_kind, price_minor, callout_minor, currency, minutes,
 business, terms, country, code, town, sealed, sequence, code_tries, made_at, changed_at,
 expires_at, accepted_at, finished_at, wipe_at, fix_at,
 agreed_at, contacted_at, arrives_at, cause, contested_at, move_to, move_until, move_by, move_count, repair_at
FROM marketplace_booking WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- bookings_asked(int64_t member_id, int64_t before_id) -> list of struct booking
SELECT id, service_id, task_id, offer_id, thread_id, product_id, asker_id, helper_id, state,
 starts_at, ends_at, earliest_at, title, category, way, price_kind, price_minor, callout_minor, currency, minutes,
 business, terms, country, code, town, sealed, sequence, code_tries, made_at, changed_at,
 expires_at, accepted_at, finished_at, wipe_at, fix_at,
 agreed_at, contacted_at, arrives_at, cause, contested_at, move_to, move_until, move_by, move_count, repair_at
FROM marketplace_booking WHERE brand_id = :brand_id AND asker_id = :member_id AND id < :before_id ORDER BY id DESC LIMIT 21;

-- bookings_helped(int64_t member_id, int64_t before_id) -> list of struct booking
SELECT id, service_id, task_id, offer_id, thread_id, product_id, asker_id, helper_id, state,
 starts_at, ends_at, earliest_at, title, category, way, price_kind, price_minor, callout_minor, currency, minutes,
 business, terms, country, code, town, sealed, sequence, code_tries, made_at, changed_at,
 expires_at, accepted_at, finished_at, wipe_at, fix_at,
 agreed_at, contacted_at, arrives_at, cause, contested_at, move_to, move_until, move_by, move_count, repair_at
FROM marketplace_booking WHERE brand_id = :brand_id AND helper_id = :member_id AND id < :before_id ORDER BY id DESC LIMIT 21;

-- booking_add(const struct booking *booking)
INSERT INTO marketplace_booking (brand_id, id, service_id, task_id, offer_id, thread_id,
 product_id, asker_id, helper_id, state, starts_at, ends_at, earliest_at, title, category,
 way, price_kind, price_minor, callout_minor, currency, minutes, business, terms, country, code, town, sealed,
 sequence, code_tries, made_at, changed_at, expires_at, accepted_at, finished_at, wipe_at,
 fix_at, agreed_at)
VALUES (:brand_id, :id, :service_id, :task_id, :offer_id, :thread_id, :product_id, :asker_id,
 :helper_id, :state, :starts_at, :ends_at, :earliest_at, :title, :category, :way, :price_kind,
 :price_minor, :callout_minor, :currency, :minutes, :business, :terms, :country, :code, :town, :sealed!,
 :sequence, :code_tries, :made_at, :changed_at, :expires_at, :accepted_at, :finished_at,
 :wipe_at, :fix_at, :agreed_at);

-- booking_move(const struct booking *booking, int64_t from_state) -> changed
UPDATE marketplace_booking SET state = :state, starts_at = :starts_at, ends_at = :ends_at,
 earliest_at = :earliest_at, sequence = :sequence, accepted_at = :accepted_at, agreed_at = :agreed_at,
 contacted_at = :contacted_at, arrives_at = :arrives_at, cause = :cause, contested_at = :contested_at,
 move_to = :move_to, move_until = :move_until, move_by = :move_by, move_count = :move_count, repair_at = :repair_at,
 finished_at = :finished_at, wipe_at = :wipe_at, sealed = :sealed!, changed_at = :now
WHERE brand_id = :brand_id AND id = :id AND state = :from_state;

-- booking_wipe(int64_t id, str sealed)
UPDATE marketplace_booking SET sealed = :sealed! WHERE brand_id = :brand_id AND id = :id;

-- booking_try(int64_t id)
UPDATE marketplace_booking SET code_tries = code_tries + 1 WHERE brand_id = :brand_id AND id = :id;

-- booking_fixed(int64_t id) -> changed
UPDATE marketplace_booking SET fix_at = :now WHERE brand_id = :brand_id AND id = :id AND fix_at = 0;

-- bookings_pending(int64_t asker_id) -> int64_t
SELECT count(*) FROM marketplace_booking WHERE brand_id = :brand_id AND asker_id = :asker_id AND state = 0;

-- bookings_pending_at(int64_t asker_id, int64_t helper_id) -> int64_t
SELECT count(*) FROM marketplace_booking WHERE brand_id = :brand_id AND asker_id = :asker_id AND state = 0
 AND helper_id = :helper_id;

-- bookings_ahead(int64_t helper_id, moment before) -> list of int64_t
-- What a helper still has to do, up to a moment; requests all.
SELECT id FROM marketplace_booking WHERE brand_id = :brand_id AND helper_id = :helper_id AND state IN (0, 1, 5)
 AND starts_at > :now AND (state = 0 OR starts_at < :before) ORDER BY id LIMIT 3;

-- booking_log_add(const struct booking_step_log *entry)
INSERT INTO marketplace_booking_log (brand_id, booking_id, id, actor_id, step, from_state, to_state, reason, at)
VALUES (:brand_id, :booking_id, :id, :actor_id, :step, :from_state, :to_state, :reason, :at);

-- booking_log_rows(int64_t booking_id) -> list of struct booking_step_log
SELECT booking_id, id, actor_id, step, from_state, to_state, reason, at
FROM marketplace_booking_log WHERE brand_id = :brand_id AND booking_id = :booking_id ORDER BY id LIMIT 100;

-- ── reviews ──

-- reviews_of_booking(int64_t booking_id) -> list of struct review
SELECT id, booking_id, author_id, about_id, by_helper, stars, told, text, reply, replied_at, made_at, published_at, hidden_at
FROM marketplace_review WHERE brand_id = :brand_id AND booking_id = :booking_id ORDER BY id LIMIT 2;

-- reviews_about(int64_t member_id, moment before) -> list of struct review
SELECT id, booking_id, author_id, about_id, by_helper, stars, told, text, reply, replied_at, made_at, published_at, hidden_at
FROM marketplace_review WHERE brand_id = :brand_id AND about_id = :member_id AND published_at > 0
 AND hidden_at = 0 AND published_at < :before ORDER BY published_at DESC, id DESC LIMIT 20;

-- review_rows(struct ids ids) -> list of struct review
SELECT id, booking_id, author_id, about_id, by_helper, stars, told, text, reply, replied_at, made_at, published_at, hidden_at
FROM marketplace_review WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- review_add(const struct review *review) -> changed
INSERT INTO marketplace_review (brand_id, id, booking_id, author_id, about_id, by_helper, stars, told,
 text, made_at, published_at)
VALUES (:brand_id, :id, :booking_id, :author_id, :about_id, :by_helper, :stars, :told, :text, :made_at,
 :published_at)
ON CONFLICT (brand_id, booking_id, author_id) DO NOTHING;

-- review_publish(int64_t id) -> changed
UPDATE marketplace_review SET published_at = :now WHERE brand_id = :brand_id AND id = :id AND published_at = 0;

-- review_row(int64_t id) -> struct review
SELECT id, booking_id, author_id, about_id, by_helper, stars, told, text, reply, replied_at, made_at, published_at, hidden_at
FROM marketplace_review WHERE brand_id = :brand_id AND id = :id;

-- review_answer(int64_t id, str reply) -> changed
UPDATE marketplace_review SET reply = :reply, replied_at = :now WHERE brand_id = :brand_id AND id = :id AND replied_at = 0;

-- ── payment ──

-- payee_row(int64_t member_id) -> str
SELECT sealed FROM marketplace_payee WHERE brand_id = :brand_id AND member_id = :member_id;

-- payee_put(int64_t member_id, str sealed)
INSERT INTO marketplace_payee (brand_id, member_id, sealed, changed_at) VALUES (:brand_id, :member_id, :sealed!, :now)
ON CONFLICT (brand_id, member_id) DO UPDATE SET sealed = excluded.sealed, changed_at = excluded.changed_at;

-- payee_remove(int64_t member_id)
DELETE FROM marketplace_payee WHERE brand_id = :brand_id AND member_id = :member_id;

-- ── rooms ──

-- room_row(int64_t member_id) -> str
SELECT sealed FROM marketplace_room WHERE brand_id = :brand_id AND member_id = :member_id;

-- room_put(int64_t member_id, str sealed)
INSERT INTO marketplace_room (brand_id, member_id, sealed, changed_at) VALUES (:brand_id, :member_id, :sealed!, :now)
ON CONFLICT (brand_id, member_id) DO UPDATE SET sealed = excluded.sealed, changed_at = excluded.changed_at;
