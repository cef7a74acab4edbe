#!/usr/bin/env python3
"""What a million companies cost: `jili batch`, its query in DuckDB and on Spark, the same companies.

usage: scale.py JILI WORK ROWS ROUNDS [POLICY ...]

A policy is the name of one in Rules, whose made-up companies are taken many times over under names of
their own; with a + behind it every cell is that of some company and every amount another, so that hardly
two companies are alike. `yardstick` is the policy whose companies gen_companies.py makes. Every way runs
once a round, in turn. What is timed begins with the company file or the fact table in the form at home there and ends
with the results of all companies in a file. CPU seconds are those of all processes of a way, those of
the cluster's workers among them. The totals must be equal company by company.
"""
import csv, json, os, pathlib, random, re, statistics, subprocess, sys, time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "SQL"))


def companies(source, target, rows, are_mixed):
    """As many companies as wanted, made of those of a file."""
    header, *data = csv.reader(open(source, encoding="utf-8-sig", newline=""))
    names = [i for i, name in enumerate(header) if name in ("企业编号", "企业名称")]
    columns = list(zip(*data))
    dice = random.Random(1)

    def mixed(place, n):
        if place in names:
            return f"虚构{n:08d}"
        cell = dice.choice(columns[place])
        is_amount = AMOUNT.fullmatch(cell) and float(cell) > 12 and "年" not in header[place]
        return f"{float(cell) * 10 ** dice.uniform(-1, 1):.2f}" if is_amount else cell

    def copied(place, n):
        cell = data[n % len(data)][place]
        return cell + f"·{n // len(data)}" if place in names else cell

    made = mixed if are_mixed else copied
    with open(target, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(header)
        out.writerows([made(place, n) for place in range(len(header))] for n in range(rows))


AMOUNT = re.compile(r"[0-9]+(\.[0-9]+)?")


def timed(argv):
    """Wall and CPU seconds of a program with all that it waits for."""
    begun = time.monotonic()
    pid = os.posix_spawnp(argv[0], argv, os.environ)
    _, status, used = os.wait4(pid, 0)
    wall = time.monotonic() - begun
    if status:
        raise SystemExit(f"{argv[:2]} ended with {status}")
    return wall, used.ru_utime + used.ru_stime


def said(argv):
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout


def types(kind):
    return {"TEXT": "VARCHAR"}.get(kind, kind)


def facts_in(connection, folder):
    """The fact table as DuckDB has it, from the rows that `jili sql --companies` wrote."""
    for statement in (folder / "duckdb.tables").read_text().split(";\n"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"""COPY "企业" FROM '{folder}/facts.csv' (HEADER)""")


def duck(folder, threads):
    import duckdb
    connection = duckdb.connect(str(folder / "facts.duckdb"), read_only=True)
    connection.execute(f"SET threads = {threads}")
    query = (folder / "duckdb.sql").read_text().rstrip().rstrip(";")
    connection.execute(f"COPY ({query}) TO '{folder}/duckdb.parquet'")


def ticks():
    """CPU seconds of all processes below this one so far."""
    below, spent = {}, {}
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        below.setdefault(int(fields[1]), []).append(int(process.name))
        spent[int(process.name)] = sum(int(field) for field in fields[11:15])
    found = list(below.get(os.getpid(), []))
    for child in found:
        found += below.get(child, [])
    return sum(spent[child] for child in found) / os.sysconf("SC_CLK_TCK")


class Cluster:
    """Spark with two workers of one core each; the query over ROWS and over next to none."""

    def __init__(self, work):
        from engines import Spark
        self.engine = Spark(work)
        self.session = self.engine.session

    def prepare(self, folder):
        """The fact table as Parquet, cast from the rows that `jili sql --companies` wrote."""
        from engines import columns
        fields = columns((folder / "spark.tables").read_text())["企业"]
        table = self.session.read.option("header", True).csv(str(folder / "facts.csv"))
        table.selectExpr(*[f"CAST(`{n}` AS {kind}) AS `{n}`" for n, kind in fields]).repartition(
            8).write.mode("overwrite").parquet(str(folder / "facts.parquet"))

    def run(self, folder, few=False):
        table = self.session.read.parquet(str(folder / "facts.parquet"))
        (table.where("`行` <= 100") if few else table).createOrReplaceTempView("`企业`")
        spent, begun = ticks(), time.monotonic()
        result = self.session.sql((folder / "spark.sql").read_text())
        name = "spark-few.parquet" if few else "spark.parquet"
        result.write.mode("overwrite").parquet(str(folder / name))
        return time.monotonic() - begun, ticks() - spent


def prepare(jili, folder, policy, rows):
    """The company file, the facts and the queries of a policy; the words of its runs."""
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "companies.csv"
    if policy == "yardstick":
        rules, words = HERE / "yardstick.rules", ["--year", "2026"]
        subprocess.run(
            [sys.executable, HERE / "gen_companies.py", str(rows), table], check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    else:
        rules = HERE.parent / "Rules" / f"{policy.rstrip('+')}.rules"
        words = rules.with_suffix(".options").read_text().split()
        made = rules.with_suffix(".companies.csv")
        companies(made, table, rows, are_mixed=policy.endswith("+"))
    for dialect in ("duckdb", "spark"):
        command = [jili, "sql", str(rules), "--dialect", dialect, "-q", *words]
        (folder / f"{dialect}.sql").write_text(said(command))
        (folder / f"{dialect}.tables").write_text(said([*command, "--tables"]))
    return [str(rules), "--companies", str(table), "-q", *words]


def check(folder, rows):
    """Company by company the same totals, whoever computed them."""
    import duckdb
    wanted = f"""SELECT row_number() OVER () AS n, CAST(合计 * 100 AS HUGEINT) AS total FROM
        read_csv('{folder}/batch.csv', all_varchar = false, types = {{'合计': 'DECIMAL(30,2)'}})"""
    for name in ("duckdb.parquet", "spark.parquet/*.parquet"):
        if not list(folder.glob(name)):
            continue
        found = duckdb.sql(f"""SELECT count(*), sum((m.合计 = b.total)::INT), sum(b.total) FROM
            ({wanted}) AS b JOIN read_parquet('{folder}/{name}') AS m ON m.行 = b.n""").fetchall()[0]
        if found[:2] != (rows, rows):
            raise SystemExit(f"{folder.name} {name}: {found[1]} of {rows} totals are equal")
        print(f"{folder.name} {name.split('.')[0]}: {found[1]} totals equal, {found[2]} 分 in all")


def main():
    jili, work, rows, rounds, *policies = sys.argv[1:]
    if jili == "--duck":
        return duck(pathlib.Path(work), int(rows))
    work, rows = pathlib.Path(work).resolve(), int(rows)
    cluster = None if os.environ.get("SCALE_WITHOUT_SPARK") else Cluster(work)
    for policy in policies:
        folder = work / policy
        given = prepare(jili, folder, policy, rows)
        ways = {
            "jili batch, 1 thread": lambda: timed(
                [jili, "batch", *given, "--threads", "1", "--no-bom", "-o", f"{folder}/batch.csv"]),
            "jili batch, 2 threads": lambda: timed(
                [jili, "batch", *given, "--threads", "2", "--no-bom", "-o", f"{folder}/batch.csv"]),
            "jili sql --companies": lambda: timed(
                [jili, "sql", *given, "-o", f"{folder}/facts.csv"])}
        for threads in (1, 2):
            ways[f"DuckDB, {threads} thread{'s' * (threads > 1)}"] = lambda threads=threads: timed(
                [sys.executable, __file__, "--duck", str(folder), str(threads), "-"])
        if cluster:
            ways["Spark, 2 workers"] = lambda: cluster.run(folder)
            ways["Spark, 100 companies"] = lambda: cluster.run(folder, few=True)
        ways["jili sql --companies"]()
        import duckdb
        (folder / "facts.duckdb").unlink(missing_ok=True)
        with duckdb.connect(str(folder / "facts.duckdb")) as connection:
            facts_in(connection, folder)
        if cluster:
            cluster.prepare(folder)
        found = {name: [] for name in ways}
        load = os.getloadavg()[0]
        for _ in range(int(rounds)):
            for name, way in ways.items():
                found[name].append(way())
                print(f"  {policy} {name}: {found[name][-1]}", file=sys.stderr, flush=True)
        size = {name: (folder / name).stat().st_size for name in ("companies.csv", "batch.csv")}
        size["query"] = (folder / "duckdb.sql").stat().st_size
        print(f"\n{policy}: {rows} companies, {rounds} rounds, load {load:.1f} before and "
              f"{os.getloadavg()[0]:.1f} after; {json.dumps(size)} bytes")
        print("| | wall s | cpu s | cpu beside batch |\n|---|--:|--:|--:|")
        base = statistics.median(cpu for _, cpu in found["jili batch, 1 thread"])
        for name, runs in found.items():
            wall, cpu = (statistics.median(run[i] for run in runs) for i in range(2))
            print(f"| {name} | {wall:.2f} | {cpu:.2f} | {cpu / base:.1f} |", flush=True)
        check(folder, rows)
    if cluster:
        cluster.engine.stop()


if __name__ == "__main__":
    main()
