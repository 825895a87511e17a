/*
 * route.c: a tree of path segments.
 *
 * Children are kept sorted while routes are added, so finding is a binary search
 * a segment and takes no memory.  A fixed segment wins over a ":param"; where it
 * leads nowhere, the param is tried.
 */
#include "http/route.h"

#define SEGMENTS_MAX 16

struct branch {
	str segment;
	struct branch **children; /* sorted by segment */
	size_t child_count, child_room;
	struct branch *param;
	const void *rows[METHOD_COUNT];
	str param_names[METHOD_COUNT][ROUTE_PARAMS_MAX]; /* two routes may name the same place differently */
	unsigned methods;
};

struct route_tree {
	struct arena *arena;
	struct branch *root;
};

struct search {
	enum method method;
	str values[SEGMENTS_MAX];
	unsigned allowed;
};

struct route_tree *route_tree_open(struct arena *arena)
{
	struct route_tree *tree = arena_take(arena, sizeof(*tree));
	tree->arena = arena;
	tree->root = arena_take(arena, sizeof(*tree->root));
	return tree;
}

/* Where `segment` is among the children, or where it would have to stand. */
static size_t place_of(const struct branch *branch, str segment)
{
	size_t low = 0, high = branch->child_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (str_compare(branch->children[middle]->segment, segment) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct branch *child_of(const struct branch *branch, str segment)
{
	size_t at = place_of(branch, segment);
	bool is_there = at < branch->child_count && str_equal(branch->children[at]->segment, segment);
	return is_there ? branch->children[at] : NULL;
}

static struct branch *child_add(struct arena *arena, struct branch *branch, str segment)
{
	if (branch->child_count == branch->child_room) {
		size_t room = branch->child_room ? branch->child_room * 2 : 4;
		struct branch **children = arena_take(arena, room * sizeof(*children));
		for (size_t i = 0; i < branch->child_count; i++)
			children[i] = branch->children[i];
		branch->children = children;
		branch->child_room = room;
	}
	size_t at = place_of(branch, segment);
	for (size_t i = branch->child_count; i > at; i--)
		branch->children[i] = branch->children[i - 1];
	branch->child_count++;
	branch->children[at] = arena_take(arena, sizeof(*branch));
	branch->children[at]->segment = str_keep(arena, segment);
	return branch->children[at];
}

enum err route_add(struct route_tree *tree, enum method method, str path, const void *row)
{
	assert(str_starts(path, S("/")) && row);
	struct branch *branch = tree->root;
	str names[ROUTE_PARAMS_MAX] = { 0 };
	size_t count = 0, depth = 0;
	for (str rest = str_skip(path, 1); !str_empty(rest);) {
		str segment = str_cut(&rest, '/');
		if (++depth > SEGMENTS_MAX || (str_starts(segment, S(":")) && count == ROUTE_PARAMS_MAX))
			return ERR_INVALID;
		struct branch *next = str_starts(segment, S(":")) ? branch->param : child_of(branch, segment);
		if (str_starts(segment, S(":")))
			names[count++] = str_keep(tree->arena, str_skip(segment, 1));
		if (!next && str_starts(segment, S(":")))
			next = branch->param = arena_take(tree->arena, sizeof(*next));
		branch = next ? next : child_add(tree->arena, branch, segment);
	}
	if (branch->rows[method])
		return ERR_CONFLICT;
	branch->rows[method] = row;
	branch->methods |= 1u << method;
	memcpy(branch->param_names[method], names, sizeof(names));
	return OK;
}

static const struct branch *find(struct search *search, const struct branch *branch, str rest, size_t count)
{
	if (str_empty(rest)) {
		search->allowed |= branch->methods;
		return branch->rows[search->method] ? branch : NULL;
	}
	const bool slash_ends = rest.at[rest.len - 1] == '/';
	str segment = str_cut(&rest, '/');
	if (str_empty(segment) || (slash_ends && str_empty(rest)))
		return NULL;
	const struct branch *child = child_of(branch, segment);
	const struct branch *found = child ? find(search, child, rest, count) : NULL;
	if (found || !branch->param || count == ROUTE_PARAMS_MAX)
		return found;
	found = find(search, branch->param, rest, count + 1);
	if (found)
		search->values[count] = segment;
	return found;
}

const void *route_find(const struct route_tree *tree, enum method method, str path,
                       struct route_params *params_out, unsigned *allowed_out)
{
	struct search search = { .method = method };
	params_out->count = 0;
	*allowed_out = 0;
	if (!str_starts(path, S("/")))
		return NULL;
	const struct branch *branch = find(&search, tree->root, str_skip(path, 1), 0);
	*allowed_out = search.allowed;
	if (!branch)
		return NULL;
	const str *names = branch->param_names[method];
	for (; params_out->count < ROUTE_PARAMS_MAX && names[params_out->count].at; params_out->count++) {
		params_out->names[params_out->count] = names[params_out->count];
		params_out->values[params_out->count] = search.values[params_out->count];
	}
	return branch->rows[method];
}
