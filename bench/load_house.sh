# load_house.sh: what ./run bench overload, slow, live, peer and ./run soak share: a house with 1,000 threads, a server, bars.
# Sourced.  BENCH_BUILD (build), BENCH_LOAD_DATA (a folder that is kept), BENCH_PORT (18393).
source bench/calm.sh
build=${BENCH_BUILD:-build} port=${BENCH_PORT:-18393} host=a.localhost
data=${BENCH_LOAD_DATA:-/tmp/heinzel-bench-load}
work=$(mktemp -d)
pids=() server_pid= missed=0
stop_one() { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }
clean_up() { local pid; for pid in "${pids[@]}"; do stop_one "$pid"; done; rm -rf "$work"; }
trap clean_up EXIT
ulimit -n "$(ulimit -Hn)"

if [ -z "${BENCH_BUILD:-}" ]; then
	meson setup --reconfigure -Dbench=true "$build" >/dev/null
	ninja -C "$build" src/app/heinzel bench/offer bench/live >/dev/null
fi
heinzel=$build/src/app/heinzel

# Once: the demo, and a thousand threads of ten posts.
fill_house() {
	[ ! -f "$data/ready" ] || return 0
	echo "filling $data once"
	mkdir -p "$data"
	node bench/peer.mjs "$data"
	"$heinzel" demo --data "$data/house" --only-fill >/dev/null
	"$heinzel" import threads "$data/threads.jsonl" --brand a --board internet --data "$data/house" >/dev/null
	touch "$data/ready"
}
make_tokens() {
	local mail number
	for number in 1 2 3 4; do
		for mail in ana ben mira jonas; do "$heinzel" token add a $mail@example.org "load $number" --days 2 --data "$data/house"; done
	done > "$work/tokens"
	"$heinzel" token add a lea@example.org load --days 2 --data "$data/house" > "$work/other"
	# The same few words over and over are what is measured here, and what the filter is there to hold.
	"$heinzel" brand set a moderation.copies_wait 0 --data "$data/house" >/dev/null
}
# start_server [NAME=VALUE…]: on core 0; the clients have core 1.
start_server() {
	env ${BENCH_LOOPS:+HEINZEL_SERVER_LOOPS=$BENCH_LOOPS} HEINZEL_LOG_LEVEL=error "$@" taskset -c 0 "$heinzel" serve --data "$data/house" \
		--listen 127.0.0.1:$port --no-limits > "$work/server.log" 2>&1 &
	server_pid=$!; pids+=("$server_pid")
	for _ in $(seq 100); do curl -sf "http://127.0.0.1:$port/health" >/dev/null && return; sleep 0.1; done
	cat "$work/server.log"; exit 2
}
stop_server() { stop_one "$server_pid"; server_pid=; }
api() { curl -sf -H "Host: $host" -H "Authorization: Bearer $(head -n 1 "${who:-$work/tokens}")" -H 'Content-Type: application/json' "$@"; }
base() { echo "http://127.0.0.1:$port"; }
# The newest thousand threads, in the order of their names.
list_threads() {
	local after= page
	: > "$work/threads"
	while [ "$(wc -l < "$work/threads")" -lt 1000 ]; do
		page=$(api "$(base)/api/v1/threads?limit=100${after:+&after=$after}")
		grep -oE '"id":"[0-9]+","board_id"' <<< "$page" | tr -dc '0-9\n' >> "$work/threads"
		after=$(grep -oE '"next":"[^"]+"' <<< "$page" | cut -d'"' -f4) || true
		[ -n "$after" ] || break
	done
	sort -n "$work/threads" -o "$work/threads"
}
# targets KIND: lines for offer -t.  mixed: what people do; pages: threads read by strangers; soak: that and what is rare.
targets() {
	awk -v kind="$1" -v data="$data" '
	BEGIN { OFS = "\t"; me = "Authorization: Bearer {who}"; json = me " | Content-Type: application/json" }
	{ thread[++count] = $1; total += 1 / count }
	END {
		read = kind == "pages" ? 100 : 55
		for (i = 1; i <= count; i++) {
			w = 1 / i / total
			print "page", read * w, "GET", "/threads/" thread[i]
			if (kind == "pages") continue
			print "page, signed in", 18 * w, "GET", "/threads/" thread[i], me
			print "api", 8 * w, "GET", "/api/v1/threads/" thread[i] "/posts", me
			print "reply", 1 * w, "POST", "/api/v1/threads/" thread[i] "/posts", json, "{\"body\":\"Bei mir half {n}, ein Neustart und Kanal {any}.\"}"
		}
		if (kind == "pages") exit
		print "list", 8, "GET", "/boards/internet"
		print "list, signed in", 5, "GET", "/boards/internet", me
		split("router wlan langsam kabel abends tarif telefon rechnung", word, " ")
		for (i = 1; i <= 8; i++) print "search", 3 / 8, "GET", "/search?q=" word[i] "+" word[i % 8 + 1]
	}' "$work/threads"
}
# offer OPTIONS…: its table goes to $work/offer, its figures to $work/figures.
offer() { taskset -c 1 "$build/bench/offer" -h $host -t "$work/targets" -T "$work/tokens" -p "$server_pid" -k "$work/figures" "$@" 127.0.0.1:$port > "$work/offer"; }
# figure PHASE NAME [LABEL]
figure() { grep "^phase=$1 label=${3:-all} " "$work/figures" | tr ' ' '\n' | sed -n "s/^$2=//p" | head -n 1; }
is() { awk "BEGIN { exit !($1) }"; }
calc() { awk "BEGIN { printf \"%${2:-.0f}\", $1 }"; }
# bar WHAT VALUE OPERATOR LIMIT UNIT
bar() {
	local verdict=kept
	is "$2 $3 $4" || { verdict=MISSED; missed=1; }
	printf '  %-52s %12s %-4s bar %s %s  %s\n' "$1" "$2" "$5" "$3" "$4" "$verdict"
}
# The highest rate at which all are served, the 99th within 100 ms and none turned away: in $capacity.
can() {
	offer -w 1 -r "$1:${BENCH_STEP:-3}" -c 256
	is "$(figure 1 good) >= 0.995 * $(figure 1 offered) && $(figure 1 p99_us) <= 100000"
}
find_capacity() {
	local low=100 high= middle
	[ -z "${BENCH_CAPACITY:-}" ] || { capacity=$BENCH_CAPACITY; return; }
	while [ -z "$high" ]; do
		middle=$(calc "$low * 1.6")
		if can "$middle"; then low=$middle; else high=$middle; fi
	done
	for _ in 1 2 3; do
		middle=$(calc "($low + $high) / 2")
		if can "$middle"; then low=$middle; else high=$middle; fi
	done
	capacity=$low
}
others() { awk '/^cpu / {print $2+$3+$4+$7+$8+$9}' /proc/stat; }
