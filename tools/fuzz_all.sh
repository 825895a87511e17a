#!/usr/bin/env bash
# fuzz_all.sh FOLDER SECONDS: every fuzz target of a build folder for so long, each from nothing and from its seeds.
# What took one down is kept beside it; the last line counts: "N passed, N failed".
set -uo pipefail
folder=${1:?the build folder} seconds=${2:-30}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
passed=0 failed=0
for target in "$folder"/fuzz/*_fuzz; do
	[ -x "$target" ] || continue
	name=$(basename "$target") corpus=$work/$(basename "$target")
	mkdir "$corpus"
	seeds=(); [ -d "$here/fuzz/seeds/${name%_fuzz}" ] && seeds=("$here/fuzz/seeds/${name%_fuzz}")
	if "$target" -max_total_time="$seconds" -rss_limit_mb=1024 -timeout=10 -max_len=8192 -print_final_stats=1 -verbosity=0 \
		-artifact_prefix="$folder/$name-" "$corpus" "${seeds[@]}" > "$work/$name.log" 2>&1; then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$name.log")
		printf '%-20s %9s runs in %d s\n' "$name" "${runs:-?}" "$seconds"
		passed=$((passed + 1))
	else
		tail -n 40 "$work/$name.log"
		echo "$name found something: $(ls "$folder"/"$name"-* 2>/dev/null | tail -n 1)"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
