#!/bin/sh
# words_test.sh: every key that the code may show to people has words, in every language.
#
# A dotted name in the code of core, web or a slice is a key of a .po file, unless its line says that it names
# something else: news, a job, a line of the log.  So tables of reasons and functions that give one are seen, too.
# Settings are shown with a label and a hint, deeds of the audit log and notices under a name of their own.
cd "${1:-$(dirname "$0")/../src}" || exit 2
place=$(mktemp -d) || exit 2
trap 'rm -rf "$place"' EXIT
bad=0

# What names neither words nor anything else that can be told by its line: purposes of keys, a host, an example;
# reasons that the command line and the log show as they are;
# beginnings of keys, whose end is a row's name ("flag.reason_" and "spam").
others='^(link\.(confirm|login|recover|draft|leave)|localhost\.localdomain|hilfe\.example|place\.bad_[a-z0-9]+|job\.[a-z_]+|mail\.bad_line|[a-z]+\.[a-z]+_|fcm\.googleapis\.com|worker\.js|trail\.begun|manifest\.json)$'

sources() { find core web features -name '*.c' ! -name '*_test.c' ! -name '*_testing.c' ! -name '*.gen.c'; }
literals() { grep -oE '"[a-z]+(\.[a-z_0-9]+)+"' | tr -d '"' | sort -u; }

for language in de en; do
	find . -path "*/text/$language.po" -exec sed -n 's/^msgid "\(.\{1,\}\)"$/\1/p' {} + | sort -u > "$place/$language"
	[ "$(wc -l < "$place/$language")" -gt 500 ] || { echo "the words of $language were not found"; exit 1; }
done

# settings: a label and a hint
sources | xargs grep -h 'SETTING_[A-Z]*,' | literals > "$place/settings"
# deeds: under deed.NAME
sources | xargs grep -hE 'audit_note\(|tell\(scope, [a-z>-]+id, "|audit_actions\[\]|^[[:space:]]*"helper\.restore"|action = ' | literals > "$place/deeds"
# notices: under notice.NAME
sed -n '/^const struct notice_kind notice_kinds/,/^};/s/^[[:space:]]*{ "\([a-z_]*\)".*/\1/p' features/notify/notice.c > "$place/notices"
# news, jobs and the log name things that nobody sees
sources | xargs grep -hE 'struct news_kind|struct job_kind|\.name = "|log_event\(' | literals > "$place/silent"
# all others
sources | xargs cat | literals > "$place/all"
sort -u "$place/settings" "$place/deeds" "$place/silent" | comm -23 "$place/all" - | grep -vE "$others" > "$place/reasons"

for list in settings deeds notices reasons; do
	[ -s "$place/$list" ] || { echo "no $list were found: is the pattern still right?"; bad=1; }
done
{
	cat "$place/reasons" "$place/settings"
	sed 's/$/.help/' "$place/settings"
	sed 's/^/deed./' "$place/deeds"
	sed 's/^/notice./' "$place/notices"
} | sort -u > "$place/wanted"
for language in de en; do
	missing=$(comm -23 "$place/wanted" "$place/$language")
	[ -z "$missing" ] && continue
	echo "without words in $language:"
	echo "$missing"
	bad=1
done
# Both say the same things, so that nobody reads half a page in another language.
if ! diff "$place/de" "$place/en" > "$place/differ"; then
	echo "in one language only (< de, > en):"
	grep '^[<>]' "$place/differ"
	bad=1
fi
[ $bad -eq 0 ] && echo "$(wc -l < "$place/wanted") keys have words in both languages"
exit $bad
