/* former.h: taking a member's name out of what others wrote, before she is erased. */
#ifndef FORMER_H
#define FORMER_H
#include "features/community/care_store.h"

/* Of several with one name only quotes tell which. */
struct former { int64_t member_id; str name, instead; bool is_unique; };
/* Outside of any unit: "@Ana Beispiel" and the heads of quotes name `instead`, in texts and their earlier versions; and the pages
   that show what she wrote are drawn anew.  Not to its end while the house stops. */
enum err community_forget_name(struct scope *scope, const struct former *former);
/* In a unit, acting as the member: some of her thanks and me-toos are taken back, and counted no more; *more_out: call it again
   in another. */
enum err community_part(struct scope *scope, bool *more_out);
/* A name as Markdown shows it. */
str former_marked(struct arena *arena, str name);
#endif
