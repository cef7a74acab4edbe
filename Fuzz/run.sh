#!/bin/bash
# Gives one form of input any bytes for so many seconds, and goes on from what was found before:
#   run.sh FORM SECONDS
#   run.sh FORM keep       puts the least of what was found that does as much into the corpus
#   run.sh FORM FILE…      gives these inputs once more
# Nine tenths of the time go to short inputs, of which many more can be tried.
set -eu
form=$1 here=$(dirname "$0") work=${FUZZ_WORK:-.build-fuzz}
fuzzer=${FUZZER:-$work/release/Fuzzer}
case $form in
  rules | parser) dictionary=rules seeds=$here/corpus/rules ;;
  prompt) dictionary=rules seeds=$here/corpus/prompt ;;
  batch) dictionary=companies seeds=$here/corpus/csv ;;
  *) dictionary=companies seeds=$here/corpus/$form ;;
esac
found=$work/found/$form faults=$work/faults
mkdir -p "$found" "$faults"

# A crash in Swift's own tracer would hide the one that was found; freed memory need not wait long.
export JILI_FORM=$form SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=quarantine_size_mb=16:detect_leaks=0:malloc_context_size=1

fuzz() {
  "$fuzzer" -dict="$here/$dictionary.dict" -entropic=0 -timeout=10 -rss_limit_mb=512 \
    -artifact_prefix="$faults/$form-" -print_final_stats=1 "$@"
}

# The record has a line for every run: day, form, longest input, how many were tried.
run() {
  local log status=0
  log=$(mktemp)
  fuzz -max_len="$1" -max_total_time="$2" "$found" "$seeds" >"$log" 2>&1 || status=$?
  awk -v form="$form" -v longest="$1" -v day="$(date +%F)" '/number_of_executed_units/ {
    print day "\t" form "\t" longest "\t" $2; exit }' "$log" >>"$work/totals.tsv"
  [ $status = 0 ] || tail -n 40 "$log"
  rm -f "$log"
  return $status
}

# The least inputs, of those in the folders behind `to`, that reach as much of the code.
keep() {
  local to=$1
  shift
  rm -rf "$work/least" && mkdir "$work/least"
  fuzz "$@" >"$work/merge.log" 2>&1 || { tail -n 40 "$work/merge.log" && return 1; }
  rm -rf "$to" && mv "$work/least" "$to"
}

case ${2-} in
  keep) keep "$seeds" -max_len=1024 -set_cover_merge=1 "$work/least" "$seeds" "$found" ;;
  *[!0-9]* | '') shift && fuzz "$@" ;;
  *)
    run 256 $(($2 * 9 / 10))
    run 65536 $(($2 / 10 + 1))
    keep "$found" -merge=1 "$work/least" "$found"
    ;;
esac
