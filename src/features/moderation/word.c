/* word.c: rules of word lists, and finding a pattern in a text. */
#include "features/moderation/word.h"

#include "base/utf8.h"
#include "features/brand/brand_news.h"
#include "features/moderation/sign.h"

/* Words of every day that hold another: what careless patterns find. */
static const char everyday[] = "Spezialist Sozialist Spezialität Klassenarbeit Klasse Passage Massage Kassette Kassenzettel "
	"Analyse analog Kanal Arsenal Staubsauger Stammtisch Scheidung Scheitel Bescheid bescheiden gescheit "
	"Schwanken Schwank Mobiltelefon Titel Titan Tittling Hornisse Wichtel Wichtig "
	"Hurtig Hurrikan Nutzen Nut Nutzer Ausnutzung Spanner Entspannung Spannung Spannungswandler Assistent Assistenz "
	"Kompass Potenzial Potenz Hochpotenz Kredit Kreditkarte Akkreditierung Diskreditieren Gewinde Gewinn Gewinnung Rabatte "
	"Blumenrabatte Sextant Sextett Sechs Essex Unisex Dosen Dosis Hose Hoden Boden Methode Methoden Gratis Gratin "
	"Integration Migration Filigran Kasino Casinohotel Lotto Lotte Schlotterig Porto Export Report Portal Tragbar "
	"Rolle Rollex Kontrolle Controller Trolley Protokoll Router Reboot Robot Bot Gebot Angebot Angebote Verbot Botschaft "
	"Linie Link Klingel Klinke flink links blinken Blinklicht Geld Entgelt Geldbeutel vergelten Telegramm Telegrammstil "
	"Milligramm Programm Diagramm Anruf Beruf Berufung Rufnummer Umleitung Weiterleitung Leitungsfehler Werbung Erwerb "
	"Bewerbung Bewerberin erwerben Gewerbe Wetter Wette Wettbewerb Trennung Verdienst Verdienstausfall verdienen "
	"Mitverdiener Nachricht Richtig Beichte Fritzbox Fritz Drogerie Droge Apotheke Pille Pilz Spille Verkauf Kaufhaus";

static enum err check_admin(struct scope *scope)
{
	return has_role(scope, ROLE_BRAND_ADMIN) ? OK : refuse(scope, ERR_FORBIDDEN, "moderation.not_yours");
}

/* ── patterns ── */

struct building { struct text text; };

static void add_word(void *data, str word)
{
	struct building *building = data;
	if (building->text.len && building->text.at[building->text.len - 1] != '*')
		text_char(&building->text, ' ');
	text_put(&building->text, word);
}

bool word_pattern(struct arena *arena, str typed, str *pattern_out)
{
	struct building building;
	str inner = str_trim(typed);
	bool starts = str_starts(inner, S("*")), ends = inner.len > 1 && str_ends(inner, S("*"));
	inner = str_first(str_skip(inner, starts), inner.len - starts - ends);
	text_open(&building.text, arena, typed.len + 8);
	if (starts)
		text_char(&building.text, '*');
	sign_words(arena, inner, add_word, &building);
	size_t letters = building.text.len - starts;
	if (ends)
		text_char(&building.text, '*');
	str pattern = text_str(&building.text);
	bool is_long = letters >= (starts || ends ? WORD_STAR_MIN : 2);
	bool is_one = !str_contains(inner, S("*"));
	if (!is_long || !is_one || utf8_length(pattern) > WORD_PATTERN_MAX)
		return false;
	*pattern_out = pattern;
	return true;
}

static void join_word(void *data, str word)
{
	struct text *text = data;
	text_char(text, ' ');
	text_put(text, word);
}

/* " the words of the text " between blanks: a pattern's borders are blanks, or nothing where it has a star. */
static str words_of(struct arena *arena, str text)
{
	struct text words;
	text_open(&words, arena, text.len + 16);
	sign_words(arena, text, join_word, &words);
	text_char(&words, ' ');
	return text_str(&words);
}

static bool holds(struct arena *arena, str words, str pattern)
{
	bool starts = str_starts(pattern, S("*")), ends = str_ends(pattern, S("*"));
	str core = str_first(str_skip(pattern, starts), pattern.len - starts - ends);
	return str_contains(words, str_format(arena, "%s%.*s%s", starts ? "" : " ", STR_ARG(core), ends ? "" : " "));
}

int word_find(struct arena *arena, const struct word_list *list, str text, str *pattern_out)
{
	int deed = -1;
	str words = words_of(arena, text);
	for (size_t i = 0; i < list->count; i++) {
		const struct word *word = &list->at[i];
		if (word->deed > deed && holds(arena, words, word->pattern)) {
			deed = word->deed;
			*pattern_out = word->pattern;
		}
	}
	return deed;
}

str word_false_hits(struct arena *arena, str pattern)
{
	struct text hits;
	str rest = str_from(everyday);
	text_open(&hits, arena, 256);
	while (rest.len) {
		str word = str_cut(&rest, ' ');
		if (!holds(arena, words_of(arena, word), pattern))
			continue;
		if (hits.len)
			text_put(&hits, S(", "));
		text_put(&hits, word);
	}
	return text_str(&hits);
}

/* ── the list ── */

enum err word_list(struct scope *scope, struct word_list *list_out)
{
	enum err err = check_admin(scope);
	return err ? err : word_list_all(scope, list_out);
}

enum err word_save(struct scope *scope, str typed, int deed)
{
	struct word_list list;
	struct word word = { .id = id_new(scope->now), .deed = deed, .made_by = scope->member_id, .made_at = scope->now };
	enum err err = word_list(scope, &list);
	if (err)
		return err;
	if (deed < 0 || deed >= WORD_DEED_COUNT)
		return refuse_field(scope, "deed", "field.no_choice");
	if (!word_pattern(scope->arena, typed, &word.pattern))
		return refuse_field(scope, "pattern", "word.pattern_wrong");
	if (list.count >= WORDS_MAX)
		return refuse(scope, ERR_CONFLICT, "word.too_many");
	if ((err = word_insert(scope, &word)))
		return err;
	return audit_note(scope, "word.save", subject_of(&brand_subject, scope->brand_id),
	                  str_format(scope->arena, "%.*s: %s", STR_ARG(word.pattern), word_deeds[deed]));
}

enum err word_remove(struct scope *scope, int64_t word_id)
{
	bool deleted = false;
	enum err err = check_admin(scope);
	if (err || (err = word_delete(scope, word_id, &deleted)))
		return err;
	if (!deleted)
		return refuse(scope, ERR_NOT_FOUND, "word.not_found");
	return audit_note(scope, "word.remove", subject_of(&brand_subject, scope->brand_id), S(""));
}
