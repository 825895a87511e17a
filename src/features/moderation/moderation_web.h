/* moderation_web.h: the pages of moderation, and what they are drawn from. */
#ifndef MODERATION_WEB_H
#define MODERATION_WEB_H
#include "features/member/member.h"
#include "features/moderation/decision.h"
#include "features/moderation/flag.h"
#include "features/moderation/report.h"
#include "features/moderation/word.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route flag_routes[], queue_routes[], sanction_routes[], decision_routes[], report_routes[], word_routes[],
	flag_api_routes[], decision_api_routes[];
extern const struct panel moderation_panels[];
enum err flag_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
enum err care_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
enum err queue_tile_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
enum err sanction_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
enum err decision_card_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);

/* Words by a key made of two parts: "flag.reason_" and "spam"; `otherwise` as it stands when there are none. */
str moderation_words(struct arena *arena, enum language language, const char *start, str end);
/* "Wir haben … verborgen": what was done, as the member reads it. */
str measure_words(struct arena *arena, enum language language, int measure);
str clause_words(struct arena *arena, enum language language, const struct decision *decision);
/* What the author is told by default for a reason: the brand's own text, or ours. */
enum err template_text(struct scope *scope, int reason, str language, str *text_out);
struct choices reason_choices(const struct view *view, int chosen);

struct flag_page { struct subject_face face; str kind; int64_t id; struct choices reasons; bool is_member; str report_url; str to; };
struct care_note { bool waits, is_hidden; int64_t decision_id; str why; };

struct item_line { const struct item *item; struct subject_face face; str kind, author, holder; bool is_late; };
struct item_line_list { struct item_line *at; size_t count; };
struct queue_page { struct item_line_list lines; struct item_counts counts; str show, next; bool is_closed; };

struct flag_line { const struct flag *flag; str name, reason; struct standing standing; };
struct flag_line_list { struct flag_line *at; size_t count; };
struct decision_line { const struct decision *decision; str measure, by; };
struct decision_line_list { struct decision_line *at; size_t count; };
struct measure_choice { const char *name; str label; bool is_on; };
struct measure_choice_list { struct measure_choice *at; size_t count; };
struct item_page {
	const struct item *item;
	struct subject_sight sight;
	str kind, author, author_language, holder;
	struct html text, around;
	struct flag_line_list flags;
	struct decision_line_list history;
	struct report_list reports;
	struct standing standing;     /* of the author */
	bool is_gone, is_mine, is_held, is_own, may_decide, may_reverse, may_sanction;
	struct choices measures, sanctions, hours, grounds, boards;
	str clause, say;
	int reason;
	struct choices reasons;
};

struct sanction_page { int64_t member_id; moment suspended_until, muted_until; struct choices sanctions, hours, grounds;
	struct decision_line_list history; bool may; };

struct decision_page { const struct decision *decision; str measure, clause, url; bool is_moderator; };
struct decisions_page { struct decision_line_list lines; str next; };

struct report_page { const struct report_ask *ask; struct choices categories; bool is_member; };
struct report_state_page { const struct report *report; const struct decision *decision; str outcome; };

struct words_page { struct word_list words; struct choices deeds; str pattern, hits; };
struct template_line { int reason; str label, language, code, text, name; bool is_own; };
struct template_line_list { struct template_line *at; size_t count; };
struct templates_page { struct template_line_list lines; };
#endif
