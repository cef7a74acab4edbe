"""Runs a program and writes down its exit code, seconds and peak of memory in KB.

    python3 measure.py RESULT LIMIT PROGRAM ARGUMENT …

The kernel carries the peak of the process that starts a program over to it, and the battery is
large; this one is small.
"""

import os
import signal
import sys
import time

result, limit, arguments = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
start = time.monotonic()
process = os.posix_spawn(arguments[0], arguments, os.environ)
signal.signal(signal.SIGALRM, lambda *_: os.kill(process, signal.SIGKILL))
signal.setitimer(signal.ITIMER_REAL, limit)
_, status, usage = os.wait4(process, 0)
seconds = time.monotonic() - start
code = 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
with open(result, "w") as file:
    file.write(f"{code} {seconds} {usage.ru_maxrss}")
