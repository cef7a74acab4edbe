#!/bin/bash
# run.sh ROWS FOLDER JILI: the strongest rivals and Jili on the same companies, in interleaved rounds.
#
# First the tidy file of the yardstick, then the same companies as an untidy export (gen_wide.py) that
# no program here was tuned to. Every result is compared byte for byte with ref_decimal.py. JILI is the
# release program; PYTHON names a python3 with what requirements.txt lists, CC a clang; ROUNDS is 5.
set -e
rows=${1:?rows} folder=${2:?folder} jili=${3:?jili}
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3} rounds=${ROUNDS:-5}
mkdir -p "$folder/ref" "$folder/out"
tidy=$folder/tidy$rows.csv wide=$folder/wide$rows.csv
reference=$folder/ref/r$rows.csv
[ -f "$tidy" ] || "$python" "$here/gen_companies.py" "$rows" "$tidy" >&2
[ -f "$wide" ] || "$python" "$here/gen_wide.py" "$tidy" "$wide"
[ -f "$reference" ] || "$python" "$here/ref_decimal.py" "$tidy" "$reference" "$folder/ref/s$rows.csv"
"${CC:-clang}" -O3 -march=native -pthread -o "$folder/tok" "$here/native/tok.c" 2>/dev/null ||
  echo "no C program: it needs a processor with AVX-512" >&2
for file in "$tidy" "$wide"; do
  echo "$(basename "$file"), $(wc -c <"$file") bytes"
  "$python" - "$rows" "$folder" "$here" "$rounds" "$python" "$jili" "$file" "$reference" <<'P'
import json, os, subprocess, sys
rows, folder, here, rounds = int(sys.argv[1]), *sys.argv[2:4], int(sys.argv[4])
python, jili, source, reference = sys.argv[5:9]
result, summary = f"{folder}/out/r.csv", f"{folder}/out/s.csv"


def job(name, *argv):
    return dict(name=name, argv=argv, rows=rows, bytes=os.path.getsize(source),
                out=[result, summary], check=[[reference, result]])


files = [source, result, summary]
jobs = [job("polars streaming", python, f"{here}/peer_polars.py", *files),
        job("duckdb", python, f"{here}/peer_duckdb.py", *files),
        job("duckdb, tuned", python, f"{here}/peer_duckdb.py", *files, "--variant", "text")]
# The C program knows one layout of the file, and no line break in a cell.
if "tidy" in os.path.basename(source) and os.path.exists(f"{folder}/tok"):
    jobs.append(job("C for this policy, 2 threads", f"{folder}/tok", "full", "2", "read", *files))
jobs.append(job("jili", jili, "batch", f"{here}/yardstick.rules", "--companies", source, "-o", result,
                "--year", "2026", "--summary", summary, "--columns", "企业编号,awards,合计",
                "--no-bom", "--no-receipt", "--quiet"))
spec = dict(rounds=rounds, base="polars streaming", warmup=1, jobs=jobs)
with open(f"{folder}/spec.json", "w", encoding="utf-8") as out:
    json.dump(spec, out, ensure_ascii=False)
subprocess.run([python, f"{here}/measure.py", f"{folder}/spec.json"], check=True)
P
done
