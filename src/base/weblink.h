/*
 * weblink.h: addresses in the web that somebody names for others to follow: https, to a host with a name.
 *
 * Nothing is fetched from them; what looks like one address and leads to another (a name
 * and password before the host, blanks, quotes, numbers instead of a name) is refused.
 */
#ifndef BASE_WEBLINK_H
#define BASE_WEBLINK_H
#include "base/str.h"

#define WEBLINK_MAX 300 /* bytes */

bool weblink_is_good(str url);
/* Of a good one: "www.example.org" is "example.org". */
str weblink_host(str url);
#endif
