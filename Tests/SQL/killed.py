"""Kills workers of a Spark cluster in the middle of runs: every company is paid once, as before.

Two ways to compute a country are tried, each undisturbed and with workers that die. First the query
of `jili sql` over many companies. Then a file a task: `jili batch` on each part of each city, once
with all that a worker had started dying with it, as a machine does, and once with `jili` alone
going on, so that two of it write the same results. The cluster's own log must say that tasks were
lost and run again.
"""

import argparse
import collections
import csv
import hashlib
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time

from engines import Spark, columns
from policies import jili

# The policies stand for cities. A quota's companies compete, so they stay in one part.
CITIES = {
    "jiaxing-2022": 3, "jiaxing-2026": 1, "qiantang-2024": 3, "suzhou-2025": 3, "taizhou-2025": 3}


def processes_below(process):
    below = collections.defaultdict(list)
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        below[parent].append(int(folder.name))
    found = list(below[process])
    for child in found:
        found += below[child]
    return found


def words(process):
    try:
        return pathlib.Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return []


def workers():
    """The processes of this cluster in which tasks run."""
    return [
        process for process in processes_below(os.getpid())
        if any("CoarseGrainedExecutorBackend" in word for word in words(process))
        and words(process)[0].endswith("java")]


def end(processes):
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass


class Log:
    """What the cluster itself wrote of its tasks."""

    def __init__(self, folder):
        self.folder = folder

    def events(self):
        for path in self.folder.rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                with open(path) as lines:
                    yield from (json.loads(line) for line in lines if line.startswith("{"))

    def repeated(self):
        """Tasks that were lost with their worker, and those of them that ended well later."""
        lost, done = set(), set()
        for event in self.events():
            if event["Event"] != "SparkListenerTaskEnd":
                continue
            task = (event["Stage ID"], event["Task Info"]["Index"])
            if event["Task End Reason"]["Reason"] == "ExecutorLostFailure":
                lost.add(task)
            elif event["Task End Reason"]["Reason"] == "Success" and task in lost:
                done.add(task)
        return lost, done


def copied(text, copies):
    """The companies of a file many times over, each copy a company of its own."""
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    names = [i for i, name in enumerate(header) if name in ("企业编号", "企业名称")]
    for copy in range(copies):
        for row in rows:
            yield [cell + f"·{copy}" if i in names else cell for i, cell in enumerate(row)], header


def query_run(engine, options, faults):
    """The query over copies of a policy's companies, calm and with a worker that dies."""
    session = engine.session
    rules = options.rules / "suzhou-2025.rules"
    companies = str(rules.with_suffix(".companies.csv"))
    command = ["sql", str(rules), "--dialect", "spark", "-q", "--year", "2026"]
    _, query, _ = jili(options.program, *command)
    _, tables, _ = jili(options.program, *command, "--tables")
    _, facts, _ = jili(options.program, *command, "--companies", companies)
    rows = [[cell or None for cell in row] for row in csv.reader(io.StringIO(facts))][1:]
    engine.start(tables)
    engine.load("企业", rows)
    fields = [name for name, _ in columns(tables)["企业"]]
    copies = session.range(options.copies).withColumnRenamed("id", "copy")
    table = session.table("`企业`").crossJoin(copies).selectExpr(
        f"`行` + copy * {len(rows)} AS `行`", *[f"`{name}`" for name in fields[1:]])
    folder = pathlib.Path(options.work).resolve() / "spark"
    table.repartition(24).write.mode("overwrite").parquet(str(folder / "copies"))
    session.read.parquet(str(folder / "copies")).createOrReplaceTempView("`企业`")

    def write(name):
        begun = time.time()
        session.sql(query).write.mode("overwrite").parquet(str(folder / name))
        return time.time() - begun

    calm = write("calm")
    killed = []
    over = threading.Event()

    def kill():
        tracker = session.sparkContext.statusTracker()
        while not over.is_set():
            for stage in tracker.getActiveStageIds():
                now = tracker.getStageInfo(stage)
                # Both workers are at a task, some are done, some wait: it is the middle.
                if now and now.numCompletedTasks and now.numActiveTasks == 2 and (
                        now.numTasks - now.numCompletedTasks > 3):
                    killed.extend(workers()[:1])
                    end(killed)
                    return
            time.sleep(0.02)

    thread = threading.Thread(target=kill)
    thread.start()
    disturbed = write("disturbed")
    over.set()
    thread.join()
    if len(killed) != 1:
        faults.append("the query ended before a worker was killed")
    first, second = (session.read.parquet(str(folder / name)) for name in ("calm", "disturbed"))
    wanted = len(rows) * options.copies
    counts = first.count(), second.count(), second.select("行").distinct().count()
    if counts != (wanted, wanted, wanted):
        faults.append(f"{counts} rows of the query, not {wanted}")
    differ = first.exceptAll(second).count() + second.exceptAll(first).count()
    if differ:
        faults.append(f"{differ} rows of the query differ")
    print(f"query: {wanted} companies, worker {killed} killed, {differ} rows differ; "
          f"calm {calm:.1f} s, disturbed {disturbed:.1f} s", flush=True)


def parts_of(options, folder):
    """Writes the parts of the cities; by part the words of the run."""
    parts = {}
    for city, count in CITIES.items():
        rules = options.rules / (city + ".rules")
        words = rules.with_suffix(".options").read_text().split()
        text = rules.with_suffix(".companies.csv").read_text()
        every = list(copied(text, options.city // (text.count("\n") - 1)))
        files = {}
        for number in range(count):
            name = f"{city}-{number}"
            files[number] = csv.writer(open(folder / f"{name}.csv", "w", newline=""))
            files[number].writerow(every[0][1])
            parts[name] = [str(rules.resolve()), "--companies", str(folder / f"{name}.csv"), *words]
        whole = csv.writer(open(folder / f"{city}.whole.csv", "w", newline=""))
        whole.writerow(every[0][1])
        for row, header in every:
            whole.writerow(row)
            # All rows of a key are in one part: titles, yearly caps and earlier years need them.
            key = row[header.index("企业编号" if "--key" in words else "企业名称")]
            files[int(hashlib.sha256(key.encode()).hexdigest(), 16) % count].writerow(row)
    return parts


def batch(program, words, out):
    pathlib.Path(out).parent.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [program, "batch", *words, "-q", "--threads", "1", "-o", out],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).returncode


def batch_run(engine, options, faults):
    """`jili batch` on each part as a task; results stand in a folder of each part."""
    home = pathlib.Path(options.work).resolve() / "spark" / "parts"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    parts = parts_of(options, home)
    program = str(pathlib.Path(options.program).resolve())

    def run(name):
        begun = time.time()
        tasks = list(parts.items())
        out = {part: str(home / name / part / "结果.csv") for part in parts}
        cluster = engine.session.sparkContext
        codes = cluster.parallelize(tasks, len(tasks)).map(
            lambda task: (task[0], batch(program, task[1], out[task[0]]))).collect()
        if sorted(codes) != sorted((part, 0) for part in parts):
            faults.append(f"parts of {name} ended with {codes}")
        return time.time() - begun

    calm = run("calm")
    killed = []
    over = threading.Event()

    def at_work():
        """A worker with its `jili`, and the folder of the part that it computes."""
        for worker in workers():
            below = processes_below(worker)
            for process in below:
                said = words(process)
                if said[:2] == [program, "batch"]:
                    return worker, below, process, pathlib.Path(said[said.index("-o") + 1]).parent
        return None

    def kill():
        while len(killed) < 2 and not over.is_set():
            done = len(list((home / "disturbed").glob("*/结果.csv.receipt.json")) + list(
                (home / "disturbed").glob("*/结果.receipt.json")))
            found = at_work() if done >= 2 + 4 * len(killed) else None
            if not found:
                time.sleep(0.005)
                continue
            worker, below, process, part = found
            # The first is a machine that is gone; of the second `jili` goes on by itself.
            end([worker, *below] if not killed else [worker])
            receipt = list(part.glob("*.receipt.json"))
            killed.append((part.name, bool(receipt)))

    thread = threading.Thread(target=kill)
    thread.start()
    disturbed = run("disturbed")
    over.set()
    thread.join()
    if len(killed) != 2 or any(had for _, had in killed):
        faults.append(f"killed were {killed}: part, and whether it had its receipt already")
    # What goes on by itself may still be at its work.
    time.sleep(3)
    compare(parts, home, program, killed, faults)
    print(f"batch: {len(parts)} parts of {len(CITIES)} cities, workers killed at "
          f"{[part for part, _ in killed]}; calm {calm:.1f} s, disturbed {disturbed:.1f} s",
          flush=True)


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as lines:
        return [tuple(row) for row in csv.reader(lines)][1:]


def compare(parts, home, program, killed, faults):
    """Each part the same bytes; together what the whole city gives; each row paid once."""
    paid = 0
    together = collections.defaultdict(list)
    for part in parts:
        calm, after = home / "calm" / part, home / "disturbed" / part
        for path in calm.iterdir():
            if path.read_bytes() != (after / path.name).read_bytes():
                faults.append(f"{part}: {path.name} differs")
        left = sorted({path.name for path in after.iterdir()} - {p.name for p in calm.iterdir()})
        if left:
            faults.append(f"{part}: {left} were left behind")
        together[part.rsplit("-", 1)[0]] += rows_of(after / "结果.csv")
    for city, rows in together.items():
        whole = home / "whole" / city / "结果.csv"
        name = next(part for part in parts if part.startswith(city))
        given = list(parts[name])
        given[given.index("--companies") + 1] = str(home / f"{city}.whole.csv")
        if batch(program, given, str(whole)):
            faults.append(f"{city}: the whole file ended otherwise")
        once = rows_of(whole)
        if sorted(rows) != sorted(once) or len(set(once)) != len(once):
            faults.append(f"{city}: {len(rows)} rows of parts are not the {len(once)} of the city")
        paid += len(rows)
    for part, _ in killed:
        receipt = next((home / "disturbed" / part).glob("*.receipt.json"))
        code, said, _ = jili(
            program, "replay", str(receipt), "--companies", str(home), "--rules",
            str(pathlib.Path(parts[part][0]).parent))
        if code:
            faults.append(f"{part}: replay ended with {code}: {said[-300:]}")
    print(f"batch: {paid} rows, each once, as when each city is computed whole", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--rules", type=pathlib.Path, default=pathlib.Path("Rules"))
    parser.add_argument("--copies", type=int, default=5000)
    parser.add_argument("--city", type=int, default=200_000)
    options = parser.parse_args()
    faults = []
    for run in (query_run, batch_run):
        folder = pathlib.Path(options.work).resolve() / "spark" / "events"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        engine = Spark(options.work, {
            "spark.eventLog.enabled": "true", "spark.eventLog.dir": folder.as_uri(),
            "spark.eventLog.rolling.enabled": "false", "spark.eventLog.compress": "false",
            # Many tasks, so that there is a middle.
            "spark.sql.files.maxPartitionBytes": "4194304", "spark.sql.shuffle.partitions": "12"})
        run(engine, options, faults)
        engine.stop()
        lost, done = Log(folder).repeated()
        print(f"{run.__name__}: {len(lost)} tasks were lost with their worker, "
              f"{len(done)} of them ended well later", flush=True)
        if not lost or lost != done:
            faults.append(f"{run.__name__}: lost {sorted(lost)}, run again {sorted(done)}")
    for fault in faults:
        print("FAULT", fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
