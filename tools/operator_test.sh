#!/bin/sh
# operator_test.sh ROOT HEINZEL: walks what deploy/README.md tells an operator who takes PostgreSQL, by the file's own
# lines: key, configuration, roles and database, log-in (by peer, then by password), the first brand, the first start, a
# backup and the way back.
# A new cluster as Debian makes it stands in a folder of this test; only paths, the system user and the restart, which
# systemd does there, are replaced.  Users are changed to, so it needs root; 77 says that it was skipped.
set -eu
root=${1:?name the source folder} program=$(readlink -f "${2:?name the program}")
binaries=
for version in 17 16 15; do
	[ -n "$binaries" ] || [ ! -x "/usr/lib/postgresql/$version/bin/postgres" ] || binaries=/usr/lib/postgresql/$version/bin
done
[ "$(id -u)" = 0 ] || { echo "*** SKIPPED: the operator's path changes users, which needs root ***"; exit 77; }
[ -n "$binaries" ] || { echo "*** SKIPPED: no PostgreSQL here (apt install postgresql) ***"; exit 77; }
PATH=$binaries:$PATH
passed=0 failed=0 server= work=$(mktemp -d)
export PGHOST="$work/run" PGPORT=$((20000 + $$ % 12000))
port=$((32000 + $$ % 8000))

cleanup() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	runuser -u postgres -- pg_ctl -D "$work/cluster" -m immediate stop >/dev/null 2>&1 || true
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# expect NAME COMMAND…
expect() {
	name=$1; shift
	if "$@" > "$work/said" 2>&1; then
		passed=$((passed + 1)); echo "ok      $name"
	else
		failed=$((failed + 1)); echo "FAILED  $name"; tail -n 12 "$work/said"
	fi
}

# block STEP KIND NUMBER: what stands in that step's so-many-th block, as it has to be here.
block() {
	awk -v step="## $1. " -v kind="\`\`\`$2" -v number="$3" '
		/^## / { here = index($0, step) == 1 }
		/^```/ && inside { inside = 0; next }
		here && $0 == kind { inside = ++count == number; next }
		inside' "$root/deploy/README.md" > "$work/block"
	[ -s "$work/block" ] || { echo "deploy/README.md has no block $3 of $2 in step $1" >&2; exit 1; }
	sed -e "s|/etc/postgresql/15/main|$work/cluster|g; s|/etc/heinzel|$work/etc|g; s|/run/heinzel-setup|$work/setup|g" \
		-e "s|/var/lib/heinzel|$work/data|g; s|/run/postgresql|$work/run|g; s|/usr/local/bin/heinzel|$work/heinzel|g" \
		-e "s|deploy/postgresql.conf|$root/&|; s|-u heinzel |-u nobody |; s|-o heinzel|-o nobody|g; s|-g heinzel|-g nogroup|g" \
		-e "s|^heinzel  heinzel  |heinzel  nobody  |; s|chgrp heinzel|chgrp nogroup|; s|chown heinzel|chown nobody|" \
		-e "s|/var/backups/heinzel|$work/backups|g; s|-- heinzel |-- $work/heinzel |" \
		-e "s|systemctl restart postgresql|$work/restart|; s|127.0.0.1:8080|127.0.0.1:$port|" \
		-e "s|db.example.org|127.0.0.1|; s|sslmode=require|sslmode=disable|" "$work/block"
}
run_block() { block "$1" sh "$2" > "$work/step.sh"; (cd "$root" && sh -eu "$work/step.sh"); }
says() { [ "$(runuser -u postgres -- psql -qAt "$2" -c "$1")" = "$3" ]; }

# ── a cluster as Debian makes it, and what step 1 leaves ──
chmod 755 "$work"
install -d -o postgres "$work/run" "$work/cluster"
runuser -u postgres -- initdb -D "$work/cluster" -U postgres --auth-local=peer --auth-host=scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
runuser -u postgres -- mkdir "$work/cluster/conf.d"
echo "include_dir = 'conf.d'" >> "$work/cluster/postgresql.conf"
# Memory and syncs are this machine's matter and not the file's.
cat > "$work/restart" <<RESTART
#!/bin/sh
exec runuser -u postgres -- pg_ctl -D "$work/cluster" -w -t 60 -l "$work/run/log" \\
	-o "-c listen_addresses=127.0.0.1 -c port=$PGPORT -c unix_socket_directories=$work/run -c shared_buffers=64MB -c fsync=off" restart
RESTART
chmod 755 "$work/restart"
"$work/restart" >/dev/null 2>&1 || { cat "$work/run/log"; exit 1; }
install -m 755 "$program" "$work/heinzel"
block 1 sh 1 | grep '^install -d' > "$work/step.sh"
sh -eu "$work/step.sh"

start() {
	line=$(sed -n 's/^ExecStart=//p' "$root/deploy/heinzel.service" | sed -e "s|/usr/local/bin|$work|; s|/etc/heinzel|$work/etc|; s|/var/lib/heinzel|$work/data|")
	install -d -m 700 -o nobody "$work/credentials"
	install -m 400 -o nobody "$work/etc/house.key" "$work/credentials/house.key"
	CREDENTIALS_DIRECTORY="$work/credentials" setpriv --reuid=nobody --regid=nogroup --clear-groups $line > "$work/serving" 2>&1 &
	server=$!
	for _ in $(seq 600); do
		curl -sf "http://127.0.0.1:$port/health" >/dev/null && return 0
		kill -0 "$server" 2>/dev/null || break
		sleep 0.1
	done
	cat "$work/serving"; return 1
}
shows_its_page() { curl -sf -H 'Host: hilfe.example.org' "http://127.0.0.1:$port/" | grep -q 'Nordlicht hilft'; }
stop() { kill -TERM "$server"; wait "$server"; ended=$?; server=; return $ended; }
doctor() { runuser -u nobody -- env CREDENTIALS_DIRECTORY="$work/credentials" "$work/heinzel" doctor --config "$work/etc/heinzel.ini" --data "$work/data"; }

expect "step 2 makes a key" run_block 2 1
expect "step 3 writes the configuration" run_block 3 1
expect "step 7 makes roles and database" run_block 7 1
expect "step 7 lets both roles in by peer" run_block 7 2
block 7 ini 1 >> "$work/etc/heinzel.ini"
expect "the server has taken the operator's file" says "SHOW random_page_cost" heinzel 1.1
echo "ein langes Kennwort 4711" > "$work/password"
first_brand() { run_block 4 1 < "$work/password"; }
expect "step 4 makes a brand and its administrator, and the doctor is content" first_brand
expect "it starts by the unit's own line" start
expect "its first page is there" shows_its_page
expect "the role that serves owns nothing" says "SELECT count(*) FROM pg_class WHERE relowner = 'heinzel'::regrole" heinzel 0
expect "… and it alone serves" says "SELECT string_agg(DISTINCT usename, ',') FROM pg_stat_activity WHERE datname = 'heinzel' AND application_name <> 'psql'" heinzel heinzel
expect "the administrator is there" says "SELECT count(*) FROM member_member WHERE mail = 'chef@example.org'" heinzel 1
expect "it leaves in peace" stop

expect "step 7 gives both roles a password" run_block 7 3
sed -i '/^\[store\]/,$d' "$work/etc/heinzel.ini"
block 7 ini 2 >> "$work/etc/heinzel.ini"
expect "the doctor is content with it" doctor
expect "it starts by password" start
expect "its first page is there again" shows_its_page
expect "it has come over the network" says "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = 'heinzel' AND client_addr IS NOT NULL" heinzel t
expect "it leaves in peace again" stop

# ── step 8, in a database made anew ──
members() { runuser -u postgres -- psql -qAt heinzel -c "SELECT md5(string_agg(m::text, ',' ORDER BY id)), count(*) FROM member_member m"; }
held_role_is_told() {
	grep -v '^backup_url' "$work/etc/heinzel.ini" > "$work/etc/held.ini"; chmod 644 "$work/etc/held.ini"
	! runuser -u nobody -- "$work/heinzel" backup "$work/backups/held" --config "$work/etc/held.ini" --data "$work/data" 2> "$work/refused" || return 1
	cat "$work/refused"
	grep -q BYPASSRLS "$work/refused" && [ ! -e "$work/backups/held" ]
}
new_database() {
	runuser -u postgres -- dropdb heinzel
	block 7 sh 1 | grep -E 'createdb|LEAKPROOF' > "$work/step.sh"
	sh -eu "$work/step.sh"
}
before=$(members)
expect "step 8 takes a copy" run_block 8 1
expect "a role that row security holds takes none, and is told why" held_role_is_told
expect "a database is made anew" new_database
expect "step 8 brings the copy back" run_block 8 2
same_members() { [ "$(members)" = "$before" ]; }
expect "… with every row" same_members
expect "the house starts from it" start
expect "its first page is there once more" shows_its_page
expect "it has left in peace" stop
expect "the doctor is content with what came back" doctor

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
