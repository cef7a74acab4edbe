"""Hostile workbooks."""

import struct
import zipfile
import zlib

from battery import SECRET, files, item, write

PART = "workbooks"
RULES = "field 额 : money\nfield 日 : date\naward 奖 = 额\naward 早 = 1元 when 日 < 2026-01-01\n"
NAMES = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
GOOD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>企业</t></is></c><c r="B1" t="inlineStr"><is><t>额</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>日</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>甲</t></is></c><c r="B2"><v>1</v></c><c r="C2"/></row>'
)


def parts(rows=GOOD, **changes):
    made = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {NAMES} xmlns:r="{REL}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{REL}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {NAMES}><sheetData>{rows}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {NAMES}><si><t>甲</t></si></sst>",
        "xl/styles.xml": f'<styleSheet {NAMES}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    for name, text in changes.items():
        if text is None:
            del made[name]
        else:
            made[name] = text
    return made


def packed(folder, made, name="a.xlsx"):
    with zipfile.ZipFile(folder + "/" + name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in made.items() if isinstance(made, dict) else made:
            if isinstance(text, (str, bytes)):
                archive.writestr(path, text)
            else:
                with archive.open(path, "w") as part:
                    for piece in text:
                        part.write(piece)


def workbook(name, made, exits, says, results=True, **more):
    def make(folder):
        write(folder, "测.rules", RULES)
        packed(folder, made() if callable(made) else made)

    item(
        PART,
        name,
        ["batch", "测.rules", "--companies", "a.xlsx"],
        exits,
        says,
        results=results,
        **more,
    )(make)


def damaged(name, change, exits=65, says=(r"J414\d",), made=parts, **more):
    def make(folder):
        write(folder, "测.rules", RULES)
        packed(folder, made())
        with open(folder + "/a.xlsx", "rb") as file:
            content = bytearray(file.read())
        with open(folder + "/a.xlsx", "wb") as file:
            file.write(change(content))

    item(
        PART,
        name,
        ["batch", "测.rules", "--companies", "a.xlsx"],
        exits,
        list(says),
        results=True,
        **more,
    )(make)


def rows(text):
    return parts(GOOD + text)


SHEET, STRINGS, STYLES, BOOK = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
)
workbook("nothing wrong", parts(), 0, [])

# Entities and documents of others.
BOMB = (
    '<!DOCTYPE x [<!ENTITY a0 "甲甲甲甲甲甲甲甲甲甲">'
    + "".join(f'<!ENTITY a{n} "{"&a%d;" % (n - 1) * 10}">' for n in range(1, 10))
    + "]>"
)
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY % b SYSTEM "../secret.txt"> %b;]>'
)
for name, head in [
    ("a billion laughs", BOMB),
    ("an entity of a file", OUTSIDE),
    ("a DOCTYPE elsewhere", '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">'),
    ("an empty DOCTYPE", "<!DOCTYPE x>"),
]:
    for part in (SHEET, STRINGS, STYLES, BOOK, "xl/_rels/workbook.xml.rels"):
        made = parts()
        made[part] = head + made[part].replace("甲", "&a9;")
        workbook(f"{name} in {part}", made, 65, [r"J414\d"])
for declared in ("UTF-16", "UTF-7", "EBCDIC", "gb18030", "no-such"):
    made = parts()
    made[SHEET] = f'<?xml version="1.0" encoding="{declared}"?>' + made[SHEET]
    workbook(f"a sheet that says it is in {declared}", made, (0, 65), [])
workbook(
    "a sheet in UTF-16",
    parts(**{SHEET: ("\ufeff" + parts()[SHEET]).encode("utf-16-le")}),
    (0, 65),
    [],
)
workbook(
    "100,000 elements in elements",
    parts(**{SHEET: f"<worksheet {NAMES}>" + "<a>" * 100_000}),
    65,
    [r"J414\d"],
)
workbook(
    "100,000 attributes",
    parts(f"<row {' '.join(f'a{n}=%s' % chr(34) + chr(34) for n in range(100_000))}/>"),
    (0, 65),
    [],
)
workbook("an attribute of 20 MB", parts('<row r="1" x="' + "x" * 20_000_000 + '"/>'), (0, 65), [])
workbook(
    "a processing instruction of a browser",
    parts("<?xml-stylesheet href='../secret.txt'?>" + GOOD),
    (0, 65),
    [],
)
workbook(
    "an inclusion",
    parts(GOOD + '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="../secret.txt"/>'),
    (0, 65),
    [],
)

# The archive.
ZEROS = b" " * (1 << 20)
workbook(
    "a sheet of 300 MB of blanks",
    lambda: parts(**{SHEET: (ZEROS for _ in range(300))}),
    65,
    ["J4144"],
)
workbook(
    "strings of 300 MB of blanks",
    lambda: parts(**{STRINGS: (ZEROS for _ in range(300))}),
    65,
    ["J4144"],
)
workbook(
    "styles of 300 MB of blanks",
    lambda: parts(**{STYLES: (ZEROS for _ in range(300))}),
    65,
    ["J4144"],
)
workbook(
    "a list of sheets of 300 MB",
    lambda: parts(**{BOOK: (ZEROS for _ in range(300))}),
    65,
    ["J4144"],
)
workbook(
    "a part nobody reads of 300 MB",
    lambda: parts(**{"xl/media/x.bin": (ZEROS for _ in range(300))}),
    (0, 65),
    [],
)
workbook(
    "parts outside: ../, absolute, drives",
    parts(
        **{
            "../pwned.txt": "x",
            "/tmp/pwned.txt": "x",
            "C:\\pwned.txt": "x",
            "..\\..\\pwned": "x",
            "a\0b": "x",
        }
    ),
    (0, 65),
    [],
)
for target in (
    "../../../../etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "../../secret.txt",
    "http://127.0.0.1:1/x",
    "",
    "/",
    "..",
    "%2e%2e/%2e%2e/secret.txt",
    "worksheets/" + "../worksheets/" * 50_000 + "sheet1.xml",
):
    made = parts()
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
        "worksheets/sheet1.xml", target
    )
    workbook(
        f"a sheet at {target[:30]!r}",
        made,
        (0, 65) if target.endswith("sheet1.xml") else 65,
        [] if target.endswith("sheet1.xml") else [r"J414\d"],
    )
    made = parts()
    made["_rels/.rels"] = made["_rels/.rels"].replace("xl/workbook.xml", target)
    workbook(f"a list of sheets at {target[:30]!r}", made, (0, 65), [])
workbook(
    "an external link",
    parts(
        **{
            "xl/externalLinks/externalLink1.xml": "<x/>",
            "xl/_rels/workbook.xml.rels": parts()["xl/_rels/workbook.xml.rels"].replace(
                "</Relationships>",
                f'<Relationship Id="r9" Type="{REL}/externalLink" Target="http://127.0.0.1:1/x" TargetMode="External"/></Relationships>',
            ),
        }
    ),
    (0, 65),
    [],
)
workbook(
    "a sheet that is external",
    parts(
        **{
            "xl/_rels/workbook.xml.rels": parts()["xl/_rels/workbook.xml.rels"].replace(
                'Target="worksheets/sheet1.xml"',
                'Target="worksheets/sheet1.xml" TargetMode="External"',
            )
        }
    ),
    (0, 65),
    [],
)
workbook(
    "a sheet that is its own strings",
    parts(
        **{
            "xl/_rels/workbook.xml.rels": parts()["xl/_rels/workbook.xml.rels"].replace(
                "sharedStrings.xml", "worksheets/sheet1.xml"
            )
        }
    ),
    (0, 65),
    [],
)
workbook(
    "a list of sheets that is the sheet",
    parts(
        **{
            "xl/_rels/workbook.xml.rels": parts()["xl/_rels/workbook.xml.rels"].replace(
                "worksheets/sheet1.xml", "workbook.xml"
            )
        }
    ),
    65,
    [r"J4\d{3}"],
)
workbook(
    "10,000 sheets",
    parts(
        **{
            BOOK: f'<workbook {NAMES} xmlns:r="{REL}"><sheets>'
            + "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="r1"/>' for n in range(10_000))
            + "</sheets></workbook>"
        }
    ),
    (0, 65),
    [],
)
workbook(
    "a million sheets",
    parts(
        **{
            BOOK: f'<workbook {NAMES} xmlns:r="{REL}"><sheets>'
            + "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="x{n}"/>' for n in range(400_000))
            + "</sheets></workbook>"
        }
    ),
    (0, 65),
    [],
)
workbook(
    "sheet names that move the cursor",
    parts(**{BOOK: parts()[BOOK].replace("表", "表&#27;[2J\u202e")}),
    (0, 65),
    [],
    results=False,
)
for missing in (
    "_rels/.rels",
    "[Content_Types].xml",
    BOOK,
    "xl/_rels/workbook.xml.rels",
    SHEET,
    STRINGS,
    STYLES,
):
    workbook(f"without {missing}", parts(**{missing: None}), (0, 65), [])
workbook("parts that are no XML", parts(**{SHEET: "企业,额\n甲,1\n"}), 65, [r"J414\d"])
workbook(
    "a workbook of macros and another type",
    parts(**{"[Content_Types].xml": "<x/>", "xl/vbaProject.bin": "MZ"}),
    (0, 65),
    [],
)
damaged("cut in the middle", lambda content: content[: len(content) // 2])
damaged("cut within its directory", lambda content: content[:-40])
damaged(
    "a directory that begins beyond the end",
    lambda content: content[:-6] + struct.pack("<I", 0xFFFFFFF0) + content[-2:],
)
damaged("a second end behind the first", lambda content: content + content[-22:], (0, 65), ())
damaged("a program in front", lambda content: b"MZ" + bytes(1000) + content, says=["J4110"])
damaged("ten thousand ends", lambda content: content + b"PK\5\6" * 10_000, (0, 65), ())


def field(offset, form, value, mark=b"PK\1\2", every=True):
    def change(content):
        place = content.find(mark)
        while place >= 0:
            struct.pack_into(form, content, place + offset, value)
            place = content.find(mark, place + 4) if every else -1
        return content

    return change


damaged("parts that all say they are 1 byte", field(24, "<I", 1))
damaged("parts that say they are 4 GB", field(24, "<I", 0xFFFFFFFE))
damaged("packed sizes of 4 GB", field(20, "<I", 0xFFFFFFFE))
damaged("parts that all lie at one place", field(42, "<I", 0))
damaged("parts that lie beyond the end", field(42, "<I", 0x7FFFFFFF))
damaged("locked parts", field(8, "<H", 1), says=["J4145"])
damaged("a method that nobody knows", field(10, "<H", 99))
damaged("names as long as the file", field(28, "<H", 0xFFFF))


def overlapping(folder):
    """Many parts of the directory share one packed stream: a bomb without a high ratio each."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = body.compress(b" " * (15 << 20)) + body.flush()
    local = (
        struct.pack(
            "<4sHHHHHIIIHH",
            b"PK\3\4",
            20,
            0,
            8,
            0,
            0,
            zlib.crc32(b" " * (15 << 20)),
            len(data),
            15 << 20,
            1,
            0,
        )
        + b"x"
        + data
    )
    entries = b"".join(
        struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            b"PK\1\2",
            20,
            20,
            0,
            8,
            0,
            0,
            zlib.crc32(b" " * (15 << 20)),
            len(data),
            15 << 20,
            len(name),
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + name
        for name in (
            [b"xl/workbook.xml", b"xl/_rels/workbook.xml.rels", b"_rels/.rels"]
            + [b"x%d" % n for n in range(5000)]
        )
    )
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 5003, 5003, len(entries), len(local), 0)
    write(folder, "a.xlsx", local + entries + end)
    write(folder, "测.rules", RULES)


item(
    PART,
    "5,000 parts that share one packed stream",
    ["batch", "测.rules", "--companies", "a.xlsx"],
    65,
    [r"J414\d"],
)(overlapping)


@item(PART, "parts twice", ["batch", "测.rules", "--companies", "a.xlsx"], 65, ["J4142"])
def _(folder):
    import warnings

    warnings.simplefilter("ignore")
    write(folder, "测.rules", RULES)
    packed(folder, list(parts().items()) + [(SHEET, "x")])


@item(
    PART,
    "names twice in another case",
    ["batch", "测.rules", "--companies", "a.xlsx"],
    65,
    ["J4142"],
)
def _(folder):
    write(folder, "测.rules", RULES)
    packed(folder, list(parts().items()) + [("XL/WorkSheets/SHEET1.xml", "x")])


@item(
    PART,
    "a workbook in a workbook in a workbook",
    ["batch", "测.rules", "--companies", "a.xlsx"],
    65,
    [r"J414\d"],
)
def _(folder):
    write(folder, "测.rules", RULES)
    packed(folder, parts(), "0.xlsx")
    for level in range(1, 10):
        with open(f"{folder}/{level - 1}.xlsx", "rb") as file:
            packed(folder, {"inner.xlsx": file.read()}, f"{level}.xlsx")
    packed(folder, {"xl/workbook.xml": open(f"{folder}/9.xlsx", "rb").read()})


files(
    PART,
    "an old workbook",
    {"测.rules": RULES, "a.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)},
    ["batch", "测.rules", "--companies", "a.xlsx"],
    65,
    ["J4145"],
)
files(
    PART,
    "text under the name of a workbook",
    {"测.rules": RULES, "a.xlsx": "企业,额\n甲,1\n"},
    ["batch", "测.rules", "--companies", "a.xlsx"],
    (0, 65),
    [],
    results=True,
)
files(
    PART,
    "a directory of ends alone",
    {"测.rules": RULES, "a.xlsx": b"PK\5\6" + bytes(18)},
    ["batch", "测.rules", "--companies", "a.xlsx"],
    65,
    [r"J414\d"],
)

# Cells and rows.
for name, text, exits in [
    (
        "a shared string that is not there",
        '<row r="3"><c r="A3" t="s"><v>99999999999</v></c></row>',
        65,
    ),
    ("a shared string below zero", '<row r="3"><c r="A3" t="s"><v>-1</v></c></row>', 65),
    ("the last cell alone", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', (0, 3, 65)),
    ("a cell beyond the last column", '<row r="3"><c r="XFE3"><v>1</v></c></row>', 3),
    ("a cell at ZZZZ99999999", '<row r="3"><c r="ZZZZ99999999"><v>1</v></c></row>', (3, 65)),
    ("a cell at A-1", '<row r="3"><c r="A-1"><v>1</v></c></row>', (3, 65)),
    ("a cell without a letter", '<row r="3"><c r="33"><v>1</v></c></row>', (3, 65)),
    (
        "a cell of a million letters",
        '<row r="3"><c r="' + "A" * 1_000_000 + '3"><v>1</v></c></row>',
        (3, 65),
    ),
    ("row 4294967296", '<row r="4294967296"/>', 65),
    ("row 0", '<row r="0"/>', 65),
    ("row -1", '<row r="-1"/>', 65),
    ("row 1e3", '<row r="1e3"/>', 65),
    ("rows backwards", '<row r="9"/><row r="3"/>', 65),
    (
        "spans of 10^9 columns",
        '<row r="3" spans="1:1000000000"><c r="A3" t="inlineStr"><is><t>乙</t></is></c><c r="B3"><v>2</v></c></row>',
        (0, 3),
    ),
    (
        "a date of 1e308",
        '<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c><c r="C3" s="1"><v>1e308</v></c></row>',
        3,
    ),
    (
        "a date of -1",
        '<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c><c r="C3" s="1"><v>-1</v></c></row>',
        3,
    ),
    (
        "a date beyond the year 9999",
        '<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c><c r="C3" s="1"><v>99999999</v></c></row>',
        3,
    ),
    (
        "a style that is not there",
        '<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c><c r="B3" s="4294967296"><v>2</v></c></row>',
        (0, 3, 65),
    ),
    (
        "a style below zero",
        '<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c><c r="B3" s="-1"><v>2</v></c></row>',
        (0, 3, 65),
    ),
    (
        "a number of a million digits",
        '<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c><c r="B3"><v>'
        + "9" * 1_000_000
        + "</v></c></row>",
        3,
    ),
    (
        "a text of 20 MB",
        '<row r="3"><c r="A3" t="inlineStr"><is><t>' + "乙" * 7_000_000 + "</t></is></c></row>",
        (3, 65),
    ),
    ("NUL in a text", '<row r="3"><c r="A3" t="inlineStr"><is><t>&#0;</t></is></c></row>', 65),
    (
        "marks in a text",
        '<row r="3"><c r="A3" t="inlineStr"><is><t>乙_x001B_[2J_x202E_</t></is></c><c r="B3"><v>x</v></c></row>',
        3,
    ),
    (
        "a kind of cell that is none",
        '<row r="3"><c r="A3" t="\u202e"><v>1</v></c></row>',
        (0, 3, 65),
    ),
    ("a million cells of nothing", '<row r="3">' + "<c/>" * 1_000_000 + "</row>", (0, 3, 65)),
    ("a million rows of nothing", "<row/>" * 1_000_000, (0, 65)),
    (
        "formulas",
        '<row r="3"><c r="A3" t="str"><f>HYPERLINK("http://127.0.0.1:1/")</f><v>=1+1</v></c><c r="B3"><f>WEBSERVICE("http://127.0.0.1:1/")</f></c></row>',
        3,
    ),
]:
    workbook(name, rows(text), exits, [], results=False if name == "marks in a text" else True)
TALL = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(3, 2500))
# The largest sheet that is read has 40 million cells: it takes as long as any.
workbook("2,500 rows to the last column", rows(TALL), 65, ["J4144"], seconds=10, megabytes=1100)
for name, merges in [
    ("the whole sheet", '<mergeCell ref="A1:XFD1048576"/>'),
    ("one that turns round", '<mergeCell ref="C3:A1"/>'),
    ("one beyond the sheet", '<mergeCell ref="A1:ZZZZ99999999"/>'),
    ("one of no place", '<mergeCell ref=":"/>'),
    ("a million of them", '<mergeCell ref="A1:B1"/>' * 1_000_000),
    ("a thousand of the whole sheet", '<mergeCell ref="A1:XFD1048576"/>' * 1000),
]:
    workbook(
        f"joined cells: {name}",
        parts(
            **{
                SHEET: f"<worksheet {NAMES}><sheetData>{GOOD}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
            }
        ),
        (0, 3, 65),
        [],
    )
workbook(
    "5 million shared strings",
    parts(
        **{
            STRINGS: f"<sst {NAMES} count='4294967296' uniqueCount='-1'>"
            + "<si/>" * 2_000_000
            + "</sst>"
        }
    ),
    (0, 65),
    [],
)
workbook(
    "a million styles",
    parts(
        **{
            STYLES: f"<styleSheet {NAMES}><cellXfs>"
            + '<xf numFmtId="14"/>' * 1_000_000
            + "</cellXfs></styleSheet>"
        }
    ),
    (0, 65),
    [],
)
workbook(
    "styles that lean on each other",
    parts(
        **{
            STYLES: f'<styleSheet {NAMES}><cellStyleXfs><xf xfId="0" numFmtId="164"/></cellStyleXfs><cellXfs>'
            '<xf xfId="1" numFmtId="4294967296"/><xf xfId="0" numFmtId="-1"/></cellXfs></styleSheet>'
        }
    ),
    (0, 65),
    [],
)
workbook(
    "a format of a million letters",
    parts(
        **{
            STYLES: f'<styleSheet {NAMES}><numFmts><numFmt numFmtId="164" formatCode="'
            + "[" * 1_000_000
            + '"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>'
        }
    ),
    (0, 65),
    [],
)
