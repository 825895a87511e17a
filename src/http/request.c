/* request.c: looking things up in a request; lists are short, so they are walked. */
#include "http/request.h"

str http_header(const struct http_request *request, str name)
{
	for (size_t i = 0; i < request->header_count; i++)
		if (str_equal_fold(request->headers[i].name, name))
			return request->headers[i].value;
	return S("");
}

static bool find(struct pairs pairs, str name, str *value_out)
{
	for (size_t i = 0; i < pairs.count; i++) {
		if (!str_equal(pairs.at[i].name, name))
			continue;
		*value_out = pairs.at[i].value;
		return true;
	}
	return false;
}

bool http_query(const struct http_request *request, str name, str *value_out)
{
	return find(request->query, name, value_out);
}

bool http_form(const struct http_request *request, str name, str *value_out)
{
	return find(request->form, name, value_out);
}

/* "q=0", "q=0.000": the client refuses it. */
static bool is_refused(str weight)
{
	if (!str_starts(weight, S("q=0")))
		return false;
	for (size_t i = 3; i < weight.len; i++)
		if (weight.at[i] >= '1' && weight.at[i] <= '9')
			return false;
	return true;
}

bool http_accepts(const struct http_request *request, str coding)
{
	str rest = http_header(request, S("Accept-Encoding"));
	while (!str_empty(rest)) {
		str weight = str_cut(&rest, ',');
		if (str_equal_fold(str_trim(str_cut(&weight, ';')), coding))
			return !is_refused(str_trim(weight));
	}
	return false;
}

str method_name(enum method method)
{
	static const char *const names[] = {
		[GET] = "GET", [HEAD] = "HEAD", [POST] = "POST", [PUT] = "PUT", [PATCH] = "PATCH", [DELETE] = "DELETE",
	};
	static_assert(COUNT(names) == METHOD_COUNT);
	assert(method < METHOD_COUNT);
	return str_from(names[method]);
}
