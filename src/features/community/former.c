/*
 * former.c: whoever leaves for good is not named any more in what others wrote.
 *
 * What is taken out is the whole name behind an "@" and in the head of a quote: there it means this member.  The same word in a
 * sentence may mean anybody, and stays.
 */
#include "features/community/former.h"

#include "base/utf8.h"
#include "core/findable.h"
#include "features/community/community_news.h"
#include "features/community/mine_store.h"

struct swap { str from, to; bool whole; }; /* whole: not the beginning of a longer name */

static bool goes_on(str rest)
{
	if (str_empty(rest))
		return false;
	uint32_t c = utf8_take(&rest);
	return utf8_is_letter(c) || utf8_is_digit(c) || c == '_' || c == '-';
}

static str swapped(struct arena *arena, str text, const struct swap *swap)
{
	struct text out;
	size_t at;
	if (!str_find(text, swap->from, &at))
		return text;
	text_open(&out, arena, text.len + 64);
	while (str_find(text, swap->from, &at)) {
		bool is_it = !swap->whole || !goes_on(str_skip(text, at + swap->from.len));
		text_put(&out, str_first(text, at));
		text_put(&out, is_it ? swap->to : swap->from);
		text = str_skip(text, at + swap->from.len);
	}
	text_put(&out, text);
	return text_str(&out);
}

static str in_html(struct arena *arena, str name)
{
	struct text out;
	text_open(&out, arena, name.len + 16);
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		text_put(&out, c == '&' ? S("&amp;") : c == '<' ? S("&lt;") : c == '>' ? S("&gt;") : str_first(str_skip(name, i), 1));
	}
	return text_str(&out);
}

/* As quotes write it (thread_page_web.c). */
str former_marked(struct arena *arena, str name)
{
	struct text text;
	text_open(&text, arena, name.len * 2 + 1);
	for (size_t i = 0; i < name.len; i++) {
		if (memchr("\\[]()*_`<>&!#~|@", name.at[i], 17))
			text_char(&text, '\\');
		text_char(&text, name.at[i]);
	}
	return text_str(&text);
}

static str in_text(struct arena *arena, str text, const struct former *former)
{
	str name = former->name, to = former->instead;
	const struct swap swaps[] = {
		{ str_format(arena, "@%.*s", STR_ARG(name)), str_format(arena, "@%.*s", STR_ARG(to)), true },
		{ str_format(arena, "[%.*s](/posts/", STR_ARG(former_marked(arena, name))), str_format(arena, "[%.*s](/posts/", STR_ARG(to)), false },
	};
	for (size_t i = former->is_unique ? 0 : 1; i < COUNT(swaps); i++)
		text = swapped(arena, text, &swaps[i]);
	return text;
}

static str in_drawn(struct arena *arena, str html, const struct former *former)
{
	str name = in_html(arena, former->name), to = in_html(arena, former->instead);
	const struct swap swaps[] = {
		{ str_format(arena, "@%.*s", STR_ARG(name)), str_format(arena, "@%.*s", STR_ARG(to)), true },
		{ str_format(arena, ">%.*s</a>:", STR_ARG(name)), str_format(arena, ">%.*s</a>:", STR_ARG(to)), false },
	};
	for (size_t i = former->is_unique ? 0 : 1; i < COUNT(swaps); i++)
		html = swapped(arena, html, &swaps[i]);
	return html;
}

/* ── pieces ── */

struct taking {
	const struct former *former;
	struct former_ask ask;
	struct post_list posts;
	struct former_version_list versions;
	struct ids threads;
};

static str like(struct arena *arena, const char *before, str name, const char *behind)
{
	struct text out;
	text_open(&out, arena, name.len * 2 + 32);
	text_format(&out, "%%%s", before);
	for (size_t i = 0; i < name.len; i++) {
		if (memchr("\\%_", name.at[i], 3))
			text_char(&out, '\\');
		text_char(&out, name.at[i]);
	}
	text_format(&out, "%s%%", behind);
	return text_str(&out);
}

static enum err read_posts(struct scope *scope, void *data)
{
	struct taking *taking = data;
	return care_posts_naming(scope, &taking->ask, &taking->posts);
}

/* The beginning of a question stands in lists, too. */
static enum err take_from_excerpt(struct scope *scope, const struct taking *taking, const struct post *post)
{
	struct thread thread;
	enum err err = post->number == 1 ? care_load_any_thread(scope, post->thread_id, &thread) : ERR_NOT_FOUND;
	if (err) {
		scope_forgive(scope);
		return err == ERR_NOT_FOUND ? OK : err;
	}
	return care_set_title(scope, thread.id, in_text(scope->arena, thread.title, taking->former),
	                      in_text(scope->arena, thread.excerpt, taking->former));
}

static enum err write_posts(struct scope *scope, void *data)
{
	const struct taking *taking = data;
	enum err err = OK;
	for (size_t i = 0; !err && i < taking->posts.count; i++) {
		struct post post = taking->posts.at[i];
		post.body = in_text(scope->arena, post.body, taking->former);
		post.html = in_drawn(scope->arena, post.html, taking->former);
		if (!(err = care_set_words(scope, &post)))
			err = take_from_excerpt(scope, taking, &post);
		struct subject thread = subject_of(&thread_subject, post.thread_id);
		subject_changed(scope, thread);
		if (!err)
			err = news_announce(scope, &news_findable, thread); /* the index is to forget it, too */
	}
	return err;
}

static enum err read_versions(struct scope *scope, void *data)
{
	struct taking *taking = data;
	return care_versions_naming(scope, &taking->ask, &taking->versions);
}

static enum err write_versions(struct scope *scope, void *data)
{
	const struct taking *taking = data;
	enum err err = OK;
	for (size_t i = 0; !err && i < taking->versions.count; i++) {
		struct former_version version = taking->versions.at[i];
		version.body = in_text(scope->arena, version.body, taking->former);
		err = care_set_version(scope, &version);
	}
	return err;
}

static enum err read_threads(struct scope *scope, void *data)
{
	struct taking *taking = data;
	return care_threads_of(scope, taking->former->member_id, taking->ask.after_id, &taking->threads);
}

static enum err show_threads(struct scope *scope, void *data)
{
	const struct taking *taking = data;
	for (size_t i = 0; i < taking->threads.count; i++)
		subject_changed(scope, subject_of(&thread_subject, taking->threads.at[i]));
	return OK;
}

/* What was read last; false: nothing was. */
static bool next_at(struct taking *taking)
{
	size_t posts = taking->posts.count, versions = taking->versions.count, threads = taking->threads.count;
	if (posts)
		taking->ask.after_id = taking->posts.at[posts - 1].id;
	if (versions) {
		taking->ask.after_id = taking->versions.at[versions - 1].post_id;
		taking->ask.version = taking->versions.at[versions - 1].version;
	}
	if (threads)
		taking->ask.after_id = taking->threads.at[threads - 1];
	return posts || versions || threads;
}

/* Reading through all texts is long: outside of the units that change a few.  A house that stops does not wait for it: who
   asked looks (house_work_ends), and asks again another time. */
static enum err go_through(struct scope *scope, const struct former *former, scope_work *read, scope_work *write)
{
	bool more = true;
	enum err err = OK;
	struct former_ask at = { .after_id = INT64_MIN, .version = 0 };
	while (!err && more && !house_work_ends(scope->house)) {
		struct arena *arena = arena_open(64 * 1024);
		struct scope piece = *scope;
		struct taking taking = { .former = former, .ask = at };
		piece.arena = arena;
		taking.ask.called = like(arena, "@", former->name, "");
		taking.ask.quoted = like(arena, "[", former_marked(arena, former->name), "](/posts/");
		if (!(err = scope_read(&piece, read, &taking)) && (more = next_at(&taking)))
			err = scope_write(&piece, write, &taking);
		at = taking.ask;
		arena_close(arena);
	}
	return err;
}

enum err community_forget_name(struct scope *scope, const struct former *former)
{
	enum err err = go_through(scope, former, read_posts, write_posts);
	if (err || (err = go_through(scope, former, read_versions, write_versions)))
		return err;
	return go_through(scope, former, read_threads, show_threads);
}

/* ── what she gave ── */

static enum err take_thanks_back(struct scope *scope, const struct post *post)
{
	bool changed = false;
	enum err err = kudos_delete(scope, post->id, &changed);
	if (err || !changed)
		return err;
	subject_changed(scope, subject_of(&thread_subject, post->thread_id));
	return kudos_count_change(scope, post->thread_id, post->number, -1);
}

static enum err take_metoo_back(struct scope *scope, int64_t thread_id)
{
	bool changed = false;
	enum err err = metoo_delete(scope, thread_id, &changed);
	if (!err && changed)
		subject_changed(scope, subject_of(&thread_subject, thread_id));
	return err;
}

enum err community_part(struct scope *scope, bool *more_out)
{
	struct post_list thanks;
	struct ids metoos;
	enum err err = care_thanks_of(scope, scope->member_id, &thanks);
	if (err || (err = care_metoos_of(scope, scope->member_id, &metoos)))
		return err;
	for (size_t i = 0; !err && i < thanks.count; i++)
		err = take_thanks_back(scope, &thanks.at[i]);
	for (size_t i = 0; !err && i < metoos.count; i++)
		err = take_metoo_back(scope, metoos.at[i]);
	*more_out = thanks.count + metoos.count > 0;
	return err;
}
