/*
 * sign.c: reads a text as somebody would who knows spam, without knowing the writer.
 *
 * Words are compared folded and by their beginnings ("gewinn" finds "Gewinnspiel"), so
 * the list is short; each weighs a little, and only several together are odd.
 */
#include "features/moderation/sign.h"

#include "base/utf8.h"

enum { WORD_BYTES_MAX = 48, HOST_MAX = 253 };

/* ── words ── */

static char letter_for(char digit)
{
	static const char letters[] = "oizeasgtb";
	return digit >= '0' && digit <= '8' ? letters[digit - '0'] : digit;
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80);
}

static bool is_letter_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c & 0x80);
}

/* "v1agra" reads "viagra"; "2026" and "g5" stay as they are. */
static str plain_word(struct arena *arena, str word)
{
	size_t letters = 0;
	for (size_t i = 0; i < word.len; i++)
		letters += is_letter_byte(word.at[i]);
	if (letters == word.len || letters < 3 || word.len - letters > letters)
		return word;
	char *at = arena_bytes(arena, word.len);
	for (size_t i = 0; i < word.len; i++)
		at[i] = letter_for(word.at[i]);
	return (str){ at, word.len };
}

void sign_words(struct arena *arena, str text, sign_word *each, void *data)
{
	str folded = utf8_fold(arena, str_first(text, SIGN_TEXT_MAX));
	size_t i = 0;
	while (i < folded.len) {
		size_t begin = i;
		while (i < folded.len && is_word_byte(folded.at[i]))
			i++;
		if (i > begin && i - begin <= WORD_BYTES_MAX)
			each(data, plain_word(arena, (str){ folded.at + begin, i - begin }));
		if (i == begin)
			i++;
	}
}

/* ── what spam usually has ── */

static const struct { const char *start; int weight; } pushy[] = {
	{ "viagra", 4 },    { "cialis", 4 },    { "casino", 3 },    { "jackpot", 3 },  { "lottery", 3 },   { "lotto", 2 },
	{ "porn", 4 },      { "sexy", 2 },      { "escort", 3 },    { "dating", 2 },   { "hottest", 2 },   { "singles", 2 },
	{ "bitcoin", 2 },   { "crypto", 2 },    { "krypto", 2 },    { "forex", 3 },    { "trading", 2 },   { "investment", 2 },
	{ "gewinn", 2 },    { "verdien", 2 },   { "gratis", 1 },    { "kostenlos", 1 }, { "sofortkredit", 4 }, { "kredit", 1 },
	{ "schufa", 2 },    { "rabatt", 1 },    { "nebenverdienst", 4 }, { "heimarbeit", 3 }, { "erotik", 4 }, { "potenz", 3 },
	{ "abnehm", 2 },    { "replica", 3 },   { "rolex", 2 },     { "pills", 3 },    { "pharmacy", 3 },  { "meds", 2 },
	{ "winner", 3 },    { "prize", 3 },     { "claim", 2 },     { "awarded", 2 },  { "guarantee", 2 }, { "urgent", 2 },
	{ "congrat", 1 },   { "free", 1 },      { "txt", 2 },       { "ringtone", 3 }, { "reward", 1 },    { "voucher", 2 },
	{ "subscrib", 2 },  { "subscriber", 1 }, { "followers", 2 }, { "giveaway", 3 }, { "mortgage", 3 },  { "loan", 2 },
	{ "refinanc", 3 },  { "earn", 2 },      { "income", 2 },    { "profit", 2 },   { "money", 1 },     { "cash", 2 },
	{ "unsubscribe", 1 }, { "click", 1 },   { "klick", 1 },     { "offer", 1 },    { "opportunity", 2 }, { "remov", 1 },
	{ "whatsapp", 2 },  { "telegram", 2 },  { "onlyfans", 4 },  { "seo", 2 },      { "backlink", 3 },  { "mlm", 3 },
};

struct reading { int score, words; };

static void weigh(void *data, str word)
{
	struct reading *reading = data;
	reading->words++;
	for (size_t i = 0; i < COUNT(pushy); i++) {
		if (pushy[i].start[0] == word.at[0] && str_starts(word, str_from(pushy[i].start))) {
			reading->score += pushy[i].weight;
			return;
		}
	}
}

/* Shouting, sums of money, long numbers to call: each once. */
static int score_of_shape(str text)
{
	size_t capitals = 0, smalls = 0, digits = 0, marks = 0;
	bool number = false, sum = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		capitals += c >= 'A' && c <= 'Z';
		smalls += c >= 'a' && c <= 'z';
		marks += c == '!';
		digits = c >= '0' && c <= '9' ? digits + 1 : c == ' ' && digits > 2 ? digits : 0;
		number = number || digits >= 9;
		bool is_pound = c == '\xc2' && i + 1 < text.len && text.at[i + 1] == '\xa3';
		bool has_digit = i + 2 < text.len && ((text.at[i + 1] >= '0' && text.at[i + 1] <= '9') ||
		                                      (is_pound && text.at[i + 2] >= '0' && text.at[i + 2] <= '9'));
		sum = sum || ((c == '$' || is_pound) && has_digit);
	}
	int score = number ? 2 : 0;
	score += sum ? 2 : 0;
	score += marks >= 3 ? 1 : 0;
	return score + (capitals > 20 && capitals * 2 > smalls ? 2 : 0);
}

/* ── links ── */

static const struct { const char *name, *end; } shorteners[] = {
	{ "bit", ".ly" },    { "tinyurl", ".com" }, { "goo", ".gl" },  { "is", ".gd" },    { "ow", ".ly" },       { "cutt", ".ly" },
	{ "rb", ".gy" },     { "t", ".me" },        { "wa", ".me" },   { "adf", ".ly" },   { "shorturl", ".at" }, { "tiny", ".cc" },
	{ "s", ".id" },      { "rebrand", ".ly" },
};
static const char *const odd_ends[] = { ".ru", ".cn", ".tk", ".top", ".xyz", ".click", ".loan", ".work", ".icu", ".buzz",
	".gq", ".ml", ".cf", ".cam", ".bid", ".win" };

static bool is_figures(str host)
{
	for (size_t i = 0; i < host.len; i++) {
		char c = host.at[i];
		if (!(c >= '0' && c <= '9') && c != '.' && c != ':' && c != '[' && c != ']')
			return false;
	}
	return host.len > 0;
}

static bool host_is_odd(str host)
{
	if (is_figures(host) || str_contains(host, S("xn--")) || str_contains(host, S("@")))
		return true;
	for (size_t i = 0; i < COUNT(shorteners); i++) {
		str name = str_from(shorteners[i].name), end = str_from(shorteners[i].end);
		str rest = str_first(host, host.len - end.len);
		bool ends = str_ends(host, end) && str_ends(rest, name);
		if (ends && (rest.len == name.len || rest.at[rest.len - name.len - 1] == '.')) /* on a label's border */
			return true;
	}
	for (size_t i = 0; i < COUNT(odd_ends); i++) {
		if (str_ends(host, str_from(odd_ends[i])))
			return true;
	}
	for (size_t i = 0; i < host.len; i++) {
		if (host.at[i] & 0x80)
			return true;
	}
	return false;
}

static str host_at(str text)
{
	size_t len = 0;
	while (len < text.len && len < HOST_MAX && !strchr("/ \t\n)?#\"'<>]|,", text.at[len]) && text.at[len])
		len++;
	return str_first(text, len);
}

static void read_links(str text, struct signs *signs)
{
	static const char *const starts[] = { "http://", "https://", "www." };
	for (size_t i = 0; i < text.len; i++) {
		bool may_start = text.at[i] == 'h' || text.at[i] == 'w';
		for (size_t s = 0; may_start && s < COUNT(starts); s++) {
			str start = str_from(starts[s]), rest = str_skip(text, i);
			if (!str_starts(rest, start))
				continue;
			str host = host_at(str_skip(rest, start.len));
			signs->links++;
			signs->odd_links += host_is_odd(host);
			i += start.len + host.len;
			break;
		}
	}
}

void signs_of(struct arena *arena, str text, struct signs *signs_out)
{
	struct signs signs = { 0 };
	struct reading reading = { 0 };
	text = str_first(text, SIGN_TEXT_MAX);
	sign_words(arena, text, weigh, &reading);
	read_links(str_lower_ascii(arena, text), &signs);
	/* A long text meets each word by chance. */
	int fair = reading.words > 150 ? reading.score * 150 / reading.words : reading.score;
	signs.score = fair + score_of_shape(text) + signs.odd_links * 2 + (signs.links > 2 ? signs.links - 2 : 0);
	*signs_out = signs;
}
