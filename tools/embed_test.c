/*
 * embed_test.c: files come out of the compiled tables byte for byte, and no asset may name another.
 *
 *     embed_test EMBED CC SRC
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char *embed;
static const char *compiler;
static char *sources;
static char folder[] = "/tmp/embed_test_XXXXXX";

static void write_bytes(const char *name, const void *bytes, size_t len)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *out = fopen(path, "wb");
	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, len, out), len);
	assert_int_equal(fclose(out), 0);
}

static void write_text(const char *name, const char *text)
{
	write_bytes(name, text, strlen(text));
}

static int run(const char *command, char *said, size_t room)
{
	char line[512];
	snprintf(line, sizeof line, "cd %s && %s 2>&1", folder, command);
	FILE *tool = popen(line, "r");
	assert_non_null(tool);
	size_t len = fread(said, 1, room - 1, tool);
	said[len] = 0;
	int status = pclose(tool);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int run_embed(const char *arguments, char *said, size_t room)
{
	char command[256];
	snprintf(command, sizeof command, "%s %s", embed, arguments);
	return run(command, said, room);
}

static void every_byte_comes_out_again(void **state)
{
	unsigned char bytes[1024];
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(i * 7 + i / 256);
	write_bytes("all.bin", bytes, sizeof bytes);
	write_text("empty.txt", "");
	/* The table is read back by a program that knows nothing of it but its header. */
	write_text("main.c", "#include \"t.h\"\n#include <stdio.h>\nint main(void)\n{\n"
			     "\tfor (const struct embedded *e = table; e->name; e++)\n"
			     "\t\tfwrite(e->bytes.at, 1, e->bytes.len, stdout);\n\treturn 0;\n}\n");
	char said[2048], command[256];
	assert_int_equal(run_embed("files t.h t.c t.h table all.bin empty.txt", said, sizeof said),
			 0);
	assert_string_equal(said, "");
	snprintf(command, sizeof command,
		 "%s -std=gnu2x -I. -I%s -o main main.c t.c && ./main | cmp - all.bin", compiler,
		 sources);
	assert_int_equal(run(command, said, sizeof said), 0);
	assert_string_equal(said, "");
}

static void an_asset_is_named_by_its_content(void **state)
{
	char said[2048];
	assert_int_equal(run("mkdir -p dist", said, sizeof said), 0);
	write_text("dist/app.css", "a{}");
	write_text("dist/app.css.br", "BR");
	write_text("dist/app.css.gz", "GZ");
	write_text("dist/CREDITS.txt", "not served");
	write_text("dist/places.tsv", "not served");
	assert_int_equal(
	    run_embed("assets a.c dist a.d && grep -A1 /assets/ a.c && cat a.d", said, sizeof said),
	    0);
	assert_string_equal(
	    said, "\t{ \"app.css\", \"/assets/app-e262b4c1.css\", \"text/css; charset=utf-8\",\n"
		  "\t  { plain_0, 3 }, { gzip_0, 2 }, { brotli_0, 2 } },\na.c: dist/app.css\n");
	write_text("dist/app.css", "b{}");
	assert_int_equal(
	    run_embed("assets a.c dist && grep -c app-e262b4c1 a.c", said, sizeof said), 1);
	assert_string_equal(said, "0\n");
}

static void an_asset_that_names_another_is_refused(void **state)
{
	char said[2048];
	assert_int_equal(run("mkdir -p bad", said, sizeof said), 0);
	write_text("bad/app.js", "x\nfetch('/assets/a.json')");
	assert_int_equal(run_embed("assets a.c bad", said, sizeof said), 1);
	assert_string_equal(
	    said,
	    "bad/app.js:2: error: names an asset by its address, which changes with its content\n");
	assert_int_equal(run_embed("assets a.c nowhere", said, sizeof said), 1);
	assert_int_equal(run_embed("files t.h t.c t.h table nowhere.txt", said, sizeof said), 1);
	assert_string_equal(said, "nowhere.txt:1: error: cannot be read\n");
	assert_int_equal(run_embed("nonsense", said, sizeof said), 1);
}

static int remove_folder(void **state)
{
	char command[64];
	snprintf(command, sizeof command, "rm -r '%s'", folder);
	return system(command);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_comes_out_again),
		cmocka_unit_test(an_asset_is_named_by_its_content),
		cmocka_unit_test(an_asset_that_names_another_is_refused),
	};
	if (count != 4 || !mkdtemp(folder))
		return 2;
	/* Absolute: all is run in the folder. */
	embed = realpath(arguments[1], NULL);
	compiler = arguments[2];
	sources = realpath(arguments[3], NULL);
	int failed = cmocka_run_group_tests(tests, NULL, remove_folder);
	free(embed);
	free(sources);
	return failed;
}
