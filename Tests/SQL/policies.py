"""Runs the policies of Rules on their company files in real databases, equal to `jili batch`."""

import argparse
import csv
import io
import pathlib
import shlex
import subprocess
import sys
import time

from engines import ENGINES


def jili(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def fen(text):
    """`1500000.00` as whole 分; an empty cell is nothing."""
    if text == "":
        return None
    whole, rest = text.split(".")
    return int(whole + rest)


def cases(rules):
    """Each policy with each of its company files and its options."""
    for companies in sorted(rules.glob("*.companies.csv")):
        name = companies.name.removesuffix(".companies.csv")
        options = companies.with_name(name + ".options")
        words = []
        if options.exists():
            for line in options.read_text().splitlines():
                words += line.split(" ", 1)
        yield name, rules / (name.split(".")[0] + ".rules"), companies, words


def by_year(headers, rows):
    """Rows year by year, those without a settled year last."""
    first, last = headers.index("日期_起"), headers.index("日期_止")
    years = {}
    for row in rows:
        settled = row[first] and row[last] and row[first][:4] == row[last][:4]
        years.setdefault(row[first][:4] if settled else "~", []).append(row)
    return [years[year] for year in sorted(years)]


def compute(engine, tables, query, headers, rows):
    """The rows of the result by number; where rules ask for earlier years, year by year."""
    engine.start(tables)
    found = {}
    for part in by_year(headers, rows) if "历史" in engine.names else [rows]:
        engine.load("企业", part)
        names, result = engine.query(query)
        due = [name for name in names if name.endswith("_曾应得")]
        history = []
        for row in result:
            row = dict(zip(names, row))
            found[int(row["行"])] = row
            history += [(row["键"], name.removesuffix("_曾应得"), row[name]) for name in due]
        if history:
            engine.add("历史", history)
    return found


def differences(found, wide):
    """What of the wide result the query has otherwise."""
    total = wide.fieldnames.index("合计")
    faults, compared, lower = [], 0, 0
    for number, row in enumerate(wide, 1):
        mine = found.get(number)
        if mine is None:
            faults.append(f"row {number} is missing")
            continue
        for name in wide.fieldnames[:total]:
            if name + "_上限" not in mine:
                continue
            low, high = mine[name], mine[name + "_上限"]
            shown = None if high is None or low != high else int(low)
            compared += 1
            if shown != fen(row[name]):
                faults.append(f"row {number} {name}: {low} .. {high}, not {row[name]}")
        if int(mine["合计"]) != fen(row["合计"]):
            faults.append(f"row {number} 合计: {mine['合计']}, not {row['合计']}")
        high, wanted = mine["上限合计"], fen(row["上限合计"])
        high = None if high is None else int(high)
        if mine["上限可能更低"]:
            lower += 1
            if wanted is None and high is not None or wanted is not None and (
                    high is not None and high < wanted):
                faults.append(f"row {number} 上限合计: {high}, below {wanted}")
        elif high != wanted:
            faults.append(f"row {number} 上限合计: {high}, not {wanted}")
    return faults, compared, lower


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--rules", default="Rules")
    parser.add_argument("--only", default="")
    parser.add_argument("engines", nargs="+", choices=list(ENGINES))
    options = parser.parse_args()
    failed = 0
    for engine_name in options.engines:
        engine = ENGINES[engine_name](options.work)
        begun = time.time()
        rows = cells = lower = 0
        for name, rules, companies, words in cases(pathlib.Path(options.rules)):
            if options.only not in name:
                continue
            command = ["sql", str(rules), "--dialect", engine_name, "-q", *words]
            code, query, errors = jili(options.program, *command)
            _, tables, _ = jili(options.program, *command, "--tables")
            _, facts, _ = jili(options.program, *command, "--companies", str(companies))
            _, wide, _ = jili(options.program, "batch", str(rules), "--companies", str(companies),
                              "-q", "--no-bom", *words)
            if code:
                failed += 1
                print(f"{engine_name} {name}: refused\n{errors}")
                continue
            table = list(csv.reader(io.StringIO(facts)))
            headers = table[0]
            data = [[cell or None for cell in row] for row in table[1:]]
            try:
                found = compute(engine, tables, query, headers, data)
                faults, compared, less = differences(found, csv.DictReader(io.StringIO(wide)))
            except Exception as error:
                faults, compared, less = [str(error)[:600]], 0, 0
            rows, cells, lower = rows + len(data), cells + compared, lower + less
            if faults:
                failed += 1
                print(f"{engine_name} {name}: {len(faults)} faults")
                for fault in faults[:8]:
                    print("   ", fault)
        engine.stop()
        print(f"{engine_name}: {rows} rows, {cells} sums of awards, {lower} rows whose high end "
              f"may be lower, {time.time() - begun:.1f} s")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
