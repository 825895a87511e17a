/* media_web.h: pages and routes of pictures and files, for media_slice.c. */
#ifndef MEDIA_WEB_H
#define MEDIA_WEB_H
#include "features/media/media.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route media_routes[], media_api_routes[];
extern const struct schema *const media_schemas[];

/* A form on its way through an upload: what was typed goes along, the text takes the picture in. */
struct step_page {
	str action;           /* where the form goes */
	str field, text;      /* the field that takes the picture in, with what it holds now */
	struct pairs others;
	struct media media;   /* id 0: refused, view->wrong_reason says why */
	str url;
};

/* The one file of a multipart form.  "media.no_file" */
enum err media_upload_of(struct request *request, str *path_out, str *name_out);
#endif
