"""What was done, and what was found."""

import contextlib

from checks import Fault


class Tally:
    def __init__(self):
        self.kills = self.signals = self.calls = self.mishaps = 0
        self.kinds = {}
        self.faults = []

    @contextlib.contextmanager
    def at(self, case, words):
        try:
            yield
        except Fault as fault:
            self.faults.append(f"{case.name}, {words}: {fault}")
            if len(self.faults) <= 40:
                print("FAULT", self.faults[-1], flush=True)

    @property
    def line(self):
        kinds = ", ".join(f"{self.kinds[kind]} {kind}" for kind in sorted(self.kinds))
        return (
            f"{self.kills} kills ({kinds}), {self.signals} signals, {self.calls} failing calls, "
            f"{self.mishaps} other mishaps, {len(self.faults)} faults"
        )
