/*
 * brand.h: the brands of this installation, each with its own name, look and hosts.
 *
 * The contract for all slices.  What belongs to a brand carries its id; a host
 * leads to exactly one brand; the operator makes brands, their administrators
 * change name, colours and texts.
 */
#ifndef BRAND_H
#define BRAND_H
#include "features/brand/look.h"

/* What a page, a letter or the frame says about the scope's brand: one row by its primary key. */
enum err brand_card_of(struct scope *scope, struct brand *brand_out);
/* Fills what a scope says of its brand: for workers, jobs and the command line. */
enum err brand_scope(struct scope *scope, int64_t brand_id);
/* The same for the first brand made, or for a key ("" = the first). */
enum err brand_scope_key(struct scope *scope, str key);
/* Does the brand of this host answer?  Fills the scope; ERR_NOT_FOUND otherwise.  The port is ignored. */
enum err brand_scope_host(struct scope *scope, str host);

/* Makes a brand and what it needs to live, gives it an id if it has none, turns the scope to it.  Refuses: "brand.name_wrong",
   "brand.key_wrong", "brand.key_taken", "brand.colour_wrong", "brand.language_wrong", "brand.zone_unknown",
   "brand.currency_wrong", "brand.origin_wrong", "brand.text_too_long". */
enum err brand_make(struct scope *scope, struct brand *brand);
/* Changes the scope's brand; key, id and times of `brand` are ignored.  Brand administrators only. */
enum err brand_change(struct scope *scope, const struct brand *brand);
/* Lets a host lead to the brand.  ERR_CONFLICT "brand.host_taken" when it leads to another. */
enum err brand_add_host(struct scope *scope, str host, int64_t brand_id);
enum err brand_list(struct scope *scope, int64_t after_id, struct brand_list *list_out);

bool brand_has_module(const struct brand *brand, str module);
/* Host without port, in lower case: what domains are kept as. */
str brand_host(struct arena *arena, str host);
/* Changes whenever the look does: the theme's address carries it. */
str brand_look_version(struct arena *arena, const struct brand *brand);
#endif
