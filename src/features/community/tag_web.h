/* tag_web.h: tags: all, one with its threads, those of a thread; the brand's order among them on the desk. */
#ifndef TAG_WEB_H
#define TAG_WEB_H
#include "features/community/tag.h"
#include "features/community/thread_web.h"

extern const struct route tag_routes[], desk_tag_routes[];

struct tags_page { struct tag_list tags; str more; bool may_order, is_desk; };
struct thread_tags_page { const struct thread *thread; str tags; };
struct desk_tag_page { const struct tag *tag; };
#endif
