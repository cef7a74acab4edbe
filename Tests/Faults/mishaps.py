"""Calls that fail, inputs that change, places that cannot be written to: each is named and leaves
what stood there."""

import errno
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time

from checks import all_or_nothing, claim, each_whole_or_old, next_run
from checks import well_or_wrong, went_wrong
from kills import OLD, Shim

ERRORS = {
    "open": [errno.EMFILE, errno.EACCES, errno.ENOSPC, errno.EIO],
    "write": [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG],
    "fsync": [errno.EIO, errno.ENOSPC, errno.EDQUOT],
    "rename": [errno.EIO, errno.EACCES, errno.ENOSPC, errno.EROFS],
    "ftruncate": [errno.EIO],
    "link": [errno.EPERM, errno.EMLINK],
    "unlink": [errno.EIO],
    "close": [errno.EIO],
    "flock": [errno.ENOLCK],
    "read": [errno.EIO],
}
# Without these a result is not safe on disk, or not there.
NEEDED = ("fsync", "rename")


def failing_calls(world, case, tally, step=1):
    """Each call fails once, with the errors that it can end in."""
    world.begin(case, OLD)
    calls = Shim(world).calls(case)
    turn = 0
    for call, numbers in ERRORS.items():
        # Reads are not in the list of calls; few files are read in more pieces than this.
        count = 12 if call == "read" else calls.count(call)
        for place in range(1, count + 1, step):
            number = numbers[turn % len(numbers)]
            turn += 1
            chinese = turn % 2 == 0
            words = f"{call} number {place} ends in {errno.errorcode[number]}"
            with tally.at(case, words):
                world.begin(case, OLD if turn % 3 else None)
                ending = world.run(case, f"fail={call},{place},{number}", chinese=chinese)
                well = well_or_wrong(world, case, ending, chinese, [os.environ["TMPDIR"]])
                claim(not well or call not in NEEDED, "ends well all the same")
                tally.calls += 1
                next_run(world, case)


def without_links(world, case, tally):
    """Where files have no second names the old ones come back too."""
    world.begin(case, OLD)
    count = Shim(world).calls(case).count("rename")
    for place in range(1, count + 1):
        with tally.at(case, f"no links, rename number {place} fails"):
            world.begin(case, OLD)
            ending = world.run(case, f"nolink fail=rename,{place},{errno.EIO}")
            went_wrong(world, case, ending, case.refusals, False)
            tally.calls += 1
    with tally.at(case, "no links"):
        world.begin(case, OLD)
        ending = world.run(case, "nolink")
        claim(ending.code == case.ending, f"ends with {ending.code}: {ending.said}")
        claim(all_or_nothing(world, case) == "whole", "outputs are not written")
        tally.mishaps += 1


def small_pieces(world, case, tally):
    """Reads and writes that take little, and calls that signals cut off, change nothing."""
    for faults in ("short=1", "short=7", "short=4096", "eintr", "eintr short=100"):
        with tally.at(case, faults):
            world.begin(case, OLD)
            ending = world.run(case, faults)
            claim(ending.code == case.ending, f"ends with {ending.code}: {ending.said}")
            claim(all_or_nothing(world, case) == "whole", "outputs are not whole")
            tally.mishaps += 1


def limits(world, case, tally):
    """Few descriptors, and files that may not grow."""
    for least in range(3, 16):
        with tally.at(case, f"{least} descriptors"):
            world.begin(case, OLD)
            chinese = least % 2 == 0
            ending = world.run(case, limits={resource.RLIMIT_NOFILE: least}, chinese=chinese)
            if ending.code == 127:
                # The system could not even load the program.
                claim(all_or_nothing(world, case) == "old", "outputs are new")
            else:
                well_or_wrong(world, case, ending, chinese, [os.environ["TMPDIR"]])
            tally.mishaps += 1
    whole = max(map(len, case.whole.values()))
    for most in (0, 1, whole // 2, whole - 1, whole):
        with tally.at(case, f"files of at most {most} bytes"):
            world.begin(case, OLD)
            ending = world.run(case, limits={resource.RLIMIT_FSIZE: most})
            well = well_or_wrong(world, case, ending, False, [os.environ["TMPDIR"]])
            claim(most == whole or not well, "ends well all the same")
            tally.mishaps += 1


def closed_descriptors(world, case, tally):
    """What is said never lands in a file, whichever standard streams are closed."""
    for closed in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)):
        if case.stdin and 0 in closed:
            continue
        with tally.at(case, f"closed: {closed}"):
            world.begin(case, OLD)
            ending = world.run(case, closed=closed)
            well = ending.code == case.ending
            # Reports that go to standard output have nowhere to go.
            claim(well or 1 in closed and ending.code == 74, f"ends with {ending.code}")
            found = all_or_nothing(world, case)
            claim(found == ("whole" if well else "old"), f"outputs are {found}")
            tally.mishaps += 1


def deaf_streams(world, case, tally):
    """A full disk or a closed pipe behind standard output or standard error."""
    for stream in ("stdout", "stderr"):
        for kind in ("full", "pipe"):
            with tally.at(case, f"{stream} is a {kind}"):
                world.begin(case, OLD)
                if kind == "full":
                    end = os.open("/dev/full", os.O_WRONLY)
                else:
                    start, end = os.pipe()
                    os.close(start)
                ending = world.run(case, **{stream: end})
                os.close(end)
                codes = {case.ending, 141 if kind == "pipe" else 74}
                claim(ending.code in codes, f"ends with {ending.code}: {ending.said}")
                found = all_or_nothing(world, case)
                if ending.code != case.ending and stream == "stdout" and kind == "full":
                    claim("standard output" in ending.said, f"not named: {ending.said!r}")
                claim(found == "whole" or ending.code != case.ending, "outputs are missing")
                tally.mishaps += 1


def changing_inputs(world, case, tally):
    """Somebody writes to an input while it is read."""
    # A script is run line by line as it is read.
    for name in (name for name in case.reads if not name.endswith(".jili")):
        for kind in ("grow", "shrink", "over", "replace"):
            for place in (1, 2, 3, 4, 5, 7):
                with tally.at(case, f"{name}: {kind} before read {place}"):
                    world.begin(case, OLD)
                    world.put(name + ".new", b"x\n" * 100)
                    world.before[name + ".new"] = b"x\n" * 100
                    path = os.path.join(world.place, name)
                    variables = {"FAULTS_FILE": path}
                    faults = f"at=/{name} change={kind},{place}"
                    ending = world.run(case, faults, variables=variables)
                    tally.mishaps += 1
                    happened = open(path, "rb").read() != world.files[name]
                    world.before[name] = open(path, "rb").read()
                    if not os.path.exists(path + ".new"):
                        del world.before[name + ".new"]
                    if not happened or kind == "replace":
                        # What was opened is still the old file.
                        well_or_wrong(world, case, ending, False)
                    else:
                        went_wrong(world, case, ending, {65} | case.refusals, False)
                        named = "standard input" if case.stdin == name else name
                        claim(named in ending.said, f"not named: {ending.said!r}")


def two_runs(world, case, tally, count=3):
    """Two runs to the same outputs at the same time: those of one of them stand there at the end,
    and none of the other."""
    other = "d.csv.in"
    words = case.words
    second = dict(case.whole)
    world.begin(case, also=[other])

    def start(case, words, given, faults):
        case.words = [given if word == "c.csv" else word for word in words]
        return world.run(case, faults, no_wait=True)

    case.words = [other if word == "c.csv" else word for word in words]
    world.run(case)
    second = {name: world.look().get(name) for name in case.outputs}
    claim(second != case.whole, "the two runs do not differ")
    for turn in range(count):
        with tally.at(case, f"two runs at once, {turn}"):
            world.begin(case, OLD, also=[other])
            first = start(case, words, "c.csv", "slow=150")
            # The second one comes when the first has moved its first file.
            before = world.before[case.outputs[0]]
            path = os.path.join(world.place, case.outputs[0])
            while first.poll() is None and open(path, "rb").read() == before:
                time.sleep(0.002)
            processes = [first, start(case, words, other, "")]
            for process in processes:
                process.communicate(timeout=60)
                claim(process.returncode == case.ending, f"ends with {process.returncode}")
            case.words = words
            files = world.look()
            found = {name: files.get(name) for name in case.outputs}
            claim(found in (case.whole, second), "the outputs are of two runs")
            claim(not any(name.startswith(".jili-") for name in files), "left behind")
            tally.mishaps += 1
    case.words = words


# MARK: - Places


def with_output(case, output):
    """The command with another place for its table."""
    words = list(case.words)
    words[words.index("-o") + 1] = output
    return words


def places(world, case, tally):
    """Outputs that are no ordinary files, or stand where nobody may write."""
    whole = case.whole["o.csv"]
    words = case.words

    def run(output, what, check, **more):
        with tally.at(case, what):
            world.begin(case, OLD)
            more.get("prepare", lambda: None)()
            world.before = world.look()
            case.words = with_output(case, output)
            try:
                given = {key: more[key] for key in ("stdout", "user", "faults") if key in more}
                check(world.run(case, **given))
            finally:
                case.words = words
                more.get("restore", lambda: None)()
            tally.mishaps += 1

    def path(name):
        return os.path.join(world.place, name)

    def refused(code, name):
        def check(ending):
            claim(ending.code == code, f"ends with {ending.code}: {ending.said}")
            claim(name in ending.said, f"{name} is not named: {ending.said!r}")
            each_whole_or_old(world, case)

        return check

    run("f.csv", "a folder", refused(66, "`f.csv`"), prepare=lambda: os.mkdir(path("f.csv")))
    run("none/o.csv", "in no folder", refused(74, "none/"))

    def kept_link(ending):
        claim(os.path.islink(path("link.csv")), "the link is gone")
        claim(open(path("behind/x.csv"), "rb").read() == whole, "not written behind the link")

    def make_link():
        os.mkdir(path("behind"))
        with open(path("behind/x.csv"), "wb") as file:
            file.write(OLD)
        os.symlink("behind/x.csv", path("link.csv"))

    run("link.csv", "a symbolic link", kept_link, prepare=make_link)
    read_only(world, case, tally, run)


def read_only(world, case, tally, run):
    """A folder in which nobody may write, and an output that is read-only."""
    place = os.path.join(world.place, "shut")

    def shut():
        os.mkdir(place)
        os.chmod(world.place, 0o777)
        os.chmod(place, 0o555)

    def check(ending):
        claim(ending.code == 74, f"ends with {ending.code}: {ending.said}")
        claim("shut/o" in ending.said, f"not named: {ending.said!r}")
        claim(not os.listdir(place), "something was written")

    user = 65534 if os.geteuid() == 0 else None
    if user and not can_run(world, user):
        print("as another user: the program cannot be reached, left out")
        return
    run("shut/o.csv", "a folder that is read-only", check, prepare=shut, user=user)


def can_run(world, user):
    def become():
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)

    try:
        os.chmod(world.root, 0o755)
        subprocess.run(
            [world.program, "--version"], preexec_fn=become, cwd=world.place, capture_output=True,
            check=True,
        )
        return True
    except (OSError, subprocess.SubprocessError):
        return False


def streams(world, case, tally):
    """Results to pipes and devices: nothing stands beside them, and nothing is replaced."""
    whole = case.whole["o.csv"]
    bare = whole.removeprefix(b"\xef\xbb\xbf")
    words = case.words
    start = ["batch", "a.rules", "--year", "2026", "--companies", "c.csv", "--format", "csv", "-q"]
    start += ["--by", "县区", "--payers"]

    def run(output, what, check, **more):
        with tally.at(case, f"to {what}"):
            world.begin(case)
            case.words = [*start, *(["-o", output] if output else [])]
            try:
                check(world.run(case, **more))
                claim(set(world.look()) <= set(world.before) | {"log", "fifo"}, "files beside it")
            finally:
                case.words = words
            tally.mishaps += 1

    def whole_text(ending):
        claim(ending.code == 3, f"ends with {ending.code}: {ending.said}")
        claim(ending.out.removeprefix(b"\xef\xbb\xbf") == bare, "the results are not whole")

    run(None, "standard output", whole_text)
    run("-", "-", whole_text)
    run("/dev/stdout", "/dev/stdout", whole_text)
    run("/dev/fd/1", "/dev/fd/1", whole_text)
    run("/dev/null", "/dev/null", lambda ending: claim(ending.code == 3, ending.said))
    run(
        "/dev/full",
        "/dev/full",
        lambda ending: claim(
            ending.code == 74 and "/dev/full" in ending.said, f"{ending.code} {ending.said!r}"
        ),
    )
    beside = [name for name in os.listdir("/dev") if name.startswith(("null.", "stdout."))]
    claim(not beside, f"files in /dev: {beside}")

    def appended(ending):
        text = open(os.path.join(world.place, "log"), "rb").read()
        claim(text.startswith(OLD), "what stood in the file is gone")
        claim(text.endswith(bare[-200:]), "the results are not behind it")

    for output in (None, "/dev/stdout", "/dev/fd/1"):
        log = os.path.join(world.root, "log")
        with open(log, "wb") as file:
            file.write(OLD)
        with open(log, "ab") as file:
            with tally.at(case, f"to {output} behind a file"):
                world.begin(case)
                case.words = [*start, *(["-o", output] if output else [])]
                ending = world.run(case, stdout=file.fileno())
                case.words = words
                claim(ending.code == 3, ending.said)
                shutil.copy(log, os.path.join(world.place, "log"))
                appended(ending)
                tally.mishaps += 1

    with tally.at(case, "to a FIFO"):
        world.begin(case)
        fifo = os.path.join(world.place, "fifo")
        os.mkfifo(fifo)
        case.words = [*start, "-o", "fifo"]
        process = world.run(case, no_wait=True)
        with open(fifo, "rb") as file:
            text = file.read()
        process.communicate()
        case.words = words
        claim(text.removeprefix(b"\xef\xbb\xbf") == bare, "the FIFO did not get the results")
        os.unlink(fifo)
        claim(set(world.look()) == set(world.before), "files beside the FIFO")
        tally.mishaps += 1


def shown_only(world, case, tally, commands):
    """Commands that write to standard output alone say where they cannot."""
    words = case.words
    for command in commands:
        for kind in ("full", "closed", "pipe"):
            with tally.at(case, f"{command} to {kind}"):
                world.begin(case, also=["b.rules"])
                case.words = command.split()
                more = {"closed": (1,)} if kind == "closed" else {}
                end = None
                if kind == "full":
                    end = os.open("/dev/full", os.O_WRONLY)
                elif kind == "pipe":
                    start, end = os.pipe()
                    os.close(start)
                if end is not None:
                    more["stdout"] = end
                ending = world.run(case, **more)
                if end is not None:
                    os.close(end)
                case.words = words
                code = 141 if kind == "pipe" else 74
                claim(ending.code == code, f"ends with {ending.code}, not {code}: {ending.said!r}")
                named = kind == "pipe" or "standard output" in ending.said
                claim(named, f"not named: {ending.said!r}")
                tally.mishaps += 1


def small_disk(world, case, tally, step=1):
    """A disk of few pages, where mounting is allowed; else the failing calls must do."""
    disk = tempfile.mkdtemp(dir=world.root)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk]
    if subprocess.run(mount, capture_output=True).returncode != 0:
        os.rmdir(disk)
        return False
    subprocess.run(["umount", disk], check=True)
    need = sum(-(-len(data) // 4096) for data in case.whole.values()) * 4
    place, world.place = world.place, os.path.join(disk, "work")
    for pages in range(4, 2 * need + 64, max(8, need // 6) * step):
        size = f"size={pages + 40}k"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", disk], check=True)
        try:
            with tally.at(case, f"a disk of {size}"):
                try:
                    world.begin(case, OLD)
                except OSError:
                    continue
                chinese = pages % 2 == 0
                ending = world.run(case, chinese=chinese)
                well_or_wrong(world, case, ending, chinese, [os.environ["TMPDIR"]])
                tally.mishaps += 1
        finally:
            subprocess.run(["umount", disk], check=True)
    world.place = place
    os.rmdir(disk)
    return True


def small_temporary(world, case, tally):
    """Workbooks are made in the temporary folder: it is named where it is full or missing."""
    for folder in ("/none", "/proc"):
        with tally.at(case, f"TMPDIR={folder}"):
            world.begin(case, OLD)
            ending = world.run(case, variables={"TMPDIR": folder})
            went_wrong(world, case, ending, {74}, False, [folder])
            claim(folder in ending.said, f"{folder} is not named: {ending.said!r}")
            claim("TMPDIR" in ending.said, f"TMPDIR is not named: {ending.said!r}")
            claim(len(ending.said.splitlines()) <= 3, f"too many words: {ending.said!r}")
            tally.mishaps += 1


def moved_away(world, case, tally):
    """The folder of the outputs goes away while the run writes."""
    place = os.path.join(world.place, "sub")
    words = case.words
    with tally.at(case, "the folder moves away"):
        world.begin(case)
        os.mkdir(place)
        case.words = with_output(case, "sub/o.csv")
        ending = world.run(
            case, "at=/c.csv change=away,1", variables={"FAULTS_FILE": place}
        )
        case.words = words
        claim(ending.code == 74, f"ends with {ending.code}: {ending.said}")
        claim("sub/" in ending.said, f"not named: {ending.said!r}")
        claim(not os.path.exists(place), "the folder is back")
        tally.mishaps += 1


def ignored_signals(world, case, tally):
    """What nohup and shells ask for: a signal that is to be ignored ends nothing."""
    for number in (signal.SIGHUP, signal.SIGINT):
        with tally.at(case, f"signal {number} ignored"):
            world.begin(case, OLD)
            trap = f'trap "" {int(number)}; exec "$@"'
            ending = world.run(
                case, f"signal={int(number)},5", before=["sh", "-c", trap, "sh"]
            )
            claim(ending.code == case.ending, f"ends with {ending.code}: {ending.said}")
            claim(all_or_nothing(world, case) == "whole", "outputs are missing")
            tally.signals += 1


