/* mail_trace.c: the one row a member of what became of a mail. */
#include "core/mail_trace.h"

#include "core/sql.gen.h"

enum err mail_trace_mine(struct scope *scope, struct mail_trace *trace_out)
{
	struct mail_trace trace;
	enum err err = sql_core_mail_trace_mine(scope, &trace);
	if (err)
		return err;
	/* A newer release may know more kinds of trouble than this one. */
	if (trace.state < 0 || trace.state >= MAIL_STATE_COUNT)
		trace.state = MAIL_WAITS;
	if (trace.trouble < 0 || trace.trouble >= TROUBLE_COUNT)
		trace.trouble = TROUBLE_OTHER;
	*trace_out = trace;
	return OK;
}
