#!/usr/bin/env bash
# run.sh [NAME]: measures the release build on one core: pages beside handlers written by hand, replies, memory, start.
# NAME: thread, board, search, near, api, long, replies, start; without it all.  With search: how well it finds, too.  BENCH_SECONDS (4), BENCH_SERVICES (100000),
# BENCH_DATA (a folder that is kept), BENCH_BUILD (build), HEINZEL_TEST_DATA (real threads, if there).
# Each row: requests a second, p50 and p99, the server's processor time a request, what other programs took of both cores
# meanwhile (above a few percent, believe the processor time, not the rate).
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
[ "${1:-}" != scale ] || { shift; exec bench/scale.sh "$@"; } # made communities, as one table
only=${1:-}
seconds=${BENCH_SECONDS:-4} build=${BENCH_BUILD:-build} data=${BENCH_DATA:-/tmp/heinzel-bench}
port=18391 floor_port=18392 host=a.localhost
work=$(mktemp -d)
server_pid= floor_pid=
stop() { [ -z "$1" ] || { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }; }
trap 'stop "$server_pid"; stop "$floor_pid"; rm -rf "$work"' EXIT

if [ -z "${BENCH_BUILD:-}" ]; then
	meson setup --reconfigure -Dbench=true "$build" >/dev/null
	ninja -C "$build" src/app/heinzel bench/floor >/dev/null
fi
heinzel=$build/src/app/heinzel
[ -x "$heinzel" ] || heinzel=$build/heinzel

# ── how well the search finds ──
if [ -z "$only" ] || [ "$only" = search ]; then
	[ -n "${BENCH_BUILD:-}" ] || ninja -C "$build" bench/search >/dev/null
	if [ -d "${HEINZEL_TEST_DATA:-/nowhere}/search" ]; then "$build/bench/search" "$HEINZEL_TEST_DATA/search"
	else echo "HEINZEL_TEST_DATA names no folder with search/: how well the search finds is NOT measured"; fi
fi

# ── data: once ──
if [ ! -f "$data/bench.ready" ]; then
	mkdir -p "$(dirname "$data")"
	"$heinzel" demo --data "$data" --only-fill --services "${BENCH_SERVICES:-100000}"
	threads=${HEINZEL_TEST_DATA:-/nowhere}/threads/threads_dev.jsonl.zst
	[ ! -f "$threads" ] || "$heinzel" import threads "$threads" --brand a --board internet --data "$data"
	touch "$data/bench.ready"
fi
for mail in ana ben mira jonas; do
	for number in 1 2 3 4; do
		"$heinzel" token add a $mail@example.org "bench $number" --days 1 --data "$data" >> "$work/tokens"
	done
done
"$heinzel" token add a mira@example.org "bench" --days 1 --data "$data" > "$work/moderator"
token=$(head -n 1 "$work/tokens")
# The same text over and over is what is measured here, and what the filter is there to hold.
"$heinzel" brand set a moderation.copies_wait 0 --data "$data"

# ── server ──
# start_server [CACHE_BYTES]
start_server() {
	export STARTED; STARTED=$(date +%s%N)
	HEINZEL_SERVER_CACHE_BYTES=${1:-16777216} HEINZEL_SERVER_LOOPS=1 HEINZEL_LOG_LEVEL=error \
		taskset -c 0 "$heinzel" serve --data "$data" --listen 127.0.0.1:$port --no-limits > "$work/server.log" 2>&1 &
	server_pid=$!
	started_in=$("$build/bench/floor" first $port $host /)
}
api() { curl -sf -H "Host: $host" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"; }
id_of() { grep -oE '"id":"[0-9]+"' | head -n 1 | tr -dc 0-9; }

start_server
# What an import or a new crowd left to do is done before anything is measured.
for _ in $(seq 300); do
	before=$(awk '{print $14+$15}' /proc/$server_pid/stat); sleep 1
	[ $(($(awk '{print $14+$15}' /proc/$server_pid/stat) - before)) -gt 3 ] || break
done
board=$(api "http://127.0.0.1:$port/api/v1/boards" | id_of)
text='Seit dem Umzug bricht das WLAN im Arbeitszimmer jeden Abend ab. Das **rote Licht** blinkt dann dreimal, danach geht es eine Weile.\n\n- Router neu gestartet\n- anderes Kabel probiert\n- Kanal [nach Anleitung](https://example.org/kanal) gewechselt\n\n> Steht der Router frei?\n\nJa, auf dem Regal. Im Wohnzimmer bleibt die Verbindung stehen, nur zwei Zimmer weiter nicht. Gemessen habe ich nachmittags 90 und abends 4 Mbit/s; am Kabel sind es immer 95. Was kann ich noch tun, bevor ich jemanden kommen lasse?'
ask() { api "http://127.0.0.1:$port/api/v1/threads" -d "{\"board_id\":\"$board\",\"title\":\"WLAN bricht abends ab, Nummer $1\",\"body\":\"$text\"}" | id_of; }
thread=$(ask 0)
for number in $(seq 19); do
	token=$(sed -n "$((number % 16 + 1))p" "$work/tokens")
	api "http://127.0.0.1:$port/api/v1/threads/$thread/posts" -d "{\"body\":\"$text\"}" >/dev/null
done
for number in $(seq 16); do ask "$number"; echo; done > "$work/threads"
sleep 2 # the index hears of them

# A thread of one page, one of ten thousand posts, and one of ten thousand that was two: once, kept in bench.long.
length() { curl -sf -H "Host: $host" "http://127.0.0.1:$port/api/v1/threads/$1" | grep -oE '"post_count":[0-9]+' | tr -dc 0-9; }
fill() { # THREAD POSTS
	while [ "$(length "$1")" -lt "$2" ]; do
		echo "$1" > "$work/one"
		TOKENS=$work/tokens THREADS=$work/one taskset -c 1 wrk -t1 -c16 -d1s "http://127.0.0.1:$port/" -s bench/replies.lua >/dev/null
	done
}
if { [ -z "$only" ] || [ "$only" = long ]; } && [ ! -f "$data/bench.long" ]; then
	token=$(head -n 1 "$work/tokens")
	for _ in 1 2 3 4; do ask 'lang'; echo; done > "$work/long"
	{ read -r short; read -r long; read -r merged; read -r from; } < "$work/long"
	answer=$(sed -n "s/^local body = '\(.*\)'$/\1/p" bench/replies.lua | sed 's/\\\\/\\/g')
	for _ in $(seq 19); do api "http://127.0.0.1:$port/api/v1/threads/$short/posts" -d "$answer" >/dev/null; done
	fill "$long" 10000; fill "$merged" 5000; fill "$from" 5000
	token=$(head -n 1 "$work/moderator")
	api "http://127.0.0.1:$port/api/v1/threads/$from/merge" -d "{\"to_id\":\"$merged\",\"why\":\"Dieselbe Frage\"}" >/dev/null
	while [ "$(length "$merged")" -lt 10000 ]; do sleep 1; done
	echo "$short $long $merged" > "$data/bench.long"
fi
stop $server_pid; server_pid=

names=(thread board search near api)
paths=("/threads/$thread" /boards/internet "/search?q=wlan+langsam" "/services?place=50667&radius_km=25" "/api/v1/threads/$thread/posts")
taskset -c 0 "$build/bench/floor" serve "$data" $floor_port "${paths[@]/#/$host}" > "$work/floor.log" 2>&1 &
floor_pid=$!
for _ in $(seq 100); do grep -qs Ready "$work/floor.log" && break; sleep 0.1; done
grep -v Ready "$work/floor.log" || true

# ── measuring ──
busy() { awk '/^cpu / {print $2+$3+$4+$7+$8+$9}' /proc/stat; }
used() { awk '{print $14+$15}' "/proc/$1/stat"; }
# measure LABEL PID URL [WRK OPTIONS…]: prints a row, leaves the processor time in $cost
measure() {
	local label=$1 pid=$2 url=$3; shift 3
	taskset -c 1 wrk -t1 -c16 -d1s -H "Host: $host" "$@" "$url" >/dev/null
	local all=$(busy) own=$(used "$pid") TIMEFORMAT='%U %S'
	{ time taskset -c 1 wrk -t1 -c32 -d"${seconds}s" --latency -H "Host: $host" "$@" "$url" > "$work/wrk" 2>&1; } 2> "$work/time"
	own=$(($(used "$pid") - own)) all=$(($(busy) - all))
	awk -v own=$own -v all=$all -v label="$label" -v seconds="$seconds" -v costfile="$work/cost" '
	function ms(s) { return s ~ /us$/ ? s / 1000 : s ~ /ms$/ ? s + 0 : s * 1000 }
	FILENAME ~ /time$/ { wrk = 100 * ($1 + $2); next }
	/^ *50% / { p50 = ms($2) } /^ *99% / { p99 = ms($2) }
	/requests in/ { count = $1 } /Requests\/sec/ { rate = $2 } /Non-2xx/ { bad = $NF }
	END {
		cost = count ? own * 10000 / count : 0
		others = (all - own - wrk) / (2 * seconds)
		printf "%-34s %9.0f/s  p50 %7.2f ms  p99 %7.2f ms  %7.1f us  others %3.0f %%%s\n",
			label, rate, p50, p99, cost, (others > 0 ? others : 0), (bad ? "  NOT 2xx: " bad : "")
		print cost > costfile
	}' "$work/time" "$work/wrk"
	cost=$(cat "$work/cost")
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", b ? a / b : 0 }'; }

echo; echo "one core, $seconds s each, 32 connections; data: $(du -sh "$data/heinzel.db" | cut -f1)"
start_server 1
declare -A uncached
for i in "${!names[@]}"; do
	[ -z "$only" ] || [ "$only" = "${names[$i]}" ] || continue
	measure "${names[$i]}" $server_pid "http://127.0.0.1:$port${paths[$i]}"; uncached[${names[$i]}]=$cost
	measure "${names[$i]}: same SQL by hand" $floor_pid "http://127.0.0.1:$floor_port/sql/$i"
	echo "    ${names[$i]} is $(ratio "${uncached[${names[$i]}]}" "$cost") times the handler by hand"
done
# The first, a middle and the last page of a long thread, and of one that was merged, beside a thread of one full page.
if { [ -z "$only" ] || [ "$only" = long ]; }; then
	read -r short long merged < "$data/bench.long"
	measure "20 posts: one page" $server_pid "http://127.0.0.1:$port/threads/$short?page=1"; one_page=$cost
	for one in "10,000 posts:$long" "10,000 posts, merged:$merged"; do
		for number in 1 250 500; do
			measure "${one%%:*}, page $number" $server_pid "http://127.0.0.1:$port/threads/${one##*:}?page=$number"
			echo "    $(ratio "$cost" "$one_page") times the thread of one page"
		done
	done
fi
stop $server_pid; server_pid=

start_server
for i in 0 1; do
	[ -z "$only" ] || [ "$only" = "${names[$i]}" ] || continue
	measure "${names[$i]}, cached" $server_pid "http://127.0.0.1:$port${paths[$i]}"; own=$cost
	measure "${names[$i]}: same bytes from memory" $floor_pid "http://127.0.0.1:$floor_port/memory/$i"
	echo "    ${names[$i]} cached is $(ratio "$own" "$cost") times the bytes from memory"
done
if [ -z "$only" ] || [ "$only" = replies ]; then
	TOKENS=$work/tokens THREADS=$work/threads measure "replies written" $server_pid "http://127.0.0.1:$port/" -s bench/replies.lua
	grep answered "$work/wrk" | head -n 3 || true
fi
stop $server_pid; server_pid=

if [ -z "$only" ] || [ "$only" = start ]; then
	for _ in 1 2 3; do
		start_server
		rss=$(awk '/VmRSS/ {print $2}' /proc/$server_pid/status) anon=$(awk '/RssAnon/ {print $2}' /proc/$server_pid/status)
		echo "first page $started_in ms after start; resident $((rss / 1024)) MB, of it own $((anon / 1024)) MB, the rest is the file and libraries"
		stop $server_pid; server_pid=
	done
fi
