"""Hostile rule files."""

import os

from battery import SECRET, files, item, repeated, write

PART = "rules"
CHECK = ["check", "测.rules"]
EVAL = ["eval", "测.rules"]


def one(name, content, exits, says, arguments=CHECK, **more):
    files(PART, name, {"测.rules": content}, arguments, exits, says, **more)


# What nobody sees, wherever it stands.
for code, kind in [
    (0x00, "control"),
    (0x1B, "control"),
    (0x85, "control"),
    (0x200B, "invisible"),
    (0x200D, "invisible"),
    (0x00AD, "invisible"),
    (0x202E, "bidi"),
    (0x2066, "bidi"),
    (0x2028, "invisible"),
    (0x3164, "invisible"),
    (0xFE0F, "variation"),
    (0xE0041, "tag"),
    (0xFEFF, "mark"),
    (0x115F, "filler"),
    (0xE000, "private"),
    (0xFFFE, "noncharacter"),
]:
    mark = chr(code)
    one(
        f"U+{code:04X} ({kind}) in name, string and comment",
        f'award 奖{mark}励 = 1万; note "甲{mark}乙"  # 丙{mark}丁\n',
        2,
        ["测.rules:1:8", "J1003", rf"U\+{code:04X}"],
    )

one(
    "names that look alike: Cyrillic beside Latin",
    "field AB : money\nfield АВ : money\naward 奖 = AB\n",
    2,
    ["J3112", "测.rules:2:7"],
)
one("a keyword with a Greek letter", "fiεld 金额 : money\n", 2, ["测.rules:1:"])
one(
    "a compatibility ideograph in a name (U+F90A)",
    "field \uf90a额 : money\naward 奖 = \uf90a额\n",
    2,
    ["J1013", "测.rules:1:7"],
)
one(
    "a mark of composition in a word",
    "field cafe\u0301 : money\naward 奖 = 1万\n",
    2,
    ["J1004", "测.rules:1:11"],
)
one(
    "twins of composition as two facts",
    "field 「caf\u00e9」 : money\nfield 「cafe\u0301」 : money\naward 奖 = 1万\n",
    2,
    ["J3104", "测.rules:2:7"],
)
one(
    "a value in two compositions",
    "field 类 : one of 「caf\u00e9」, 「cafe\u0301」\naward 奖 = 1万 when 类 = 「caf\u00e9」\n",
    2,
    ["J3104", "测.rules:1:26"],
)
one(
    "a compatibility ideograph as a value beside its twin",
    "field 类 : one of 金, 「\uf90a」\naward 奖 = 1万 when 类 = 金\n",
    2,
    ["J1013", "测.rules:1:21"],
)
one("invalid UTF-8", b"award \xff\xfe = 1\xe4\xb8\x87\n", 2, ["J1002", "测.rules:1:7"])
one("UTF-8 that is too long for its letter", b"award \xc0\xaf = 1\xe4\xb8\x87\n", 2, ["J1002"])
one("a surrogate in UTF-8", b"award \xed\xa0\x80 = 1\xe4\xb8\x87\n", 2, ["J1002"])
one("UTF-16", "award 奖 = 1万\n".encode("utf-16"), 2, ["J1002"])
one("random bytes", bytes((i * 2654435761 >> 13) & 0xFF for i in range(1 << 20)), 2, ["J100"])
one("an empty file", "", 2, ["测.rules"], EVAL)

# Depth and length.
for name, text in [
    ("parentheses", "award 奖 = " + "(" * 10_000 + "1万" + ")" * 10_000),
    ("open parentheses", "award 奖 = " + "(" * 10_000),
    ("braces", "award 奖 = " + "match 1 { 1: " * 10_000 + "1万" + "}" * 10_000),
    ("ifs", "award 奖 = " + "if yes then " * 10_000 + "1万" + " else 0元" * 10_000),
    ("nots", "award 奖 = 1万 when " + "not " * 10_000 + "yes"),
    ("signs", "award 奖 = " + "-" * 10_000 + "1万"),
    ("sums", "award 奖 = 1万" + " + 1万" * 10_000),
    ("ands", "award 奖 = 1万 when yes" + " and yes" * 100_000),
    ("percents of percents", "award 奖 = " + "1% of " * 10_000 + "1万"),
    ("brackets of a list", "field 类 : text\naward 奖 = 1万 when 类 in " + "[" * 10_000),
    ("policies in policies", "policy 甲 { " * 10_000),
    ("caps", "award 奖 = 1万" + " cap 1万" * 10_000),
    ("facts of facts", "award 奖 = 奖" + ".amount" * 10_000),
    ("last years", "field 额 : money by year\naward 奖 = 额" + " last year" * 10_000),
    ("withs", "award 奖 = 1万 with " + "x = 1 with " * 10_000),
]:
    one(f"10,000 {name}", text + "\n", 2, [r"测.rules:\d+:\d+", r"J\d{4}"])
one("a million digits", "award 奖 = " + "9" * 1_000_000 + "\n", 2, ["J1009", "测.rules:1:11"])
one("a million digits behind the point", "award 奖 = 0." + "9" * 1_000_000 + "万\n", 2, ["J1009"])
one(
    "a name of 300,000 letters, unknown",
    "award 奖 = " + "甲" * 300_000 + "\n",
    2,
    ["J1016", "测.rules:1:11"],
)
one(
    "two names of 170,000 letters, nearly equal",
    "field " + "甲" * 170_000 + " : money\naward 奖 = " + "甲" * 170_001 + "\n",
    2,
    ["J1016"],
)
one(
    "a string of 300,000 letters",
    'award 奖 = 1万; note "' + "甲" * 300_000 + '"\n',
    0,
    [],
    EVAL,
    megabytes=300,
)
one("a comment of 300,000 letters", "award 奖 = 1万 # " + "甲" * 300_000 + "\n", 0, [], EVAL)
one("a string that never ends", 'award 奖 = 1万; note "' + "甲" * 300_000, 2, ["J1005"])
one("a million statements", "\n".join(f"field a{i}:flag" for i in range(1_000_000)), 65, ["J5004"])
one("a million semicolons", "award 奖 = 1万" + ";" * 1_000_000, (0, 2), [r"测.rules|奖"])
one("a million unknown characters", "@" * 1_000_000, 2, ["J1004", "901 "])
one("1 MiB of the same statement", repeated("award 奖 = 1万\n", 60_000), 2, [r"J\d{4}"])
one(
    "21,000 statements",
    "".join(f"field a{i} : flag\n" for i in range(21_000)) + "award 奖 = 1万\n",
    2,
    [r"J\d{4}"],
)
files(PART, "100 MB", {"测.rules": b"# " + b"x" * 100_000_000}, CHECK, 65, ["J5004"])
one(
    "40,000 findings",
    "".join(f"award a{i} = {' + '.join(f'b{i}k{k}' for k in range(9))}\n" for i in range(4_500)),
    2,
    ["J3101|J3102"],
)
one("18,000 unread awards", "".join(f"award a{i} = b{i}\n" for i in range(18_000)), 2, ["J2014"])
one(
    "18,000 unknown names nearly like 1,000 others",
    "".join(f"field 国家级小巨人企业{i} : money\n" for i in range(1000))
    + "".join(f"award 奖{i} = 国家级小巨入企业{i}\n" for i in range(17_000)),
    2,
    [r"J\d{4}"],
)

# Files that name files.
files(
    PART,
    "use of itself",
    {"测.rules": 'use "测.rules"\naward 奖 = 1万\n'},
    CHECK,
    2,
    ["测.rules:1:5", r"J\d{4}"],
)
files(
    PART,
    "amends of itself",
    {"测.rules": 'amends "测.rules"\naward 奖 = 1万\n'},
    CHECK,
    2,
    ["测.rules:1:8", r"J\d{4}"],
)
files(
    PART,
    "use of itself by way of a point",
    {"测.rules": 'use "./测.rules"\naward 奖 = 1万\n'},
    CHECK,
    2,
    ["测.rules:1:5", r"J\d{4}"],
)
files(
    PART,
    "a circle of three",
    {
        "测.rules": 'use "b.rules"\naward 奖 = 1万\n',
        "b.rules": 'use "c.rules"\n',
        "c.rules": 'use "测.rules"\n',
    },
    CHECK,
    2,
    ["c.rules:1:5", r"J\d{4}"],
)


@item(PART, "each file uses two others, 30 deep", CHECK, 0, [])
def _(folder):
    for level in range(30):
        uses = f'use "{level + 1}a.rules"\nuse "{level + 1}b.rules"\n' if level < 29 else ""
        for side in "ab":
            write(folder, f"{level}{side}.rules", uses + f"define {side}{level} = 1万\n")
    write(folder, "测.rules", 'use "0a.rules"\nuse "0b.rules"\naward 奖 = a0\n')


@item(PART, "70 files, each used by the one before", CHECK, 2, [r"J\d{4}"])
def _(folder):
    for level in range(70):
        write(folder, f"{level}.rules", f'use "{level + 1}.rules"\n')
    write(folder, "70.rules", "define 甲 = 1万\n")
    write(folder, "测.rules", 'use "0.rules"\naward 奖 = 甲\n')


@item(PART, "60 files of 4 MiB", CHECK, 2, ["测.rules:2:5", "J3005"])
def _(folder):
    for level in range(60):
        write(folder, f"{level}.rules", repeated("# 甲乙丙丁\n", 270_000))
    write(folder, "测.rules", "".join(f'use "{n}.rules"\n' for n in range(60)) + "award 奖 = 1万\n")


# What blows up while it is planned.
one(
    "definitions that double 40 times",
    "define a0 = 1万\n"
    + "".join(f"define a{n} = a{n-1} + a{n-1}\n" for n in range(1, 40))
    + "award 奖 = a39\n",
    2,
    [r"J\d{4}", r"测.rules:\d+:\d+"],
)
one(
    "definitions with two branches, 40 deep",
    "field 是 : flag\ndefine a0 = 1万\n"
    + "".join(f"define a{n} = if 是 then a{n-1} else 2 * a{n-1}\n" for n in range(1, 40))
    + "award 奖 = a39\n",
    2,
    [r"J\d{4}"],
)
one(
    "awards that read the one before twice, 45 deep",
    "field 是 : flag\naward a0 = 1万\n"
    + "".join(
        f"award a{n} = if 是 then a{n-1}.amount else 2 * a{n-1}.amount\n" for n in range(1, 45)
    ),
    (0, 2),
    [],
    EVAL,
)
one(
    "awards that each read all before them",
    "award a0 = 1元\n"
    + "".join(
        f"award a{n} = " + " + ".join(f"a{k}.amount" for k in range(n)) + "\n" for n in range(1, 45)
    ),
    (0, 2),
    [],
    EVAL,
)
one(
    "24 readings, all asked by one award",
    "".join(f"reading r{n} = 甲{n} or 乙{n}\n" for n in range(24))
    + "award 奖 = "
    + " + ".join(f"(if r{n} = 甲{n} then 1万 else 2万)" for n in range(24))
    + "\n",
    0,
    [],
    EVAL,
)
one(
    "300 readings of eight choices",
    "".join(
        f"reading r{n} = " + " or ".join(f"甲{n}x{k}" for k in range(8)) + "\n" for n in range(300)
    )
    + "".join(f"award 奖{n} = if r{n} = 甲{n}x0 then 1万 else 2万\n" for n in range(300)),
    0,
    [],
    EVAL,
)
one(
    "60 unknown flags feed 60 awards",
    "".join(f"field f{n} : flag\n" for n in range(60))
    + "".join(
        "award 奖%d = 1万 when %s\n" % (n, " and ".join(f"f{k}" for k in range(60)))
        for n in range(60)
    ),
    0,
    [],
    EVAL,
)
one(
    "60 unknown flags, every second one must hold",
    "".join(f"field f{n} : flag\n" for n in range(60))
    + "".join(
        "award 奖%d = 1万 when %s\n"
        % (n, " and ".join(f"(f{k} or f{(k + n) % 60})" for k in range(60)))
        for n in range(40)
    ),
    0,
    [],
    ["explain", "测.rules", "all"],
)
one(
    "an exclusive group of 2,000",
    "".join(f"field f{n} : flag\naward 奖{n} = {n + 1}元 when f{n}\n" for n in range(2000))
    + "exclusive "
    + ", ".join(f"奖{n}" for n in range(2000))
    + "\n",
    0,
    [],
    EVAL,
)
one(
    "1,000 groups over the same awards",
    "".join(f"award 奖{n} = {n + 1}元\n" for n in range(40))
    + "".join("exclusive " + ", ".join(f"奖{n}" for n in range(40)) + "\n" for _ in range(1000)),
    2,
    [r"J\d{4}"],
)
one(
    "a decision table of 4,900 branches",
    "field 额 : number\naward 奖 = match 额 { "
    + "; ".join(f"{n}: {n}元" for n in range(4_900))
    + "; else: 0元 }\n",
    (0, 2),
    [],
    EVAL,
)
one(
    "tiers, 4,900 of them",
    "field 额 : money by year\naward 奖 = 额 first reaches { "
    + "; ".join(f"{n + 1}元: {n + 1}元" for n in range(4_900))
    + " } each\n",
    (0, 2),
    [],
    EVAL,
)
one(
    "a category of 40,000 values",
    "field 类 : one of "
    + ", ".join(f"值{n}" for n in range(40_000))
    + "\naward 奖 = 1万 when 类 = 值7\n",
    (0, 2),
    [],
    EVAL,
)
one(
    "a category of 3,000 values, one unknown value",
    "field 类 : one of "
    + ", ".join(f"很长的值{n}" for n in range(3_000))
    + "\n"
    + "".join(f"award 奖{n} = 1万 when 类 = 很长的直{n}\n" for n in range(3_000)),
    2,
    [r"J\d{4}"],
)
one(
    "matches in matches",
    "field 额 : number\n"
    + "define a0 = 1万\n"
    + "".join(
        "define a%d = match 额 { %s; else: a%d }\n"
        % (n, "; ".join(f"{k}: a{n-1}" for k in range(20)), n - 1)
        for n in range(1, 12)
    )
    + "award 奖 = a11\n",
    2,
    [r"J\d{4}"],
)
one(
    "4,900 quotas",
    "field 分 : number\n"
    + "".join(f"award 奖{n} = 1万; quota = 5 per year by 分\n" for n in range(4900)),
    0,
    [],
    EVAL,
)
one(
    "a quota of the largest number",
    "field 分 : number\naward 奖 = 1万; quota = 999999999999999 per year by 分\n",
    0,
    [],
    EVAL,
)
one(
    "5,000 targets of one year",
    "title 甲\n" + "".join(f"target 甲 = {n} by 2028\n" for n in range(5000)),
    (0, 2),
    [],
)
one(
    "4,900 awards that check compares",
    "field 额 : money\n"
    + "".join(f"award 奖{n} = 1万 when 额 > {n}元 and 额 < {n + 9}元\n" for n in range(4900)),
    0,
    [],
)
one(
    "amounts that leave 128 bits",
    "define a = 999999999999999亿元\naward 奖 = a * 999999999999999 * 999999999999999 * 999999999999999\n",
    (0, 2, 3),
    [r"J\d{4}|溢出|overflow"],
    EVAL,
)
one(
    "powers of a power",
    "define a0 = 99999\n"
    + "".join(f"define a{n} = a{n-1} * a{n-1}\n" for n in range(1, 9))
    + "award 奖 = a8 * 1元\n",
    (0, 2, 3),
    [],
    EVAL,
)
one(
    "fractions of fractions",
    "define a0 = 1 / 99991\n"
    + "".join(f"define a{n} = a{n-1} / {99991 - n}\n" for n in range(1, 40))
    + "award 奖 = a39 * 1亿\n",
    (0, 2, 3),
    [],
    EVAL,
)
one(
    "examples, 4,900 of them",
    "award 奖 = 1万\n"
    + "".join(f'example "{n}" {{ expect total = 1万 }}\n' for n in range(4900)),
    0,
    [],
    ["test", "测.rules"],
    seconds=10,
)
