#!/usr/bin/env bash
# peer.sh: Fossil's forum (Debian's `fossil`) and Heinzel with the same 1,000 threads of 10 posts, on the same core, asked by the same client.
# Fossil's posts are artifacts, made beside Heinzel's lines by peer.mjs and read in by `fossil reconstruct`: the format in which
# Fossil itself keeps and exchanges them.  It is served as it serves best: write-ahead log, ANALYZE, VACUUM, its full-text index on;
# `fossil server` forks for each request (so does its SCGI), and its cache holds tarballs and annotations, no forum pages.
# Heinzel is measured without and with its cache of pages.  Its pages carry what Fossil's do not (similar threads, thanks, helpers).
# Each row: requests a second, p50, p99 (16 connections, closed loop), processor time a request with all children.
# BENCH_SECONDS (6).
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
source bench/load_house.sh
seconds=${BENCH_SECONDS:-6} fossil_port=$((port + 1))
fill_house
make_tokens
export HOME=$work USER=bench

if [ ! -f "$data/peer.fossil" ]; then
	fossil reconstruct "$data/peer.fossil" "$data/fossil" >/dev/null
	fossil rebuild "$data/peer.fossil" --vacuum --analyze --wal >/dev/null
	{ fossil fts-config -R "$data/peer.fossil" enable f; fossil fts-config -R "$data/peer.fossil" index on; } >/dev/null
	fossil user new -R "$data/peer.fossil" kunde Kunde geheim >/dev/null
	fossil user capabilities kunde ei234 -R "$data/peer.fossil" >/dev/null
	fossil user capabilities nobody gjorz2 -R "$data/peer.fossil" >/dev/null
fi
used() { awk '{print $14+$15+$16+$17}' "/proc/$1/stat"; }
# measure LABEL PID URL: prints a row
measure() {
	taskset -c 1 wrk -t1 -c16 -d1s -s bench/peer.lua "$3" >/dev/null
	local own; own=$(used "$2")
	taskset -c 1 wrk -t1 -c16 -d"${seconds}s" --latency --timeout 20s -s bench/peer.lua "$3" > "$work/wrk"
	sleep 0.3 # its children are counted when they have ended
	own=$(($(used "$2") - own))
	awk -v own=$own -v label="$1" '
	function ms(s) { return s ~ /us$/ ? s / 1000 : s ~ /ms$/ ? s + 0 : s * 1000 }
	/^ *50% / { p50 = ms($2) } /^ *99% / { p99 = ms($2) } /requests in/ { count = $1 } /Requests\/sec/ { rate = $2 }
	/Non-2xx/ { bad = $NF } /^answered/ { wrong = wrong " " $2 }
	END { printf "%-44s %9.1f/s  p50 %8.2f ms  p99 %8.2f ms  %9.1f us%s%s\n", label, rate, p50, p99, count ? own * 10000 / count : 0,
		(bad ? "  NOT 2xx or 3xx: " bad : ""), wrong }' "$work/wrk"
}
common=wlan rare=$(cat "$data/rare")

measure_fossil() {
	taskset -c 0 fossil server "$data/peer.fossil" --port $fossil_port --localhost > "$work/fossil.log" 2>&1 &
	local pid=$! url=http://127.0.0.1:$fossil_port cookie; pids+=("$pid")
	for _ in $(seq 100); do curl -sf "$url/forum" >/dev/null && break; sleep 0.1; done
	cookie=$(curl -s -D - -o /dev/null -d 'u=kunde&p=geheim&in=Login' "$url/login" | sed -n 's/^Set-Cookie: \([^;]*\);.*/\1/p' | tr -d '\r')
	sed 's#^#/forumpost/#' "$data/roots" > "$work/paths"; PATHS=$work/paths measure "Fossil: thread" $pid $url
	echo /forum > "$work/paths"; PATHS=$work/paths measure "Fossil: list" $pid $url
	echo "/search?s=$rare&y=f" > "$work/paths"; PATHS=$work/paths measure "Fossil: search, a rare word" $pid $url
	echo "/search?s=$common&y=f" > "$work/paths"; PATHS=$work/paths measure "Fossil: search, a word in nearly every post" $pid $url
	echo /forume2 > "$work/paths"
	PATHS=$work/paths IDS=$data/roots HEADERS="Cookie: $cookie | Referer: $url/forume2 | Content-Type: application/x-www-form-urlencoded" \
		BODY='fpid={id}&reply=1&mimetype=text/x-markdown&content=Bei+mir+half+{n},+ein+Neustart.&submit=Submit' \
		measure "Fossil: replies" $pid $url
	stop_one $pid
}
# measure_heinzel LABEL [NAME=VALUE]
measure_heinzel() {
	local label=$1; shift
	start_server "$@"; wait_until_calm; list_threads
	local plain="Host: $host"
	sed 's#^#/threads/#' "$work/threads" > "$work/paths"; PATHS=$work/paths HEADERS=$plain measure "$label: thread" $server_pid "$(base)"
	echo /boards/internet > "$work/paths"; PATHS=$work/paths HEADERS=$plain measure "$label: list" $server_pid "$(base)"
	echo "/search?q=$rare" > "$work/paths"; PATHS=$work/paths HEADERS=$plain measure "$label: search, a rare word" $server_pid "$(base)"
	echo "/search?q=$common" > "$work/paths"; PATHS=$work/paths HEADERS=$plain measure "$label: search, a word in nearly every post" $server_pid "$(base)"
	sed 's#^#/api/v1/threads/#; s#$#/posts#' "$work/threads" > "$work/paths"
	PATHS=$work/paths HEADERS="$plain | Authorization: Bearer $(head -n 1 "$work/tokens") | Content-Type: application/json" \
		BODY='{"body":"Bei mir half {n}, ein Neustart."}' measure "$label: replies" $server_pid "$(base)"
	stop_server
}
echo "1,000 threads of 10 posts; one core for the server, another for wrk, $seconds s a row; $(fossil version | head -n 1)"
measure_fossil
measure_heinzel "Heinzel, no page cache" HEINZEL_SERVER_CACHE_BYTES=1
measure_heinzel "Heinzel, page cache"
