/* empty_pages.c: a private page that was given back is made anew, of zeros, by whoever touches it first. */
#include "http/empty_pages.h"

#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096 };

size_t empty_pages_give_back(const char *from, size_t len)
{
	static const char zeros[PAGE];
	size_t given = 0;
	const size_t skipped = (PAGE - ((uintptr_t)from & (PAGE - 1))) & (PAGE - 1);
	for (size_t at = skipped; at + PAGE <= len; at += PAGE) {
		if (!memcmp(from + at, zeros, PAGE) && !madvise((void *)(uintptr_t)(from + at), PAGE, MADV_DONTNEED))
			given++;
	}
	return given;
}
