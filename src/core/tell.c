/*
 * tell.c: messages of words, "7 c4:1234 p99:count:MTI": the brand, then what changed and who has news.
 *
 * A message has a most; a unit that changed more is told in several, of one transaction.  What cannot
 * be read, as it is a newer release's or nothing at all, means everything.
 */
#include "core/tell.h"

#include "base/crypt.h"
#include "core/house.h"
#include "store/bus.h"

enum { EVENT_MAX = 200, MESSAGES_MAX = 16, WORD_MAX = 400 };

void tell(struct scope *scope, const struct told *told)
{
	if (!scope->house->bus)
		return;
	struct told *kept = list_add(&scope->tells);
	*kept = *told;
	kept->brand_id = scope->brand_id;
	if (told->kind == TOLD_EVENT && told->event.len + told->data.len > EVENT_MAX)
		kept->kind = TOLD_END;
}

static str word_of(struct arena *arena, const struct told *told)
{
	switch (told->kind) {
	case TOLD_CHANGED:
		return str_format(arena, " c%d:%lld", told->subject.kind, (long long)told->subject.id);
	case TOLD_EVENT:
		return str_format(arena, " p%lld:%.*s:%.*s", (long long)told->topic, STR_ARG(base64url(arena, told->event)),
				  STR_ARG(base64url(arena, told->data)));
	case TOLD_END:
		return str_format(arena, " e%lld", (long long)told->topic);
	case TOLD_PAGES:
		return S(" a");
	case TOLD_ALL:
		break;
	}
	return S(" x");
}

struct messages { struct arena *arena; int64_t brand_id; str at[MESSAGES_MAX]; size_t count; struct text text; };

static void message_end(struct messages *messages)
{
	if (messages->text.len)
		messages->at[messages->count++] = text_str(&messages->text);
	messages->text.len = 0;
}

/* False: there is no room for more. */
static bool message_put(struct messages *messages, const struct told *told)
{
	str word = word_of(messages->arena, told);
	assert(word.len <= WORD_MAX);
	if (messages->text.len + word.len > BUS_MESSAGE_MAX)
		message_end(messages);
	if (messages->count == MESSAGES_MAX)
		return false;
	if (!messages->text.len) {
		text_open(&messages->text, messages->arena, 200);
		text_format(&messages->text, "%lld", (long long)messages->brand_id);
	}
	text_put(&messages->text, word);
	return true;
}

static bool put_all(struct messages *messages, struct scope *scope)
{
	for (size_t i = 0; i < scope->changes.count; i++) {
		const struct told changed = { .kind = TOLD_CHANGED, .subject = *(const struct subject *)list_at(&scope->changes, i) };
		bool is_a_bell = changed.subject.kind == bell_subject.number; /* no other node keeps it */
		if (!is_a_bell && !message_put(messages, &changed))
			return false;
	}
	for (size_t i = 0; i < scope->tells.count; i++) {
		if (!message_put(messages, list_at(&scope->tells, i)))
			return false;
	}
	return true;
}

enum err tell_nodes(struct scope *scope)
{
	struct bus *bus = scope->house->bus;
	if (!bus || (!scope->changes.count && !scope->tells.count))
		return OK;
	struct messages messages = { .arena = scope->arena, .brand_id = scope->brand_id };
	if (!put_all(&messages, scope)) {
		/* Too much to name: everything. */
		messages.count = messages.text.len = 0;
		message_put(&messages, &(struct told){ .kind = scope->tells.count ? TOLD_ALL : TOLD_PAGES });
	}
	message_end(&messages);
	return messages.count ? bus_tell(bus, messages.at, messages.count) : OK;
}

/* ── hearing ── */

static bool read_number(str *rest, char end, int64_t *out)
{
	return str_number(str_cut(rest, end), out);
}

static bool read_word(struct arena *arena, str word, struct told *told)
{
	int64_t kind = 0;
	if (str_empty(word))
		return false;
	char first = word.at[0];
	word = str_skip(word, 1);
	switch (first) {
	case 'c':
		told->kind = TOLD_CHANGED;
		if (!read_number(&word, ':', &kind) || !str_number(word, &told->subject.id))
			return false;
		told->subject.kind = (int)kind; /* as it was written */
		return true;
	case 'p':
		told->kind = TOLD_EVENT;
		return read_number(&word, ':', &told->topic) && base64url_read(arena, str_cut(&word, ':'), &told->event) &&
		       base64url_read(arena, word, &told->data);
	case 'e':
		told->kind = TOLD_END;
		return str_number(word, &told->topic);
	case 'a':
		told->kind = TOLD_PAGES;
		return true;
	}
	return false;
}

/* What cannot be read may mean anything: a newer release said it, or a node that could not tell for a while. */
static void hear(void *data, str message)
{
	const struct tell_ears *ears = data;
	struct arena *arena = arena_open(4096);
	int64_t brand_id = 0;
	bool good = str_number(str_cut(&message, ' '), &brand_id);
	while (good && message.len) {
		struct told told = { .brand_id = brand_id };
		good = read_word(arena, str_cut(&message, ' '), &told);
		if (good)
			ears->hear(ears->data, &told);
	}
	if (!good)
		ears->hear(ears->data, &(struct told){ .kind = TOLD_ALL });
	arena_close(arena);
}

static void missed(void *data)
{
	const struct tell_ears *ears = data;
	ears->missed(ears->data);
}

void tell_listen(struct house *house, const struct tell_ears *ears)
{
	if (house->bus) /* the bus hands them back as they are */
		bus_listen(house->bus, &(struct bus_ears){ hear, missed, (void *)ears });
}

void tell_deafen(struct house *house)
{
	if (house->bus)
		bus_deafen(house->bus);
}

bool tell_catch_up(struct house *house, struct arena *arena, void (*then)(void *data, bool caught_up), void *data)
{
	struct bus_wait *wait = arena_take(arena, sizeof(*wait));
	*wait = (struct bus_wait){ .then = then, .data = data };
	return house->bus && bus_catch_up(house->bus, wait);
}
