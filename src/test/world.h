/*
 * world.h: one thing of every kind, made through the rules, in a brand of one's choice.
 *
 * Ana asks and books, Ben helps, Eve applies; so every thing has an owner among the five, and
 * tests know who is a stranger to it.
 */
#ifndef TEST_WORLD_H
#define TEST_WORLD_H
#include "test/visit.h"

enum thing {
	NO_THING,
	A_BOARD, A_PRODUCT, A_LOOK, A_TAG, A_THEME_FILE, A_SITEMAP, A_SECRET, A_SETTING,
	A_BOARD_ID, A_PRODUCT_ID, A_TAG_ID, A_SYNONYM, A_MISS,
	A_MEMBER,          /* Ana */
	A_NEWCOMER, A_SUSPENDED_MEMBER, A_LEAVING_MEMBER, /* nobody in particular */
	A_ROLE, A_GIVEN_ROLE, /* a newcomer, and "moderator"; who is one */
	A_RECEIVER, A_NOTICE,          /* Ana's: she was answered */
	A_THREAD,          /* Ana's, with an answer of Ben's */
	A_MATTER, A_TICKET, A_HELD_TICKET, A_TECHNICIANS_MATTER, A_CLOSED_MATTER, AN_ANSWERED_MATTER, /* Ana's; Adam holds */
	A_POST,            /* Ana's question in it */
	AN_ANSWER,         /* thread and Ben's answer */
	A_SOLUTION,        /* thread and Ben's answer, marked */
	A_PICTURE,         /* in a text of Ana's; and "small" */
	A_SESSION,         /* another one of Ana's */
	A_DRAFT,           /* Ana's, confirmed */
	A_DRAFT_LINK, A_CONFIRM_LINK, A_LOGIN_LINK, AN_UNSUBSCRIBE_LINK, AN_ADDRESS_LINK, A_LEAVE_LINK, A_RECOVER_LINK,
	AN_EXCEPTION,      /* from Ana's hours */
	AN_APPLICATION,    /* Eve's, open */
	A_HELPER,          /* Ben's application, approved */
	A_SUSPENDED_HELPER,
	AN_ITEM,           /* in the moderators' queue: an answer of Ben's */
	A_HIDDEN_ITEM, A_DECISION, /* the same, decided: hidden; a decision about Ana */
	A_REPORT_LINK, A_REPORT_STATE, A_WORD, /* of a notice of illegal content; on the brand's list */
	A_SERVICE,         /* Ben's, live */
	A_SERVICE_DRAFT, A_SERVICE_PAUSED, A_SERVICE_SUSPENDED,
	A_TASK, A_TASK_DRAFT, AN_OFFER, /* Ana's; Ben's on Ana's task */
	A_BOOKING,         /* Ana asked Ben */
	A_BOOKING_AGREED, A_BOOKING_DONE,
	A_CHAT,            /* of a booking: Ana wrote to Ben */
	A_REVIEW,          /* public: Ana's about Ben */
	A_BOOKING_SOON,    /* within a day: the house's clock stands shortly before it */
	A_BOOKING_MOVING,  /* Ana proposes another time */
	A_BOOKING_BEGUN,   /* agreed, and its hour has come */
	A_BOOKING_MISSED,  /* Ben says that Ana was not there */
	A_BOOKING_FIXED,   /* done, and it grew from a thread */
	AN_ARTICLE,        /* Ana's story, published, with a comment of Ben's */
	AN_ARTICLE_DRAFT, AN_ARTICLE_HANDED_IN, /* Ana's, seen by nobody else; waiting for a look */
	A_GUIDE, A_VERSION, /* Mia's; an article and its first version */
	A_COMMENT,         /* Ben's */
	A_DEVICE, A_CODE,  /* Ana's; a product and its code */
	THING_COUNT
};

struct world {
	struct test_house *t;
	int64_t brand_id;
	int64_t ana, ben, eve, mia, adam;
	int64_t board_id, service_id;
	bool is_second; str leave_link; /* one for all: an address gets only a few */
	int made;          /* counts things, so that no two share a slot or a key */
	int64_t asked[2];  /* bookings that still wait, oldest first: one may have few */
	int begun, soon;   /* the same for bookings near their hour */
};

/* Paths' ":id" and friends: the first fills the first, … */
struct made { str key, second; };

/* The test's own brand; Ben is a helper with hours and a service. */
struct world *world_open(struct test_house *t);
/* The same once more in a second brand at b.localhost. */
struct world *world_open_second(struct test_house *t);
struct made world_make(struct world *world, enum thing thing);
/* As good a name as the real ones, for nothing. */
struct made world_nothing(struct test_house *t, enum thing thing);
/* "/threads/:id/posts" with its params filled. */
str world_path(struct test_house *t, const char *route_path, const struct made *made);
/* "{board}", "{newcomer}" (somebody nobody knows), and "{slot}" or "{moment}" (a free hour of Ben's, local or RFC 3339) in a form. */
str world_form(struct world *world, const char *form);
#endif
