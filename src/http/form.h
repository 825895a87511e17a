/* form.h: a request's body as pairs: urlencoded here, multipart through multipart.h. */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H
#include "http/request.h"

/* Fills request->form from request->body by its Content-Type; other types leave it empty.  ERR_INVALID when broken. */
enum err form_parse(struct http_request *request);
#endif
