#!/usr/bin/env bash
# wall.sh: what row security costs: the twenty statements that pages ask most, as the role that serves and as one that
# policies do not hold, by the server's own clock; the bar: 10 % in all.  `wall.sh shapes` asks the same of other
# shapes of the policy, some of which hold nothing: what the least would be (docs/decisions/0072).
# BENCH_SCALE (1000 members), BENCH_ROUNDS (300), BENCH_BUILD (build).
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
[ -n "${HEINZEL_TEST_POSTGRES:-}" ] || exec tools/with_postgres.sh "$0" "$@"
build=${BENCH_BUILD:-build} scale=${BENCH_SCALE:-1000} rounds=${BENCH_ROUNDS:-300}
port=18396 host=a.localhost
heinzel=$build/src/app/heinzel
[ -x "$heinzel" ] || heinzel=$build/heinzel
work=$(mktemp -d)
server_pid=
trap '[ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true; rm -rf "$work"' EXIT

psql -q "$HEINZEL_TEST_POSTGRES" -c "DROP DATABASE IF EXISTS bench" -c "CREATE DATABASE bench" 2>/dev/null
url=${HEINZEL_TEST_POSTGRES%/*}/bench
export HEINZEL_STORE_URL=$url HEINZEL_LOG_LEVEL=error
echo "filling with $scale members"
"$heinzel" demo --only-fill --scale "$scale" --data "$work/data" > "$work/fill" 2>&1 || { tail -n 5 "$work/fill"; exit 1; }
psql -q "$url" -c "VACUUM ANALYZE"

HEINZEL_SERVER_CACHE_BYTES=1 "$heinzel" serve --data "$work/data" --listen 127.0.0.1:$port --no-limits > "$work/server.log" 2>&1 &
server_pid=$!
for _ in $(seq 300); do curl -sf "http://127.0.0.1:$port/health" > /dev/null && break; sleep 0.1; done
get() { curl -sf -H "Host: $host" "http://127.0.0.1:$port$1"; }
get "/boards/internet?show=solved" > "$work/page"
thread=$(grep -oE '/threads/[0-9]+' "$work/page" | sort -u | head -n 1)
get "$thread" > "$work/page"
member=$(grep -oE '/members/[0-9]+' "$work/page" | head -n 1)

# What is asked, with its values, as the server's log tells it.
log=$(psql -qAt "$HEINZEL_TEST_POSTGRES" -c "SHOW data_directory")/server.log
from=$(wc -l < "$log")
psql -q "$HEINZEL_TEST_POSTGRES" -c "ALTER SYSTEM SET log_parameter_max_length = -1" -c "ALTER SYSTEM SET log_statement = 'all'" \
	-c "SELECT pg_reload_conf()" > /dev/null
sleep 1
# A thread is read far more often than anything else.
for page in "$thread" "$thread" "$thread" "$thread" /help /boards/internet "$member" "/search?q=router" "/services?place=50667&radius_km=25" /; do
	get "$page" > /dev/null
done
psql -q "$HEINZEL_TEST_POSTGRES" -c "ALTER SYSTEM RESET log_parameter_max_length" -c "ALTER SYSTEM RESET log_statement" \
	-c "SELECT pg_reload_conf()" > /dev/null
kill "$server_pid" && wait "$server_pid" || true
server_pid=

cat > "$work/measure.sql" <<'SQL'
SET plan_cache_mode = force_generic_plan;
DO $$ BEGIN CREATE ROLE bench_held LOGIN; CREATE ROLE bench_free LOGIN BYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO bench_held, bench_free;
DROP TABLE IF EXISTS bench_time;
DROP FUNCTION IF EXISTS bench_run, bench_mean, bench_both;
CREATE TABLE bench_time (uses int, text text, held real, free real);
GRANT ALL ON bench_time TO bench_held, bench_free;
CREATE FUNCTION bench_run(call text, rounds int) RETURNS real[] LANGUAGE plpgsql AS $$
DECLARE told json; times real[] := '{}';
BEGIN
	FOR i IN 1..rounds LOOP
		EXECUTE 'EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ' || call INTO told;
		times := times || (told->0->>'Execution Time')::real;
	END LOOP;
	RETURN times;
END $$;
-- What the faster three quarters took on average: the server tells whole microseconds, and few.
CREATE FUNCTION bench_mean(times real[]) RETURNS real LANGUAGE sql AS $$
	SELECT avg(x) FROM unnest(times) x WHERE x <= (SELECT percentile_cont(0.75) WITHIN GROUP (ORDER BY y) FROM unnest(times) y)
$$;
-- Turn by turn, so that a busy machine is busy for both.
CREATE FUNCTION bench_both(uses int, call text, sql text, rounds int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE held real[] := '{}'; free real[] := '{}'; dropped real[];
BEGIN
	FOR turn IN 1..6 LOOP
		SET LOCAL ROLE bench_held; dropped := bench_run(call, 3); held := held || bench_run(call, rounds / 6);
		SET LOCAL ROLE bench_free; dropped := bench_run(call, 3); free := free || bench_run(call, rounds / 6);
	END LOOP;
	INSERT INTO bench_time SELECT uses, sql, bench_mean(held),
		bench_mean(free);
END $$;
SET app.brand = '1';
SQL
# Each statement once, with the values of its first use, the twenty most used.
tail -n +$((from + 1)) "$log" | awk -v rounds="$rounds" '
	/LOG: +execute s[0-9]+: SELECT/ { sub(/^.*LOG: +execute s[0-9]+: /, ""); text = $0; uses[text]++; next }
	/DETAIL: +parameters: / && text != "" { sub(/^.*DETAIL: +parameters: /, ""); if (!(text in values)) { gsub(/\$[0-9]+ = /, ""); values[text] = $0 } text = ""; next }
	/LOG: / { text = "" }
	END { for (text in values) if (text !~ /set_config|words @@/) printf "%d\t%s\t%s\n", uses[text], values[text], text }' |
	sort -t "$(printf '\t')" -k1,1nr -k3,3 | head -n 20 |
	awk -F '\t' -v rounds="$rounds" '{ printf "PREPARE q%d AS %s;\nSELECT bench_both(%d, $call$EXECUTE q%d(%s)$call$, $text$%s$text$, %d);\n", NR, $3, $1, NR, $2, $3, rounds }' \
	>> "$work/measure.sql"
brand=$(psql -qAt "$url" -c "SELECT id FROM brand_brand ORDER BY id LIMIT 1")
sed -i "s/^SET app.brand = '1'/SET app.brand = '$brand'/" "$work/measure.sql"
measure() { psql -q -v ON_ERROR_STOP=1 "$url" -f "$work/measure.sql" > "$work/told" 2>&1 || { tail -n 5 "$work/told"; exit 1; }; }
tell_each() {
	psql -qAt -F '	' "$url" -c "SELECT uses, round((free * 1000)::numeric, 1), round((held * 1000)::numeric, 1), round(((held / free - 1) * 100)::numeric), left(substring(text FROM ' FROM (.*)'), 60)
		FROM bench_time ORDER BY uses DESC, text" | awk -F '\t' 'BEGIN { printf "\n%5s %10s %10s %7s  %s\n", "uses", "free us", "held us", "more", "asked of" }
		{ printf "%5d %10.1f %10.1f %6d%%  %s\n", $1, $2, $3, $4, $5 }'
}
tell_all() {
	psql -qAt -F ' ' "$url" -c "SELECT round((sum(uses * free) * 1000)::numeric), round((sum(uses * held) * 1000)::numeric), round(((sum(uses * held) / sum(uses * free) - 1) * 100)::numeric, 1) FROM bench_time" |
		awk '{ printf "%s us without row security, %s us behind it: %s %% more (bar: 10 %%)\n", $1, $2, $3 }'
}
# shape NAME POLICY: every table's policy is replaced by this one.
shape() {
	psql -q -v ON_ERROR_STOP=1 "$url" > /dev/null <<SQL
DO \$\$ DECLARE t record; BEGIN FOR t IN SELECT polrelid::regclass AS name FROM pg_policy WHERE polname = 'brand' LOOP
	EXECUTE format('ALTER POLICY brand ON %s USING (%s)', t.name, \$policy\$$2\$policy\$);
END LOOP; END \$\$;
SQL
	measure
	printf '%-46s ' "$1"
	tell_all
}

measure
tell_each
printf '\nall of them, as often as they are used: '
tell_all
[ "${1:-}" = shapes ] || exit 0
told="current_setting('app.brand', true)"
echo
shape "as it is" "brand_id = NULLIF($told, '')::bigint"
shape "no policy's work at all (holds nothing)" "true"
shape "without a look at '' (fails on it)" "brand_id = $told::bigint"
shape "the setting read once, as a subquery" "brand_id = (SELECT NULLIF($told, '')::bigint)"
shape "in the index's condition, from both sides" "brand_id >= NULLIF($told, '')::bigint AND brand_id <= NULLIF($told, '')::bigint"
shape "in the index's condition, as a list of one" "brand_id = ANY (ARRAY[$told::bigint])"
shape "asked of each row, as a number" "int8eq(brand_id, NULLIF($told, '')::bigint)"
shape "asked of each row, as a text" "texteq(brand_id::text, $told)"
shape "the number itself (one brand's plan)" "brand_id = $brand"
shape "the number itself, asked of each row" "int8eq(brand_id, $brand)"
shape "the setting alone (holds nothing)" "$told IS NOT NULL"
