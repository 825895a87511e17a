/*
 * fetch_test.c: a guarded fetch reaches nothing inside the house, an allowed one does what it says.
 *
 * The linker puts two functions of ours in front (--wrap): getaddrinfo, where every
 * name that is not numeric belongs to an attacker and leads to loopback, and
 * curl_easy_perform, which counts how often a transfer was begun.  The answering
 * side is a small server of the test on loopback.
 */
#include "base/fetch.h"

#include "base/fetch_guard.h"
#include "base/json.h"
#include "base/moment.h"
#include "base/testing_files.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/stat.h>

static int transfers;
static const char *attacker_points_to;
static struct curl_slist
    *diverted_to; /* where curl is led after all checks; NULL leaves it alone */

int __real_getaddrinfo(const char *name, const char *port, const struct addrinfo *wanted,
		       struct addrinfo **found);
int __wrap_getaddrinfo(const char *name, const char *port, const struct addrinfo *wanted,
		       struct addrinfo **found);
CURLcode __real_curl_easy_perform(CURL *curl);
CURLcode __wrap_curl_easy_perform(CURL *curl);

int __wrap_getaddrinfo(const char *name, const char *port, const struct addrinfo *wanted,
		       struct addrinfo **found)
{
	struct addrinfo numeric = *wanted;
	numeric.ai_flags |= AI_NUMERICHOST;
	if (__real_getaddrinfo(name, port, &numeric, found) == 0)
		return 0;
	if (strcmp(name, "unknown.example") == 0)
		return EAI_NONAME;
	return __real_getaddrinfo(attacker_points_to, port, &numeric, found);
}

CURLcode __wrap_curl_easy_perform(CURL *curl)
{
	transfers++;
	if (diverted_to)
		curl_easy_setopt(curl, CURLOPT_CONNECT_TO, diverted_to);
	return __real_curl_easy_perform(curl);
}

static enum err fetch_url(struct arena *arena, const char *url)
{
	struct fetched fetched;
	str wrong = S("");
	const struct fetch fetch = { .url = str_from(url), .timeout_ms = 300 };
	enum err err = fetch_run(arena, &fetch, &fetched, &wrong);
	assert_true(err == OK || wrong.len > 0);
	return err;
}

static int start(void **state)
{
	attacker_points_to = "127.0.0.1";
	diverted_to = NULL;
	transfers = 0;
	return arena_fixture(state);
}

#define GUARDED(name) cmocka_unit_test_setup_teardown(name, start, arena_fixture_end)

static const char *const private_addresses[] = {
	"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.0", "100.127.255.255",
	"127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255",
	"192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255",
	"198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1",
	"239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1",
	"::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1",
	"fc00::1", "fd00:ec2::254", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
	"2001::1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:10::1", "2001:db8::1",
	"2002:7f00:1::1", "2002:c0a8:101::1", "3fff::1", "5f00::1", "4000::1", "", "localhost",
	"127.1", "0x7f.0.0.1", "2130706433", "1.2.3.4.5", "8.8.8.8 ", "fe80::1%eth0", "[::1]",
};

static const char *const public_addresses[] = {
	"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
	"126.255.255.255", "128.0.0.1", "169.253.0.1", "172.15.255.255", "172.32.0.0",
	"192.0.1.1", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
	"223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888",
	"2001:200::1", "3ffe::1",
};

static void private_and_reserved_addresses_are_known(void **state)
{
	for (size_t i = 0; i < COUNT(private_addresses); i++)
		assert_true(fetch_address_is_private(str_from(private_addresses[i])));
	for (size_t i = 0; i < COUNT(public_addresses); i++)
		assert_false(fetch_address_is_private(str_from(public_addresses[i])));
	assert_true(fetch_address_is_private(S("8.8.8.8\0")));
}

static void dangerous_urls_are_refused_before_any_transfer(void **state)
{
	static const char *const dangerous[] = {
		"",
		"https://",
		"https:///",
		"https://127.0.0.1/",
		"https://127.1/",
		"https://2130706433/",
		"https://0x7f000001/",
		"https://0177.0.0.1/",
		"https://0/",
		"https://[::1]/",
		"https://[::ffff:7f00:1]/",
		"https://[::ffff:127.0.0.1]:443/",
		"https://localhost/",
		"https://LOCALHOST./",
		"https://inside.example/",
		"https://user@inside.example/",
		"https://user:secret@1.1.1.1/",
		"https://1.1.1.1\\@127.0.0.1/",
		"https://1.1.1.1 /",
		"https://1.1.1.1\r\nHost: x/",
		"https://①②⑦.0.0.1/",
		"https://[fe80::1%25eth0]/",
		"http://1.1.1.1/",
		"HTTP://1.1.1.1/",
		"ftp://1.1.1.1/",
		"file:///etc/passwd",
		"gopher://1.1.1.1/",
		"dict://1.1.1.1/",
		"//1.1.1.1/",
		"1.1.1.1",
		"https:1.1.1.1\\x",
		"https://169.254.169.254/latest/",
		"https://1.1.1.1:99999/",
		"https://%31%32%37.0.0.1/",
		"https://%00/",
		"jar:https://1.1.1.1!/",
	};
	for (size_t i = 0; i < COUNT(dangerous); i++)
		assert_int_equal(fetch_url(*state, dangerous[i]), ERR_INVALID);
	assert_int_equal(transfers, 0);
}

static void one_private_address_among_others_is_enough(void **state)
{
	static const char *const inside[] = { "10.0.0.7", "::1", "fd00::1", "169.254.169.254",
					      "::ffff:10.0.0.1" };
	for (size_t i = 0; i < COUNT(inside); i++) {
		attacker_points_to = inside[i];
		assert_int_equal(fetch_url(*state, "https://rebound.example/"), ERR_INVALID);
	}
	assert_int_equal(transfers, 0);
	assert_int_equal(fetch_url(*state, "https://unknown.example/"), ERR_BROKEN);
	assert_int_equal(transfers, 0);
}

static void a_public_address_is_pinned(void **state)
{
	static const struct {
		const char *url, *address, *pin;
	} rows[] = {
		{ "https://peer.example/x", "93.184.216.34", "peer.example:443:93.184.216.34" },
		{ "https://peer.example:8443", "2606:4700::1", "peer.example:8443:[2606:4700::1]" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct fetch_target target;
		str wrong;
		const struct fetch fetch = { .url = str_from(rows[i].url) };
		attacker_points_to = rows[i].address;
		assert_int_equal(fetch_target_open(*state, &fetch, &target, &wrong), OK);
		assert_string_equal(target.pin, rows[i].pin);
		fetch_target_close(&target);
	}
}

static void known_attack_urls_reach_nothing(void **state)
{
	FILE *file = data_open(*state, "security/ssrf_urls_dev.jsonl");
	if (!file)
		skip();
	char line[8192];
	int count = 0;
	for (; fgets(line, sizeof(line), file); count++) {
		const struct json *json;
		assert_int_equal(json_read(*state, str_from(line), &json, NULL), OK);
		enum err err = fetch_url(*state, str_c(*state, json_str(json, S("url"))));
		if (err != ERR_INVALID)
			print_error("not refused: %.*s\n", STR_ARG(json_str(json, S("url"))));
		assert_int_equal(err, ERR_INVALID);
	}
	fclose(file);
	assert_true(count >= 80);
	assert_int_equal(transfers, 0);
}

static void headers_cannot_be_smuggled_in(void **state)
{
	static const struct fetch smuggled[] = {
		{ .bearer = { "a\r\nX: y", 7 } }, { .content_type = { "a\nX: y", 6 } },
		{ .bearer = { "a\0b", 3 } },	  { .method = { "GET / HTTP/1.1", 14 } },
		{ .method = { "get", 3 } },
	};
	for (size_t i = 0; i < COUNT(smuggled); i++) {
		struct fetch fetch = smuggled[i];
		struct fetched fetched;
		str wrong;
		fetch.url = S("https://1.1.1.1/");
		assert_int_equal(fetch_run(*state, &fetch, &fetched, &wrong), ERR_INVALID);
	}
	assert_int_equal(transfers, 0);
}

/* Answers one connection with `answer` and keeps what was asked. */
struct peer {
	int fd;
	int port;
	const char *answer;
	char asked[4096];
	bool is_reached;
	pthread_t thread;
};

static void *answer_once(void *data)
{
	struct peer *peer = data;
	struct pollfd waiting = { .fd = peer->fd, .events = POLLIN };
	if (poll(&waiting, 1, 1500) != 1)
		return NULL;
	int fd = accept(peer->fd, NULL, NULL);
	peer->is_reached = true;
	size_t len = 0;
	ssize_t got;
	waiting.fd = fd;
	/* What a small request has sent after a tenth of a second of silence is all of it. */
	while (len < sizeof(peer->asked) - 1 && poll(&waiting, 1, 100) == 1 &&
	       (got = recv(fd, peer->asked + len, sizeof(peer->asked) - 1 - len, 0)) > 0)
		len += (size_t)got;
	if (peer->answer)
		send(fd, peer->answer, strlen(peer->answer), MSG_NOSIGNAL);
	else
		poll(&waiting, 1, 2000); /* silent until the asker has gone */
	close(fd);
	return NULL;
}

static struct peer *peer_open(struct arena *arena, const char *answer)
{
	struct peer *peer = arena_take(arena, sizeof(*peer));
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	peer->answer = answer;
	peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(peer->fd, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(peer->fd, 4), 0);
	assert_int_equal(getsockname(peer->fd, (struct sockaddr *)&address, &size), 0);
	peer->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&peer->thread, NULL, answer_once, peer), 0);
	return peer;
}

static void peer_close(struct peer *peer)
{
	pthread_join(peer->thread, NULL);
	close(peer->fd);
}

static void a_later_change_of_mind_leads_nowhere(void **state)
{
	struct peer *peer = peer_open(*state, "");
	attacker_points_to = "93.184.216.34";
	str elsewhere = str_format(*state, "::127.0.0.1:%d", peer->port);
	diverted_to = curl_slist_append(NULL, str_c(*state, elsewhere));
	assert_int_equal(fetch_url(*state, "https://rebound.example/"), ERR_BROKEN);
	curl_slist_free_all(diverted_to);
	diverted_to = NULL;
	assert_int_equal(transfers, 1);
	peer_close(peer);
	assert_false(peer->is_reached);
}

static enum err ask(struct arena *arena, const char *answer, struct fetch *fetch,
		    struct fetched *fetched, const char **asked_out)
{
	struct peer *peer = peer_open(arena, answer);
	str wrong;
	fetch->url = str_format(arena, "http://peer.example:%d/a?b=c", peer->port);
	fetch->allow_private = true;
	enum err err = fetch_run(arena, fetch, fetched, &wrong);
	peer_close(peer);
	*asked_out = peer->asked;
	return err;
}

#define ANSWER(headers, body) "HTTP/1.1 200 OK\r\nConnection: close\r\n" headers "\r\n" body

static void an_allowed_peer_is_asked_and_answers(void **state)
{
	struct fetch fetch = { .bearer = S("t0ken") };
	struct fetched fetched;
	const char *asked;
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	enum err err =
	    ask(*state, ANSWER("Content-Type: text/plain\r\n", "Grüße"), &fetch, &fetched, &asked);
	unsetenv("http_proxy");
	assert_int_equal(err, OK);
	assert_int_equal(fetched.status, 200);
	assert_str(fetched.body, "Grüße");
	assert_str(fetched.content_type, "text/plain");
	assert_true(str_starts(str_from(asked), S("GET /a?b=c HTTP/1.1\r\nHost: peer.example:")));
	assert_true(str_contains(str_from(asked), S("\r\nAuthorization: Bearer t0ken\r\n")));
}

static void a_body_is_sent_with_its_type(void **state)
{
	struct fetch fetch = { .method = S("POST"),
			       .body = S("{\"a\":1}"),
			       .content_type = S("application/json") };
	struct fetched fetched;
	const char *asked;
	assert_int_equal(ask(*state, ANSWER("", ""), &fetch, &fetched, &asked), OK);
	str text = str_from(asked);
	assert_true(str_starts(text, S("POST /a?b=c ")));
	assert_true(str_contains(text, S("\r\nContent-Type: application/json\r\n")));
	assert_true(str_contains(text, S("\r\nContent-Length: 7\r\n")));
	assert_true(str_ends(text, S("\r\n\r\n{\"a\":1}")));
	fetch = (struct fetch){ .method = S("DELETE") };
	assert_int_equal(ask(*state, ANSWER("", ""), &fetch, &fetched, &asked), OK);
	assert_true(str_starts(str_from(asked), S("DELETE /a?b=c ")));
	fetch = (struct fetch){ .method = S("HEAD") };
	assert_int_equal(ask(*state, ANSWER("Content-Length: 5\r\n", ""), &fetch, &fetched, &asked),
			 OK);
	assert_true(str_starts(str_from(asked), S("HEAD /a?b=c ")));
}

static void a_redirect_is_told_but_not_followed(void **state)
{
	struct fetch fetch = { 0 };
	struct fetched fetched;
	const char *asked;
	transfers = 0;
	assert_int_equal(
	    ask(*state,
		"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: http://127.0.0.1:1/\r\n"
		"Content-Length: 0\r\n\r\n",
		&fetch, &fetched, &asked),
	    OK);
	assert_int_equal(fetched.status, 302);
	assert_int_equal(transfers, 1);
}

static void too_long_an_answer_is_cut_off(void **state)
{
	struct fetch fetch = { .max_bytes = 4 };
	struct fetched fetched = { .status = 7 };
	const char *asked;
	assert_int_equal(ask(*state, ANSWER("", "12345"), &fetch, &fetched, &asked), ERR_TOO_LARGE);
	assert_int_equal(fetched.status, 7);
	assert_int_equal(ask(*state, ANSWER("", "1234"), &fetch, &fetched, &asked), OK);
	assert_str(fetched.body, "1234");
}

static void a_silent_peer_is_given_up(void **state)
{
	struct fetch fetch = { .timeout_ms = 300 };
	struct fetched fetched;
	const char *asked;
	moment before = moment_monotonic();
	assert_int_equal(ask(*state, NULL, &fetch, &fetched, &asked), ERR_BROKEN);
	assert_true(moment_monotonic() - before < SECONDS(2));
}

static void a_broken_answer_is_refused(void **state)
{
	struct fetch fetch = { 0 };
	struct fetched fetched;
	const char *asked;
	assert_int_equal(ask(*state, "SSH-2.0-OpenSSH\r\n", &fetch, &fetched, &asked), ERR_BROKEN);
	assert_int_equal(
	    ask(*state, ANSWER("Content-Length: 9\r\n", "short"), &fetch, &fetched, &asked),
	    ERR_BROKEN);
}

static void an_answer_goes_to_a_file_whole_or_not_at_all(void **state)
{
	str folder = folder_make(*state);
	struct fetch fetch = { .file = str_format(*state, "%.*s/answer", STR_ARG(folder)) };
	const char *path = str_c(*state, fetch.file), *asked;
	struct fetched fetched;
	struct stat about;
	assert_int_equal(ask(*state, ANSWER("", "12345"), &fetch, &fetched, &asked), OK);
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_size, 5);
	assert_int_equal(about.st_mode & 0777, 0600);
	assert_int_equal(fetched.body.len, 0);
	fetch.max_bytes = 4;
	assert_int_equal(ask(*state, ANSWER("", "12345"), &fetch, &fetched, &asked), ERR_TOO_LARGE);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(symlink("/etc/hostname", path), 0);
	fetch.url = S("http://127.0.0.1:1/");
	fetch.allow_private = true;
	str wrong;
	assert_int_equal(fetch_run(*state, &fetch, &fetched, &wrong), ERR_BROKEN);
	assert_str(wrong, "the file for the answer cannot be written");
	folder_remove(*state, folder);
}

static void without_permission_the_same_peer_is_not_asked(void **state)
{
	assert_int_equal(fetch_url(*state, "https://peer.example:8443/"), ERR_INVALID);
	assert_int_equal(transfers, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GUARDED(private_and_reserved_addresses_are_known),
		GUARDED(dangerous_urls_are_refused_before_any_transfer),
		GUARDED(one_private_address_among_others_is_enough),
		GUARDED(a_public_address_is_pinned),
		GUARDED(known_attack_urls_reach_nothing),
		GUARDED(a_later_change_of_mind_leads_nowhere),
		GUARDED(headers_cannot_be_smuggled_in),
		GUARDED(an_allowed_peer_is_asked_and_answers),
		GUARDED(a_body_is_sent_with_its_type),
		GUARDED(a_redirect_is_told_but_not_followed),
		GUARDED(too_long_an_answer_is_cut_off),
		GUARDED(a_silent_peer_is_given_up),
		GUARDED(a_broken_answer_is_refused),
		GUARDED(an_answer_goes_to_a_file_whole_or_not_at_all),
		GUARDED(without_permission_the_same_peer_is_not_asked),
	};
	return cmocka_run_group_tests_name("fetch", tests, NULL, NULL);
}
