/*
 * audit.c: the book of what was done with a role's power.
 *
 * Every entry carries a keyed hash over itself and the hash before it, so that an entry
 * changed or taken out in the database no longer fits the ones behind it.
 */
#include "core/audit.h"

#include "base/random.h"
#include "core/house.h"
#include "core/sql.gen.h"

enum { DETAILS_BYTES_MAX = 1000 };

/* Lengths stand before the texts, so that no two entries read the same. */
static str hash_of(struct scope *scope, const struct audit_row *row, str before)
{
	str head = str_format(scope->arena, "%lld %lld %lld %lld %d %lld %lld %zu %zu ", (long long)scope->brand_id,
	                      (long long)row->number, (long long)row->id, (long long)row->actor_id,
	                      row->subject_kind, (long long)row->subject_id, (long long)row->at,
	                      row->action.len, row->details.len);
	str parts[] = { head, row->action, row->details, before };
	str whole = str_join(scope->arena, parts, COUNT(parts), S(""));
	return crypt_hash(scope->arena, &scope->house->sign_key, S("audit"), whole);
}

enum err audit_note(struct scope *scope, const char *action, struct subject subject, str details)
{
	must(details.len <= DETAILS_BYTES_MAX);
	struct audit_row last = { 0 };
	enum err err = sql_core_audit_last(scope, &last);
	if (err && err != ERR_NOT_FOUND)
		return err;
	struct audit_row row = {
		.number = last.number + 1, .id = id_new(scope->now),
		.actor_id = scope->actor_id ? scope->actor_id : scope->member_id,
		.action = str_from(action), .subject_kind = subject.kind, .subject_id = subject.id,
		.details = details, .at = scope->now,
	};
	row.hash = hash_of(scope, &row, last.hash);
	return sql_core_audit_add(scope, &row);
}

enum err audit_list(struct scope *scope, int64_t before_id, struct audit_entry_list *list_out)
{
	struct audit_row_list rows;
	enum err err = sql_core_audit_before(scope, before_id ? before_id : INT64_MAX, &rows);
	if (err)
		return err;
	struct audit_entry *at = arena_take(scope->arena, rows.count * sizeof(*at));
	for (size_t i = 0; i < rows.count; i++) {
		const struct audit_row *row = &rows.at[i];
		at[i] = (struct audit_entry){ .id = row->id, .actor_id = row->actor_id, .at = row->at,
			.subject = { row->subject_kind, row->subject_id }, .action = row->action,
			.details = row->details };
	}
	*list_out = (struct audit_entry_list){ at, rows.count };
	return OK;
}

enum err audit_verify(struct scope *scope, int64_t *broken_at_out)
{
	int64_t number = 0;
	char hash[CRYPT_KEY_SIZE];
	str before = S("");
	struct audit_row_list rows;
	do {
		struct arena_mark mark = arena_mark(scope->arena);
		enum err err = sql_core_audit_after(scope, number, &rows);
		if (err)
			return err;
		for (size_t i = 0; i < rows.count; i++) {
			const struct audit_row *row = &rows.at[i];
			bool fits = row->number == ++number && crypt_equal(row->hash, hash_of(scope, row, before));
			if (!fits) {
				*broken_at_out = row->id;
				return OK;
			}
			before = row->hash;
		}
		if (rows.count) /* the next page's first entry hangs on this page's last */
			before = (str){ memcpy(hash, before.at, sizeof(hash)), sizeof(hash) };
		arena_release(scope->arena, mark);
	} while (rows.count);
	*broken_at_out = 0;
	return OK;
}
