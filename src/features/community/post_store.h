/* post_store.h: the post record: number 1 is the question; numbers are dense per thread. */
#ifndef POST_STORE_H
#define POST_STORE_H
#include "core/core.h"

#define POSTS_A_PAGE 20

struct post {
	int64_t thread_id, number, id;
	int64_t author_id;
	str body;             /* Markdown */
	str html;             /* rendered by html_version of the renderer */
	int64_t html_version;
	int64_t kudos_count, version;
	moment created_at, edited_at, hidden_at, deleted_at;
	str origin;
	int64_t moved_to;     /* only a trace is left: the post went to that thread */
	int64_t gone_by;      /* who hid or deleted it, and why */
	str gone_why;
	bool is_solution;
	bool has_my_kudos;
};
struct post_list { struct post *at; size_t count; };

enum err post_load(struct scope *scope, int64_t post_id, struct post *post_out);
/* Numbers from `first`, at most POSTS_A_PAGE. */
enum err post_list_of(struct scope *scope, int64_t thread_id, int64_t first, struct post_list *list_out);
/* The same for a page: without the source (body is ""). */
enum err post_list_shown(struct scope *scope, int64_t thread_id, int64_t first, struct post_list *list_out);
/* Where it stands, and its thread's title: what it is called elsewhere. */
struct post_name { int64_t id, thread_id, number; str title; };
struct post_name_list { struct post_name *at; size_t count; };
enum err post_names_of(struct scope *scope, struct ids ids, struct post_name_list *list_out);
enum err post_list_by_ids(struct scope *scope, struct ids ids, struct post_list *list_out);
/* Authors of the thread's latest posts, at most 50 behind that one in order of id. */
enum err post_load_writers(struct scope *scope, int64_t thread_id, int64_t after_id, struct ids *member_ids_out);
enum err post_insert(struct scope *scope, struct post *post); /* gives an id when it is 0 */
enum err post_update_body(struct scope *scope, const struct post *post);

/* Solutions of a thread, the earliest marked first. */
/* Who wrote them, the earliest first. */
enum err solution_authors(struct scope *scope, int64_t thread_id, struct ids *author_ids_out);
enum err solution_list(struct scope *scope, int64_t thread_id, struct post_list *list_out);
enum err solution_insert(struct scope *scope, int64_t thread_id, int64_t post_id, int64_t marked_by);
enum err solution_delete(struct scope *scope, int64_t thread_id, int64_t post_id, bool *deleted_out);
enum err solution_count(struct scope *scope, int64_t thread_id, int64_t *count_out); /* of those that are seen */
/* The first solution of each thread, for lists of solved threads. */
enum err solution_posts(struct scope *scope, struct ids thread_ids, struct post_list *list_out);

/* *changed_out is false when it was so already. */
enum err kudos_insert(struct scope *scope, int64_t post_id, bool *changed_out);
enum err kudos_delete(struct scope *scope, int64_t post_id, bool *changed_out);
enum err kudos_count_change(struct scope *scope, int64_t thread_id, int64_t number, int64_t change);
#endif
