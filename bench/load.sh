#!/usr/bin/env bash
# load.sh NAME: what the release build does when more come than it can serve.  Prints a table with its bars; status 1: one was missed.
#   overload     finds the capacity of one core for a mix of pages, then offers ten times of it in an open loop (BENCH_SECONDS, 20)
#   slow         4,000 connections that drip headers, bodies, or read by bytes (slowhttptest), beside others who do not
#   live         10,000 streams of live updates: their memory, when the last hears of a reply, what pages cost meanwhile (BENCH_STREAMS)
#   soak MINUTES a mix at half of the capacity (30): memory, descriptors, threads, log, latency at the end and at the beginning
# BENCH_CAPACITY: requests a second, instead of finding it.  BENCH_LOOPS: that many, instead of the usual number.  Core 0 is the server's, core 1 the client's; others' work disturbs.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
name=${1:?overload, slow, live or soak}
minutes=${2:-30}
source bench/load_house.sh
fill_house
make_tokens

run_overload() {
	local seconds=${BENCH_SECONDS:-20} tenfold served recovered
	start_server; list_threads; targets mixed > "$work/targets"; wait_until_calm
	offer -r 100:3 # the cache is as warm as it gets
	find_capacity
	tenfold=$((capacity * 10))
	for new in "" -n; do
		echo; echo "capacity of one core for the mix: $capacity/s; offered: half of it, ten times of it for $seconds s, half of it again${new:+; a new connection each time}"
		wait_until_calm
		offer $new -c 3500 -r "$((capacity / 2)):5,$tenfold:$seconds,$((capacity / 2)):12" -s "$work/series"
		cat "$work/offer"
		served=$(calc "100 * $(figure 2 good) / $seconds / $capacity" .1f)
		# The first second behind the flood from which on nobody is turned away and the 99th is served as before (or in 50 ms).
		recovered=$(awk -v base="$(figure 1 p99_us)" -v flood=$((5 + seconds)) '
			BEGIN { calm = 2 * base > 50000 ? 2 * base : 50000 }
			$1 >= flood && ($5 || $6 || $7 > calm) { last = $1 - flood + 1 }
			END { print last + 0 }' "$work/series")
		echo
		if [ -n "$new" ]; then echo "  (for comparison: accepting and closing costs about as much as a cached page; no bars)"; break; fi
		bar "served at ten times the capacity, of the capacity" "$served" '>=' 80 %
		bar "admitted, 99th of a hundred" "$(calc "$(figure 2 p99_us) / 1000" .1f)" '<=' 500 ms
		bar "turned away within, 99th of a hundred" "$(calc "$(figure 2 refused_p99_us) / 1000" .1f)" '<=' 50 ms
		bar "neither served nor turned away" "$(($(figure 2 lost) + $(figure 2 timeouts) + $(figure 2 server_errors)))" '<=' 0 ""
		bar "as before again after" "$recovered" '<=' 5 s
		bar "resident memory" "$(awk '/VmHWM/ {print int($2/1024)}' "/proc/$server_pid/status")" '<=' 512 MB
	done
}

connections() { curl -s "$(base)/metrics" | awk '$1 == "heinzel_connections" {print $2}'; }
run_slow() {
	local kind words path base_p99 most gone began now open
	start_server; list_threads; targets pages > "$work/targets"; wait_until_calm
	offer -w 2 -r 400:15 -c 32
	base_p99=$(figure 1 p99_us)
	echo; echo "pages at 400/s without slow ones: 99th $(calc "$base_p99 / 1000" .2f) ms"
	for kind in "headers:-H -i 2 -x 24" "bodies:-B -i 3 -s 8192 -x 10" "readers:-X -k 3 -w 512 -y 1024 -n 5 -z 32"; do
		words=${kind#*:} most=0 gone= path=/boards/internet
		[ "${kind%%:*}" != bodies ] || path=/ask # takes a body from everybody
		taskset -c 1 slowhttptest -c 4000 -r 800 -l 70 -p 3 $words -u "$(base)$path" > "$work/slow" 2>&1 &
		pids+=($!); began=$SECONDS
		offer -r 400:45 -c 32 &
		local offering=$!
		# Each is opened within five seconds; when are all gone that hang on?
		while kill -0 $offering 2>/dev/null; do
			open=$(connections); now=$((SECONDS - began))
			[ "${open:-0}" -le "$most" ] || most=$open
			[ "${open:-0}" -gt 100 ] || [ "$most" -lt 1000 ] || [ -n "$gone" ] || gone=$now
			sleep 1
		done
		wait $offering || true
		echo; echo "4,000 slow ${kind%%:*} (at most $most connections at once)"; cat "$work/offer"; echo
		# The slow ones' program shares the client's core: some milliseconds are its own.
		bar "others: 99th" "$(calc "$(figure 1 p99_us) / 1000" .2f)" '<=' "$(calc "(2 * $base_p99 > 5000 ? 2 * $base_p99 / 1000 : 5)" .2f)" ms
		bar "slow ones that were there at once" "$most" '>=' 3000 ""
		bar "others: not served" "$(($(figure 1 offered) - $(figure 1 good)))" '<=' 0 ""
		# An answer that fits into the kernel's buffers is sent, for us: who does not fetch it has a connection that rests, for 30 s.
		bar "all of them are gone, counted from the first" "${gone:-99}" '<=' "$([ "${kind%%:*}" = readers ] && echo 40 || echo 20)" s
		stop_one "${pids[-1]}"; sleep 3
	done
}

run_live() {
	local streams=${BENCH_STREAMS:-10000} thread who base_p99 opening
	start_server HEINZEL_SERVER_CONNECTIONS=$((streams + 2000)); list_threads; targets pages > "$work/targets"; wait_until_calm
	thread=$(api "$(base)/api/v1/threads" -d "{\"board_id\":\"$(api "$(base)/api/v1/boards" | grep -oE '"id":"[0-9]+"' | head -n 1 | tr -dc 0-9)\",\"title\":\"Wer hört zu, $RANDOM?\",\"body\":\"Wir messen, wie bald alle es hören.\"}" | grep -oE '"id":"[0-9]+"' | head -n 1 | tr -dc 0-9)
	for number in 2 3 4; do # ben, mira and jonas take part, and are told what comes
		sed -n "${number}p" "$work/tokens" > "$work/one"
		who=$work/one api "$(base)/api/v1/threads/$thread/posts" -d '{"body":"Ich höre zu."}' >/dev/null
	done
	offer -w 3 -r 400:15 -c 32; base_p99=$(figure 1 p99_us)
	cat > "$work/say" <<-SAY
		#!/bin/sh
		exec curl -sf -o /dev/null -H 'Host: $host' -H "Authorization: Bearer $(cat "$work/other")" -H 'Content-Type: application/json' -d '{"body":"Hört ihr mich?"}' $(base)/api/v1/threads/$thread/posts
	SAY
	chmod +x "$work/say"
	taskset -c 1 "$build/bench/live" -n "$streams" -h $host -T "$work/tokens" -p "$server_pid" -s 25 -x "$work/say" -k "$work/live" \
		127.0.0.1:$port/live > "$work/heard" 2>&1 &
	local listening=$!; pids+=("$listening")
	for _ in $(seq 300); do # all are open
		opening=$(curl -s "$(base)/metrics" | awk '$1 == "heinzel_streams" {print $2}')
		[ "${opening:-0}" -lt "$streams" ] || break; sleep 0.5
	done
	sleep 2; offer -r 400:15 -c 32
	wait $listening || true
	echo; echo "$streams streams of four members, each with $((streams / 4)) open pages; a reply that concerns all four"; cat "$work/heard"; echo
	value() { tr ' ' '\n' < "$work/live" | sed -n "s/^$1=//p"; }
	bar "memory for each" "$(value each)" '<=' $((100 * 1048576 / 10000)) B
	bar "heard of the reply" "$(value heard)" '>=' "$streams" ""
	bar "the last heard it after" "$(calc "$(value last_us) / 1000")" '<=' 2000 ms
	bar "pages meanwhile: 99th" "$(calc "$(figure 1 p99_us) / 1000" .2f)" '<=' "$(calc "(2 * $base_p99 > 5000 ? 2 * $base_p99 / 1000 : 5)" .2f)" ms
	bar "pages meanwhile: not served" "$(($(figure 1 offered) - $(figure 1 good)))" '<=' 0 ""
}

# A log-in, and an upload, as the forms and the API take them.
rare_targets() {
	local page cookie csrf
	page=$(curl -s -D "$work/head" -H "Host: $host" "$(base)/login")
	cookie=$(sed -nE 's/^Set-Cookie: ((__Host-)?visitor=[^;]*).*/\1/Ip' "$work/head" | tr -d '\r' | head -n 1)
	csrf=$(grep -oE 'name="csrf" value="[^"]*"' <<< "$page" | head -n 1 | cut -d'"' -f4)
	printf 'log-in\t0.2\tPOST>\t/login\tCookie: %s | Content-Type: application/x-www-form-urlencoded\tcsrf=%s&mail=ana%%40example.org&password=heinzel-demo\n' "$cookie" "$(sed 's/+/%2B/g; s/\//%2F/g; s/=/%3D/g' <<< "$csrf")"
	{
		printf -- '--bench\r\nContent-Disposition: form-data; name="file"; filename="dose.png"\r\nContent-Type: image/png\r\n\r\n'
		base64 -d <<< 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC'
		printf -- '\r\n--bench--\r\n'
	} > "$work/upload"
	printf 'upload\t0.05\tPOST\t/api/v1/media\tAuthorization: Bearer {who} | Content-Type: multipart/form-data; boundary=bench\t@%s\n' "$work/upload"
}

# A line each ten seconds: second, resident kB, descriptors, threads, log in bytes.  The least of twenty looks is what stays: hashing a
# password takes 64 MB for a third of a second, mostly for none or one of them at a time.
watch_server() {
	local began=$SECONDS least now
	while kill -0 "$server_pid" 2>/dev/null; do
		least=
		for _ in $(seq 20); do
			now=$(awk '/VmRSS/ {print $2}' "/proc/$server_pid/status")
			[ -n "$least" ] && [ "$least" -le "${now:-0}" ] || least=$now
			sleep 0.5
		done
		echo "$((SECONDS - began)) $least $(ls "/proc/$server_pid/fd" | wc -l)" \
			"$(ls "/proc/$server_pid/task" | wc -l) $(stat -c %s "$data/house/heinzel.db-wal" 2>/dev/null || echo 0)"
	done > "$work/watched"
}

run_soak() {
	local total=$((minutes * 60)) warm ends middle rate
	warm=$((total / 6)) ends=$((total / 6)); [ $warm -le 300 ] || warm=300; [ $ends -le 300 ] || ends=300
	middle=$((total - warm - 2 * ends))
	"$heinzel" brand set a media.files_a_day 1000 --data "$data/house" > /dev/null # of four members
	start_server; list_threads
	# What it keeps on purpose is full before its memory is watched: the writer's pages of the file (128 MB), cached pages.
	targets mixed | grep ^reply > "$work/targets"; wait_until_calm
	offer -r 1000:60
	{ targets mixed; rare_targets; } > "$work/targets"
	offer -r 100:3; find_capacity; rate=$((capacity / 2)); wait_until_calm
	echo; echo "capacity $capacity/s; $rate/s for $minutes minutes ($warm s of them to warm up), 200 streams of live updates"
	"$build/bench/live" -n 200 -h $host -T "$work/tokens" -s $((total + 5)) 127.0.0.1:$port/live >/dev/null &
	pids+=($!)
	watch_server & pids+=($!)
	offer -c 64 -w $warm -r "$rate:$ends,$rate:$middle,$rate:$ends"
	cat "$work/offer"; echo
	awk -v warm=$warm '$1 >= warm' "$work/watched" > "$work/after"
	awk '{ n++; x += $1; y += $2; xx += $1 * $1; xy += $1 * $2; if (!low || $3 < low) low = $3; if ($3 > high) high = $3
		if (!few || $4 < few) few = $4; if ($4 > many) many = $4; if ($5 > log_size) log_size = $5; last = $1; if (n == 1) first = $1 }
		END { slope = n * xx - x * x ? (n * xy - x * y) / (n * xx - x * x) : 0
			printf "slope=%.2f fds=%d threads=%d wal=%.1f mean=%.1f\n", 100 * slope * (last - first) / (y / n), high - low, many - few, log_size / 1048576, y / n / 1024 }' \
		"$work/after" > "$work/sums"
	sum() { tr ' ' '\n' < "$work/sums" | sed -n "s/^$1=//p"; }
	bar "memory grew from the warm-up to the end (of $(sum mean) MB)" "$(sum slope)" '<=' 2 %
	bar "descriptors: between the fewest and the most" "$(sum fds)" '<=' 5 ""
	bar "threads: between the fewest and the most" "$(sum threads)" '<=' 0 ""
	bar "write-ahead log at its largest" "$(sum wal)" '<=' 64 MB
	bar "answers 5xx, lost or too late" "$(($(figure 1 server_errors) + $(figure 2 server_errors) + $(figure 3 server_errors) + $(figure 1 refused) + $(figure 2 refused) + $(figure 3 refused) + $(figure 1 lost) + $(figure 2 lost) + $(figure 3 lost) + $(figure 1 timeouts) + $(figure 2 timeouts) + $(figure 3 timeouts)))" '<=' 0 ""
	bar "99th at the end, times that at the beginning" "$(calc "$(figure 3 p99_us) / $(figure 1 p99_us)" .2f)" '<=' 1.2 x
}

case $name in overload|slow|live|soak) "run_$name" ;; *) echo "load.sh: overload, slow, live or soak" >&2; exit 2 ;; esac
exit $missed
