#!/bin/sh
# docs_test.sh ROOT: what the documents name exists: files that sources cite, links, pictures, and the tests of docs/status.md.
cd "${1:?name the source folder}" || exit 2
passed=0 failed=0

# there WHAT WHO: WHAT is a path or a pattern of one
there() {
	if ls -d $1 > /dev/null 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED  $2 names $1, which is not there"
	fi
}

for file in $(grep -rhoE --include='*.[ch]' --include='*.sql' --include='*.html' --include='*.mjs' 'docs/(rules|decisions)/[a-z0-9-]+\.md' src tools browser/journeys migrations | sort -u); do
	there "$file" "a source"
done

# Links of the documents, as seen from where each lies.
for document in *.md docs/*.md docs/*/*.md deploy/*.md; do
	folder=$(dirname "$document")
	for link in $(grep -oE '\]\([^)#: ]+\)' "$document" | sed -E 's/^\]\(|\)$//g' | sort -u); do
		there "$folder/$link" "$document"
	done
done

# Tests that status.md names: C functions, those of tools/crash, and files below src.
tests=$(mktemp)
trap 'rm -f "$tests"' EXIT
{
	grep -rhoE --include='*_test.c' '^static void [a-z0-9_]+\(void \*\*' src tools | sed -E 's/static void |\(.*//g'
	grep -rhoE --include='*.py' '^def [a-z0-9_]+\((template|_)\)' tools/crash | sed -E 's/def |\(.*//g'
} | sort -u > "$tests"
for name in $(grep -oE '`[a-z0-9]+(_[a-z0-9]+){2,}`' docs/status.md SECURITY.md | sed -E 's/^[^`]*`|`$//g' | sort -u); do
	if grep -qx "$name" "$tests"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED  there is no test $name"; fi
done
for file in $(grep -oE '`[a-z]+/[a-z_*]+_test\.(c|sh)`' docs/status.md SECURITY.md | sed -E 's/^[^`]*`|`$//g' | sort -u); do
	case $file in
	tools/*) there "$file" "a document" ;;
	*) if ls src/$file > /dev/null 2>&1; then there "src/$file" "a document"; else there "src/features/$file" "a document"; fi ;;
	esac
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
