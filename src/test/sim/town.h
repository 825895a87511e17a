/* town.h: where a run begins: two brands, their people, boards for all and for some. */
#ifndef TEST_SIM_TOWN_H
#define TEST_SIM_TOWN_H
#include "test/sim/may.h"

enum { PEOPLE_MAX = 24, BRANDS = 2, AUDIENCE_OF_A_GROUP = 1000 };

enum hat { HAT_ASKER, HAT_HELPER, HAT_MODERATOR, HAT_ADMIN, HAT_STRANGER };

struct person {
	int64_t id;       /* 0: a stranger */
	int64_t brand_id;
	int brand;        /* 0, 1 */
	enum hat hat;
	const char *host, *name;
	char mail[60];
	str bearer, cookie; /* "" for a stranger */
	/* As they are told to be; what they begin with is the town's. */
	struct may inside, staff; /* of the closed group; reads what is the staff's */
	struct may writes, open;  /* is not suspended; has hours that are not paused */
	struct may voice;         /* is not muted: may say something where others read it */
	struct may session, link; /* the cookie that she had before is good; the link that she used before is */
	struct may awake, here;   /* nothing of hers runs out: publishes; was not erased yet */
	struct may helps;         /* was approved as a helper, and is not suspended as one */
	bool has_applied;         /* to become one, at some time */
	bool leaves;              /* she, or somebody for her, has asked for it once */
};

struct town {
	struct person people[PEOPLE_MAX];
	size_t count, helper[BRANDS]; /* whom of them */
	int64_t brand_ids[BRANDS], open_board[BRANDS], closed_board[BRANDS], staff_board[BRANDS], service[BRANDS], product[BRANDS];
};

/* Builds it in a house of its own, once, and leaves it on the disk. */
struct town *town_build(void);
#endif
