#!/usr/bin/env python3
"""How long an edit of a clause takes to show its effect on a whole file, beside a query that is run again.

usage: live.py COMPANIES.csv JILI [ROUNDS]

Jili holds the file at its prompt and is given the edits below, each taken back again.  DuckDB holds the same rows in a
table in memory, amounts already whole fen, and runs the query of peer_duckdb.py over it: the sums and counts of all
awards, without who gains or loses.  Both in turn, round by round."""
import re, statistics as st, subprocess, sys, time
from pathlib import Path

import duckdb

from peer_duckdb import sql

HERE = Path(__file__).parent
EDITS = [
    ("an amount", "award 国家级小巨人奖励 for 国家级小巨人 = if renewed then 30万 else 200万 when new or relocated or renewed"),
    ("a threshold", "award 创新型企业奖励 = match 评价得分 { >= 85: 30万; >= 75: 20万; >= 60: 15万 } "
                    "when 省级专精特新 and 研发投入 >= 3% of 营业收入"),
    ("a ceiling", "award 标准制定奖励 = 20万 * 标准制定数 cap 60万"),
    ("a new award, a text not asked for before", "award 航空航天扶持 = 5% of 研发投入 cap 30万 when 行业 in [航空航天, 新能源]"),
    ("an award removed", "remove DCMM补助"),
    ("a definition of two industries", "define 电子信息类 = 行业 in [新一代信息技术, 集成电路]"),
    ("a definition that six awards use", "define 专精特新企业 = 国家级小巨人 or 省级专精特新 or 省级隐形冠军"),
    ("a new group", "exclusive DCMM补助, 标准制定奖励, 知名品牌奖励"),
    ("a rate and its condition", "award 营收增长奖励 = 0.2% of (营业收入 - 上年营业收入) cap 50万 "
                               "when 是否制造业 and 上年营业收入 > 0元 and 营业收入 >= 1000万 and 营业收入 >= 110% of 上年营业收入"),
    ("whom the policy concerns: all 28 awards", "policy 标尺2026 { applies when 严重失信 = no }"),
    ("a further condition on whom it concerns",
     "policy 标尺2026 { applies when 严重失信 = no and 注册地 is not 市外 and 是否制造业 }"),
    ("the policy turned round: every company", "policy 标尺2026 { applies when 严重失信 }"),
    ("the rounding of every sum", "policy 标尺2026 { rounding 万元 down }"),
]


def duck_query(con, source):
    whole = sql(source, "temp")[0]
    body = whole[whole.index("src AS (") + len("src AS ("):whole.index("),\nraw AS (")]
    con.execute(f"CREATE TABLE src AS {body}")
    query = "WITH " + whole[whole.index("raw AS ("):]
    sums = ", ".join(f"count(*) FILTER (a{i} > 0), sum(a{i})" for i in range(1, 30))
    return f"SELECT {sums} FROM ({query})"


def jili_round(jili, source):
    script = "".join(f"{text}\n:undo\n" for _, text in EDITS)
    run = subprocess.run([jili, "repl", str(HERE / "yardstick.rules"), "--companies", source, "--lang", "en"],
                         input=script, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    found = [float(ms) for ms in re.findall(r"([\d.]+) ms\n", run.stderr)]
    assert len(found) == 2 * len(EDITS), run.stderr + run.stdout
    budgets = re.findall(r"^budget +(\S+) → ", run.stdout, re.M)
    assert len(set(budgets[::2])) == 1, budgets
    return run.stdout.splitlines()[2:4], found


def main():
    source, jili = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    con = duckdb.connect()
    query = duck_query(con, source)
    con.execute(query).fetchall()
    duck, edits = [], [[] for _ in EDITS]
    for _ in range(rounds):
        said, times = jili_round(jili, source)
        for index, ms in enumerate(times):
            edits[index // 2].append(ms)
        for _ in EDITS:
            start = time.monotonic()
            con.execute(query).fetchall()
            duck.append((time.monotonic() - start) * 1000)
    print("\n".join(said))
    print("| edit | median ms | worst ms |\n|---|--:|--:|")
    for (name, _), times in zip(EDITS, edits):
        print(f"| {name} | {st.median(times):.1f} | {max(times):.1f} |")
    every = [ms for times in edits for ms in times]
    print(f"| **all edits** | **{st.median(every):.1f}** | **{max(every):.1f}** |")
    print(f"| DuckDB, the query again | {st.median(duck):.1f} | {max(duck):.1f} |")


if __name__ == "__main__":
    main()
