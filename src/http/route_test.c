/* route_test.c: each path finds its row, and only its row. */
#include "http/route.h"

#include "base/testing.h"

static const struct { enum method method; const char *path; } table[] = {
	{ GET, "/" },                     { GET, "/threads" },             { POST, "/threads" },
	{ GET, "/threads/new" },          { GET, "/threads/:id" },         { POST, "/threads/:id/posts" },
	{ GET, "/threads/:id/posts/:post" }, { DELETE, "/threads/:thread" }, { GET, "/threads/new/hint/deep" },
	{ GET, "/:a/:b/:c/:d" },
};

static struct route_tree *tree_of_table(struct arena *arena)
{
	struct route_tree *tree = route_tree_open(arena);
	for (size_t i = 0; i < COUNT(table); i++)
		assert_int_equal(route_add(tree, table[i].method, str_from(table[i].path), &table[i]), OK);
	return tree;
}

static void each_path_finds_its_row(void **state)
{
	static const struct { enum method method; const char *path, *row, *values; } rows[] = {
		{ GET, "/", "/", "" },
		{ GET, "/threads", "/threads", "" },
		{ POST, "/threads", "/threads", "" },
		{ GET, "/threads/new", "/threads/new", "" },
		{ GET, "/threads/7", "/threads/:id", "id=7;" },
		{ GET, "/threads/newer", "/threads/:id", "id=newer;" },
		{ DELETE, "/threads/7", "/threads/:thread", "thread=7;" },
		{ POST, "/threads/7/posts", "/threads/:id/posts", "id=7;" },
		{ POST, "/threads/new/posts", "/threads/:id/posts", "id=new;" },
		{ GET, "/threads/7/posts/9", "/threads/:id/posts/:post", "id=7;post=9;" },
		{ GET, "/threads/new/hint/deep", "/threads/new/hint/deep", "" },
		{ GET, "/threads/new/hint/other", "/:a/:b/:c/:d", "a=threads;b=new;c=hint;d=other;" },
		{ GET, "/w/x/y/z", "/:a/:b/:c/:d", "a=w;b=x;c=y;d=z;" },
	};
	struct arena *arena = *state;
	struct route_tree *tree = tree_of_table(arena);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct route_params params;
		unsigned allowed;
		const void *row = route_find(tree, rows[i].method, str_from(rows[i].path), &params, &allowed);
		assert_non_null(row);
		size_t index = 0;
		while (row != &table[index])
			index++;
		assert_string_equal(table[index].path, rows[i].row);
		assert_int_equal(table[index].method, rows[i].method);
		struct text text;
		text_open(&text, arena, 64);
		for (size_t p = 0; p < params.count; p++)
			text_format(&text, "%.*s=%.*s;", STR_ARG(params.names[p]), STR_ARG(params.values[p]));
		assert_str(text_str(&text), rows[i].values);
	}
}

static void what_has_no_row_is_not_found(void **state)
{
	static const char *const paths[] = { "", "x", "/x", "/threads/", "/threads/7/", "/threads/7/x", "//", "/threads//posts",
		"/threads/7/posts/9/", "/a/b/c/d/e", "/Threads", "/a/b/c/", "/a/b//d" };
	struct route_tree *tree = tree_of_table(*state);
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct route_params params;
		unsigned allowed = 99;
		assert_null(route_find(tree, GET, str_from(paths[i]), &params, &allowed));
		assert_int_equal(allowed, 0);
		assert_int_equal(params.count, 0);
	}
}

static void a_wrong_method_is_told_from_no_path(void **state)
{
	struct route_tree *tree = tree_of_table(*state);
	struct route_params params;
	unsigned allowed;
	assert_null(route_find(tree, PATCH, S("/threads"), &params, &allowed));
	assert_int_equal(allowed, 1u << GET | 1u << POST);
	assert_null(route_find(tree, POST, S("/threads/7"), &params, &allowed));
	assert_int_equal(allowed, 1u << GET | 1u << DELETE);
	assert_null(route_find(tree, GET, S("/threads/7/posts"), &params, &allowed));
	assert_int_equal(allowed, 1u << POST);
}

static void the_same_row_twice_is_a_conflict(void **state)
{
	struct route_tree *tree = tree_of_table(*state);
	assert_int_equal(route_add(tree, GET, S("/threads"), &table[0]), ERR_CONFLICT);
	assert_int_equal(route_add(tree, GET, S("/threads/:other"), &table[0]), ERR_CONFLICT);
	assert_int_equal(route_add(tree, PUT, S("/threads"), &table[0]), OK);
	assert_int_equal(route_add(tree, GET, S("/:a/:b/:c/:d/:e"), &table[0]), ERR_INVALID);
}

static void a_thousand_routes_are_all_found(void **state)
{
	struct arena *arena = *state;
	struct route_tree *tree = route_tree_open(arena);
	static const int rows[1000];
	struct route_params params;
	unsigned allowed;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(route_add(tree, GET, str_format(arena, "/r%d/:id", (i * 7919) % 1000), &rows[(i * 7919) % 1000]), OK);
	for (int i = 0; i < 1000; i++)
		assert_ptr_equal(route_find(tree, GET, str_format(arena, "/r%d/5", i), &params, &allowed), &rows[i]);
	assert_null(route_find(tree, GET, S("/r1000/5"), &params, &allowed));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_path_finds_its_row),
		TEST(what_has_no_row_is_not_found),
		TEST(a_wrong_method_is_told_from_no_path),
		TEST(the_same_row_twice_is_a_conflict),
		TEST(a_thousand_routes_are_all_found),
	};
	return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
