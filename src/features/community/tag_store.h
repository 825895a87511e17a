/* tag_store.h: tags: words under which threads of all boards are found. */
#ifndef TAG_STORE_H
#define TAG_STORE_H
#include "core/core.h"

#define TAG_NAME_MAX 30
#define TAGS_A_THREAD 5
#define TAGS_A_PAGE 100

struct tag { int64_t id; str key, name, about; int64_t thread_count; moment made_at; bool by_brand; };
struct tag_list { struct tag *at; size_t count; };
/* A tag as it stands at a thread. */
struct thread_tag { int64_t thread_id, id; str key, name; };
struct thread_tag_list { struct thread_tag *at; size_t count; };

/* "tag.not_found" */
enum err tag_load(struct scope *scope, int64_t tag_id, struct tag *tag_out);
enum err tag_load_by_key(struct scope *scope, str key, struct tag *tag_out);
/* For pages: only if a thread that the scope's member may see has it; lists are alike. */
enum err tag_load_seen(struct scope *scope, str key, struct tag *tag_out);
/* ERR_NOT_FOUND unrefused. */
enum err tag_find(struct scope *scope, str key, struct tag *tag_out);
enum err tag_list_most_used(struct scope *scope, struct tag_list *list_out); /* 30 */
enum err tag_list_after(struct scope *scope, str key, struct tag_list *list_out); /* by key, one more than a page */
enum err tag_list_beginning(struct scope *scope, str start, struct tag_list *list_out); /* 8 whose key begins so */
enum err tag_list_by_ids(struct scope *scope, struct ids ids, struct tag_list *list_out); /* those that are seen */
/* Its threads, hidden ones too, at most 100 behind that one in order of id. */
enum err tag_list_threads(struct scope *scope, int64_t tag_id, int64_t after_id, struct ids *thread_ids_out);
enum err tag_list_of(struct scope *scope, struct ids thread_ids, struct thread_tag_list *list_out);
enum err tag_insert(struct scope *scope, struct tag *tag);       /* gives an id */
enum err tag_update(struct scope *scope, const struct tag *tag); /* "tag.key_taken" */
enum err tag_delete(struct scope *scope, int64_t tag_id);
enum err tag_put(struct scope *scope, int64_t thread_id, int64_t tag_id);  /* and counts */
enum err tag_take(struct scope *scope, int64_t thread_id, int64_t tag_id); /* and counts */
/* The next 50 threads go over to the other tag; *more_out: there may be others. */
enum err tag_follow(struct scope *scope, int64_t tag_id, int64_t to_id, bool *more_out);
#endif
