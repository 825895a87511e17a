/* weblink_test.c: which addresses may be named for others to follow. */
#include "base/weblink.h"

#include "base/testing.h"

static void an_address_leads_where_it_says(void **state)
{
	(void)state;
	static const char *const good[] = { "https://example.org", "https://meet.example.org/ben?pwd=a%20b#x",
		"https://video.example.org:8443/room/7", "https://WWW.Example.ORG/", "https://xn--mller-kva.example/" };
	static const char *const bad[] = { "", "http://example.org", "https://", "https:///x", "javascript:alert(1)", "https://localhost/",
		"https://127.0.0.1/", "https://2130706433/", "https://[::1]/", "https://printer.local/", "https://ana@example.org/",
		"https://example.org:secret@evil.example/", "https://example.org:/x", "https://example.org:123456/", "https://example/",
		"https://-a.example.org/", "https://a..example.org/", "https://example.org./", "https://example.org/a b",
		"https://example.org/\"onclick", "https://example.org\\@evil.example", "https://example.org/<x>", "//example.org",
		"https://m\xc3\xbcller.example/", " https://example.org", "https://example.org\n", "https://1.2.3.4.5/" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(weblink_is_good(str_from(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(weblink_is_good(str_from(bad[i])));
}

static void its_length_has_a_limit(void **state)
{
	(void)state;
	char url[WEBLINK_MAX + 2];
	memset(url, 'a', sizeof(url));
	memcpy(url, "https://example.org/", 20);
	assert_true(weblink_is_good((str){ url, WEBLINK_MAX }));
	assert_false(weblink_is_good((str){ url, WEBLINK_MAX + 1 }));
}

static void its_host_is_what_one_reads(void **state)
{
	(void)state;
	assert_str(weblink_host(S("https://www.example.org:8443/ana")), "example.org");
	assert_str(weblink_host(S("https://social.example.org")), "social.example.org");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_address_leads_where_it_says),
		TEST(its_length_has_a_limit),
		TEST(its_host_is_what_one_reads),
	};
	return cmocka_run_group_tests_name("weblink", tests, NULL, NULL);
}
