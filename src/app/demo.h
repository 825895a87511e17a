/* demo.h: what the files of the demo share: who is who, and how a line becomes a unit. */
#ifndef APP_DEMO_H
#define APP_DEMO_H
#include "app/command.h"
#include "base/json.h"

struct named { str brand, key; int64_t id; };

struct demo {
	struct call *call;
	struct house *house;
	struct arena *arena;
	struct scope scope;     /* of the brand at hand */
	moment now;             /* when the demo began: all its times are told from here */
	str brand;              /* key of the brand that `scope` is turned to */
	int64_t admin_id;       /* its administrator */
	str password_hash;
	struct list brands, members, boards, products, threads, services, tasks, articles; /* struct named */
	int64_t booking_id;     /* of the line at hand */
	size_t item;            /* of the list that a step works through */
	int64_t made;
	str port;               /* ":8080": behind the hosts in mails; "" when nobody says which */
	const char *wrong;      /* the first refusal, for the operator */
};

/* One line of a demo file, in a unit of its own.  scope->now is demo->now and may be moved. */
typedef enum err demo_line(struct demo *demo, struct scope *scope, const struct json *line);

/* What is made of a file: `take` for each line; with `list`, for each item of that list in each line; with
   `phases`, so many units a line, one after another (demo->item says which); DEMO_BY_HAND: in none, it opens its own. */
#define DEMO_BY_HAND ((size_t)-1)
struct demo_step { const char *file; demo_line *take; const char *list; size_t phases; };

void demo_name(struct list *names, str brand, str key, int64_t id);
int64_t demo_id(const struct list *names, str brand, str key); /* 0 when nobody has it */
/* The scope acts as that member, with all that a member may. */
void demo_as(struct scope *scope, int64_t member_id, unsigned roles);
str demo_codes(struct arena *arena, const struct json *list); /* ["de","fr"] -> "de fr" */
/* When a visit of so many minutes began that is under way now, whatever the hour: nobody is open beyond midnight. */
moment demo_under_way(const struct zone *zone, moment now, int64_t minutes);
/* Local wall time so many days from the demo's day. */
moment demo_moment(const struct demo *demo, const struct scope *scope, int64_t in_days, str clock);

demo_line demo_brand, demo_product, demo_board, demo_member, demo_thread, demo_helper, demo_service, demo_hours, demo_exception,
	demo_task, demo_offer, demo_booking, demo_article, demo_comment, demo_helped, demo_missed, demo_device,
	demo_care, demo_setting, demo_ticket, demo_message, demo_follow, demo_profile, demo_picture;
#define DEMO_BOOKING_PHASES 9
/* Where people live.  ERR_NOT_FOUND when no places were imported. */
struct crowd;
enum err demo_crowd(struct demo *demo, struct crowd *crowd_out);
/* `count` made services of made helpers there; tells progress. */
enum err demo_many_services(struct demo *demo, int64_t count);
/* What was made was not announced one by one: the index takes it as a whole. */
enum err demo_index(struct demo *demo);
#endif
