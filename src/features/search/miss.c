/*
 * miss.c: what was looked for and found nowhere, so that the brand can write it, or say it in its own words.
 *
 * Who asked is not known here.  What looks like a number, an address or a message is not kept at all; what was asked
 * once only is shown to nobody and forgotten after two weeks, the rest 90 days after it was last asked.
 */
#include "features/search/synonym.h"

#include "base/utf8.h"
#include "core/backlog.h"
#include "features/search/analysis.h"

#define KEPT DAYS(90)
#define KEPT_SINGLE DAYS(14)

enum { WORDS_MAX = 5, TEXT_MAX = 60, DIGITS_MAX = 4, SHOWN_FROM = 3, UNITS_MAX = 1000, ARENA_BYTES = 4096 };

/* ── noting ── */

static bool has_long_number(str text)
{
	size_t digits = 0;
	for (size_t i = 0; i < text.len; i++) {
		bool is_digit = text.at[i] >= '0' && text.at[i] <= '9';
		/* "0171 23 45 67" is one number, too. */
		bool is_between = digits && (text.at[i] == ' ' || text.at[i] == '-' || text.at[i] == '/');
		digits = is_digit ? digits + 1 : is_between ? digits : 0;
		if (digits > DIGITS_MAX)
			return true;
	}
	return false;
}

/* The words as they were typed, one blank between them; "" when it is better forgotten. */
static str words_of(struct arena *arena, str text)
{
	struct text out;
	str word;
	size_t count = 0;
	bool is_private = str_contains(text, S("@")) || str_contains(text, S("://")) || str_contains(text, S("www.")) ||
	                  has_long_number(text) || utf8_length(text) > TEXT_MAX;
	text_open(&out, arena, TEXT_MAX * 4);
	while (!is_private && analysis_next(&text, &word)) {
		if (count++)
			text_char(&out, ' ');
		text_put(&out, word);
	}
	return count && count <= WORDS_MAX ? text_str(&out) : S("");
}

struct noting { struct scope scope; struct arena *arena; str words; };

static enum err note(struct scope *scope, void *data)
{
	const struct noting *noting = data;
	return miss_count(scope, (int64_t)(str_hash(utf8_fold(scope->arena, noting->words)) & INT64_MAX),
	                  noting->words);
}

static void note_done(void *data, enum err err)
{
	struct noting *noting = data;
	(void)err; /* a miss that was not counted is missed again */
	arena_close(noting->arena);
}

void miss_note(struct scope *scope, str text)
{
	str words = words_of(scope->arena, text);
	if (str_empty(words))
		return;
	struct arena *arena = arena_open(ARENA_BYTES);
	struct noting *noting = arena_take(arena, sizeof(*noting));
	noting->arena = arena;
	noting->words = str_keep(arena, words);
	scope_open(&noting->scope, scope->house, arena, scope->now);
	noting->scope.brand_id = scope->brand_id;
	if (scope_submit(&noting->scope, note, note_done, noting))
		arena_close(arena);
}

/* ── the brand's list ── */

enum err miss_list(struct scope *scope, struct miss_list *list_out)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "synonym.not_yours");
	return miss_load(scope, SHOWN_FROM, list_out);
}

enum err miss_dismiss(struct scope *scope, int64_t hash)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "synonym.not_yours");
	enum err err = miss_drop(scope, hash);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "miss.not_found") : err;
}

/* ── forgetting ── */

static enum err forget(struct scope *scope, int64_t *gone_out)
{
	return miss_forget(scope, scope->now - KEPT, gone_out);
}

static enum err forget_single(struct scope *scope, int64_t *gone_out)
{
	return miss_forget_single(scope, scope->now - KEPT_SINGLE, gone_out);
}

static backlog_piece *const pieces[] = { forget, forget_single, NULL };

static enum err run_forget(struct scope *scope, const struct job *job)
{
	(void)job;
	return backlog_clear(scope, pieces, UNITS_MAX);
}

const struct job_kind miss_job = { "search.misses", run_forget, .by_hand = true, .every_seconds = 6 * 3600 };
