#!/bin/bash
# equality.sh PAIRS FOLDER [SUITE …]: every suite on so many generated pairs, in stretches of seeds.
#
# FOLDER keeps a line for each stretch that agreed, so that a run that was cut off goes on. It ends
# with the totals, or with the output of the stretch that did not agree. Suites may run beside each
# other; reference takes most of the time.
set -eu
pairs=${1:?pairs} folder=${2:?folder} stretch=${JILI_STRETCH:-20000}
shift 2
[ $# -gt 0 ] || set -- reference columns prepared ways alike
tests=${JILI_RELEASE_TESTS:-.build-release/release/jiliPackageTests.xctest}
record=$folder/record.txt
mkdir -p "$folder"
touch "$record"

# What a suite is called among the tests, and into how many parts it divides the pairs asked for.
suite() {
  case $1 in
    reference) echo 'productAgrees|MetamorphicTests' 1 ;;
    columns) echo columnsAgree 1 ;;
    prepared) echo preparedAgrees 1 ;;
    ways) echo chunksAndThreadsAgree 10 ;;
    alike) echo alikeRowsAgree 4 ;;
  esac
}

total() { awk -v name="$1" '$1 == name { n += $4 } END { print n + 0 }' "$record"; }

for name in "$@"; do
  read -r filter share <<<"$(suite "$name")"
  while [ "$(total "$name")" -lt "$pairs" ]; do
    seed=$(awk -v name="$name" '$1 == name { last = $3 } END { print last + 1 }' "$record")
    if ! JILI_PAIRS=$((stretch * share)) JILI_SEED=$seed "$tests" --testing-library swift-testing \
      --filter "$filter" >"$folder/$name.txt" 2>&1; then
      cat "$folder/$name.txt" >&2
      exit 1
    fi
    # A suite prints `name: seeds FIRST to LAST, N pairs`.
    sed -n "s/^$name: seeds \([0-9]*\) to \([0-9]*\), \([0-9]*\) pairs.*/$name \1 \2 \3/p" \
      "$folder/$name.txt" >>"$record"
    echo "$name: $(total "$name") of $pairs pairs agree"
  done
done
for name in "$@"; do echo "$name: $(total "$name") pairs agree"; done
