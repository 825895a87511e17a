/* faces.c: what boards, threads and posts are called and where they stand, for whoever points at them. */
#include "features/community/board_store.h"
#include "features/community/community_news.h"
#include "features/community/post_store.h"
#include "features/community/tag_store.h"
#include "features/community/thread_store.h"

static enum err thread_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct thread_list threads;
	enum err err = thread_list_by_ids(scope, ids, &threads);
	if (err)
		return err;
	for (size_t i = 0; i < ids.count; i++) {
		for (size_t t = 0; t < threads.count; t++) {
			const struct thread *thread = &threads.at[t];
			if (thread->id != ids.at[i])
				continue;
			faces_out[i].title = thread->title;
			faces_out[i].url = str_format(scope->arena, "/threads/%lld", (long long)thread->id);
		}
	}
	return OK;
}

/* A post is called as its thread. */
static enum err post_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct post_name_list names;
	enum err err = post_names_of(scope, ids, &names);
	for (size_t i = 0; !err && i < ids.count; i++) {
		for (size_t p = 0; p < names.count; p++) {
			const struct post_name *name = &names.at[p];
			if (name->id != ids.at[i])
				continue;
			faces_out[i].title = name->title;
			faces_out[i].url = str_format(scope->arena, "/threads/%lld?page=%lld#p%lld", (long long)name->thread_id,
			                              (long long)((name->number - 1) / POSTS_A_PAGE + 1), (long long)name->number);
		}
	}
	return err;
}

static enum err board_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct board_list boards;
	enum err err = board_list_all(scope, &boards);
	for (size_t i = 0; !err && i < ids.count; i++) {
		for (size_t b = 0; b < boards.count; b++) {
			if (boards.at[b].id != ids.at[i])
				continue;
			faces_out[i].title = boards.at[b].name;
			faces_out[i].url = str_format(scope->arena, "/boards/%.*s", STR_ARG(boards.at[b].key));
		}
	}
	return err;
}

static enum err tag_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct tag_list tags;
	enum err err = tag_list_by_ids(scope, ids, &tags);
	for (size_t i = 0; !err && i < ids.count; i++) {
		for (size_t t = 0; t < tags.count; t++) {
			if (tags.at[t].id != ids.at[i])
				continue;
			faces_out[i].title = tags.at[t].name;
			faces_out[i].url = str_format(scope->arena, "/tags/%.*s", STR_ARG(tags.at[t].key));
		}
	}
	return err;
}

const struct subject_kind thread_subject = { "thread", 10, thread_faces, &thread_care };
const struct subject_kind post_subject = { "post", 11, post_faces, &post_care };
const struct subject_kind board_subject = { "board", 12, board_faces, NULL };
const struct subject_kind tag_subject = { "tag", 13, tag_faces, NULL };
