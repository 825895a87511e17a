/* hands.h: a bounded pool of threads for slow work; full means "later", never a longer queue. */
#ifndef WEB_HANDS_H
#define WEB_HANDS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hands;
/* gives_way: the event loops go first (thread_gives_way). */
struct hands *hands_open(int threads, size_t queue, bool gives_way);
void hands_close(struct hands *hands); /* finishes what is queued */
/* False when the queue is full. */
bool hands_give(struct hands *hands, void (*work)(void *data), void *data);
size_t hands_waiting(struct hands *hands);
int64_t hands_delay(struct hands *hands); /* how long the next piece has waited, in microseconds */
#endif
