/*
 * limits_table_test.c: every limit of every field that a form declares, exact: the most is taken, one more is refused;
 * the least is taken, one less is refused.  Sent through the door to the real handlers, by whoever may send it.
 *
 * The numbers stand in the table below a second time, written by hand; a field without a row fails, and a row without a
 * field.  Every route that takes such a form is asked.
 */
#include "test/permission_table.h"

#include "web/door.h"
#include "web/fields.h"

#define ROUTES_MAX 1024

#define BRAND "name=Nordlicht&slogan=x&brand_colour=%230b5a5e&accent_colour=%23b4532a&about=x&imprint=x&privacy=x"
#define BOARD "key=neu{n}&name=Neu&about=x&position=1&audience=public&posting=everyone"
#define PRODUCT "key=neu{n}&name=Neu&kind=router&about=x&position=1&hidden=0"

/* How a field is filled, and what another rule says to a value of that length. */
enum kind { LETTERS, PLAIN_LETTERS, PASSWORD, OTHER_RULE };
struct limit { const char *form, *field; int64_t min, max; enum kind kind; };
static const struct limit limits[] = {
	{ "agent_answer", "body", 1, 20000, LETTERS },
	{ "agent_question", "note", 0, 2000, LETTERS },
	{ "answer", "body", 1, 20000, LETTERS },
	{ "api_decision", "body", 0, 20000, OTHER_RULE },
	{ "api_decision", "clause", 0, 200, OTHER_RULE },
	{ "api_decision", "facts", 0, 2000, OTHER_RULE },
	{ "api_decision", "kind", 1, 30, OTHER_RULE },
	{ "api_decision", "text", 0, 2000, OTHER_RULE },
	{ "api_merge", "why", 1, 500, LETTERS },
	{ "api_split", "posts", 1, 500, OTHER_RULE },
	{ "api_split", "title", 5, 250, LETTERS },
	{ "api_split", "why", 1, 500, LETTERS },
	{ "application", "about", 20, 2000, LETTERS },
	{ "application", "place", 1, 80, OTHER_RULE },
	{ "application", "radius_km", 1, 100, LETTERS },
	{ "article", "body", 1, 40000, PLAIN_LETTERS },
	{ "article", "from", 0, 60, OTHER_RULE },
	{ "article", "note", 0, 200, LETTERS },
	{ "article", "title", 5, 150, LETTERS },
	{ "article_answer", "answer", 1, 1000, LETTERS },
	{ "article_change", "body", 1, 40000, PLAIN_LETTERS },
	{ "article_change", "note", 0, 200, LETTERS },
	{ "article_change", "title", 5, 150, LETTERS },
	{ "article_new", "body", 1, 40000, PLAIN_LETTERS },
	{ "article_new", "title", 5, 150, LETTERS },
	{ "ask", "body", 1, 20000, LETTERS },
	{ "ask", "mail", 0, 254, LETTERS },
	{ "ask", "name", 0, 60, LETTERS },
	{ "ask", "tags", 0, 200, OTHER_RULE },
	{ "ask", "title", 5, 250, LETTERS },
	{ "booking", "address", 0, 300, LETTERS },
	{ "booking", "note", 0, 1000, LETTERS },
	{ "booking", "phone", 0, 30, OTHER_RULE },
	{ "booking", "place", 0, 80, OTHER_RULE },
	{ "cause", "reason", 0, 500, LETTERS },
	{ "code", "code", 6, 6, OTHER_RULE },
	{ "comment", "body", 1, 5000, LETTERS },
	{ "comment", "mail", 0, 254, LETTERS },
	{ "comment", "name", 0, 60, LETTERS },
	{ "comment_new", "body", 1, 5000, LETTERS },
	{ "decision", "body", 0, 20000, LETTERS },
	{ "decision", "clause", 0, 200, LETTERS },
	{ "decision", "facts", 0, 2000, LETTERS },
	{ "decision", "text", 0, 2000, LETTERS },
	{ "device", "nickname", 0, 60, LETTERS },
	{ "device", "serial", 0, 60, LETTERS },
	{ "edit", "body", 1, 20000, LETTERS },
	{ "edit", "title", 0, 250, LETTERS },
	{ "fix", "body", 10, 8000, LETTERS },
	{ "flag", "kind", 1, 30, OTHER_RULE },
	{ "flag", "text", 0, 1000, LETTERS },
	{ "follow", "kind", 1, 20, OTHER_RULE },
	{ "item", "kind", 1, 30, OTHER_RULE },
	{ "matter_note", "note", 0, 2000, LETTERS },
	{ "merge", "to", 1, 200, OTHER_RULE },
	{ "merge", "why", 1, 500, LETTERS },
	{ "message", "text", 1, 2000, LETTERS },
	{ "move", "reason", 0, 500, LETTERS },
	{ "notices", "zone", 0, 40, OTHER_RULE },
	{ "offer", "link", 0, 300, OTHER_RULE },
	{ "offer", "minutes", 15, 480, LETTERS },
	{ "offer", "price_minor", 0, 100000000, LETTERS },
	{ "offer", "text", 10, 2000, LETTERS },
	{ "payee", "building", 0, 16, LETTERS },
	{ "payee", "code", 0, 16, LETTERS },
	{ "payee", "country", 0, 2, OTHER_RULE },
	{ "payee", "iban", 0, 42, OTHER_RULE },
	{ "payee", "name", 0, 70, LETTERS },
	{ "payee", "street", 0, 70, LETTERS },
	{ "payee", "town", 0, 35, LETTERS },
	{ "preview", "body", 0, 65536, PLAIN_LETTERS },
	{ "product_picture", "about", 0, 200, OTHER_RULE },
	{ "product_code", "code", 1, 40, OTHER_RULE },
	{ "push", "auth", 20, 30, OTHER_RULE },
	{ "push", "endpoint", 10, 500, OTHER_RULE },
	{ "push", "p256dh", 80, 100, OTHER_RULE },
	{ "reason", "reason", 0, 500, LETTERS },
	{ "reply", "body", 1, 20000, LETTERS },
	{ "reply", "reply", 10, 1000, LETTERS },
	{ "report", "law", 0, 200, LETTERS },
	{ "report", "mail", 0, 254, LETTERS },
	{ "report", "name", 0, 100, LETTERS },
	{ "report", "reason", 30, 5000, LETTERS },
	{ "report", "url", 1, 500, OTHER_RULE },
	{ "review", "stars", 1, 5, LETTERS },
	{ "review", "text", 10, 2000, LETTERS },
	{ "sanction", "clause", 0, 200, LETTERS },
	{ "sanction", "facts", 0, 2000, LETTERS },
	{ "sanction", "text", 0, 2000, LETTERS },
	{ "service", "callout_minor", 0, 100000000, LETTERS },
	{ "service", "currency", 0, 3, OTHER_RULE },
	{ "service", "link", 0, 300, OTHER_RULE },
	{ "service", "minutes", 15, 480, LETTERS },
	{ "service", "place", 0, 80, OTHER_RULE },
	{ "service", "price_minor", 1, 100000000, LETTERS },
	{ "service", "radius_km", 1, 100, LETTERS },
	{ "service", "text", 0, 5000, LETTERS },
	{ "service", "title", 3, 120, LETTERS },
	{ "split", "title", 5, 250, LETTERS },
	{ "split", "why", 1, 500, LETTERS },
	{ "start", "minutes", 0, 240, OTHER_RULE },
	{ "synonym", "words", 1, 400, OTHER_RULE },
	{ "tag", "about", 0, 500, LETTERS },
	{ "tag", "name", 2, 30, LETTERS },
	{ "tag_merge", "to", 2, 30, OTHER_RULE },
	{ "tags", "tags", 0, 200, OTHER_RULE },
	{ "task", "budget_minor", 0, 100000000, LETTERS },
	{ "task", "place", 0, 80, OTHER_RULE },
	{ "task", "text", 10, 5000, LETTERS },
	{ "task", "title", 5, 120, LETTERS },
	{ "template", "language", 2, 2, OTHER_RULE },
	{ "template", "text", 0, 2000, LETTERS },
	{ "ticket_answer", "body", 1, 20000, LETTERS },
	{ "unsent", "body", 0, 20000, LETTERS },
	{ "unsent", "tags", 0, 200, OTHER_RULE },
	{ "unsent", "title", 0, 250, LETTERS },
	{ "visit", "address", 0, 300, LETTERS },
	{ "visit", "note", 0, 1000, LETTERS },
	{ "visit", "phone", 0, 30, OTHER_RULE },
	{ "word", "pattern", 1, 62, OTHER_RULE },
};

/* Forms in which all else is right, by their name or by their route; where none stands here, the permission table's own is
   sent.  {thread}, {product}: another one; {second}: the path's second part; {n}: a number that was not there before. */
static const struct { const char *of, *base; } bases[] = {
	{ "/api/v1/threads/:id/posts", "body=Danke" },
	{ "/api/v1/posts/:id",   "body=Danke" },
	{ "/api/v1/reviews/:id/reply", "reply=Danke+f%C3%BCr+alles." },
	{ "/api/v1/articles/:id/comments", "body=Danke" },
	{ "/me/unsent/deletion", "" },
	{ "/api/v1/decisions",   "kind=member&id={newcomer}&measure=none&facts=Hat+andere+beschimpft.&text=Bitte" },
	{ "ask",         "board_id={board}&title=Kein+Netz+im+Keller&body=Was+tun%3F&name=Nora&mail=nora{n}%40example.org" },
	{ "device",      "product_id={product}&nickname=Keller" },
	{ "merge",       "to={thread}&why=Doppelt" },
	{ "api_merge",   "to_id={thread}&why=Doppelt" },
	{ "split",       "title=Eine+andere+Frage&board_id={board}&n2=1&why=Anderes" },
	{ "api_split",   "title=Eine+andere+Frage&board_id={board}&posts={second}&why=Anderes" },
	{ "tag",         "name=Funk{n}&about=Alles+mit+Funk" },
	{ "article_new", "kind=story&title=Wie+ich+anfing&body=So" },
	{ "application", "about=I+set+up+networks+for+a+living.&categories=wifi&languages=de&place=50667&radius_km=10"
	  "&business=private&accepts_rules=1" },
	{ "service",     "title=WLAN+ordnen&text=Gut&category=wifi&price_kind=fixed&price_minor=45&currency=EUR&minutes=60"
	  "&radius_km=10&languages=de&place=50667" },
	{ "task",        "title=Netz+ordnen&text=Der+Besuch+kommt+nicht+ins+Netz.&category=wifi&place=50667" },
	{ "offer",       "price_minor=40&starts_at={slot}&minutes=60&text=Ich+bringe+ein+Messger%C3%A4t+mit." },
	{ "booking",     "starts_at={slot}&address=Domstr.+1&place=50667&phone=%2B49+221+123456" },
	{ "visit",       "address=Domstr.+1&phone=%2B49+221+123456" },
	{ "move",        "starts_at={slot}" },
	{ "cause",       "cause=part" },
	{ "/bookings/:id/absence", "cause=called" },
	{ "/api/v1/bookings/:id/absence", "cause=called" },
	{ "/bookings/:id/handover", "cause=line" },
	{ "/api/v1/bookings/:id/handover", "cause=line" },
	{ "review",      "stars=5&text=Alles+lief+sehr+gut.&told=yes" },
	{ "fix",         "body=Der+Kanal+war+voll+belegt." },
	{ "message",     "text=Bis+morgen" },
	{ "flag",        "kind=member&id={newcomer}&reason=spam" },
	{ "reason",      "reason=Das+Gastnetz+fehlt+noch." },
	{ "matter_note", "note=Nur+abends" },
	{ "ticket_answer", "body=Schalte+PMF+aus." },
	{ "payee",       "iban=DE89370400440532013000&name=Ben&street=Domstr.&building=1&code=50667&town=K%C3%B6ln&country=DE" },
	{ "synonym",     "words=Glotze{n}%2C+Fernseher{n}" },
	{ "push",        "endpoint=https%3A%2F%2Ffcm.googleapis.com%2Fx&p256dh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	  "&auth=AAAAAAAAAAAAAAAAAAAAAA" },
	{ "word",        "pattern=rolex{n}&deed=hold" },
};

/* Forms that no route declares: the same by hand. */
struct undeclared { const char *path, *base, *field; int64_t min, max; enum kind kind; enum field_type type; };
static const struct undeclared undeclared[] = {
	{ "/signup",      "name=Nora&mail=nora{n}%40example.org&password=vier+rote+Ziegel+7&terms=1", "name", 1, 60, LETTERS, FIELD_TEXT },
	{ "/signup",      "name=Nora&mail=nora{n}%40example.org&password=vier+rote+Ziegel+7&terms=1", "mail", 1, 254, LETTERS, FIELD_EMAIL },
	{ "/signup",      "name=Nora&mail=nora{n}%40example.org&password=vier+rote+Ziegel+7&terms=1", "password", 10, 200, PASSWORD, FIELD_SECRET },
	{ "/login/link",  "mail=nora{n}%40example.org", "mail", 1, 254, LETTERS, FIELD_EMAIL },
	{ "/recover",     "mail=nora{n}%40example.org", "mail", 1, 254, LETTERS, FIELD_EMAIL },
	{ "/me/profile",  "name=Ana&language=de", "name", 1, 60, LETTERS, FIELD_TEXT },
	{ "/me/profile",  "name=Ana&language=de", "about", 0, 4000, LETTERS, FIELD_PROSE },
	{ "/me/profile",  "name=Ana&language=de", "place", 0, 80, OTHER_RULE, FIELD_TEXT },
	{ "/me/profile",  "name=Ana&language=de", "phone", 0, 30, OTHER_RULE, FIELD_TEXT },
	{ "/me/hours/setting", "zone=Europe%2FBerlin&notice=60&buffer=0&per_day=5", "notice", 0, 20160, LETTERS, FIELD_NUMBER },
	{ "/me/hours/setting", "zone=Europe%2FBerlin&notice=60&buffer=0&per_day=5", "buffer", 0, 240, LETTERS, FIELD_NUMBER },
	{ "/me/hours/setting", "zone=Europe%2FBerlin&notice=60&buffer=0&per_day=5", "buffer_before", 0, 240, LETTERS, FIELD_NUMBER },
	{ "/me/hours/setting", "zone=Europe%2FBerlin&notice=60&buffer=0&per_day=5", "per_day", 1, 20, LETTERS, FIELD_NUMBER },
	{ "/me/hours/setting", "zone=Europe%2FBerlin&notice=60&buffer=0&per_day=5", "horizon", 0, 28, LETTERS, FIELD_NUMBER },
	{ "/me/asked",    "days=30", "days", 0, 365, LETTERS, FIELD_NUMBER },
	{ "/desk/brand",  BRAND, "name", 1, 60, LETTERS, FIELD_TEXT },
	{ "/desk/brand",  BRAND, "slogan", 0, 140, LETTERS, FIELD_TEXT },
	{ "/desk/brand",  BRAND, "about", 0, 4000, LETTERS, FIELD_PROSE },
	{ "/desk/brand",  BRAND, "imprint", 0, 20000, LETTERS, FIELD_PROSE },
	{ "/desk/brand",  BRAND, "privacy", 0, 20000, LETTERS, FIELD_PROSE },
	{ "/desk/boards", BOARD, "name", 1, 200, LETTERS, FIELD_TEXT },
	{ "/desk/boards", BOARD, "about", 0, 4000, LETTERS, FIELD_PROSE },
	{ "/desk/boards", BOARD, "position", 0, 9999, LETTERS, FIELD_NUMBER },
	{ "/desk/products", PRODUCT, "name", 1, 80, LETTERS, FIELD_TEXT },
	{ "/desk/products", PRODUCT, "kind", 1, 40, LETTERS, FIELD_TEXT },
	{ "/desk/products", PRODUCT, "maker", 0, 80, LETTERS, FIELD_TEXT },
	{ "/desk/products", PRODUCT, "about", 0, 4000, LETTERS, FIELD_PROSE },
	{ "/desk/members/:id/erasure", "reason=Brief+vom+3.+Januar", "reason", 5, 300, LETTERS, FIELD_TEXT },
	{ "/desk/applications/:id/refusal", "reason=Leider+nicht", "reason", 1, 500, LETTERS, FIELD_PROSE },
	{ "/desk/moderation/:id/reversal", "text=Das+war+ein+Irrtum.", "text", 0, 2000, LETTERS, FIELD_PROSE },
};

static const struct limit *limit_of(const struct form *form, const struct field *field)
{
	for (size_t i = 0; i < COUNT(limits); i++) {
		if (!strcmp(limits[i].form, form->name) && !strcmp(limits[i].field, field->name))
			return &limits[i];
	}
	return NULL;
}

static bool is_text(const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_PROSE || field->type == FIELD_SECRET || field->type == FIELD_EMAIL;
}

static bool has_limits(const struct field *field)
{
	return is_text(field) || field->type == FIELD_NUMBER || field->type == FIELD_MONEY;
}

static size_t all_routes(struct test_house *t, const struct route **routes)
{
	visit(t, &(struct asked){ .path = "/about" }); /* opens the web */
	return web_routes(t->house->web, routes, ROUTES_MAX);
}

static void every_field_has_its_row(void **state)
{
	struct test_house *t = *state;
	const struct route *routes[ROUTES_MAX];
	size_t count = all_routes(t, routes);
	int wrong = 0;
	for (size_t i = 0; i < count; i++) {
		for (size_t f = 0; routes[i]->form && f < routes[i]->form->count; f++) {
			const struct field *field = &routes[i]->form->fields[f];
			const struct limit *limit = has_limits(field) ? limit_of(routes[i]->form, field) : NULL;
			if (!has_limits(field) || (limit && limit->min >= field->min && limit->max <= field->max))
				continue;
			print_error("ROW\t{ \"%s\", \"%s\", %lld, %lld, %s }, /* %s */\n", routes[i]->form->name, field->name, (long long)field->min,
			            (long long)field->max, field->type == FIELD_SECRET ? "PASSWORD" : "LETTERS", routes[i]->path);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* ── what is sent ── */

/* One field of one route. */
struct trial {
	struct test_house *t;
	struct world *world;
	const struct expectation *row;
	const char *base, *field;
	enum field_type type;
	int64_t min, max;
	enum kind kind;
	int wrong;
};

static const struct expectation *row_of(enum method method, const char *path)
{
	for (size_t i = 0; i < expectation_count; i++) {
		if (expectations[i].method == method && !strcmp(expectations[i].path, path))
			return &expectations[i];
	}
	fail_msg("no row for %s", path);
	return NULL;
}

static const char *base_of(const struct route *route, const struct expectation *row)
{
	const char *base = NULL;
	for (size_t i = 0; i < COUNT(bases); i++) {
		if (!strcmp(bases[i].of, route->path))
			return bases[i].base;
		if (!strcmp(bases[i].of, route->form->name))
			base = bases[i].base;
	}
	return base ? base : row->form && row->form[0] != '{' ? row->form : "";
}

/* Whoever the table lets do it; else whoever is refused for the form's sake. */
static int64_t whoever_may(const struct test_house *t, const struct expectation *row)
{
	static const char *const wanted[] = { "ocnr", "2", "9", "4" };
	const int64_t ids[] = { 0, t->ana, t->eve, t->ben, t->mia, t->adam };
	for (size_t w = 0; w < COUNT(wanted); w++) {
		for (size_t i = 1; i < COUNT(ids); i++) {
			if (strchr(wanted[w], row->own[i]))
				return ids[i];
		}
	}
	return t->ana;
}

/* `len` letters, each time others: umlauts, so that bytes are not taken for letters. */
static str letters(struct test_house *t, int64_t len, enum kind kind)
{
	static int turn;
	struct text text;
	text_open(&text, t->arena, (size_t)len * 2 + 8);
	turn++;
	for (int64_t i = 0; i < len; i++) {
		if (kind == PASSWORD)
			text_char(&text, (char)('!' + (i * 7 + turn) % 90));
		else if (i < 6 || kind == PLAIN_LETTERS)
			text_char(&text, (char)('a' + ((turn >> i % 6) + i) % 26));
		else
			text_put(&text, S("ä"));
	}
	return text_str(&text);
}

static str address(struct test_house *t, int64_t len)
{
	enum { LOCAL = 64, LABEL = 60, TAIL = 3 };
	struct text text;
	text_open(&text, t->arena, 512);
	int64_t local = len - TAIL - 2 < LOCAL ? len - TAIL - 2 : LOCAL;
	text_put(&text, letters(t, local < 6 ? local : 6, PLAIN_LETTERS));
	while ((int64_t)text.len < local)
		text_char(&text, 'a');
	text_char(&text, '@');
	for (int64_t i = 1; (int64_t)text.len < len - TAIL; i++)
		text_char(&text, i % LABEL == 0 && (int64_t)text.len < len - TAIL - 1 ? '.' : 'b');
	text_put(&text, S(".de"));
	return text_str(&text);
}

static str value_at(const struct trial *trial, int64_t at)
{
	struct test_house *t = trial->t;
	if (trial->type == FIELD_NUMBER)
		return str_format(t->arena, "%lld", (long long)at);
	if (trial->type == FIELD_MONEY)
		return at < 0 ? S("-0,01") : str_format(t->arena, "%lld,%02lld", (long long)at / 100, (long long)at % 100);
	return trial->type == FIELD_EMAIL && at > 6 ? address(t, at) : letters(t, at, trial->kind);
}

/* "{word}" in the form. */
static str word_of(struct trial *trial, str word, const struct made *made)
{
	static int number;
	if (str_equal(word, S("second")))
		return made->second;
	if (str_equal(word, S("thread")))
		return world_make(trial->world, A_THREAD).key;
	if (str_equal(word, S("product")))
		return world_make(trial->world, A_PRODUCT_ID).key;
	return str_equal(word, S("n")) ? str_format(trial->t->arena, "%d", ++number) : S("");
}

static str filled(struct trial *trial, const struct made *made)
{
	static const char *const words[] = { "{second}", "{thread}", "{product}", "{n}" };
	struct text text;
	str rest = str_from(trial->base);
	text_open(&text, trial->t->arena, 1024);
	while (rest.len) {
		size_t skip = 0;
		for (size_t i = 0; i < COUNT(words) && !skip; i++) {
			str word = str_from(words[i]);
			if (!str_starts(rest, word))
				continue;
			text_put(&text, word_of(trial, str_first(str_skip(word, 1), word.len - 2), made));
			skip = word.len;
		}
		if (!skip)
			text_char(&text, rest.at[0]);
		rest = str_skip(rest, skip ? skip : 1);
	}
	return world_form(trial->world, str_c(trial->t->arena, text_str(&text)));
}

/* The form with this field's value: in its place, or added. */
static str form_with(struct trial *trial, const struct made *made, str value)
{
	struct text text;
	str rest = filled(trial, made);
	text_open(&text, trial->t->arena, 1024);
	while (rest.len) {
		str old = str_cut(&rest, '&');
		str pair = old;
		if (!str_equal(str_cut(&pair, '='), str_from(trial->field)))
			text_format(&text, "%.*s&", STR_ARG(old));
	}
	text_format(&text, "%s=%.*s", trial->field, STR_ARG(url_encode(trial->t->arena, value)));
	return text_str(&text);
}

static struct answer send(struct trial *trial, int64_t at)
{
	struct test_house *t = trial->t;
	bool needs_second = strstr(trial->base, "{second}") != NULL;
	const struct made made = world_make(trial->world, needs_second ? AN_ANSWER : trial->row->thing);
	str form = form_with(trial, &made, value_at(trial, at));
	int64_t who = whoever_may(t, trial->row);
	bool is_api = str_starts(str_from(trial->row->path), S("/api/"));
	str path = world_path(t, trial->row->path, &made);
	return visit(t, &(struct asked){ .as = who, .method = trial->row->method, .path = str_c(t->arena, path),
		.bearer = is_api && who, .form = str_c(t->arena, form) });
}

static bool says_length(const struct answer *answer)
{
	static const char *const words[] = { "Das ist zu lang", "field.too_long", "Das ist zu kurz", "field.too_short", "field.empty",
		"Bitte füll dieses Feld aus" };
	for (size_t i = 0; i < COUNT(words); i++) {
		if (answer_says(answer, words[i]))
			return true;
	}
	return false;
}

static void expect(struct trial *trial, int64_t at, bool fits)
{
	struct answer answer = send(trial, at);
	bool is_right = fits ? answer.status < 400 : answer.status == 422;
	if (trial->kind == OTHER_RULE) /* something else may be wrong with it, but not its length */
		is_right = fits ? !says_length(&answer) && answer.status < 500 : answer.status >= 400 && answer.status < 500;
	if (is_right)
		return;
	print_error("%.*s %s, %s: %lld answered %d, and should %s\n", STR_ARG(method_name(trial->row->method)), trial->row->path,
	            trial->field, (long long)at, answer.status, fits ? "fit" : "be refused");
	trial->wrong++;
}

/* In a house of its own: what is taken uses up what one may have. */
static void try_end(struct trial *trial, int64_t fits, int64_t beyond)
{
	void *state = NULL;
	assert_int_equal(web_up(&state), 0);
	trial->t = state;
	trial->world = world_open(trial->t);
	expect(trial, beyond, false);
	expect(trial, fits, true);
	assert_int_equal(web_down(&state), 0);
}

static int try_field(struct trial *trial)
{
	bool is_text = trial->type != FIELD_NUMBER && trial->type != FIELD_MONEY;
	try_end(trial, trial->max, trial->max + 1);
	if (trial->type != FIELD_EMAIL && (trial->min > 0 || !is_text))
		try_end(trial, trial->min, trial->min - 1);
	return trial->wrong;
}

static int try_route(const struct route *route, int *tried)
{
	int wrong = 0;
	const struct expectation *row = row_of(route->method, route->path);
	for (size_t f = 0; f < route->form->count; f++) {
		const struct field *field = &route->form->fields[f];
		const struct limit *limit = has_limits(field) ? limit_of(route->form, field) : NULL;
		if (!limit)
			continue;
		struct trial trial = { .row = row, .base = base_of(route, row), .field = field->name, .type = field->type,
			.min = limit->min, .max = limit->max, .kind = limit->kind };
		wrong += try_field(&trial);
		++*tried;
	}
	return wrong;
}

static void every_limit_of_a_declared_form_is_exact(void **state)
{
	struct test_house *t = *state;
	const struct route *routes[ROUTES_MAX];
	size_t count = all_routes(t, routes);
	int wrong = 0, tried = 0;
	for (size_t i = 0; i < count; i++) {
		if (routes[i]->form && routes[i]->method != GET)
			wrong += try_route(routes[i], &tried);
	}
	print_message("%d fields, at their limits and one beyond\n", tried);
	assert_true(tried > 150);
	assert_int_equal(wrong, 0);
}

static void every_limit_of_the_other_forms_is_exact(void **state)
{
	int wrong = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(undeclared); i++) {
		const struct undeclared *one = &undeclared[i];
		struct trial trial = { .row = row_of(POST, one->path), .base = one->base, .field = one->field, .type = one->type,
			.min = one->min, .max = one->max, .kind = one->kind };
		wrong += try_field(&trial);
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(every_field_has_its_row),
		WEB_TEST(every_limit_of_the_other_forms_is_exact),
		WEB_TEST(every_limit_of_a_declared_form_is_exact),
	};
	return cmocka_run_group_tests_name("limits table", tests, NULL, NULL);
}
