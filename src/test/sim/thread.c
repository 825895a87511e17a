/*
 * thread.c: pthreads for one thread: fibers that hand over at every lock, wait and sync.
 *
 * A mutex or a condition is only an address to wait on; its bytes hold what little there is to know.  Variables that
 * are each thread's own (_Thread_local) are changed with the fiber.
 */
#include "test/sim/thread.h"

#include "test/sim/clock.h"

#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
/* What a fiber that was forgotten left marked is free again. */
#define SHOW_STACK(at, size) __asan_unpoison_memory_region((at), (size))
#else
#define SHOW_STACK(at, size) ((void)(at), (void)(size))
#endif

enum { FIBERS_MAX = 64, TLS_MAX = 512, LOCK_YIELDS = 12, SPURIOUS = 400 };
#define STACK_BYTES ((size_t)8 << 20) /* as a thread of the system has */

enum fiber_state { FIBER_NONE, FIBER_READY, FIBER_WAITS, FIBER_ENDED };

struct fiber {
	ucontext_t context;
	char *stack;
	void *(*run)(void *data);
	void *data;
	enum fiber_state state;
	const void *on; /* what it waits on */
	moment until;   /* monotonic; FOREVER = without an end */
	bool timed_out;
	bool is_ours;   /* nobody joins it */
	char own[TLS_MAX]; /* its thread-local variables while it does not run */
};

LASTS static struct fiber *fibers, *running;
LASTS static ucontext_t driver;
LASTS static char *own_at, *fresh;
LASTS static size_t own_size;
LASTS static int died = -1;

static int find_own(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size;
	(void)data;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		if (info->dlpi_phdr[i].p_type == PT_TLS) {
			own_at = info->dlpi_tls_data;
			own_size = info->dlpi_phdr[i].p_memsz;
		}
	}
	return 1; /* the first is the program itself */
}

void threads_open(void)
{
	fibers = memory_take(FIBERS_MAX * sizeof(*fibers));
	dl_iterate_phdr(find_own, NULL);
	must(own_size <= TLS_MAX);
	fresh = memory_take(TLS_MAX);
	memcpy(fresh, own_at, own_size);
}

/* ── taking turns ── */

static void wake_all(const void *on)
{
	for (size_t i = 0; i < FIBERS_MAX; i++) {
		if (fibers[i].state == FIBER_WAITS && fibers[i].on == on)
			fibers[i].state = FIBER_READY;
	}
}

static void begin(void)
{
	struct fiber *fiber = running;
	fiber->run(fiber->data);
	fiber->state = fiber->is_ours ? FIBER_NONE : FIBER_ENDED;
	wake_all(fiber);
	setcontext(&driver);
}

static struct fiber *add(void *(*run)(void *data), void *data)
{
	size_t i = 0;
	while (i < FIBERS_MAX && fibers[i].state != FIBER_NONE)
		i++;
	must(i < FIBERS_MAX);
	struct fiber *fiber = &fibers[i];
	if (!fiber->stack) {
		fiber->stack = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		must(fiber->stack != MAP_FAILED);
	}
	SHOW_STACK(fiber->stack, STACK_BYTES);
	fiber->run = run;
	fiber->data = data;
	fiber->state = FIBER_READY;
	fiber->is_ours = false;
	fiber->until = FOREVER;
	memcpy(fiber->own, fresh, own_size);
	must(getcontext(&fiber->context) == 0);
	fiber->context.uc_stack = (stack_t){ .ss_sp = fiber->stack, .ss_size = STACK_BYTES };
	fiber->context.uc_link = NULL;
	makecontext(&fiber->context, begin, 0);
	return fiber;
}

void thread_begin(void *(*run)(void *data), void *data)
{
	add(run, data)->is_ours = true;
}

static void hand_over(void)
{
	struct fiber *fiber = running;
	must(swapcontext(&fiber->context, &driver) == 0);
}

static void wait_on(const void *on, moment until)
{
	running->state = FIBER_WAITS;
	running->on = on;
	running->until = until;
	running->timed_out = false;
	hand_over();
}

void thread_yield(unsigned one_in)
{
	if (running && chance_one_in(DIE_TURN, one_in))
		hand_over();
}

void thread_sleep(moment by)
{
	if (running)
		wait_on(&running->until, clock_monotonic() + by);
	else
		clock_advance(by);
}

void thread_wait(const void *on)
{
	wait_on(on, FOREVER);
}

void thread_wake(const void *on)
{
	wake_all(on);
}

static void wake_late(void)
{
	for (size_t i = 0; i < FIBERS_MAX; i++) {
		if (fibers[i].state != FIBER_WAITS || fibers[i].until > clock_monotonic())
			continue;
		fibers[i].state = FIBER_READY;
		fibers[i].timed_out = true;
	}
}

bool threads_turn(void)
{
	size_t ready[FIBERS_MAX], count = 0;
	wake_late();
	for (size_t i = 0; i < FIBERS_MAX; i++) {
		if (fibers[i].state == FIBER_READY)
			ready[count++] = i;
	}
	if (!count || died >= 0)
		return false;
	running = &fibers[ready[chance_below(DIE_TURN, count)]];
	deeds.turns++;
	clock_advance(1 + (moment)chance_below(DIE_TURN, 40));
	memcpy(own_at, running->own, own_size);
	must(swapcontext(&driver, &running->context) == 0);
	memcpy(running->own, own_at, own_size);
	memcpy(own_at, fresh, own_size);
	running = NULL;
	return true;
}

bool threads_sleep(void)
{
	for (size_t i = 0; i < FIBERS_MAX; i++) {
		if (fibers[i].state == FIBER_WAITS && fibers[i].on == &fibers[i].until)
			return true;
	}
	return false;
}

moment threads_next(void)
{
	moment next = FOREVER;
	for (size_t i = 0; i < FIBERS_MAX; i++) {
		if (fibers[i].state == FIBER_WAITS && fibers[i].until < next)
			next = fibers[i].until;
	}
	return next;
}

void threads_forget(void)
{
	for (size_t i = 0; i < FIBERS_MAX; i++)
		fibers[i].state = FIBER_NONE;
	died = -1;
}

_Noreturn void threads_die(int status)
{
	must(running != NULL);
	died = status;
	running->state = FIBER_NONE;
	setcontext(&driver);
	abort();
}

int threads_died(void)
{
	return died;
}

/* ── what the house calls ── */

struct lock { int held; };
struct condition { int clock; };

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *data);
int __wrap_pthread_join(pthread_t thread, void **end);
int __wrap_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes);
int __wrap_pthread_mutex_destroy(pthread_mutex_t *mutex);
int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex);
int __wrap_pthread_mutex_unlock(pthread_mutex_t *mutex);
int __wrap_pthread_condattr_init(pthread_condattr_t *attributes);
int __wrap_pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock);
int __wrap_pthread_condattr_destroy(pthread_condattr_t *attributes);
int __wrap_pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attributes);
int __wrap_pthread_cond_destroy(pthread_cond_t *cond);
int __wrap_pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex);
int __wrap_pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *until);
int __wrap_pthread_cond_signal(pthread_cond_t *cond);
int __wrap_pthread_cond_broadcast(pthread_cond_t *cond);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *data)
{
	(void)attributes;
	*thread = (pthread_t)(add(run, data) - fibers);
	return 0;
}

int __wrap_pthread_join(pthread_t thread, void **end)
{
	(void)end;
	struct fiber *fiber = &fibers[thread];
	while (fiber->state != FIBER_ENDED)
		wait_on(fiber, FOREVER);
	fiber->state = FIBER_NONE;
	return 0;
}

int __wrap_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
	(void)attributes;
	memset(mutex, 0, sizeof(*mutex));
	return 0;
}

int __wrap_pthread_mutex_destroy(pthread_mutex_t *mutex)
{
	must(!((struct lock *)mutex)->held);
	return 0;
}

int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex)
{
	struct lock *lock = (struct lock *)mutex;
	thread_yield(LOCK_YIELDS);
	while (lock->held) {
		must(running != NULL);
		wait_on(mutex, FOREVER);
	}
	lock->held = 1;
	return 0;
}

int __wrap_pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	struct lock *lock = (struct lock *)mutex;
	must(lock->held);
	lock->held = 0;
	wake_all(mutex);
	return 0;
}

int __wrap_pthread_condattr_init(pthread_condattr_t *attributes)
{
	memset(attributes, 0, sizeof(*attributes));
	return 0;
}

int __wrap_pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock)
{
	memcpy(attributes, &clock, sizeof(clock));
	return 0;
}

int __wrap_pthread_condattr_destroy(pthread_condattr_t *attributes)
{
	(void)attributes;
	return 0;
}

int __wrap_pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attributes)
{
	memset(cond, 0, sizeof(*cond));
	if (attributes)
		memcpy(&((struct condition *)cond)->clock, attributes, sizeof(clockid_t));
	return 0;
}

int __wrap_pthread_cond_destroy(pthread_cond_t *cond)
{
	(void)cond;
	return 0;
}

static bool wait_for(pthread_cond_t *cond, pthread_mutex_t *mutex, moment until)
{
	__wrap_pthread_mutex_unlock(mutex);
	if (chance_one_in(DIE_TURN, SPURIOUS)) { /* POSIX: a wait may end for no reason */
		running->timed_out = false;
		hand_over();
	} else {
		wait_on(cond, until);
	}
	bool late = running->timed_out;
	__wrap_pthread_mutex_lock(mutex);
	return late;
}

int __wrap_pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
	wait_for(cond, mutex, FOREVER);
	return 0;
}

int __wrap_pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *until)
{
	moment at = SECONDS(until->tv_sec) + until->tv_nsec / 1000;
	if (((struct condition *)cond)->clock == CLOCK_REALTIME)
		at += clock_monotonic() - clock_now();
	return wait_for(cond, mutex, at) ? ETIMEDOUT : 0;
}

int __wrap_pthread_cond_signal(pthread_cond_t *cond)
{
	size_t waiting[FIBERS_MAX], count = 0;
	for (size_t i = 0; i < FIBERS_MAX; i++) {
		if (fibers[i].state == FIBER_WAITS && fibers[i].on == cond)
			waiting[count++] = i;
	}
	if (count)
		fibers[waiting[chance_below(DIE_TURN, count)]].state = FIBER_READY;
	return 0;
}

int __wrap_pthread_cond_broadcast(pthread_cond_t *cond)
{
	wake_all(cond);
	return 0;
}

/* The watchdog, or whoever found the disk failing. */
_Noreturn void __wrap__exit(int status);
_Noreturn void __wrap__exit(int status)
{
	threads_die(status);
}
