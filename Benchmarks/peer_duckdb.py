#!/usr/bin/env python3
"""DuckDB.  usage: peer_duckdb.py IN.csv RESULT.csv SUMMARY.csv [--variant V] [--threads T] [--sql]

variants   temp      (default) materialise the awards once, COPY them in input order, aggregate them
           unordered as temp, with preserve_insertion_order=false (rows of the result in any order)
           rescan    COPY the query straight to the result, then summarise by reading the result back
           twice     COPY the query, then run it again for the summary (reads the input twice)
           text      as temp, but each result line is built as one VARCHAR, and an all-zero row is a constant (a hack a
                     DuckDB expert would find: it halves the cost of the CSV writer; ids must not need quoting)
           fen       as temp, amounts written as whole fen (BIGINT) instead of yuan with two decimals
"""
import argparse
from common import AWARDS, GROUPS, KEY_IND, E_IND, MONEY, ASCII, header

TYPES = {k: "VARCHAR" for k in ASCII}
TYPES.update({k: "DECIMAL(15,2)" for k in MONEY})
TYPES.update({"成立年份": "SMALLINT", "首次升规年份": "SMALLINT", "DCMM等级": "TINYINT", "评价得分": "DECIMAL(4,1)", "标准制定数": "INTEGER"})


def q(names):
    return ", ".join("'" + n + "'" for n in names)


def anyof(col, values):
    # not IN (...): from five constants on, DuckDB plans IN as a hash join, which (like any join there) loses the input
    # order of the rows even with preserve_insertion_order = true
    return " OR ".join(f"{col} = '{v}'" for v in values)


def sql(src, variant):
    names = enumerate(header(src))
    cols = "{" + ", ".join(f"'{ASCII.get(k, f'unread{i}')}': '{TYPES.get(k, 'VARCHAR')}'" for i, k in names) + "}"
    y = lambda n: f"{n}00"                                     # yuan -> fen literal
    title = lambda c, n: f"CASE {c} WHEN '新认定' THEN {y(n)} WHEN '新引进' THEN {y(n)} WHEN '复评' THEN {y(n // 5)} ELSE 0 END"
    yi = 10 ** 10
    tiers = lambda ts: "CASE " + " ".join(f"WHEN rev >= {t * yi} AND hist < {t * yi} THEN {y(v)}" for t, v in ts) + " ELSE 0 END"
    t18 = tiers([(1000, 12000000), (500, 8000000), (200, 5000000), (100, 3000000), (50, 1000000), (10, 300000)])
    t19 = tiers([(10, 1000000), (5, 500000), (2, 300000), (1, 200000)])
    expr = {
        1: title("champ", 3000000), 2: title("giant", 1500000), 3: title("hidden", 1000000), 4: title("pchamp", 300000),
        5: "CASE WHEN srdi = '新认定' THEN 10000000 ELSE 0 END",
        6: "CASE WHEN srdi = '新认定' AND founded >= 2021 THEN 15000000 ELSE 0 END",
        7: "CASE WHEN srdi IS NULL OR rd * 100 < rev * 3 THEN 0 WHEN score >= 90 THEN 30000000 WHEN score >= 80 THEN 20000000 WHEN score >= 60 THEN 15000000 ELSE 0 END",
        8: "CASE WHEN champ = '新引进' THEN 200000000 WHEN giant = '新引进' THEN 150000000 ELSE 0 END",
        9: "CASE WHEN man = '是' AND inlib = '是' AND upyear = 2024 THEN 10000000 ELSE 0 END",
        10: "CASE WHEN man = '是' AND inlib = '是' AND upyear = 2025 THEN 6000000 ELSE 0 END",
        11: "CASE WHEN ntc = '新认定' THEN 150000000 ELSE 0 END",
        12: "CASE WHEN ptc = '新认定' THEN 50000000 ELSE 0 END",
        13: "CASE WHEN ctc = '新认定' THEN 20000000 ELSE 0 END",
        14: f"""CASE WHEN man <> '是' OR tech < (CASE WHEN z THEN 500000000 ELSE 1000000000 END) THEN 0
                 WHEN {anyof('ind', KEY_IND)} THEN least((tech + 2) // 5, 10000000000) ELSE least((tech + 5) // 10, 5000000000) END""",
        15: "CASE WHEN z THEN least((dig + 2) // 5, 100000000) ELSE 0 END",
        16: "CASE WHEN z THEN least((loan + 50) // 100, 10000000) ELSE 0 END",
        17: "CASE WHEN z AND brand IS NOT NULL THEN 30000000 ELSE 0 END",
        18: f"CASE WHEN man = '是' AND rev >= {10 * yi} THEN {t18} ELSE 0 END",
        19: f"CASE WHEN rev >= {yi} AND ({anyof('ind', E_IND)}) THEN {t19} ELSE 0 END",
        20: "CASE WHEN top500 = '中国制造业企业500强' THEN 500000000 ELSE 0 END",
        21: "CASE WHEN top500 = '中国制造业民营企业500强' THEN 200000000 ELSE 0 END",
        22: "CASE dcmm WHEN 2 THEN 10000000 WHEN 3 THEN 30000000 WHEN 4 THEN 50000000 ELSE 0 END",
        23: "CASE WHEN maker = '全国50强' AND giant IS NULL THEN 50000000 WHEN maker = '全国500强' AND NOT z THEN 30000000 ELSE 0 END",
        24: "CASE maker WHEN '赛区一等奖' THEN 20000000 WHEN '赛区二等奖' THEN 10000000 WHEN '赛区三等奖' THEN 5000000 ELSE 0 END",
        25: "least(coalesce(std, 0) * 20000000::BIGINT, 100000000)",
        26: """CASE WHEN rev < 2000000000 OR rd <= 0 THEN 0 WHEN rd * 20 >= rev THEN least((rd + 25) // 50, 50000000)
                 WHEN rd * 100 >= rev * 3 THEN least((rd + 50) // 100, 30000000) ELSE 0 END""",
        27: "CASE WHEN man = '是' AND prev > 0 AND rev >= 2000000000 AND rev * 5 >= prev * 6 THEN least((rev - prev + 500) // 1000, 50000000) ELSE 0 END",
        28: "CASE WHEN giant IN ('有效', '复评') AND rd > 0 AND rd * 20 >= rev THEN least((rd * 3 + 50) // 100, 20000000) ELSE 0 END",
    }
    money = ", ".join(f"coalesce(({ASCII[k]} * 100)::BIGINT, 0) AS {ASCII[k]}" for k in MONEY)
    rest = ", ".join(ASCII[k] for k in TYPES if k not in MONEY and k not in ("企业名称",))
    read = f"""src AS (SELECT {rest}, {money}, (giant IS NOT NULL OR srdi IS NOT NULL) AS z,
        NOT (bad = '是' OR place = '市外') AS ok
      FROM read_csv('{src}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', columns = {cols}))"""
    raw = "raw AS (SELECT id, " + ",\n   ".join(f"CASE WHEN ok THEN {e} ELSE 0 END AS r{i}" for i, e in expr.items()) + " FROM src)"
    grp, final = [], {i: f"r{i}" for i in expr}
    for gi, g in enumerate(GROUPS):
        grp.append("greatest(" + ", ".join(f"r{i}" for i in g) + f") AS g{gi}")
        for p, i in enumerate(g):
            earlier = "".join(f" AND r{j} < g{gi}" for j in g[:p])
            final[i] = f"CASE WHEN r{i} = g{gi}{earlier} THEN r{i} ELSE 0 END"
    best = f"best AS (SELECT *, {', '.join(grp)} FROM raw)"
    fin = "fin AS (SELECT id, " + ", ".join(f"({e})::BIGINT AS a{i}" for i, e in final.items()) + " FROM best)"
    tot = "SELECT *, " + " + ".join(f"a{i}" for i in expr) + " AS a29 FROM fin"
    query = f"WITH {read},\n{raw},\n{best},\n{fin}\n{tot}"
    names = AWARDS + ["合计"]
    # fen -> yuan, DECIMAL(15,2): an integer multiplied by the constant 0.01 stays in 64 bits
    dec = (lambda c: c) if variant == "fen" else (lambda c: f"({c}::DECIMAL(15,0) * 0.01::DECIMAL(2,2))::DECIMAL(15,2)")
    out = "SELECT id AS \"企业编号\", " + ", ".join(f'{dec("a%d" % (i + 1))} AS "{n}"' for i, n in enumerate(names))
    opt = "(FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"')"
    stmts = []
    agg = ("SELECT " + ", ".join(f"count(*) FILTER (a{i} > 0) AS n{i}, sum(a{i}) AS s{i}" for i in range(1, 30)))
    unp = lambda frm: (f"SELECT unnest([{q(names)}]) AS \"奖项\", unnest([{', '.join(f'n{i}' for i in range(1, 30))}]) AS \"企业数\", "
                       f"unnest([{', '.join(f's{i}' for i in range(1, 30))}]) AS fen FROM ({agg} FROM {frm})")
    yuan = lambda u: f"SELECT \"奖项\", \"企业数\", (fen::DECIMAL(18,0) * 0.01::DECIMAL(2,2))::DECIMAL(18,2) AS \"金额\" FROM ({u})"
    if variant in ("temp", "unordered", "fen"):
        stmts.append(f"CREATE TEMP TABLE res AS {query}")
        stmts.append(f"COPY ({out} FROM res) TO '$RES' {opt}")
        stmts.append(f"COPY ({yuan(unp('res'))}) TO '$SUM' {opt}")
    elif variant == "text":
        d = ", ".join(f"CASE WHEN a{i} = 0 THEN '0.00' ELSE {dec(f'a{i}')}::VARCHAR END" for i in range(1, 30))
        stmts.append(f"CREATE TEMP TABLE res AS {query}")
        stmts.append(f"COPY (SELECT CASE WHEN a29 = 0 THEN id || '{',0.00' * 29}' ELSE concat_ws(',', id, {d}) END "
                     f"AS \"{','.join(['企业编号'] + names)}\" FROM res) TO '$RES' (FORMAT csv, HEADER, DELIMITER '|', QUOTE '', ESCAPE '')")
        stmts.append(f"COPY ({yuan(unp('res'))}) TO '$SUM' {opt}")
    elif variant == "twice":
        stmts.append(f"COPY ({out} FROM ({query})) TO '$RES' {opt}")
        stmts.append(f"COPY ({yuan(unp('(' + query + ')'))}) TO '$SUM' {opt}")
    elif variant == "rescan":
        stmts.append(f"COPY ({out} FROM ({query})) TO '$RES' {opt}")
        c2 = "{'id': 'VARCHAR', " + ", ".join(f"'d{i}': 'DECIMAL(15,2)'" for i in range(1, 30)) + "}"
        back = "(SELECT " + ", ".join(f"(d{i} * 100)::BIGINT AS a{i}" for i in range(1, 30)) + f" FROM read_csv('$RES', header = true, auto_detect = false, columns = {c2}))"
        stmts.append(f"COPY ({yuan(unp(back))}) TO '$SUM' {opt}")
    return stmts


def main():
    ap = argparse.ArgumentParser()
    for k in ("src", "res", "sum"):
        ap.add_argument(k)
    ap.add_argument("--variant", default="temp", choices=["temp", "unordered", "fen", "twice", "rescan", "text"])
    ap.add_argument("--threads", type=int)
    ap.add_argument("--sql", action="store_true", help="print the statements and stop")
    ap.add_argument("--profile", action="store_true", help="print seconds per statement")
    a = ap.parse_args()
    stmts = [s.replace("$RES", a.res).replace("$SUM", a.sum) for s in sql(a.src, a.variant)]
    # set either way: DuckDB versions differ in the default
    stmts.insert(0, f"SET preserve_insertion_order = {'false' if a.variant == 'unordered' else 'true'}")
    if a.sql:
        print(";\n".join(stmts) + ";")
        return
    import duckdb
    import time
    con = duckdb.connect()
    if a.threads:
        con.execute(f"SET threads = {a.threads}")
    for s in stmts:
        t = time.time()
        con.execute(s)
        if a.profile:
            print(f"{time.time() - t:7.3f} s  {s[:60]!r}")


if __name__ == "__main__":
    main()
