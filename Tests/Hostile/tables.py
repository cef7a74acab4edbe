"""Hostile company files: text in rows, JSON, tables of headers."""

import json

from battery import SECRET, files, item, repeated, write

PART = "tables"
RULES = (
    'field 额 : money\nfield 日 : date\nfield 类 : text\naward 奖 = 额; note "n"\n'
    'award 早 = 1元 when 日 < 2026-01-01\naward 文 = 2元 when 类 = "甲"\n'
)
HEAD = "企业,额,日,类\n"


def batch(name, content, exits, says, options=(), form="csv", results=False, **more):
    made = {"测.rules": RULES}
    if content is not None:
        made["a." + form] = content
    files(
        PART,
        name,
        made,
        ["batch", "测.rules", "--companies", "a." + form, *options],
        exits,
        says,
        results=results,
        **more,
    )


def rejected(name, cell, code, head="企业,额\n"):
    """A cell that cannot be read: its row is sent back, the next one is counted."""
    batch(name, head + "甲," + cell + "\n乙,1\n", 3, [code, "乙,1.00"], ["--no-bom"])


def stream(*pieces):
    """Standard input that is made while it is read."""

    def give():
        for piece in pieces:
            if isinstance(piece, (str, bytes)):
                yield piece.encode() if isinstance(piece, str) else piece
            else:
                yield from repeated(*piece)

    return give


def piped(name, pieces, exits, says, options=(), **more):
    files(
        PART,
        name,
        {"测.rules": RULES},
        ["batch", "测.rules", "--companies", "-", *options],
        exits,
        says,
        stdin=stream(*pieces),
        **more,
    )


GB = 1 << 30
# Where nothing ends.
piped("a quote never closed, 1 GB", [HEAD + '甲,"', ("一二三四五六七", GB // 21)], 65, ["J5015"])
piped(
    "a line of 500 MB", [HEAD + "甲,", ("一二三四五六七", 25_000_000), "\n乙,1,,\n"], 65, ["J5015"]
)
piped("a header of 500 MB", [("一二三四五六七", 25_000_000)], 65, ["J5015"])
piped("a header of 100 MB of commas", [(",", 100_000_000)], 65, ["J5015"])
piped(
    "a header whose quote never closes, 500 MB",
    ['企业,"', ("一二三四五六七", 25_000_000)],
    65,
    ["J5015"],
)
piped("20 MB of line ends", [HEAD, ("\n", 20_000_000)], (0, 65), [], seconds=8)
piped("a row of 100 MB of commas", [HEAD + "甲", (",", 100_000_000), "\n乙,1,,\n"], 65, ["J5015"])
piped("zeros, 500 MB", [("\0", 500_000_000)], 65, ["J5015"])
batch("100,000 columns", ",".join(f"列{n}" for n in range(100_000)) + "\n", 65, [r"J4\d{3}"])
batch(
    "16,384 columns, none of them a fact",
    ",".join(f"列{n}" for n in range(16_384)) + "\n",
    65,
    [r"J4\d{3}"],
)
batch(
    "16,384 headers nearly like a fact's name",
    "企业,额," + ",".join(f"日{n}" for n in range(16_382)) + "\n甲,1" + "," * 16_382 + "\n",
    (0, 65),
    [],
    ["--no-bom"],
)
batch("a million times the same header", "企业," + "额," * 1_000_000 + "\n", 65, [r"J4\d{3}"])
batch("a header twice", "企业,额,额\n甲,1,2\n", 65, ["J4105"])
batch("headers that differ in width and blanks alone", "企业,额,额 （元）\n甲,1,2\n", 65, ["J4105"])
batch(
    "headers that differ in composition alone",
    "企业,caf\u00e9,cafe\u0301\n甲,1,2\n",
    65,
    [r"J4\d{3}"],
)
batch("the header far below", "标题\n" * 100_000 + HEAD + "甲,1,,\n", 65, [r"J4\d{3}"])
batch("a header row beyond the end", HEAD, 65, [r"J4\d{3}"], ["--header-row", "999999999"])
batch("an empty file", "", 65, [r"J4\d{3}"])
batch("a mark and nothing else", b"\xef\xbb\xbf", 65, [r"J4\d{3}"])

# Bytes and encodings.
batch("NUL in a cell", HEAD + "甲\0乙,1\0,,\0\n", (3, 65), [r"J4\d{3}"])
batch("NUL in a header", "企业,额\0\n甲,1\n", (0, 65), [r"J4\d{3}"])
batch(
    "UTF-8 with bytes of GB18030",
    HEAD.encode() + "甲,1,,乙\n".encode("gb18030"),
    65,
    [r"J4\d{3}", "a.csv:2|行|row"],
)
batch(
    "GB18030 with bytes of no character",
    HEAD.encode("gb18030") + b"\xb0\xa1,1,,\xff\xff\n",
    65,
    [r"J4\d{3}"],
)
batch("GB18030 cut within a character", HEAD.encode("gb18030") + b"\x81\x30\x81", 65, [r"J4\d{3}"])
batch(
    "GB18030 of surrogates and private ranges",
    HEAD.encode("gb18030") + b"\x83\x36\xc7\x39,1,,\xfe\x39\xfe\x39\n",
    65,
    [r"J4\d{3}"],
)
batch(
    "UTF-16 of odd length",
    ("\ufeff" + HEAD + "甲,1,,\n").encode("utf-16-le") + b"\x41",
    65,
    [r"J4\d{3}"],
)
batch(
    "UTF-16 with a lone surrogate",
    ("\ufeff" + HEAD).encode("utf-16-le") + b"\x00\xd8,\x001\x00\n\x00",
    65,
    [r"J4\d{3}"],
)
batch("UTF-16 that names the other order", b"\xff\xfe" + HEAD.encode("utf-16-be"), 65, [r"J4\d{3}"])
batch("UTF-32", ("\ufeff" + HEAD).encode("utf-32-le"), 65, [r"J4\d{3}"])
batch("UTF-8 that is too long for its letter", HEAD.encode() + b"\xc0\xaf,1,,\n", 65, [r"J4\d{3}"])
batch("a program of the machine", b"\x7fELF" + bytes(range(256)) * 4096, 65, [r"J4\d{3}"])
batch("lines that end in CR alone", HEAD.replace("\n", "\r") + "甲,1,,\r乙,2,,\r", (0, 65), [])
batch("a text compressed", b"\x1f\x8b\x08\x00" + bytes(1000), 65, [r"J4\d{3}"])

# Cells.
for name, cell in [
    ("a number of a million digits", "9" * 1_000_000),
    ("a number of 1,000 digits", "9" * 1_000),
    ("a million decimals", "0." + "9" * 1_000_000),
    ("an exponent", "1e999999999"),
    ("a small exponent", "1e-999999999"),
    ("an exponent of a million digits", "1e" + "9" * 1_000_000),
    ("hexadecimal", "0x7fffffffffffffff"),
    ("infinity", "inf"),
    ("not a number", "nan"),
    ("minus signs", "--1"),
    ("two points", "1.2.3"),
    ("commas in twos", '"1,00,000"'),
    ("foreign digits", "١٢٣"),
    ("a fraction", "½"),
    ("units upon units", "1万亿亿亿"),
    ("万 a million times", "1" + "万" * 1_000_000),
    ("a formula", "=1+1"),
    ("a link", '"=HYPERLINK(""http://x"")"'),
    ("digits with invisible blanks", "1\u200b2"),
    ("digits turned round", "\u202e12"),
    ("16 digits", "1234567890123456"),
    ("beyond 128 bits", "9" * 15 + "亿亿亿"),
]:
    rejected(name, cell, r"J42\d\d|J4\d{3}")
for day in (
    "9999-99-99",
    "0000-00-00",
    "2026-02-30",
    "2026-13",
    "99999999999-01-01",
    "-1-01-01",
    "2026-1-1-1",
    "2026年99月",
    "46143",
    "1e308",
    "9" * 100_000,
    "2026-05-01T99:99:99",
):
    batch(
        f"the date {day[:20]}",
        f"企业,额,日\n甲,1,{day}\n乙,1,2025-01-01\n",
        3,
        [r"J4\d{3}", "乙,1.00"],
        ["--no-bom"],
    )
batch(
    "a key of 1 MB",
    HEAD + "甲" * 349_000 + ",1,,\n乙,2,,\n",
    (0, 3),
    [],
    ["--key", "企业"],
    results=True,
)
batch(
    "a cell beyond 1 MB",
    HEAD + "甲" * 400_000 + ",1,,\n乙,2,,\n",
    (3, 65),
    ["J4"],
    ["--key", "企业"],
    results=True,
)
batch(
    "60 keys of 1 MB",
    [HEAD] + [f"{n}" + "甲" * 340_000 + ",1,,\n" for n in range(3)] * 20,
    (0, 3),
    [],
    ["--key", "企业"],
    results=True,
    seconds=20,
)
batch(
    "keys that differ in composition alone are one company",
    "企业,额\n\u91d1,7\n\uf90a,8\n",
    0,
    ["15.00"],
    ["--key", "企业", "--no-bom"],
    results=False,
)
batch(
    "a million rows that cannot be read",
    HEAD + "甲,x,,\n" * 300_000,
    3,
    ["J4"],
    results=True,
    seconds=8,
)
batch(
    "results of 10,000 texts with marks that nobody sees",
    HEAD + "甲\u202e\u200b\x1b[2J,1,,\n" * 10,
    (0, 3),
    [],
    results=True,
)


def formulas(folder, messages):
    import csv
    import os

    faults = []
    for name in ("out.csv", "out.rejects.csv"):
        with open(os.path.join(folder, name), encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                faults += [
                    f"{name}: the cell {cell!r} is a formula"
                    for cell in row
                    if cell[:1] in ("=", "+", "@", "\t", "\r")
                    or cell[:1] == "-"
                    and not cell[1:].replace(".", "").isdigit()
                ]
    return faults


SIGNS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1", " =1"]
batch(
    "formulas on the way out",
    "企业,额\n"
    + "".join(f'"{sign}",1\n' for sign in SIGNS)
    + "".join(f'甲,"{sign}"\n' for sign in SIGNS),
    3,
    [],
    ["-o", "out.csv", "--keep", "企业"],
    results=True,
    leaves=("out.csv", "out.rejects.csv", "out.receipt.json"),
    also=formulas,
)
batch(
    "formulas in the long layout",
    "企业,额\n"
    + "".join(f'"{sign}",1\n' for sign in SIGNS)
    + "".join(f'甲,"{sign}"\n' for sign in SIGNS),
    3,
    [],
    ["-o", "out.csv", "--layout", "long"],
    results=True,
    leaves=("out.csv", "out.rejects.csv", "out.receipt.json"),
    also=formulas,
)


def pages(folder, messages):
    import os
    import re

    with open(os.path.join(folder, "o.html"), encoding="utf-8") as file:
        page = file.read()
    found = re.findall(
        r"<script[^>]*>alert|<img src=x|<a href=.?javascript|https?://(?!www\.w3\.org)[^\s\"'<]*evil",
        page,
    )
    return [f"the page runs {words!r}" for words in found]


EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'><a href=javascript:alert(1)>&lt;]]>"
files(
    PART,
    "markup on the way into a page",
    {
        "测.rules": f'policy 测 {{ name "{EVIL.replace(chr(34), "")}" }}\nfield 额 : money; also "{EVIL.replace(chr(34), "")}"\n'
        f'field 「</script><img src=x>」 : text\naward 「<script>alert(2)</script>」 = 额; note "{EVIL.replace(chr(34), "")}"\n',
        "a.csv": "企业,额,</script><img src=x>\n"
        + f'"{EVIL.replace(chr(34), "")}",1,"{EVIL.replace(chr(34), "")}"\n',
    },
    [
        "batch",
        "测.rules",
        "--companies",
        "a.csv",
        "-o",
        "o.csv",
        "--html",
        "o.html",
        "--by",
        "企业",
    ],
    0,
    [],
    results=True,
    leaves=("o.csv", "o.html", "o.rejects.csv", "o.receipt.json"),
    also=pages,
)

# Options over hostile files.
files(
    PART,
    "a table of headers that maps 100,000 headers to one fact",
    {
        "测.rules": RULES,
        "a.csv": HEAD + "甲,1,,\n",
        "m.csv": "表头,事实\n" + "".join(f"列{n},额\n" for n in range(100_000)),
    },
    ["batch", "测.rules", "--companies", "a.csv", "--map", "m.csv"],
    64,
    ["J4136"],
    results=True,
)
files(
    PART,
    "a table of headers that turns in a circle",
    {"测.rules": RULES, "a.csv": HEAD + "甲,1,,\n", "m.csv": "表头,事实\n额,日\n日,类\n类,额\n"},
    ["batch", "测.rules", "--companies", "a.csv", "--map", "m.csv"],
    (0, 3, 65),
    [],
    results=True,
)
files(
    PART,
    "a table of headers of 5 MB",
    {"测.rules": RULES, "a.csv": HEAD + "甲,1,,\n", "m.csv": "表头,事实\n" + "列,额\n" * 800_000},
    ["batch", "测.rules", "--companies", "a.csv", "--map", "m.csv"],
    65,
    [r"J\d{4}"],
)
files(
    PART,
    "a table of headers that maps one header to 1,500 facts",
    {
        "测.rules": "".join(f"field f{n} : money\n" for n in range(1500)) + "award 奖 = f1\n",
        "a.csv": "企业,列\n" + "甲,1\n" * 10,
        "m.csv": "表头,事实\n" + "".join(f"列,f{n}\n" for n in range(1500)),
    },
    ["batch", "测.rules", "--companies", "a.csv", "--map", "m.csv"],
    64,
    ["J4135"],
    results=True,
)
files(
    PART,
    "a table of headers without an end of its quote",
    {"测.rules": RULES, "a.csv": HEAD + "甲,1,,\n", "m.csv": '表头,事实\n"' + "列,额\n" * 100_000},
    ["batch", "测.rules", "--companies", "a.csv", "--map", "m.csv"],
    64,
    [r"J\d{4}"],
)
batch(
    "split by a column of 20,000 values",
    HEAD + "".join(f"企{n},1,,\n" for n in range(20_000)),
    64,
    [],
    ["--by", "企业"],
    results=True,
)

# JSON.
for name, text, exits in [
    ("100,000 brackets", "[" * 100_000, 65),
    ("100,000 objects in objects", '{"a":' * 100_000, 65),
    ("deep in a row", '[{"额":' + "[" * 5000 + "]" * 5000 + "}]", (3, 65)),
    ("a number alone", "42", 65),
    ("a text alone", '"甲"', 65),
    ("null alone", "null", 65),
    ("nothing", " ", 65),
    ("a row that is a number", "[1,2,3]", (3, 65)),
    ("a key twice", '[{"企业":"甲","额":"1","额":"2"}]', 3),
    (
        "a key twice in two compositions",
        '[{"企业":"甲","额":"1","caf\u00e9":"1","cafe\u0301":"2"}]',
        3,
    ),
    ("a number of a million digits", '[{"企业":"甲","额":' + "9" * 1_000_000 + "}]", (3, 65)),
    ("an exponent", '[{"企业":"甲","额":1e999999999}]', (3, 65)),
    ("minus zero", '[{"企业":"甲","额":-0}]', 0),
    ("a plus sign", '[{"企业":"甲","额":+1}]', 65),
    ("leading zeros", '[{"企业":"甲","额":007}]', 65),
    ("NaN", '[{"企业":"甲","额":NaN}]', 65),
    ("a comment", '[/* */{"企业":"甲"}]', 65),
    ("a comma too many", '[{"企业":"甲",}]', 65),
    ("text behind the end", '[{"企业":"甲","额":"1"}] x', 65),
    ("an escape that is none", '[{"企业":"\\x41"}]', 65),
    ("a lone surrogate", '[{"企业":"\\ud800","额":"1"}]', (3, 65)),
    ("surrogates the wrong way round", '[{"企业":"\\udc00\\ud800","额":"1"}]', (3, 65)),
    ("an escaped NUL", '[{"企业":"甲\\u0000","额":"1"}]', (0, 3, 65)),
    ("a raw line end in a text", '[{"企业":"甲\n乙"}]', 65),
    ("a text of 2 MB", '[{"企业":"' + "甲" * 700_000 + '","额":"1"}]', (3, 65)),
    ("100,000 keys", "[{" + ",".join(f'"k{n}":1' for n in range(100_000)) + "}]", (0, 3, 65)),
    (
        "100,000 keys, each in a row of its own",
        "[" + ",".join('{"k%d":1}' % n for n in range(100_000)) + "]",
        (0, 3, 65),
    ),
    ("an array cut short", '[{"企业":"甲","额":"1"},', 65),
    ("a text cut short", '[{"企业":"', 65),
    ("a mark in front", "\ufeff" + '[{"企业":"甲","额":"1"}]', 0),
    ("a mark within", '[\ufeff{"企业":"甲","额":"1"}]', (0, 65)),
]:
    batch(
        "JSON: " + name,
        text,
        exits,
        [r"J4\d{3}"] if exits == 65 or exits == 3 else [],
        form="json",
        results=True,
        # Keys that no row has in common are looked for among all others.
        seconds=10 if "own" in name else 2,
    )
for name, text, exits in [
    ("a mark in front", "\ufeff" + '{"企业":"甲","额":"1"}\n{"企业":"乙","额":"2"}\n', 0),
    ("rows that are scalars", '1\n"a"\nnull\n{"企业":"甲","额":"1"}\n', (3, 65)),
    ("an array a line", "[1]\n[2]\n", (3, 65)),
    ("a row cut short", '{"企业":"甲","额":"1"}\n{"企业":', 3),
    ("two rows on a line", '{"企业":"甲","额":"1"} {"企业":"乙","额":"2"}\n', (0, 65)),
    ("100,000 brackets a line", "[" * 100_000 + "\n" + '{"企业":"甲"}\n', 65),
    ("separated by RS", '\x1e{"企业":"甲"}\n', 65),
]:
    batch("JSON Lines: " + name, text, exits, [], form="jsonl", results=True)
for name, text in [
    ("a list", "[1]"),
    ("100,000 objects in objects", '{"a":' * 100_000),
    ("a number", "7"),
    ("keys that nobody knows, 10,000", "{" + ",".join(f'"额{n}":1' for n in range(10_000)) + "}"),
    ("a key of a million letters", '{"' + "甲" * 1_000_000 + '":1}'),
    ("a value of a million letters", '{"额":"' + "甲" * 1_000_000 + '"}'),
    ("keys that move the cursor", '{"\\u001b[2J\\u202e":1}'),
    ("values that move the cursor", '{"额":"\\u001b[2J\\u202e"}'),
]:
    files(
        PART,
        "a company: " + name,
        {"测.rules": RULES, "c.json": text},
        ["eval", "测.rules", "--company", "c.json"],
        65,
        [r"J4\d{3}"],
    )
