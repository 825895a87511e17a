/* device.c: rules of members' devices. */
#include "features/product/device.h"

#include "base/utf8.h"
#include "features/product/known.h"
#include "features/product/product_news.h"
#include "features/product/product_rule.h"

enum { EARLIEST_DAY = 3653 }; /* 1 January 1980: older devices are not bought here */

static bool is_line(str value, size_t max)
{
	return utf8_length(value) <= max && !str_contains(value, S("\n"));
}

static enum err check(struct scope *scope, const struct device *device)
{
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	if (!device->product_id)
		return refuse_field(scope, "product_id", "product.not_found");
	if (!is_line(device->nickname, DEVICE_NAME_MAX))
		return refuse_field(scope, "nickname", "device.name_wrong");
	if (!is_line(device->serial, DEVICE_SERIAL_MAX))
		return refuse_field(scope, "serial", "device.serial_wrong");
	if (device->bought_on && (device->bought_on < EARLIEST_DAY || device->bought_on > day_at(scope->zone, scope->now)))
		return refuse_field(scope, "bought_on", "device.day_wrong");
	return OK;
}

/* The product's page counts owners; the member's own pages are never cached. */
static void tell(struct scope *scope, int64_t product_id)
{
	subject_changed(scope, subject_of(&product_subject, product_id));
}

enum err device_add(struct scope *scope, struct device *device)
{
	struct device_list mine;
	enum err err = check(scope, device);
	if (err)
		return err;
	err = product_check(scope, device->product_id);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return refuse_field(scope, "product_id", "product.not_found");
	}
	if (err || (err = device_load_mine(scope, &mine)))
		return err;
	if (mine.count >= DEVICES_MAX)
		return refuse(scope, ERR_CONFLICT, "device.too_many");
	device->id = id_new(scope->now);
	device->made_at = scope->now;
	tell(scope, device->product_id);
	return device_insert(scope, device);
}

/* The product stays: another product is another device. */
enum err device_change(struct scope *scope, const struct device *device)
{
	struct device before;
	enum err err = device_mine(scope, device->id, &before);
	if (err)
		return err;
	before.nickname = device->nickname;
	before.serial = device->serial;
	before.bought_on = device->bought_on;
	err = check(scope, &before);
	return err ? err : device_update(scope, &before);
}

static enum err forget_known(struct scope *scope, int64_t product_id)
{
	struct device_list mine;
	enum err err = device_load_mine(scope, &mine);
	for (size_t i = 0; !err && i < mine.count; i++) {
		if (mine.at[i].product_id == product_id)
			return OK;
	}
	return err ? err : known_say(scope, product_id, false);
}

enum err device_remove(struct scope *scope, int64_t device_id)
{
	struct device device;
	enum err err = device_mine(scope, device_id, &device);
	if (err)
		return err;
	tell(scope, device.product_id);
	err = device_delete(scope, device_id);
	return err ? err : forget_known(scope, device.product_id);
}

enum err device_mine(struct scope *scope, int64_t device_id, struct device *device_out)
{
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	return device_load(scope, device_id, device_out);
}

enum err device_list_mine(struct scope *scope, struct device_list *list_out)
{
	*list_out = (struct device_list){ NULL, 0 };
	return scope->member_id ? device_load_mine(scope, list_out) : OK;
}

/* A crowd only, and no exact figure: so nobody can be told from it by adding and taking away. */
enum err device_owners(struct scope *scope, int64_t product_id, int64_t *count_out)
{
	int64_t count;
	enum err err = device_count_owners(scope, product_id, &count);
	if (!err)
		*count_out = count < OWNERS_MIN ? 0 : count / 10 * 10;
	return err;
}

enum err device_opened(struct scope *scope, int64_t member_id, struct ids ids, struct list *opened)
{
	struct device_list list;
	enum err err = device_load_some(scope, member_id, ids, &list);
	for (size_t i = 0; !err && i < list.count; i++) {
		if (str_empty(list.at[i].serial))
			continue;
		struct opened *one = list_add(opened);
		*one = (struct opened){ list.at[i].id, "serial", list.at[i].serial };
	}
	return err;
}
