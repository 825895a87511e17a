#!/usr/bin/env bash
# css_test.sh ROOT: the front end's build refuses a class that two files define, and lets pass what only stands inside of another.
set -euo pipefail
check=$1/web/build/classes.mjs
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
command -v node >/dev/null || { echo "no node here"; exit 77; }

printf '/* .thread { } */\n.thread > a,\n.card .tag { color: red }\n@media print {\n\t.card { top: 0 }\n}\n' > "$folder/card.css"
printf '.thread { top: 0 }\n.thread:hover,\n:is(.card, .tag) { top: 0 }\n' > "$folder/thread.css"
node "$check" "$folder" || { echo "refused what nobody defines twice"; exit 1; }

printf '.a,\n.tag { top: 0 }\n@media (min-width: 1px) { .card, .b { top: 0 } }\n' > "$folder/more.css"
said=$(node "$check" "$folder" 2>&1) && { echo "let a class pass that two files define"; exit 1; }
[ "$said" = "error: .card is defined in card.css and more.css" ] || { echo "said: $said"; exit 1; }

node "$check" "$1/web/css"
