/* ear.h: who heard which news: listeners before and behind those of the house count what each piece of news reached. */
#ifndef TEST_SIM_EAR_H
#define TEST_SIM_EAR_H
#include "core/house.h"

/* The house's lists, with every listener counted. */
const struct house_lists *ear_lists(const struct house_lists *house);
/* Tables beside the house's: what was ever announced, and what was heard by all.  By a connection of ours. */
struct sqlite3;
void ear_tables(struct sqlite3 *db);
#endif
