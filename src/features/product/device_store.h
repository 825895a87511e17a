/* device_store.h: members' own devices: every statement reads and writes the scope's member only. */
#ifndef DEVICE_STORE_H
#define DEVICE_STORE_H
#include "core/core.h"

struct device {
	int64_t id, product_id;
	str nickname;
	str serial;        /* sealed in the table, plain in rules */
	int64_t bought_on; /* a day; 0 = not said */
	moment made_at;
};
struct device_list { struct device *at; size_t count; };

/* "device.not_found". */
enum err device_load(struct scope *scope, int64_t device_id, struct device *device_out);
/* One's own, the oldest first, at most 50; without serial numbers. */
enum err device_load_mine(struct scope *scope, struct device_list *list_out);
/* Those of that member's, with serial numbers; one that was sealed by a key that is lost has none. */
enum err device_load_some(struct scope *scope, int64_t member_id, struct ids ids, struct device_list *list_out);
enum err device_insert(struct scope *scope, const struct device *device);
enum err device_update(struct scope *scope, const struct device *device);
enum err device_delete(struct scope *scope, int64_t device_id);
/* Members, not devices; counted to at most 1,000. */
enum err device_count_owners(struct scope *scope, int64_t product_id, int64_t *count_out);
#endif
