/* media_store.h: the record of a picture or file, and how it is read and written. */
#ifndef MEDIA_STORE_H
#define MEDIA_STORE_H
#include "core/core.h"

/* Stored: never renumber. */
enum media_use {
	MEDIA_PICTURE,   /* in what a member wrote */
	MEDIA_FILE,      /* a document beside it */
	MEDIA_FACE,      /* a member's picture */
	MEDIA_LOGO, MEDIA_LOGO_DARK, /* a brand's, on light and on dark */
	MEDIA_ICON,      /* a brand's, for tabs and home screens */
	MEDIA_PRODUCT,   /* a product's */
	MEDIA_USE_COUNT,
};

struct media {
	int64_t id, owner_id;
	int use;
	int subject_kind;     /* 0: nothing shows it yet */
	int64_t subject_id;
	str name, type;       /* as it was called; what it is */
	int64_t width, height, bytes;
	int64_t blob_id, middle_id, small_id, card_id; /* 0: there is no such size */
	moment made_at;
};
struct media_list { struct media *at; size_t count; };

#define MEDIA_MIDDLE 800 /* the longer side of what pages show */
enum { MEDIA_SOME = 32 }; /* how many are forgotten in one unit: with their blobs 160 rows */

/* "media.not_found" */
enum err media_load(struct scope *scope, int64_t media_id, struct media *media_out);
/* Those of several subjects of one kind, for one use: for what stands beside a name. */
enum err media_load_of(struct scope *scope, int subject_kind, struct ids ids, enum media_use use, struct media_list *list_out);
/* At most 40: as many as a text may show. */
enum err media_load_all_of(struct scope *scope, struct subject subject, struct media_list *list_out);
/* At most MEDIA_SOME. */
enum err media_load_unused(struct scope *scope, moment before, struct media_list *list_out);
enum err media_load_owned(struct scope *scope, int64_t owner_id, int64_t after_id, struct media_list *list_out);
/* All of the brand, MEDIA_SOME behind that one in order of id. */
enum err media_load_after(struct scope *scope, int64_t after_id, struct media_list *list_out);
enum err media_count_owned(struct scope *scope, moment since, int64_t *count_out);

enum err media_insert(struct scope *scope, const struct media *media);
/* What is one's own and unused becomes the subject's; others are left alone. */
enum err media_claim(struct scope *scope, int64_t media_id, struct subject subject, bool *claimed_out);
/* What the subject shows is unused from now on. */
enum err media_release(struct scope *scope, struct subject subject);
/* Rows and blobs. */
enum err media_delete(struct scope *scope, const struct media_list *list);
/* Owner and name go, the picture stays. */
enum err media_anonymise(struct scope *scope, const struct media_list *list);
#endif
