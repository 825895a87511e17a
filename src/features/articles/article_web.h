/* article_web.h: the pages of articles, for articles_slice.c. */
#ifndef ARTICLE_WEB_H
#define ARTICLE_WEB_H
#include "features/articles/articles.h"
#include "features/articles/comment.h"
#include "features/member/member.h"
#include "features/product/product.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route article_routes[], article_list_routes[], article_edit_routes[], article_feed_routes[];

/* The words of a kind, beside its row in article_kind.c. */
struct kind_words { enum text_id list, lead, none, write, one; const char *icon; enum section section; };
const struct kind_words *kind_words_of(int kind);
enum text_id article_state_text(const struct article *article);

struct article_cards { struct article_list articles; struct member_card_list authors; };
/* Authors' names, and what the page shows for its cache. */
enum err article_cards_fill(struct page *page, struct article_cards *cards);

struct articles_page {
	int kind;
	struct article_cards cards;
	struct product_card product; /* named "" = all */
	str older;
	bool is_first, may_write;
};
struct author_page { struct member_card author; struct html head; struct article_cards cards; str older; bool is_first; };
struct mine_page { struct article_list articles; str older; bool may_guide, may_news; };
struct desk_articles_page { struct article_draft_list waiting; struct member_card_list writers; struct article_list old; };

struct comment_row { const struct comment *comment; const struct member_card *author; bool may_delete, is_own; struct html care; };
struct comment_row_list { struct comment_row *at; size_t count; };

struct article_page {
	const struct article *article;
	const struct kind_words *words;
	const struct member_card *author;
	struct product_card product;
	struct subject_face source;
	struct html text, json_ld, care;
	bool is_out, may_edit, is_staff, is_old, asks, has_draft, waits, is_member, is_plain; /* is_plain: no form that posts */
	struct comment_row_list comments;
	struct pager pager;
	str url, draft_answer; /* url: whole, for sharing */
};

/* In schema.org's words (docs/rules/articles.md): a whole <script type="application/ld+json">, nothing that runs. */
struct html article_json_ld(struct scope *scope, const struct article_page *model);
#define STEPS_MAX 40
/* The numbered steps on the left edge of a Markdown text, as plain text. */
size_t article_steps(struct arena *arena, str body, str *steps_out);

struct article_form { int kind; str from, title, body, note; int64_t product_id, seen; moment publish_at; int go; };
enum { GO_PREVIEW, GO_SAVE, GO_PUBLISH };
struct article_edit_page {
	const struct article *article;   /* id 0: not kept yet */
	const struct article_form *form;
	const struct kind_words *words;
	struct choices products;
	struct html preview;
	str publish_at, answer;
	struct subject_face source;
	bool has_time, must_wait, has_draft;
};

struct history_row { const struct article_version *version; str by; };
struct history_row_list { struct history_row *at; size_t count; };
struct history_page { const struct article *article; struct history_row_list rows; };
struct version_page { const struct article *article; const struct article_version *version; struct html text; };

struct missed_page { const struct article *article; };
struct comment_page { const struct article *article; str body, name, mail; bool is_member; };

/* The thread's or visit's page: write it up, or what was made of it. */
struct made_panel { struct article_list articles; str write_url; };
#endif
