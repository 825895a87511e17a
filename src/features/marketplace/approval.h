/*
 * approval.h: how long the brand vouches for what it checked of a helper, and what happens then.
 *
 * 30 days before the end the helper is told, and the desk lists it; at the end the badge is
 * gone.  Whether somebody without it goes on helping is the brand's setting.
 */
#ifndef APPROVAL_H
#define APPROVAL_H
#include "features/marketplace/helper_store.h"

#define APPROVAL_REMIND DAYS(30)

extern const struct setting approval_settings[]; /* "marketplace.approval_months", "marketplace.unchecked_helps" */
/* From now on, by the brand's setting. */
enum err approval_end(struct scope *scope, moment *until_out);
/* May this helper be booked, as far as approvals go? */
enum err approval_allows(struct scope *scope, const struct helper *helper, bool *allows_out);
extern const struct job_kind approval_job;
#endif
