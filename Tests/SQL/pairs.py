"""Runs generated pairs of rules and companies in real databases, equal to the interpreter."""

import argparse
import collections
import json
import sys
import threading
import time

from engines import ENGINES
from policies import compute


def fault(case, found):
    """The first thing that a database has otherwise; and how many high ends may be lower."""
    lower = 0
    for number, wanted in enumerate(case["expected"], 1):
        mine = found.get(number)
        if mine is None:
            return f"row {number} is missing", 0
        for name, right in wanted.items():
            if name not in mine:
                return f"no column {name}", 0
            cell = mine[name]
            if name.endswith("_结果"):
                if cell != right:
                    return f"row {number} {name}: {cell}, not {right}", lower
                continue
            cell = None if cell is None else int(cell)
            right = None if right is None else int(right)
            if cell == right:
                continue
            if name == "上限合计" and mine["上限可能更低"] and right is not None and (
                    cell is None or cell > right):
                lower += 1
                continue
            return f"row {number} {name}: {cell}, not {right}", lower
    return None, lower


class Judge:
    """Takes the cases one by one, in several lanes at once where an engine has them."""

    def __init__(self, options):
        self.options = options
        self.cases = open(options.cases)
        self.lock = threading.Lock()
        self.count = collections.Counter()
        self.reasons = collections.Counter()

    def next(self):
        """The next case that the dialect does not refuse."""
        with self.lock:
            while self.count["faults"] < 20 and self.count["pairs"] < self.options.pairs:
                line = self.cases.readline()
                if not line:
                    return None
                case = json.loads(line)
                rows = len(case["rows"])
                self.count["pairs"] += rows
                sql = case["dialects"][self.options.engine]
                if case["misfits"] or case["overflows"]:
                    self.count["outside the table"] += rows
                elif "refused" in sql:
                    self.count["refused"] += rows
                    for reason in sql["refused"]:
                        self.reasons[reason.split("`: ", 1)[-1]] += rows
                else:
                    return case
        return None

    def run(self, engine):
        while case := self.next():
            sql = case["dialects"][self.options.engine]
            if self.options.notice:
                # A judge that overlooks one 分 would be worth nothing.
                last = case["expected"][-1]
                last["合计"] = str(int(last["合计"]) + 1)
            try:
                found = compute(engine, sql["tables"], sql["query"], case["headers"], case["rows"])
                wrong, lower = fault(case, found)
            except Exception as error:
                wrong, lower = "error: " + str(error)[:500], 0
            with self.lock:
                self.record(case, wrong, lower)

    def record(self, case, wrong, lower):
        rows = len(case["rows"])
        before = self.count["equal"] // 1000
        if self.options.notice and wrong and wrong.startswith(f"row {rows} 合计: "):
            self.count["noticed"] += 1
            return
        if self.options.notice and not wrong:
            wrong = "one 分 was overlooked"
        self.count["equal"] += 0 if wrong else rows
        self.count["high end may be lower"] += lower
        if self.count["equal"] // 1000 > before:
            print(f"{self.count['equal']} equal", flush=True)
        if wrong:
            self.count["faults"] += 1
            print(f"seed {case['seed']}: {wrong}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--engine", required=True, choices=list(ENGINES))
    parser.add_argument("--pairs", type=int, default=10**9)
    parser.add_argument("--notice", action="store_true")
    options = parser.parse_args()
    engine = ENGINES[options.engine](options.work)
    begun = time.time()
    judge = Judge(options)
    lanes = [threading.Thread(target=judge.run, args=[lane]) for lane in engine.lanes()]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    engine.stop()
    print(f"{options.engine}: " + ", ".join(f"{n} {what}" for what, n in judge.count.items())
          + f", {time.time() - begun:.0f} s")
    for reason, rows in judge.reasons.most_common():
        print(f"  refused {rows}: {reason}")
    held = judge.count["noticed" if options.notice else "equal"] > 0
    sys.exit(0 if held and not judge.count["faults"] else 1)


if __name__ == "__main__":
    main()
