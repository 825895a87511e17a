-- include "features/identity/login_store.h"
-- include "features/identity/link_store.h"

-- ── logins ──

-- login_of(str kind, str provider, str subject) -> struct login
SELECT id, member_id, kind, provider, subject, secret, changed_at FROM identity_login
WHERE brand_id = :brand_id AND kind = :kind AND provider = :provider AND subject = :subject;

-- login_of_member(int64_t member_id, str kind) -> struct login
SELECT id, member_id, kind, provider, subject, secret, changed_at FROM identity_login
WHERE brand_id = :brand_id AND member_id = :member_id AND kind = :kind ORDER BY id LIMIT 1;

-- login_add(const struct login *login)
-- awaits: its caller says that the address is taken
INSERT INTO identity_login (brand_id, id, member_id, kind, provider, subject, secret, made_at, changed_at)
VALUES (:brand_id, :id, :member_id, :kind, :provider, :subject, :secret, :now, :now);

-- login_put(int64_t id, str secret) -> changed
UPDATE identity_login SET secret = :secret, changed_at = :now WHERE brand_id = :brand_id AND id = :id;

-- ── wrong passwords ──

-- failure_of(str who, int64_t after, int64_t before) -> int64_t
SELECT tries FROM identity_failure WHERE brand_id = :brand_id AND who = :who AND since > :after AND since < :before;

-- failure_add(str who, int64_t after, int64_t before)
INSERT INTO identity_failure (brand_id, who, since, tries) VALUES (:brand_id, :who, :now, 1)
ON CONFLICT (brand_id, who) DO UPDATE SET
 tries = CASE WHEN identity_failure.since > :after AND identity_failure.since < :before
  THEN identity_failure.tries + 1 ELSE 1 END,
 since = CASE WHEN identity_failure.since > :after AND identity_failure.since < :before
  THEN identity_failure.since ELSE excluded.since END;

-- failure_forget(str who)
DELETE FROM identity_failure WHERE brand_id = :brand_id AND who = :who;

-- ── sessions ──

-- session_of(str hash) -> struct session
SELECT id, member_id, agent, made_at, seen_at, ends_at FROM identity_session
WHERE brand_id = :brand_id AND hash = :hash;

-- session_add(const struct session *session, str hash)
INSERT INTO identity_session (brand_id, hash, id, member_id, agent, made_at, seen_at, ends_at)
VALUES (:brand_id, :hash, :id, :member_id, :agent, :now, :now, :ends_at);

-- session_put_seen(str hash) -> changed
UPDATE identity_session SET seen_at = :now WHERE brand_id = :brand_id AND hash = :hash AND seen_at < :now;

-- session_rows(int64_t member_id) -> list of struct session
SELECT id, member_id, agent, made_at, seen_at, ends_at FROM identity_session
WHERE brand_id = :brand_id AND member_id = :member_id ORDER BY seen_at DESC, id DESC LIMIT 50;

-- session_end_one(int64_t member_id, int64_t id) -> changed
DELETE FROM identity_session WHERE brand_id = :brand_id AND member_id = :member_id AND id = :id;

-- session_end_others(int64_t member_id, int64_t but_id) -> changed
DELETE FROM identity_session WHERE brand_id = :brand_id AND member_id = :member_id AND id <> :but_id;

-- session_trim(int64_t member_id)
-- Makes room for one more: as many are kept as are shown, and as one unit can end.
DELETE FROM identity_session WHERE brand_id = :brand_id AND hash IN
 (SELECT hash FROM identity_session WHERE brand_id = :brand_id AND member_id = :member_id
  ORDER BY seen_at DESC, id DESC LIMIT 100 OFFSET 49);

-- ── tokens ──

-- token_of(str hash) -> struct token
SELECT id, member_id, name, scopes, made_at, ends_at FROM identity_token WHERE brand_id = :brand_id AND hash = :hash;

-- token_rows(int64_t after_id) -> list of struct token
SELECT id, member_id, name, scopes, made_at, ends_at FROM identity_token
WHERE brand_id = :brand_id AND id > :after_id ORDER BY id LIMIT 100;

-- token_add(const struct token *token, str hash)
INSERT INTO identity_token (brand_id, id, hash, member_id, name, scopes, made_at, ends_at)
VALUES (:brand_id, :id, :hash, :member_id, :name, :scopes, :now, :ends_at);

-- token_remove(int64_t id) -> changed
DELETE FROM identity_token WHERE brand_id = :brand_id AND id = :id;

-- ── links in mails ──

-- link_of(str hash) -> struct link
SELECT purpose, about_id, mail_hash, made_at, ends_at, used_at FROM identity_link
WHERE brand_id = :brand_id AND hash = :hash;

-- link_count(str mail_hash, int64_t after, int64_t before) -> int64_t
SELECT COUNT(*) FROM identity_link
WHERE brand_id = :brand_id AND mail_hash = :mail_hash AND made_at > :after AND made_at < :before;

-- link_add(const struct link *link, str hash)
INSERT INTO identity_link (brand_id, hash, purpose, about_id, mail_hash, made_at, ends_at, used_at)
VALUES (:brand_id, :hash, :purpose, :about_id, :mail_hash, :now, :ends_at, 0);

-- link_use(str hash) -> changed
UPDATE identity_link SET used_at = :now WHERE brand_id = :brand_id AND hash = :hash AND used_at = 0 AND ends_at > :now;

-- link_drop(int64_t purpose, str mail_hash) -> changed
-- Links of one purpose that were not used end: a new password, a new link.
UPDATE identity_link SET used_at = :now
WHERE brand_id = :brand_id AND mail_hash = :mail_hash AND purpose = :purpose AND used_at = 0;

-- ── sign-ups that wait for their mail ──

-- signup_of(int64_t id) -> struct signup
SELECT id, name, mail, secret, language, to_path FROM identity_signup WHERE brand_id = :brand_id AND id = :id;

-- signup_add(const struct signup *signup, int64_t ends_at)
INSERT INTO identity_signup (brand_id, id, name, mail, secret, language, to_path, ends_at)
VALUES (:brand_id, :id, :name, :mail, :secret, :language, :to_path, :ends_at);

-- signup_remove(int64_t id)
DELETE FROM identity_signup WHERE brand_id = :brand_id AND id = :id;

-- ── drafts of strangers ──

-- draft_of(int64_t id) -> struct draft
SELECT id, kind, payload, name, mail, language, member_id, subject_kind, subject_id, reason, confirmed_at, ends_at
FROM identity_draft WHERE brand_id = :brand_id AND id = :id;

-- draft_add(const struct draft *draft)
INSERT INTO identity_draft (brand_id, id, kind, payload, name, mail, language, member_id, subject_kind, subject_id,
 reason, made_at, confirmed_at, ends_at)
VALUES (:brand_id, :id, :kind, :payload, :name, :mail, :language, 0, 0, 0, '', :now, 0, :ends_at);

-- draft_confirm(int64_t id, int64_t member_id) -> changed
UPDATE identity_draft SET member_id = :member_id, confirmed_at = :now
WHERE brand_id = :brand_id AND id = :id AND confirmed_at = 0 AND ends_at > :now;

-- draft_put(int64_t id, int subject_kind, int64_t subject_id, str reason) -> changed
UPDATE identity_draft SET subject_kind = :subject_kind, subject_id = :subject_id, reason = :reason
WHERE brand_id = :brand_id AND id = :id AND confirmed_at > 0 AND subject_id = 0 AND reason = '';

-- ── what is over ──

-- sweep_sessions(int64_t idle_since) -> changed
-- One that is too old is idle from then on: this finds it, too.
DELETE FROM identity_session WHERE brand_id = :brand_id AND hash IN
 (SELECT hash FROM identity_session WHERE brand_id = :brand_id AND seen_at <= :idle_since ORDER BY seen_at
  LIMIT 100);

-- sweep_links(int64_t before) -> changed
DELETE FROM identity_link WHERE brand_id = :brand_id AND hash IN
 (SELECT hash FROM identity_link WHERE brand_id = :brand_id AND ends_at <= :before ORDER BY ends_at LIMIT 100);

-- sweep_signups() -> changed
DELETE FROM identity_signup WHERE brand_id = :brand_id AND id IN
 (SELECT id FROM identity_signup WHERE brand_id = :brand_id AND ends_at <= :now ORDER BY ends_at LIMIT 100);

-- sweep_drafts(int64_t before) -> changed
DELETE FROM identity_draft WHERE brand_id = :brand_id AND id IN
 (SELECT id FROM identity_draft WHERE brand_id = :brand_id AND ends_at <= :before ORDER BY ends_at LIMIT 100);

-- sweep_failures(int64_t before) -> changed
DELETE FROM identity_failure WHERE brand_id = :brand_id AND who IN
 (SELECT who FROM identity_failure WHERE brand_id = :brand_id AND since <= :before ORDER BY since LIMIT 100);
