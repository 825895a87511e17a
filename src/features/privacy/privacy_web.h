/* privacy_web.h: what is kept about one, on a page and as a file, for privacy_slice.c. */
#ifndef PRIVACY_WEB_H
#define PRIVACY_WEB_H
#include "features/identity/identity.h"
#include "features/privacy/copy.h"
#include "features/privacy/erasure.h"
#include "features/privacy/kept.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route privacy_routes[];
extern const struct route erasure_routes[];
extern const struct panel privacy_panels[];

struct term_list { const char **at; size_t count; };
struct kept_view { enum text_id title, why; struct term_list terms; };
struct kept_view_list { const struct kept_view *at; size_t count; };
struct privacy_page { struct kept_view_list groups; bool is_running, is_ready, has_zip, may_ask; moment until; };

/* Titles and reasons, one a group. */
extern const struct kept_view kept_words[KEPT_GROUP_COUNT];
/* "privacy.for_180_days" */
const char *term_key(struct view *view, const char *term);

/* Leaving for good: one's own page, and an administrator's. */
struct erasure_page {
	struct erasure erasure;     /* member_id 0: none runs */
	int64_t member_id;
	moment due_at;              /* if it were asked for now */
	const char *held_by;        /* why not now, or NULL */
	bool has_password, has_mail;
};
struct erasure_letter { str name, brand_name, url; moment due_at; bool was_asked, by_other; };
enum err erasure_letter_hear(struct scope *scope, const struct news *news);
enum err erasure_link_send(struct scope *scope, const struct mail_due *mail);
enum err erasure_banner_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
enum err erasure_desk_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);

/* The readable file. */
struct copy_cell { str label; struct value value; bool is_moment; str file; bool is_picture; /* file: value's, "" = none */ };
struct copy_cell_list { struct copy_cell *at; size_t count; };
struct copy_row { struct copy_cell_list cells; };
struct copy_head { str name, brand_name, language; moment at; };
#endif
