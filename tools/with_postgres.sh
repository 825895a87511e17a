#!/bin/sh
# with_postgres.sh: runs a command beside a PostgreSQL of its own, and stops that again.
#
#   tools/with_postgres.sh COMMAND…
#
# The command finds its address in HEINZEL_TEST_POSTGRES.  The server lives in a new
# folder, listens on a unix socket there and on a free port of the loopback, is set up
# by deploy/postgresql.conf, and writes without fsync: it is for tests only.
set -eu
[ $# -gt 0 ] || { echo "usage: with_postgres.sh COMMAND..." >&2; exit 2; }

# One is running already.
[ -n "${HEINZEL_TEST_POSTGRES:-}" ] && exec "$@"

binaries=
for version in 17 16 15; do
	[ -z "$binaries" ] && [ -x "/usr/lib/postgresql/$version/bin/postgres" ] &&
		binaries="/usr/lib/postgresql/$version/bin"
done
[ -n "$binaries" ] || {
	echo "*** with_postgres.sh: no PostgreSQL here (apt install postgresql); going on without ***" >&2
	exec "$@"
}

# PostgreSQL refuses root.
as_owner() {
	if [ "$(id -u)" = 0 ]; then
		runuser -u postgres -- "$@"
	else
		"$@"
	fi
}

folder=$(mktemp -d "${TMPDIR:-/tmp}/heinzel-postgres.XXXXXX")
[ "$(id -u)" = 0 ] && chown postgres "$folder"
chmod 755 "$folder"

cleanup() {
	if [ -s "$folder/data/postmaster.pid" ]; then
		server=$(head -n 1 "$folder/data/postmaster.pid")
		kill -INT "$server" 2>/dev/null || true
		for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
			kill -0 "$server" 2>/dev/null || break
			sleep 0.1
		done
	fi
	rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

as_owner "$binaries/initdb" -D "$folder/data" -U heinzel -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
	>"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 2; }

# What operators are given; memory, safety and connections are a test's own, on the command line below.
cat "$(dirname "$0")/../deploy/postgresql.conf" >>"$folder/data/postgresql.conf"

# A free port: the server itself says whether it is; eight tries.
started=
for attempt in 1 2 3 4 5 6 7 8; do
	port=$((20000 + ($$ * 7 + attempt * 1009) % 12000))
	if as_owner "$binaries/pg_ctl" -D "$folder/data" -w -t 30 -l "$folder/data/server.log" -o \
		"-c listen_addresses=127.0.0.1 -p $port -k $folder -c fsync=off -c full_page_writes=off \
		-c synchronous_commit=off -c max_connections=120 -c shared_buffers=64MB -c max_wal_size=256MB" \
		start >/dev/null 2>&1; then
		started=yes
		break
	fi
done
[ -n "$started" ] || { tail -n 20 "$folder/data/server.log" >&2; exit 2; }

chmod 755 "$folder"
HEINZEL_TEST_POSTGRES="postgresql://heinzel@127.0.0.1:$port/postgres"
export HEINZEL_TEST_POSTGRES
PATH="$binaries:$PATH"
export PATH
status=0
"$@" || status=$?
exit "$status"
