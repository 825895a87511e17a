/* http.h: one include for the floor above. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H
#include "http/asset.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/limit.h"
#include "http/multipart.h"
#include "http/refusal.h"
#include "http/request.h"
#include "http/response.h"
#include "http/route.h"
#include "http/server.h"
#include "http/stream.h"
#include "http/url.h"
#endif
