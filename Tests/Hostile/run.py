#!/usr/bin/env python3
"""Give the program hostile rules, data, paths and receipts, and measure every one.

    python3 Tests/Hostile/run.py PROGRAM [--slack TIMES] [--only WORDS] [--every N] [--list]

Every item must be refused (or handled) with its code in both languages, within 2 seconds and
300 MB, and nothing may be read, written or shown outside its folder. `--slack` multiplies the time
for builds that are not for use. `--every N` takes each Nth item, beginning at a place that JILI_SEED
or else chance gives, and that is printed. Exit 0: every item holds. Needs Python 3.9 and nothing else.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile

import battery
import places
import prompts
import rules
import tables
import workbooks


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--slack", type=float, default=1.0)
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    desk = tempfile.mkdtemp(prefix="jili-hostile-")
    failed, slowest, largest, count = 0, (0.0, ""), (0.0, ""), 0
    seed = int(os.environ.get("JILI_SEED") or random.randrange(1 << 16))
    first = seed % options.every
    try:
        for item in battery.ITEMS[first :: options.every]:
            title = f"{item.part}: {item.name}"
            if options.only not in title:
                continue
            outcome = battery.run(item, program, os.path.join(desk, "desk"), options.slack)
            count += 1
            slowest = max(slowest, (outcome.seconds, title))
            largest = max(largest, (outcome.megabytes, title))
            if options.list or outcome.faults:
                print(f"{outcome.seconds:6.2f} s {outcome.megabytes:5.0f} MB  {title}", flush=True)
            for fault in outcome.faults:
                print(f"    {fault}", flush=True)
            failed += bool(outcome.faults)
    finally:
        shutil.rmtree(desk, ignore_errors=True)
    if options.every > 1:
        print(f"hostile: seed {seed}, each {options.every}th item")
    print(
        f"hostile: {count} items, {count - failed} hold, {failed} fail; slowest "
        f"{slowest[0]:.2f} s ({slowest[1]}), largest {largest[0]:.0f} MB ({largest[1]})"
    )
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
