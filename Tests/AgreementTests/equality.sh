#!/bin/bash
# equality.sh PAIRS FOLDER: all evaluators on so many generated pairs, in stretches of seeds.
#
# FOLDER keeps a line for each stretch that agreed, so that a run that was cut off goes on. It ends
# with the total, or with the output of the stretch that did not agree.
set -eu
pairs=${1:?pairs} folder=${2:?folder} stretch=${JILI_STRETCH:-20000}
record=$folder/record.txt
mkdir -p "$folder"
touch "$record"
done=$(awk '{ n += $4 } END { print n + 0 }' "$record")
seed=$(awk 'END { print $2 + 1 }' "$record")
while [ "$done" -lt "$pairs" ]; do
  if ! JILI_TESTS=agreement JILI_PAIRS=$stretch JILI_SEED=$seed "${SWIFT:-swift}" test -c release \
    --skip-build --disable-xctest -Xswiftc -enable-testing --scratch-path .build-release \
    --filter 'productAgrees|columnsAgree|preparedAgrees|chunksAndThreads|MetamorphicTests' \
    >"$folder/last.txt" 2>&1; then
    cat "$folder/last.txt" >&2
    exit 1
  fi
  # Each suite prints `name: seeds FIRST to LAST, N pairs`; the next stretch begins where the
  # shortest of them ended.
  sed -n 's/^[a-z]*: seeds [0-9]* to \([0-9]*\), \([0-9]*\) pairs.*/\1 \2/p' "$folder/last.txt" |
    sort -n | awk -v first="$seed" 'NR == 1 { print first, $1, "pairs", $2 }' >>"$record"
  done=$(awk '{ n += $4 } END { print n + 0 }' "$record")
  seed=$(awk 'END { print $2 + 1 }' "$record")
  echo "$done of $pairs pairs agree; seeds up to $((seed - 1))"
done
echo "$done pairs agree in all evaluators, seeds 1 to $((seed - 1))"
