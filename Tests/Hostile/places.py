"""Hostile paths: in rules, in receipts, on the command line, in the environment."""

import hashlib
import json
import os
import socket

from battery import SECRET, files, item, write

PART = "places"
CHECK = ["check", "测.rules"]
GOOD = "award 奖 = 1万\n"
POLICY = 'policy 测 {{ source "{}" }}\naward 奖 = 1万; cite "一": "{}"\n'


# Paths that lead out of the folder, as text.
for number, path in enumerate(
    [
        "/etc/passwd",
        "../secret.rules",
        "a/../../secret.rules",
        "./../secret.rules",
        "..",
        ".",
        "",
        "/",
        "//secret.rules",
        "a//b.rules",
        "..\\secret.rules",
        "C:\\secret.rules",
        "~/.config/jili/init.rules",
        "%2e%2e/secret.rules",
        "%2e%2e%2fsecret.rules",
        "file:///etc/passwd",
        "http://127.0.0.1:1/secret.rules",
        "．．/secret.rules",
        "..／secret.rules",
        "/dev/zero",
        "/dev/stdin",
        "/proc/self/environ",
        "-",
        "|cat ../secret.rules",
        "$HOME/secret.rules",
        "`cat ../secret.rules`",
        "a" * 100_000,
        "a/" * 50_000 + "b.rules",
        "测.rules/x.rules",
        "子",
    ]
):
    for word in ("use", "amends"):
        files(
            PART,
            f"{word} {path[:40]!r}",
            {"测.rules": f'{word} "{path}"\n{GOOD}', "子/x.rules": GOOD},
            CHECK,
            2,
            [r"测.rules:1:\d+", r"J30\d\d"],
        )
    files(
        PART,
        f"source {path[:40]!r}",
        {"测.rules": POLICY.format(path, SECRET), "子/x.rules": GOOD},
        CHECK,
        2,
        [r"测.rules:1:\d+", r"J30\d\d"],
    )


# Links that lead out of the folder, and things that are no files.
def linked(target, folder=False):
    def make(case):
        os.symlink(target, os.path.join(case, "链.rules"))
        if folder:
            os.remove(os.path.join(case, "链.rules"))
            os.symlink(target, os.path.join(case, "链"))

    return make


LINKS = [
    ("a link to a file outside", "../secret.rules", False),
    ("a link to a folder outside", "../outside", True),
    ("a link to an absolute path", "/etc/passwd", False),
    ("a link to /dev/zero", "/dev/zero", False),
    ("a link to /dev/full", "/dev/full", False),
    ("a link to /proc/self/environ", "/proc/self/environ", False),
    ("a link to standard input", "/dev/stdin", False),
    ("a link to itself", "链.rules", False),
]
for name, target, is_folder in LINKS:
    for kind in ("use", "amends", "source"):
        path = "链/secret.rules" if is_folder else "链.rules"
        if kind == "source" and is_folder:
            path = "链/secret.txt"

        def make(case, target=target, is_folder=is_folder, kind=kind, path=path):
            linked(target, is_folder)(case)
            text = POLICY.format(path, SECRET) if kind == "source" else f'{kind} "{path}"\n{GOOD}'
            write(case, "测.rules", text)

        item(PART, f"{kind} of {name}", CHECK, 2, [r"测.rules:1:\d+", r"J30\d\d"])(make)

for kind in ("use", "amends", "source"):

    def make(case, kind=kind):
        os.mkfifo(os.path.join(case, "链.rules"))
        text = POLICY.format("链.rules", "甲") if kind == "source" else f'{kind} "链.rules"\n{GOOD}'
        write(case, "测.rules", text)

    item(PART, f"{kind} of a pipe that nobody fills", CHECK, 2, [r"测.rules:1:\d+", r"J30\d\d"])(
        make
    )

    def make(case, kind=kind):
        here = os.getcwd()
        os.chdir(case)
        with socket.socket(socket.AF_UNIX) as door:
            door.bind("链.rules")
        os.chdir(here)
        text = POLICY.format("链.rules", "甲") if kind == "source" else f'{kind} "链.rules"\n{GOOD}'
        write(case, "测.rules", text)

    item(PART, f"{kind} of a socket", CHECK, 2, [r"测.rules:1:\d+", r"J30\d\d"])(make)


@item(
    PART,
    "a link out of a folder of -I",
    ["check", "-I", "共", "测.rules"],
    2,
    [r"测.rules:1:5", r"J30\d\d"],
)
def _(case):
    os.makedirs(os.path.join(case, "共"))
    os.symlink("../../secret.rules", os.path.join(case, "共", "链.rules"))
    write(case, "测.rules", 'use "链.rules"\n' + GOOD)


@item(
    PART,
    "links within the folder and out of it into a folder of -I are followed",
    ["eval", "-I", "共", "案/测.rules"],
    0,
    ["10,000.00"],
)
def _(case):
    write(case, "案/里/甲.rules", "define 甲 = 3000元\n")
    write(case, "共/乙.rules", "define 乙 = 7000元\n")
    os.symlink("里/甲.rules", os.path.join(case, "案", "甲.rules"))
    os.symlink("../共/乙.rules", os.path.join(case, "案", "乙.rules"))
    write(case, "案/测.rules", 'use "甲.rules"\nuse "乙.rules"\naward 奖 = 甲 + 乙\n')


@item(PART, "a folder that is a link itself", ["eval", "链/测.rules"], 0, ["3,000.00"])
def _(case):
    write(case, "案/甲.rules", "define 甲 = 3000元\n")
    write(case, "案/测.rules", 'use "甲.rules"\naward 奖 = 甲\n')
    os.symlink("案", os.path.join(case, "链"))


files(
    PART,
    "two files whose names differ in composition alone",
    {
        "测.rules": 'use "caf\u00e9.rules"\nuse "cafe\u0301.rules"\naward 奖 = 甲 + 乙\n',
        "caf\u00e9.rules": "define 甲 = 3000元\n",
        "cafe\u0301.rules": "define 乙 = 7000元\n",
    },
    ["eval", "测.rules"],
    0,
    ["10,000.00"],
)
files(
    PART,
    "20,000 sources of 4 MiB",
    {
        "测.rules": "policy 测 {\n" + 'source "文.txt"\n' * 20_000 + "}\n" + GOOD,
        "文.txt": "甲" * 1_390_000,
    },
    CHECK,
    2,
    [r"测.rules:\d+:\d+", r"J\d{4}"],
    seconds=8,
)
files(
    PART,
    "a source of 100 MB",
    {"测.rules": POLICY.format("文.txt", "甲"), "文.txt": "甲" * 35_000_000},
    CHECK,
    2,
    [r"测.rules:1:\d+", r"J\d{4}"],
)
files(
    PART,
    "a source of one line of 4 MiB, quoted 5,000 times",
    {
        "测.rules": 'policy 测 { source "文.txt" }\n'
        + "".join(f'award 奖{n} = 1万; cite "一": "甲{n}乙"\n' for n in range(5000)),
        "文.txt": "甲" * 1_390_000,
    },
    CHECK,
    2,
    [r"测.rules:\d+:\d+", r"J\d{4}"],
)
files(
    PART,
    "a quotation of 300,000 letters in a source of a million",
    {"测.rules": POLICY.format("文.txt", "甲" * 300_000 + "乙"), "文.txt": "甲" * 1_390_000},
    CHECK,
    2,
    [r"测.rules:1:\d+", r"J\d{4}"],
)
files(
    PART,
    "a source with bytes of no character",
    {"测.rules": POLICY.format("文.txt", "甲"), "文.txt": b"\xff\xfe\x00"},
    CHECK,
    2,
    [r"测.rules:1:\d+", r"J\d{4}"],
)
files(
    PART,
    "a source that obeys no terminal",
    {
        "测.rules": 'policy 测 { source "文.txt" }\naward 奖 = 1万; cite "一"\n',
        "文.txt": "第一条\x1b]0;x\x07 给予\x1b[2J奖励 3万元\u202e\n" * 50,
    },
    ["coverage", "测.rules"],
    (0, 1),
    [],
)

# Names of files, which the user did not choose but typed with the key that completes them.
WILD = "a\x1b[31m\n错误\u202e.rules"
files(
    PART,
    "a rule file whose name moves the cursor",
    {WILD: "award = 1\n"},
    ["check", WILD],
    2,
    [r"J\d{4}"],
)
files(PART, "a missing file whose name moves the cursor", {}, ["check", WILD], 66, ["J5001"])
files(
    PART,
    "used files whose names move the cursor",
    {"测.rules": GOOD, WILD: GOOD},
    ["eval", "测.rules", WILD],
    (0, 2),
    [],
)
files(
    PART,
    "a company file whose name moves the cursor",
    {"测.rules": "field 额 : money\naward 奖 = 额\n", "a\x1b[2J\u202e.csv": "企业,额\n甲,1x\n"},
    ["batch", "测.rules", "--companies", "a\x1b[2J\u202e.csv"],
    3,
    ["J4"],
    results=True,
)
for arguments in (
    ["batch", "测.rules", "--companies", "a.csv", "--set", "\x1b[2J=1"],
    ["batch", "测.rules", "--companies", "a.csv", "--date", "\x1b[2J\n2026"],
    ["batch", "测.rules", "--companies", "a.csv", "--key", "\x1b[2J\u202e"],
    ["batch", "测.rules", "--companies", "a.csv", "--reading", "\x1b[2J\u202e=1"],
    ["batch", "测.rules", "--companies", "a.csv", "--columns", "\x1b[2J\u202e"],
    ["batch", "测.rules", "--companies", "a.csv", "--encoding", "\x1b[2J\u202e"],
    ["batch", "测.rules", "--companies", "a.csv", "--\x1b[2J\u202e"],
    ["\x1b[2J\u202e"],
    ["check", "--explain", "\x1b[2J\u202e"],
    ["batch", "测.rules", "--companies", "a.csv", "-o", "没有\x1b[2J/x.csv"],
    ["eval", "测.rules", "--set", "额=\x1b[2J"],
    ["eval", "测.rules", "--year", "9" * 100_000],
    ["eval", "测.rules", "--set", "额=" + "9" * 100_000],
    ["eval", "测.rules", "--set", "9" * 100_000],
    ["batch", "测.rules", "--companies", "a.csv", "--header-row", "9" * 1000],
    ["batch", "测.rules", "--companies", "a.csv", "--threads", "9" * 1000],
    ["sweep", "测.rules", "--vary", "额=1.." + "9" * 1000],
):
    files(
        PART,
        "arguments " + " ".join(arguments[-2:]).encode("unicode_escape").decode()[:60],
        {"测.rules": "field 额 : money\naward 奖 = 额\n", "a.csv": "企业,额\n甲,1\n"},
        arguments,
        (2, 64, 65, 66, 74),
        [],
    )
files(PART, "a folder for a rule file", {"子/a.rules": GOOD}, ["check", "子"], 66, ["J5003"])
files(PART, "/dev/zero for a rule file", {}, ["check", "/dev/zero"], 65, ["J5004"])
files(
    PART,
    "/dev/zero for a company file",
    {"测.rules": GOOD},
    ["batch", "测.rules", "--companies", "/dev/zero"],
    65,
    [r"J5015|J4\d{3}"],
)
files(
    PART,
    "/dev/zero for a company",
    {"测.rules": GOOD},
    ["eval", "测.rules", "--company", "/dev/zero"],
    65,
    [r"J\d{4}"],
)
files(PART, "/dev/zero for a receipt", {}, ["replay", "/dev/zero"], 65, [r"J\d{4}"])
files(
    PART,
    "/dev/zero for a table of headers",
    {"测.rules": GOOD, "a.csv": "企业\n甲\n"},
    ["batch", "测.rules", "--companies", "a.csv", "--map", "/dev/zero"],
    65,
    [r"J\d{4}"],
)

# The environment.
for name, variables in [
    (
        "relative folders",
        {"XDG_CONFIG_HOME": "../home/.config", "XDG_STATE_HOME": "state", "HOME": "x"},
    ),
    ("no home", {"HOME": "", "XDG_STATE_HOME": ""}),
    ("a home that is a file", {"HOME": "/etc/passwd"}),
    ("a locale that is none", {"LC_ALL": "\u202e../../secret", "LANG": "zh\x1b[2J"}),
    ("an editor that is a command", {"EDITOR": "touch ../pwned; cat", "VISUAL": "touch ../pwned"}),
    (
        "a terminal that is a path",
        {"TERM": "../../secret", "TERMINFO": "/dev/zero", "INPUTRC": "../secret.txt"},
    ),
]:
    files(
        PART,
        f"a script with {name}",
        {"a.txt": ""},
        [],
        0,
        ["10,000"],
        stdin="award 奖 = 1万\n奖\n".encode(),
        environment=variables,
        languages=("en",),
    )
files(
    PART,
    "a folder for temporary files that is none",
    {"测.rules": GOOD, "a.csv": "企业\n甲\n"},
    ["batch", "测.rules", "--companies", "a.csv"],
    (0, 65),
    [],
    results=True,
    environment={"TMPDIR": "/nonexistent"},
)


# Receipts.
def digest(text):
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()


RULES, LIST = "field 额 : money\naward 奖 = 额\n", "企业,额\n甲,1\n"


def receipt(**changes):
    made = {
        "schema": 1,
        "jili": "0.1.0",
        "options": {},
        "rules": [{"file": "测.rules", "sha256": digest(RULES)}],
        "inputs": [
            {
                "file": "a.csv",
                "sha256": digest(LIST),
                "encoding": "utf-8",
                "columns": {},
                "ignored": [],
                "absent": [],
            }
        ],
        "counts": {"rows": 1, "accepted": 1, "rejected": 0, "empty": 0},
        "total": {"low": "1.00", "high": "1.00"},
        "awards": [{"policy": "测", "award": "奖", "companies": 1, "low": "1.00", "high": "1.00"}],
        "payers": [{"payer": None, "low": "1.00"}],
        "outputs": [{"file": "out.csv", "sha256": digest("x")}],
    }
    made.update(changes)
    return json.dumps(made, ensure_ascii=False)


def replayed(name, text, exits, says, more={}, **other):
    made = {"测.rules": RULES, "a.csv": LIST, "r.json": text}
    made.update(more)
    files(PART, "a receipt with " + name, made, ["replay", "r.json"], exits, says, **other)


def entry(path, text=RULES):
    return [
        {
            "file": path,
            "sha256": digest(text),
            "encoding": "utf-8",
            "columns": {},
            "ignored": [],
            "absent": [],
        }
    ]


replayed("nothing wrong", receipt(), (0, 1), [])
for path in (
    "../secret.rules",
    "/etc/passwd",
    "..",
    ".",
    "",
    "/",
    "a\u0000b",
    "x" * 100_000,
    "~/secret.rules",
    "\x1b[2J.rules",
):
    replayed(f"rules at {path[:20]!r}", receipt(rules=entry(path)), (65, 66), [r"J5\d{3}|J4\d{3}"])
    replayed(
        f"companies at {path[:20]!r}",
        receipt(inputs=entry(path, LIST)),
        (65, 66),
        [r"J5\d{3}|J4\d{3}"],
    )
    replayed(f"a map at {path[:20]!r}", receipt(map=entry(path)[0]), (65, 66), [r"J5\d{3}|J4\d{3}"])
for path in (
    "../out.csv",
    "/etc/out.csv",
    "..",
    ".",
    "",
    "/",
    "-",
    "a\u0000b.csv",
    "x" * 100_000,
    "~/x.csv",
    "测.rules",
    "a.csv",
    "-o",
    "\x1b[2J.csv",
):
    replayed(
        f"results at {path[:20]!r}", receipt(outputs=entry(path, "x")), (0, 1, 64, 65, 66, 74), []
    )
    replayed(
        f"a summary at {path[:20]!r}",
        receipt(options={"summary": path}),
        (0, 1, 64, 65, 66, 74),
        [],
    )
for name in (
    "--html=x.html",
    "-ox.csv",
    "--summary=x.csv",
    "--rejects=x.csv",
    "--help",
    "-",
    "--",
    "--version",
    "-I",
):
    replayed(
        f"rules named {name}",
        receipt(rules=entry("测.rules") + entry(name, "award 乙 = 1元\n")),
        (0, 1, 2, 65, 66),
        [],
        {name: "award 乙 = 1元\n"},
    )
    replayed(
        f"companies named {name}",
        receipt(inputs=entry(name, LIST)),
        (0, 1, 65, 66),
        [],
        {name: LIST},
    )
for options in (
    {"I": "/"},
    {"output": "../x.csv"},
    {"html": "../../x.html"},
    {"rejects": "../x.csv"},
    {"companies": "../secret.csv"},
    {"map": "../secret.csv"},
    {"threads": "1000000"},
    {"set": "额=\x1b[2J"},
    {"key": "--html=x.html"},
    {"date": "--html=x.html"},
    {"keep": "a\u0000b"},
    {"help": ""},
    {"version": "1"},
    {"set": ["额=1"] * 100_000},
):
    replayed(f"options {str(options)[:50]}", receipt(options=options), (0, 1, 64, 65, 66, 74), [])
replayed(
    "the digest of a neighbour's file",
    receipt(inputs=[{"file": "../secret.csv", "sha256": digest(f"{SECRET},企业\n{SECRET},甲\n")}]),
    (65, 66),
    [r"J5\d{3}"],
)
replayed("ten million names", '{"schema": 1, "rules": [' + "1," * 10_000_000 + "1]}", 65, ["J5004"])
replayed("100,000 brackets", "[" * 100_000, 65, [r"J4\d{3}"])
replayed("counts beyond all numbers", receipt(counts={"rows": 10**40}), 65, [r"J4\d{3}"])
replayed("sums that are none", receipt(total={"low": "\x1b[2J", "high": None}), (0, 1, 65), [])
replayed("a schema of another time", receipt(schema=10**400), 65, [r"J4\d{3}"])


@item(
    PART, "a receipt beside pipes that nobody fills", ["replay", "r.json"], (65, 66), [r"J5\d{3}"]
)
def _(case):
    write(case, "r.json", receipt())
    write(case, "测.rules", RULES)
    os.mkfifo(os.path.join(case, "a.csv"))


@item(PART, "a receipt beside results that are pipes", ["replay", "r.json"], (0, 1), [])
def _(case):
    write(case, "r.json", receipt())
    write(case, "测.rules", RULES)
    write(case, "a.csv", LIST)
    os.mkfifo(os.path.join(case, "out.csv"))
    os.symlink("/dev/zero", os.path.join(case, "out.rejects.csv"))


@item(PART, "a folder of tests with pipes and links", ["test", "."], (0, 1, 2), [])
def _(case):
    write(case, "测.rules", RULES)
    os.mkfifo(os.path.join(case, "测.companies.csv"))
    os.mkfifo(os.path.join(case, "测.expected.csv"))
    os.mkfifo(os.path.join(case, "管.rules"))
    os.symlink("..", os.path.join(case, "上"))
    os.symlink(".", os.path.join(case, "圈"))
    os.symlink("/dev/zero", os.path.join(case, "零.rules"))


@item(PART, "options of a test that write", ["test", "."], (0, 1, 2, 64, 65), [])
def _(case):
    write(case, "测.rules", RULES)
    write(case, "测.companies.csv", LIST)
    write(case, "测.expected.csv", "企业,奖\n甲,1.00\n")
    write(
        case,
        "测.options",
        "--summary ../x.csv\n-o ../y.csv\n--html=../z.html\n--map ../secret.csv\n",
    )


@item(PART, "options of a test that read", ["test", "."], 1, ["链接|link"])
def _(case):
    write(case, "测.rules", RULES)
    write(case, "测.companies.csv", LIST)
    write(case, "测.expected.csv", "企业,奖\n甲,1.00\n")
    write(case, "测.options", "--map ../secret.csv\n")


@item(PART, "an expected table of 15 MB of commas", ["test", "."], (1, 2, 65), [])
def _(case):
    write(case, "测.rules", RULES)
    write(case, "测.companies.csv", LIST)
    write(case, "测.expected.csv", b"," * (15 << 20))


@item(
    PART,
    "results that would replace the rules",
    ["batch", "测.rules", "--companies", "a.csv", "-o", "测.rules"],
    (64, 65, 74),
    ["-o"],
)
def _(case):
    write(case, "测.rules", RULES)
    write(case, "a.csv", LIST)


@item(
    PART,
    "results that would replace the company file by way of a link",
    ["batch", "测.rules", "--companies", "a.csv", "-o", "b.csv"],
    (64, 65, 74),
    [r"J\d{4}"],
)
def _(case):
    write(case, "测.rules", RULES)
    write(case, "a.csv", LIST)
    os.symlink("a.csv", os.path.join(case, "b.csv"))
