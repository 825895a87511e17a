/* refusal.c: a whole page for a refusal; its style is allowed by its hash, for nothing else may be loaded. */
#include "http/refusal.h"

#define STYLE "body{max-width:34rem;margin:12vh auto;padding:0 1rem;font:1.0625rem/1.55 system-ui,sans-serif}p+p{margin-top:1.5rem}"
#define POLICY "default-src 'none'; style-src 'sha256-hOj+1mr+KnAMnJ0k6awWYVuG3WovnvS+whhuk+URmEY='; frame-ancestors 'none'; base-uri 'none'"
#define PAGE(title, german, english) "<!doctype html><html lang=\"de\"><meta charset=\"utf-8\">" \
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">" \
	"<title>" title "</title><style>" STYLE "</style><main><h1>" title "</h1><p>" german "</p><p lang=\"en\">" english "</p>" \
	"<p><a href=\"/\">Zur Startseite · <span lang=\"en\">Home</span></a></p></main></html>\n"

static const struct { int status; const char *html; } pages[] = {
	{ 400, PAGE("Diese Anfrage verstehen wir nicht", "Bitte geh zurück und versuch es noch einmal.", "This request cannot be understood. Please go back and try again.") },
	{ 405, PAGE("So geht es hier nicht", "Diese Adresse nimmt keine Anfrage dieser Art an.", "This method is not served here.") },
	{ 408, PAGE("Das hat zu lange gedauert", "Bitte versuch es noch einmal.", "The request took too long. Please try again.") },
	{ 413, PAGE("Das ist zu groß", "Bitte geh zurück, kürze den Text oder nimm eine kleinere Datei.",
	            "This is too large. Please go back, shorten the text or choose a smaller file.") },
	{ 414, PAGE("Diese Adresse ist zu lang", "Bitte such über die Startseite, was du brauchst.", "This address is too long. Please look for what you need from the home page.") },
	{ 431, PAGE("Diese Anfrage ist zu groß", "Bitte lösch die Cookies dieser Seite und versuch es noch einmal.",
	            "The header is too large. Please delete this site’s cookies and try again.") },
	{ 501, PAGE("Das kennen wir nicht", "Eine Anfrage dieser Art gibt es hier nicht.", "This method is not known.") },
	{ 503, PAGE("Gerade ist sehr viel los", "Bitte versuch es in ein paar Sekunden noch einmal.", "The house is full. Please try again in a few seconds.") },
	{ 507, PAGE("Gerade ist kein Platz", "Im Augenblick können wir keine Dateien annehmen. Bitte geh zurück und versuch es in ein paar Minuten noch einmal.",
	            "There is no room for files at the moment. Please go back and try again in a few minutes.") },
	{ 505, PAGE("So sprechen wir nicht", "Diese Version von HTTP wird hier nicht gesprochen.", "This version of HTTP is not spoken here.") },
};

str refusal_page(int status)
{
	for (size_t i = 0; i < COUNT(pages); i++) {
		if (pages[i].status == status)
			return str_from(pages[i].html);
	}
	return S("");
}

void refusal_write(struct http_response *response, int status)
{
	response->status = status;
	response->body = refusal_page(status);
	response->content_type = S("text/html; charset=utf-8");
	http_set_header(response, S("Cache-Control"), S("no-store"));
	http_set_header(response, S("X-Content-Type-Options"), S("nosniff"));
	http_set_header(response, S("Content-Security-Policy"), S(POLICY));
	if (status == 503 || status == 507)
		http_set_header(response, S("Retry-After"), S("5"));
}
