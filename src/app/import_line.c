/*
 * import_line.c: from a line's JSON to a thread with posts as this house keeps them.
 *
 * Nothing of the text is lost: a title that is too long stands whole above the question, and
 * only what goes beyond a post's 64 KB is cut.  A time that is unknown is 0 and shown as
 * unknown; lists that go by time have it last.
 */
#include "app/import_line.h"

#include "app/import_markdown.h"
#include "app/import_name.h"
#include "base/json.h"
#include "base/utf8.h"
#include "view/markdown.h"

enum { EXCERPT = 240, LANGUAGE_LEN = 2, ID_MAX = 200 };
#define CUT S("\n\n(…)")
#define NO_TEXT S("(…)")

struct reading {
	struct arena *arena;
	const struct import_frame *frame;
	const struct json *json;
	struct import_line *line;
	str id, source;
	str wrong;
};

static enum err wrong(struct reading *reading, str why)
{
	reading->wrong = why;
	return ERR_INVALID;
}

/* ── where it came from ── */

/* Sites whose addresses follow from their ids; every other file gives each thread its "url" or "link". */
static const struct { const char *source, *prefix; } sites[] = {
	{ "se-coffee",        "https://coffee.stackexchange.com/q/" },
	{ "se-beer",          "https://alcohol.stackexchange.com/q/" },
	{ "se-matheducators", "https://matheducators.stackexchange.com/q/" },
	{ "se-quantum",       "https://quantumcomputing.stackexchange.com/q/" },
	{ "se-genai",         "https://genai.stackexchange.com/q/" },
	{ "se-frenchmeta",    "https://french.meta.stackexchange.com/q/" },
};

static bool is_web_url(str url)
{
	return (str_starts(url, S("https://")) || str_starts(url, S("http://"))) && url.len <= 500;
}

static str origin_url(struct reading *reading)
{
	const struct json *replies = json_member(reading->json, S("replies"));
	str url = json_str(reading->json, S("url"));
	if (is_web_url(url))
		return url;
	for (size_t i = 0; i < COUNT(sites); i++) {
		str number = str_skip(reading->id, strlen(sites[i].source) + 1);
		int64_t ignored;
		if (str_equal(reading->source, str_from(sites[i].source)) && str_number(number, &ignored))
			return str_format(reading->arena, "%s%.*s", sites[i].prefix, STR_ARG(number));
	}
	url = replies->count ? json_str(&replies->items[0], S("link")) : S("");
	return is_web_url(url) ? url : S("");
}

/* ── pieces ── */

/* Absent and null are unknown: 0.  What lies ahead of the clock is as old as the import. */
static enum err read_time(struct reading *reading, const struct json *from, moment *at_out)
{
	const struct json *json = json_member(from, S("created"));
	int32_t day;
	moment at = 0;
	if (json->type == JSON_NULL)
		*at_out = 0;
	else if (json->type != JSON_TEXT)
		return wrong(reading, S("\"created\" is no text"));
	else if (moment_read(json->text, &at))
		*at_out = at < reading->frame->now ? at : reading->frame->now;
	else if (day_read(json->text, &day))
		*at_out = DAYS(day);
	else
		return wrong(reading, str_format(reading->arena, "\"created\" is no time: %.*s", STR_ARG(str_first(json->text, 40))));
	return OK;
}

static int64_t not_negative(const struct json *json, str name)
{
	int64_t number = json_integer(json, name, 0);
	return number < 0 ? 0 : number;
}

static str without_breaks(struct arena *arena, str s)
{
	struct text text;
	text_open(&text, arena, s.len + 1);
	for (size_t i = 0; i < s.len; i++)
		text_char(&text, s.at[i] == '\n' || s.at[i] == '\t' ? ' ' : s.at[i]);
	return str_trim(text_str(&text));
}

static str cut_at_word(struct arena *arena, str title)
{
	str head = utf8_first(title, THREAD_TITLE_MAX - 2);
	size_t len = head.len;
	while (len && head.at[len - 1] != ' ')
		len--;
	if (len < head.len / 2) /* one long word */
		len = head.len;
	return str_format(arena, "%.*s …", STR_ARG(str_trim(str_first(head, len))));
}

/* Never in the middle of a letter, and at a line's or word's end where there is one. */
static str cut_body(struct arena *arena, str body)
{
	size_t len = MARKDOWN_MAX - CUT.len - 8, word;
	while (len && ((unsigned char)body.at[len] & 0xc0) == 0x80)
		len--;
	for (word = len; word > len / 2 && body.at[word - 1] != '\n' && body.at[word - 1] != ' ';)
		word--;
	str head = str_trim(str_first(body, word > len / 2 ? word : len));
	return str_format(arena, "%.*s%.*s", STR_ARG(head), STR_ARG(CUT));
}

static enum err read_body(struct reading *reading, const struct json *from, str *body_out)
{
	const struct json *json = json_member(from, S("body"));
	str body = utf8_clean(reading->arena, json->text);
	bool is_html = str_equal(json_str(reading->json, S("body_format")), S("html")) || text_is_html(body);
	if (json->type != JSON_TEXT && json->type != JSON_NULL)
		return wrong(reading, S("\"body\" is no text"));
	if (!is_html)
		*body_out = markdown_from_text(reading->arena, body);
	else if (markdown_from_html(reading->arena, body, body_out))
		return wrong(reading, S("\"body\" is longer than 256 KB, or all tags"));
	return OK;
}

static enum err render(struct reading *reading, struct post *post)
{
	struct html html;
	if (post->body.len > MARKDOWN_MAX) {
		post->body = cut_body(reading->arena, post->body);
		reading->line->shortened++;
	}
	if (markdown_html(reading->arena, post->body, &html))
		return wrong(reading, S("\"body\" asks for more HTML than a page may hold"));
	post->html = html.at;
	post->html_version = MARKDOWN_VERSION;
	return OK;
}

static void read_author(struct reading *reading, const struct json *from, size_t index)
{
	str author = utf8_clean(reading->arena, json_str(from, S("author")));
	if (str_empty(author))
		author = S("u_unknown");
	author = str_first(author, ID_MAX);
	reading->line->authors[index] = str_format(reading->arena, "%.*s:%.*s", STR_ARG(reading->source), STR_ARG(author));
	reading->line->names[index] = import_name(reading->arena, author);
}

/* ── the question and its answers ── */

static enum err read_title(struct reading *reading, struct post *question)
{
	struct thread *thread = &reading->line->thread;
	str title = without_breaks(reading->arena, utf8_clean(reading->arena, json_str(reading->json, S("title"))));
	if (str_empty(title))
		title = markdown_excerpt(reading->arena, question->body, THREAD_TITLE_MAX - 2);
	if (str_empty(title))
		return wrong(reading, S("has neither \"title\" nor \"body\""));
	thread->title = title;
	if (utf8_length(title) <= THREAD_TITLE_MAX)
		return OK;
	thread->title = cut_at_word(reading->arena, title);
	str whole = markdown_from_text(reading->arena, title);
	question->body = str_format(reading->arena, "%.*s\n\n%.*s", STR_ARG(whole), STR_ARG(question->body));
	return OK;
}

static enum err read_question(struct reading *reading)
{
	struct thread *thread = &reading->line->thread;
	struct post *question = &reading->line->posts.at[0];
	enum err err = read_body(reading, reading->json, &question->body);
	if (err || (err = read_time(reading, reading->json, &question->created_at)) ||
	    (err = read_title(reading, question)))
		return err;
	question->kudos_count = not_negative(reading->json, S("score"));
	question->origin = reading->id;
	thread->created_at = question->created_at;
	thread->excerpt = markdown_excerpt(reading->arena, question->body, EXCERPT);
	read_author(reading, reading->json, 0);
	return render(reading, question); /* nothing but a title is a whole question */
}

static enum err read_reply(struct reading *reading, const struct json *from, size_t index)
{
	struct post *post = &reading->line->posts.at[index];
	if (from->type != JSON_OBJECT)
		return wrong(reading, S("\"replies\" holds something else than replies"));
	enum err err = read_body(reading, from, &post->body);
	if (err || (err = read_time(reading, from, &post->created_at)))
		return err;
	if (str_empty(post->body))
		post->body = NO_TEXT; /* it stays, because others answer to it and number 7 stays number 7 */
	post->kudos_count = not_negative(from, S("score"));
	post->is_solution = json_truth(from, S("accepted"));
	post->origin = str_first(json_str(from, S("id")), ID_MAX);
	read_author(reading, from, index);
	return render(reading, post);
}

static void swap(struct import_line *line, size_t a, size_t b)
{
	struct post post = line->posts.at[a];
	str author = line->authors[a], name = line->names[a];
	line->posts.at[a] = line->posts.at[b];
	line->authors[a] = line->authors[b];
	line->names[a] = line->names[b];
	line->posts.at[b] = post;
	line->authors[b] = author;
	line->names[b] = name;
}

/* Oldest first.  Nearly all files are sorted already; those without a time stay where they are. */
static void sort_replies(struct import_line *line)
{
	struct post *posts = line->posts.at;
	for (size_t i = 2; i < line->posts.count; i++) {
		for (size_t k = i; k > 1 && posts[k].created_at && posts[k].created_at < posts[k - 1].created_at; k--)
			swap(line, k, k - 1);
	}
}

static void sum_up(struct reading *reading)
{
	struct import_line *line = reading->line;
	struct thread *thread = &line->thread;
	for (size_t i = 0; i < line->posts.count; i++) {
		const struct post *post = &line->posts.at[i];
		thread->kudos_count += post->kudos_count;
		if (post->created_at > thread->active_at)
			thread->active_at = post->created_at;
	}
	/* Threads of one second keep the order of the file; one without any time stands last in lists that go by it. */
	if (thread->active_at)
		thread->active_at += reading->frame->number % SECONDS(1);
	thread->view_count = not_negative(reading->json, S("views"));
	thread->audience_id = AUDIENCE_PUBLIC;
	thread->origin = reading->id;
	thread->origin_url = origin_url(reading);
	str language = json_str(reading->json, S("lang"));
	thread->lang = language.len == LANGUAGE_LEN ? language : reading->frame->language;
}

static enum err read_thread(struct reading *reading)
{
	const struct json *replies = json_member(reading->json, S("replies"));
	struct import_line *line = reading->line;
	if (str_empty(reading->id) || reading->id.len > ID_MAX)
		return wrong(reading, S("\"id\" is missing, or longer than 200 bytes"));
	if (replies->type != JSON_LIST && replies->type != JSON_NULL)
		return wrong(reading, S("\"replies\" is no list"));
	if (replies->count >= IMPORT_POSTS_MAX)
		return wrong(reading, S("has more than 5,000 replies"));
	line->posts = (struct post_list){ arena_take(reading->arena, (replies->count + 1) * sizeof(struct post)),
		replies->count + 1 };
	line->authors = arena_take(reading->arena, line->posts.count * sizeof(str));
	line->names = arena_take(reading->arena, line->posts.count * sizeof(str));
	enum err err = read_question(reading);
	for (size_t i = 0; !err && i < replies->count; i++)
		err = read_reply(reading, &replies->items[i], i + 1);
	if (err)
		return err;
	sort_replies(line);
	sum_up(reading);
	return OK;
}

enum err import_line_read(struct arena *arena, str source, const struct import_frame *frame,
                          struct import_line *line_out, str *wrong_out)
{
	struct import_line line = { .shortened = 0 };
	struct reading reading = { .arena = arena, .frame = frame, .line = &line };
	enum err err = json_read(arena, source, &reading.json, &reading.wrong);
	if (!err && reading.json->type != JSON_OBJECT)
		err = wrong(&reading, S("is no JSON object"));
	if (!err) {
		reading.id = json_str(reading.json, S("id"));
		reading.source = str_first(json_str(reading.json, S("source")), ID_MAX);
		err = read_thread(&reading);
	}
	if (!err)
		*line_out = line;
	else
		*wrong_out = str_empty(reading.wrong) ? S("is larger than a line may be") : reading.wrong;
	return err ? ERR_INVALID : OK;
}
