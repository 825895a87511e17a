#!/usr/bin/env bash
# scale.sh [SIZE…]: a made community of so many members (1000 10000 100000 933000), measured as one table: each page alone at half of what one
# core serves, an open loop, many different targets; then writes, memory, start, and an hour of readers, shortened.
#   BENCH_SECONDS (4) a row · BENCH_HOUR: how many seconds of the hour (60; 3600: all of it) · BENCH_SCALE_DATA (/var/tmp/heinzel-scale): houses are built there once and kept
#   BENCH_ONLY: words of rows, "common similar"; "hour" and "rest" are rows, too, and "writes" only comes when it is named · BENCH_PORT (8441)
#   ./run bench scale 10000 933000, and BENCH_ONLY=writes for what is written, with slower and slower syncs, alone and together
#   BENCH_LOOPS (1): the usual number on a small machine is 4 · BENCH_SYNCS ("0 1000 5000" us), BENCH_COMMITS ("shared alone"): of the writes · BENCH_COLD=1: the house's file is not held in memory
# Server on core 0, generator on core 1.  Times in ms and microseconds of the server's processor a request.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
source bench/calm.sh
seconds=${BENCH_SECONDS:-4} port=${BENCH_PORT:-8441} data=${BENCH_SCALE_DATA:-/var/tmp/heinzel-scale} build=${BENCH_BUILD:-build} only=${BENCH_ONLY:-}
heinzel=${BENCH_HEINZEL:-$build/src/app/heinzel} offer=$build/bench/offer host=a.localhost
[ $# -gt 0 ] || set -- 1000 10000
if [ -z "${BENCH_HEINZEL:-}" ]; then
	meson setup --reconfigure -Dbench=true "$build" >/dev/null
	ninja -C "$build" src/app/heinzel bench/offer bench/libslowsync.so >/dev/null
fi
work=$(mktemp -d) server_pid= holder=
stop() { [ -z "$server_pid" ] || { kill "$server_pid" 2>/dev/null || true; wait "$server_pid" 2>/dev/null || true; server_pid=; }; }
let_go() { [ -z "$holder" ] || { kill "$holder" 2>/dev/null || true; wait "$holder" 2>/dev/null || true; holder=; }; }
trap 'stop; let_go; rm -rf "$work"' EXIT
wanted() { [ -z "$only" ] || [[ " $only " == *" $1 "* ]]; }

# ── houses ──
house_of() { echo "$data/$1"; }
prepare() {
	local size=$1 house; house=$(house_of "$size")
	if [ ! -f "$house/ready" ]; then
		rm -rf "$house"; mkdir -p "$data"
		echo "building $house" >&2
		"$heinzel" demo --scale "$size" --only-fill --data "$house" >&2
		touch "$house/ready"
	fi
	[ -f "$house/targets/askers" ] || bench/scale_targets.sh "$house/heinzel.db" "$house/targets"
	if [ -z "$(find "$house/askers" -mmin -1200 2>/dev/null)" ]; then # they end after a day
		cut -f 2 "$house/targets/askers" | "$heinzel" token add a - bench --days 1 --data "$house" > "$house/askers"
		"$heinzel" token add a - bench --days 1 --data "$house" < "$house/targets/mails" > "$house/tokens.new"
		mv "$house/tokens.new" "$house/tokens"
	fi
	# Texts by the thousand from a few members are what is measured here, and what the filter is there to hold.
	"$heinzel" brand set a moderation.copies_wait 0 --data "$house" > /dev/null
}

# hold HOUSE: its file stays in memory as long as it is measured; whoever may not lock so much has it read once.
hold() {
	let_go
	[ -z "${BENCH_COLD:-}" ] || return 0
	vmtouch -q -m 100G -t "$1/heinzel.db"
	vmtouch -q -m 100G -l "$1/heinzel.db" 2>/dev/null & holder=$!
}

# ── server ──
# serve HOUSE CACHE_BYTES [SYNC_US [ONE_BY_ONE]]
serve() {
	stop
	local began; began=$(date +%s%N)
	HEINZEL_SERVER_CACHE_BYTES=$2 HEINZEL_SERVER_LOOPS=${BENCH_LOOPS:-1} HEINZEL_LOG_LEVEL=error SYNC_US=${3:-0} HEINZEL_ONE_BY_ONE=${4:-} \
		LD_PRELOAD=${3:+$PWD/$build/bench/libslowsync.so} taskset -c 0 "$heinzel" serve --data "$1" --listen 127.0.0.1:$port --no-limits > "$work/server.log" 2>&1 &
	server_pid=$!
	until curl -s -o /dev/null -H "Host: $host" "http://127.0.0.1:$port/"; do
		kill -0 $server_pid 2>/dev/null || { head -c 2000 "$work/server.log" >&2; exit 1; }
		sleep 0.02
	done
	started_ms=$((($(date +%s%N) - began) / 1000000))
	wait_until_calm
}
value() { sed -n "1s/.*\\b$1=\\([0-9.]*\\).*/\\1/p" "$work/figures"; }
# offered RATE:SECONDS CONNECTIONS TARGETS [OPTIONS…]
offered() {
	local rate=$1 lines=$2 targets=$3; shift 3
	taskset -c 1 "$offer" -r "$rate" -c "$lines" -t "$targets" -h $host -p $server_pid -k "$work/figures" "$@" 127.0.0.1:$port > "$work/table"
}

# row SIZE NAME TARGETS [OFFER OPTIONS…]: half of what a core could do, by what a request costs at that rate; a request alone costs more, so it is
# looked for in steps, each of which warms the next.  Who is turned away costs little and counts for nothing.
row() {
	local size=$1 name=$2 targets=$3; shift 3
	[ -s "$targets" ] || { echo "$size $name - - - - no targets" >> "$work/rows"; return; }
	local rate=100 before step
	for step in 1 2 3 4 5; do
		before=$rate
		offered "$rate:1" 64 "$targets" -S $step "$@"
		rate=$(awk -v us="$(value cpu_us)" -v all="$(value offered)" -v good="$(value good)" 'BEGIN { us *= good > 0 ? all / good : 1; r = us > 0 ? 500000 / us : 1000; r = r > 15000 ? 15000 : r; printf "%d", (r < 5 ? 5 : r) }')
		[ $((rate * 10)) -gt $((before * 11)) ] || break
	done
	offered "$rate:$seconds" 64 "$targets" "$@"
	local good bad; good=$(value good); bad=$(($(value offered) - good))
	echo "$size $name $(value cpu_us) $(value p50_us) $(value p99_us) $rate $bad" >> "$work/rows"
	printf '%8s  %-28s %9.1f us  p50 %8.2f ms  p99 %8.2f ms  at %6d/s%s\n' "$size" "${name//_/ }" "$(value cpu_us)" "$(awk "BEGIN { print $(value p50_us) / 1000 }")" \
		"$(awk "BEGIN { print $(value p99_us) / 1000 }")" "$rate" "$([ "$bad" -eq 0 ] || echo "  NOT 2xx: $bad")"
}
bearer() { echo "Authorization: Bearer {who}"; }
pages() {
	local size=$1 house=$2 t=$2/targets page
	serve "$house" 1
	for page in thread board product member common rare three typo similar near_city near_land slots api; do
		wanted "$page" && row "$size" "$page" "$t/$page"
	done
	for page in thread matters inbox api; do
		wanted "$page" && row "$size" "${page}_signed_in" "$t/$page" -T "$house/tokens" -H "$(bearer)"
	done
	wanted thread || wanted api || return 0
	serve "$house" 67108864
	for page in thread api; do
		wanted "$page" || continue
		head -n 100 "$t/$page" > "$work/hot" # a hundred that all have read
		offered 2000:1 32 "$work/hot"
		row "$size" "${page}_cached" "$work/hot"
	done
}

# ── writes ──
# most SIZE WHAT CLIENTS [OFFER OPTIONS…]: what can be done in a second, then p50 and p99 at eight tenths of it.
wrote() {
	local size=$1 what=$2 clients=$3 most rate; shift 3
	# More than it can: two seconds of it, and what is answered within the two that follow.
	offered 40000:2 "$clients" "$house/targets/$what" -o 2 -S $RANDOM "$@"
	most=$(($(value good) / 4)) rate=$((most * 8 / 10 + 1))
	take_back "$what"
	offered "$rate:$seconds" "$clients" "$house/targets/$what" -S $RANDOM "$@"
	printf '%8s  %-10s %3d clients, sync +%d ms, %-11s %7d/s at most; at %6d/s  p50 %8.2f ms  p99 %8.2f ms  not 2xx %d  (%s us of processor time)\n' "$size" "$what" "$clients" \
		$((sync / 1000)) "${one:+one by one}" "$most" "$rate" "$(awk "BEGIN { print $(value p50_us) / 1000 }")" "$(awk "BEGIN { print $(value p99_us) / 1000 }")" \
		$(($(value offered) - $(value good))) "$(value cpu_us)"
	take_back "$what"
}
# Slots are free once: what was booked is taken back, by those who asked.
take_back() {
	[ "$1" = bookings ] || return 0
	bench/scale_bookings.sh back "http://127.0.0.1:$port" $host "$house/heinzel.db" "$house/askers" "$house/targets"
	[ ! -s "$house/targets/withdrawals" ] || taskset -c 1 "$offer" -r 500:$(($(wc -l < "$house/targets/withdrawals") / 500 + 1)) -e -c 64 -t "$house/targets/withdrawals" -h $host 127.0.0.1:$port > /dev/null
}
writes() {
	local size=$1 house=$2 what clients sync one
	serve "$house" 16777216
	bench/scale_bookings.sh "http://127.0.0.1:$port" $host "$house/heinzel.db" "$house/askers" "$house/targets"
	for one in ${BENCH_COMMITS:-shared alone}; do for sync in ${BENCH_SYNCS:-0 1000 5000}; do
		[ "$one" = alone ] || one=
		serve "$house" 16777216 $sync "$one"
		for what in replies kudos bookings; do
			for clients in 16 64 256; do wrote "$size" "$what" "$clients" -T "$house/tokens" $([ $what != bookings ] || echo -e); done
		done
	done; done
}

# ── an hour of readers ──
hour() {
	local size=$1 house=$2 length=${BENCH_HOUR:-60}
	serve "$house" 67108864
	offered "2300:$length" 256 "$house/targets/hour" -T "$house/tokens" -w 5
	printf '%8s  2,300 a second for %d s, 1 %% of them answers: p50 %.2f ms  p99 %.2f ms  not 2xx %d  (%s us a request)\n' "$size" "$length" \
		"$(awk "BEGIN { print $(value p50_us) / 1000 }")" "$(awk "BEGIN { print $(value p99_us) / 1000 }")" $(($(value offered) - $(value good))) "$(value cpu_us)"
}

rest() {
	local size=$1 house=$2
	serve "$house" 67108864
	local first=$started_ms
	offered 1000:5 64 "$house/targets/thread"
	printf '%8s  first page %d ms after start; resident after 5,000 pages %d MB, of it own %d MB; the file %s\n' "$size" "$first" \
		"$(awk '/VmRSS/ { print int($2 / 1024) }' /proc/$server_pid/status)" "$(awk '/RssAnon/ { print int($2 / 1024) }' /proc/$server_pid/status)" "$(du -sh "$house/heinzel.db" | cut -f1)"
}

: > "$work/rows"
for size in "$@"; do
	prepare "$size"
	house=$(house_of "$size")
	hold "$house"
	pages "$size" "$house"
	if wanted rest; then rest "$size" "$house"; fi
	if wanted hour; then hour "$size" "$house"; fi
	if [[ " $only " == *" writes "* ]]; then writes "$size" "$house"; fi
	stop
done

# ── growth: the last size beside 10,000, or the first that was measured ──
awk -v last="${!#}" '
	{ cost[$1, $2] = $3; if (!($2 in seen)) { seen[$2]; order[++n] = $2 }; if (!first || $1 == 10000) first = $1 }
	END {
		if (first == last) exit
		printf "\n%-28s %12s %12s %8s\n", "microseconds a request", first, last, "growth"
		for (i = 1; i <= n; i++) if (cost[first, order[i]] > 0 && cost[last, order[i]] > 0)
			printf "%-28s %12.1f %12.1f %8.2f\n", order[i], cost[first, order[i]], cost[last, order[i]], cost[last, order[i]] / cost[first, order[i]]
	}' "$work/rows"
