#!/usr/bin/env python3
"""Fault tests: `run.py PROGRAM` for the whole battery, `run.py --smoke PROGRAM` for a part of it.

See README.md beside it."""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import kills  # noqa: E402
import mishaps  # noqa: E402
from checks import reference  # noqa: E402
from sabotage import every_check_can_fail  # noqa: E402
from tally import Tally  # noqa: E402
from world import BATCHES, OTHERS, World  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
# Companies where each call is looked at, and where a run is to last a while.
FEW, MANY = 60, 20000
# Seconds after which the short run begins nothing new.
SMOKE = 22
SHOWN = [
    "matrix a.rules --year 2026",
    "eval a.rules --year 2026 --set 投资额=100万",
    "check --explain J5006",
    "--version",
    "batch --help",
]


def folder():
    """Where syncing costs nothing: what is tested is the order of calls, not the disk."""
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    return tempfile.mkdtemp(prefix="faults-of-jili-", dir=place)


def build_shim(root):
    path = os.path.join(root, "shim.so")
    source = os.path.join(HERE, "shim.c")
    words = ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", path, source, "-ldl"]
    subprocess.run(words, check=True)
    return path


class Battery:
    def __init__(self, world, mechanism, seed, only):
        self.world, self.mechanism = world, mechanism
        self.batches = [case for case in BATCHES if only in case.name]
        self.others = [case for case in OTHERS if only in case.name]
        self.chance = random.Random(seed)
        self.tally = Tally()
        self.start = time.monotonic()

    def say(self, words):
        print(f"[{time.monotonic() - self.start:5.0f} s] {words}", flush=True)

    def whole(self):
        world, tally = self.world, self.tally
        kinds = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
        for case in self.batches:
            self.say(case.name)
            reference(world, case)
            kills.at_calls(world, case, self.mechanism, tally, 200)
            kills.at_short_writes(world, case, tally, 200)
            kills.by_signals(world, case, tally, kinds)
            mishaps.failing_calls(world, case, tally)
            mishaps.without_links(world, case, tally)
            mishaps.small_pieces(world, case, tally)
            mishaps.limits(world, case, tally)
            mishaps.closed_descriptors(world, case, tally)
            mishaps.deaf_streams(world, case, tally)
            mishaps.changing_inputs(world, case, tally)
            mishaps.ignored_signals(world, case, tally)
            if any(name.endswith(".xlsx") for name in case.outputs):
                mishaps.small_temporary(world, case, tally)
            if not mishaps.small_disk(world, case, tally):
                self.say("no right to mount a small disk: failing calls stand for it")
        self.say("two runs at once, places, streams")
        mishaps.two_runs(world, BATCHES[0], tally, count=10)
        mishaps.places(world, BATCHES[0], tally)
        mishaps.streams(world, BATCHES[0], tally)
        mishaps.moved_away(world, BATCHES[0], tally)
        mishaps.shown_only(world, BATCHES[0], tally, SHOWN)
        for case in self.others:
            self.say(case.name)
            reference(world, case)
            kills.at_calls(world, case, self.mechanism, tally, 200)
            kills.by_signals(world, case, tally, kinds[:2], step=2)
            mishaps.failing_calls(world, case, tally)
            mishaps.small_pieces(world, case, tally)
            mishaps.limits(world, case, tally)
            mishaps.closed_descriptors(world, case, tally)
            mishaps.deaf_streams(world, case, tally)
            mishaps.changing_inputs(world, case, tally)
        self.say(f"kills at random times, {MANY} companies")
        world.fill(MANY)
        for case in self.batches:
            reference(world, case)
            kills.at_times(world, case, tally, 200 if case is BATCHES[0] else 25, self.chance)
        self.say("inputs of many pieces that change")
        for case in self.batches + self.others:
            reference(world, case)
            mishaps.changing_inputs(world, case, tally)

    def smoke(self):
        """A few of each, other ones for each seed."""
        world, tally, chance = self.world, self.tally, self.chance
        case = BATCHES[0]
        mishaps.closed_descriptors(world, case, tally)
        mishaps.two_runs(world, case, tally, count=1)
        mishaps.places(world, case, tally)
        kills.at_times(world, case, tally, 10, chance)
        works = [
            lambda case: kills.at_calls(
                world, case, self.mechanism, tally, 200, step=chance.randint(20, 30)
            ),
            lambda case: kills.at_short_writes(world, case, tally, 100, step=chance.randint(9, 19)),
            lambda case: kills.by_signals(
                world, case, tally, [signal.SIGINT], step=chance.randint(9, 19)
            ),
            lambda case: mishaps.failing_calls(world, case, tally, step=chance.randint(5, 9)),
            lambda case: mishaps.deaf_streams(world, case, tally),
        ]
        pairs = [(work, case) for work in works for case in BATCHES + OTHERS]
        chance.shuffle(pairs)
        for work, case in pairs:
            if time.monotonic() - self.start > SMOKE:
                return
            reference(world, case)
            work(case)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true", help="a part, in half a minute")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", default="", help="commands whose name holds this")
    parser.add_argument("--mechanism", choices=["strace", "shim"], help="what kills at a call")
    parser.add_argument("program")
    given = parser.parse_args()
    # Whoever started this may have had signals ignored, which the programs under test would inherit.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(1 << 32)
    root = folder()
    os.environ["TMPDIR"] = os.path.join(root, "temporary")
    os.mkdir(os.environ["TMPDIR"])
    try:
        world = World(os.path.abspath(given.program), root, build_shim(root))
        world.fill(FEW)
        shim, strace = kills.Shim(world), kills.Strace(world)
        reference(world, BATCHES[0])
        world.begin(BATCHES[0])
        if "rename" not in shim.calls(BATCHES[0]):
            sys.exit("the program does not load the shim: is its libc linked statically?")
        traces = strace.works() if given.mechanism is None else given.mechanism == "strace"
        mechanism = strace if traces else shim
        print(f"seed {seed}; kills at calls by {mechanism.name}, failing calls by {shim.name}")
        battery = Battery(world, mechanism, seed, given.only)
        every_check_can_fail(world, BATCHES[0])
        battery.say("every check can fail")
        if given.smoke:
            battery.smoke()
        else:
            battery.whole()
        length = time.monotonic() - battery.start
        print(
            f"fault tests: {battery.tally.line}; {world.runs} runs in {length:.0f} s; seed {seed}; "
            f"kills by {mechanism.name}"
        )
        sys.exit(1 if battery.tally.faults else 0)
    finally:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
