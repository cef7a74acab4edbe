"""SIGKILL at random times and at each of the first calls that touch files."""

import os
import re
import shutil
import subprocess
import time

from checks import all_or_nothing, claim, each_whole_or_old, next_run

OLD = b"what stood here before: "
CALLS = (
    "open openat creat write pwrite64 writev fsync fdatasync sync_file_range fallocate rename "
    "renameat renameat2 link linkat unlink unlinkat ftruncate copy_file_range sendfile flock close"
).split()


def log_path(world):
    return os.path.join(world.root, "calls.log")


class Shim:
    """Kills by the library that stands before libc."""

    name = "LD_PRELOAD shim"

    def __init__(self, world):
        self.world = world

    def calls(self, case, faults=""):
        """The calls of an undisturbed run, in order."""
        log = log_path(self.world)
        if os.path.exists(log):
            os.unlink(log)
        self.world.run(case, faults, log=log)
        with open(log) as file:
            return [line.split(" ", 2)[1] for line in file if line.strip()]

    def points(self, case, most):
        return list(range(1, min(most, len(self.calls(case))) + 1))

    def kill(self, case, point):
        return self.world.run(case, f"kill={point}")


class Strace:
    """Kills by strace, which sees every call, those inside of libraries too."""

    name = "strace"

    def __init__(self, world):
        self.world = world

    @staticmethod
    def known_calls():
        """Those that this machine has."""
        found = []
        for call in CALLS:
            words = ["strace", "-qq", "-o", os.devnull, "-e", f"trace={call}", "true"]
            if subprocess.run(words, capture_output=True).returncode == 0:
                found.append(call)
        return found

    @staticmethod
    def works():
        if not shutil.which("strace"):
            return False
        words = ["strace", "-qq", "-o", os.devnull, "-e", "trace=write"]
        words += ["-e", "inject=write:signal=KILL:when=1", "echo", "x"]
        return subprocess.run(words, capture_output=True).returncode == -9

    def points(self, case, most):
        """The first calls, each as its name and how many of this name it makes in its thread."""
        if not hasattr(self, "names"):
            self.names = ",".join(self.known_calls())
        log = log_path(self.world)
        words = ["strace", "-f", "-qq", "-o", log, "-e", f"trace={self.names}"]
        self.world.run(case, before=words)
        counts, points = {}, []
        with open(log) as file:
            for line in file:
                found = re.match(r"(\d+) +(\w+)\(", line)
                if not found:
                    continue
                counts[found.groups()] = counts.get(found.groups(), 0) + 1
                points.append((found.group(2), counts[found.groups()]))
        return list(dict.fromkeys(points))[:most]

    def kill(self, case, point):
        call, number = point
        words = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}"]
        words += ["-e", f"inject={call}:signal=KILL:when={number}"]
        return self.world.run(case, before=words)


def after_a_kill(world, case, tally, ending):
    """What holds, and how the kill left the outputs."""
    claim(
        ending.code in (-9, 137, case.ending), f"ends with {ending.code}, not killed: {ending.said}"
    )
    found = each_whole_or_old(world, case)
    kind = "mixed" if len(set(found.values())) > 1 else next(iter(found.values()))
    if ending.code == case.ending:
        kind = "ended"
    tally.kinds[kind] = tally.kinds.get(kind, 0) + 1
    next_run(world, case)


def at_calls(world, case, mechanism, tally, most, step=1):
    """A kill at each of the first calls, with older outputs and without."""
    world.begin(case, OLD)
    points = mechanism.points(case, most)
    for place, point in enumerate(points[:: step]):
        with tally.at(case, f"killed at call {point} by {mechanism.name}"):
            world.begin(case, OLD if place % 2 == 0 else None)
            after_a_kill(world, case, tally, mechanism.kill(case, point))
            tally.kills += 1


def at_short_writes(world, case, tally, most, step=1):
    """The same where every write takes few bytes, so that kills fall into the middle of a file."""
    world.begin(case, OLD)
    size = max(64, sum(map(len, case.whole.values())) // most)
    calls = Shim(world).calls(case, f"short={size}")
    for point in range(1, min(most, len(calls)) + 1, step):
        with tally.at(case, f"killed at call {point} of short writes"):
            world.begin(case, OLD if point % 2 == 0 else None)
            after_a_kill(world, case, tally, world.run(case, f"short={size} kill={point}"))
            tally.kills += 1


def at_times(world, case, tally, count, chance):
    """Kills at random times of a run; the outputs of the run before stand there."""
    world.begin(case, OLD)
    start = time.monotonic()
    world.run(case)
    length = time.monotonic() - start
    for _ in range(count):
        moment = chance.uniform(0, 1.1 * length)
        with tally.at(case, f"killed after {moment * 1000:.1f} ms"):
            world.begin(case, OLD)
            after_a_kill(world, case, tally, world.run(case, kill_after=moment))
            tally.kills += 1


def by_signals(world, case, tally, signals, step=1):
    """SIGINT, SIGTERM and SIGHUP at each call end the program without a trace, or after it has
    moved everything into place."""
    world.begin(case, OLD)
    calls = Shim(world).calls(case)
    for number in signals:
        for point in range(1, len(calls) + 1, step):
            with tally.at(case, f"signal {number} at call {point}"):
                world.begin(case, OLD if point % 2 == 0 else None)
                ending = world.run(case, f"signal={number},{point}")
                found = all_or_nothing(world, case)
                # Without older outputs there are fewer calls, and the last may not come.
                ended = ending.code == case.ending and point > len(calls) - 2 * len(case.outputs)
                claim(
                    ending.code == 128 + number or ended and found == "whole",
                    f"ends with {ending.code}, not {128 + number}",
                )
                tally.signals += 1
