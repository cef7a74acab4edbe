"""Shows that the checks can fail: each promise is broken once on purpose, and the check that guards
it must say so."""

import errno
import os
import signal

import kills
import mishaps
from checks import Fault, all_or_nothing, next_run, reference, well_or_wrong, went_wrong
from kills import OLD


def expect(name, words, work):
    """The work must end in a fault that says these words."""
    try:
        work()
    except Fault as fault:
        if words in str(fault):
            return
        raise SystemExit(f"sabotage: {name} was found for another reason: {fault}")
    raise SystemExit(f"sabotage: {name} was not found")


class Loud:
    """A tally that lets faults through."""

    def __init__(self):
        self.kills = self.signals = self.calls = self.mishaps = 0
        self.kinds = {}

    def at(self, case, words):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *given):
        return False


def wrapped(world, text):
    """The program behind a script that spoils something."""
    path = os.path.join(world.root, "wrapper")
    with open(path, "w") as file:
        file.write("#!/bin/sh\n" + text.replace("PROGRAM", world.program) + "\n")
    os.chmod(path, 0o755)
    return path


def every_check_can_fail(world, case):
    """`case` is a batch with a receipt and a summary."""
    loud = Loud()
    program = world.program

    def torn():
        world.begin(case, OLD)
        calls = kills.Shim(world).calls(case, "torn")
        world.begin(case, OLD)
        ending = world.run(case, f"torn kill={calls.index('torn') + 1}")
        kills.after_a_kill(world, case, loud, ending)

    expect("a file written over in pieces", "neither whole nor as before", torn)

    def lost():
        world.begin(case, OLD)
        ending = world.run(case, "drop=rename at=o.sum.csv")
        well_or_wrong(world, case, ending, False)

    expect("a file that is not moved", "outputs are {", lost)

    def early():
        world.begin(case, OLD)
        ending = world.run(case, "drop=rename at=o.csv")
        kills.after_a_kill(world, case, loud, ending)

    expect("a receipt without its results", "receipt is in place before", early)

    def mixed():
        world.begin(case)
        world.put("o.csv", case.whole["o.csv"])
        all_or_nothing(world, case)

    expect("outputs of two runs", "outputs of two runs", mixed)

    def left():
        world.begin(case, OLD)
        world.run(case, f"drop=unlink fail=fsync,1,{errno.EIO}")
        all_or_nothing(world, case)

    expect("files left behind", "left behind", left)

    def kept():
        world.begin(case)
        world.run(case, "kill=20")
        world.program = wrapped(world, f'FAULTS=drop=unlink LD_PRELOAD={world.shim} PROGRAM "$@"')
        try:
            next_run(world, case)
        finally:
            world.program = program

    expect("leftovers that the next run keeps", "the next run leaves", kept)

    def twice():
        world.begin(case)
        ending = world.run(case, "twice")
        kills.after_a_kill(world, case, loud, ending)

    expect("rows written twice", "neither whole nor as before", twice)

    def short():
        world.begin(case)
        ending = world.run(case, "drop=write at=.jili-")
        well_or_wrong(world, case, ending, False)

    expect("bytes that are lost in silence", "outputs are {", short)

    def failing(words, script):
        def work():
            world.begin(case, OLD)
            world.program = wrapped(world, script)
            try:
                ending = world.run(case, f"fail=fsync,1,{errno.EIO}")
                went_wrong(world, case, ending, {74}, False)
            finally:
                world.program = program

        expect(words, words, work)

    failing("no error is named", 'PROGRAM "$@" 2>/dev/null')
    failing("no file is named", 'PROGRAM "$@" 2>/dev/null || { echo error J5006 >&2; exit 74; }')
    failing("nothing says what helps", 'PROGRAM "$@" 2>&1 | head -1 >&2; exit 74')
    failing("ends with 0", 'PROGRAM "$@"; exit 0')

    def deafened():
        mishaps.ignored_signals(world, case, loud)

    # A shell cannot take back what it was told to ignore, so the program is told otherwise.
    world.program = wrapped(world, f"exec env --default-signal=HUP,INT {program} \"$@\"")
    expect("a signal that was to be ignored", "ends with", deafened)
    world.program = program

    def spoken():
        world.begin(case, OLD)
        world.run(case)
        world.put("o.csv", case.whole["o.csv"] + b"20 rows\n")
        all_or_nothing(world, case)

    expect("words in a result", "neither whole nor as before", spoken)

    def unchanged():
        world.begin(case, OLD)
        ending = world.run(case)
        went_wrong(world, case, ending, {65}, False)

    expect("a changed file that is not refused", "ends with 3, not [65]", unchanged)

    def together():
        mishaps.two_runs(world, case, loud, count=3)

    slow = wrapped(world, f'FAULTS="fail=flock,0,37 $FAULTS" LD_PRELOAD={world.shim} PROGRAM "$@"')
    world.program = slow
    expect("two runs that mix their outputs", "outputs are of two runs", together)
    world.program = program

    def caught():
        world.begin(case, OLD)
        world.run(case, f"drop=unlink signal={int(signal.SIGINT)},20")
        all_or_nothing(world, case)

    expect("files left by Ctrl-C", "left behind", caught)
    reference(world, case)
