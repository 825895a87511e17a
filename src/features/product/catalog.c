/*
 * catalog.c: rows of a file become products by their key.
 *
 * A column that the file lacks changes nothing; codes are added, never taken away.  A wrong row
 * is told with its line and the others are taken: whoever repairs the file imports it again.
 */
#include "features/product/catalog.h"

#include "base/utf8.h"
#include "features/product/csv.h"
#include "features/product/product_code.h"

enum column { COLUMN_KEY, COLUMN_NAME, COLUMN_KIND, COLUMN_MAKER, COLUMN_MODEL, COLUMN_CATEGORY, COLUMN_ABOUT,
	COLUMN_POSITION, COLUMN_CODES, COLUMN_HIDDEN, COLUMN_COUNT };

/* Names as they may stand in the first line, small letters; German ones, too. */
static const struct { const char *name, *german; } columns[COLUMN_COUNT] = {
	[COLUMN_KEY] = { "key", "kürzel" },           [COLUMN_NAME] = { "name", "bezeichnung" },
	[COLUMN_KIND] = { "kind", "art" },            [COLUMN_MAKER] = { "maker", "hersteller" },
	[COLUMN_MODEL] = { "model", "modell" },       [COLUMN_CATEGORY] = { "category", "kategorie" },
	[COLUMN_ABOUT] = { "about", "beschreibung" }, [COLUMN_POSITION] = { "position", "reihenfolge" },
	[COLUMN_CODES] = { "codes", "ean" },          [COLUMN_HIDDEN] = { "hidden", "ausgeblendet" },
};
#define REQUIRED (1u << COLUMN_KEY | 1u << COLUMN_NAME | 1u << COLUMN_KIND)

static int column_named(struct arena *arena, str name)
{
	name = str_lower_ascii(arena, str_trim(name));
	for (int i = 0; i < COLUMN_COUNT; i++) {
		if (str_equal(name, str_from(columns[i].name)) || str_equal(name, str_from(columns[i].german)))
			return i;
	}
	return -1;
}

static void wrong(struct catalog_row *row, enum column column, const char *reason)
{
	if (row->reason)
		return;
	row->outcome = CATALOG_WRONG;
	row->reason = reason;
	row->field = columns[column].name;
}

static bool is_yes(str value)
{
	return str_equal(value, S("1")) || str_equal_fold(value, S("yes")) || str_equal_fold(value, S("ja"))
	       || str_equal_fold(value, S("true")) || str_equal_fold(value, S("x"));
}

static void take_value(struct catalog_row *row, enum column column, str value)
{
	struct product *product = &row->product;
	str *const texts[COLUMN_COUNT] = { [COLUMN_KEY] = &product->key, [COLUMN_NAME] = &product->name,
		[COLUMN_KIND] = &product->kind, [COLUMN_MAKER] = &product->maker, [COLUMN_MODEL] = &product->model,
		[COLUMN_CATEGORY] = &product->category, [COLUMN_ABOUT] = &product->about, [COLUMN_CODES] = &row->codes };
	value = str_trim(value);
	if (texts[column])
		*texts[column] = value;
	else if (column == COLUMN_HIDDEN)
		row->is_hidden = is_yes(value);
	else if (!str_empty(value) && (!str_number(value, &product->position) || product->position < 0 || product->position > 9999))
		wrong(row, COLUMN_POSITION, "catalog.position_wrong");
}

/* Says which column each field is; 0 columns: this is no header of ours. */
static unsigned read_header(struct arena *arena, const struct csv_row *header, int *columns_out)
{
	unsigned seen = 0;
	for (size_t i = 0; i < header->count; i++) {
		columns_out[i] = column_named(arena, header->fields[i]);
		if (columns_out[i] >= 0)
			seen |= 1u << columns_out[i];
	}
	return (seen & REQUIRED) == REQUIRED ? seen : 0;
}

static bool is_blank(const struct csv_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		if (!str_empty(str_trim(row->fields[i])))
			return false;
	}
	return true;
}

void catalog_read(struct arena *arena, str bytes, struct catalog *catalog_out)
{
	struct csv csv;
	struct csv_row fields;
	const char *bad;
	struct list rows;
	int order[CSV_FIELDS_MAX];
	*catalog_out = (struct catalog){ .reason = NULL };
	list_open(&rows, arena, sizeof(struct catalog_row));
	if (bytes.len > CATALOG_BYTES_MAX)
		catalog_out->reason = "catalog.too_large";
	else if (!utf8_is_valid(bytes))
		catalog_out->reason = "catalog.no_text";
	if (catalog_out->reason)
		return;
	csv_open(&csv, arena, bytes);
	if (!csv_next(&csv, &fields, &bad) || bad || !(catalog_out->columns = read_header(arena, &fields, order))) {
		catalog_out->reason = "catalog.no_header";
		return;
	}
	size_t wide = fields.count;
	for (int64_t line = csv.line + 1; csv_next(&csv, &fields, &bad); line = csv.line + 1) {
		if (!bad && is_blank(&fields))
			continue;
		if (rows.count == CATALOG_ROWS_MAX) {
			catalog_out->reason = "catalog.too_long";
			return;
		}
		struct catalog_row *row = list_add(&rows);
		*row = (struct catalog_row){ .line = line, .outcome = CATALOG_NEW };
		if (bad || fields.count > wide)
			wrong(row, COLUMN_KEY, bad ? bad : "catalog.too_wide");
		for (size_t i = 0; i < fields.count && i < wide && !row->reason; i++) {
			if (order[i] >= 0)
				take_value(row, (enum column)order[i], fields.fields[i]);
		}
	}
	catalog_out->at = (void *)rows.at;
	catalog_out->count = rows.count;
}

/* ── what each row would do ── */

static bool has(const struct catalog *catalog, enum column column)
{
	return (catalog->columns & 1u << column) != 0;
}

/* What the file does not say stays as it is. */
static void keep_rest(const struct catalog *catalog, struct catalog_row *row, const struct product *before, moment now)
{
	struct product *product = &row->product;
	product->id = before->id;
	product->made_at = before->made_at;
	product->maker = has(catalog, COLUMN_MAKER) ? product->maker : before->maker;
	product->model = has(catalog, COLUMN_MODEL) ? product->model : before->model;
	product->category = has(catalog, COLUMN_CATEGORY) ? product->category : before->category;
	product->about = has(catalog, COLUMN_ABOUT) ? product->about : before->about;
	product->position = has(catalog, COLUMN_POSITION) ? product->position : before->position;
	product->hidden_at = before->hidden_at;
	if (has(catalog, COLUMN_HIDDEN))
		product->hidden_at = !row->is_hidden ? 0 : before->hidden_at ? before->hidden_at : now;
}

static bool is_same(const struct product *a, const struct product *b)
{
	return str_equal(a->name, b->name) && str_equal(a->kind, b->kind) && str_equal(a->maker, b->maker)
	       && str_equal(a->model, b->model) && str_equal(a->category, b->category) && str_equal(a->about, b->about)
	       && a->position == b->position && a->hidden_at == b->hidden_at;
}

/* Either all that was read before, for a whole file; or, within a unit, the database itself. */
static enum err find_product(struct scope *scope, const struct catalog_known *known, str key, struct product *product_out)
{
	if (!known)
		return product_load_key(scope, key, product_out);
	for (size_t i = 0; i < known->products.count; i++) {
		*product_out = known->products.at[i];
		if (str_equal(product_out->key, key))
			return OK;
	}
	return ERR_NOT_FOUND;
}

static enum err find_code(struct scope *scope, const struct catalog_known *known, str code, struct product_code *code_out)
{
	if (!known)
		return product_code_load(scope, code, code_out);
	for (size_t i = 0; i < known->codes.count; i++) {
		*code_out = known->codes.at[i];
		if (str_equal(code_out->code, code))
			return OK;
	}
	return ERR_NOT_FOUND;
}

/* All its codes are codes, and nobody else's; *new_out: one is not known yet. */
static enum err look_at_codes(struct scope *scope, const struct catalog_known *known, struct catalog_row *row, bool *new_out)
{
	str rest = row->codes;
	*new_out = false;
	while (rest.len && !row->reason) {
		struct product_code code, before;
		str typed = str_cut(&rest, ' ');
		if (str_empty(typed))
			continue;
		const char *reason = product_code_read(scope->arena, typed, &code);
		if (reason) {
			wrong(row, COLUMN_CODES, reason);
			return OK;
		}
		enum err err = find_code(scope, known, code.code, &before);
		if (err && err != ERR_NOT_FOUND)
			return err;
		if (!err && before.product_id != row->product.id)
			wrong(row, COLUMN_CODES, "code.taken");
		*new_out = *new_out || err == ERR_NOT_FOUND;
	}
	return OK;
}

static enum err look_at(struct scope *scope, const struct catalog *catalog, const struct catalog_known *known,
                        struct catalog_row *row)
{
	struct product before;
	bool has_new_code;
	enum err err = product_fits(scope, &row->product);
	if (err == ERR_INVALID) {
		row->reason = scope->refusal.reason;
		row->field = scope->refusal.field;
		row->outcome = CATALOG_WRONG;
		scope_forgive(scope);
		return OK;
	}
	if (err)
		return err;
	err = find_product(scope, known, row->product.key, &before);
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	if (err && err != ERR_NOT_FOUND)
		return err;
	row->outcome = err ? CATALOG_NEW : CATALOG_SAME;
	if (!err)
		keep_rest(catalog, row, &before, scope->now);
	bool is_changed = !err && !is_same(&row->product, &before);
	if ((err = look_at_codes(scope, known, row, &has_new_code)))
		return err;
	if (row->outcome == CATALOG_SAME && (is_changed || has_new_code))
		row->outcome = CATALOG_CHANGED;
	return OK;
}

static bool stands_above(const struct catalog *catalog, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (!catalog->at[i].reason && str_equal(catalog->at[i].product.key, catalog->at[at].product.key))
			return true;
	}
	return false;
}

enum err catalog_known_load(struct scope *scope, struct catalog_known *known_out)
{
	struct list products, codes;
	struct product_list page;
	struct product_code_list code_page;
	int64_t after_id = 0;
	str after = S("");
	list_open(&products, scope->arena, sizeof(struct product));
	list_open(&codes, scope->arena, sizeof(struct product_code));
	do {
		enum err err = product_load_after(scope, after_id, &page);
		if (err)
			return err;
		for (size_t i = 0; i < page.count; i++)
			*(struct product *)list_add(&products) = page.at[i];
		after_id = page.count ? page.at[page.count - 1].id : 0;
	} while (after_id);
	do {
		enum err err = product_code_load_after(scope, after, &code_page);
		if (err)
			return err;
		for (size_t i = 0; i < code_page.count; i++)
			*(struct product_code *)list_add(&codes) = code_page.at[i];
		after = code_page.count ? code_page.at[code_page.count - 1].code : S("");
	} while (after.len);
	*known_out = (struct catalog_known){ { (void *)products.at, products.count }, { (void *)codes.at, codes.count } };
	return OK;
}

enum err catalog_compare(struct scope *scope, const struct catalog_known *known, struct catalog *catalog)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "product.not_yours");
	memset(catalog->counts, 0, sizeof(catalog->counts));
	for (size_t i = 0; i < catalog->count; i++) {
		struct catalog_row *row = &catalog->at[i];
		if (!row->reason && stands_above(catalog, i))
			wrong(row, COLUMN_KEY, "catalog.key_twice");
		enum err err = row->reason ? OK : look_at(scope, catalog, known, row);
		if (err)
			return err;
		catalog->counts[row->outcome]++;
	}
	return OK;
}

/* ── taking over ── */

static enum err add_codes(struct scope *scope, const struct catalog_row *row)
{
	str rest = row->codes;
	while (rest.len) {
		str typed = str_cut(&rest, ' ');
		enum err err = str_empty(typed) ? OK : product_code_add(scope, row->product.id, typed);
		if (err)
			return err;
	}
	return OK;
}

/* Somebody may have been there since the comparison: the row is looked at once more. */
static enum err write_row(struct scope *scope, const struct catalog *catalog, struct catalog_row *row)
{
	enum err err = look_at(scope, catalog, NULL, row);
	if (err || row->reason || row->outcome == CATALOG_SAME)
		return err;
	if (row->outcome == CATALOG_NEW) {
		moment hidden_at = row->is_hidden ? scope->now : 0;
		err = product_make(scope, &row->product);
		row->product.hidden_at = hidden_at;
		if (!err && hidden_at)
			err = product_change(scope, &row->product);
	} else {
		err = product_change(scope, &row->product);
	}
	return err ? err : add_codes(scope, row);
}

enum err catalog_write(struct scope *scope, struct catalog *catalog, size_t from, size_t *next_out)
{
	size_t at = from;
	for (int taken = 0; at < catalog->count && taken < CATALOG_AT_ONCE; at++) {
		struct catalog_row row = catalog->at[at]; /* a copy: the unit may run twice */
		if (row.reason || row.outcome == CATALOG_SAME)
			continue;
		enum err err = write_row(scope, catalog, &row);
		if (err)
			return err;
		taken++;
	}
	*next_out = at;
	return OK;
}
