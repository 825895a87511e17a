#!/usr/bin/env bash
# scale_targets.sh DATABASE FOLDER: what a made community is asked for, one file of targets.h a page, drawn from its own rows.
# Threads by Zipf (the k-th most read 1/k as often as the first), the others alike; every list is the same for the same house.
set -euo pipefail
database=$1 folder=$2
mkdir -p "$folder"
sql() { sqlite3 -readonly -separator $'\t' "$database" "$1"; }
brand=$(sql "SELECT id FROM brand_brand ORDER BY id LIMIT 1")
# list NAME SELECT: rows of (weight, path) become lines of the page's file.
list() { sql "SELECT '$1', printf('%.6f', w), 'GET', p FROM (SELECT $2)" > "$folder/$1"; }
few="ORDER BY (m.id >> 21) % 100003, m.id" # in no order, and always the same
threads="FROM (SELECT id, title, row_number() OVER (ORDER BY view_count DESC, id) AS k FROM community_thread
	WHERE brand_id = $brand AND audience_id = 1 AND hidden_at IS NULL AND deleted_at IS NULL ORDER BY view_count DESC, id LIMIT 100000) t"

list thread "1.0 / k AS w, '/threads/' || id AS p $threads"
list api "1.0 / k AS w, '/api/v1/threads/' || id || '/posts' AS p $threads"
list board "1 AS w, '/boards/' || key AS p FROM community_board WHERE brand_id = $brand AND audience_id = 1 AND thread_count > 0"
list product "1 AS w, '/products/' || key AS p FROM product_product WHERE brand_id = $brand LIMIT 200"
list member "1 AS w, '/members/' || author_id AS p FROM (SELECT DISTINCT author_id FROM (SELECT author_id FROM community_thread
	WHERE brand_id = $brand ORDER BY id DESC LIMIT 20000) LIMIT 5000)"
# Words: in how many documents they stand is in the vocabulary.
words="FROM search_word WHERE brand_id = $brand AND shown NOT GLOB '*[^A-Za-z]*' AND length > 4"
for word in router wlan verbindung fernseher telefon drucker handy laptop modem kabel update stecker; do printf 'common\t1\tGET\t/search?q=%s\n' $word; done > "$folder/common"
list rare "1 AS w, '/search?q=' || shown AS p FROM (SELECT shown $words ORDER BY documents, hash LIMIT 400)"
# The last two letters but one change places.
list typo "1 AS w, '/search?q=' || substr(shown, 1, length(shown) - 3) || substr(shown, length(shown) - 1, 1) || substr(shown, length(shown) - 2, 1)
	|| substr(shown, length(shown), 1) AS p FROM (SELECT shown $words AND length > 7 ORDER BY documents DESC, hash LIMIT 100)"
title="replace(t.title, ' ', '+') AS p FROM community_thread t WHERE t.brand_id = $brand AND t.title NOT GLOB '*[^A-Za-z0-9 -]*' AND t.title LIKE '% % % %'
	ORDER BY t.id DESC LIMIT 2000"
list similar "1 AS w, '/search/similar?title=' || $title"
sql "SELECT title FROM community_thread WHERE brand_id = $brand AND title NOT GLOB '*[^A-Za-z0-9 ,:-]*' ORDER BY id DESC LIMIT 4000" |
	awk '{ n = 0; q = ""; for (i = 1; i <= NF && n < 3; i++) { gsub(/[^A-Za-z0-9-]/, "", $i); if (length($i) > 4) { q = q (n++ ? "+" : "") $i } }
		if (n == 3 && all++ < 1000) print "three\t1\tGET\t/search?q=" q }' > "$folder/three"
near() { list "$1" "1 AS w, '/services?place=' || code || '&radius_km=25' AS p FROM core_place WHERE country = 'DE' AND code <> '' AND code NOT GLOB '*[^0-9]*'
	AND rank $2 ORDER BY id % 10007, id LIMIT 200"; }
near near_city ">= 1000"
near near_land "< 30"
list slots "1 AS w, '/api/v1/services/' || id || '/slots?days=28' AS p FROM (SELECT id FROM marketplace_service m WHERE brand_id = $brand AND state = 1 $few LIMIT 2000)"
printf 'matters\t1\tGET\t/me/matters\n' > "$folder/matters"
printf 'inbox\t1\tGET\t/inbox\n' > "$folder/inbox"

# Who signs in: those who asked most of late, by their addresses.
sql "SELECT m.mail FROM (SELECT author_id, count(*) AS n FROM (SELECT author_id FROM community_thread WHERE brand_id = $brand ORDER BY id DESC LIMIT 20000)
	GROUP BY author_id ORDER BY n DESC, author_id LIMIT 64) a JOIN member_member m ON m.brand_id = $brand AND m.id = a.author_id WHERE m.mail LIKE 'mitglied%'" > "$folder/mails"
# Who books: few requests of one member may wait at a time, so many ask.
sql "SELECT id, mail FROM member_member WHERE brand_id = $brand AND mail LIKE 'mitglied%' ORDER BY id DESC LIMIT 10000" > "$folder/askers"

# Writes: each thread and post once in a while, so that no text meets itself too often.
body='{"body":"Bei mir half es, den Router an einen freien Platz zu stellen und neu zu starten: {n}, {any}."}'
sql "SELECT id FROM community_thread WHERE brand_id = $brand AND audience_id = 1 AND closed_at IS NULL ORDER BY id DESC LIMIT 20000" |
	awk -v body="$body" '{ print "replies\t1\tPOST\t/api/v1/threads/" $1 "/posts\tContent-Type: application/json | Authorization: Bearer {who}\t" body }' > "$folder/replies"
sql "SELECT id FROM community_post WHERE brand_id = $brand AND thread_id > (SELECT max(id) FROM community_thread WHERE brand_id = $brand) - (30 * 86400000 << 21) LIMIT 50000" |
	awk '{ print "kudos\t1\tPUT\t/api/v1/posts/" $1 "/kudos\tContent-Type: application/json | Authorization: Bearer {who}\t{}" }' > "$folder/kudos"
# An hour of readers: 99 pages, one answer.
awk -F '\t' -v OFS='\t' '{ sum += $2; line[NR] = $0 } END { for (i = 1; i <= NR; i++) { split(line[i], a, "\t"); print "pages", a[2] / sum * 99, a[3], a[4] } }' "$folder/thread" > "$folder/hour"
awk -F '\t' -v OFS='\t' '{ line[NR] = $0 } END { for (i = 1; i <= NR; i++) { split(line[i], a, "\t"); print "answers", 1 / NR, a[3], a[4], a[5], a[6] } }' "$folder/replies" >> "$folder/hour"
