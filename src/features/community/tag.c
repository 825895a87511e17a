/* tag.c: tags at threads, made, renamed and merged. */
#include "features/community/tag.h"

#include "base/utf8.h"
#include "features/community/community_news.h"
#include "features/community/setup.h"

enum { ABOUT_MAX = 500 };

static bool is_tag_sign(uint32_t c)
{
	return c == '-' || c == '+' || c == '#' || c == '.';
}

str tag_key(struct arena *arena, str name)
{
	struct text key;
	str rest = utf8_fold(arena, str_trim(name));
	size_t length = utf8_length(str_trim(name));
	bool is_wanted = false; /* a hyphen, once a further word comes */
	if (length < 2 || length > TAG_NAME_MAX)
		return S("");
	text_open(&key, arena, rest.len + 8);
	while (rest.len) {
		uint32_t c = utf8_take(&rest);
		if (c == ' ' || c == '-') {
			is_wanted = key.len > 0;
			continue;
		}
		if (!utf8_is_letter(c) && !utf8_is_digit(c) && !is_tag_sign(c))
			return S("");
		if (is_wanted)
			text_char(&key, '-');
		is_wanted = false;
		text_code_point(&key, c);
	}
	/* "." and ".." are no names in addresses. */
	str made = text_str(&key);
	return str_starts(made, S(".")) ? S("") : made;
}

/* ── at a thread ── */

struct wanted { int64_t ids[TAGS_A_THREAD]; size_t count; };

static enum err find_or_make(struct scope *scope, str name, struct tag *tag_out)
{
	int64_t is_free;
	str key = tag_key(scope->arena, name);
	if (str_empty(key))
		return refuse_field(scope, "tags", "tag.wrong");
	enum err err = tag_find(scope, key, tag_out);
	if (err != ERR_NOT_FOUND)
		return err;
	if ((err = setup_number(scope, SET_FREE_TAGS, &is_free)))
		return err;
	if (!is_free && !is_moderator(scope))
		return refuse_field(scope, "tags", "tag.unknown");
	*tag_out = (struct tag){ .key = key, .name = str_trim(name), .about = S("") };
	return tag_insert(scope, tag_out);
}

static bool is_among(const struct wanted *wanted, int64_t id)
{
	for (size_t i = 0; i < wanted->count; i++) {
		if (wanted->ids[i] == id)
			return true;
	}
	return false;
}

static enum err read_wanted(struct scope *scope, str names, struct wanted *wanted_out)
{
	struct tag tag;
	*wanted_out = (struct wanted){ .count = 0 };
	while (names.len) {
		str name = str_trim(str_cut(&names, ','));
		if (str_empty(name))
			continue;
		enum err err = find_or_make(scope, name, &tag);
		if (err)
			return err;
		if (is_among(wanted_out, tag.id))
			continue;
		if (wanted_out->count == TAGS_A_THREAD)
			return refuse_field(scope, "tags", "tag.too_many");
		wanted_out->ids[wanted_out->count++] = tag.id;
	}
	return OK;
}

enum err tag_thread(struct scope *scope, int64_t thread_id, str names)
{
	struct wanted wanted;
	struct thread_tag_list old;
	enum err err = read_wanted(scope, names, &wanted);
	if (err || (err = tag_list_of(scope, (struct ids){ &thread_id, 1 }, &old)))
		return err;
	bool changed = old.count != wanted.count;
	for (size_t i = 0; i < old.count && !err; i++) {
		if (is_among(&wanted, old.at[i].id))
			continue;
		changed = true;
		err = tag_take(scope, thread_id, old.at[i].id);
		subject_changed(scope, subject_of(&tag_subject, old.at[i].id));
	}
	for (size_t i = 0; i < wanted.count && !err; i++) {
		err = tag_put(scope, thread_id, wanted.ids[i]);
		subject_changed(scope, subject_of(&tag_subject, wanted.ids[i]));
	}
	if (err || !changed)
		return err;
	subject_changed(scope, subject_of(&tag_subject, 0));
	return news_announce(scope, &thread_tagged, subject_of(&thread_subject, thread_id));
}

str tag_names(struct scope *scope, const struct thread_tag_list *tags, int64_t thread_id)
{
	struct text text;
	text_open(&text, scope->arena, 128);
	for (size_t i = 0; i < tags->count; i++) {
		if (tags->at[i].thread_id != thread_id)
			continue;
		if (text.len)
			text_put(&text, S(", "));
		text_put(&text, tags->at[i].name);
	}
	return text_str(&text);
}

/* ── the brand's order ── */

static enum err tag_changed(struct scope *scope, const char *action, const struct tag *tag)
{
	const struct subject subject = subject_of(&tag_subject, tag->id);
	subject_changed(scope, subject);
	subject_changed(scope, subject_of(&tag_subject, 0));
	enum err err = news_announce(scope, &tag_renamed, subject);
	return err ? err : audit_note(scope, action, subject, tag->key);
}

static enum err check_tag(struct scope *scope, struct tag *tag)
{
	struct tag twin;
	if (!is_moderator(scope))
		return refuse(scope, ERR_FORBIDDEN, "tag.not_yours");
	tag->key = tag_key(scope->arena, tag->name);
	if (str_empty(tag->key))
		return refuse_field(scope, "name", "tag.wrong");
	if (utf8_length(tag->about) > ABOUT_MAX)
		return refuse_field(scope, "about", "field.too_long");
	enum err err = tag_find(scope, tag->key, &twin);
	if (!err && twin.id != tag->id)
		return refuse_field(scope, "name", "tag.key_taken");
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err tag_make(struct scope *scope, struct tag *tag)
{
	tag->id = 0;
	tag->by_brand = true; /* to be chosen, though no thread has it yet */
	enum err err = check_tag(scope, tag);
	if (err || (err = tag_insert(scope, tag)))
		return err;
	const char *action = "tag.make";
	return tag_changed(scope, action, tag);
}

enum err tag_rename(struct scope *scope, const struct tag *tag)
{
	struct tag changed = *tag, old;
	enum err err = tag_load(scope, tag->id, &old);
	if (err || (err = check_tag(scope, &changed)) || (err = tag_update(scope, &changed)))
		return err;
	const char *action = "tag.rename";
	return tag_changed(scope, action, &changed);
}

/* Fifty threads a unit; the old tag goes when it has none left. */
static enum err follow(struct scope *scope, int64_t tag_id, int64_t to_id)
{
	bool more = false;
	enum err err = tag_follow(scope, tag_id, to_id, &more);
	if (err)
		return err;
	subject_changed(scope, subject_of(&tag_subject, to_id));
	subject_changed(scope, subject_of(&tag_subject, tag_id));
	subject_changed(scope, subject_of(&tag_subject, 0));
	if (!more) {
		enum err gone = tag_delete(scope, tag_id);
		return gone ? gone : news_announce(scope, &tag_renamed, subject_of(&tag_subject, to_id));
	}
	const struct job rest = { .subject = subject_of(&tag_subject, tag_id), .due_at = scope->now,
		.text = str_format(scope->arena, "%lld", (long long)to_id) };
	return job_plan_text(scope, &tag_merge_job, &rest);
}

static enum err merge_run(struct scope *scope, const struct job *job)
{
	int64_t to_id;
	struct tag tag;
	if (!str_number(job->text, &to_id))
		return OK;
	enum err err = tag_load(scope, to_id, &tag);
	if (err == ERR_NOT_FOUND) { /* merged on meanwhile: its own job has taken these along */
		scope_forgive(scope);
		return OK;
	}
	return err ? err : follow(scope, job->subject.id, to_id);
}

const struct job_kind tag_merge_job = { .name = "community.tag_merge", .run = merge_run };

enum err tag_merge(struct scope *scope, int64_t tag_id, int64_t to_id)
{
	struct tag tag, to;
	if (!is_moderator(scope))
		return refuse(scope, ERR_FORBIDDEN, "tag.not_yours");
	enum err err = tag_load(scope, tag_id, &tag);
	if (err || (err = tag_load(scope, to_id, &to)))
		return err;
	if (tag_id == to_id)
		return refuse_field(scope, "to", "tag.same");
	if ((err = follow(scope, tag_id, to_id)))
		return err;
	const struct news news = { .kind = &tag_merged, .subject = subject_of(&tag_subject, tag_id),
		.other = subject_of(&tag_subject, to_id) };
	if ((err = news_tell(scope, &news)))
		return err;
	return audit_note(scope, "tag.merge", subject_of(&tag_subject, to_id), tag.key);
}
