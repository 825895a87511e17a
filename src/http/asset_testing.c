/* asset_testing.c: two assets, for tests that link no others. */
#include "http/asset.h"

#define TEXT(literal) { literal, sizeof(literal) - 1 }

const struct asset assets[] = {
	{ "app.css", "/assets/app-1f3a9c07.css", "text/css; charset=utf-8", TEXT("body{}"), TEXT("gzipped"), TEXT("brotli") },
	{ "plain.txt", "/assets/plain-00000001.txt", "text/plain; charset=utf-8", TEXT("plain"), TEXT(""), TEXT("") },
	{ .name = NULL },
};
