/*
 * media.h: pictures and files that members and brands gave, for all slices above.
 *
 * An upload belongs to whoever made it until a subject takes it over; from then on whoever may see the
 * subject may see it, and nobody else.  The address of a picture tells its size, "/media/7-800x600":
 * pages need no look-up to leave room for it (docs/decisions/0017).
 */
#ifndef MEDIA_H
#define MEDIA_H
#include "core/image.h"
#include "features/media/media_store.h"

struct media_ask {
	enum media_use use;
	struct subject subject; /* of a face, logo or icon; what was there before goes */
	str path, name;         /* the upload on disk, and what its owner calls it */
};

/* Takes an upload in.  Slow: for BY_HAND handlers, never inside a unit.  A picture that is none becomes a file, where the
   brand takes files.  All of image_make's refusals; "media.no_file", "media.not_taken", "media.file_too_large",
   "media.too_many_today". */
enum err media_take(struct scope *scope, const struct media_ask *ask, struct media *media_out);
/* The same in its three parts, for whoever has more to do in the unit: slow, in the unit (it may run twice), at the end. */
struct media_taking { const struct media_ask *ask; struct image image; struct media media; str whole; };
enum err media_prepare(struct scope *scope, struct media_taking *taking);
enum err media_keep(struct scope *scope, struct media_taking *taking);
void media_let_go(struct media_taking *taking);

/* In the unit that stores a text: what the text shows of one's own becomes the subject's.  "media.too_many". */
enum err media_attach(struct scope *scope, struct subject subject, str text);
/* In bulk: the newest of each for that use; at[i] has id 0 where there is none. */
enum err media_of(struct scope *scope, int subject_kind, struct ids ids, enum media_use use, struct media *at);
/* Takes a face, logo or icon away; harmless when there is none. */
enum err media_take_away(struct scope *scope, struct subject subject, enum media_use use);

/* ── for whoever erases ── */
/* All that a subject shows, with its blobs: when its content is erased.  What is too much for one unit goes with what nobody used. */
enum err media_forget(struct scope *scope, struct subject subject);
/* What belongs to a member: face and unused uploads go; what stands in posts stays, without owner and name. */
enum err media_disown(struct scope *scope, int64_t member_id, int64_t *after_id, bool *more_out);

/* All of a brand, at most MEDIA_SOME behind that one in order of id: for an export. */
enum err media_after(struct scope *scope, int64_t after_id, struct media_list *list_out);

/* A member's, at most MEDIA_SOME behind that one in order of id: for her copy. */
enum err media_owned(struct scope *scope, int64_t owner_id, int64_t after_id, struct media_list *list_out);
/* The name of its file in an archive: "12.jpg". */
str media_file_name(struct arena *arena, int64_t id, str type);

/* "7-800x600" is 7; 0 when it begins with no number. */
int64_t media_id_of(str text);
/* "/media/7-800x600" or, for a file, "/media/7". */
str media_url(struct arena *arena, const struct media *media);
/* The same in smaller: "/media/7-800x600/small". */
str media_small_url(struct arena *arena, const struct media *media);
/* As it is written in Markdown; `about` says what is to be seen, "" = its name. */
str media_markdown(struct arena *arena, const struct media *media, str about);
/* What stands for a text's picture on the card of a shared link; path "" when not everybody may see it, or it is gone. */
enum err media_card(struct scope *scope, str url, struct image_link *card_out);
/* The card of a picture whose address is known to be everybody's (a product's). */
struct image_link media_card_of(struct arena *arena, str url, str about);
/* May whoever the scope is see it?  ERR_NOT_FOUND "media.not_found" otherwise.  *public_out: strangers may, too. */
enum err media_see(struct scope *scope, int64_t media_id, struct media *media_out, bool *public_out);

extern const struct setting media_settings[];
extern const struct job_kind media_sweep_job;
#endif
