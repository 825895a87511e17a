/* multipart.h: multipart/form-data (RFC 7578) read as a stream, files spooled to disk. */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H
#include "http/request.h"

#define MULTIPART_PARTS_MAX 64
#define MULTIPART_TEXT_MAX 262144 /* bytes of one text field */

struct multipart;
enum err multipart_open(struct arena *arena, str content_type, str upload_dir, struct multipart **multipart_out);
enum err multipart_feed(struct multipart *multipart, str bytes); /* any cut of the bytes gives the same result */
enum err multipart_close(struct multipart *multipart, struct http_request *request); /* fills form and uploads */
void multipart_forget(struct multipart *multipart); /* unlinks the files */
#endif
