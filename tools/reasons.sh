#!/bin/sh
# reasons.sh: every reason that a rule refuses with has words: a key of a .po file, never shown as a bare name.
set -eu
cd "$(dirname "$0")/.."
words=$(mktemp) used=$(mktemp)
trap 'rm -f "$words" "$used"' EXIT
find src -name de.po -exec grep -hoE 'msgid "[a-z_]+\.[a-z_0-9]+"' {} + | sed 's/msgid //; s/"//g' | sort -u > "$words"
# job.* and mail.bad_line are a programmer's mistakes, place.* are told on the command line.
find src -name '*.c' ! -name '*_test.c' -exec grep -hoE '(refuse|refuse_field|redirect_with|draft_refused)\([^;]*"[a-z_]+\.[a-z_0-9]+"' {} + |
	grep -oE '"[a-z_]+\.[a-z_0-9]+"' | tr -d '"' | grep -vE '^job\.|^mail\.bad_line$' | sort -u > "$used"
[ "$(wc -l < "$used")" -gt 100 ] || { echo "too few reasons found: is the pattern still right?"; exit 1; }
missing=$(comm -13 "$words" "$used")
[ -z "$missing" ] && exit 0
echo "reasons without words:"
echo "$missing"
exit 1
