/*
 * password.c: long is good, known is bad.
 *
 * No rules about digits and signs: they make people write "Sommer2026!".  Instead the
 * passwords that everyone tries first are refused, however their letters are
 * replaced and whatever number stands behind them.  To refuse another: a row of `known`.
 */
#include "features/identity/password.h"

#include "base/utf8.h"

/* Long ones, and words that become long by repetition or a number behind them. */
static const char *const known[] = {
	"password", "passwort", "passwd", "kennwort", "geheim", "letmein", "welcome", "willkommen", "hallo", "hello",
	"qwertz", "qwerty", "qwertzuiop", "qwertyuiop", "asdfgh", "asdfghjkl", "yxcvbnm", "zxcvbnm", "admin",
	"administrator", "iloveyou", "ichliebedich", "monkey", "dragon", "football", "fussball", "baseball", "sunshine",
	"princess", "prinzessin", "master", "shadow", "superman", "batman", "michael", "daniel", "charlie", "schatz",
	"hallihallo", "sonnenschein", "sommer", "winter", "fruehling", "herbst", "summer", "autumn", "spring", "login",
	"starwars", "pokemon", "computer", "internet", "router", "telefon", "schalke", "bayern", "borussia", "dortmund",
	"berlin", "hamburg", "muenchen", "schweiz", "zuerich", "wien", "deutschland", "oesterreich", "test", "testtest",
	"changeme", "secret", "trustno", "whatever", "freedom", "mustang", "jennifer", "jordan", "hunter", "soccer",
	"killer", "pepper", "ginger", "cookie", "banana", "schokolade", "lovely", "hottie", "flower", "blume",
};

/* What stands beside each other on a keyboard, in the alphabet, among the digits. */
static const char *const rows[] = {
	"01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba",
	"qwertzuiopasdfghjklyxcvbnm", "qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6z7u8i9o0p", "1q2w3e4r5t6y7u8i9o0p",
	"1qaz2wsx3edc4rfv5tgb6zhn", "1qay2wsx3edc4rfv5tgb",
};

enum { DIFFERENT_MIN = 4, PART_MIN = 4 };

/* Letters that stand for others: p4$$w0rd is password. */
static str plain_letters(struct arena *arena, str password)
{
	static const struct { char sign, letter; } signs[] = { { '4', 'a' }, { '@', 'a' }, { '3', 'e' }, { '1', 'i' },
		{ '!', 'i' }, { '0', 'o' }, { '$', 's' }, { '5', 's' }, { '7', 't' } };
	char *at = arena_bytes(arena, password.len);
	for (size_t i = 0; i < password.len; i++) {
		at[i] = password.at[i];
		for (size_t j = 0; j < COUNT(signs); j++) {
			if (password.at[i] == signs[j].sign)
				at[i] = signs[j].letter;
		}
	}
	return (str){ at, password.len };
}

/* Without the digits and signs at both ends: "2026Sommer!!" is "sommer". */
static str core_of(str folded)
{
	while (folded.len && (folded.at[0] < 'a' || folded.at[0] > 'z') && (unsigned char)folded.at[0] < 128)
		folded = str_skip(folded, 1);
	while (folded.len) {
		char last = folded.at[folded.len - 1];
		if ((last >= 'a' && last <= 'z') || (unsigned char)last >= 128)
			break;
		folded.len--;
	}
	return folded;
}

static bool is_repeated(str s, str part)
{
	if (str_empty(part) || s.len % part.len)
		return false;
	while (s.len) {
		if (!str_starts(s, part))
			return false;
		s = str_skip(s, part.len);
	}
	return true;
}

static bool is_known(str word)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		if (is_repeated(word, str_from(known[i])))
			return true;
	}
	return false;
}

static bool is_row(str folded)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (str_contains(str_from(rows[i]), folded))
			return true;
	}
	return false;
}

static size_t different_bytes(str s)
{
	bool seen[256] = { false };
	size_t count = 0;
	for (size_t i = 0; i < s.len; i++) {
		count += !seen[(unsigned char)s.at[i]];
		seen[(unsigned char)s.at[i]] = true;
	}
	return count;
}

/* What is left of the password without the part is too little to guess. */
static bool is_mostly(str folded, str part)
{
	return part.len >= PART_MIN && str_contains(folded, part) && folded.len < part.len + PASSWORD_MIN - PART_MIN;
}

static bool is_personal(struct scope *scope, str folded, const struct password_owner *owner)
{
	str mail = utf8_fold(scope->arena, owner->mail), rest = mail, name = utf8_fold(scope->arena, owner->name);
	if (is_mostly(folded, mail) || is_mostly(folded, str_cut(&rest, '@')))
		return true;
	while (name.len) {
		if (is_mostly(folded, str_cut(&name, ' ')))
			return true;
	}
	return is_mostly(folded, utf8_fold(scope->arena, scope->brand_name));
}

enum err password_check(struct scope *scope, str password, const struct password_owner *owner)
{
	size_t length = utf8_length(password);
	if (length < PASSWORD_MIN)
		return refuse_field(scope, "password", "identity.password_short");
	if (length > PASSWORD_MAX_LENGTH)
		return refuse_field(scope, "password", "identity.password_long");
	str folded = utf8_fold(scope->arena, password);
	str core = core_of(folded), letters = core_of(plain_letters(scope->arena, folded));
	if (different_bytes(folded) < DIFFERENT_MIN || str_empty(core) || is_row(folded) || is_known(core) ||
	    is_known(letters) || is_known(core_of(plain_letters(scope->arena, core))))
		return refuse_field(scope, "password", "identity.password_common");
	if (is_personal(scope, folded, owner))
		return refuse_field(scope, "password", "identity.password_personal");
	return OK;
}
