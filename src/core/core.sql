-- include "core/core_store.h"
-- include "core/audit.h"
-- include "core/setting.h"
-- include "core/mail_trace.h"

-- ── which brand has something due ──

-- core_due_lower(int64_t due_at)
-- The worker looks at this brand no later than then.
INSERT INTO core_brand_due (brand_id, due_at) VALUES (:brand_id, :due_at)
 ON CONFLICT (brand_id) DO UPDATE SET due_at = excluded.due_at WHERE core_brand_due.due_at > excluded.due_at;

-- core_due_set(int64_t due_at)
-- walk: one row a brand
UPDATE core_brand_due SET due_at = :due_at WHERE brand_id = :brand_id;

-- core_due_brands(int64_t at) -> list of struct brand_due
-- house: the worker asks which brands to work for
SELECT brand_id, due_at FROM core_brand_due WHERE due_at <= :at ORDER BY due_at, brand_id LIMIT 64;

-- core_due_next() -> int64_t
-- house: the worker asks when to wake up
-- scan: one row of the index, asked when a worker goes to rest
SELECT due_at FROM core_brand_due ORDER BY due_at LIMIT 1;

-- core_all_brands(int64_t after_id) -> list of struct brand_due
-- house: repeating jobs are planned for every brand
SELECT brand_id, due_at FROM core_brand_due WHERE brand_id > :after_id ORDER BY brand_id LIMIT 100;

-- core_outbox_earliest() -> int64_t
SELECT due_at FROM core_outbox WHERE brand_id = :brand_id AND parked = 0 ORDER BY due_at LIMIT 1;

-- core_job_earliest() -> int64_t
-- walk: the first of the index
SELECT due_at FROM core_job WHERE brand_id = :brand_id ORDER BY due_at LIMIT 1;

-- ── news ──

-- core_outbox_add(const struct news_row *row)
INSERT INTO core_outbox (brand_id, id, kind, subject_kind, subject_id, other_kind, other_id,
  actor_id, to_member_id, text, at, due_at, attempts, parked)
 VALUES (:brand_id, :id, :kind, :subject_kind, :subject_id, :other_kind, :other_id,
  :actor_id, :to_member_id, :text, :at, :due_at, 0, 0);

-- core_outbox_page(int64_t after_id) -> list of struct news_row
SELECT id, kind, subject_kind, subject_id, other_kind, other_id, actor_id, to_member_id, text, at, due_at, attempts
 FROM core_outbox WHERE brand_id = :brand_id AND id > :after_id AND +parked = 0 ORDER BY id LIMIT 100;

-- core_outbox_remove(int64_t id, int64_t due_at) -> changed
-- This and the next two: only as it was read.
DELETE FROM core_outbox WHERE brand_id = :brand_id AND id = :id AND due_at = :due_at;

-- core_outbox_retry(int64_t id, int64_t due_at, int64_t retry_at, bool parked) -> changed
UPDATE core_outbox SET attempts = attempts + 1, due_at = :retry_at, parked = :parked
 WHERE brand_id = :brand_id AND id = :id AND due_at = :due_at;

-- core_outbox_wait(int64_t id, int64_t due_at, int64_t retry_at) -> changed
UPDATE core_outbox SET due_at = :retry_at WHERE brand_id = :brand_id AND id = :id AND due_at = :due_at;

-- core_outbox_forget(int64_t before_id) -> changed
-- What could not be delivered is kept for a while, for whoever looks after the house.
DELETE FROM core_outbox WHERE brand_id = :brand_id AND parked = 1 AND id IN
 (SELECT id FROM core_outbox WHERE brand_id = :brand_id AND parked = 1 AND id < :before_id ORDER BY id LIMIT 100);

-- core_outbox_newest() -> str
-- walk: the last of the key
SELECT kind FROM core_outbox WHERE brand_id = :brand_id ORDER BY id DESC LIMIT 1;

-- ── jobs ──

-- core_job_plan(const struct job_row *row)
INSERT INTO core_job (brand_id, id, kind, subject_kind, subject_id, run_as, text, due_at, leased_until, attempt, error)
 VALUES (:brand_id, :id, :kind, :subject_kind, :subject_id, :run_as, :text, :due_at, 0, 0, '')
 ON CONFLICT (brand_id, kind, subject_kind, subject_id) DO UPDATE SET run_as = excluded.run_as,
  text = excluded.text, due_at = excluded.due_at, leased_until = 0, attempt = 0, error = '';

-- core_job_plan_once(const struct job_row *row, int64_t latest)
-- One that is planned already stays, unless it is due later than `latest`.
INSERT INTO core_job (brand_id, id, kind, subject_kind, subject_id, run_as, text, due_at, leased_until, attempt, error)
 VALUES (:brand_id, :id, :kind, :subject_kind, :subject_id, :run_as, :text, :due_at, 0, 0, '')
 ON CONFLICT (brand_id, kind, subject_kind, subject_id) DO UPDATE SET due_at = excluded.due_at, leased_until = 0
 WHERE core_job.due_at > :latest;

-- core_job_cancel(str kind, int subject_kind, int64_t subject_id)
DELETE FROM core_job WHERE brand_id = :brand_id AND kind = :kind AND subject_kind = :subject_kind
 AND subject_id = :subject_id;

-- core_job_due() -> list of struct job_row
-- A leased job's due_at is when its lease ends.
SELECT id, kind, subject_kind, subject_id, run_as, text, due_at, leased_until, attempt FROM core_job
 WHERE brand_id = :brand_id AND due_at <= :now ORDER BY due_at, id LIMIT 20;

-- core_job_take(int64_t id, int64_t due_at) -> changed
-- Only the version that was read: a job moved meanwhile is left alone.
DELETE FROM core_job WHERE brand_id = :brand_id AND id = :id AND due_at = :due_at;

-- core_job_lease(int64_t id, int64_t due_at, int64_t until) -> changed
UPDATE core_job SET leased_until = :until, due_at = :until, attempt = attempt + 1
 WHERE brand_id = :brand_id AND id = :id AND due_at = :due_at;

-- core_job_fail(const struct job_row *row, int64_t next_at, str error) -> changed
UPDATE core_job SET due_at = :next_at, leased_until = 0, attempt = :attempt, error = :error
 WHERE brand_id = :brand_id AND id = :id AND due_at = :due_at;

-- ── audience ──

-- core_audience_add(int64_t audience_id, int64_t member_id)
INSERT INTO core_audience_member (brand_id, member_id, audience_id) VALUES (:brand_id, :member_id, :audience_id)
 ON CONFLICT (brand_id, member_id, audience_id) DO NOTHING;

-- core_audience_highest() -> int64_t
SELECT COALESCE(MAX(audience_id), 0) FROM core_audience_member WHERE brand_id = :brand_id AND member_id = :me;

-- core_audience_remove(int64_t audience_id, int64_t member_id)
DELETE FROM core_audience_member
 WHERE brand_id = :brand_id AND member_id = :member_id AND audience_id = :audience_id;

-- core_audience_has(int64_t audience_id, int64_t member_id) -> int64_t
SELECT COUNT(*) FROM core_audience_member
 WHERE brand_id = :brand_id AND member_id = :member_id AND audience_id = :audience_id;

-- ── trail ──

-- core_matter_add(const struct matter_row *row)
INSERT INTO core_matter (brand_id, id, owner_id, root_kind, root_id, step, holder, holder_id, due_at,
  latest_kind, latest_id, changed_at)
 VALUES (:brand_id, :id, :owner_id, :root_kind, :root_id, :step, :holder, :holder_id, :due_at,
  :latest_kind, :latest_id, :changed_at);

-- core_matter_of(int subject_kind, int64_t subject_id) -> struct matter_row
SELECT m.id, m.owner_id, m.root_kind, m.root_id, m.step, m.holder, m.holder_id, m.due_at, m.latest_kind,
  m.latest_id, m.changed_at
 FROM core_trail t JOIN core_matter m ON m.brand_id = :brand_id AND m.id = t.matter_id
 WHERE t.brand_id = :brand_id AND t.kind = :subject_kind AND t.id = :subject_id;

-- core_matter_move(const struct matter_row *row)
UPDATE core_matter SET step = :step, holder = :holder, holder_id = :holder_id, due_at = :due_at,
  latest_kind = :latest_kind, latest_id = :latest_id, changed_at = :now
 WHERE brand_id = :brand_id AND id = :id;

-- core_matter_row(int64_t id) -> struct matter_row
SELECT id, owner_id, root_kind, root_id, step, holder, holder_id, due_at, latest_kind, latest_id, changed_at
 FROM core_matter WHERE brand_id = :brand_id AND id = :id;

-- core_matters_by_ids(struct ids ids) -> list of struct matter_row
-- all: as many as ids were given
SELECT id, owner_id, root_kind, root_id, step, holder, holder_id, due_at, latest_kind, latest_id, changed_at
 FROM core_matter WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- core_matter_due(int64_t id, int64_t due_at)
UPDATE core_matter SET due_at = :due_at WHERE brand_id = :brand_id AND id = :id;

-- core_matters_owned(int64_t member_id, const struct cursor *before) -> list of struct matter_row
-- covered: a row in another place for each of twenty cost more than all else (migration 0106)
SELECT id, owner_id, root_kind, root_id, step, holder, holder_id, due_at, latest_kind, latest_id, changed_at
 FROM core_matter WHERE brand_id = :brand_id AND owner_id = :member_id
 AND (changed_at, id) < (:before.at, :before.id)
 ORDER BY changed_at DESC, id DESC LIMIT 20;

-- core_matters_held(int64_t member_id, const struct cursor *before) -> list of struct matter_row
SELECT id, owner_id, root_kind, root_id, step, holder, holder_id, due_at, latest_kind, latest_id, changed_at
 FROM core_matter WHERE brand_id = :brand_id AND holder_id = :member_id AND holder_id > 0
 AND (changed_at, id) < (:before.at, :before.id) ORDER BY changed_at DESC, id DESC LIMIT 20;

-- core_trail_add(const struct trail_row *row)
INSERT INTO core_trail (brand_id, kind, id, matter_id, from_kind, from_id, why, at)
 VALUES (:brand_id, :kind, :id, :matter_id, :from_kind, :from_id, :why, :now);

-- core_trail_steps(struct ids ids) -> list of struct trail_row
-- all: at most 20 matters are asked for at a time, each of a few steps
-- covered: as its matters
SELECT kind, id, matter_id, from_kind, from_id, why, at FROM core_trail
 WHERE brand_id = :brand_id AND matter_id IN (:ids[64]);

-- ── settings ──

-- core_setting_get(str name) -> str
SELECT value FROM core_setting WHERE brand_id = :brand_id AND name = :name;

-- core_setting_put(str name, str value)
INSERT INTO core_setting (brand_id, name, value) VALUES (:brand_id, :name, :value)
 ON CONFLICT (brand_id, name) DO UPDATE SET value = excluded.value;

-- core_setting_values() -> list of struct setting_value
-- walk: some fifty at most
SELECT name, value FROM core_setting WHERE brand_id = :brand_id ORDER BY name LIMIT 1000;

-- core_setting_remove(str name)
DELETE FROM core_setting WHERE brand_id = :brand_id AND name = :name;

-- core_secret_get(str name) -> str
SELECT sealed FROM core_secret WHERE brand_id = :brand_id AND name = :name;

-- core_secret_put(str name, str sealed)
INSERT INTO core_secret (brand_id, name, sealed, changed_at) VALUES (:brand_id, :name, :sealed!, :now)
 ON CONFLICT (brand_id, name) DO UPDATE SET sealed = excluded.sealed, changed_at = excluded.changed_at;

-- core_secrets() -> list of struct secret_state
-- walk: a few
-- Which there are, never what they are.
SELECT name, changed_at FROM core_secret WHERE brand_id = :brand_id ORDER BY name LIMIT 1000;

-- core_secret_remove(str name)
DELETE FROM core_secret WHERE brand_id = :brand_id AND name = :name;

-- ── audit ──

-- core_audit_last() -> struct audit_row
-- walk: the last of the key
SELECT number, id, actor_id, action, subject_kind, subject_id, details, at, hash FROM core_audit
 WHERE brand_id = :brand_id ORDER BY number DESC LIMIT 1;

-- core_audit_add(const struct audit_row *row)
INSERT INTO core_audit (brand_id, number, id, actor_id, action, subject_kind, subject_id, details, at, hash)
 VALUES (:brand_id, :number, :id, :actor_id, :action, :subject_kind, :subject_id, :details, :at, :hash!);

-- core_audit_before(int64_t before_id) -> list of struct audit_row
-- walk: newest first by the index, fifty
SELECT number, id, actor_id, action, subject_kind, subject_id, details, at, hash FROM core_audit
 WHERE brand_id = :brand_id AND id < :before_id ORDER BY id DESC LIMIT 50;

-- core_audit_find(const struct audit_filter *filter, str start, str beyond) -> list of struct audit_row
-- walk: newest first by the index; who filters by what is rare waits
SELECT number, id, actor_id, action, subject_kind, subject_id, details, at, hash FROM core_audit
 WHERE brand_id = :brand_id AND id < :before_id AND at >= :from_at AND at < :until_at
 AND action >= :start AND action < :beyond AND (CAST(:actor_id AS BIGINT) = 0 OR actor_id = :actor_id)
 AND (CAST(:subject_kind AS BIGINT) = 0 OR subject_kind = :subject_kind) ORDER BY id DESC LIMIT 50;

-- core_audit_old(int64_t number, moment before) -> list of struct audit_row
SELECT number, id, actor_id, action, subject_kind, subject_id, details, at, hash FROM core_audit
 WHERE brand_id = :brand_id AND number > :number AND at < :before ORDER BY number LIMIT 100;

-- core_audit_forget(int64_t number) -> changed
DELETE FROM core_audit WHERE brand_id = :brand_id AND number <= :number;

-- core_audit_anchor() -> struct audit_anchor
-- walk: one row a brand
SELECT number, at, hash, proof FROM core_audit_anchor WHERE brand_id = :brand_id;

-- core_audit_anchor_put(const struct audit_anchor *anchor)
INSERT INTO core_audit_anchor (brand_id, number, at, hash, proof) VALUES (:brand_id, :number, :at, :hash!, :proof!)
 ON CONFLICT (brand_id) DO UPDATE SET number = excluded.number, at = excluded.at, hash = excluded.hash,
  proof = excluded.proof;

-- core_audit_after(int64_t number) -> list of struct audit_row
SELECT number, id, actor_id, action, subject_kind, subject_id, details, at, hash FROM core_audit
 WHERE brand_id = :brand_id AND number > :number ORDER BY number LIMIT 200;

-- ── mail ──

-- core_mail_add(const struct mail_row *row)
INSERT INTO core_mail (brand_id, id, to_address, to_name, from_name, subject, text, html, calendar,
  calendar_method, about_kind, about_id, made_at, reply_to, unsubscribe, even_stopped, is_reply)
 VALUES (:brand_id, :id, :to_address, :to_name, :from_name, :subject, :text, :html, :calendar,
  :calendar_method, :about_kind, :about_id, :now, :reply_to, :unsubscribe, :even_stopped, :is_reply);

-- core_mail_row(int64_t id) -> struct mail_row
SELECT id, to_address, to_name, from_name, subject, text, html, calendar, calendar_method, about_kind, about_id,
  made_at, reply_to, unsubscribe, even_stopped, is_reply FROM core_mail WHERE brand_id = :brand_id AND id = :id;

-- core_mail_remove(int64_t id)
DELETE FROM core_mail WHERE brand_id = :brand_id AND id = :id;

-- core_mail_trace_begin(int64_t mail_id)
INSERT INTO core_mail_trace (brand_id, member_id, mail_id, asked_at, tried_at, tries, state, trouble, code, answer)
 VALUES (:brand_id, :me, :mail_id, :now, 0, 0, 0, 0, 0, '')
 ON CONFLICT (brand_id, member_id) DO UPDATE SET mail_id = excluded.mail_id, asked_at = excluded.asked_at, tried_at = 0,
  tries = 0, state = 0, trouble = 0, code = 0, answer = '';

-- core_mail_traced(int64_t mail_id) -> int64_t
-- walk: only mails that were sent to try it, for a day
SELECT count(*) FROM core_mail_trace WHERE brand_id = :brand_id AND mail_id = :mail_id;

-- core_mail_trace_note(const struct mail_trace *trace)
-- walk: only mails that were sent to try it, for a day
UPDATE core_mail_trace SET tried_at = :now, tries = :tries, state = :state, trouble = :trouble, code = :code, answer = :answer
 WHERE brand_id = :brand_id AND mail_id = :mail_id;

-- core_mail_trace_mine() -> struct mail_trace
SELECT mail_id, state, trouble, code, tries, asked_at, tried_at, answer FROM core_mail_trace
 WHERE brand_id = :brand_id AND member_id = :me;

-- core_mail_trace_forget(int64_t before) -> changed
-- walk: only mails that were sent to try it, for a day
DELETE FROM core_mail_trace WHERE brand_id = :brand_id AND member_id IN (SELECT t.member_id FROM core_mail_trace t
 WHERE t.brand_id = :brand_id AND t.asked_at < :before ORDER BY t.member_id LIMIT 100);

-- core_mails(int64_t after_id) -> list of struct mail_row
SELECT id, to_address, to_name, from_name, subject, text, html, calendar, calendar_method, about_kind, about_id,
  made_at, reply_to, unsubscribe, even_stopped, is_reply FROM core_mail WHERE brand_id = :brand_id AND id > :after_id ORDER BY id LIMIT 100;

-- core_mail_stop_row(int64_t address) -> struct mail_stop_row
SELECT address, soft_count, bounced_at, stopped_at, reason FROM core_mail_stop
 WHERE brand_id = :brand_id AND address = :address;

-- core_mail_stop_put(const struct mail_stop_row *row)
INSERT INTO core_mail_stop (brand_id, address, soft_count, bounced_at, stopped_at, reason)
 VALUES (:brand_id, :address, :soft_count, :bounced_at, :stopped_at, :reason)
 ON CONFLICT (brand_id, address) DO UPDATE SET soft_count = excluded.soft_count, bounced_at = excluded.bounced_at,
  stopped_at = excluded.stopped_at, reason = excluded.reason;

-- core_mail_stop_remove(int64_t address)
DELETE FROM core_mail_stop WHERE brand_id = :brand_id AND address = :address;

-- core_mail_stop_forget(int64_t before) -> changed
DELETE FROM core_mail_stop WHERE brand_id = :brand_id AND address IN (SELECT s.address FROM core_mail_stop s
 WHERE s.brand_id = :brand_id AND s.bounced_at < :before ORDER BY s.bounced_at LIMIT 100);

-- ── once ──

-- core_once_get(int64_t who, str key) -> struct once
SELECT key, route, status, location, body FROM core_once
 WHERE brand_id = :brand_id AND who = :who AND key = :key AND at > :now - 172800000000;

-- core_once_add(int64_t who, const struct once *once)
-- awaits: its caller says that a twin was faster
INSERT INTO core_once (brand_id, who, key, route, status, location, body, at)
 VALUES (:brand_id, :who, :key, :route, :status, :location, :body, :now);

-- core_once_forget_key(int64_t who, str key)
-- One that is too old to be found gives way.
DELETE FROM core_once WHERE brand_id = :brand_id AND who = :who AND key = :key AND at <= :now - 172800000000;

-- core_once_forget(int64_t before) -> changed
-- By the whole key: many may have sent the same.
DELETE FROM core_once WHERE brand_id = :brand_id AND (who, key) IN
 (SELECT o.who, o.key FROM core_once o WHERE o.brand_id = :brand_id AND o.at < :before ORDER BY o.at LIMIT 100);

-- ── blobs ──

-- core_blob_add(const struct blob_row *row)
INSERT INTO core_blob (brand_id, id, owner_id, content_type, file_name, disk_name, size, made_at)
 VALUES (:brand_id, :id, :owner_id, :content_type, :file_name, :disk_name, :size, :now);

-- core_blob_row(int64_t id) -> struct blob_row
SELECT id, owner_id, content_type, file_name, disk_name, size FROM core_blob
 WHERE brand_id = :brand_id AND id = :id;

-- core_blob_rows(struct ids ids) -> list of struct blob_row
-- all: at most as many as were asked for
SELECT id, owner_id, content_type, file_name, disk_name, size FROM core_blob
 WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- core_blob_named(str disk_name) -> int64_t
SELECT id FROM core_blob WHERE brand_id = :brand_id AND disk_name = :disk_name ORDER BY id LIMIT 1;

-- core_blob_remove_all(struct ids ids)
DELETE FROM core_blob WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- core_blob_disown(struct ids ids)
UPDATE core_blob SET owner_id = 0, file_name = '' WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- core_blob_remove(int64_t id) -> changed
DELETE FROM core_blob WHERE brand_id = :brand_id AND id = :id;

-- ── places: one table for the house ──

-- core_place_by_code(str code, str country) -> list of struct place
-- house: places are the same for every brand
SELECT country, code, name, town, region, lat, lon, rank FROM core_place
 WHERE code = :code AND (:country = '' OR country = :country) ORDER BY rank DESC, id LIMIT 100;

-- core_place_by_town(str folded, str country) -> list of struct place
-- house: places are the same for every brand
SELECT country, code, name, town, region, lat, lon, rank FROM core_place
 WHERE town_folded = :folded AND (:country = '' OR country = :country) AND kind = 'town'
 ORDER BY rank DESC, id LIMIT 24;

-- core_place_towns_from(str start, str end) -> list of struct place
-- house: places are the same for every brand
SELECT country, code, name, town, region, lat, lon, rank FROM core_place
 WHERE town_folded >= :start AND town_folded < :end AND kind = 'town' ORDER BY rank DESC, town_folded, id LIMIT 40;

-- core_place_codes_from(str start, str end, str country) -> list of struct place
-- house: places are the same for every brand
SELECT country, code, name, town, region, lat, lon, rank FROM core_place
 WHERE code >= :start AND code < :end AND kind <> 'bulk'
 AND (:country = '' OR country = :country) ORDER BY code, country, rank DESC, id LIMIT 64;

-- core_place_add(const struct place_row *row)
-- house: places are the same for every brand
INSERT INTO core_place (id, country, code, name, town, town_folded, region, lat, lon, kind, rank)
 VALUES (:id, :country, :code, :name, :town, :town_folded, :region, :lat, :lon, :kind, :rank);

-- core_place_older(str country, int64_t after_id, int64_t before_id) -> list of struct place_row
-- house: places are the same for every brand
SELECT id, country, code, name, town, town_folded, region, lat, lon, kind, rank FROM core_place
 WHERE country = :country AND id > :after_id AND id < :before_id ORDER BY id LIMIT 64;

-- core_place_drop(str country, struct ids ids)
-- house: places are the same for every brand
DELETE FROM core_place WHERE country = :country AND id IN (:ids[64]);

-- ── what became part of another ──

-- core_alias_put(int kind, int64_t id, int64_t to_id)
INSERT INTO core_subject_alias (brand_id, kind, id, to_id) VALUES (:brand_id, :kind, :id, :to_id)
 ON CONFLICT (brand_id, kind, id) DO UPDATE SET to_id = excluded.to_id;

-- core_alias_follow(int kind, int64_t id, int64_t to_id)
UPDATE core_subject_alias SET to_id = :to_id WHERE brand_id = :brand_id AND kind = :kind AND to_id = :id;

-- core_alias(int kind, int64_t id) -> int64_t
SELECT to_id FROM core_subject_alias WHERE brand_id = :brand_id AND kind = :kind AND id = :id;

-- ── who leaves for good ──

-- core_forget_answers(int64_t who) -> changed
DELETE FROM core_once WHERE brand_id = :brand_id AND who = :who AND key IN
 (SELECT o.key FROM core_once o WHERE o.brand_id = :brand_id AND o.who = :who ORDER BY o.key LIMIT 50);

-- core_forget_mails(str address) -> changed
DELETE FROM core_mail WHERE brand_id = :brand_id AND id IN
 (SELECT m.id FROM core_mail m WHERE m.brand_id = :brand_id AND m.to_address = :address ORDER BY m.id LIMIT 50);

-- core_forget_unheard(int64_t member_id) -> int64_t
-- Whether news of hers, or for her, were not heard yet: the outbox is short.
SELECT COUNT(*) FROM core_outbox WHERE brand_id = :brand_id AND parked = 0 AND (actor_id = :member_id OR to_member_id = :member_id);

-- core_forget_jobs(int64_t run_as) -> changed
DELETE FROM core_job WHERE brand_id = :brand_id AND id IN
 (SELECT j.id FROM core_job j WHERE j.brand_id = :brand_id AND j.run_as = :run_as AND j.run_as <> 0 ORDER BY j.id LIMIT 50);
