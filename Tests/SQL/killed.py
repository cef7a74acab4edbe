"""Kills a worker of a Spark cluster in the middle of a run: every company is paid once, as before.

The companies of a policy stand in the table many times over, each copy a company of its own; the
result must be the first one as many times, row by row, though the tasks of a worker that was killed
were run again by others.
"""

import argparse
import csv
import io
import os
import pathlib
import signal
import sys
import threading
import time

from engines import Spark, columns
from policies import jili


def children(process):
    """The processes below one, nearest first."""
    below = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        below.setdefault(parent, []).append(int(folder.name))
    found = list(below.get(process, []))
    for child in found:
        found += below.get(child, [])
    return found


def executors():
    """The workers' processes of this run."""
    found = []
    for process in children(os.getpid()):
        try:
            words = pathlib.Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            continue
        if b"CoarseGrainedExecutorBackend" in words and words.startswith((b"/", b"java")):
            found.append(process)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--rules", default="Rules/suzhou-2025.rules")
    parser.add_argument("--companies", default="Rules/suzhou-2025.companies.csv")
    parser.add_argument("--year", default="2026")
    parser.add_argument("--copies", type=int, default=5000)
    options = parser.parse_args()
    command = ["sql", options.rules, "--dialect", "spark", "-q", "--year", options.year]
    _, query, _ = jili(options.program, *command)
    _, tables, _ = jili(options.program, *command, "--tables")
    _, facts, _ = jili(options.program, *command, "--companies", options.companies)
    rows = [[cell or None for cell in row] for row in csv.reader(io.StringIO(facts))][1:]

    engine = Spark(options.work)
    session = engine.session
    engine.start(tables)
    engine.load("企业", rows)
    names, once = engine.query(query)
    once = {int(row[0]): tuple(row[1:]) for row in once}

    fields = [name for name, _ in columns(tables)["企业"]]
    copied = session.table("企业").crossJoin(
        session.range(options.copies).withColumnRenamed("id", "copy"))
    copied = copied.selectExpr(
        f"`行` + copy * {len(rows)} AS `行`", *[f"`{name}`" for name in fields[1:]])
    folder = str(pathlib.Path(options.work).resolve() / "spark" / "copies")
    copied.repartition(32).write.mode("overwrite").parquet(folder)
    session.read.parquet(folder).createOrReplaceTempView("`企业`")

    killed = []

    def kill():
        # The tasks of the run are under way by then.
        while session.sparkContext.statusTracker().getActiveStageIds() == []:
            time.sleep(0.05)
        time.sleep(2)
        for process in executors()[:1]:
            os.kill(process, signal.SIGKILL)
            killed.append(process)

    thread = threading.Thread(target=kill)
    begun = time.time()
    thread.start()
    result = str(pathlib.Path(options.work).resolve() / "spark" / "result")
    session.sql(query).write.mode("overwrite").parquet(result)
    taken = time.time() - begun
    thread.join()

    seen, faults = set(), 0
    for row in session.read.parquet(result).toLocalIterator():
        number = int(row[0])
        original = (number - 1) % len(rows) + 1
        if number in seen or tuple(row[1:]) != once[original]:
            faults += 1
        seen.add(number)
    engine.stop()
    wanted = len(rows) * options.copies
    print(f"killed {len(killed)} of the workers; {len(seen)} of {wanted} companies, "
          f"{faults} twice or otherwise, {taken:.0f} s")
    sys.exit(0 if killed and not faults and len(seen) == wanted else 1)


if __name__ == "__main__":
    main()
