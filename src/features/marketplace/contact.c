/*
 * contact.c: reads a text as words and finds runs of them that reach somebody.
 *
 * A word is what stands between blanks.  Each finder looks at the words from one place on and says how many
 * belong to what it found; the first that finds something wins.  To add a kind: a finder.
 */
#include "features/marketplace/contact.h"

enum { WORDS_MAX = 2048, PHONE_DIGITS = 7, IBAN_MIN = 15, IBAN_MAX = 34 };

struct words { str *at; size_t count; struct arena *arena; };

/* How many words from `i` on are contact data; 0 = none. */
typedef size_t finder(const struct words *words, size_t i);

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Without the marks that stand around a word in a sentence, in small letters. */
static str bare(const struct words *words, size_t i)
{
	str word = i < words->count ? words->at[i] : S("");
	while (word.len && memchr(".,;:!?\"'()[]<>", word.at[0], 14))
		word = str_skip(word, 1);
	while (word.len && memchr(".,;:!?\"'()[]<>", word.at[word.len - 1], 14))
		word = str_first(word, word.len - 1);
	char *at = arena_take(words->arena, word.len + 1);
	for (size_t k = 0; k < word.len; k++)
		at[k] = lower(word.at[k]);
	return (str){ at, word.len };
}

static bool is_one_of(str word, const char *const *list)
{
	for (; *list; list++) {
		if (str_equal(word, str_from(*list)))
			return true;
	}
	return false;
}

/* ── addresses in the web and by mail ── */

static bool is_host_char(char c)
{
	return is_letter(c) || is_digit(c) || c == '-';
}

static bool has_top_level(str word)
{
	static const char *const ends[] = { "de", "com", "net", "org", "ch", "at", "eu", "info", "io", "me", "li", "fr", "it",
		"app", "online", "shop", "biz", "tv", "uk", "co", "ly", "gg", "link", NULL };
	for (size_t i = 1; i + 2 < word.len + 1; i++) {
		if (word.at[i] != '.' || !is_host_char(word.at[i - 1]))
			continue;
		size_t end = i + 1;
		while (end < word.len && is_letter(word.at[end]))
			end++;
		bool ends_there = end == word.len || memchr("/?:#", word.at[end], 4) != NULL;
		str top = { word.at + i + 1, end - i - 1 };
		if (ends_there && is_one_of(top, ends) && is_letter(word.at[i - 1]))
			return true;
	}
	return false;
}

static size_t find_web(const struct words *words, size_t i)
{
	str word = bare(words, i);
	size_t at;
	if (str_starts(word, S("www.")) || str_find(word, S("://"), &at))
		return 1;
	return has_top_level(word) ? 1 : 0;
}

/* anna@example.org; anna (at) example (dot) org; anna ät example punkt org */
static size_t find_mail(const struct words *words, size_t i)
{
	static const char *const ats[] = { "at", "ät", "aet", "@", "klammeraffe", NULL };
	static const char *const dots[] = { "dot", "punkt", "point", NULL };
	str word = bare(words, i);
	size_t at;
	if (str_find(word, S("@"), &at) && at > 0 && at + 1 < word.len)
		return 1;
	if (str_find(word, S("(at)"), &at) || str_find(word, S("[at]"), &at))
		return 1;
	if (!word.len || !is_one_of(bare(words, i + 1), ats))
		return 0;
	if (has_top_level(bare(words, i + 2)))
		return 3;
	return is_one_of(bare(words, i + 3), dots) && bare(words, i + 4).len <= 6 ? 5 : 0;
}

/* ── names in messengers ── */

static size_t find_handle(const struct words *words, size_t i)
{
	static const char *const places[] = { "whatsapp", "telegram", "signal", "threema", "instagram", "insta", "facebook",
		"snapchat", "discord", "skype", "wechat", "viber", "tiktok", "teams", NULL };
	static const char *const fillers[] = { "ist", "is", "unter", "heisse", "heiße", "bin", "ich", "als", "name", "id", "mein",
		"meine", "my", "as", "am", "i", "nummer", "number", "handle", "nick", "bei", "on", "auf", "", NULL };
	str word = bare(words, i);
	if (word.len > 3 && word.at[0] == '@')
		return 1;
	if (!is_one_of(word, places))
		return 0;
	/* "Telegram: box_anna": a name has a digit, a line or a dot in it, or follows a colon. */
	bool has_colon = words->at[i].at[words->at[i].len - 1] == ':';
	size_t k = i + 1;
	while (k < words->count && k < i + 4 && is_one_of(bare(words, k), fillers)) {
		has_colon = has_colon || words->at[k].at[words->at[k].len - 1] == ':';
		k++;
	}
	str name = bare(words, k);
	bool is_name = has_colon && name.len > 2;
	for (size_t c = 0; c < name.len; c++)
		is_name = is_name || is_digit(name.at[c]) || name.at[c] == '_' || (name.at[c] == '.' && c);
	return is_name && name.len > 2 ? k - i + 1 : 0;
}

/* ── IBAN, also in groups ── */

static bool is_iban_word(str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (!is_letter(word.at[i]) && !is_digit(word.at[i]))
			return false;
	}
	return word.len > 0;
}

static size_t find_iban(const struct words *words, size_t i)
{
	size_t length = 0, digits = 0, k = i;
	str first = bare(words, i);
	bool begins = first.len >= 4 && is_letter(first.at[0]) && is_letter(first.at[1]) && is_digit(first.at[2]) &&
	              is_digit(first.at[3]);
	for (; begins && k < words->count && length < IBAN_MAX; k++) {
		str word = bare(words, k);
		size_t own = 0;
		for (size_t c = 0; c < word.len; c++)
			own += is_digit(word.at[c]);
		if (!is_iban_word(word) || (k > i && (word.len > 18 || !own)))
			break;
		length += word.len;
		digits += own;
	}
	return begins && length >= IBAN_MIN && digits >= 12 ? k - i : 0;
}

/* ── phones ── */

static int digit_word(str word)
{
	static const char *const names[][2] = { { "null", "zero" }, { "eins", "one" }, { "zwei", "two" }, { "drei", "three" },
		{ "vier", "four" }, { "fünf", "five" }, { "sechs", "six" }, { "sieben", "seven" }, { "acht", "eight" },
		{ "neun", "nine" } };
	for (int i = 0; i < 10; i++) {
		if (str_equal(word, str_from(names[i][0])) || str_equal(word, str_from(names[i][1])))
			return i;
	}
	return str_equal(word, S("zwo")) ? 2 : str_equal(word, S("fuenf")) ? 5 : -1;
}

static size_t count_of(str word, char c)
{
	size_t count = 0;
	for (size_t i = 0; i < word.len; i++)
		count += word.at[i] == c;
	return count;
}

/* 28.11.2026, 28.11., 2026-11-28, 17:30, 192.168.178.1, 12,50: numbers that reach nobody. */
static bool is_plain_number(str word)
{
	size_t digits = 0, dots = count_of(word, '.'), lines = count_of(word, '-');
	for (size_t i = 0; i < word.len; i++)
		digits += is_digit(word.at[i]);
	if (count_of(word, ':') || count_of(word, ','))
		return true;
	if (dots == 3 && digits <= 12 && digits + dots == word.len)
		return true; /* an address in a home network */
	bool is_date = dots == 2 && digits <= 8 && digits + dots == word.len && word.at[1] != '0' + 10 &&
	               (word.at[1] == '.' || (word.len > 2 && word.at[2] == '.'));
	bool is_iso = lines == 2 && word.len == 10 && word.at[4] == '-' && word.at[7] == '-';
	return is_date || is_iso || (dots == 1 && digits <= 4);
}

/* Digits that this word adds to a phone number; -1 = it ends one. */
static int phone_part(str word)
{
	int digits = 0;
	if (digit_word(word) >= 0)
		return 1;
	if (!word.len || is_plain_number(word))
		return -1;
	for (size_t i = 0; i < word.len; i++) {
		if (is_digit(word.at[i]))
			digits++;
		else if (!memchr("+-/().\\_", word.at[i], 8))
			return -1;
	}
	return digits;
}

static size_t find_phone(const struct words *words, size_t i)
{
	int digits = 0;
	size_t k = i, last = i;
	for (; k < words->count; k++) {
		int more = phone_part(bare(words, k));
		if (more < 0)
			break;
		digits += more;
		if (more > 0)
			last = k;
	}
	return digits >= PHONE_DIGITS && phone_part(bare(words, i)) > 0 ? last - i + 1 : 0;
}

static finder *const finders[] = { find_mail, find_web, find_iban, find_handle, find_phone };

/* ── words, and the text again ── */

/* Digits of other scripts and of full width are digits all the same. */
static str plain_digits(struct arena *arena, str text)
{
	struct text out;
	text_open(&out, arena, text.len + 1);
	for (size_t i = 0; i < text.len; i++) {
		const unsigned char *at = (const unsigned char *)text.at + i;
		size_t left = text.len - i;
		if (left >= 3 && at[0] == 0xef && at[1] == 0xbc && at[2] >= 0x90 && at[2] <= 0x99) {
			text_char(&out, (char)('0' + at[2] - 0x90));
			i += 2;
		} else if (left >= 2 && at[0] == 0xd9 && at[1] >= 0xa0 && at[1] <= 0xa9) {
			text_char(&out, (char)('0' + at[1] - 0xa0));
			i += 1;
		} else if (left >= 2 && at[0] == 0xc2 && at[1] == 0xa0) { /* a blank that does not break */
			text_char(&out, ' ');
			i += 1;
		} else if (left >= 3 && at[0] == 0xe2 && at[1] == 0x80 && at[2] >= 0x8b && at[2] <= 0x8d) {
			i += 2; /* no width at all */
		} else {
			text_char(&out, text.at[i]);
		}
	}
	return text_str(&out);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static struct words split(struct arena *arena, str text)
{
	struct words words = { arena_take(arena, WORDS_MAX * sizeof(str)), 0, arena };
	for (size_t i = 0; i < text.len && words.count < WORDS_MAX;) {
		while (i < text.len && is_blank(text.at[i]))
			i++;
		size_t begin = i;
		while (i < text.len && !is_blank(text.at[i]))
			i++;
		if (i > begin)
			words.at[words.count++] = (str){ text.at + begin, i - begin };
	}
	return words;
}

static size_t find_at(const struct words *words, size_t i)
{
	for (size_t f = 0; f < COUNT(finders); f++) {
		size_t found = finders[f](words, i);
		if (found)
			return found;
	}
	return 0;
}

str contact_hide(struct arena *arena, str text, bool *found_out)
{
	str plain = plain_digits(arena, text);
	struct words words = split(arena, plain);
	struct text out;
	const char *from = plain.at;
	bool any = false;
	text_open(&out, arena, plain.len + 16);
	for (size_t i = 0; i < words.count;) {
		size_t found = find_at(&words, i);
		if (!found) {
			i++;
			continue;
		}
		any = true;
		text_put(&out, (str){ from, (size_t)(words.at[i].at - from) });
		text_put(&out, S(CONTACT_HIDDEN));
		i += found;
		from = words.at[i - 1].at + words.at[i - 1].len;
	}
	if (found_out)
		*found_out = any;
	if (!any)
		return text;
	text_put(&out, (str){ from, (size_t)(plain.at + plain.len - from) });
	return text_str(&out);
}

bool contact_was_hidden(str text)
{
	size_t at;
	return str_find(text, S(CONTACT_HIDDEN), &at);
}

bool contact_is_in(struct arena *arena, str text)
{
	bool found = false;
	contact_hide(arena, text, &found);
	return found;
}
