/* marketplace_news.h: what the marketplace announces, and how its things are pointed at. */
#ifndef MARKETPLACE_NEWS_H
#define MARKETPLACE_NEWS_H
#include "core/core.h"

/* Subject: the application; to: the member who applied.  Text: the reason, where there is one. */
extern const struct news_kind application_received;
extern const struct news_kind application_approved;
extern const struct news_kind application_declined;
extern const struct news_kind application_withdrawn;
extern const struct news_kind application_suspended;
extern const struct news_kind application_restored, application_ending, application_ended, application_renewed;
/* A service's text, state or rank changed: whoever indexes it asks service_index of marketplace.h. */
extern const struct news_kind service_changed;

/* ── visits ──  to: whom it concerns most; a booking's news are for the one who did not act, or (actor 0) for both. */
extern const struct news_kind task_changed;       /* subject task: made, changed, closed: whoever lists it */
extern const struct news_kind task_expiring;      /* subject task, to its author: a few days are left */
extern const struct news_kind task_expired;
extern const struct news_kind offer_received;     /* subject offer, other task, to the task's author */
extern const struct news_kind offer_accepted;     /* subject booking, other offer, to the helper */
extern const struct news_kind offer_declined;     /* subject offer, other task, to the helper */
extern const struct news_kind offer_superseded;   /* subject offer, other task, to the helper: somebody else was chosen */
extern const struct news_kind booking_requested;  /* subject booking, as all that follow */
extern const struct news_kind booking_accepted;
extern const struct news_kind booking_declined;   /* text: the reason, here and below */
extern const struct news_kind booking_withdrawn;
extern const struct news_kind booking_expired;
extern const struct news_kind booking_cancelled;
extern const struct news_kind booking_contact_due;   /* to the helper: twelve hours on, no word to the asker yet */
extern const struct news_kind booking_confirm_due;   /* to the helper: tomorrow; please confirm */
extern const struct news_kind booking_confirmed;
extern const struct news_kind booking_unconfirmed;   /* to the asker: half a day left, and nobody confirmed */
extern const struct news_kind booking_move_proposed; /* another time, here and in the next four */
extern const struct news_kind booking_moved;
extern const struct news_kind booking_move_refused;
extern const struct news_kind booking_move_dropped;
extern const struct news_kind booking_move_lapsed;
extern const struct news_kind booking_no_show;
extern const struct news_kind booking_contested;     /* the other says that it was not so */
extern const struct news_kind booking_failed;
extern const struct news_kind booking_handed_over;   /* nobody's fault, the brand's matter: the brand's desk listens */
extern const struct news_kind booking_helper_gone;   /* to the asker: the helper was suspended */
extern const struct news_kind booking_repair_asked;  /* to the helper: please put it right within 48 hours */
extern const struct news_kind booking_begun;
extern const struct news_kind booking_done;
extern const struct news_kind booking_closed;
extern const struct news_kind review_written;     /* subject booking, to the one who has not written yet */
extern const struct news_kind reviews_published;  /* subject booking */
extern const struct news_kind review_replied;     /* subject booking, other review, to who wrote it */

extern const struct news_kind message_sent;       /* subject chat, other message, to whom it was written */

extern const struct subject_care service_care, task_care, review_care, message_care; /* what moderators may do: care.c */
extern const struct subject_kind task_subject;        /* 21 */
extern const struct subject_kind offer_subject;       /* 22 */
extern const struct subject_kind booking_subject;     /* 23 */
extern const struct subject_kind review_subject;      /* 24 */
extern const struct subject_kind service_subject;     /* 20 */
extern const struct subject_kind application_subject; /* 25 */
extern const struct subject_kind chat_subject;        /* 26 */
extern const struct subject_kind message_subject;     /* 27 */
#endif
