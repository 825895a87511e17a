/* pagegen_rules.h: what HTML and our own rules say about tags and attributes. */
#ifndef TOOLS_PAGEGEN_RULES_H
#define TOOLS_PAGEGEN_RULES_H
#include "pagegen.h"

bool rule_is_void(str tag);
bool rule_is_inline(str tag);
bool rule_is_box(str tag); /* inline outside, but a blank at its inner edges is not seen */
bool rule_is_url(str attribute);
bool rule_is_closed_by_itself(const struct html_state *html);
bool rule_attribute_begins(struct page *page, int line);
void rule_attribute_ends(struct page *page, str spelling, int line);
bool rule_tag_ends(struct page *page, int line); /* at '>' of a start tag */
bool rule_url_literal_is_good(const struct html_state *html);
void rule_fields_have_labels(struct page *page);
#endif
