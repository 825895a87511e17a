/* refusal.h: answers that are given before anybody knows which brand is asked, or while there is no time to look it up. */
#ifndef HTTP_REFUSAL_H
#define HTTP_REFUSAL_H
#include "http/response.h"

/* A page in German and English that needs nothing else; static. */
str refusal_page(int status);
void refusal_write(struct http_response *response, int status);
#endif
