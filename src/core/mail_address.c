/*
 * mail_address.c: tokens in the local part of an address.
 *
 * 35 bytes as base32: kind, day, brand, member, thing, and the first eight bytes of a keyed hash.  Sixty-four
 * bits are enough where every guess is a mail: nobody can try them anywhere but here.
 */
#include "core/mail_address.h"

#include "core/mail.h"

enum { DAY_AT = 1, BRAND_AT = 3, MEMBER_AT = 11, ID_AT = 19, MARK_AT = 27, TOKEN_BYTES = 35, TOKEN_LETTERS = 56, BOX_MAX = 7 };
static_assert(TOKEN_BYTES * 8 == TOKEN_LETTERS * 5);

static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";

bool mail_reply_is_good(str address)
{
	str host = address;
	str box = str_cut(&host, '@');
	return mail_address_is_good(address) && box.len <= BOX_MAX && !str_contains(box, S("+"));
}

static void put_number(unsigned char *at, size_t size, uint64_t number)
{
	for (size_t i = 0; i < size; i++)
		at[i] = (unsigned char)(number >> (8 * (size - 1 - i))); /* one byte of it */
}

static uint64_t number_at(const unsigned char *at, size_t size)
{
	uint64_t number = 0;
	for (size_t i = 0; i < size; i++)
		number = number << 8 | at[i];
	return number;
}

static str mark_of(const struct house *house, struct arena *arena, const unsigned char *bytes)
{
	const str plain = { (const char *)bytes, MARK_AT }; /* the same bytes, as text */
	return str_first(crypt_hash(arena, &house->sign_key, S("mail address"), plain), TOKEN_BYTES - MARK_AT);
}

str mail_token_address(const struct house *house, struct arena *arena, const struct mail_token *token)
{
	unsigned char bytes[TOKEN_BYTES];
	char encoded[TOKEN_LETTERS];
	str host = house->settings.mail_reply;
	if (str_empty(host))
		return S("");
	must(token->kind >= 0 && token->kind <= UINT8_MAX && token->until_day >= 0 && token->until_day <= UINT16_MAX);
	bytes[0] = (unsigned char)token->kind; /* checked a line above */
	put_number(bytes + DAY_AT, 2, (uint64_t)token->until_day);
	put_number(bytes + BRAND_AT, 8, (uint64_t)token->brand_id);
	put_number(bytes + MEMBER_AT, 8, (uint64_t)token->member_id);
	put_number(bytes + ID_AT, 8, (uint64_t)token->id);
	memcpy(bytes + MARK_AT, mark_of(house, arena, bytes).at, TOKEN_BYTES - MARK_AT);
	for (size_t i = 0, bit = 0; i < TOKEN_LETTERS; i++, bit += 5) {
		unsigned two = (unsigned)bytes[bit / 8] << 8 | (bit / 8 + 1 < TOKEN_BYTES ? bytes[bit / 8 + 1] : 0);
		encoded[i] = letters[two >> (11 - bit % 8) & 31];
	}
	str box = str_cut(&host, '@');
	return str_format(arena, "%.*s+%.*s@%.*s", STR_ARG(box), (int)TOKEN_LETTERS, encoded, STR_ARG(host));
}

static bool decode(str token, unsigned char bytes_out[TOKEN_BYTES])
{
	memset(bytes_out, 0, TOKEN_BYTES);
	for (size_t i = 0, bit = 0; i < token.len; i++, bit += 5) {
		const char *letter = memchr(letters, token.at[i], sizeof(letters) - 1);
		if (!letter)
			return false;
		unsigned two = (unsigned)(letter - letters) << (11 - bit % 8); /* below 32, moved into sixteen bits */
		bytes_out[bit / 8] = (unsigned char)(bytes_out[bit / 8] | two >> 8);
		if (bit / 8 + 1 < TOKEN_BYTES)
			bytes_out[bit / 8 + 1] = (unsigned char)(bytes_out[bit / 8 + 1] | (two & 255));
	}
	return true;
}

enum err mail_token_read(const struct house *house, struct arena *arena, str address, moment now,
                         struct mail_token *token_out)
{
	unsigned char bytes[TOKEN_BYTES];
	str host = str_lower_ascii(arena, address), own_host = house->settings.mail_reply;
	str token = str_cut(&host, '@'), own_box = str_cut(&own_host, '@');
	if (str_empty(own_box) || !str_equal_fold(host, own_host))
		return ERR_NOT_FOUND;
	str box = str_cut(&token, '+');
	if (!str_equal_fold(box, own_box) || token.len != TOKEN_LETTERS || !decode(token, bytes))
		return ERR_NOT_FOUND;
	const str mark = { (const char *)bytes + MARK_AT, TOKEN_BYTES - MARK_AT };
	if (!crypt_equal(mark, mark_of(house, arena, bytes)))
		return ERR_NOT_FOUND;
	*token_out = (struct mail_token){
		.kind = bytes[0], .until_day = (int32_t)number_at(bytes + DAY_AT, 2), /* two bytes */
		.brand_id = (int64_t)number_at(bytes + BRAND_AT, 8), .member_id = (int64_t)number_at(bytes + MEMBER_AT, 8),
		.id = (int64_t)number_at(bytes + ID_AT, 8),
	};
	return day_at(zone_utc(), now) <= token_out->until_day ? OK : ERR_CONFLICT;
}

int64_t mail_address_hash(const struct house *house, struct arena *arena, str address)
{
	str hash = crypt_hash(arena, &house->sign_key, S("mail stop"), str_lower_ascii(arena, address));
	return (int64_t)(number_at((const unsigned char *)hash.at, 8) >> 1); /* never negative */
}
