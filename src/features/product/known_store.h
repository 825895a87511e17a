/* known_store.h: what members say they know, as rows. */
#ifndef KNOWN_STORE_H
#define KNOWN_STORE_H
#include "core/core.h"

enum err known_insert(struct scope *scope, int64_t product_id); /* of the scope's member; once */
enum err known_delete(struct scope *scope, int64_t product_id);
enum err known_load_of(struct scope *scope, int64_t member_id, struct ids *product_ids_out);
enum err known_load_among(struct scope *scope, int64_t product_id, struct ids member_ids, struct ids *knowing_out);
enum err known_load_newest(struct scope *scope, int64_t product_id, struct ids *member_ids_out); /* eight */
#endif
