/* marketplace_news.c: the names under which the marketplace's news are kept. */
#include "features/marketplace/marketplace_news.h"

const struct news_kind application_received = { "marketplace.application_received" };
const struct news_kind application_approved = { "marketplace.application_approved" };
const struct news_kind application_declined = { "marketplace.application_declined" };
const struct news_kind application_withdrawn = { "marketplace.application_withdrawn" };
const struct news_kind application_suspended = { "marketplace.application_suspended" };
const struct news_kind application_restored = { "marketplace.application_restored" };
const struct news_kind service_changed = { "marketplace.service_changed" };

const struct news_kind task_changed = { "marketplace.task_changed" };
const struct news_kind task_expiring = { "marketplace.task_expiring" };
const struct news_kind task_expired = { "marketplace.task_expired" };
const struct news_kind offer_received = { "marketplace.offer_received" };
const struct news_kind offer_accepted = { "marketplace.offer_accepted" };
const struct news_kind offer_declined = { "marketplace.offer_declined" };
const struct news_kind booking_requested = { "marketplace.booking_requested" };
const struct news_kind booking_accepted = { "marketplace.booking_accepted" };
const struct news_kind booking_declined = { "marketplace.booking_declined" };
const struct news_kind booking_withdrawn = { "marketplace.booking_withdrawn" };
const struct news_kind booking_expired = { "marketplace.booking_expired" };
const struct news_kind booking_cancelled = { "marketplace.booking_cancelled" };
const struct news_kind booking_contact_due = { "marketplace.booking_contact_due" };
const struct news_kind booking_confirm_due = { "marketplace.booking_confirm_due" };
const struct news_kind booking_confirmed = { "marketplace.booking_confirmed" };
const struct news_kind booking_unconfirmed = { "marketplace.booking_unconfirmed" };
const struct news_kind booking_move_proposed = { "marketplace.booking_move_proposed" };
const struct news_kind booking_moved = { "marketplace.booking_moved" };
const struct news_kind booking_move_refused = { "marketplace.booking_move_refused" };
const struct news_kind booking_move_dropped = { "marketplace.booking_move_dropped" };
const struct news_kind booking_move_lapsed = { "marketplace.booking_move_lapsed" };
const struct news_kind booking_no_show = { "marketplace.booking_no_show" };
const struct news_kind booking_contested = { "marketplace.booking_contested" };
const struct news_kind booking_failed = { "marketplace.booking_failed" };
const struct news_kind booking_handed_over = { "marketplace.booking_handed_over" };
const struct news_kind booking_begun = { "marketplace.booking_begun" };
const struct news_kind booking_done = { "marketplace.booking_done" };
const struct news_kind booking_closed = { "marketplace.booking_closed" };
const struct news_kind review_written = { "marketplace.review_written" };
const struct news_kind reviews_published = { "marketplace.reviews_published" };
const struct news_kind message_sent = { "marketplace.message_sent" };
const struct news_kind booking_repair_asked = { "marketplace.booking_repair_asked" };
const struct news_kind review_replied = { "marketplace.review_replied" };
const struct news_kind offer_superseded = { "marketplace.offer_superseded" };
const struct news_kind booking_helper_gone = { "marketplace.booking_helper_gone" };
