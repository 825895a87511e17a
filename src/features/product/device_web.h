/* device_web.h: the pages of one's own devices, for product_slice.c. */
#ifndef DEVICE_WEB_H
#define DEVICE_WEB_H
#include "features/product/device.h"
#include "features/product/product.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route device_routes[];
enum err device_fill_me(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
enum err device_fill_help(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
extern const struct schema device_schema;

struct device_form { int64_t product_id; str nickname, serial; int32_t bought_on; bool knows; };
struct device_row { const struct device *device; const struct product_card *product; };
struct device_row_list { struct device_row *at; size_t count; };
struct devices_page { struct device_row_list rows; };
struct device_page {
	const struct device *device;   /* id 0: to be added */
	const struct product_card *product;
	const struct device_form *form;
	struct choices products;
	str bought_on, today;
};
/* One's devices with their products, for several pages. */
enum err device_rows_mine(struct scope *scope, struct device_row_list *rows_out);
#endif
