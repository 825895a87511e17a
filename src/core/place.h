/* place.h: postal codes and towns to coordinates, one table for the whole house (docs/rules/places.md). */
#ifndef CORE_PLACE_H
#define CORE_PLACE_H
#include "core/scope.h"

struct place {
	str country, code;  /* "DE", "50667"; code "" for a town without one */
	str name, town, region;
	double lat, lon;
	int64_t rank;       /* importance: larger towns first */
};
struct place_list { struct place *at; size_t count; };

/* Finds "50667", "CH-8001", "Köln", "8001 Zürich".  `country` "" = any of DE AT CH LI.  Several = ask back:
   ambiguous towns, codes of several countries.  None: ERR_NOT_FOUND "place.unknown". */
enum err place_find(struct scope *scope, str text, str country, struct place_list *list_out);
/* Exactly one, or refused: "place.unknown", "place.several". */
enum err place_one(struct scope *scope, str text, str country, struct place *place_out);
/* Towns and codes that begin so, at most 8: for suggestions. */
enum err place_suggest(struct scope *scope, str start, struct place_list *list_out);

/* All places of a country in any order: at most 64 behind *after_id, which moves on; count 0 is the end. */
enum err place_walk(struct scope *scope, str country, int64_t *after_id, struct place_list *list_out);

struct place_import { int64_t lines, taken, skipped; };
/* GeoNames' postal-code format (12 columns), or our TSV with a header line.  Replaces what is there, in many
   units; broken lines are counted and told with their numbers (`tell` may be NULL). */
struct place_tell { void (*line)(void *data, int64_t line, const char *why); void *data; };
enum err place_import(struct house *house, str file_bytes, const struct place_tell *tell,
                      struct place_import *import_out);
#endif
