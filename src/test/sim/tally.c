/* tally.c: a row for each deed of the lists, and one for each kind of it. */
#include "test/sim/tally.h"

#include "test/sim/hand.h"

#include <stdio.h>

static const struct deed *const lists[] = { deeds_of_words, deeds_of_visits, deeds_of_one, deeds_of_desk, deeds_of_door, deeds_of_leaving,
	deeds_of_ends, deeds_of_order, deeds_of_keys, deeds_of_help, deeds_of_helpers, deeds_of_ladder, deeds_of_tickets,
	deeds_of_articles, deeds_of_editors };

const char *const in_vain[] = { NULL };

LASTS static struct { const struct deed *deed; const char *kind; } rows[TALLY_MAX]; /* kind NULL: the deed, of whatever kind */
LASTS static size_t count;
LASTS struct tally tally;

static void add_row(const struct deed *deed, const char *kind)
{
	must(count < TALLY_MAX);
	rows[count].deed = deed;
	rows[count++].kind = kind;
}

void tally_open(void)
{
	for (size_t i = 0; i < COUNT(lists); i++) {
		for (const struct deed *deed = lists[i]; deed->name; deed++) {
			add_row(deed, NULL);
			for (const char *const *kind = deed->kinds; kind && *kind; kind++)
				add_row(deed, *kind);
		}
	}
}

void tally_count(const struct doing *doing, enum tally_end end)
{
	for (size_t i = 0; i < count; i++) {
		bool is_kind = rows[i].kind && doing->kind && !strcmp(rows[i].kind, doing->kind);
		if (rows[i].deed != doing->deed || (rows[i].kind && !is_kind))
			continue;
		tally.ends[end][i]++;
	}
}

void tally_add(struct tally *sum, const struct tally *one)
{
	for (enum tally_end end = 0; end < TALLY_ENDS; end++) {
		for (size_t i = 0; i < count; i++)
			sum->ends[end][i] += one->ends[end][i];
	}
}

static const char *name_of(size_t i)
{
	static LASTS char name[80];
	print(name, sizeof(name), "%s%s%s", rows[i].deed->name, rows[i].kind ? ": " : "", rows[i].kind ? rows[i].kind : "");
	return name;
}

void tally_trace(void)
{
	for (size_t i = 0; i < count; i++)
		trace_line("%-30s %4d done %4d refused %4d lost", name_of(i), tally.ends[TALLY_DONE][i], tally.ends[TALLY_REFUSED][i],
		           tally.ends[TALLY_LOST][i]);
}

void tally_tell(const struct tally *sum)
{
	for (size_t i = 0; i < count; i++)
		printf("%-32s %6d done %6d refused %6d lost\n", name_of(i), sum->ends[TALLY_DONE][i], sum->ends[TALLY_REFUSED][i],
		       sum->ends[TALLY_LOST][i]);
}

int tally_tell_missing(const struct tally *sum)
{
	int missing = 0;
	for (size_t i = 0; i < count; i++) {
		if (sum->ends[TALLY_DONE][i] || (rows[i].deed->kinds == in_vain && sum->ends[TALLY_REFUSED][i]))
			continue;
		printf("nobody ever did this: %s (%d refused, %d lost)\n", name_of(i), sum->ends[TALLY_REFUSED][i], sum->ends[TALLY_LOST][i]);
		missing++;
	}
	return missing;
}
