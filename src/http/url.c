/*
 * url.c: decodes what browsers and attackers send, exactly once.
 *
 * A path is taken only when every reader would see the same file in it: no dot
 * segments, no empty ones, no backslash, no control character, and nothing that
 * a second decoding would turn into one of these.
 */
#include "http/url.h"

#include "base/list.h"
#include "base/text.h"
#include "base/utf8.h"

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte that "%41" at `at` stands for; -1 when it is none. */
static int escaped(str s, size_t at)
{
	if (at + 2 >= s.len || s.at[at] != '%')
		return -1;
	int high = nibble(s.at[at + 1]), low = nibble(s.at[at + 2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

enum err url_decode(struct arena *arena, str encoded, bool plus_is_blank, str *plain_out)
{
	char *plain = arena_bytes(arena, encoded.len);
	size_t len = 0;
	for (size_t i = 0; i < encoded.len; i++) {
		int byte = (unsigned char)encoded.at[i];
		if (byte == '%') {
			byte = escaped(encoded, i);
			i += 2;
		} else if (byte == '+' && plus_is_blank) {
			byte = ' ';
		}
		if (byte <= 0)
			return ERR_INVALID;
		plain[len++] = (char)byte; /* 1 … 255 */
	}
	if (!utf8_is_valid((str){ plain, len }))
		return ERR_INVALID;
	*plain_out = (str){ plain, len };
	return OK;
}

static bool stays(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
	       c == '.' || c == '_' || c == '~';
}

str url_encode(struct arena *arena, str plain)
{
	static const char digits[] = "0123456789ABCDEF";
	char *encoded = arena_bytes(arena, plain.len * 3);
	size_t len = 0;
	for (size_t i = 0; i < plain.len; i++) {
		unsigned char c = (unsigned char)plain.at[i];
		if (stays(plain.at[i])) {
			encoded[len++] = plain.at[i];
			continue;
		}
		encoded[len++] = '%';
		encoded[len++] = digits[c >> 4];
		encoded[len++] = digits[c & 15];
	}
	return (str){ encoded, len };
}

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

/* "..", "...", "..;x": a reader of paths somewhere takes each of them for "up". */
static bool climbs(str segment)
{
	return str_equal(segment, S(".")) || str_starts(segment, S("..")) || str_starts(segment, S(".;"));
}

static bool is_plain_path(str path)
{
	if (!str_starts(path, S("/")))
		return false;
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.at[i];
		if (is_control(c) || c == '\\' || escaped(path, i) >= 0)
			return false;
	}
	str rest = str_skip(path, 1);
	while (!str_empty(rest)) {
		str segment = str_cut(&rest, '/');
		if (str_empty(segment) || climbs(segment))
			return false;
	}
	return true;
}

enum err url_path(struct arena *arena, str target, str *path_out)
{
	str rest = target;
	str path;
	enum err err = url_decode(arena, str_cut(&rest, '?'), false, &path);
	if (err)
		return err;
	if (!is_plain_path(path))
		return ERR_INVALID;
	*path_out = path;
	return OK;
}

enum err url_pairs(struct arena *arena, str encoded, struct pairs *pairs_out)
{
	struct pair *pairs = NULL;
	size_t count = 0;
	if (!str_empty(encoded))
		pairs = arena_take(arena, QUERY_PAIRS_MAX * sizeof(*pairs));
	while (!str_empty(encoded)) {
		str value = str_cut(&encoded, '&');
		if (str_empty(value))
			continue;
		str name = str_cut(&value, '=');
		if (count == QUERY_PAIRS_MAX)
			return ERR_INVALID;
		enum err err = url_decode(arena, name, true, &pairs[count].name);
		if (!err)
			err = url_decode(arena, value, true, &pairs[count].value);
		if (err)
			return err;
		count++;
	}
	*pairs_out = (struct pairs){ pairs, count };
	return OK;
}

/* What a redirect goes to is seen by proxies and browsers, each with its own idea of decoding: only
   printable ASCII that has one meaning under all of them. */
bool url_is_local(str target)
{
	bool in_query = false;
	char before = 0;
	if (!str_starts(target, S("/")))
		return false;
	for (size_t i = 0; i < target.len; i++) {
		int c = (unsigned char)target.at[i];
		if (c <= ' ' || c >= 0x7f || c == '\\' || c == '<' || c == '>' || c == '"')
			return false;
		if (c == '/' && before == '/')
			return false;
		before = (char)c; /* ASCII by now */
		in_query = in_query || c == '?' || c == '#';
		if (in_query)
			continue;
		c = c == '%' ? escaped(target, i) : c;
		if (c < ' ' || c == '\\' || c == ':' || c == '%' || (target.at[i] == '%' && c == '/'))
			return false;
	}
	size_t dots;
	str rest = target;
	return !str_find(str_cut(&rest, '?'), S("/.."), &dots);
}
