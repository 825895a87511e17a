/* decision_store.c: rows of decisions, and a brand's own words for them. */
#include "features/moderation/decision_store.h"

#include "features/moderation/sql.gen.h"

const char *const measure_names[MEASURE_COUNT + 1] = { "none", "hide", "restore", "publish", "lock", "unlock", "edit",
	"warn", "mute", "suspend", "release", "unmute", "move", NULL };
const char *const ground_names[GROUND_COUNT + 1] = { "none", "terms", "law", NULL };

enum err decision_load(struct scope *scope, int64_t decision_id, struct decision *decision_out)
{
	enum err err = sql_decision_row(scope, decision_id, decision_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "moderation.no_decision") : err;
}

enum err decision_load_some(struct scope *scope, struct ids ids, struct decision_list *list_out)
{
	return sql_decision_rows(scope, ids, list_out);
}

enum err decision_insert(struct scope *scope, const struct decision *decision)
{
	return sql_decision_add(scope, decision);
}

enum err decision_list_about(struct scope *scope, int64_t author_id, int64_t before_id, struct decision_list *list_out)
{
	return sql_decisions_about(scope, author_id, before_id ? before_id : INT64_MAX, list_out);
}

enum err decision_list_of(struct scope *scope, int kind, struct ids subject_ids, struct decision_list *list_out)
{
	return sql_decisions_of_subjects(scope, kind, subject_ids, list_out);
}

enum err decision_reverse(struct scope *scope, const struct decision *by, enum measure was)
{
	int64_t changed;
	return sql_decisions_reverse(scope, by, (int)was, &changed);
}

enum err decision_count_sanctions(struct scope *scope, int64_t member_id, moment since, int64_t *count_out)
{
	return sql_sanctions_since(scope, member_id, since, count_out);
}

enum err decision_count_all(struct scope *scope, moment from_at, moment until_at, struct decision_count_list *list_out)
{
	return sql_decision_counts(scope, from_at, until_at, list_out);
}

enum err template_list_all(struct scope *scope, struct template_list *list_out)
{
	return sql_template_rows(scope, list_out);
}

enum err template_update(struct scope *scope, const struct template *template)
{
	int64_t changed;
	if (str_empty(template->text))
		return sql_template_remove(scope, template->reason, template->lang, &changed);
	return sql_template_put(scope, template);
}
