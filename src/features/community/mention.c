/* mention.c: finds whom a text calls, and tells them. */
#include "features/community/mention.h"

#include "base/utf8.h"
#include "features/community/community_news.h"
#include "features/community/mine_store.h"
#include "features/member/member.h"

enum { NAME_WORDS = 3 };

static bool is_name_sign(uint32_t c)
{
	return utf8_is_letter(c) || utf8_is_digit(c) || c == '_' || c == '-' || c == '\'';
}

/* "@" begins a name only behind a blank or a bracket: ben@example.org calls nobody. */
static bool may_begin(char before)
{
	return before == ' ' || before == '\n' || before == '(' || before == '\t' || before == '"';
}

static size_t word_length(str rest)
{
	str from = rest;
	while (rest.len) {
		str ahead = rest;
		if (!is_name_sign(utf8_take(&ahead)))
			break;
		rest = ahead;
	}
	return from.len - rest.len;
}

static bool is_there(const struct mentioned_list *list, int64_t member_id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].member_id == member_id)
			return true;
	}
	return false;
}

/* The longest name of a card that the text goes on with, as a whole word. */
static const struct member_card *longest_of(struct scope *scope, const struct member_card_list *cards, str text)
{
	const struct member_card *best = NULL;
	for (size_t i = 0; i < cards->count; i++) {
		const struct member_card *card = &cards->at[i];
		str piece = utf8_first(text, utf8_length(card->name)), behind = str_skip(text, piece.len);
		if (str_empty(card->name) || !str_equal(utf8_fold(scope->arena, piece), utf8_fold(scope->arena, card->name)))
			continue;
		if (behind.len && is_name_sign(utf8_take(&behind)))
			continue;
		if (!best || card->name.len > best->name.len)
			best = card;
	}
	return best;
}

/* "@Ben" means Ben Fischer where no other Ben has written. */
static const struct member_card *only_first_name(struct scope *scope, const struct member_card_list *cards, str text)
{
	const struct member_card *only = NULL;
	str first = utf8_fold(scope->arena, str_first(text, word_length(text)));
	for (size_t i = 0; i < cards->count; i++) {
		str name = cards->at[i].name;
		if (str_empty(first) || !str_equal(first, utf8_fold(scope->arena, str_first(name, word_length(name)))))
			continue;
		if (only)
			return NULL;
		only = &cards->at[i];
	}
	return only;
}

/* "Ben", "Ben Fischer", "Ben Fischer aus": what the name may be. */
static size_t candidates(str text, str names_out[NAME_WORDS])
{
	size_t count = 0, length = 0;
	while (count < NAME_WORDS) {
		size_t word = word_length(str_skip(text, length));
		if (!word)
			break;
		length += word;
		names_out[count++] = str_first(text, length);
		if (length >= text.len || text.at[length] != ' ')
			break;
		length++;
	}
	return count;
}

static enum err by_name(struct scope *scope, str text, struct mentioned *found_out)
{
	str names[NAME_WORDS];
	size_t count = candidates(text, names);
	*found_out = (struct mentioned){ 0, S("") };
	for (size_t i = count; i-- > 0;) {
		int64_t member_id;
		enum err err = member_find_by_name(scope, names[i], &member_id);
		if (err)
			return err;
		if (!member_id)
			continue;
		*found_out = (struct mentioned){ member_id, names[i] };
		return OK;
	}
	return OK;
}

static enum err load_writers(struct scope *scope, int64_t thread_id, struct member_card_list *cards_out)
{
	struct ids writers;
	*cards_out = (struct member_card_list){ NULL, 0 };
	if (!thread_id)
		return OK;
	enum err err = post_load_writers(scope, thread_id, 0, &writers);
	return err || !writers.count ? err : member_cards(scope, writers, cards_out);
}

enum err mention_find(struct scope *scope, int64_t thread_id, str body, struct mentioned_list *list_out)
{
	struct member_card_list cards;
	struct mentioned_list list = { arena_take(scope->arena, MENTIONS_MAX * sizeof(*list.at)), 0 };
	*list_out = list;
	if (!memchr(body.at, '@', body.len))
		return OK;
	enum err err = load_writers(scope, thread_id, &cards);
	for (size_t i = 0; !err && i < body.len && list.count < MENTIONS_MAX; i++) {
		struct mentioned found;
		str text = str_skip(body, i + 1);
		if (body.at[i] != '@' || (i && !may_begin(body.at[i - 1])))
			continue;
		const struct member_card *card = longest_of(scope, &cards, text);
		if (card)
			found = (struct mentioned){ card->id, utf8_first(text, utf8_length(card->name)) };
		else
			err = by_name(scope, text, &found);
		if (!err && !found.member_id && (card = only_first_name(scope, &cards, text)))
			found = (struct mentioned){ card->id, str_first(text, word_length(text)) };
		if (!err && found.member_id && !is_there(&list, found.member_id))
			list.at[list.count++] = found;
	}
	if (!err)
		*list_out = list;
	return err;
}

enum err mention_tell(struct scope *scope, const struct thread *thread, const struct post *post)
{
	struct mentioned_list list;
	struct ids allowed;
	int64_t ids[MENTIONS_MAX];
	enum err err = mention_find(scope, thread->id, post->body, &list);
	if (err || !list.count)
		return err;
	for (size_t i = 0; i < list.count; i++)
		ids[i] = list.at[i].member_id;
	if ((err = mention_who_may_see(scope, thread->audience_id, (struct ids){ ids, list.count }, &allowed)))
		return err;
	for (size_t i = 0; i < allowed.count && !err; i++) {
		bool is_new = false;
		if (allowed.at[i] == scope->member_id)
			continue;
		err = mention_insert(scope, post->id, allowed.at[i], &is_new);
		const struct news news = { .kind = &member_mentioned, .subject = subject_of(&thread_subject, thread->id),
			.other = subject_of(&post_subject, post->id), .to_member_id = allowed.at[i] };
		if (!err && is_new)
			err = news_tell(scope, &news);
	}
	return err;
}
