/* report_store.c: rows of notices of illegal content. */
#include "features/moderation/report_store.h"

#include "features/moderation/sql.gen.h"

enum err report_load(struct scope *scope, int64_t report_id, struct report *report_out)
{
	enum err err = sql_report_row(scope, report_id, report_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "report.not_found") : err;
}

enum err report_insert(struct scope *scope, const struct report *report)
{
	return sql_report_add(scope, report);
}

enum err report_update(struct scope *scope, const struct report *report)
{
	int64_t changed;
	enum err err = sql_report_put(scope, report, &changed);
	return err || changed ? err : refuse(scope, ERR_NOT_FOUND, "report.not_found");
}

enum err report_count_by_mail(struct scope *scope, str mail, moment since, int64_t *count_out)
{
	return sql_reports_by_mail(scope, mail, since, count_out);
}

enum err report_list_unanswered(struct scope *scope, int64_t item_id, struct report_list *list_out)
{
	return sql_reports_unanswered(scope, item_id, list_out);
}

enum err report_list_of_item(struct scope *scope, int64_t item_id, struct report_list *list_out)
{
	return sql_reports_of_item(scope, item_id, list_out);
}
