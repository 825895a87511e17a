/* offer_tell.c: reads what is wanted, counts what came, and prints it. */
#include "offer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

/* ── words ── */

static bool read_phases(struct offer *offer, char *words, double warm_up)
{
	if (warm_up > 0)
		offer->phases[offer->phase_count++] = (struct phase){ .rate = strtod(words, NULL), .seconds = warm_up, .is_warm_up = true };
	for (char *word; (word = strsep(&words, ","));) {
		char *rest;
		double rate = strtod(word, &rest), seconds = *rest == ':' ? strtod(rest + 1, NULL) : 10;
		if (rate <= 0 || seconds <= 0 || offer->phase_count == PHASES_MAX)
			return fprintf(stderr, "offer: -r RATE:SECONDS,…; at most %d\n", PHASES_MAX), false;
		offer->phases[offer->phase_count++] = (struct phase){ .rate = rate, .seconds = seconds };
	}
	for (size_t i = 0; i < offer->phase_count; i++)
		offer->phases[i].counts = calloc(offer->targets.label_count, sizeof(struct count));
	return true;
}

static bool read_address(struct offer *offer, char *word)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)&offer->to;
	char *colon = strrchr(word, ':');
	if (!colon)
		return false;
	*colon = '\0';
	v4->sin_family = AF_INET;
	v4->sin_port = htons((uint16_t)atoi(colon + 1));
	offer->to_size = sizeof(*v4);
	return inet_pton(AF_INET, word, &v4->sin_addr) == 1;
}

static void add_header(struct offer *offer, const char *line)
{
	char *joined;
	if (asprintf(&joined, "%s%s\r\n", offer->headers, line) < 0)
		abort();
	offer->headers = joined;
}

struct wishes { char *rates; const char *targets, *who; double warm_up; };

static bool read_option(struct offer *offer, struct wishes *wishes, int option)
{
	switch (option) {
	case 'r': wishes->rates = optarg; return true;
	case 'w': wishes->warm_up = strtod(optarg, NULL); return true;
	case 't': wishes->targets = optarg; return true;
	case 'T': wishes->who = optarg; return true;
	case 'H': add_header(offer, optarg); return true;
	case 'h': offer->host = optarg; return true;
	case 'c': offer->line_count = (size_t)strtoul(optarg, NULL, 10); return offer->line_count > 0;
	case 'n': offer->new_each_time = true; return true;
	case 'e': offer->in_turn = true; return true;
	case 'o': offer->patience = (int64_t)(strtod(optarg, NULL) * 1e9); return true;
	case 'p': offer->pid = atoi(optarg); return true;
	case 'S': offer->seed = strtoull(optarg, NULL, 10) * 2 + 1; return true;
	case 'k': offer->figures_file = optarg; return true;
	case 's': offer->series_file = optarg; return true;
	default: return false;
	}
}

bool offer_read_words(struct offer *offer, int count, char **words)
{
	static char standard[] = "1000:10";
	struct wishes wishes = { .rates = standard };
	*offer = (struct offer){ .host = "localhost", .headers = "", .line_count = 256, .patience = 10000000000, .seed = 88172645463325252u };
	int option;
	bool good = true;
	while (good && (option = getopt(count, words, "r:w:t:T:H:h:c:neo:p:S:k:s:")) != -1)
		good = read_option(offer, &wishes, option);
	if (!good || optind + 1 != count)
		return fputs("offer [-r RATE:SECONDS,…] [-t TARGETS] … HOST:PORT[/PATH]; bench/offer.c tells all\n", stderr), false;
	char *slash = strchr(words[optind], '/');
	const char *path = slash ? strdup(slash) : "/";
	if (slash)
		*slash = '\0';
	if (!read_address(offer, words[optind]))
		return fputs("offer: the address is like 127.0.0.1:8080\n", stderr), false;
	if (!(wishes.targets ? targets_read(&offer->targets, wishes.targets) : targets_one(&offer->targets, path)))
		return false;
	if (wishes.who && !targets_who(&offer->targets, wishes.who))
		return false;
	if (offer->series_file)
		offer->series = calloc(SERIES_MAX, sizeof(*offer->series));
	return read_phases(offer, wishes.rates, wishes.warm_up);
}

/* ── counting ── */

/* A page that only sends elsewhere (to log in, say) costs nothing: it is good where the line wants that, and a page is not. */
static enum outcome outcome_of(const struct target *target, int status)
{
	if (status <= 0)
		return status == STATUS_LOST ? LOST : TIMEOUT;
	if (status == 503 || status == 429)
		return REFUSED;
	if (status < 400)
		return (status >= 300) == target->redirects ? GOOD : ELSEWHERE;
	return status < 500 ? CLIENT_ERROR : SERVER_ERROR;
}

void offer_count(struct offer *offer, struct phase *phase, const struct target *target, int status, int64_t us)
{
	struct count *into = &phase->counts[target->label];
	enum outcome outcome = outcome_of(target, status);
	into->of[outcome]++;
	if (outcome == GOOD)
		tally_add(&into->good, (uint64_t)us);
	else if (outcome == REFUSED)
		tally_add(&into->refused, (uint64_t)us);
	if (!offer->series)
		return;
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	int64_t due = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000 - us, at = (due - offer->began / 1000) / 1000000;
	if (at < 0 || at >= SERIES_MAX)
		return;
	struct second *second = &offer->series[at];
	if (!second->good && !(second->good = calloc(1, sizeof(*second->good))))
		abort();
	second->offered++;
	second->of[outcome]++;
	if (outcome == GOOD)
		tally_add(second->good, (uint64_t)us);
}

double offer_cpu_of(int pid)
{
	char name[64];
	unsigned long user = 0, system = 0;
	snprintf(name, sizeof(name), "/proc/%d/stat", pid);
	FILE *in = pid ? fopen(name, "r") : NULL;
	if (!in)
		return 0;
	if (fscanf(in, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
		user = system = 0;
	fclose(in);
	return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

/* ── telling ── */

static void join(struct count *into, const struct count *other)
{
	for (size_t i = 0; i < OUTCOMES; i++)
		into->of[i] += other->of[i];
	tally_join(&into->good, &other->good);
	tally_join(&into->refused, &other->refused);
}

static uint64_t answered(const struct count *count)
{
	return count->of[GOOD] + count->of[ELSEWHERE] + count->of[CLIENT_ERROR] + count->of[REFUSED] + count->of[SERVER_ERROR];
}

struct row { const struct phase *phase; size_t number; const char *label; const struct count *count; double cpu_us; };

static void tell_row(const struct row *row, FILE *figures)
{
	const struct count *count = row->count;
	const struct tally *good = &count->good, *late = &row->phase->late;
	uint64_t all = count->of[TIMEOUT] + count->of[LOST] + answered(count);
	double seconds = row->phase->seconds;
	printf("%-3zu %-16.16s %9.0f %9.0f %9.2f %9.2f %9.2f %9.2f %8llu %8llu %8llu %9.2f %8llu %8llu %8llu %8.2f %8.1f\n", row->number,
	       row->label, (double)all / seconds, (double)count->of[GOOD] / seconds, (double)tally_at(good, .5) / 1e3,
	       (double)tally_at(good, .99) / 1e3, (double)tally_at(good, .999) / 1e3, (double)good->max / 1e3,
	       (unsigned long long)count->of[ELSEWHERE], (unsigned long long)count->of[CLIENT_ERROR], (unsigned long long)count->of[REFUSED],
	       (double)tally_at(&count->refused, .99) / 1e3, (unsigned long long)count->of[SERVER_ERROR],
	       (unsigned long long)count->of[LOST], (unsigned long long)count->of[TIMEOUT], (double)tally_at(late, .99) / 1e3,
	       row->cpu_us);
	if (!figures)
		return;
	fprintf(figures, "phase=%zu label=%s seconds=%g offered=%llu good=%llu elsewhere=%llu client_errors=%llu refused=%llu server_errors=%llu ",
	        row->number, row->label, seconds, (unsigned long long)all, (unsigned long long)count->of[GOOD],
	        (unsigned long long)count->of[ELSEWHERE], (unsigned long long)count->of[CLIENT_ERROR], (unsigned long long)count->of[REFUSED],
	        (unsigned long long)count->of[SERVER_ERROR]);
	fprintf(figures, "lost=%llu timeouts=%llu p50_us=%llu p90_us=%llu p99_us=%llu p999_us=%llu max_us=%llu ",
	        (unsigned long long)count->of[LOST], (unsigned long long)count->of[TIMEOUT],
	        (unsigned long long)tally_at(good, .5), (unsigned long long)tally_at(good, .9),
	        (unsigned long long)tally_at(good, .99), (unsigned long long)tally_at(good, .999), (unsigned long long)good->max);
	fprintf(figures, "refused_p50_us=%llu refused_p90_us=%llu refused_p99_us=%llu refused_max_us=%llu late_p99_us=%llu cpu_us=%.1f\n",
	        (unsigned long long)tally_at(&count->refused, .5), (unsigned long long)tally_at(&count->refused, .9),
	        (unsigned long long)tally_at(&count->refused, .99), (unsigned long long)count->refused.max,
	        (unsigned long long)tally_at(late, .99), row->cpu_us);
}

static void tell_phase(const struct offer *offer, const struct phase *phase, size_t number, FILE *figures)
{
	struct count *all = calloc(1, sizeof(*all));
	if (!all)
		abort();
	for (unsigned i = 0; i < offer->targets.label_count; i++)
		join(all, &phase->counts[i]);
	double cpu = answered(all) ? (phase->cpu_ends - phase->cpu_begins) * 1e6 / (double)answered(all) : 0;
	tell_row(&(struct row){ phase, number, "all", all, cpu }, figures);
	for (unsigned i = 0; i < offer->targets.label_count && offer->targets.label_count > 1; i++)
		tell_row(&(struct row){ phase, number, offer->targets.labels[i], &phase->counts[i], 0 }, figures);
	free(all);
}

static bool tell_series(const struct offer *offer)
{
	FILE *out = offer->series ? fopen(offer->series_file, "w") : NULL;
	if (!out)
		return !offer->series;
	for (size_t i = 0; i < SERIES_MAX; i++) {
		const struct second *second = &offer->series[i];
		size_t phase = 0;
		if (!second->offered)
			continue;
		while (phase + 1 < offer->phase_count && offer->began + (int64_t)i * 1000000000 >= offer->phases[phase].ends)
			phase++;
		fprintf(out, "%zu %zu %llu %llu %llu %llu %llu\n", i, phase + 1 - offer->phases[0].is_warm_up,
		        (unsigned long long)second->offered, (unsigned long long)second->of[GOOD],
		        (unsigned long long)second->of[REFUSED],
		        (unsigned long long)(second->of[ELSEWHERE] + second->of[SERVER_ERROR] + second->of[LOST] + second->of[TIMEOUT]),
		        (unsigned long long)tally_at(second->good, .99));
	}
	return !fclose(out);
}

bool offer_tell(const struct offer *offer)
{
	FILE *figures = offer->figures_file ? fopen(offer->figures_file, "w") : NULL;
	size_t number = 0;
	printf("%-3s %-16s %9s %9s %9s %9s %9s %9s %8s %8s %8s %9s %8s %8s %8s %8s %8s\n", "", "", "offered/s", "good/s", "p50 ms",
	       "p99 ms", "p99.9 ms", "max ms", "3xx", "4xx", "503,429", "their p99", "5xx", "lost", "timeout", "late p99", "cpu us");
	for (size_t i = 0; i < offer->phase_count; i++) {
		if (!offer->phases[i].is_warm_up)
			tell_phase(offer, &offer->phases[i], ++number, figures);
	}
	if (figures && fclose(figures))
		return false;
	return tell_series(offer);
}
