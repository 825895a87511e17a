/* html_put.h: how compiled pages pick a writer by the value's C type; html.h includes it behind the writers. */
#ifndef VIEW_HTML_PUT_H
#define VIEW_HTML_PUT_H

static inline void html_text_c(struct view *view, const char *s) { html_text(view, str_from(s)); }
static inline void html_attribute_c(struct view *view, const char *s) { html_attribute(view, str_from(s)); }
static inline void html_url_c(struct view *view, const char *s) { html_url(view, str_from(s)); }
static inline void html_url_part_c(struct view *view, const char *s) { html_url_part(view, str_from(s)); }
static inline void html_url_query_c(struct view *view, const char *s) { html_url_query(view, str_from(s)); }

#define HTML_PUT_TEXT(view, x) _Generic((x), str: html_text, char *: html_text_c, const char *: html_text_c, \
	struct html: html_safe, default: html_number)((view), (x))
#define HTML_PUT_ATTRIBUTE(view, x) _Generic((x), str: html_attribute, char *: html_attribute_c, \
	const char *: html_attribute_c, default: html_number)((view), (x))
#define HTML_PUT_URL(view, x) _Generic((x), str: html_url, char *: html_url_c, const char *: html_url_c)((view), (x))
#define HTML_PUT_URL_PART(view, x) _Generic((x), str: html_url_part, char *: html_url_part_c, \
	const char *: html_url_part_c, default: html_number)((view), (x))
#define HTML_PUT_URL_QUERY(view, x) _Generic((x), str: html_url_query, char *: html_url_query_c, \
	const char *: html_url_query_c, default: html_number)((view), (x))
#define HTML_PUT_JSON(view, x) _Generic((x), str: html_json, default: html_number)((view), (x))
#endif
