/*
 * demo_made.c: what a made helper is called, can do, costs and when there is time, drawn from tables.
 *
 * The numbers come from the helper's own number alone, so that two runs make the same crowd
 * and screenshots and measurements can be compared.
 */
#include "app/demo_made.h"

#include "app/dice.h"
#include "features/marketplace/area_store.h"
#include "features/marketplace/rank.h"
#include "view/markdown.h"

#include <math.h>

/* ── people ── */

static const char *const first_names[] = {
	"Anna", "Bernd", "Carla", "David", "Elif", "Ferdinand", "Greta", "Hakan", "Ingrid", "Jan", "Katja", "Luca",
	"Mareike", "Nils", "Olga", "Peter", "Quirin", "Renate", "Stefan", "Tanja", "Uwe", "Vera", "Walter", "Xenia",
	"Yusuf", "Zoe", "Andreas", "Birgit", "Claudia", "Dieter", "Esra", "Frank", "Gabi", "Heiko", "Irina", "Jürg",
	"Kevin", "Lea", "Martin", "Nadja", "Oliver", "Petra", "Ralf", "Sabine", "Thomas", "Ute", "Volker", "Wiebke",
};
static const char *const more_languages[] = { "en", "en", "en", "fr", "it", "tr", "pl", "ru", "uk", "ar", "hr", "es" };
static const char *const about_me[] = {
	"Ich helfe gern und erkläre so, dass man es sich merken kann.",
	"Seit vielen Jahren richte ich in der Nachbarschaft Technik ein.",
	"Gelernt habe ich Elektrotechnik, geblieben ist die Freude am Tüfteln.",
	"In Ruhe und ohne Fachwörter: so arbeite ich am liebsten.",
};
/* Weekdays as bits from Monday, and when. */
static const struct { int days, from, to; } weeks[] = {
	{ 0x1f, 17 * 60, 21 * 60 }, { 0x1f, 9 * 60, 17 * 60 },  { 0x60, 10 * 60, 18 * 60 }, { 0x3f, 8 * 60, 18 * 60 },
	{ 0x15, 14 * 60, 20 * 60 }, { 0x0a, 9 * 60, 20 * 60 },  { 0x7f, 18 * 60, 21 * 60 }, { 0x24, 13 * 60, 19 * 60 },
};
static const int64_t radii[] = { 5, 8, 10, 10, 15, 15, 20, 25, 30, 50 };

/* ── services ── */

static const struct { enum service_category category; const char *title, *what; int64_t euros, minutes; } kinds[] = {
	{ CATEGORY_WIFI,      "WLAN im ganzen Haus",              "Ich messe in jedem Zimmer, stelle den Router um und richte Verstärker ein.", 45, 90 },
	{ CATEGORY_WIFI,      "WLAN langsam oder bricht ab",      "Kanal, Standort, Firmware: ich finde, was bremst.", 35, 60 },
	{ CATEGORY_INTERNET,  "Router anschließen und einrichten", "Anschluss prüfen, Zugang eintragen, alle Geräte wieder verbinden.", 39, 60 },
	{ CATEGORY_INTERNET,  "Umzug: Internet in der neuen Wohnung", "Dose, Kabel, Router: am Einzugstag läuft es.", 49, 90 },
	{ CATEGORY_TV,        "Fernseher und Receiver einrichten", "Sender suchen und sortieren, Mediatheken, eine Fernbedienung für alles.", 35, 60 },
	{ CATEGORY_TV,        "Streaming auf dem Fernseher",      "Konten anmelden, Ton und Bild passend, Kinderprofil.", 29, 45 },
	{ CATEGORY_PHONE,     "Festnetztelefon und Anrufbeantworter", "Anschließen, Nummern übernehmen, Sperren gegen Werbeanrufe.", 29, 45 },
	{ CATEGORY_MOBILE,    "Neues Handy einrichten",           "Daten, Bilder und Nachrichten ziehen um, das alte wird sicher gelöscht.", 35, 60 },
	{ CATEGORY_MOBILE,    "Handy erklären, in Ruhe",          "Schritt für Schritt, mit Zettel zum Nachlesen.", 25, 60 },
	{ CATEGORY_MAIL,      "E-Mail auf allen Geräten",         "Konten eintragen, Ordner ordnen, Spam eindämmen.", 29, 45 },
	{ CATEGORY_COMPUTER,  "Computer wieder schnell",          "Aufräumen, prüfen, auf Wunsch SSD oder Speicher einbauen.", 49, 90 },
	{ CATEGORY_COMPUTER,  "Datensicherung einrichten",        "Einmal einrichten, danach läuft sie von allein; wir üben das Zurückholen.", 45, 60 },
	{ CATEGORY_PRINTER,   "Drucker verbinden",                "Über WLAN, vom Handy und vom Computer.", 29, 45 },
	{ CATEGORY_SMARTHOME, "Smart Home: Licht, Heizung, Steckdosen", "Geräte anlernen, Regeln anlegen, alles in einer App.", 55, 120 },
	{ CATEGORY_SMARTHOME, "Kamera und Türklingel",            "Befestigen, verbinden, so einstellen, dass nur das Eigene im Bild ist.", 49, 90 },
	{ CATEGORY_MOUNTING,  "Fernseher an die Wand",            "Halterung bohren, Kabel verstecken, ausrichten.", 69, 120 },
	{ CATEGORY_LEARNING,  "Internet für Einsteiger",          "Suchen, Schreiben, Bezahlen: sicher und im eigenen Tempo.", 25, 90 },
	{ CATEGORY_CARE,      "Technik-Besuch für Ältere",        "Ich komme regelmäßig vorbei und sehe nach, ob alles läuft.", 25, 60 },
	{ CATEGORY_REPAIR,    "Display oder Akku tauschen",       "Mit guten Teilen und Garantie auf die Arbeit.", 59, 90 },
	{ CATEGORY_OTHER,     "Altgeräte löschen und abholen",    "Daten sicher gelöscht, Geräte zum Wertstoffhof.", 19, 30 },
};
static const char *const promises[] = {
	"Anfahrt ist im Preis enthalten.",
	"Wenn es nicht klappt, kostet es nichts.",
	"Werkzeug und Kabel bringe ich mit.",
	"Material rechne ich zum Einkaufspreis ab.",
	"Danach bin ich noch eine Woche für Rückfragen da.",
};

/* ── where ── */

const struct place *made_place(struct dice *dice, const struct crowd *crowd)
{
	int64_t who = dice_below(dice, crowd->at[crowd->count - 1].until);
	size_t low = 0, high = crowd->count - 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (crowd->at[middle].until > who)
			high = middle;
		else
			low = middle + 1;
	}
	return &crowd->at[low].place;
}

/* Large towns are wide, and the files that ship give all their codes one point. */
static struct area_point scattered(struct dice *dice, const struct place *place)
{
	double wide_km = place->rank >= 1000 ? 6 : place->rank >= 100 ? 3 : 1;
	double along = (double)dice_below(dice, 2001) / 1000 - 1, across = (double)dice_below(dice, 2001) / 1000 - 1;
	double degree = wide_km / 111;
	return (struct area_point){ place->lat + along * degree, place->lon + across * degree / cos(place->lat * 0.0174533) };
}

/* ── put together ── */

str made_origin(struct arena *arena, int64_t number)
{
	return str_format(arena, "made:%lld", (long long)number);
}

static str spoken(struct arena *arena, struct dice *dice)
{
	if (!dice_in_hundred(dice, 55))
		return S("de");
	return str_format(arena, "de %s", DICE_ONE_OF(dice, more_languages));
}

static void fill_hours(struct dice *dice, struct made_helper *made)
{
	size_t week = (size_t)dice_below(dice, COUNT(weeks));
	for (int day = 0; day < 7; day++) {
		if (weeks[week].days & (1 << day))
			made->hours[made->hours_count++] = (struct hours){
				.weekday = day + 1, .from_minute = weeks[week].from, .to_minute = weeks[week].to };
	}
}

static void fill_helper(struct dice *dice, struct made_helper *made)
{
	int64_t reviews = dice_in_hundred(dice, 70) ? dice_below(dice, 40) : 0;
	struct application *application = &made->application;
	made->helper = (struct helper){
		.active = true, .business = application->business, .languages = application->languages,
		.country = application->country, .code = application->code, .town = application->town,
		.lat = application->lat, .lon = application->lon, .radius_km = application->radius_km,
		.rating_count = reviews, .approved_at = application->changed_at,
		.approved_until = application->changed_at + DAYS(730), .badge = true,
	};
	for (int64_t i = 0; i < reviews; i++)
		made->helper.rating_sum += dice_in_hundred(dice, 78) ? 5 : 2 + dice_below(dice, 3);
	made->helper.rank = rank_of(made->helper.rating_sum, reviews);
}

static void fill_service(struct arena *arena, struct dice *dice, const struct made_helper *made, struct service *service)
{
	size_t kind = (size_t)dice_below(dice, COUNT(kinds));
	const struct application *at = &made->application;
	struct area_point blurred = area_blurred((struct area_point){ at->lat, at->lon });
	bool francs = str_equal(at->country, S("CH")) || str_equal(at->country, S("LI"));
	int64_t euros = kinds[kind].euros * (70 + dice_below(dice, 71)) / 100 + 1;
	struct html html;
	*service = (struct service){
		.title = str_from(kinds[kind].title), .markdown_version = MARKDOWN_VERSION, .category = kinds[kind].category,
		.source = str_format(arena, "%s\n\n%s %s", kinds[kind].what, DICE_ONE_OF(dice, about_me), DICE_ONE_OF(dice, promises)),
		.price_kind = dice_in_hundred(dice, 4) ? PRICE_FREE : dice_in_hundred(dice, 60) ? PRICE_FIXED : PRICE_HOURLY,
		.ways = WAY_BIT(WAY_HOME) | (kind % 4 == 0 ? WAY_BIT(WAY_PHONE) : 0),
		.state = SERVICE_LIVE, .currency = francs ? S("CHF") : S("EUR"), .minutes = kinds[kind].minutes,
		.radius_km = at->radius_km, .languages = at->languages, .language_bits = language_bits_of(at->languages),
		.country = at->country, .code = at->code, .town = at->town, .lat = at->lat, .lon = at->lon,
		.public_lat = blurred.lat, .public_lon = blurred.lon, .business = at->business,
		.audience_id = AUDIENCE_PUBLIC, .rank = made->helper.rank,
		.made_at = at->changed_at, .changed_at = at->changed_at,
	};
	service->price_minor = service->price_kind == PRICE_FREE ? 0 : euros * (francs ? 160 : 100);
	must(!markdown_html(arena, service->source, &html));
	service->html = html.at;
}

static struct dice dice_of(int64_t number)
{
	return (struct dice){ (uint64_t)number * 0x2545f4914f6cdd1du };
}

struct area_point made_point(const struct crowd *crowd, int64_t number)
{
	struct dice dice = dice_of(number);
	return scattered(&dice, made_place(&dice, crowd));
}

void made_helper(struct arena *arena, const struct crowd *crowd, int64_t number, moment now, struct made_helper *helper_out)
{
	struct dice dice = dice_of(number);
	const struct place *place = made_place(&dice, crowd);
	struct area_point at = scattered(&dice, place);
	str languages = spoken(arena, &dice);
	moment joined_at = now - DAYS(30 + dice_below(&dice, 600));
	struct made_helper made = {
		.member = {
			.name = str_format(arena, "%s %c.", DICE_ONE_OF(&dice, first_names), (int)('A' + dice_below(&dice, 26))),
			.languages = languages, .country = place->country, .postal_code = place->code, .town = place->town,
			.lat = at.lat, .lon = at.lon, .about = str_from(DICE_ONE_OF(&dice, about_me)),
			.roles = ROLE_MEMBER | ROLE_HELPER, .origin = made_origin(arena, number), .joined_at = joined_at,
		},
		.application = {
			.state = APPLICATION_APPROVED, .about = S("Ich möchte in meiner Gegend helfen."), .categories = S("wifi"),
			.languages = languages, .country = place->country, .code = place->code, .town = place->town,
			.lat = at.lat, .lon = at.lon, .radius_km = radii[dice_below(&dice, COUNT(radii))], .reason = S(""),
			.business = dice_in_hundred(&dice, 30) ? TRADE_BUSINESS : TRADE_PRIVATE,
			.rules_at = joined_at, .made_at = joined_at, .changed_at = joined_at + DAYS(1),
		},
	};
	fill_hours(&dice, &made);
	fill_helper(&dice, &made);
	for (size_t i = 0; i < MADE_SERVICES; i++)
		fill_service(arena, &dice, &made, &made.services[i]);
	*helper_out = made;
}
