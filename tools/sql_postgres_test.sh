#!/bin/sh
# sql_postgres_test.sh SQLGEN ROOT: PostgreSQL prepares every statement of every slice, against the
# same migrations.  Run it by tools/with_postgres.sh.
set -u
sqlgen=$1 root=$2
if [ -z "${HEINZEL_TEST_POSTGRES:-}" ]; then
	echo "*** SKIPPED: the statements on PostgreSQL. Run it by tools/with_postgres.sh. ***" >&2
	exit 77
fi
failed=0 number=0

# Sets $script and $wrong.
prepare() { # file
	number=$((number + 1))
	name="prepare_$$_$number"
	psql -q "$HEINZEL_TEST_POSTGRES" -c "CREATE DATABASE $name" || exit 1
	script=$("$sqlgen" --postgres "$1" "$root/migrations" 2>&1)
	wrong=$(printf '%s\n' "$script" | psql -q -v ON_ERROR_STOP=0 -v VERBOSITY=terse "${HEINZEL_TEST_POSTGRES%/*}/$name" 2>&1)
	psql -q "$HEINZEL_TEST_POSTGRES" -c "DROP DATABASE $name"
}

for file in "$root"/src/core/*.sql "$root"/src/features/*/*.sql; do
	[ -e "$file" ] || continue
	prepare "$file"
	if [ -n "$wrong" ]; then
		echo "[  FAILED  ] ${file#"$root"/}"
		printf '%s\n' "$wrong" | sed 's/^/             /'
		failed=$((failed + 1))
	else
		echo "[       OK ] ${file#"$root"/}: $(printf '%s\n' "$script" | grep -c '^PREPARE') statements"
	fi
done
# What only SQLite takes must be found: a column that GROUP BY does not name.
odd=$(mktemp "${TMPDIR:-/tmp}/heinzel-odd.XXXXXX")
printf '%s\n' '-- odd() -> int64_t' 'SELECT MAX(documents), length FROM store_corpus WHERE brand_id = :brand_id;' >"$odd"
prepare "$odd"
rm -f "$odd"
case $wrong in
*"must appear in the GROUP BY clause"*) echo "[       OK ] what PostgreSQL refuses is found" ;;
*) echo "[  FAILED  ] what PostgreSQL refuses is found: $wrong" && failed=$((failed + 1)) ;;
esac

echo "$((number - failed)) passed, $failed failed"
[ "$failed" = 0 ] && [ "$number" -gt 1 ]
