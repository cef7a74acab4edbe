#!/bin/bash
# run.sh FOLDER: the library in FOLDER shows what its header says and nothing else, needs no Swift,
# and holds under the sanitizers of GCC.
set -eu
folder=$(realpath "$1") here=$(cd "$(dirname "$0")" && pwd)
library=$folder/libjili.so work=$folder/../tests
mkdir -p "$work"

shown=$(nm -D --defined-only "$library" | awk '{print $3}' | sort)
said=$(grep -o 'jili_[a-z_]*(' "$folder/include/jili.h" | tr -d '(' | sort -u)
if [ "$shown" != "$said" ]; then
  echo "the header and the library differ:" >&2
  diff <(echo "$said") <(echo "$shown") >&2
  exit 1
fi
needed=$(readelf -d "$library" | sed -n 's/.*NEEDED.*\[\(.*\)\].*/\1/p' | tr '\n' ' ')
echo "libjili: $(echo "$shown" | wc -l) functions, $(stat -L -c %s "$library") bytes, needs $needed"
case $needed in *swift* | *Foundation* | *readline*) exit 1 ;; esac

compile() {
  cc -std=gnu11 -Wall -Wextra -Werror -g "${@:2}" -I "$folder/include" -o "$work/$1" \
    "$here/calls.c" -L "$folder" -ljili -lpthread -Wl,-rpath,"$folder"
}
compile plain -O2
"$work/plain"
# What docs/embedding.md shows is what a reader gets.
sed -n '/^```c$/,/^```$/p' "$here/../../docs/embedding.md" | sed '/^```/d' >"$work/shown.c"
cc -std=gnu11 -Wall -Wextra -Werror -I "$folder/include" -o "$work/shown" "$work/shown.c" \
  -L "$folder" -ljili -Wl,-rpath,"$folder"
[ "$("$work/shown")" = "150000000 分" ]
compile address -O1 -fsanitize=address
ASAN_OPTIONS=detect_leaks=1 "$work/address"
compile thread -O1 -fsanitize=thread
"$work/thread"
