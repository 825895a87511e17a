#!/usr/bin/env bash
# postgres.sh: the same community on SQLite and on PostgreSQL, page by page: the program's own processor time a
# request on each, their ratio (the bar: a thread's page at most 3), what PostgreSQL's processes take besides, and
# statements and round trips a page as the driver counts them.
# BENCH_SECONDS (3), BENCH_SCALE (1000 members), BENCH_BUILD (build).
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
[ -n "${HEINZEL_TEST_POSTGRES:-}" ] || exec tools/with_postgres.sh "$0" "$@"
seconds=${BENCH_SECONDS:-3} build=${BENCH_BUILD:-build} scale=${BENCH_SCALE:-1000}
port=18395 host=a.localhost
heinzel=$build/src/app/heinzel
[ -x "$heinzel" ] || heinzel=$build/heinzel
work=$(mktemp -d)
server_pid=
stop() { [ -z "$server_pid" ] || { kill "$server_pid" 2>/dev/null || true; wait "$server_pid" 2>/dev/null || true; }; server_pid=; }
trap 'stop; rm -rf "$work"' EXIT

# What deploy/postgresql.conf says about plans; memory as this server was given.
psql -q "$HEINZEL_TEST_POSTGRES" -c "ALTER SYSTEM SET random_page_cost = 1.1" -c "ALTER SYSTEM SET jit = off" -c "SELECT pg_reload_conf()" >/dev/null
psql -q "$HEINZEL_TEST_POSTGRES" -c "DROP DATABASE IF EXISTS bench" -c "CREATE DATABASE bench" 2>/dev/null
declare -A url=([sqlite]= [postgres]=${HEINZEL_TEST_POSTGRES%/*}/bench)
postmaster=$(psql -qAt "$HEINZEL_TEST_POSTGRES" -c "SHOW data_directory" | xargs -I{} head -n 1 {}/postmaster.pid)

on() { local engine=$1; shift; HEINZEL_STORE_URL=${url[$engine]} "$heinzel" "$@" --data "$work/$engine"; }
echo "filling both with $scale members"
for engine in sqlite postgres; do
	on $engine demo --only-fill --scale "$scale" > "$work/fill.$engine" 2>&1 || { tail -n 5 "$work/fill.$engine"; exit 1; }
done
psql -q "${url[postgres]}" -c "VACUUM ANALYZE"

start() { # ENGINE
	HEINZEL_STORE_URL=${url[$1]} HEINZEL_SERVER_CACHE_BYTES=1 HEINZEL_SERVER_LOOPS=1 HEINZEL_LOG_LEVEL=error \
		"$heinzel" serve --data "$work/$1" --listen 127.0.0.1:$port --no-limits > "$work/server.log" 2>&1 &
	server_pid=$!
	for _ in $(seq 300); do curl -sf "http://127.0.0.1:$port/health" >/dev/null && break; sleep 0.1; done
	# What the filling left to do is done before anything is measured.
	for _ in $(seq 120); do
		local before; before=$(used $server_pid); sleep 1
		[ $(($(used $server_pid) - before)) -gt 3 ] || break
	done
}
used() { awk '{print $14+$15}' "/proc/$1/stat"; }
used_by_server() { local sum=0 one; for one in $(pgrep -P "$postmaster"); do sum=$((sum + $(used "$one" 2>/dev/null || echo 0))); done; echo $sum; }
figure() { curl -sf "http://127.0.0.1:$port/metrics" | awk -v name="$1" '$1 == name {print $2}'; }

names=(thread board member search near)
get() { curl -sf -H "Host: $host" "http://127.0.0.1:$port$1"; }
# Ids tell when the filling was; what was made is the same: the oldest solved thread of a board's first page, and who asked.
find_pages() {
	local thread member
	get "/boards/internet?show=solved" > "$work/page"
	thread=$(grep -oE '/threads/[0-9]+' "$work/page" | sort -u | head -n 1)
	get "$thread" > "$work/page"
	member=$(grep -oE '/members/[0-9]+' "$work/page" | head -n 1)
	paths=("$thread" /boards/internet "$member" "/search?q=router" "/services?place=50667&radius_km=25")
}

declare -A cost server trips statements
for engine in sqlite postgres; do
	start $engine
	find_pages
	for i in "${!names[@]}"; do
		name=${names[$i]} page=http://127.0.0.1:$port${paths[$i]}
		wrk -t1 -c8 -d1s -H "Host: $host" "$page" >/dev/null
		own=$(used $server_pid) theirs=$(used_by_server) trip=$(figure heinzel_postgres_round_trips) statement=$(figure heinzel_postgres_statements)
		wrk -t1 -c8 -d"${seconds}s" -H "Host: $host" "$page" > "$work/wrk"
		own=$(($(used $server_pid) - own)) theirs=$(($(used_by_server) - theirs))
		trip=$(($(figure heinzel_postgres_round_trips) - trip)) statement=$(($(figure heinzel_postgres_statements) - statement))
		! grep -q Non-2xx "$work/wrk" || { echo "$name on $engine: $(grep Non-2xx "$work/wrk")"; exit 1; }
		count=$(awk '/requests in/ {print $1}' "$work/wrk")
		cost[$engine.$name]=$(awk -v a=$own -v n="$count" 'BEGIN {print a * 10000 / n}')
		server[$name]=$(awk -v a=$theirs -v n="$count" 'BEGIN {print a * 10000 / n}')
		trips[$name]=$(awk -v a=$trip -v n="$count" 'BEGIN {print a / n}')
		statements[$name]=$(awk -v a=$statement -v n="$count" 'BEGIN {print a / n}')
	done
	stop
done

printf '\n%-8s %14s %16s %7s %22s %12s %12s\n' page 'SQLite us' 'PostgreSQL us' ratio "the database's own us" statements 'round trips'
for name in "${names[@]}"; do
	awk -v name=$name -v a="${cost[sqlite.$name]}" -v b="${cost[postgres.$name]}" -v s="${server[$name]}" -v q="${statements[$name]}" \
		-v t="${trips[$name]}" 'BEGIN { printf "%-8s %14.0f %16.0f %7.2f %22.0f %12.1f %12.1f\n", name, a, b, b / a, s, q, t }'
done
