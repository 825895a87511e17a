/* log.h: one JSON line an event on standard error.  Never a secret, never personal data: ids only. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_set(enum log_level least, int fd);
/* The request that this thread works on; 0 for none. */
void log_about(uint64_t request_id);
/* `event` is a dotted name ("store.open"); the rest is a sentence for the operator. */
void log_event(enum log_level level, const char *event, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
#endif
