/*
 * device.h: a member's own devices: what asking, similar threads and tasks begin with (docs/rules/devices.md).
 *
 * Nobody but their member knows them, not the brand's team either; what is counted of them
 * is counted in crowds only.
 */
#ifndef DEVICE_H
#define DEVICE_H
#include "core/owned.h"
#include "features/product/device_store.h"

#define DEVICES_MAX 50
#define DEVICE_NAME_MAX 60
#define DEVICE_SERIAL_MAX 60
#define OWNERS_MIN 20 /* fewer are not told */

/* Signed in: "member.sign_in" for strangers.  Fields: "product_id" "product.not_found", "nickname" "device.name_wrong",
   "serial" "device.serial_wrong", "bought_on" "device.day_wrong"; ERR_CONFLICT "device.too_many". */
enum err device_add(struct scope *scope, struct device *device);
enum err device_change(struct scope *scope, const struct device *device);
/* Who has no other of that product no longer says to know it from home. */
enum err device_remove(struct scope *scope, int64_t device_id);
/* One's own; "device.not_found" for everything else. */
enum err device_mine(struct scope *scope, int64_t device_id, struct device *device_out);
/* None for strangers. */
enum err device_list_mine(struct scope *scope, struct device_list *list_out);
/* Serial numbers, for a member's own copy of her data. */
extern opener device_opened;
/* Of how many members, rounded down to tens; 0 below OWNERS_MIN. */
enum err device_owners(struct scope *scope, int64_t product_id, int64_t *count_out);
#endif
