/* hand.h: what the hands that do deeds share. */
#ifndef TEST_SIM_HAND_H
#define TEST_SIM_HAND_H
#include "test/sim/deed.h"

void print(char *to, size_t room, const char *format, ...) __attribute__((format(printf, 3, 4)));
#define PATH(doing, ...) print((doing)->call->path, sizeof((doing)->call->path), __VA_ARGS__)
#define BODY(doing, ...) print((doing)->call->body, sizeof((doing)->call->body), __VA_ARGS__)
void use_method(struct doing *doing, enum method method);
/* A page for people: with the cookie, not the token. */
void as_browser(const struct person *who, struct doing *doing);
/* The hidden value of the form that came, "" = none; it lives as long as the run. */
str csrf_of(str page);
void marked(const struct person *who, struct doing *doing, enum circle circle);
void marked_in(const struct person *who, struct doing *doing, struct spot *spot);
/* Somebody looks at it just then; the same once it was done. */
void folk_witness(const struct known *thing);
void witness_done(const struct person *who, struct doing *doing);
/* Whoever leaves publishes nothing meanwhile, and whoever is muted says nothing that others read. */
void check_awake(const struct person *who, const struct doing *doing);
void check_voice(const struct person *who, const struct doing *doing);
/* Texts with this word wait until somebody has looked; is it sure that this one's would? */
#define ORDER_WORD "wartemal"
bool order_waits(const struct person *who);
/* What was said is there: or does it wait? */
void order_said(const struct person *who, struct doing *doing, struct known *made);
void order_open(void), keys_open(void), help_open(void), ladder_open(void), articles_open(void);
/* Whoever may not help offers nothing, is not booked, agrees to nothing: `what` says which. */
void help_check(const struct person *helper, moment since, const char *what);
/* {"id":"…"} of the answer; 0 = none. */
int64_t id_in(str text);
/* The text behind {"name":"…, or "". */
str text_in(str text, const char *name);
bool is_like(unsigned percent);
#endif
