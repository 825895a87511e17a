/* form.c: which parser a body's Content-Type names. */
#include "http/form.h"

#include "http/url.h"

enum err form_parse(struct http_request *request)
{
	str type = http_header(request, S("Content-Type"));
	if (!str_equal_fold(str_trim(str_cut(&type, ';')), S("application/x-www-form-urlencoded")))
		return OK;
	return url_pairs(request->arena, request->body, &request->form);
}
