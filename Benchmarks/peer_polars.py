#!/usr/bin/env python3
"""Polars.  usage: peer_polars.py IN.csv RESULT.csv SUMMARY.csv [--variant stream|memory] [--money float|decimal]

stream   (default) one lazy plan, streaming engine, both files written by sink_csv from one pass over the input
memory   the awards collected into memory, then written and aggregated
--out float writes fen/100 with float_precision=2 (exact here, and faster than the Decimal path).
Money is read as Float64 and rounded to integer fen (exact below 2**51 fen); --money decimal reads Decimal(15,2) instead.
"""
import argparse
from common import AWARDS, GROUPS, KEY_IND, E_IND, MONEY, ASCII, header


def main():
    ap = argparse.ArgumentParser()
    for k in ("src", "res", "sum"):
        ap.add_argument(k)
    ap.add_argument("--variant", default="stream", choices=["stream", "memory"])
    ap.add_argument("--money", default="float", choices=["float", "decimal"])
    ap.add_argument("--out", default="float", choices=["float", "decimal", "fen"])
    ap.add_argument("--profile", action="store_true")
    a = ap.parse_args()
    import polars as pl
    c, lit, when = pl.col, pl.lit, pl.when
    I = pl.Int64
    mt = pl.Float64 if a.money == "float" else pl.Decimal(15, 2)
    schema = {k: pl.String for k in ASCII}
    schema.update({k: mt for k in MONEY})
    schema.update({"成立年份": pl.Int16, "首次升规年份": pl.Int16, "DCMM等级": pl.Int8, "评价得分": pl.Float64, "标准制定数": pl.Int32})
    schema = {k: schema.get(k, pl.String) for k in header(a.src)}
    lf = pl.scan_csv(a.src, schema=schema, has_header=True).select(list(ASCII)).rename(ASCII)
    if a.money == "float":
        money = [(c(ASCII[k]) * 100).round().cast(I).fill_null(0) for k in MONEY]
    else:
        money = [(c(ASCII[k]) * 100).cast(I).fill_null(0) for k in MONEY]
    lf = lf.with_columns(*money, (c("giant").is_not_null() | c("srdi").is_not_null()).alias("z"), (c("man") == "是").alias("man"),
                         ((c("score") * 10).round().cast(I)).alias("score"),
                         ~((c("bad") == "是") | (c("place") == "市外")).alias("ok"))
    z, man, rev, hist, rd = c("z"), c("man"), c("rev"), c("hist"), c("rd")
    n = lambda v: lit(v, dtype=I)
    fix = lambda cond, y: when(cond).then(n(y * 100)).otherwise(n(0))

    def title(col, y):
        return when(c(col).is_in(["新认定", "新引进"])).then(n(y * 100)).when(c(col) == "复评").then(n(y * 20)).otherwise(n(0))

    def tiers(ts):
        e = None
        for t, v in ts:
            t *= 10 ** 10
            cond = (rev >= t) & (hist < t)
            e = when(cond).then(n(v * 100)) if e is None else e.when(cond).then(n(v * 100))
        return e.otherwise(n(0))

    cap = lambda e, y: pl.min_horizontal(e, n(y * 100))
    raw = {
        1: title("champ", 3000000), 2: title("giant", 1500000), 3: title("hidden", 1000000), 4: title("pchamp", 300000),
        5: fix(c("srdi") == "新认定", 100000),
        6: fix((c("srdi") == "新认定") & (c("founded") >= 2021), 150000),
        7: when(c("srdi").is_null() | (rd * 100 < rev * 3)).then(n(0)).when(c("score") >= 900).then(n(30000000))
            .when(c("score") >= 800).then(n(20000000)).when(c("score") >= 600).then(n(15000000)).otherwise(n(0)),
        8: when(c("champ") == "新引进").then(n(200000000)).when(c("giant") == "新引进").then(n(150000000)).otherwise(n(0)),
        9: fix(man & (c("inlib") == "是") & (c("upyear") == 2024), 100000),
        10: fix(man & (c("inlib") == "是") & (c("upyear") == 2025), 60000),
        11: fix(c("ntc") == "新认定", 1500000), 12: fix(c("ptc") == "新认定", 500000), 13: fix(c("ctc") == "新认定", 200000),
        14: when(~man | (c("tech") < when(z).then(n(500000000)).otherwise(n(1000000000)))).then(n(0))
            .when(c("ind").is_in(KEY_IND)).then(cap((c("tech") + 2) // 5, 100000000)).otherwise(cap((c("tech") + 5) // 10, 50000000)),
        15: when(z).then(cap((c("dig") + 2) // 5, 1000000)).otherwise(n(0)),
        16: when(z).then(cap((c("loan") + 50) // 100, 100000)).otherwise(n(0)),
        17: fix(z & c("brand").is_not_null(), 300000),
        18: when(man).then(tiers([(1000, 12000000), (500, 8000000), (200, 5000000), (100, 3000000), (50, 1000000), (10, 300000)])).otherwise(n(0)),
        19: when(c("ind").is_in(E_IND)).then(tiers([(10, 1000000), (5, 500000), (2, 300000), (1, 200000)])).otherwise(n(0)),
        20: fix(c("top500") == "中国制造业企业500强", 5000000), 21: fix(c("top500") == "中国制造业民营企业500强", 2000000),
        22: when(c("dcmm") == 2).then(n(10000000)).when(c("dcmm") == 3).then(n(30000000)).when(c("dcmm") == 4).then(n(50000000)).otherwise(n(0)),
        23: when((c("maker") == "全国50强") & c("giant").is_null()).then(n(50000000)).when((c("maker") == "全国500强") & ~z).then(n(30000000)).otherwise(n(0)),
        24: when(c("maker") == "赛区一等奖").then(n(20000000)).when(c("maker") == "赛区二等奖").then(n(10000000)).when(c("maker") == "赛区三等奖").then(n(5000000)).otherwise(n(0)),
        25: cap(c("std").fill_null(0).cast(I) * 20000000, 1000000),
        26: when((rev < 2000000000) | (rd <= 0)).then(n(0)).when(rd * 20 >= rev).then(cap((rd + 25) // 50, 500000))
            .when(rd * 100 >= rev * 3).then(cap((rd + 50) // 100, 300000)).otherwise(n(0)),
        27: when(man & (c("prev") > 0) & (rev >= 2000000000) & (rev * 5 >= c("prev") * 6)).then(cap((rev - c("prev") + 500) // 1000, 500000)).otherwise(n(0)),
        28: when(c("giant").is_in(["有效", "复评"]) & (rd > 0) & (rd * 20 >= rev)).then(cap((rd * 3 + 50) // 100, 200000)).otherwise(n(0)),
    }
    lf = lf.select("id", *[when(c("ok")).then(e).otherwise(n(0)).alias(f"a{i}") for i, e in raw.items()])
    for g in GROUPS:
        best = pl.max_horizontal([c(f"a{i}") for i in g])
        ex = []
        for p, i in enumerate(g):
            cond = c(f"a{i}") == best
            for j in g[:p]:
                cond = cond & (c(f"a{j}") < best)
            ex.append(when(cond).then(c(f"a{i}")).otherwise(n(0)).alias(f"a{i}"))
        lf = lf.with_columns(ex)
    nums = [f"a{i}" for i in range(1, 29)]
    lf = lf.with_columns(pl.sum_horizontal(nums).alias("a29"))
    nums.append("a29")
    names = AWARDS + ["合计"]
    if a.out == "float":
        y = lambda e: e / 100
    elif a.out == "decimal":
        y = lambda e: (e.cast(pl.Decimal(18, 2)) * lit("0.01").cast(pl.Decimal(18, 2))).cast(pl.Decimal(18, 2))
    else:
        y = lambda e: e
    kw = {"float_precision": 2} if a.out == "float" else {}
    out = lf.select(c("id").alias("企业编号"), *[y(c(k)).alias(nm) for k, nm in zip(nums, names)])
    # the summary: 29 counts and 29 sums in one row, turned into 29 lines
    agg = lf.select(*[(c(k) > 0).sum().alias("n" + k) for k in nums], *[c(k).sum().alias("s" + k) for k in nums])

    def lines(row):
        with open(a.sum, "w", encoding="utf-8", newline="") as f:
            f.write("奖项,企业数,金额\n")
            for k, nm in zip(nums, names):
                s = row["s" + k]
                f.write(f"{nm},{row['n' + k]},{s // 100}.{s % 100:02d}\n")

    import time
    t = time.time()
    if a.variant == "stream":
        r = pl.collect_all([out.sink_csv(a.res, lazy=True, **kw), agg], engine="streaming")
        lines(r[1].row(0, named=True))
    else:
        df = lf.collect()
        if a.profile:
            print("collect", time.time() - t)
        df.select(c("id").alias("企业编号"), *[y(c(k)).alias(nm) for k, nm in zip(nums, names)]).write_csv(a.res, **kw)
        lines(df.select(*[(c(k) > 0).sum().alias("n" + k) for k in nums], *[c(k).sum().alias("s" + k) for k in nums]).row(0, named=True))
    if a.profile:
        print("total", time.time() - t)


if __name__ == "__main__":
    main()
