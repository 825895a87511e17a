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

static str proof_of(struct scope *scope, const struct audit_anchor *anchor)
{
	str head = str_format(scope->arena, "%lld %lld %lld ", (long long)scope->brand_id, (long long)anchor->number,
	                      (long long)anchor->at);
	const str parts[] = { head, anchor->hash };
	return crypt_hash(scope->arena, &scope->house->sign_key, S("audit anchor"),
	                  str_join(scope->arena, parts, COUNT(parts), S("")));
}

/* Number 0 and no hash while nothing was forgotten. */
static enum err load_anchor(struct scope *scope, struct audit_anchor *anchor_out)
{
	enum err err = sql_core_audit_anchor(scope, anchor_out);
	if (err != ERR_NOT_FOUND)
		return err;
	*anchor_out = (struct audit_anchor){ .hash = S(""), .proof = S("") };
	return OK;
}

/* What the next entry hangs on. */
static enum err load_last(struct scope *scope, struct audit_row *last_out)
{
	struct audit_anchor anchor;
	enum err err = sql_core_audit_last(scope, last_out);
	if (err != ERR_NOT_FOUND)
		return err;
	if ((err = load_anchor(scope, &anchor)))
		return err;
	*last_out = (struct audit_row){ .number = anchor.number, .hash = anchor.hash };
	return OK;
}

enum err audit_note(struct scope *scope, const char *action, struct subject subject, str details)
{
	must(details.len <= DETAILS_BYTES_MAX);
	struct audit_row last;
	enum err err = load_last(scope, &last);
	if (err)
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

static struct audit_entry_list entries_of(struct scope *scope, const struct audit_row_list *rows)
{
	struct audit_entry *at = arena_take(scope->arena, rows->count * sizeof(*at));
	for (size_t i = 0; i < rows->count; i++) {
		const struct audit_row *row = &rows->at[i];
		at[i] = (struct audit_entry){ .id = row->id, .actor_id = row->actor_id, .at = row->at,
			.subject = { row->subject_kind, row->subject_id }, .action = row->action,
			.details = row->details };
	}
	return (struct audit_entry_list){ at, rows->count };
}

enum err audit_list(struct scope *scope, int64_t before_id, struct audit_entry_list *list_out)
{
	struct audit_row_list rows;
	enum err err = sql_core_audit_before(scope, before_id ? before_id : INT64_MAX, &rows);
	if (!err)
		*list_out = entries_of(scope, &rows);
	return err;
}

/* Deeds are small letters and dots: behind "member" and all its dots comes "member/", behind all of them "~". */
enum err audit_find(struct scope *scope, const struct audit_filter *filter, struct audit_entry_list *list_out)
{
	struct audit_row_list rows;
	struct audit_filter whole = *filter;
	whole.before_id = filter->before_id ? filter->before_id : INT64_MAX;
	whole.until_at = filter->until_at ? filter->until_at : INT64_MAX;
	str beyond = str_empty(filter->deed) ? S("~") : str_format(scope->arena, "%.*s/", STR_ARG(filter->deed));
	enum err err = sql_core_audit_find(scope, &whole, filter->deed, beyond, &rows);
	if (!err)
		*list_out = entries_of(scope, &rows);
	return err;
}

enum err audit_verify(struct scope *scope, int64_t *broken_at_out)
{
	struct audit_anchor anchor;
	char hash[CRYPT_KEY_SIZE];
	struct audit_row_list rows;
	enum err err = load_anchor(scope, &anchor);
	if (err)
		return err;
	int64_t number = anchor.number;
	str before = anchor.hash;
	if (anchor.number && !crypt_equal(anchor.proof, proof_of(scope, &anchor))) {
		*broken_at_out = anchor.number;
		return OK;
	}
	do {
		struct arena_mark mark = arena_mark(scope->arena);
		if ((err = sql_core_audit_after(scope, number, &rows)))
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

/* How many of these fit, one behind the other: what was tampered with is never forgotten, so that it stays to be seen. */
static size_t count_fitting(struct scope *scope, const struct audit_anchor *anchor, const struct audit_row_list *rows)
{
	str before = anchor->hash;
	size_t count = 0;
	for (; count < rows->count; count++) {
		const struct audit_row *row = &rows->at[count];
		bool fits = row->number == anchor->number + (int64_t)count + 1 && crypt_equal(row->hash, hash_of(scope, row, before));
		if (!fits)
			break;
		before = row->hash;
	}
	return count;
}

enum err audit_forget(struct scope *scope, moment before, int64_t *forgotten_out)
{
	struct audit_anchor anchor;
	struct audit_row_list rows;
	enum err err = load_anchor(scope, &anchor);
	*forgotten_out = 0;
	if (err || (err = sql_core_audit_old(scope, anchor.number, before, &rows)))
		return err;
	size_t count = count_fitting(scope, &anchor, &rows);
	if (!count)
		return OK;
	const struct audit_row *last = &rows.at[count - 1];
	struct audit_anchor next = { .number = last->number, .at = last->at, .hash = last->hash };
	next.proof = proof_of(scope, &next);
	if ((err = sql_core_audit_anchor_put(scope, &next)))
		return err;
	return sql_core_audit_forget(scope, last->number, forgotten_out);
}
