/*
 * made_text.c: sentences from templates, in which a letter behind % stands for a word that fits there.
 *
 * %n %a %d: the thing with its article in the nominative, accusative, dative; %s: what it does wrong; %m: its model;
 * %e: what it shows; %w: since when; %o: where; %x: something to do; %t: something to look at, in the accusative;
 * %p: somebody, who begins a sentence.  Common words come more often than rare ones (a power of chance, near Zipf's law).
 */
#include "app/made_text.h"

#include "base/text.h"

#include <math.h>

enum gender { HE, SHE, IT };
struct noun { enum gender gender; const char *word; };

static const char *const articles[][3] = { { "der", "die", "das" }, { "den", "die", "das" }, { "dem", "der", "dem" } };

static const struct noun things[] = {
	{ HE, "Router" }, { IT, "WLAN" }, { HE, "Fernseher" }, { IT, "Telefon" }, { HE, "Drucker" }, { IT, "Handy" }, { HE, "Laptop" },
	{ SHE, "Verbindung" }, { IT, "Modem" }, { HE, "Receiver" }, { IT, "Tablet" }, { SHE, "Fernbedienung" }, { HE, "Verstärker" },
	{ IT, "Gastnetz" }, { SHE, "Leitung" }, { HE, "Anschluss" }, { SHE, "App" }, { HE, "Rechner" }, { IT, "Postfach" }, { SHE, "Kamera" },
	{ HE, "Lautsprecher" }, { SHE, "Türklingel" }, { HE, "Rauchmelder" }, { SHE, "Steckdose" }, { IT, "Thermostat" }, { HE, "Scanner" },
	{ SHE, "Konsole" }, { HE, "Kopfhörer" }, { SHE, "Uhr" }, { HE, "Switch" }, { SHE, "Festplatte" }, { IT, "Netzteil" }, { HE, "Stick" },
	{ SHE, "Mailbox" }, { HE, "Anrufbeantworter" }, { SHE, "Rufumleitung" }, { IT, "Faxgerät" }, { SHE, "Mediathek" }, { HE, "Kalender" },
	{ SHE, "Sicherung" }, { IT, "Kennwort" }, { HE, "Zugang" }, { SHE, "Rechnung" }, { HE, "Vertrag" }, { HE, "Tarif" }, { SHE, "Karte" },
	{ SHE, "Funkbrücke" }, { HE, "Repeater" }, { SHE, "Glasfaser" }, { IT, "Kabel" }, { SHE, "Antenne" }, { SHE, "Lampe" }, { IT, "Rollo" },
	{ SHE, "Heizung" }, { HE, "Sensor" }, { SHE, "Zentrale" }, { HE, "Server" }, { IT, "Konto" }, { HE, "Browser" }, { SHE, "Tastatur" },
};
static const char *const firsts[] = {
	"Gäste", "Keller", "Küchen", "Wohnzimmer", "Schlafzimmer", "Büro", "Garten", "Garagen", "Dachboden", "Flur", "Kinder", "Haus",
	"Heim", "Funk", "Daten", "Strom", "Netz", "Bild", "Ton", "Video", "Musik", "Foto", "Sprach", "Zeit", "Licht", "Wärme", "Tür", "Fenster",
	"Wand", "Tisch", "Boden", "Decken", "Zweit", "Haupt", "Neben", "Ersatz", "Test", "Leih", "Miet", "Firmen", "Schul", "Ferien", "Reise",
	"Auto", "Fahrrad", "Balkon", "Terrassen", "Werkstatt", "Nachbar", "Vermieter", "Praxis", "Laden", "Vereins", "Gemeinde", "Pflege",
	"Senioren", "Notruf", "Alarm", "Wetter", "Sport", "Spiel", "Lern", "Koch", "Bad", "Wasch", "Trocken", "Kühl", "Gefrier", "Solar", "Wind",
	"Akku", "Lade", "Dauer", "Schnell", "Fern", "Nah", "Rund", "Mehr", "Einzel", "Doppel", "Dreifach", "Mini", "Kompakt", "Profi", "Basis",
};
static const char *const faults[] = {
	"verliert alle paar Minuten die Verbindung", "geht nicht mehr an", "ist viel zu langsam", "findet kein Netz", "zeigt nur ein schwarzes Bild",
	"startet immer wieder neu", "wird nicht erkannt", "nimmt das Kennwort nicht an", "bricht abends ab", "hat keinen Ton", "rauscht und knackt",
	"lässt sich nicht einrichten", "bleibt beim Laden hängen", "meldet einen Fehler", "blinkt rot", "druckt nur leere Seiten", "wird sehr heiß",
	"reagiert auf nichts", "zeigt die falsche Uhrzeit", "vergisst alle Einstellungen", "kommt nicht ins Internet", "lädt keine Bilder",
	"verschickt keine Nachrichten", "empfängt nichts mehr", "stürzt nach dem Update ab", "verbindet sich mit dem falschen Kanal",
	"ist von außen nicht zu erreichen", "hört nach zehn Minuten auf", "wacht nicht aus der Ruhe auf", "zählt doppelt", "ruckelt bei hoher Auflösung",
	"speichert nichts", "fragt ständig nach dem Zugang", "zeigt fremde Geräte an", "brummt laut", "schaltet sich nachts ein",
	"versteht meine Stimme nicht", "findet den Sender nicht", "steht auf Englisch", "hat nur einen Balken", "springt zwischen zwei Netzen",
};
static const char *const whens[] = {
	"seit gestern", "seit dem Update", "seit einer Woche", "seit dem Umzug", "nach dem Gewitter", "jeden Abend", "nur am Wochenende", "seit heute früh",
	"nach jedem Neustart", "seit dem Tarifwechsel", "immer gegen acht", "sobald es regnet", "seit zwei Monaten", "beim ersten Einschalten",
	"seit dem Stromausfall", "bei jedem zweiten Anruf", "seit Montag", "im Winter", "wenn alle zu Hause sind", "seit der Störung",
};
static const char *const wheres[] = {
	"im Keller", "im Wohnzimmer", "unter dem Dach", "im Arbeitszimmer", "im Garten", "in der Küche", "bei meinen Eltern", "in der Ferienwohnung",
	"im Kinderzimmer", "in der Garage", "im Flur", "hinter zwei Wänden", "im Nebenhaus", "auf dem Balkon", "im Büro", "im zweiten Stock",
	"in der Praxis", "im Wohnmobil", "im Altbau", "neben der Mikrowelle",
};
static const char *const deeds[] = {
	"den Stecker für zwei Minuten zu ziehen", "das Gerät auf Werk zurückzusetzen", "einen anderen Kanal zu wählen", "das Kabel zu tauschen",
	"die Firmware zu erneuern", "den Standort zu wechseln", "die Verschlüsselung auf WPA2 und WPA3 zu stellen", "ein anderes Netzteil zu nehmen",
	"die Sendersuche neu zu starten", "den Zwischenspeicher zu leeren", "die Zugangsdaten neu einzutragen", "alle anderen Geräte auszuschalten",
	"den Namen des Netzes zu ändern", "die feste Adresse zu löschen", "die App zu entfernen und neu zu laden", "den Energiesparmodus abzuschalten",
	"die Dose am Eingang zu prüfen", "den Filter umzustecken", "die Zeitschaltung auszuschalten", "die Kindersicherung zu lockern",
	"das Band auf 2,4 Gigahertz festzulegen", "den zweiten Verstärker wegzulassen", "die Batterien zu wechseln", "den Treiber neu zu laden",
};
static const char *const looks[] = {
	"die Leuchten an der Vorderseite", "das Protokoll", "die Signalstärke", "den Aufkleber auf der Unterseite", "die Liste der Geräte", "den Kanal",
	"die Uhrzeit im Gerät", "die Version der Firmware", "den Stecker an der Wand", "die Adresse im Browser", "die Einstellungen unter Erweitert",
	"den Speicherplatz", "die Laufzeit seit dem Start", "die Dämpfung der Leitung", "den Empfang an anderer Stelle", "die Rufnummer im Menü",
};
static const char *const people[] = { "Mein Nachbar", "Meine Tochter", "Der Techniker", "Ein Freund", "Meine Mutter", "Die Hotline", "Mein Kollege", "Der Verkäufer" };
static const char *const first_names[] = {
	"Anna", "Bernd", "Carla", "David", "Elif", "Frieda", "Greta", "Hakan", "Ingrid", "Jan", "Katja", "Luca", "Mareike", "Nils", "Olga", "Peter",
	"Quirin", "Renate", "Stefan", "Tanja", "Uwe", "Vera", "Walter", "Xenia", "Yusuf", "Zoe", "Jürg", "Urs", "Regula", "Aylin", "Marek", "Sofia",
};

static const char *const titles[] = {
	"%N %s %w", "%N %s", "%N %o: %s", "%e bei %d", "%m: %n %s", "%N %s, obwohl alles neu ist", "Wer kennt das? %N %s", "%N %o %s",
	"Hilfe: %n %s %w", "%e, und %n %s", "%m %o: woran liegt es?", "%N geht, aber nichts kommt an",
};
static const char *const opening[] = {
	"%N %s, und zwar %w.", "Guten Tag, ich habe ein Problem: %n %s.", "Bei uns steht %n %o (%m), und %w ist etwas anders: Es kommt immer **%e**.",
	"Hallo zusammen! Wir haben %a neu bekommen, es ist %m.", "%p hat %a eingerichtet, aber jetzt weiß niemand weiter.",
	"Ich bin mit meinem Latein am Ende. %N %s.", "Kurz vorweg: Ich bin kein Fachmensch. %N %s %w.",
};
static const char *const middle[] = {
	"Ich habe schon versucht, %x.", "%p meinte, ich solle probieren, %x; das half nur einen Tag.", "Zu sehen ist **%e**, sonst nichts.",
	"Komisch ist, dass es %o ohne Weiteres geht.", "Angeschlossen ist %m %o.", "Geholfen hat bisher weder, %x, noch, %x.",
	"Wenn ich auf %t schaue, ist alles in Ordnung.", "Mit dem Vorgänger lief es jahrelang.", "%p hat dasselbe Gerät, und dort geht es.",
	"Das Ganze passiert %w.",
};
static const char *const ending[] = {
	"Woran kann das liegen?", "Hat das noch jemand?", "Was würdet ihr als Nächstes tun?", "Muss ich %a tauschen?", "Vielen Dank im Voraus!",
	"Ich freue mich über jeden Hinweis.", "Muss dafür jemand kommen?",
};
static const char *const replies[] = {
	"Das hatte ich auch. Geholfen hat, %x.", "Schau bitte zuerst auf %t.", "%N %s oft genau dann, wenn jemand vergisst, %x.", "Bei %m ist das bekannt; es genügt, %x.",
	"Versuch es damit, %x, und schreib, ob %e noch erscheint.", "Das liegt selten an %d selbst, meistens an dem, was %o steht.",
	"Erst danach lohnt es sich, %x.", "Wichtig: vorher %t aufschreiben.", "%p hat mir gezeigt, dass man auf %t achten muss.",
	"Wenn das nicht reicht, bleibt noch, %x.", "Bei mir kam **%e** auch, und zwar %w.", "Nimm dir eine Viertelstunde und fang damit an, %x.",
};
static const char *const thanks[] = {
	"Danke, das war es!", "Perfekt, jetzt läuft alles.", "Vielen Dank, darauf wäre ich nie gekommen.", "Hat geholfen, danke dir!", "Super erklärt, besten Dank.",
	"Leider hilft es nur kurz, aber danke.", "Danke euch allen! Ich probiere es am Wochenende.", "Jetzt geht es wieder, sogar schneller als vorher.",
};

/* ── words ── */

/* The first of a table come most often. */
static size_t common(struct dice *dice, size_t count)
{
	return (size_t)((double)count * pow(dice_share(dice), 2));
}
#define COMMON(dice, words) ((words)[common((dice), COUNT(words))])

/* Gast + Netz: Gastnetz; Gast + WLAN: Gast-WLAN. */
static str compound(struct arena *arena, const char *first, const char *second)
{
	bool is_short = second[1] >= 'A' && second[1] <= 'Z';
	return is_short ? str_format(arena, "%s-%s", first, second)
	                : str_format(arena, "%s%c%s", first, second[0] - 'A' + 'a', second + 1);
}

void made_topic(struct arena *arena, struct dice *dice, struct made_topic *topic_out)
{
	const struct noun *noun = &COMMON(dice, things);
	struct made_topic topic = { .gender = (int)noun->gender, .thing = str_from(noun->word) };
	if (dice_in_hundred(dice, 45))
		topic.thing = compound(arena, COMMON(dice, firsts), noun->word);
	/* Some models are everywhere, most are rare. */
	int64_t model = (int64_t)(9000 * pow(dice_share(dice), 3));
	topic.model = str_format(arena, "%c%c-%lld", (char)('A' + model % 17), (char)('K' + model % 13), (long long)(1000 + model));
	topic.fault = str_format(arena, "Fehler %c%lld", (char)('A' + dice_below(dice, 6)), (long long)(100 + (int64_t)(900 * pow(dice_share(dice), 2))));
	*topic_out = topic;
}

str made_name(struct arena *arena, struct dice *dice)
{
	return str_format(arena, "%s %c.", COMMON(dice, first_names), (char)('A' + dice_below(dice, 26)));
}

/* ── sentences ── */

static void put_thing(struct text *text, const struct made_topic *topic, int article_case, bool capital)
{
	const char *article = articles[article_case][topic->gender];
	text_char(text, capital ? (char)(article[0] - 'a' + 'A') : article[0]);
	text_put(text, str_from(article + 1));
	text_char(text, ' ');
	text_put(text, topic->thing);
}

static void put_word(struct text *text, struct dice *dice, const struct made_topic *topic, char which)
{
	switch (which) {
	case 'N': put_thing(text, topic, 0, true); return;
	case 'n': put_thing(text, topic, 0, false); return;
	case 'a': put_thing(text, topic, 1, false); return;
	case 'd': put_thing(text, topic, 2, false); return;
	case 's': text_put(text, str_from(COMMON(dice, faults))); return;
	case 'm': text_put(text, topic->model); return;
	case 'e': text_put(text, topic->fault); return;
	case 'w': text_put(text, str_from(COMMON(dice, whens))); return;
	case 'o': text_put(text, str_from(COMMON(dice, wheres))); return;
	case 'x': text_put(text, str_from(COMMON(dice, deeds))); return;
	case 't': text_put(text, str_from(COMMON(dice, looks))); return;
	default:  text_put(text, str_from(DICE_ONE_OF(dice, people))); return;
	}
}

static void put_sentence(struct text *text, struct dice *dice, const struct made_topic *topic, const char *form)
{
	for (; *form; form++) {
		if (*form == '%')
			put_word(text, dice, topic, *++form);
		else
			text_char(text, *form);
	}
}

/* So many sentences behind one another; every third begins a paragraph. */
static void put_some(struct text *text, struct dice *dice, const struct made_topic *topic, const char *const *forms, size_t count)
{
	for (int64_t left = 1 + dice_below(dice, 4); left > 0; left--) {
		text_put(text, dice_in_hundred(dice, 30) ? S("\n\n") : S(" "));
		put_sentence(text, dice, topic, forms[dice_below(dice, (int64_t)count)]);
	}
}

str made_title(struct arena *arena, struct dice *dice, const struct made_topic *topic)
{
	struct text text;
	text_open(&text, arena, 128);
	put_sentence(&text, dice, topic, DICE_ONE_OF(dice, titles));
	return text_str(&text);
}

str made_question(struct arena *arena, struct dice *dice, const struct made_topic *topic)
{
	struct text text;
	text_open(&text, arena, 512);
	put_sentence(&text, dice, topic, DICE_ONE_OF(dice, opening));
	put_some(&text, dice, topic, middle, COUNT(middle));
	text_char(&text, ' ');
	put_sentence(&text, dice, topic, DICE_ONE_OF(dice, ending));
	return text_str(&text);
}

str made_answer(struct arena *arena, struct dice *dice, const struct made_topic *topic)
{
	struct text text;
	text_open(&text, arena, 512);
	put_sentence(&text, dice, topic, DICE_ONE_OF(dice, replies));
	put_some(&text, dice, topic, replies, COUNT(replies));
	return text_str(&text);
}

str made_thanks(struct dice *dice)
{
	return str_from(DICE_ONE_OF(dice, thanks));
}
