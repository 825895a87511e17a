/* hands.c: one queue, one lock, one condition; work is long enough that they do not matter. */
#include "web/hands.h"

#include "base/base.h"
#include "base/thread.h"

#include <pthread.h>

struct piece { void (*work)(void *data); void *data; moment given_at; };

struct hands {
	pthread_mutex_t lock;
	pthread_cond_t some;
	pthread_t *threads;
	int thread_count;
	struct piece *queue; /* a ring */
	size_t room, first, count;
	bool gives_way, closing;
};

static void *hand(void *data)
{
	struct hands *hands = data;
	if (hands->gives_way)
		thread_gives_way();
	pthread_mutex_lock(&hands->lock);
	for (;;) {
		while (!hands->count && !hands->closing)
			pthread_cond_wait(&hands->some, &hands->lock);
		if (!hands->count)
			break;
		struct piece piece = hands->queue[hands->first];
		hands->first = (hands->first + 1) % hands->room;
		hands->count--;
		pthread_mutex_unlock(&hands->lock);
		piece.work(piece.data);
		pthread_mutex_lock(&hands->lock);
	}
	pthread_mutex_unlock(&hands->lock);
	return NULL;
}

struct hands *hands_open(int threads, size_t queue, bool gives_way)
{
	struct hands *hands = memory_take(sizeof(*hands));
	*hands = (struct hands){ .room = queue, .gives_way = gives_way };
	hands->queue = memory_take(queue * sizeof(struct piece));
	hands->threads = memory_take((size_t)threads * sizeof(pthread_t));
	pthread_mutex_init(&hands->lock, NULL);
	pthread_cond_init(&hands->some, NULL);
	while (hands->thread_count < threads) {
		must(!pthread_create(&hands->threads[hands->thread_count], NULL, hand, hands));
		hands->thread_count++;
	}
	return hands;
}

void hands_close(struct hands *hands)
{
	pthread_mutex_lock(&hands->lock);
	hands->closing = true;
	pthread_cond_broadcast(&hands->some);
	pthread_mutex_unlock(&hands->lock);
	for (int i = 0; i < hands->thread_count; i++)
		pthread_join(hands->threads[i], NULL);
	pthread_cond_destroy(&hands->some);
	pthread_mutex_destroy(&hands->lock);
	memory_free(hands->threads);
	memory_free(hands->queue);
	memory_free(hands);
}

bool hands_give(struct hands *hands, void (*work)(void *data), void *data)
{
	pthread_mutex_lock(&hands->lock);
	bool taken = hands->count < hands->room && !hands->closing;
	if (taken) {
		hands->queue[(hands->first + hands->count) % hands->room] = (struct piece){ work, data, moment_monotonic() };
		hands->count++;
		pthread_cond_signal(&hands->some);
	}
	pthread_mutex_unlock(&hands->lock);
	return taken;
}

size_t hands_waiting(struct hands *hands)
{
	pthread_mutex_lock(&hands->lock);
	size_t count = hands->count;
	pthread_mutex_unlock(&hands->lock);
	return count;
}

int64_t hands_delay(struct hands *hands)
{
	pthread_mutex_lock(&hands->lock);
	moment given_at = hands->count ? hands->queue[hands->first].given_at : 0;
	pthread_mutex_unlock(&hands->lock);
	return given_at ? moment_monotonic() - given_at : 0;
}
