/* marketplace_news.c: the names under which the marketplace's news are kept. */
#include "features/marketplace/marketplace_news.h"

const struct news_kind application_received = { "marketplace.application_received" };
const struct news_kind application_approved = { "marketplace.application_approved" };
const struct news_kind application_declined = { "marketplace.application_declined" };
const struct news_kind application_withdrawn = { "marketplace.application_withdrawn" };
const struct news_kind application_suspended = { "marketplace.application_suspended" };
const struct news_kind application_restored = { "marketplace.application_restored" };
const struct news_kind service_changed = { "marketplace.service_changed" };
