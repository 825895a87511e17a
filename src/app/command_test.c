/*
 * command_test.c: what every command promises: help, exit status 0, 1 or 2, and errors that say what to do.
 *
 * The real program runs; its first argument here is its path.  What serves is in serve_test.c.
 */
#include "app/command_testing.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* By hand: what the operator was promised. */
static const char *const promised[] = {
	"serve", "work", "migrate", "demo", "doctor", "routes", "brand add", "brand list", "brand set", "brand export", "member add",
	"member list", "member role", "token add", "token list", "token revoke", "import threads", "import places",
	"import products", "mail-in", "backup", "restore", "image-worker", "help",
};

static mode_t rights_of(struct shell *shell, const char *name)
{
	struct stat about;
	assert_int_equal(stat(str_c(shell->arena, shell_path(shell, name)), &about), 0);
	return about.st_mode & 0777;
}

static bool is_there(struct shell *shell, const char *name)
{
	return access(str_c(shell->arena, shell_path(shell, name)), F_OK) == 0;
}

static void assert_done(struct ran ran)
{
	if (ran.exited)
		print_message("%.*s", STR_ARG(ran.err));
	assert_int_equal(ran.exited, 0);
}

/* A house with brand "nord", its administrator Ana, her member's mail ana@example.org. */
static void make_house(struct shell *shell)
{
	assert_done(shell_run(shell, "brand add nord Nordlicht nord.localhost --data @house"));
	shell->input = "ein sehr gutes Passwort\n";
	assert_done(shell_run(shell, "member add nord ana@example.org Ana~Anders --role brand_admin --data @house"));
	shell->input = NULL;
}

/* ── a brand's data ── */

static void a_brand_is_exported_into_a_file_that_is_not_there_yet(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	struct ran ran = shell_run(shell, "brand export nord @nord.tar --data @house");
	assert_done(ran);
	assert_true(says(ran.out, "tables") && is_there(shell, "nord.tar"));
	ran = shell_run(shell, "brand export nord @nord.tar --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "is there already"));
	ran = shell_run(shell, "brand export west @west.tar --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "heinzel brand list") && !is_there(shell, "west.tar"));
}

/* ── words ── */

static void every_promised_command_explains_itself(void **state)
{
	struct shell *shell = *state;
	struct ran list = shell_run(shell, "help");
	assert_done(list);
	for (size_t i = 0; i < COUNT(promised); i++) {
		str line = str_format(shell->arena, "heinzel %s", promised[i]);
		assert_true(says(list.out, str_c(shell->arena, line)));
		struct ran ran = shell_run(shell, str_c(shell->arena, str_format(shell->arena, "%s --help", promised[i])));
		assert_done(ran);
		assert_true(str_starts(ran.out, line));
		assert_true(str_empty(ran.err));
		assert_true(ran.out.len > line.len + 5); /* more than its name */
	}
}

static void help_touches_nothing(void **state)
{
	struct shell *shell = *state;
	assert_done(shell_run(shell, "serve --help --data @new"));
	assert_done(shell_run(shell, "--help"));
	assert_done(shell_run(shell, "help"));
	assert_false(is_there(shell, "new"));
}

static void a_wrong_call_ends_with_2_and_says_how_it_is_called(void **state)
{
	static const struct { const char *words, *says; } wrong[] = {
		{ "frobnicate", "heinzel help" },
		{ "brand", "brand add" },
		{ "brand frobnicate", "brand list" },
		{ "backup --data @new", "usage: heinzel backup FILE" },
		{ "backup a b --data @new", "\"b\"" },
		{ "migrate now --data @new", "\"now\"" },
		{ "doctor --frobnicate --data @new", "\"--frobnicate\"" },
		{ "serve --data @new --listen", "--listen needs a value" },
		{ "member list", "usage: heinzel member list BRAND" },
		{ "member list nord --role chef --data @new", "brand_admin" },
		{ "member role nord a@example.org chef --data @new", "moderator" },
		{ "token add nord a@example.org Skript --days many --data @new", "--days takes a number" },
		{ "token revoke nord x --data @new", "token list" },
		{ "demo --services many --data @new", "--services and --scale take a number" },
		{ "restore --replace --data @new", "usage: heinzel restore FILE" },
	};
	struct shell *shell = *state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct ran ran = shell_run(shell, wrong[i].words);
		if (ran.exited != 2)
			print_message("%s\n", wrong[i].words);
		assert_int_equal(ran.exited, 2);
		assert_true(says(ran.err, wrong[i].says));
		assert_true(str_empty(ran.out));
	}
	assert_false(is_there(shell, "new"));
	assert_int_equal(shell_run(shell, "").exited, 2);
}

static void options_may_stand_before_the_command(void **state)
{
	struct shell *shell = *state;
	assert_done(shell_run(shell, "--data @house brand add nord Nordlicht nord.localhost"));
	struct ran ran = shell_run(shell, "brand list --data @house");
	assert_true(says(ran.out, "Nordlicht"));
}

/* ── configuration ── */

static void an_unreadable_configuration_is_named(void **state)
{
	struct shell *shell = *state;
	struct ran ran = shell_run(shell, "doctor --data @new --config @none.ini");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "none.ini"));
	if (geteuid() != 0) {
		print_error("SKIPPED: file rights are tried as nobody, which takes root\n");
		skip();
	}
	str file = shell_file(shell, "house.ini", "[log]\nlevel = warn\n");
	assert_int_equal(chmod(str_c(shell->arena, file), 0600), 0);
	assert_int_equal(chmod(str_c(shell->arena, shell->folder), 0755), 0);
	shell->as_nobody = true;
	ran = shell_run(shell, "doctor --data @new --config @house.ini");
	shell->as_nobody = false;
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "Permission denied"));
}

static void an_unknown_key_is_refused_with_the_nearest(void **state)
{
	struct shell *shell = *state;
	shell_file(shell, "house.ini", "[mail]\nurll = smtp://localhost\n");
	struct ran ran = shell_run(shell, "serve --data @new --config @house.ini");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "line 2: there is no key mail.urll; did you mean mail.url?"));
	assert_false(is_there(shell, "new"));
}

static void the_printed_configuration_reads_back_the_same(void **state)
{
	struct shell *shell = *state;
	shell_file(shell, "house.ini", "[server]\nlisten = 127.0.0.1:9999\n[log]\nlevel = error\n");
	struct ran first = shell_run(shell, "--print-config --config @house.ini");
	assert_done(first);
	assert_true(says(first.out, "listen = 127.0.0.1:9999"));
	shell_file(shell, "again.ini", str_c(shell->arena, first.out));
	struct ran second = shell_run(shell, "serve --print-config --config @again.ini");
	assert_done(second);
	assert_true(str_equal(first.out, second.out));
}

static void the_environment_has_the_last_word(void **state)
{
	struct shell *shell = *state;
	shell_file(shell, "house.ini", "[server]\nlisten = 127.0.0.1:9999\n");
	shell->environment = "HEINZEL_SERVER_LISTEN=127.0.0.1:9998";
	struct ran ran = shell_run(shell, "serve --print-config --config @house.ini");
	assert_true(says(ran.out, "listen = 127.0.0.1:9998"));
	shell->environment = "HEINZEL_SERVER_LOOPS=many";
	ran = shell_run(shell, "doctor --data @new");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "server.loops"));
}

/* ── secrets ── */

static void a_house_is_made_for_its_owner_alone(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	assert_int_equal(rights_of(shell, "house"), 0700);
	assert_int_equal(rights_of(shell, "house/house.key"), 0600);
	assert_int_equal(rights_of(shell, "house/heinzel.db"), 0600);
	str key = file_read(shell->arena, shell_path(shell, "house/house.key"));
	assert_done(shell_run(shell, "brand list --data @house"));
	assert_true(str_equal(key, file_read(shell->arena, shell_path(shell, "house/house.key"))));
}

static void a_house_whose_key_is_missing_gets_no_other(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	str key = shell_path(shell, "house/house.key"), aside = shell_path(shell, "aside");
	assert_int_equal(rename(str_c(shell->arena, key), str_c(shell->arena, aside)), 0);
	struct ran ran = shell_run(shell, "brand list --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "its key is missing") && says(ran.err, "house/house.key"));
	assert_int_equal(access(str_c(shell->arena, key), F_OK), -1);
	assert_int_equal(rename(str_c(shell->arena, aside), str_c(shell->arena, key)), 0);
	assert_done(shell_run(shell, "brand list --data @house"));
}

static void a_key_that_others_can_read_is_refused(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	assert_int_equal(chmod(str_c(shell->arena, shell_path(shell, "house/house.key")), 0644), 0);
	struct ran ran = shell_run(shell, "brand list --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "chmod 600"));
}

static void a_mail_password_comes_from_its_file(void **state)
{
	struct shell *shell = *state;
	shell->environment = str_c(shell->arena, str_format(shell->arena, "HEINZEL_MAIL_PASSWORD_FILE=%.*s/mail",
	                                                    STR_ARG(shell->folder)));
	struct ran ran = shell_run(shell, "brand list --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "mail.password_file"));
	str file = shell_file(shell, "mail", "geheim\n");
	assert_int_equal(chmod(str_c(shell->arena, file), 0644), 0);
	ran = shell_run(shell, "brand list --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "chmod 600"));
	assert_int_equal(chmod(str_c(shell->arena, file), 0600), 0);
	assert_done(shell_run(shell, "brand list --data @house"));
	ran = shell_run(shell, "serve --print-config");
	assert_true(says(ran.out, "password_file = "));
	size_t at;
	assert_false(str_find(ran.out, S("geheim"), &at));
}

/* ── the house ── */

static void a_folder_that_cannot_be_made_is_named(void **state)
{
	static const char *const commands[] = { "serve", "migrate", "work", "brand list" };
	struct shell *shell = *state;
	shell_file(shell, "file", "no folder");
	for (size_t i = 0; i < COUNT(commands); i++) {
		str words = str_format(shell->arena, "%s --data @file/a/b", commands[i]);
		struct ran ran = shell_run(shell, str_c(shell->arena, words));
		assert_int_equal(ran.exited, 1);
		assert_true(says(ran.err, "--data DIR"));
	}
}

static void migrate_makes_a_house_once(void **state)
{
	struct shell *shell = *state;
	struct ran ran = shell_run(shell, "migrate --data @house");
	assert_done(ran);
	assert_true(says(ran.out, "migrations ran"));
	ran = shell_run(shell, "migrate --data @house");
	assert_done(ran);
	assert_true(says(ran.out, "nothing to do"));
}

static void brands_are_added_listed_and_changed(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	assert_done(shell_run(shell, "brand set nord slogan Wir~helfen~uns --data @house"));
	assert_done(shell_run(shell, "brand set nord host www.nord.localhost --data @house"));
	struct ran ran = shell_run(shell, "brand list --data @house");
	assert_true(says(ran.out, "http://nord.localhost"));
	assert_int_equal(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM brand_brand WHERE slogan = 'Wir helfen uns'"),
	                 1);
	assert_done(shell_run(shell, "brand set nord moderation.copies_wait 0 --data @house"));
	assert_int_equal(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM core_setting WHERE value = '0'"), 1);
	ran = shell_run(shell, "brand set nord moderation.copies 900 --data @house");
	assert_int_equal(ran.exited, 1);
	ran = shell_run(shell, "brand set nord moderation.flavour sweet --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "setting"));
	ran = shell_run(shell, "brand set nord flavour sweet --data @house");
	assert_int_equal(ran.exited, 2);
	assert_true(says(ran.err, "brand_colour"));
	ran = shell_run(shell, "brand set sued name Sued --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "brand list"));
	assert_int_equal(shell_run(shell, "brand add nord Zwei zwei.localhost --data @house").exited, 1);
}

static void members_get_and_lose_roles(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	assert_true(says(shell_run(shell, "member list nord --data @house").out, "member brand_admin"));
	assert_done(shell_run(shell, "member role nord ana@example.org moderator --data @house"));
	assert_true(says(shell_run(shell, "member list nord --role moderator --data @house").out, "moderator"));
	assert_done(shell_run(shell, "member role nord ana@example.org moderator --take --data @house"));
	assert_true(str_empty(shell_run(shell, "member list nord --role moderator --data @house").out));
	struct ran ran = shell_run(shell, "member add nord ana@example.org Zweite --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "member.mail_taken"));
	ran = shell_run(shell, "member role nord eve@example.org moderator --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "member.not_found"));
}

/* A reason without words would be useless at night: the key alone is no advice. */
static void a_refusal_is_told_in_words(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	struct ran ran = shell_run(shell, "member add nord ana Ana --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "member.mail_wrong"));
	assert_true(says(ran.err, "mail address"));
}

static void a_token_is_shown_once_and_can_be_revoked(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	struct ran made = shell_run(shell, "token add nord ana@example.org Skript --days 30 --data @house");
	assert_done(made);
	assert_true(made.out.len > 40 && str_starts(made.out, S("hz_")));
	struct ran list = shell_run(shell, "token list nord --data @house");
	assert_true(says(list.out, "Skript"));
	size_t at;
	assert_false(str_find(list.out, str_trim(made.out), &at));
	str rest = list.out, id = str_cut(&rest, ' ');
	str words = str_format(shell->arena, "token revoke nord %.*s --data @house", STR_ARG(id));
	assert_done(shell_run(shell, str_c(shell->arena, words)));
	assert_int_equal(shell_run(shell, "token revoke nord 12 --data @house").exited, 1);
}

/* One that is nobody's address is told, and the others get their tokens all the same. */
static void tokens_of_many_are_made_in_one_go(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	shell->input = "ana@example.org\nnobody@example.org\n\nana@example.org\n";
	struct ran made = shell_run(shell, "token add nord - Skript --data @house");
	shell->input = NULL;
	assert_int_equal(made.exited, 1);
	str first = str_cut(&made.out, '\n'), second = str_cut(&made.out, '\n');
	assert_true(str_starts(first, S("hz_")) && str_starts(second, S("hz_")) && str_empty(made.out));
	assert_false(str_equal(first, second));
	assert_true(says(made.err, "nobody@example.org"));
}

static void places_come_in_and_broken_lines_are_told(void **state)
{
	struct shell *shell = *state;
	shell_file(shell, "places.tsv", "country\tcode\tname\tregion\tlat\tlon\tkind\n"
	                                "DE\t50667\tKöln\tNordrhein-Westfalen\t50.94\t6.96\tarea\n"
	                                "DE\t20095\tHamburg\tHamburg\tnorth\teast\tarea\n");
	struct ran ran = shell_run(shell, "import places @places.tsv --data @house");
	assert_done(ran);
	assert_true(says(ran.out, "1 lines skipped"));
	assert_true(says(ran.err, "line 3"));
	assert_int_equal(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM core_place WHERE code = '50667'"), 1);
	ran = shell_run(shell, "import places @none.tsv --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "none.tsv"));
}

static void products_come_from_a_file_by_command(void **state)
{
	static const char count[] = "SELECT count(*) FROM product_product";
	struct shell *shell = *state;
	make_house(shell);
	shell_file(shell, "products.csv", "key,name,kind,codes\nbox-7,Box 7,router,BOX7\nBox 5,Box,router,\n");
	struct ran ran = shell_run(shell, "import products @products.csv --brand nord --dry-run --data @house");
	assert_int_equal(ran.exited, 1); /* a line is wrong */
	assert_true(says(ran.out, "would be: 1 new") && says(ran.out, "1 lines refused"));
	assert_true(says(ran.err, "line 3, key:"));
	assert_int_equal(count_in(shell, "house/heinzel.db", count), 0);
	ran = shell_run(shell, "import products @products.csv --brand nord --data @house");
	assert_int_equal(ran.exited, 1);
	assert_int_equal(count_in(shell, "house/heinzel.db", count), 1);
	shell_file(shell, "products.csv", "key,name,kind,codes\nbox-7,Box 7,router,BOX7\n");
	ran = shell_run(shell, "import products @products.csv --brand nord --data @house");
	assert_done(ran);
	assert_true(says(ran.out, "0 new, 0 changed, 1 as they were"));
	assert_int_equal(shell_run(shell, "import products @products.csv --brand none --data @house").exited, 1);
	assert_int_equal(shell_run(shell, "import products @products.csv --data @house").exited, 2);
	shell_file(shell, "products.csv", "name\nBox\n");
	ran = shell_run(shell, "import products @products.csv --brand nord --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "first line"));
}

/* The demo's boards are there to import into. */
static void threads_come_in_once_and_broken_lines_are_told(void **state)
{
	static const char command[] = "import threads @threads.jsonl --brand a --board wlan --data @house";
	struct shell *shell = *state;
	assert_done(shell_run(shell, "demo --only-fill --data @house"));
	int64_t before = count_in(shell, "house/heinzel.db", "SELECT count(*) FROM community_thread");
	shell_file(shell, "threads.jsonl",
	           "{\"id\":\"t-1\",\"source\":\"t\",\"title\":\"Router ohne Strom\",\"body\":\"<p>Er <b>blinkt</b> nicht.</p>\","
	           "\"body_format\":\"html\",\"author\":\"u_1\",\"created\":\"2020-01-02T03:04:05Z\",\"replies\":"
	           "[{\"id\":\"t-2\",\"author\":\"u_2\",\"body\":\"Stecker?\",\"accepted\":true}]}\n"
	           "{\"id\":\"t-3\",\"title\":\n");
	struct ran ran = shell_run(shell, command);
	assert_true(says(ran.err, "2"));
	assert_int_equal(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM community_thread"), before + 1);
	assert_int_equal(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM community_post WHERE origin = 't-2'"), 1);
	shell_run(shell, command);
	assert_int_equal(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM community_thread"), before + 1);
}

/* A community is made in the first brand: in another house's, it would be among real people. */
static void a_community_is_made_in_the_demos_own_brand_only(void **state)
{
	static const char *const ways[] = { "--scale 50", "--services 50" };
	struct shell *shell = *state;
	assert_done(shell_run(shell, "brand add nord Nordlicht nord.localhost --data @house"));
	for (size_t i = 0; i < COUNT(ways); i++) {
		str words = str_format(shell->arena, "demo --only-fill --data @house %s", ways[i]);
		struct ran ran = shell_run(shell, str_c(shell->arena, words));
		assert_int_equal(ran.exited, 1);
		if (!says(ran.err, "the first brand of this folder is \"nord\"") || !says(ran.err, "--data"))
			fail_msg("%s: %.*s", ways[i], STR_ARG(ran.err));
		assert_int_equal(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM member_member"), 0);
	}
}

static void routes_name_permission_and_effect(void **state)
{
	struct shell *shell = *state;
	struct ran ran = shell_run(shell, "routes");
	assert_done(ran);
	assert_true(says(ran.out, "POST   /threads "));
	int routes = 0;
	for (str rest = ran.out; rest.len; routes++) {
		str line = str_cut(&rest, '\n');
		size_t at;
		assert_true(str_find(line, S(" reads "), &at) || str_find(line, S(" writes "), &at) ||
		            str_find(line, S(" by hand "), &at));
		assert_true(str_find(line, S(" /"), &at));
	}
	assert_true(routes > 50);
}

/* ── backup and restore ── */

static void a_copy_is_never_laid_over_a_house(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	assert_done(shell_run(shell, "backup @copy.db --data @house"));
	assert_int_equal(rights_of(shell, "copy.db"), 0600);
	assert_done(shell_run(shell, "brand add sued Suedlicht sued.localhost --data @house"));
	struct ran ran = shell_run(shell, "restore @copy.db --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "--replace"));
	assert_int_equal(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM brand_brand"), 2);
	assert_done(shell_run(shell, "restore @copy.db --replace --data @house"));
	assert_int_equal(count_in(shell, "house/heinzel.db", "SELECT count(*) FROM brand_brand"), 1);
}

static void a_copy_that_cannot_be_says_why(void **state)
{
	struct shell *shell = *state;
	struct ran ran = shell_run(shell, "backup @copy.db --data @none");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "no house"));
	assert_false(is_there(shell, "none"));
	make_house(shell);
	ran = shell_run(shell, "backup @none/copy.db --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "No such file or directory"));
	ran = shell_run(shell, "restore @none.db --data @other");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "none.db"));
	assert_true(says(ran.err, "No such file or directory"));
	shell_file(shell, "bad.db", "this is no database at all, only a sentence in a file");
	ran = shell_run(shell, "restore @bad.db --data @other");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "no sound backup"));
}

/* ── doctor ── */

static void doctor_finds_nothing_in_a_good_house(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	struct ran ran = shell_run(shell, "doctor --data @house");
	if (ran.exited)
		print_message("%.*s", STR_ARG(ran.out));
	assert_int_equal(ran.exited, 0);
	assert_true(says(ran.out, "all well"));
	assert_true(says(ran.out, "SQLite 3."));
	assert_true(says(ran.out, "wal"));
}

static void doctor_only_looks(void **state)
{
	struct shell *shell = *state;
	struct ran ran = shell_run(shell, "doctor --data @new");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.out, "FIX"));
	assert_false(is_there(shell, "new"));
}

static void doctor_says_what_to_fix(void **state)
{
	struct shell *shell = *state;
	make_house(shell);
	assert_int_equal(chmod(str_c(shell->arena, shell_path(shell, "house")), 0755), 0);
	assert_int_equal(chmod(str_c(shell->arena, shell_path(shell, "house/house.key")), 0640), 0);
	assert_int_equal(chmod(str_c(shell->arena, shell_path(shell, "house/heinzel.db")), 0644), 0);
	shell->environment = "HEINZEL_MAIL_URL=http://mail";
	struct ran ran = shell_run(shell, "doctor --data @house");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.out, "chmod 700"));
	assert_true(says(ran.out, "chmod 600 house.key"));
	assert_true(says(ran.out, "chmod 600 heinzel.db"));
	assert_true(says(ran.out, "smtp://"));
	assert_true(says(ran.out, "4 to fix"));
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		SHELL_TEST(a_brand_is_exported_into_a_file_that_is_not_there_yet),
		SHELL_TEST(every_promised_command_explains_itself),
		SHELL_TEST(help_touches_nothing),
		SHELL_TEST(a_wrong_call_ends_with_2_and_says_how_it_is_called),
		SHELL_TEST(options_may_stand_before_the_command),
		SHELL_TEST(an_unreadable_configuration_is_named),
		SHELL_TEST(an_unknown_key_is_refused_with_the_nearest),
		SHELL_TEST(the_printed_configuration_reads_back_the_same),
		SHELL_TEST(the_environment_has_the_last_word),
		SHELL_TEST(a_house_is_made_for_its_owner_alone),
		SHELL_TEST(a_house_whose_key_is_missing_gets_no_other),
		SHELL_TEST(a_key_that_others_can_read_is_refused),
		SHELL_TEST(a_mail_password_comes_from_its_file),
		SHELL_TEST(a_folder_that_cannot_be_made_is_named),
		SHELL_TEST(migrate_makes_a_house_once),
		SHELL_TEST(brands_are_added_listed_and_changed),
		SHELL_TEST(members_get_and_lose_roles),
		SHELL_TEST(a_refusal_is_told_in_words),
		SHELL_TEST(a_token_is_shown_once_and_can_be_revoked),
		SHELL_TEST(tokens_of_many_are_made_in_one_go),
		SHELL_TEST(places_come_in_and_broken_lines_are_told),
		SHELL_TEST(products_come_from_a_file_by_command),
		SHELL_TEST(threads_come_in_once_and_broken_lines_are_told),
		SHELL_TEST(a_community_is_made_in_the_demos_own_brand_only),
		SHELL_TEST(routes_name_permission_and_effect),
		SHELL_TEST(a_copy_is_never_laid_over_a_house),
		SHELL_TEST(a_copy_that_cannot_be_says_why),
		SHELL_TEST(doctor_finds_nothing_in_a_good_house),
		SHELL_TEST(doctor_only_looks),
		SHELL_TEST(doctor_says_what_to_fix),
	};
	must(count == 2);
	shell_program(arguments[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
