/*
 * visit_ics.h: a visit as a calendar entry (RFC 5545), sent as an invitation or a cancellation (RFC 5546).
 *
 * The UID never changes and SEQUENCE only rises, so that a calendar updates its entry
 * instead of making a second one.
 */
#ifndef VISIT_ICS_H
#define VISIT_ICS_H
#include "base/base.h"

enum ics_method { ICS_REQUEST, ICS_CANCEL };

struct visit_ics {
	enum ics_method method;
	str uid;
	int64_t sequence;
	moment stamp, starts_at, ends_at;
	str summary, description, location, url;
	str organizer_name, organizer_mail;
	str attendee_name, attendee_mail; /* "" = none */
};
str visit_ics_write(struct arena *arena, const struct visit_ics *ics);
const char *ics_method_name(enum ics_method method);
#endif
