"""What must hold after a run, whatever happened to it."""

import hashlib
import json

HIDDEN = ".jili-"
STREAMS = ("standard input", "标准输入", "standard output", "标准输出", "-:")


class Fault(Exception):
    """Something that a user was promised does not hold."""


def claim(holds, words):
    if not holds:
        raise Fault(words)


def states(world, case, files):
    """For each output whether it is `whole`, `old` (or absent, as before), or anything else."""
    found = {}
    for name in case.outputs:
        data = files.get(name)
        if data is not None and data in (case.whole[name], case.chinese.get(name)):
            found[name] = "whole"
        elif data == world.before.get(name):
            found[name] = "old"
        elif data is None:
            found[name] = "lost"
        else:
            found[name] = f"torn ({len(data)} bytes of {len(case.whole[name])})"
    return found


def hidden(files):
    return sorted(name for name in files if name.startswith(HIDDEN))


def each_whole_or_old(world, case):
    """Every output is whole or as it was; inputs are as they were; nothing else is in sight."""
    files = world.look()
    found = states(world, case, files)
    wrong = {name: state for name, state in found.items() if state not in ("whole", "old")}
    claim(not wrong, f"outputs are neither whole nor as before: {wrong}")
    for name, data in world.before.items():
        if name not in case.outputs:
            claim(files.get(name) == data, f"the input {name} is not as it was")
    strange = set(files) - set(world.before) - set(case.outputs) - set(hidden(files))
    claim(not strange, f"files that nobody asked for: {sorted(strange)}")
    if case.receipt and found[case.receipt] == "whole":
        claim(
            set(found.values()) == {"whole"}, f"the receipt is in place before the others: {found}"
        )
    return found


def all_or_nothing(world, case):
    """As above, and all outputs are of one run, with nothing left beside them."""
    found = each_whole_or_old(world, case)
    claim(len(set(found.values())) == 1, f"outputs of two runs: {found}")
    left = hidden(world.look())
    claim(not left, f"left behind: {left}")
    return next(iter(found.values()))


def next_run(world, case):
    """After whatever happened, the next run gives whole results and clears up."""
    for name in case.reads:
        world.put(name, world.files[name])
    if case.in_place:
        for name in case.outputs:
            world.put(name, world.files[name])
    ending = world.run(case)
    claim(
        ending.code == case.ending,
        f"the next run ends with {ending.code}, not {case.ending}: {ending.said}",
    )
    files = world.look()
    for name in case.outputs:
        claim(files.get(name) == case.whole[name], f"the next run gives another {name}")
    claim(not hidden(files), f"the next run leaves {hidden(files)}")


def went_wrong(world, case, ending, codes, chinese, names=None):
    """The run failed as a whole and said what, where and what to do."""
    said = ending.said
    claim(ending.code in codes, f"ends with {ending.code}, not {sorted(codes)}: {said!r}")
    found = all_or_nothing(world, case)
    # A script goes on behind what it saved.
    saved = "已写入" in said or "wrote" in said
    claim(found == "old" or saved, "outputs are new although the run failed")
    word = "错误 J" if chinese else "error J"
    claim(word in said, f"no error is named: {said!r}")
    names = [*case.outputs, *case.reads, "`./`", *STREAMS, *(names or [])]
    claim(any(name in said for name in names), f"no file is named: {said!r}")
    help_words = ("重新运行", "再运行", "换一个", "放宽", "别处", "系统里没有", "用 -o",
                  "重新导出")
    if not chinese:
        help_words = ("run again", "choose", "allow more", "elsewhere", "install", "with -o",
                      "export it again")
    # A text that the rules name and that cannot be read is a finding in the rules.
    helps = ending.code == 2 or any(word in said for word in help_words)
    claim(helps, f"nothing says what helps: {said!r}")


def well_or_wrong(world, case, ending, chinese, names=None):
    """Either nothing came of the mishap, or the run failed as it should."""
    if ending.code == case.ending:
        files = world.look()
        found = states(world, case, files)
        claim(
            set(found.values()) == {"whole"}, f"ends well, but outputs are {found}: {ending.said!r}"
        )
        return True
    went_wrong(world, case, ending, case.refusals | {65, 66}, chinese, names)
    return False


def reference(world, case):
    """An undisturbed run; the rows of its table are counted once and for all. Some commands write
    in the language of their reader."""
    world.begin(case)
    world.run(case, chinese=True)
    files = world.look()
    case.chinese = {name: files.get(name) for name in case.outputs}
    world.begin(case)
    ending = world.run(case)
    claim(ending.code in (0, 3), f"{case.name} ends with {ending.code}: {ending.said}")
    files = world.look()
    case.ending = ending.code
    case.whole = {name: files.get(name) for name in case.outputs}
    missing = [name for name, data in case.whole.items() if not data]
    claim(not missing, f"{case.name} does not write {missing}")
    claim(not hidden(files), f"{case.name} leaves {hidden(files)}")
    if "o.csv" in case.whole:
        rows_once(world, case)
    if case.receipt:
        receipt_holds(case.whole, case.receipt)


def rows_once(world, case):
    table = case.whole["o.csv"].decode("utf-8-sig").splitlines()[1:]
    names = [line.split(",")[0] for line in table]
    # The rows of a company that has several bear one name.
    if "--key" not in case.words:
        claim(len(set(names)) == len(names), f"{case.name}: a row stands twice")
    rejects = next(name for name in case.outputs if "rej" in name and name.endswith(".csv"))
    rejected = case.whole[rejects].decode("utf-8-sig").splitlines()[1:]
    lines = {line.split(",")[1] for line in rejected}
    claim(
        len(names) + len(lines) == world.count,
        f"{case.name}: {len(names)} results and {len(lines)} rejects of {world.count} rows",
    )


def receipt_holds(files, receipt):
    """The receipt names the outputs by their digests."""
    for output in json.loads(files[receipt])["outputs"]:
        digest = hashlib.sha256(files[output["file"]]).hexdigest()
        claim(digest == output["sha256"], f"the receipt names another {output['file']}")
