#!/bin/sh
# floors.sh: fails when an include goes up a floor, sideways, or round in a circle, or when a gauge is over its mark.
# Run by the tests.  The tables below are the architecture: change them only together with ARCHITECTURE.md.
cd "${1:-$(dirname "$0")/../src}" || exit 2
all=$(grep -rnE --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include' .)
includes=$(echo "$all" | sed -nE 's|^\./([^:]*):[0-9]*:[^"<]*"([^"]*)".*|\1 \2|p')
bad=0

# Libraries are seen by the rooms named here only; an include of ours is never written <...>.
echo "$all" | sed -nE 's|^\./([^:]*):[0-9]*:[^"<]*<([^>]*)>.*|\1 \2|p' | awk '
BEGIN {
	only["sqlite3.h"] = "^store/";                          only["libpq-fe.h"] = "^store/"
	only["microhttpd.h"] = "^http/server[a-z_]*\\.[ch]$";   only["curl/curl.h"] = "^(base/fetch[a-z_]*\\.[ch]|core/mail_(smtp|imap)\\.c)$"
	only["jansson.h"] = "^(base/json[a-z_]*|features/identity/[a-z_]+)\\.c$"; only["sodium.h"] = "^base/(crypt|random)[a-z_]*\\.c$"
	only["md4c.h"] = only["md4c-html.h"] = "^view/markdown[a-z_]*\\.c$"; only["qrencode.h"] = "^base/qr\\.c$"
	only["libstemmer.h"] = "^features/search/analysis[a-z_]*\\.c$"; only["gumbo.h"] = "^(app/import[a-z_]*\\.[ch]|view/(markdown[a-z_]*|plain)\\.c)$"
	only["zstd.h"] = "^app/import[a-z_]*\\.c$"; only["libdeflate.h"] = "^http/"; only["ini.h"] = "^base/config\\.c$"
	only["gmime/gmime.h"] = "^core/mail_read\\.c$"
	only["utf8proc.h"] = "^base/utf8\\.c$";                  only["vips/vips.h"] = "^core/image_worker\\.c$"
}
function wrong() { print "not allowed: " $1 " -> <" $2 ">"; bad = 1 }
$1 ~ /_test(ing)?\.c$/ || $1 ~ /^test\// { next }
($2 in only) && $1 !~ only[$2] { wrong() }
$2 ~ /^openssl\// && $1 != "base/web_push.c" { wrong() }
$2 ~ /^(base|store|http|view|core|web|features|app|test)\// { wrong() }
END { exit bad }' || bad=1

echo "$includes" | awk '
BEGIN {
	may["base"]  = "base";            may["store"] = "base store";
	may["http"]  = "base http";       may["view"]  = "base view";
	may["core"]  = "base store core"; may["web"]   = "base http view core web";
	may["app"]   = "base store http view core web features app";
	rows = "media | brand | member | identity | product calendar" \
	       " | community articles marketplace groups events learning advisory ideas trials reviews surveys" \
	       " | moderation ladder | reputation | privacy | notify search insights admin";
	n = split(rows, names, " "); row = 1;
	for (i = 1; i <= n; i++) if (names[i] == "|") row++; else row_of[names[i]] = row;
}
function wrong() { print "not allowed: " $1 " -> " $2; bad = 1 }
# The order inside a slice, lowest first.
function rank(slice, file) {
	sub(/\.[ch]$/, "", file);
	if (file ~ /_news$/) return 1;
	if (file ~ /_store$/ || file ~ /sql\.gen$/) return 2;
	if (file ~ /_(web|api|letter)$/ || file == "pages.gen") return 5;
	if (file ~ /_slice$/) return 6;
	return file == slice ? 4 : 3;
}
{
	split($1, from, "/"); n = split($2, to, "/");
	if (n == 1) next; # a file of the same folder, or generated
	if (from[1] == "test" || $1 ~ /_test(s|ing)?\.[ch]$/ || $1 ~ /testing\.[ch]$/) next;
	if (from[1] != "features") { if (!index(" " may[from[1]] " ", " " to[1] " ")) wrong(); next }
	if (!(from[2] in row_of)) { wrong(); next }
	if (to[1] == "base" || to[1] == "core") next;
	if (to[1] == "store") { if ($1 !~ /_store\.c$/) wrong(); next }
	if (to[1] == "web" || to[1] == "view") { if (rank(from[2], from[3]) < 5) wrong(); next }
	if (to[1] != "features") { wrong(); next }
	if (from[2] == to[2]) { if (rank(to[2], to[3]) > rank(from[2], from[3])) wrong(); next }
	if ((to[3] != to[2] ".h" && to[3] != to[2] "_news.h") || !(to[2] in row_of) || row_of[to[2]] >= row_of[from[2]]) wrong();
}
END { exit bad }' || bad=1

# Headers never include each other in a circle; in a slice a header and its .c are one room.
# tsort prints the circle, if there is one.
circles=$(echo "$includes" | awk '$1 ~ /\.h$/ || $1 ~ /^features\// && $1 !~ /_test\.c$/' |
	sed -E '/^features/s/\.[ch]\b//g' | awk '$1 != $2' | tsort 2>&1 >/dev/null)
[ -z "$circles" ] || { echo "circle: $circles"; bad=1; }

# Gauges: sources at most 600 lines, headers at most 80, functions at most 70.
find . ../tools -name '*.[ch]' -not -name '*.gen.*' | xargs wc -l | awk '
$2 == "total" { next }
$2 ~ /\.h$/ && $1 > 80 && $2 !~ /testing\.h$/ { print "header over 80 lines: " $2 " (" $1 ")"; bad = 1 }
$2 ~ /\.c$/ && $1 > 600 { print "source over 600 lines: " $2 " (" $1 ")"; bad = 1 }
END { exit bad }' || bad=1
find . ../tools -name '*.c' -not -name '*.gen.*' | while read -r file; do
	awk -v file="$file" '
	/^[a-z_].*\)$/ || /^[a-z_].*,$/ { if (!open_at) name = $0 }
	/^\{$/ { open_at = FNR }
	/^\}$/ && open_at { if (FNR - open_at > 71) { print "function over 70 lines: " file ": " name; bad = 1 } open_at = 0 }
	END { exit bad }' "$file" || echo >> /tmp/floors.$$
done
[ ! -e /tmp/floors.$$ ] || { rm -f /tmp/floors.$$; bad=1; }
exit $bad
