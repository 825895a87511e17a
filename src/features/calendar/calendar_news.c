/* calendar_news.c: the names under which calendars' news are kept. */
#include "features/calendar/calendar_news.h"

const struct news_kind calendar_changed = { "calendar.changed" };
