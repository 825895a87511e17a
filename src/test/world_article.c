/* world_article.c: articles in every state, with comments; devices, codes. */
#include "test/world_article.h"

#include "features/articles/comment.h"
#include "features/product/product.h"

static struct made one(struct test_house *t, int64_t id)
{
	return (struct made){ str_format(t->arena, "%lld", (long long)id), S("") };
}

static int64_t a_text(struct world *world, int64_t member_id, int kind, bool is_out)
{
	struct test_house *t = world->t;
	struct article article;
	enum article_outcome outcome;
	const struct article_text text = { .title = S("Wie ich anfing"), .body = S("Mit **Kabeln**."), .excerpt = S("Mit Kabeln."),
		.html = S("<p>Mit Kabeln.</p>"), .html_version = 1, .note = S("") };
	const struct article_new new = { .kind = kind, .text = &text };
	assert_int_equal(article_make(acting_as(t, member_id), &new, &article), OK);
	if (is_out)
		assert_int_equal(article_publish(acting_as(t, member_id), article.id, 0, &outcome), OK);
	return article.id;
}

struct made world_article(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	enum article_outcome outcome;
	struct comment comment;
	const struct comment_text thanks = { S("Danke!"), S("<p>Danke!</p>"), 1 };
	if (thing == A_GUIDE)
		return one(t, a_text(world, t->mia, ARTICLE_GUIDE, true));
	int64_t id = a_text(world, t->ana, ARTICLE_STORY, thing == AN_ARTICLE || thing == A_VERSION || thing == A_COMMENT);
	if (thing == AN_ARTICLE_HANDED_IN) {
		assert_int_equal(setting_set(acting_as(t, t->adam), &article_settings[0], S("1")), OK);
		assert_int_equal(article_publish(acting_as(t, t->ana), id, 0, &outcome), OK);
		assert_int_equal(setting_set(acting_as(t, t->adam), &article_settings[0], S("0")), OK);
	}
	if (thing == AN_ARTICLE || thing == A_COMMENT)
		assert_int_equal(comment_make(acting_as(t, t->ben), id, &thanks, &comment), OK);
	if (thing == A_COMMENT)
		return one(t, comment.id);
	struct made made = one(t, id);
	if (thing == A_VERSION)
		made.second = S("000001"); /* tests look for it in answers, where a bare 1 stands everywhere */
	return made;
}

struct made world_device(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct product product = { .key = str_format(t->arena, "geraet-%d", ++world->made), .name = S("Box"), .kind = S("router") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	if (thing == A_CODE) {
		str code = str_format(t->arena, "KODE%s%d", !world->is_second ? "A" : "B", ++world->made);
		assert_int_equal(product_code_add(acting_as(t, t->adam), product.id, code), OK);
		struct made made = one(t, product.id);
		made.second = code;
		return made;
	}
	struct device device = { .product_id = product.id, .nickname = S("Wohnzimmer"), .serial = S("SN1") };
	assert_int_equal(device_add(acting_as(t, t->ana), &device), OK);
	return one(t, device.id);
}
