/* identity_web.h: what the pages of identity share, for identity_slice.c. */
#ifndef IDENTITY_WEB_H
#define IDENTITY_WEB_H
#include "features/identity/identity.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route login_routes[];
extern const struct route account_routes[];
extern const struct route draft_routes[];

struct login_form { str mail, password, to; };
struct mail_form { str mail; };
struct signup_form { str name, mail, password, to; bool terms; };
struct password_form { str old_password, password; };

struct mail_page { enum text_id title, lead, button; str action; };
struct sent_page { enum text_id title, text; };
/* A page with one button: what a link in a mail leads to. */
struct link_page { enum text_id title, text, button; str action; };
/* A sign-up confirmed elsewhere than where it began: chooses a password. */
struct signup_confirm_page { str action, name, mail; };
struct draft_link_page { str action, title; struct html body; };
struct session_row { const struct session *session; str browser, system; bool is_this; };
struct session_rows { struct session_row *at; size_t count; };
struct security_page { struct session_rows sessions; bool has_password; };
struct draft_page { const struct draft *draft; bool is_slow, is_gone; };

/* The path to go to after signing in: of this site, else /me. */
str identity_to(str typed);
/* In a unit: a new session of the member. */
enum err identity_session(struct request *request, int64_t member_id, str *secret_out);
/* The cookies, once the session is sure: the session's, and the mark of a browser that its member was signed in with. */
void identity_cookie(struct request *request, int64_t member_id, str secret);
/* Shows the page in a snapshot: for handlers that work by hand. */
typedef enum err identity_page(struct request *request);
enum err identity_show(struct request *request, identity_page *page);
enum err identity_sent(struct request *request, const struct sent_page *model);
enum err identity_link_page(struct request *request, const struct link_page *model);
#endif
