/* empty_pages.h: memory that holds zeros only needs no memory. */
#ifndef HTTP_EMPTY_PAGES_H
#define HTTP_EMPTY_PAGES_H
#include "base/base.h"

/* Gives the kernel back what pages of zeros lie wholly within; they read as zeros as before.  Nobody may write there
   meanwhile.  How many they were. */
size_t empty_pages_give_back(const char *from, size_t len);
#endif
