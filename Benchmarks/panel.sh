#!/bin/bash
# panel.sh ROWS FOLDER JILI: memory and time of `jili batch` where a row needs others.
#
# The companies are those of gen_companies.py: first with one row each, then a quarter of them, each
# over four years; the years stand behind each other, so that the rows of one company are far apart.
# Four runs: with --key alone on both, with quotas alone, with both.
set -e
rows=${1:?rows} folder=${2:?folder} jili=${3:?jili}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$folder"
tidy=$folder/tidy$rows.csv single=$folder/single$rows.csv panel=$folder/panel$rows.csv
quota=$folder/quota.rules
[ -f "$tidy" ] || "${PYTHON:-python3}" "$here/gen_companies.py" "$rows" "$tidy" >&2
awk -v OFS=, 'NR == 1 { print "年度", $0; next } { print 2026, $0 }' "$tidy" >"$single"
awk -F, -v OFS=, -v each=$((rows / 4)) '
  NR == 1 { print "年度", $0; next }
  { row = NR - 2; $1 = sprintf("JX%08d", row % each); print 2023 + int(row / each), $0 }
' "$tidy" >"$panel"
sed -E '
  /^award (标准制定奖励|数字化攻关补助) /s/$/; quota = 500 per year by 评价得分, 研发投入/
  /^award 数字化攻关补助 /s/$/; once/
  /^award 专精特新贷贴息 /s/$/; quota = 2000 per year by 研发投入/
' "$here/yardstick.rules" >"$quota"
measure() {
  local name=$1
  shift
  /usr/bin/time -f "$name: %e s, %U + %S s cpu, %M kB" "$jili" batch "$@" -o "$folder/out.csv" --quiet
  sha256sum <"$folder/out.csv" | cut -c1-16
}
key=(--key 企业编号 --date-column 年度)
measure "$rows, key, one row each" "$here/yardstick.rules" --companies "$single" "${key[@]}"
measure "$rows, key, four years" "$here/yardstick.rules" --companies "$panel" "${key[@]}"
measure "$rows, quotas" "$quota" --companies "$panel" --date-column 年度
measure "$rows, both" "$quota" --companies "$panel" "${key[@]}"
