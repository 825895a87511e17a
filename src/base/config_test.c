/* config_test.c: what is unknown is refused by line, and keys are kept from others. */
#include "base/config.h"

#include "base/testing_files.h"

#include <pthread.h>
#include <sys/stat.h>

static const struct config_key keys[] = {
	{ "server.listen", CONFIG_TEXT, "127.0.0.1:8080", "where to listen" },
	{ "server.loops", CONFIG_NUMBER, "2", "event loops" },
	{ "mail.port", CONFIG_NUMBER, "25", "the mail server's port" },
	{ "mail.from-name", CONFIG_TEXT, NULL, "who mails come from" },
	{ "secret.key", CONFIG_SECRET_FILE, "heinzel.key", "the master key" },
};

static enum err open_config(struct arena *arena, const char *ini, const struct config **config_out,
			    str *wrong_out)
{
	str folder = folder_make(arena);
	struct config_source source = { .keys = keys, .count = COUNT(keys) };
	source.path = ini ? file_write(arena, folder, "heinzel.ini", str_from(ini)) : S("");
	enum err err = config_open(arena, &source, config_out, wrong_out);
	folder_remove(arena, folder);
	return err;
}

static void without_a_file_the_defaults_hold(void **state)
{
	const struct config *config;
	str wrong;
	assert_int_equal(open_config(*state, NULL, &config, &wrong), OK);
	assert_str(config_text(config, "server.listen"), "127.0.0.1:8080");
	assert_int_equal(config_number(config, "server.loops"), 2);
	assert_str(config_text(config, "mail.from-name"), "");
}

static void the_file_overrides_the_defaults(void **state)
{
	const struct config *config;
	str wrong;
	assert_int_equal(
	    open_config(*state,
			"; a comment\n[server]\nloops = 4\n\n[mail]\r\nport=587 ; submission\r\n"
			"from-name = Grüße & Co\n[server]\nlisten: [::]:80\n",
			&config, &wrong),
	    OK);
	assert_int_equal(config_number(config, "server.loops"), 4);
	assert_int_equal(config_number(config, "mail.port"), 587);
	assert_str(config_text(config, "mail.from-name"), "Grüße & Co");
	assert_str(config_text(config, "server.listen"), "[::]:80");
}

static void the_environment_overrides_the_file(void **state)
{
	const struct config *config;
	str wrong;
	setenv("HEINZEL_MAIL_PORT", "2525", 1);
	setenv("HEINZEL_MAIL_FROM_NAME", "Ana", 1);
	assert_int_equal(open_config(*state, "[mail]\nport = 587\n", &config, &wrong), OK);
	assert_int_equal(config_number(config, "mail.port"), 2525);
	assert_str(config_text(config, "mail.from-name"), "Ana");
	setenv("HEINZEL_MAIL_PORT", "many", 1);
	assert_int_equal(open_config(*state, NULL, &config, &wrong), ERR_INVALID);
	assert_str(wrong, "mail.port is \"many\": write a whole number (the mail server's port)");
	unsetenv("HEINZEL_MAIL_PORT");
	unsetenv("HEINZEL_MAIL_FROM_NAME");
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
	static const struct {
		const char *ini, *wrong;
	} rows[] = {
		{ "[mail]\nprot = 25\n",
		  "heinzel.ini, line 2: there is no key mail.prot; did you mean mail.port?" },
		{ "[mail]\nPort = 25\n",
		  "heinzel.ini, line 2: there is no key mail.Port; did you mean mail.port?" },
		{ "\n[mial]\nport = 25\n",
		  "heinzel.ini, line 2: there is no section [mial]; did you mean [mail]?" },
		{ "[sever]\n",
		  "heinzel.ini, line 1: there is no section [sever]; did you mean [server]?" },
		{ "[]\n", "heinzel.ini, line 1: there is no section []; did you mean [mail]?" },
		{ "port = 1\n",
		  "heinzel.ini, line 1: there is no key port; did you mean mail.port?" },
		{ "[mail]\nport = 1\nport = 2\n",
		  "heinzel.ini, line 3: mail.port was set in line 2 already; keep one" },
		{ "[mail]\nport\n",
		  "heinzel.ini, line 2: write `key = value`, `[section]` or `; comment`" },
		{ "[mail\n",
		  "heinzel.ini, line 1: write `key = value`, `[section]` or `; comment`" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct config *config = NULL;
		str wrong = S("");
		assert_int_equal(open_config(*state, rows[i].ini, &config, &wrong), ERR_INVALID);
		size_t at = 0;
		assert_true(str_find(wrong, S("heinzel.ini"), &at));
		assert_str(str_skip(wrong, at), rows[i].wrong);
		assert_null(config);
	}
}

static void numbers_must_be_numbers(void **state)
{
	static const char *const bad[] = { "", "x", "1.5", "99999999999999999999", "0x10" };
	for (size_t i = 0; i < COUNT(bad); i++) {
		const struct config *config;
		str wrong, ini = str_format(*state, "[mail]\nport = %s\n", bad[i]);
		assert_int_equal(open_config(*state, str_c(*state, ini), &config, &wrong),
				 ERR_INVALID);
		assert_true(str_starts(wrong, S("mail.port is \"")));
	}
}

static void an_endless_line_is_refused_not_cut(void **state)
{
	const struct config *config;
	str wrong, ini = str_format(*state, "[mail]\nfrom-name = %0*d\n", 500, 7);
	assert_int_equal(open_config(*state, str_c(*state, ini), &config, &wrong), ERR_INVALID);
	assert_true(str_contains(wrong, S("line 2: longer than")));
	ini = str_format(*state, "[mail]\nfrom-name = %0*d\n", 180, 7);
	assert_int_equal(open_config(*state, str_c(*state, ini), &config, &wrong), OK);
	assert_int_equal(config_text(config, "mail.from-name").len, 180);
}

static void a_file_that_is_not_there_is_refused(void **state)
{
	static const char *const paths[] = { "/nowhere/heinzel.ini", "/", "/dev/null" };
	for (size_t i = 0; i < COUNT(paths); i++) {
		const struct config_source source = { keys, COUNT(keys), str_from(paths[i]) };
		const struct config *config;
		str wrong = S("");
		assert_int_equal(config_open(*state, &source, &config, &wrong), ERR_INVALID);
		assert_true(str_contains(wrong, S("cannot be read")));
	}
}

static void what_is_printed_can_be_read_again(void **state)
{
	const struct config *config, *again;
	str wrong;
	assert_int_equal(open_config(*state, "[mail]\nport = 587\n", &config, &wrong), OK);
	str printed = config_print(*state, config);
	assert_true(
	    str_starts(printed, S("[server]\n; where to listen\nlisten = 127.0.0.1:8080\n")));
	assert_true(str_contains(printed, S("\n\n[mail]\n; the mail server's port\nport = 587\n")));
	assert_int_equal(open_config(*state, str_c(*state, printed), &again, &wrong), OK);
	assert_true(str_equal(config_print(*state, again), printed));
}

static void ask_for_an_unknown_key(void *config)
{
	config_text(config, "no.such");
}

static void asking_for_an_unknown_key_aborts(void **state)
{
	const struct config *config;
	str wrong;
	assert_int_equal(open_config(*state, NULL, &config, &wrong), OK);
	assert_true(aborts(ask_for_an_unknown_key, (void *)config));
}

static mode_t mode_of(struct arena *arena, str path)
{
	struct stat about;
	assert_int_equal(lstat(str_c(arena, path), &about), 0);
	return about.st_mode;
}

static void a_missing_key_is_made_once_and_kept(void **state)
{
	str folder = folder_make(*state), path = str_format(*state, "%.*s/key", STR_ARG(folder)),
	    wrong;
	unsigned char key[32] = { 0 }, again[32] = { 0 };
	mode_t old = umask(0);
	assert_int_equal(config_key_file(*state, path, key, 32, &wrong), OK);
	umask(old);
	assert_int_equal(config_key_file(*state, path, again, 32, &wrong), OK);
	assert_memory_equal(key, again, 32);
	assert_memory_not_equal(key, (unsigned char[32]){ 0 }, 32);
	assert_int_equal(mode_of(*state, path), S_IFREG | 0600);
	str listing = str_format(*state, "test \"$(ls '%.*s')\" = key", STR_ARG(folder));
	assert_int_equal(system(str_c(*state, listing)), 0); /* nothing lies aside */
	folder_remove(*state, folder);
}

static void a_key_that_others_may_read_is_refused(void **state)
{
	static const mode_t open_modes[] = { 0640, 0604, 0660, 0644, 0601, 0666, 0777 };
	str folder = folder_make(*state), wrong = S("");
	str path = file_write(*state, folder, "key", S("0123456789abcdef0123456789abcdef"));
	unsigned char key[32];
	for (size_t i = 0; i < COUNT(open_modes); i++) {
		assert_int_equal(chmod(str_c(*state, path), open_modes[i]), 0);
		assert_int_equal(config_key_file(*state, path, key, 32, &wrong), ERR_INVALID);
		assert_true(str_contains(wrong, S("others may read it: chmod 600")));
	}
	assert_int_equal(chmod(str_c(*state, path), 0400), 0);
	assert_int_equal(config_key_file(*state, path, key, 32, &wrong), OK);
	folder_remove(*state, folder);
}

static void links_and_folders_are_no_keys(void **state)
{
	str folder = folder_make(*state), wrong = S("");
	str real = file_write(*state, folder, "real", S("0123456789abcdef0123456789abcdef"));
	str link_path = str_format(*state, "%.*s/key", STR_ARG(folder));
	assert_int_equal(chmod(str_c(*state, real), 0600), 0);
	assert_int_equal(symlink(str_c(*state, real), str_c(*state, link_path)), 0);
	unsigned char key[32];
	assert_int_equal(config_key_file(*state, link_path, key, 32, &wrong), ERR_INVALID);
	assert_true(str_ends(wrong, S("is a symbolic link: name the file itself")));
	assert_int_equal(config_key_file(*state, folder, key, 32, &wrong), ERR_INVALID);
	assert_int_equal(config_key_file(*state, S("/nowhere/key"), key, 32, &wrong), ERR_INVALID);
	assert_int_equal(config_key_file(*state, S(""), key, 32, &wrong), ERR_INVALID);
	folder_remove(*state, folder);
}

static void keys_are_hex_or_raw_and_whole(void **state)
{
	static const struct {
		const char *text;
		enum err err;
	} rows[] = {
		{ "000102030405060708090a0b0c0d0e0F", OK },
		{ "000102030405060708090a0b0c0d0e0F\n", OK },
		{ "0123456789abcdef", OK }, /* sixteen raw bytes */
		{ "", ERR_INVALID },
		{ "0123456789abcde", ERR_INVALID },
		{ "000102030405060708090a0b0c0d0e0g", ERR_INVALID },
		{ "000102030405060708090a0b0c0d0e0f00", ERR_INVALID },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		str folder = folder_make(*state), wrong = S("");
		str path = file_write(*state, folder, "key", str_from(rows[i].text));
		assert_int_equal(chmod(str_c(*state, path), 0600), 0);
		unsigned char key[16] = { 7 };
		assert_int_equal(config_key_file(*state, path, key, 16, &wrong), rows[i].err);
		assert_int_equal(key[0], rows[i].err ? 7 : i == 2 ? '0' : 0);
		assert_int_equal(key[15], rows[i].err ? 0 : i == 2 ? 'f' : 15);
		folder_remove(*state, folder);
	}
}

static void a_credential_of_systemd_comes_first(void **state)
{
	str folder = folder_make(*state), wrong = S("");
	str path = file_write(*state, folder, "master", S("0123456789abcdef"));
	assert_int_equal(chmod(str_c(*state, path), 0440), 0);
	setenv("CREDENTIALS_DIRECTORY", str_c(*state, folder), 1);
	unsigned char key[16];
	assert_int_equal(config_key_file(*state, S("/nowhere/master"), key, 16, &wrong), OK);
	assert_memory_equal(key, "0123456789abcdef", 16);
	assert_int_equal(chmod(str_c(*state, path), 0444), 0);
	assert_int_equal(config_key_file(*state, S("/nowhere/master"), key, 16, &wrong),
			 ERR_INVALID);
	unsetenv("CREDENTIALS_DIRECTORY");
	folder_remove(*state, folder);
}

struct maker {
	str path;
	unsigned char key[32];
	enum err err;
};

static void *make_key(void *data)
{
	struct maker *maker = data;
	struct arena *arena = arena_open(4096);
	str wrong;
	maker->err = config_key_file(arena, maker->path, maker->key, 32, &wrong);
	arena_close(arena);
	return NULL;
}

static void all_who_start_at_once_get_the_same_key(void **state)
{
	enum { ROUNDS = 20, MAKERS = 8 };
	for (int round = 0; round < ROUNDS; round++) {
		str folder = folder_make(*state);
		struct maker makers[MAKERS];
		pthread_t threads[MAKERS];
		for (size_t i = 0; i < MAKERS; i++) {
			makers[i].path = str_format(*state, "%.*s/key", STR_ARG(folder));
			assert_int_equal(pthread_create(&threads[i], NULL, make_key, &makers[i]),
					 0);
		}
		for (size_t i = 0; i < MAKERS; i++) {
			pthread_join(threads[i], NULL);
			assert_int_equal(makers[i].err, OK);
			assert_memory_equal(makers[i].key, makers[0].key, 32);
		}
		folder_remove(*state, folder);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_a_file_the_defaults_hold),
		TEST(the_file_overrides_the_defaults),
		TEST(the_environment_overrides_the_file),
		TEST(what_is_wrong_is_told_with_its_line),
		TEST(numbers_must_be_numbers),
		TEST(an_endless_line_is_refused_not_cut),
		TEST(a_file_that_is_not_there_is_refused),
		TEST(what_is_printed_can_be_read_again),
		TEST(asking_for_an_unknown_key_aborts),
		TEST(a_missing_key_is_made_once_and_kept),
		TEST(a_key_that_others_may_read_is_refused),
		TEST(links_and_folders_are_no_keys),
		TEST(keys_are_hex_or_raw_and_whole),
		TEST(a_credential_of_systemd_comes_first),
		TEST(all_who_start_at_once_get_the_same_key),
	};
	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
