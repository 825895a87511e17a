/*
 * hostile_test.c: known attacks go through every field of every form, and every page that may show them is read as a
 * browser reads it: no element, attribute or address in it is an attacker's.
 *
 * The attacks come from $HEINZEL_TEST_DATA/html, every eighth of them; HEINZEL_HOSTILE=all takes all.
 * What only a browser can judge (does anything run, with and without the policy): browser/journeys/30-hostile-text.mjs.
 */
#include "base/json.h"
#include "core/setting.h"
#include "test/field.h"

#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>

enum { ATTACKS_MAX = 6000, SHARE = 8, A_ROUND = 300 };

struct attacks { const str *at; size_t count; };

static void read_attacks(struct arena *arena, const char *name, struct list *attacks)
{
	const char *folder = getenv("HEINZEL_TEST_DATA");
	if (!folder)
		return;
	str path = str_format(arena, "%s/html/%s", folder, name);
	bool is_packed = str_ends(path, S(".zst"));
	FILE *file = is_packed ? popen(str_c(arena, str_format(arena, "zstd -dcq '%.*s'", STR_ARG(path))), "r") : fopen(str_c(arena, path), "r");
	char line[65536];
	while (file && fgets(line, sizeof(line), file)) {
		const struct json *json;
		if (json_read(arena, str_from(line), &json, NULL) == OK && attacks->count < ATTACKS_MAX)
			*(str *)list_add(attacks) = str_keep(arena, json_str(json, S("payload")));
	}
	if (file)
		is_packed ? pclose(file) : fclose(file);
}

static struct attacks all_attacks(struct arena *arena)
{
	struct list attacks;
	list_open(&attacks, arena, sizeof(str));
	read_attacks(arena, "xss_dompurify_dev.jsonl", &attacks);
	read_attacks(arena, "xss_html5sec_dev.jsonl", &attacks);
	read_attacks(arena, "xss_payloadsallthethings_dev.jsonl", &attacks);
	read_attacks(arena, "xss_payloadbox_dev.jsonl.zst", &attacks);
	if (!attacks.count)
		print_error("SKIPPED: html/xss_*_dev is not there; set HEINZEL_TEST_DATA to the test data\n");
	return (struct attacks){ (const str *)(const void *)attacks.at, attacks.count };
}

/* ── the judge ── */

static bool is_ours(const char *address)
{
	return address[0] == '/' ? address[1] != '/' && address[1] != '\\' : !address[0] || address[0] == '?' || address[0] == '#';
}

static bool is_harmless_link(const char *address)
{
	static const char *const schemes[] = { "http://", "https://", "mailto:", "tel:", "webcal://" };
	for (size_t i = 0; i < COUNT(schemes); i++) {
		if (!strncasecmp(address, schemes[i], strlen(schemes[i])))
			return true;
	}
	return is_ours(address);
}

static bool is_harmless(const char *tag, const GumboAttribute *attribute)
{
	const char *name = attribute->name, *value = attribute->value;
	if (!strncasecmp(name, "on", 2) || !strcasecmp(name, "srcdoc") || !strcasecmp(name, "style"))
		return false;
	if (!strcasecmp(name, "action") || !strcasecmp(name, "formaction"))
		return is_ours(value);
	if (!strcasecmp(name, "src") || !strcasecmp(name, "poster") || !strcasecmp(name, "background") || !strcasecmp(name, "data"))
		return is_ours(value) || (!strcmp(tag, "img") && !strncmp(value, "data:image/", 11));
	if (!strcasecmp(name, "href") || !strcasecmp(name, "xlink:href"))
		return is_harmless_link(value);
	return strcasecmp(name, "http-equiv") != 0;
}

/* Icons, codes and maps are drawn with these. */
static bool is_drawing(const GumboElement *element)
{
	static const char *const tags[] = { "use", "path", "g", "circle", "rect", "line", "polyline", "polygon", "ellipse" };
	str tag = { element->original_tag.data, element->original_tag.length };
	for (size_t i = 0; i < COUNT(tags); i++) {
		str name = str_from(tags[i]);
		if (tag.len > name.len + 1 && str_equal(str_first(str_skip(tag, 1), name.len), name) && strchr(" />", tag.at[name.len + 1]))
			return true;
	}
	return false;
}

static bool is_foreign_tag(const GumboElement *element)
{
	static const char *const tags[] = { "iframe", "object", "embed", "base", "applet", "frame", "frameset", "marquee", "style",
		"math", "video", "audio", "portal", "isindex", "bgsound", "layer", "xml", "foreignobject", "animate", "set" };
	const char *tag = gumbo_normalized_tagname(element->tag);
	for (size_t i = 0; i < COUNT(tags); i++) {
		if (!strcmp(tag, tags[i]))
			return true;
	}
	if (element->tag == GUMBO_TAG_UNKNOWN)
		return !is_drawing(element);
	const GumboAttribute *src = gumbo_get_attribute(&element->attributes, "src"), *type = gumbo_get_attribute(&element->attributes, "type");
	bool is_data = type && !strcmp(type->value, "application/ld+json");
	return element->tag == GUMBO_TAG_SCRIPT && !(src && !strncmp(src->value, "/assets/", 8)) && !is_data;
}

/* The first thing that is an attacker's, in words; NULL when there is none. */
static const char *intruder_in(struct arena *arena, const GumboNode *node)
{
	if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE)
		return NULL;
	const GumboElement *element = &node->v.element;
	const char *tag = gumbo_normalized_tagname(element->tag);
	if (is_foreign_tag(element))
		return str_c(arena, str_format(arena, "<%.*s>", (int)(element->original_tag.length < 200 ? element->original_tag.length : 200),
		                               element->original_tag.data));
	for (unsigned i = 0; i < element->attributes.length; i++) {
		const GumboAttribute *attribute = element->attributes.data[i];
		if (!is_harmless(tag, attribute))
			return str_c(arena, str_format(arena, "<%s %s=\"%s\">", tag, attribute->name, attribute->value));
	}
	for (unsigned i = 0; i < element->children.length; i++) {
		const char *found = intruder_in(arena, element->children.data[i]);
		if (found)
			return found;
	}
	return NULL;
}

static int judge(struct test_house *t, const char *path, const struct answer *answer)
{
	if (answer->status >= 500) {
		print_error("%s: %d\n", path, answer->status);
		return 1;
	}
	if (!str_starts(answer->content_type, S("text/html")))
		return 0;
	GumboOutput *read = gumbo_parse_with_options(&kGumboDefaultOptions, answer->body.at, answer->body.len);
	const char *found = intruder_in(t->arena, read->root);
	if (found)
		print_error("%s shows %s\n", path, found);
	gumbo_destroy_output(&kGumboDefaultOptions, read);
	return found != NULL;
}

/* ── filling and looking ── */

struct siege {
	struct test_house *t;
	struct world *world;
	struct made made[THING_COUNT];
	struct field *fields;
	size_t field_count;
	int kept, refused, looked, wrong;
};

static const struct made *thing_of(struct siege *siege, enum thing thing)
{
	if (!siege->made[thing].key.at)
		siege->made[thing] = world_make(siege->world, thing);
	return &siege->made[thing];
}

static void look(struct siege *siege, int64_t as, str path)
{
	struct test_house *t = siege->t;
	const char *target = str_c(t->arena, path);
	struct answer answer = visit(t, &(struct asked){ .as = as, .path = target });
	siege->wrong += judge(t, target, &answer);
	siege->looked++;
}

/* As whoever may send the form; the page it leads to is looked at at once. */
static void attack(struct siege *siege, const struct field *field, str text)
{
	struct test_house *t = siege->t;
	const struct made *made = thing_of(siege, field->row->thing);
	str path = world_path(t, field->row->path, made);
	struct asked asked = { .as = whoever_may(t, field->row), .method = POST, .path = str_c(t->arena, path),
		.form = str_c(t->arena, field_form(siege->world, field, text)) };
	struct answer answer = visit(t, &asked);
	siege->wrong += judge(t, asked.path, &answer);
	siege->kept += answer.status == 303;
	siege->refused += answer.status != 303;
	if (answer.status == 303 && str_starts(answer.location, S("/")))
		look(siege, asked.as, answer.location);
}

/* Every page there is, as four people see it. */
static void look_at_all(struct siege *siege)
{
	struct test_house *t = siege->t;
	const int64_t whom[] = { t->ana, t->ben, t->adam, 0 };
	for (size_t i = 0; i < expectation_count; i++) {
		const struct expectation *row = &expectations[i];
		if (row->method != GET || str_starts(str_from(row->path), S("/api/")) || str_equal(str_from(row->path), S("/live")))
			continue;
		str path = world_path(t, row->path, thing_of(siege, row->thing));
		for (size_t k = 0; k < COUNT(whom); k++)
			look(siege, whom[k], path);
	}
}

/* The moderation's filter would hold back what is said twice, and keep it from our eyes. */
static void let_everything_through(struct test_house *t)
{
	static const char *const names[] = { "moderation.copies_wait", "moderation.newcomer_texts", "moderation.learns" };
	for (size_t i = 0; i < COUNT(names); i++)
		assert_int_equal(setting_set(acting_as(t, t->adam), setting_find(t->house, str_from(names[i])), S("0")), OK);
	house_settle(t);
}

/* Attacks *next … in a house of its own, each in one field; then all pages. */
static void round_of(const struct attacks *attacks, size_t *next, size_t step, struct siege *sum)
{
	void *state = NULL;
	assert_int_equal(web_up(&state), 0);
	struct siege siege = { .t = state };
	siege.world = world_open(siege.t);
	siege.fields = arena_take(siege.t->arena, FIELDS_MAX * sizeof(*siege.fields));
	siege.field_count = fields_all(siege.fields);
	let_everything_through(siege.t);
	for (size_t done = 0; done < A_ROUND && *next < attacks->count; done++, *next += step)
		attack(&siege, &siege.fields[*next / step % siege.field_count], attacks->at[*next]);
	house_work(siege.t);
	look_at_all(&siege);
	sum->kept += siege.kept;
	sum->refused += siege.refused;
	sum->looked += siege.looked;
	sum->wrong += siege.wrong;
	assert_int_equal(web_down(&state), 0);
}

static void no_attack_in_any_field_gets_into_any_page(void **state)
{
	struct test_house *t = *state;
	const struct attacks attacks = all_attacks(t->arena);
	const char *how = getenv("HEINZEL_HOSTILE");
	size_t step = how && !strcmp(how, "all") ? 1 : SHARE;
	struct siege sum = { 0 };
	if (!attacks.count)
		skip();
	for (size_t next = 0; next < attacks.count;)
		round_of(&attacks, &next, step, &sum);
	print_message("%d attacks kept, %d refused, %d pages looked at\n", sum.kept, sum.refused, sum.looked);
	assert_true(sum.kept > 100);
	assert_int_equal(sum.wrong, 0);
}

/* The judge sees what it is there for. */
static void the_judge_knows_an_attack(void **state)
{
	static const char *const attacks[] = { "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<a href=\"javascript:alert(1)\">x</a>",
		"<iframe src=/x></iframe>", "<form action=https://evil.example/><button>x</button></form>", "<p style=\"color:red\">x</p>",
		"<svg><animate onbegin=alert(1)></svg>", "<meta http-equiv=refresh content=0>", "<a href=\"//evil.example\">x</a>" };
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(attacks); i++) {
		const struct answer answer = { .status = 200, .content_type = S("text/html"), .body = str_from(attacks[i]) };
		assert_int_equal(judge(t, "a test of the judge", &answer), 1);
	}
	const struct answer good = { .status = 200, .content_type = S("text/html"), .body = S("<p>&lt;script&gt; <a href=\"/x\">x</a></p>") };
	assert_int_equal(judge(t, "a test of the judge", &good), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(the_judge_knows_an_attack),
		HOUSE_TEST(no_attack_in_any_field_gets_into_any_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
