#!/usr/bin/env bash
# scale_bookings.sh BASE HOST DATABASE ASKERS FOLDER: targets of bookings in a made community, for offer -t.
# A slot is free once, and of a member at most five requests wait: so a visit a day of each of 2,000 helpers, as the server at BASE offers them, and for
# each another asker (ASKERS: their tokens, a line each).  They go into FOLDER/bookings; `scale_bookings.sh back …` lists in FOLDER/withdrawals what waits of
# them: taken back, all is as before.
set -euo pipefail
[ "$1" = back ] && { back=1; shift; } || back=
base=$1 host=$2 database=$3 askers=$4 folder=$5
sql() { sqlite3 -readonly -separator $'\t' "$database" "$1"; }
brand=$(sql "SELECT id FROM brand_brand ORDER BY id LIMIT 1")
if [ -n "$back" ]; then
	paste -d ' ' <(cut -f 1 "$folder/askers") "$askers" > "$folder/by_id"
	sql "SELECT id, asker_id FROM marketplace_booking WHERE brand_id = $brand AND state = 0 AND id > ((unixepoch() - 86400) * 1000 << 21)" |
		awk 'NR == FNR { token[$1] = $2; next } $2 in token {
			print "withdrawals\t1\tPOST\t/api/v1/bookings/" $1 "/withdrawal\tContent-Type: application/json | Authorization: Bearer " token[$2] "\t{}" }' "$folder/by_id" - > "$folder/withdrawals"
	exit
fi
sql "SELECT id, country || '-' || code, ways FROM marketplace_service m WHERE brand_id = $brand AND state = 1 ORDER BY (m.id >> 21) % 100003, m.id LIMIT 2000" > "$folder/bookable"
awk -v base="$base" '{ print "url = \"" base "/api/v1/services/" $1 "/slots?days=28\"" }' "$folder/bookable" > "$folder/slot_urls"
curl -s -H "Host: $host" -w '\n' -K "$folder/slot_urls" | awk -v askers="$askers" -v OFS='\t' '
	BEGIN { while ((getline line < askers) > 0) token[count++] = line }
	NR == FNR { id[NR] = $1; place[NR] = $2; way[NR] = $3 % 2 ? "home" : "phone"; next }
	{
		day = ""; rest = $0
		while (match(rest, /"starts_at":"[^"]*"/)) {
			at = substr(rest, RSTART + 13, RLENGTH - 14); rest = substr(rest, RSTART + RLENGTH)
			if (substr(at, 1, 10) == day) continue
			day = substr(at, 1, 10)
			print "bookings", 1, "POST", "/api/v1/services/" id[FNR] "/bookings", "Content-Type: application/json | Authorization: Bearer " token[n++ % count],
				"{\"starts_at\":\"" at "\",\"way\":\"" way[FNR] "\",\"place\":\"" place[FNR] "\",\"address\":\"Lindenstr. 4, 2. Stock\",\"phone\":\"0221 4711 00\",\"note\":\"Bitte klingeln.\"}"
		}
	}' "$folder/bookable" - > "$folder/bookings"
