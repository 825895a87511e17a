/*
 * image_cage.c: takes from this process all that decoding a picture does not need.
 *
 * A decoder is a program that strangers feed.  One with a hole then finds: no way to a
 * file or a network, no other program to start, no process to signal, a second wall behind
 * each.  What a kernel lacks is left out and told (`heinzel doctor`); without the filter
 * for calls nothing is decoded at all.
 */
#include "core/image_room.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MEMORY_MAX (1024L * 1024 * 1024)
#define CPU_SECONDS 15

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE 0 /* no filter is known: image_cage says so, and nothing is decoded */
#endif

/* ── calls ── */

/* Memory, threads of its own, what is open already. */
static const int allowed[] = {
	SYS_read, SYS_readv, SYS_write, SYS_writev, SYS_close, SYS_lseek, SYS_fstat, SYS_ppoll, SYS_mmap, SYS_munmap,
	SYS_mremap, SYS_mprotect, SYS_madvise, SYS_brk, SYS_futex, SYS_set_robust_list, SYS_get_robust_list, SYS_set_tid_address,
	SYS_rseq, SYS_membarrier, SYS_sched_yield, SYS_sched_getaffinity, SYS_getcpu, SYS_clock_gettime, SYS_clock_nanosleep,
	SYS_nanosleep, SYS_gettimeofday, SYS_getrandom, SYS_getpid, SYS_gettid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid,
	SYS_uname, SYS_sysinfo, SYS_getrusage, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack,
	SYS_restart_syscall, SYS_exit, SYS_exit_group, SYS_prctl,
#ifdef SYS_poll
	SYS_poll,
#endif
#ifdef SYS_arch_prctl
	SYS_arch_prctl,
#endif
};

/* Whoever asks for these has been taken over. */
static const int deadly[] = {
	SYS_execve, SYS_execveat, SYS_ptrace, SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_mount, SYS_bpf, SYS_kill,
	SYS_tkill, SYS_process_vm_readv, SYS_process_vm_writev, SYS_init_module, SYS_keyctl, SYS_userfaultfd, SYS_perf_event_open,
};

#define STEP(code, k) ((struct sock_filter){ (code), 0, 0, (k) })
#define IF_EQUAL(k, then, otherwise) ((struct sock_filter){ BPF_JMP | BPF_JEQ | BPF_K, (then), (otherwise), (k) })
#define IF_SET(k, then, otherwise) ((struct sock_filter){ BPF_JMP | BPF_JSET | BPF_K, (then), (otherwise), (k) })

static bool filter_calls(void)
{
	struct sock_filter program[2 * (COUNT(allowed) + COUNT(deadly)) + 16];
	size_t n = 0;
	if (!ARCHITECTURE)
		return false;
	program[n++] = STEP(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
	program[n++] = IF_EQUAL(ARCHITECTURE, 1, 0);
	program[n++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
	program[n++] = STEP(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < COUNT(allowed); i++) {
		program[n++] = IF_EQUAL((uint32_t)allowed[i], 0, 1);
		program[n++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	}
	for (size_t i = 0; i < COUNT(deadly); i++) {
		program[n++] = IF_EQUAL((uint32_t)deadly[i], 0, 1);
		program[n++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
	}
	/* clone3 hides its flags from the filter: glibc then takes clone, which may make threads only. */
	program[n++] = IF_EQUAL(SYS_clone3, 0, 1);
	program[n++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS);
	program[n++] = IF_EQUAL(SYS_clone, 0, 3);
	program[n++] = STEP(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0]));
	program[n++] = IF_SET(CLONE_THREAD, 0, 1);
	program[n++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program[n++] = STEP(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES);
	const struct sock_fprog filter = { .len = (unsigned short)n, .filter = program };
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
}

/* ── files, network ── */

/* Everything that this kernel's Landlock knows, denied everywhere. */
static bool close_files(void)
{
	/* Later fields of the kernel's structure, which older headers lack. */
	struct { uint64_t files, network, scopes; } rules = { 0 };
	static const int file_rights[] = { 0, 13, 14, 15, 15, 16, 16, 16 };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1)
		return false;
	if (version >= (long)COUNT(file_rights))
		version = (long)COUNT(file_rights) - 1;
	rules.files = (1ull << file_rights[version]) - 1;
	rules.network = version >= 4 ? 3 : 0;
	rules.scopes = version >= 6 ? 3 : 0;
	size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
	int set = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
	if (set < 0)
		return false;
	bool closed = syscall(SYS_landlock_restrict_self, set, 0) == 0;
	close(set);
	return closed;
}

static bool limit(__rlimit_resource_t resource, rlim_t most)
{
	const struct rlimit value = { most, most };
	return setrlimit(resource, &value) == 0;
}

static bool set_limits(void)
{
	return limit(RLIMIT_CPU, CPU_SECONDS) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 16);
}

/* The sanitizers' shadow of memory is larger than any such limit. */
static bool limit_memory(void)
{
#if defined(__SANITIZE_ADDRESS__)
	return false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
	return false;
#else
	return limit(RLIMIT_AS, MEMORY_MAX);
#endif
#else
	return limit(RLIMIT_AS, MEMORY_MAX);
#endif
}

unsigned image_cage(void)
{
	unsigned walls = 0;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
		walls |= WALL_PRIVILEGES;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0)
		walls |= WALL_NETWORK;
	if (close_files())
		walls |= WALL_FILES;
	if (set_limits())
		walls |= WALL_LIMITS;
	if (limit_memory())
		walls |= WALL_MEMORY;
	if (filter_calls())
		walls |= WALL_CALLS;
	return walls;
}
