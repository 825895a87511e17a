/* form_fuzz.c: a form, urlencoded or JSON, read by a table with a field of every type. */
#include "base/utf8.h"
#include "web/fields.h"
#include "web/web_room.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

struct record {
	str text, prose, secret, mail, codes;
	int64_t number, money, id;
	bool truth;
	int32_t day;
	int clock, choice;
	moment at;
};

static const char *const colours[] = { "red", "green", "blue", NULL };
static const struct field fields[] = {
	FIELD(FIELD_TEXT,      struct record, text,   0, 20),
	FIELD(FIELD_PROSE,     struct record, prose,  1, 100),
	FIELD(FIELD_SECRET,    struct record, secret, 0, 100),
	FIELD(FIELD_EMAIL,     struct record, mail,   0, 60),
	FIELD(FIELD_NUMBER,    struct record, number, -10, 1000),
	FIELD(FIELD_MONEY,     struct record, money,  0, 100000),
	FIELD(FIELD_ID,        struct record, id,     0, 0),
	FIELD(FIELD_BOOL,      struct record, truth,  0, 0),
	FIELD(FIELD_DAY,       struct record, day,    0, 0),
	FIELD(FIELD_CLOCK,     struct record, clock,  -1, 0),
	FIELD(FIELD_MOMENT,    struct record, at,     0, 0),
	FIELD_OF(FIELD_CHOICE, struct record, choice, -1, colours),
	FIELD_OF(FIELD_CODES,  struct record, codes,  0, colours),
};
static const struct form form = { "fuzz", fields, COUNT(fields) };

/* What was let in is within its limits. */
static void check(const struct record *record)
{
	if (!utf8_is_valid(record->text) || utf8_length(record->text) > 20 || str_contains(record->text, S("\n")))
		abort();
	if (!utf8_is_valid(record->prose) || utf8_length(record->prose) > 100 || str_empty(record->prose))
		abort();
	if (record->number < -10 || record->number > 1000 || record->money < 0 || record->money > 100000 || record->id < 0)
		abort();
	if (record->choice < -1 || record->choice > 2 || record->clock < -1 || record->clock > 1440)
		abort();
	if (record->mail.len && (!str_contains(record->mail, S("@")) || str_contains(record->mail, S("\n"))))
		abort();
}

static void read_as(struct arena *arena, str type, str body)
{
	const struct header header = { S("Content-Type"), type };
	struct http_exchange exchange = { .request = { .arena = arena, .headers = &header, .header_count = 1, .body = body } };
	struct request request = { .exchange = &exchange, .scope = { .arena = arena, .zone = zone_find(S("Europe/Berlin")) } };
	struct record record = { .text = S("") };
	if (form_parse(&exchange.request))
		return;
	enum err err = form_read(&request, &form, &record);
	if (err == OK)
		check(&record);
	else if (err != ERR_INVALID || !request.scope.refusal.reason)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *arena = arena_open(4096);
	str body = { (const char *)data, len }; /* bytes are text here */
	read_as(arena, S("application/x-www-form-urlencoded"), body);
	read_as(arena, S("application/json"), body);
	arena_close(arena);
	return 0;
}
