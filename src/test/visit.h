/*
 * visit.h: requests to the whole house without a socket: through the door, the guard and the real units.
 *
 *     struct answer answer = visit(t, &(struct asked){ .as = t->ana, .path = "/help" });
 *     answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/threads", .form = "title=…" });
 *
 * A visitor keeps cookies for as long as the test; forms get their token by themselves.
 */
#ifndef TEST_VISIT_H
#define TEST_VISIT_H
#include "http/http.h"
#include "test/house.h"

struct asked {
	int64_t as;            /* a member; 0 = a stranger */
	enum method method;    /* GET */
	const char *path;      /* with query */
	const char *form;      /* urlencoded body */
	const char *json;      /* or a JSON body */
	const char *host;      /* NULL: the test brand's */
	const char *accept_language;
	const char *once;      /* Idempotency-Key */
	bool without_token;    /* a POST as another site would send it */
	const char *origin;    /* Origin header */
	const char *site;      /* Sec-Fetch-Site header */
	int64_t token_of;      /* the form token of that member instead of one's own */
	bool secure;           /* by TLS */
	str upload;            /* a file: the form comes as multipart */
	const char *upload_name;
	const char *user_agent;
	bool bearer;           /* the member's API token instead of a session */
};

struct answer {
	int status;
	str body, location, content_type;
	const struct http_response *response;
};

struct answer visit(struct test_house *t, const struct asked *asked);
/* What that member's session cookie carries. */
str visit_token(struct test_house *t, int64_t member_id);
/* The value of a response header, or "". */
str answer_header(const struct answer *answer, str name);
/* The key of what the next page says, once; "" when nothing. */
str answer_flash(const struct answer *answer);
bool answer_says(const struct answer *answer, const char *part);
/* The number behind `before` in the body or location: ids of what was made. */
int64_t number_after(str text, const char *before);
/* A second brand in the same house, at host "b.localhost", with one member of its own. */
int64_t second_brand(struct test_house *t, int64_t *member_id_out);
void visit_close(struct test_house *t);
/* house_up and house_down with a web. */
int web_up(void **state);
int web_down(void **state);
#define WEB_TEST(name) cmocka_unit_test_setup_teardown(name, web_up, web_down)
#endif
