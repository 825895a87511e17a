/* asset.c: an asset's URL names its content, so a browser keeps it for a year and never asks again. */
#include "http/asset.h"

#define FOLDER "/assets/"

static const struct asset *asset_named(str name)
{
	for (const struct asset *asset = assets; asset->name; asset++)
		if (str_equal(name, str_from(asset->name)))
			return asset;
	return NULL;
}

str asset_url(str name)
{
	const struct asset *asset = asset_named(name);
	return asset ? str_from(asset->url) : S("");
}

static void choose_encoding(const struct http_request *request, const struct asset *asset,
                            struct http_response *response)
{
	response->body = asset->plain;
	if (!asset->brotli.len && !asset->gzip.len)
		return;
	http_set_header(response, S("Vary"), S("Accept-Encoding"));
	if (asset->brotli.len && http_accepts(request, S("br"))) {
		response->body = asset->brotli;
		response->encoding = S("br");
	} else if (asset->gzip.len && http_accepts(request, S("gzip"))) {
		response->body = asset->gzip;
		response->encoding = S("gzip");
	}
}

bool asset_serve(const struct http_request *request, struct http_response *response)
{
	if (!str_starts(request->path, S(FOLDER)) || (request->method != GET && request->method != HEAD))
		return false;
	const struct asset *asset = asset_named(str_skip(request->path, sizeof(FOLDER) - 1));
	const bool hashed = !asset;
	for (const struct asset *each = assets; !asset && each->name; each++)
		if (str_equal(request->path, str_from(each->url)))
			asset = each;
	if (!asset)
		return false;
	response->status = 200;
	response->content_type = str_from(asset->content_type);
	http_set_header(response, S("Cache-Control"),
	                hashed ? S("public, max-age=31536000, immutable") : S("public, max-age=60"));
	/* The URL carries the hash of the content: it is the tag. */
	response->etag = str_format(request->arena, "\"%s\"", asset->url);
	choose_encoding(request, asset, response);
	return true;
}
