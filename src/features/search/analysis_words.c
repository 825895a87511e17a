/*
 * analysis_words.c: the words that analysis.c needs to know, by language.
 *
 * Written by hand for this field: telephones, networks, television, contracts.  All of them are
 * folded (small letters, no accents) and sorted bytewise, which a test checks.  A word that is
 * missing costs a find, never an error; add it at its place.
 */
#include "features/search/analysis_words.h"

#include <stdlib.h>

#define LIST(words) { words, COUNT(words) }

/* What stands in every text and tells none apart. */
static const char *const de_stops[] = {
	"ab", "aber", "alle", "allem", "allen", "aller", "alles", "als", "also", "am", "an",
	"andere", "anderen", "auch", "auf", "aus", "bei", "beim", "bereits", "bin", "bis",
	"bitte", "bzw", "da", "dabei", "dafur", "dagegen", "daher", "damit", "danach", "danke",
	"dann", "daran", "darauf", "das", "dass", "davon", "dazu", "dein", "deine", "deinen",
	"dem", "den", "denn", "der", "deren", "des", "deshalb", "dessen", "die", "dies", "diese",
	"diesem", "diesen", "dieser", "dieses", "doch", "dort", "du", "durch", "ein", "eine",
	"einem", "einen", "einer", "eines", "einmal", "er", "es", "etwas", "euch", "euer", "eure",
	"falls", "funktionieren", "funktioniert", "fur", "ganz", "gar", "geben", "gehen", "geht",
	"gerade", "gern", "gerne", "gibt", "gruss", "grusse", "hab", "habe", "haben", "habt",
	"hallo", "hast", "hat", "hatte", "hatten", "hier", "hin", "ich", "ihm", "ihn", "ihnen",
	"ihr", "ihre", "ihren", "im", "immer", "in", "ins", "ist", "ja", "je", "jede", "jeden",
	"jeder", "jedes", "jemand", "jetzt", "kann", "kannst", "konnen", "konnt", "konnte",
	"leider", "lg", "machen", "macht", "mal", "man", "mein", "meine", "meinem", "meinen",
	"meiner", "meines", "mfg", "mich", "mir", "mit", "mochte", "muss", "mussen", "musst",
	"nach", "naturlich", "nehmen", "nicht", "nichts", "noch", "nun", "nur", "ob", "oder",
	"ohne", "schon", "sehr", "sein", "seine", "seinen", "seiner", "seit", "sich", "sie",
	"sind", "so", "sobald", "sogar", "soll", "sollte", "sondern", "sonst", "trotz",
	"trotzdem", "uber", "um", "und", "uns", "unser", "unsere", "unter", "vom", "von", "vor",
	"war", "waren", "warum", "was", "wegen", "weil", "weiss", "welche", "welchem", "welchen",
	"welcher", "welches", "wenn", "wer", "werde", "werden", "wie", "wieder", "wieso", "will",
	"wir", "wird", "wirklich", "wisst", "wo", "wohl", "wurde", "wurden", "zu", "zum", "zur",
	"zwar", "zwischen",
};

static const char *const en_stops[] = {
	"a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as",
	"at", "be", "because", "been", "before", "being", "but", "by", "can", "cannot", "cant",
	"could", "did", "do", "does", "doesnt", "doing", "dont", "down", "for", "from", "get",
	"gets", "getting", "got", "had", "has", "have", "having", "he", "hello", "help", "her",
	"here", "hers", "hi", "him", "his", "how", "i", "if", "im", "in", "into", "is", "isnt",
	"it", "its", "ive", "just", "like", "me", "more", "most", "my", "no", "nor", "not", "now",
	"of", "off", "on", "once", "only", "or", "other", "our", "out", "over", "please", "she",
	"should", "so", "some", "such", "than", "thank", "thanks", "that", "thats", "the",
	"their", "them", "then", "there", "these", "they", "thing", "this", "those", "through",
	"to", "too", "under", "until", "up", "us", "very", "want", "was", "we", "were", "what",
	"when", "where", "which", "while", "who", "whom", "why", "will", "with", "wont", "would",
	"you", "your",
};

static const char *const fr_stops[] = {
	"a", "ai", "alors", "apres", "as", "au", "aucun", "aussi", "autre", "aux", "avais",
	"avait", "avant", "avec", "avez", "avoir", "avons", "bien", "bonjour", "car", "ce",
	"cela", "ces", "cet", "cette", "ceux", "chez", "comme", "comment", "d", "dans", "de",
	"depuis", "des", "deux", "donc", "du", "elle", "elles", "en", "encore", "entre", "es",
	"est", "et", "etaient", "etais", "etait", "ete", "etes", "etre", "eu", "eux", "faire",
	"fait", "fois", "font", "ici", "il", "ils", "j", "je", "jusqu", "l", "la", "le", "les",
	"leur", "leurs", "lui", "m", "ma", "mais", "me", "meme", "merci", "mes", "moi", "moins",
	"mon", "n", "ne", "nos", "notre", "nous", "on", "ont", "ou", "par", "parce", "pas", "peu",
	"peut", "peux", "plus", "pour", "pourquoi", "pouvez", "puis", "qu", "quand", "que",
	"quel", "quelle", "quelles", "quels", "qui", "quoi", "s", "sa", "salut", "sans", "se",
	"sera", "ses", "si", "son", "sont", "sous", "sur", "ta", "tes", "toi", "ton", "toujours",
	"tous", "tout", "toute", "toutes", "tres", "tu", "un", "une", "vers", "vos", "votre",
	"vous", "y",
};

static const char *const it_stops[] = {
	"a", "abbiamo", "ad", "agli", "ai", "al", "alla", "alle", "allo", "anche", "ancora",
	"avere", "avete", "aveva", "c", "che", "chi", "ci", "ciao", "come", "con", "cosa", "cosi",
	"cui", "da", "dagli", "dai", "dal", "dall", "dalla", "dalle", "dallo", "degli", "dei",
	"del", "dell", "della", "delle", "dello", "di", "dopo", "dove", "e", "ed", "era", "erano",
	"essere", "fa", "fare", "fra", "gia", "gli", "grazie", "ha", "hai", "hanno", "ho", "i",
	"il", "in", "io", "l", "la", "le", "lei", "li", "lo", "loro", "lui", "ma", "me", "mi",
	"mia", "mie", "miei", "mio", "molto", "ne", "negli", "nei", "nel", "nell", "nella",
	"nelle", "nello", "noi", "non", "nostra", "nostro", "o", "ogni", "oppure", "per",
	"perche", "piu", "po", "poi", "puo", "pure", "qual", "quale", "quali", "quando", "quanto",
	"quella", "quello", "questa", "queste", "questi", "questo", "qui", "quindi", "salve",
	"se", "sei", "senza", "si", "sia", "siamo", "siete", "solo", "sono", "sopra", "sotto",
	"sta", "stato", "su", "sua", "sue", "sugli", "sui", "sul", "sull", "sulla", "sulle",
	"sullo", "suo", "suoi", "te", "ti", "tra", "tu", "tua", "tuo", "tutti", "tutto", "un",
	"una", "uno", "vi", "voi", "vorrei",
};

/* What German compounds of this field are made of. */
static const char *const de_parts[] = {
	"abdeckung", "abend", "adapter", "adresse", "akku", "aktivierung", "analog", "anbieter",
	"anbindung", "anleitung", "anmeldung", "anruf", "anrufbeantworter", "anschluss",
	"antenne", "anzeige", "app", "aufnahme", "auftrag", "ausfall", "ausland", "bandbreite",
	"batterie", "bedienung", "benutzer", "bestellung", "betreuung", "bild", "bildschirm",
	"box", "breitband", "brief", "browser", "buchse", "code", "computer", "datei", "daten",
	"dauer", "decke", "deutsch", "digital", "dose", "dosen", "download", "drucker", "dsl",
	"einrichtung", "einstellung", "empfang", "empfanger", "ersatz", "etage", "fax", "fehler",
	"fehlermeldung", "fern", "fernbedienung", "fernseh", "fernsehen", "fernseher", "fest",
	"festnetz", "festplatte", "fiber", "filter", "firma", "firmware", "flatrate", "foto",
	"frequenz", "frist", "funk", "gast", "gaste", "gebuhr", "gerat", "gerate",
	"geschwindigkeit", "glas", "glasfaser", "guthaben", "gutschrift", "handy", "haupt",
	"haus", "hausanschluss", "heim", "hilfe", "hotline", "hotspot", "installation",
	"internet", "kabel", "kamera", "kanal", "karte", "kennwort", "kind", "kinder", "klingel",
	"konto", "kosten", "kunde", "kunden", "kundigung", "ladegerat", "laptop", "laut",
	"lautsprecher", "leistung", "leitung", "liste", "login", "mahnung", "mail", "maximal",
	"mesh", "miet", "minute", "mitnahme", "mobil", "mobilfunk", "modem", "monat", "monats",
	"musik", "nachricht", "name", "netz", "netzteil", "netzwerk", "nummer", "nutzer",
	"passwort", "pin", "playlist", "port", "portierung", "post", "postfach", "preis",
	"problem", "programm", "proxy", "puk", "rate", "raum", "rechner", "rechnung",
	"reichweite", "reparatur", "repeater", "reset", "roaming", "router", "ruckgabe",
	"ruckruf", "ruf", "rufnummer", "sat", "satellit", "schalter", "schlussel", "schnell",
	"schutz", "seite", "sender", "server", "service", "set", "sicherheit", "signal", "sim",
	"smart", "software", "speicher", "sperre", "spiel", "sprach", "sprache", "stand",
	"standort", "station", "steckdose", "stecker", "steckplatz", "storung", "strom", "stunde",
	"suche", "support", "tablet", "tag", "taktung", "tarif", "taste", "tasten", "technik",
	"techniker", "tele", "telefon", "telefonie", "termin", "test", "text", "ton", "tonband",
	"uhr", "umleitung", "umzug", "update", "upload", "verbindung", "verbrauch", "verkabelung",
	"verlangerung", "verschiebung", "verschlusselung", "verstarker", "vertrag", "verwaltung",
	"video", "virus", "voll", "volumen", "vorwahl", "wahl", "warte", "wartung", "wechsel",
	"weiter", "weiterleitung", "werk", "wieder", "wlan", "wohnung", "zahlung", "zeit",
	"zimmer", "zugang", "zugriff", "zuhause", "zweit",
};

static const char *const units[] = {
	"cm", "eur", "euro", "gb", "gbit", "gbps", "ghz", "hz", "kb", "kbit", "kbps", "khz", "km",
	"kwh", "mb", "mbit", "mbits", "mbps", "mhz", "min", "ms", "std", "tb", "zoll",
};
const struct analysis_list analysis_units = LIST(units);

/* Words for the same thing, each led to one token. */
static const struct analysis_synonym de_synonyms[] = {
	{ "aktualisieren", "update" }, { "aktualisierung", "update" }, { "angemeldet", "anmeld" },
	{ "anmelden", "anmeld" }, { "anmeldung", "anmeld" }, { "anruf", "anruf" },
	{ "call", "anruf" }, { "comput", "computer" }, { "computer", "computer" },
	{ "drahtlosnetz", "wlan" }, { "eingeloggt", "anmeld" }, { "einloggen", "anmeld" },
	{ "email", "mail" }, { "emails", "mail" }, { "ethernetkabel", "lankabel" },
	{ "extender", "repeater" }, { "fernseh", "tv" }, { "fernsehapparat", "tv" },
	{ "fernsehen", "tv" }, { "fernseher", "tv" }, { "gekundigt", "kundig" },
	{ "handy", "mobiltelefon" }, { "handys", "mobiltelefon" }, { "hotspot", "hotspot" },
	{ "internet", "internet" }, { "iphone", "mobiltelefon" }, { "kennwort", "kennwort" },
	{ "kennworter", "kennwort" }, { "kundigen", "kundig" }, { "kundigung", "kundig" },
	{ "lahm", "langsam" }, { "lan", "lan" }, { "langsam", "langsam" },
	{ "lankabel", "lankabel" }, { "laptop", "notebook" }, { "laptops", "notebook" },
	{ "login", "anmeld" }, { "mail", "mail" }, { "mails", "mail" },
	{ "mobiltelefon", "mobiltelefon" }, { "natel", "mobiltelefon" },
	{ "natels", "mobiltelefon" }, { "netzwerkkabel", "lankabel" }, { "neustart", "neustart" },
	{ "neustarten", "neustart" }, { "notebook", "notebook" }, { "notebooks", "notebook" },
	{ "nummer", "nummer" }, { "nummern", "nummer" }, { "passwort", "kennwort" },
	{ "passworter", "kennwort" }, { "pc", "computer" }, { "pcs", "computer" },
	{ "pw", "kennwort" }, { "reboot", "neustart" }, { "rebooten", "neustart" },
	{ "rechner", "computer" }, { "repeater", "repeater" }, { "reset", "zurucksetz" },
	{ "resetten", "zurucksetz" }, { "rufnummer", "nummer" }, { "rufnummern", "nummer" },
	{ "smartphone", "mobiltelefon" }, { "smartphones", "mobiltelefon" }, { "sms", "sms" },
	{ "telefonanruf", "anruf" }, { "telefonat", "anruf" }, { "telefonnummer", "nummer" },
	{ "television", "tv" }, { "tv", "tv" }, { "tvs", "tv" }, { "update", "update" },
	{ "updaten", "update" }, { "updates", "update" }, { "verstarker", "repeater" },
	{ "wifi", "wlan" }, { "wlan", "wlan" }, { "wlans", "wlan" },
	{ "zuruckgesetzt", "zurucksetz" }, { "zurucksetzen", "zurucksetz" },
};

static const struct analysis_synonym en_synonyms[] = {
	{ "bill", "bill" }, { "bills", "bill" }, { "booster", "repeater" },
	{ "boosters", "repeater" }, { "broadband", "internet" }, { "cellphone", "mobile" },
	{ "cellphones", "mobile" }, { "computer", "computer" }, { "computers", "computer" },
	{ "email", "mail" }, { "emails", "mail" }, { "extender", "repeater" },
	{ "extenders", "repeater" }, { "handset", "mobile" }, { "handsets", "mobile" },
	{ "internet", "internet" }, { "invoice", "bill" }, { "invoices", "bill" },
	{ "iphone", "mobile" }, { "laptop", "notebook" }, { "laptops", "notebook" },
	{ "login", "login" }, { "logon", "login" }, { "mail", "mail" }, { "mails", "mail" },
	{ "mobile", "mobile" }, { "mobiles", "mobile" }, { "notebook", "notebook" },
	{ "notebooks", "notebook" }, { "passcode", "password" }, { "passphrase", "password" },
	{ "password", "password" }, { "passwords", "password" }, { "pc", "computer" },
	{ "pcs", "computer" }, { "pw", "password" }, { "reboot", "restart" },
	{ "rebooted", "restart" }, { "rebooting", "restart" }, { "reboots", "restart" },
	{ "repeater", "repeater" }, { "repeaters", "repeater" }, { "restart", "restart" },
	{ "signin", "login" }, { "smartphone", "mobile" }, { "smartphones", "mobile" },
	{ "television", "tv" }, { "televisions", "tv" }, { "telly", "tv" }, { "tv", "tv" },
	{ "tvs", "tv" }, { "update", "updat" }, { "upgrade", "updat" }, { "upgrades", "updat" },
	{ "wifi", "wlan" }, { "wireless", "wlan" }, { "wlan", "wlan" },
};

static const struct analysis_synonym fr_synonyms[] = {
	{ "box", "routeur" }, { "courriel", "mail" }, { "courriels", "mail" },
	{ "email", "mail" }, { "emails", "mail" }, { "facture", "factur" },
	{ "factures", "factur" }, { "mail", "mail" }, { "mails", "mail" }, { "mdp", "passe" },
	{ "mel", "mail" }, { "mobile", "mobile" }, { "mobiles", "mobile" }, { "natel", "mobile" },
	{ "ordi", "ordi" }, { "ordinateur", "ordi" }, { "ordinateurs", "ordi" },
	{ "passe", "passe" }, { "pc", "ordi" }, { "portable", "mobile" },
	{ "portables", "mobile" }, { "routeur", "routeur" }, { "routeurs", "routeur" },
	{ "sansfil", "wlan" }, { "smartphone", "mobile" }, { "smartphones", "mobile" },
	{ "tele", "tv" }, { "televiseur", "tv" }, { "televiseurs", "tv" }, { "television", "tv" },
	{ "tv", "tv" }, { "wifi", "wlan" }, { "wlan", "wlan" },
};

static const struct analysis_synonym it_synonyms[] = {
	{ "bolletta", "fattur" }, { "bollette", "fattur" }, { "cellulare", "mobile" },
	{ "cellulari", "mobile" }, { "computer", "computer" }, { "email", "mail" },
	{ "fattura", "fattur" }, { "fatture", "fattur" }, { "mail", "mail" },
	{ "natel", "mobile" }, { "parola", "password" }, { "password", "password" },
	{ "pc", "computer" }, { "posta", "mail" }, { "smartphone", "mobile" },
	{ "telefonini", "mobile" }, { "telefonino", "mobile" }, { "televisione", "tv" },
	{ "televisore", "tv" }, { "televisori", "tv" }, { "tv", "tv" }, { "wifi", "wlan" },
	{ "wlan", "wlan" },
};

const struct analysis_language analysis_all[] = {
	{ "de", "german", true, false, LIST(de_stops), LIST(de_parts), de_synonyms, COUNT(de_synonyms) },
	{ "en", "english", false, false, LIST(en_stops), { NULL, 0 }, en_synonyms, COUNT(en_synonyms) },
	{ "fr", "french", false, true, LIST(fr_stops), { NULL, 0 }, fr_synonyms, COUNT(fr_synonyms) },
	{ "it", "italian", false, true, LIST(it_stops), { NULL, 0 }, it_synonyms, COUNT(it_synonyms) },
};
const size_t analysis_all_count = COUNT(analysis_all);

/* As str_compare, without measuring the entry first: most differ in their first letters. */
static int by_word(const void *word, const void *entry)
{
	const str *wanted = word;
	const unsigned char *known = *(const unsigned char *const *)entry;
	for (size_t i = 0; i < wanted->len; i++) {
		unsigned char c = (unsigned char)wanted->at[i];
		if (c != known[i])
			return c < known[i] ? -1 : 1;
	}
	return known[wanted->len] ? -1 : 0;
}

bool analysis_has(struct analysis_list list, str word)
{
	return list.count && bsearch(&word, list.at, list.count, sizeof(*list.at), by_word) != NULL;
}

/* A row begins with its word, so that both kinds of list are searched alike. */
const char *analysis_synonym_of(const struct analysis_language *language, str word)
{
	const struct analysis_synonym *found = bsearch(&word, language->synonyms, language->synonym_count,
	                                               sizeof(*language->synonyms), by_word);
	return found ? found->token : NULL;
}
