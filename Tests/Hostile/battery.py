"""What a hostile item is, and how one is run and judged.

An item is a folder of files and a command line. The program is run in that folder; beside it lie
decoys: files whose content may show up nowhere, and which must be as they were afterwards.
"""

import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys

# Of a refusal, in a release build. A run takes no longer than `SECONDS` by more than `slack` times.
SECONDS = 2.0
MEGABYTES = 300
# Stands in every decoy; no output may hold it.
SECRET = "邻居的机密-7Q4X"
MEASURE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "measure.py")
# What a terminal obeys or hides: C0 but line feed and tab, C1, marks of direction and invisible ones.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)

ITEMS = []


class Item:
    """One hostile input with what the program must make of it."""

    def __init__(self, part, name, make, arguments, exits, says, **more):
        self.part, self.name, self.make = part, name, make
        self.arguments, self.exits, self.says = arguments, exits, says
        # Files that the run may leave behind, besides those that were made.
        self.leaves = more.pop("leaves", ())
        # Standard input: bytes, or a generator of them.
        self.stdin = more.pop("stdin", b"")
        self.environment = more.pop("environment", {})
        # Handled rather than refused: results may take as long as their size asks for.
        self.seconds = more.pop("seconds", SECONDS)
        self.megabytes = more.pop("megabytes", MEGABYTES)
        # Bytes of results are the user's own; messages never are.
        self.results = more.pop("results", False)
        # Further looks at the folder: given the case folder and the output, gives faults.
        self.also = more.pop("also", None)
        self.languages = more.pop("languages", ("zh", "en"))
        assert not more, more


def item(part, name, arguments, exits, says, **more):
    """Registers what the decorated function makes in an empty folder."""

    def register(make):
        ITEMS.append(Item(part, name, make, arguments, exits, says, **more))
        return make

    return register


def files(part, name, made, arguments, exits, says, **more):
    """Registers an item of files that are written down."""

    def make(folder):
        for path, content in made.items():
            write(folder, path, content)

    ITEMS.append(Item(part, name, make, arguments, exits, says, **more))


def write(folder, path, content):
    """A file of text, of bytes, or of pieces of either that are never held together."""
    place = os.path.join(folder, path)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    if isinstance(content, (str, bytes)):
        content = [content]
    with open(place, "wb") as file:
        for piece in content:
            file.write(piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece)


def repeated(piece, count):
    """So many copies of a text in pieces of about a megabyte."""
    if isinstance(piece, str):
        piece = piece.encode()
    each = max(1, (1 << 20) // max(1, len(piece)))
    block = piece * each
    for _ in range(count // each):
        yield block
    yield piece * (count % each)


class Outcome:
    def __init__(self):
        self.faults, self.seconds, self.megabytes = [], 0.0, 0.0


def snapshot(folder):
    """Every path below with what would change if it were touched."""
    found = {}
    for base, folders, names in os.walk(folder):
        for name in folders + names:
            path = os.path.join(base, name)
            status = os.lstat(path)
            found[os.path.relpath(path, folder)] = (
                stat.S_IFMT(status.st_mode),
                status.st_size if stat.S_ISREG(status.st_mode) else 0,
                status.st_mtime_ns if stat.S_ISREG(status.st_mode) else 0,
            )
    return found


def decoys(desk):
    """What lies outside the folder of the case, under the names that hostile paths guess."""
    rules = f'field 金额 : money; note "{SECRET}"\naward {SECRET[:5]} = 1万\n'
    for name in ("secret.rules", "outside/secret.rules"):
        write(desk, name, rules)
    for name in ("secret.txt", "outside/secret.txt"):
        write(desk, name, SECRET + "\n")
    for name in ("secret.csv", "outside/secret.csv"):
        write(desk, name, f"{SECRET},企业\n{SECRET},甲\n")
    write(desk, "home/.config/jili/init.rules", f'award {SECRET[:5]} = 1万; note "{SECRET}"\n')


def measured(program, arguments, folder, environment, stdin, limit):
    """Runs the program: its exit code, seconds and peak of memory in MB."""
    result = os.path.join(folder, "..", "measured")
    with open(os.path.join(folder, "..", "stdout"), "wb") as out, open(
        os.path.join(folder, "..", "stderr"), "wb"
    ) as err:
        process = subprocess.Popen(
            [sys.executable, "-ISB", MEASURE, result, str(limit), program] + arguments,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
        )
        try:
            for piece in [stdin] if isinstance(stdin, bytes) else stdin():
                process.stdin.write(piece)
            process.stdin.close()
        except BrokenPipeError:
            pass
        process.wait()
    code, seconds, kilobytes = pathlib.Path(result).read_text().split()
    os.remove(result)
    return int(code), float(seconds), int(kilobytes) / 1024


def run(item, program, desk, slack):
    """Makes an item in a folder of its own, runs it and judges it."""
    outcome = Outcome()
    folder = os.path.join(desk, "case")
    os.makedirs(folder)
    os.makedirs(os.path.join(desk, "tmp"))
    decoys(desk)
    item.make(folder)
    for language in item.languages:
        judge(item, program, desk, folder, language, slack, outcome)
    shutil.rmtree(desk)
    return outcome


def judge(item, program, desk, folder, language, slack, outcome):
    before, around = snapshot(folder), snapshot(desk)
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": os.path.join(desk, "home"),
        "LANG": "C.UTF-8",
        "TMPDIR": os.path.join(desk, "tmp"),
        "LC_ALL": "zh_CN.UTF-8" if language == "zh" else "C",
        "SWIFT_BACKTRACE": "enable=no",
    }
    environment.update(item.environment)
    arguments = [part.replace("{desk}", desk) for part in item.arguments]
    limit = item.seconds * slack
    code, seconds, megabytes = measured(
        program, arguments, folder, environment, item.stdin, limit + 10
    )
    outcome.seconds = max(outcome.seconds, seconds)
    outcome.megabytes = max(outcome.megabytes, megabytes)
    out = pathlib.Path(desk, "stdout").read_bytes()
    err = pathlib.Path(desk, "stderr").read_bytes()
    os.remove(os.path.join(desk, "stdout"))
    os.remove(os.path.join(desk, "stderr"))
    fault = lambda words: outcome.faults.append(f"{language}: {words}")
    messages = err.decode(errors="replace")
    if not item.results:
        messages += out.decode(errors="replace")
    shown = (out + err).decode(errors="replace")
    exits = item.exits if isinstance(item.exits, tuple) else (item.exits,)
    if code not in exits:
        fault(f"exit {code}, wanted {item.exits}: {messages[:300]!r}")
    for words in item.says:
        if not re.search(words, messages):
            fault(f"does not say {words!r}: {messages[:400]!r}")
    if exits[0] not in (0, 3):
        wanted = "错误" if language == "zh" else "error"
        if wanted not in messages and "失败" not in messages and "fail" not in messages.lower():
            fault(f"not in its language: {messages[:200]!r}")
    if SECRET in shown:
        fault("shows what lies outside its folder")
    unsafe = UNSAFE.search(messages)
    if unsafe:
        fault(
            f"shows U+{ord(unsafe.group()):04X} at {messages[max(0, unsafe.start()-60):unsafe.start()+20]!r}"
        )
    if len(messages) > 200_000 and not item.results:
        fault(f"{len(messages)} characters of messages")
    if seconds > limit:
        fault(f"{seconds:.1f} s, wanted {limit:.1f}")
    if megabytes > item.megabytes:
        fault(f"{megabytes:.0f} MB, wanted {item.megabytes}")
    look(item, desk, folder, before, around, fault)
    if item.also:
        for words in item.also(folder, messages):
            fault(words)
    for name in set(snapshot(folder)) - set(before):
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            shutil.rmtree(path)
        else:
            os.remove(path)


def look(item, desk, folder, before, around, fault):
    """Whether anything was written that was not asked for, inside the folder or beside it."""
    after = snapshot(folder)
    for name in sorted(set(after) - set(before) - set(item.leaves)):
        fault(f"left {name!r} behind")
    for name in sorted(set(before) & set(after)):
        if before[name] != after[name] and name not in item.leaves:
            fault(f"changed {name!r}")
    for name in sorted(set(before) - set(after)):
        fault(f"removed {name!r}")
    for name in after:
        path = os.path.join(folder, name)
        if name in item.leaves and name not in before and os.path.isfile(path):
            if SECRET.encode() in pathlib.Path(path).read_bytes():
                fault(f"{name!r} holds what lies outside its folder")
    now = {name: state for name, state in snapshot(desk).items() if not name.startswith("case/")}
    was = {name: state for name, state in around.items() if not name.startswith("case/")}
    for name in sorted(set(now) ^ set(was)):
        if name not in ("stdout", "stderr", "case"):
            fault(f"{name!r} came or went outside the folder")
    for name in sorted(set(now) & set(was)):
        if now[name] != was[name] and now[name][0] == stat.S_IFREG:
            fault(f"{name!r} was changed outside the folder")
