#!/usr/bin/env python3
"""Which regions of the code the tests run: every statement between two branches.

    coverage.py build          builds the tests and the program with counters
    coverage.py run [FILTER]   runs the tests; with a filter their counts are added to those there
    coverage.py report         the table by rooms, and the regions that nothing runs or explains

Rooms on which money hangs must be run whole: what is left stands with its reason in uncovered.md.
Counters are kept in .build-cover/profiles, also those of the program that tests start.
"""

import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPLAINED = ROOT / "Tests/Coverage/uncovered.md"
WORK = ROOT / ".build-cover"
PROFILES = WORK / "profiles"
SWIFT = os.environ.get("SWIFT", "swift")
FLAGS = ["--enable-code-coverage", "--scratch-path", str(WORK)]
INNER = "Sources/Interpreter/"
# The rooms of the map; a file is in the first that it is below.
ROOMS = {
    "lexer": ["Sources/Lexer/"],
    "parser": ["Sources/Parser/"],
    "checker": [INNER + "Check/"],
    "values": [INNER + "Values/"],
    "evaluator": [INNER + "Run/", INNER + "Plan/"],
    "columns": [INNER + "Columns/", "Sources/CBytes/"],
    "lists": [INNER + "List/"],
    "reasons": [INNER + "Explain/"],
    "lint": [INNER + "Lint/"],
    "files of companies": [INNER + "Batch/"],
    "analysis": [INNER + name for name in
                 ("Coverage/", "Analysis/", "Compare/", "Chart/", "Report/", "Sweep/")],
    "session": [INNER + "Session/"],
    "texts and the door": [INNER],
    "workbooks": ["Sources/WorkbookReader/", "Sources/WorkbookWriter/"],
    "program": ["Sources/"],
}
WHOLE = ("lexer", "parser", "checker", "values", "evaluator")
# So many of a hundred regions are run at least; where a room has reached more, it shall not fall.
LEAST = dict.fromkeys(WHOLE, 95) | {
    "columns": 92, "lists": 88, "reasons": 91, "lint": 89, "files of companies": 93,
    "analysis": 83, "session": 85, "texts and the door": 89, "workbooks": 90, "program": 74}


def build():
    made = subprocess.run([SWIFT, "build", "--build-tests", *FLAGS], cwd=ROOT, check=False)
    return made.returncode


def built():
    shown = subprocess.run([SWIFT, "build", "--show-bin-path", *FLAGS], cwd=ROOT, check=True,
                           capture_output=True, text=True)
    return pathlib.Path(shown.stdout.strip())


def run(filters):
    if not filters:
        shutil.rmtree(PROFILES, ignore_errors=True)
    PROFILES.mkdir(parents=True, exist_ok=True)
    # One file for each program, into which its processes add their counts.
    environment = dict(os.environ, LLVM_PROFILE_FILE=str(PROFILES / "%m.profraw"),
                       SWIFT_BACKTRACE="enable=no")
    environment.setdefault("JILI_PAIRS", "2000")
    words = [str(built() / "jiliPackageTests.xctest"), "--testing-library", "swift-testing"]
    for one in filters:
        words += ["--filter", one]
    return subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode


def tool(name):
    """What belongs to the compiler stands beside it."""
    info = subprocess.run([SWIFT + "c", "-print-target-info"], check=True, capture_output=True)
    resources = pathlib.Path(json.loads(info.stdout)["paths"]["runtimeResourcePath"])
    beside = resources.parents[1] / "bin" / name
    return str(beside) if beside.exists() else name


def regions():
    """For each file its regions, from line and column to line and column, with their counts."""
    merged = WORK / "merged.profdata"
    subprocess.run([tool("llvm-profdata"), "merge", "-sparse", "-o", str(merged),
                    *map(str, sorted(PROFILES.glob("*.profraw")))], check=True)
    where = built()
    exported = subprocess.run(
        [tool("llvm-cov"), "export", str(where / "jiliPackageTests.xctest"),
         "-object", str(where / "jili"), "-instr-profile", str(merged)],
        check=True, stdout=subprocess.PIPE)
    found = collections.defaultdict(dict)
    for function in json.loads(exported.stdout)["data"][0]["functions"]:
        for *place, count, file, _, kind in function["regions"]:
            name = os.path.relpath(function["filenames"][file], ROOT)
            # Kind 0 is code; a generic function counts if any of its uses is run.
            if kind == 0 and name.startswith("Sources/"):
                counts = found[name]
                counts[tuple(place)] = max(count, counts.get(tuple(place), 0))
    return found


def room(name):
    return next(one for one, folders in ROOMS.items() if name.startswith(tuple(folders)))


def shown(lines, place):
    """A region as the list names it: its first line with code, and what of that belongs to it.

    Nothing where no code is: behind the last statement of a body a region may begin."""
    first, start, last, end = place
    for number in range(first, last + 1):
        line = lines[number - 1]
        # Columns count bytes.
        inside = line.encode()[start - 1 if number == first else 0:
                               end - 1 if number == last else None].decode(errors="replace")
        # `...` alone is the range of a whole collection, by name a function that nobody calls.
        if inside.strip(" }") not in ("", "...") and not inside.strip().startswith("//"):
            return f"`{line.strip()}` [{inside.strip()}]"
    return None


def report(everything=False):
    explained = collections.Counter()
    for line in EXPLAINED.read_text(encoding="utf-8").split("\n"):
        if line.startswith("- "):
            explained[line[2:].rpartition("): ")[0] + ")"] += 1
    total, covered, listed = (collections.Counter() for _ in range(3))
    unknown = []
    for name, counts in sorted(regions().items()):
        path = ROOT / name
        lines = path.read_text(encoding="utf-8").split("\n")
        at = room(name)
        for place, count in sorted(counts.items()):
            text = shown(lines, place)
            if not text:
                continue
            total[at] += 1
            covered[at] += count > 0
            if count:
                continue
            text += f" ({path.name})"
            if explained[text]:
                explained[text] -= 1
                listed[at] += 1
            elif at in WHOLE or everything:
                unknown.append(f"{name}:{place[0]}: {text}")
    for text in unknown:
        print("not run:", text)
    for text, count in explained.items():
        if count:
            print("listed, but run or gone:", text)
    print(f"{'room':<20}{'regions':>9}{'run':>9}{'%':>8}{'explained':>11}")
    bad = 0
    for one in ROOMS:
        share = 100 * covered[one] / max(1, total[one])
        bad += share < LEAST[one]
        print(f"{one:<20}{total[one]:>9}{covered[one]:>9}{share:>8.2f}{listed[one]:>11}")
    whole, ran = sum(total.values()), sum(covered.values())
    print(f"{'all':<20}{whole:>9}{ran:>9}{100 * ran / max(1, whole):>8.2f}")
    return 1 if unknown or bad else 0


def main(words):
    match words:
        case ["build"]:
            return build()
        case ["run", *filters]:
            return run(filters)
        case ["report"]:
            return report()
        case ["report", "all"]:
            return report(everything=True)
    raise SystemExit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
