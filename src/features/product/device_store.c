/* device_store.c: rows of devices; the serial number is sealed before it is written. */
#include "features/product/device_store.h"

#include "base/crypt.h"
#include "features/product/sql.gen.h"

/* Bound to member and device: a sealed number moved to another row opens nowhere. */
static str bound_to(struct scope *scope, int64_t member_id, int64_t device_id)
{
	return str_format(scope->arena, "device %lld %lld %lld", (long long)scope->brand_id, (long long)member_id,
	                  (long long)device_id);
}

static str sealed(struct scope *scope, const struct device *device)
{
	if (str_empty(device->serial))
		return S("");
	str bytes = crypt_seal(scope->arena, &scope->house->seal_key, bound_to(scope, scope->member_id, device->id), device->serial);
	return base64url(scope->arena, bytes);
}

static enum err unseal(struct scope *scope, int64_t member_id, struct device *device)
{
	str bytes;
	if (str_empty(device->serial))
		return OK;
	if (!base64url_read(scope->arena, device->serial, &bytes))
		return ERR_BROKEN;
	return crypt_open(scope->arena, &scope->house->seal_key, bound_to(scope, member_id, device->id), bytes, &device->serial);
}

enum err device_load(struct scope *scope, int64_t device_id, struct device *device_out)
{
	enum err err = sql_device_row(scope, device_id, device_out);
	if (err == ERR_NOT_FOUND)
		return refuse(scope, err, "device.not_found");
	return err ? err : unseal(scope, scope->member_id, device_out);
}

enum err device_load_some(struct scope *scope, int64_t member_id, struct ids ids, struct device_list *list_out)
{
	enum err err = sql_device_some(scope, member_id, ids, list_out);
	for (size_t i = 0; !err && i < list_out->count; i++) {
		err = unseal(scope, member_id, &list_out->at[i]);
		if (err == ERR_INVALID) {
			list_out->at[i].serial = S("");
			err = OK;
		}
	}
	return err;
}

enum err device_load_mine(struct scope *scope, struct device_list *list_out)
{
	return sql_device_rows(scope, list_out);
}

enum err device_insert(struct scope *scope, const struct device *device)
{
	struct device row = *device;
	row.serial = sealed(scope, device);
	return sql_device_add(scope, &row);
}

enum err device_update(struct scope *scope, const struct device *device)
{
	int64_t changed;
	struct device row = *device;
	row.serial = sealed(scope, device);
	enum err err = sql_device_put(scope, &row, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_NOT_FOUND, "device.not_found");
}

enum err device_delete(struct scope *scope, int64_t device_id)
{
	int64_t changed;
	enum err err = sql_device_remove(scope, device_id, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_NOT_FOUND, "device.not_found");
}

enum err device_count_owners(struct scope *scope, int64_t product_id, int64_t *count_out)
{
	return sql_device_owners(scope, product_id, count_out);
}
