#!/usr/bin/env python3
"""Exact arithmetic against Python's fractions and the decimal test data of CPython.

    money.py --program JILI --driver COMMAND --work DIR [--cases N] [--seed S]

Three ways in, each with the answer that `fractions.Fraction` gives. COMMAND runs the tests
MoneyCaseTests, which read the cases of one operation each from a file; JILI computes rule files of
arithmetic over company columns, once as they are, so that columns compute them, and once with an
open fact in every row, so that the row evaluator does. What does not fit must be an error.

Blocks have a seed each. DIR/done.tsv keeps those that agreed, so that a run goes on where the last
one ended; a block that differs is named with its files, which stay.
"""

import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys
import sysconfig

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import cases  # noqa: E402
import rules  # noqa: E402

VALUES, AMOUNTS = 100_000, 20_000


def decimal_data(work):
    """The folder of *.decTest: of this Python, of the system's, or out of Debian's package."""
    places = [pathlib.Path(sysconfig.get_paths()["stdlib"]) / "test/decimaltestdata"]
    places += sorted(pathlib.Path("/usr/lib").glob("python3*/test/decimaltestdata"))
    places += sorted(work.glob("debian/usr/lib/python3*/test/decimaltestdata"))
    for place in places:
        if list(place.glob("*.decTest")):
            return place
    if not list(work.glob("debian")):
        fetch(work)
        return decimal_data(work)
    raise SystemExit("no decimaltestdata: install libpython3-testsuite, or a Python with its tests")


def fetch(work):
    """Takes the data out of the package of Debian and Ubuntu without installing it."""
    def packages():
        found = subprocess.run(
            ["apt-cache", "search", "--names-only", r"^libpython3\.[0-9]*-testsuite$"],
            capture_output=True, text=True, check=False).stdout.split()
        return [name for name in found if name.endswith("-testsuite")]
    folder = work / "debian"
    folder.mkdir(parents=True)
    if not packages():
        root = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*root, "apt-get", "update", "-q"], check=True)
    if not packages():
        raise SystemExit("no package libpython3.*-testsuite with the decimal test data")
    name = packages()[-1]
    print(f"taking the decimal test data out of {name}", file=sys.stderr)
    subprocess.run(["apt-get", "download", "-q", name], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package.name, "."], cwd=folder, check=True)


class Ledger:
    """The blocks that agreed, by kind and seed."""

    def __init__(self, path):
        self.path = path
        self.done = {}
        if path.exists():
            for line in path.read_text().split("\n"):
                if line:
                    kind, seed, *counts = line.split("\t")
                    self.done[kind, int(seed)] = [int(count) for count in counts]

    def add(self, kind, seed, counts):
        self.done[kind, seed] = counts
        with self.path.open("a") as file:
            file.write("\t".join(str(one) for one in (kind, seed, *counts)) + "\n")


def drive(driver, path, folder=False, is_quiet=False):
    """What the tests in process count; None where a case of the file does not hold."""
    environment = dict(os.environ, SWIFT_BACKTRACE="enable=no")
    environment["JILI_MONEY_RULES" if folder else "JILI_MONEY_CASES"] = str(path)
    # The command may begin with variables.
    said = subprocess.run(["env", *shlex.split(driver)], env=environment, capture_output=True,
                          text=True, check=False)
    text = said.stdout + said.stderr
    found = re.search(r"^money: (\d+) (\d+)$", text, re.MULTILINE)
    if said.returncode == 0 and found:
        return [int(found[1]), int(found[2])]
    if is_quiet:
        return None
    print(f"{path}:\n" + "\n".join(
        line for line in text.split("\n") if "recorded an issue" in line or "↳" in line)[:4000])
    if not found:
        print(text[-2000:])
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--driver", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--cases", type=int, default=1_000_000, help="of each way in")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    work = wanted.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(work / "done.tsv")
    program = str(pathlib.Path(wanted.program).resolve())

    # A judge that overlooks a wrong answer would be worth nothing.
    wrong = work / "wrong.txt"
    wrong.write_text("add 1/1 1/1 - 2/1\nadd 1/1 1/100 - 1/1\n")
    if drive(wanted.driver, wrong, is_quiet=True):
        print("a wrong answer was not noticed")
        return 1

    # One file a block; a smaller wish makes smaller blocks.
    values, amounts = min(VALUES, wanted.cases), min(AMOUNTS, wanted.cases)
    said = []
    total, refused, seed = 0, 0, wanted.seed
    while total < wanted.cases:
        known = ledger.done.get(("values", seed))
        if known is None or known[0] < values:
            path = work / f"values-{seed}.txt"
            path.write_text("\n".join(cases.random_cases(seed, values)) + "\n")
            known = drive(wanted.driver, path)
            if known is None:
                return 1
            ledger.add("values", seed, known)
            path.unlink()
        total, refused, seed = total + known[0], refused + known[1], seed + 1
    said.append(f"{total} operations (seeds {wanted.seed} to {seed - 1}, {refused} out of range)")

    data = decimal_data(work)
    path = work / "decimals.txt"
    lines, counts = cases.decimal_cases(data)
    path.write_text("\n".join(lines) + "\n")
    known = drive(wanted.driver, path)
    if known is None:
        return 1
    said.append(f"{known[0]} of {counts['lines']} decimal tests of CPython "
                f"({counts['other']} of other operations or signs, {counts['beyond']} beyond 128 "
                f"bits, {counts['mode']} in other roundings)")

    total, rejected, rows, settled, seed = 0, 0, 0, 0, wanted.seed
    while total < wanted.cases:
        known = ledger.done.get(("rules", seed))
        if known is None or known[0] < min(amounts, wanted.cases - total) // 2:
            known = rules.run_block(program, work / f"rules-{seed}", seed, amounts)
            if known is None:
                return 1
            counted = drive(wanted.driver, work / f"rules-{seed}", folder=True)
            if counted is None:
                return 1
            known += counted
            ledger.add("rules", seed, known)
            rules.clear(work / f"rules-{seed}")
        total, rejected = total + known[0], rejected + known[1]
        rows, settled, seed = rows + known[2], settled + known[3], seed + 1
    said.append(f"{total} amounts of rule files ({rejected} rows out of range; columns settled "
                f"{settled} of {rows} rows, the row evaluator did all again)")
    print("money: " + ", ".join(said) + ": none differs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
