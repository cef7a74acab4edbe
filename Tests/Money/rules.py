"""Rule files of arithmetic over company columns, their companies, and what each award must come to.

A set is three policies: `columns` has what columns compute; `rows` the same awards, some that the
text leaves to the authority, and an open fact in every row, so that the row evaluator does all of
it; `edges` multiplies up to the ends of 64 and of 128 bits.
"""

import csv
import math
import random
import shutil
import subprocess
from fractions import Fraction

from cases import added, fits, rounded

ROWS, AWARDS, RANGES, EDGES = 400, 20, 5, 60
SET = ROWS * (2 * AWARDS + RANGES)
# Columns hold numbers in so many parts of a unit at most, and all together within 62 bits.
SCALE, ROOM = 1_000_000_000, 2**59
FEN = Fraction(1, 100)
ROUNDINGS = {"分": FEN, "角": Fraction(1, 10), "元": Fraction(1), "百元": Fraction(100),
             "千元": Fraction(1000), "万元": Fraction(10_000)}
MONEY = ["投资额", "设备", "软件", "贷款", "利息"]
HEADERS = {"投资额": ("投资额（万元）", 10_000), "设备": ("设备", 1), "软件": ("软件_千元", 1000),
           "贷款": ("贷款", 1), "利息": ("利息", 1)}
FIELDS = """field 投资额 : money
field 设备 : money
field 软件 : money
field 贷款 : money
field 利息 : money
field 人数 : number
field 占比 : percent
field 营收 : money by year; also peak "此前最高"
"""


class Part:
    """A piece of an amount: its text, what it comes to in a row, and how columns could hold it: in
    so many parts of a unit, at most so large; `room` is what the pieces need on the way."""

    def __init__(self, text, value, scale=1, most=1, *of):
        self.text, self.value, self.scale, self.most = text, value, scale, most
        self.room = max([most * scale, *(one.room for one in of), *(
            one.most * scale for one in of)])


# Cells


def decimal(number):
    """The shortest decimal of a number that has one."""
    sign, number = "-" if number < 0 else "", abs(number)
    digits = 0
    while (number * 10**digits).denominator != 1:
        digits += 1
    text = str((number * 10**digits).numerator).rjust(digits + 1, "0")
    return sign + (text[:-digits] + "." + text[-digits:] if digits else text)


def grouped(text):
    whole, point, rest = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{rest}"


def cell(dice, name, value):
    unit = HEADERS.get(name, (name, 1))[1]
    if name == "利息" and dice.random() < 0.6:
        word, unit = dice.choice([("万", 10**4), ("亿", 10**8), ("万元", 10**4), ("元", 1)])
        return decimal(value / unit) + word
    text = decimal(value / unit)
    return grouped(text) if name == "贷款" or dice.random() < 0.1 else text


def amount(dice):
    fen = dice.randrange(10 ** dice.randint(1, 11))
    if dice.random() < 0.03:
        return Fraction(fen, 10_000)
    return Fraction(fen if dice.random() < 0.5 else fen // 100 * 100, 100) * (
        -1 if dice.random() < 0.05 else 1)


def company(dice):
    row = {name: amount(dice) for name in MONEY}
    row["人数"] = Fraction(dice.randrange(1, 3000), dice.choice([1, 1, 1, 10, 100]))
    row["占比"] = Fraction(dice.randrange(0, 12_000), 10_000)
    row["营收"] = Fraction(dice.randrange(0, 200) * 10**7)
    row["此前最高"] = Fraction(dice.randrange(0, 200) * 10**7)
    return row


def write_companies(path, dice, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["企业名称", *(HEADERS[name][0] for name in MONEY), "人数", "占比", "营收",
                         "此前最高"])
        for number, row in enumerate(rows):
            writer.writerow(
                [f"虚构{number}", *(cell(dice, name, row[name]) for name in MONEY),
                 decimal(row["人数"]), decimal(row["占比"] * 100) + "%", decimal(row["营收"]),
                 decimal(row["此前最高"])])


# Amounts


def literal(dice):
    choice = dice.randrange(5)
    if choice == 0:
        yuan = Fraction(dice.randrange(10**7), 100)
        return Part(decimal(yuan) + "元", lambda row: yuan, yuan.denominator, yuan)
    word, unit = [("万", 10**4), ("亿", 10**8), ("万元", 10**4), ("元", 1)][choice - 1]
    digits = Fraction(dice.randrange(1, 1000), dice.choice([1, 1, 10]))
    value = digits * unit
    return Part(decimal(digits) + word, lambda row: value, value.denominator, value)


def field(name):
    return Part(name, lambda row: row[name], 100, 10**9)


def share(dice):
    if dice.random() < 0.2:
        part = Fraction(dice.randrange(1, 100), 1000)
        return decimal(part * 1000) + "‰", part
    part = Fraction(dice.randrange(1, 1500), dice.choice([100, 1000]))
    return decimal(part * 100) + "%", part


def both(one, two, sign, make):
    return Part(f"({one.text} {sign} {two.text})",
                lambda row: make(one.value(row), two.value(row)),
                math.lcm(one.scale, two.scale), one.most + two.most, one, two)


def expression(dice, depth):
    kind = dice.randrange(12) if depth else dice.choice([0, 0, 0, 1])
    if kind == 0:
        return field(dice.choice(MONEY))
    if kind == 1:
        return literal(dice)
    one = expression(dice, depth - 1)
    if kind in (2, 3, 4):
        text, part = share(dice)
        return Part(f"({text} of {one.text})", lambda row: part * one.value(row),
                    one.scale * part.denominator, one.most * max(part, 1), one)
    if kind == 5:
        by = dice.randrange(2, 13)
        return Part(f"({one.text} / {by})", lambda row: one.value(row) / by, one.scale * by,
                    one.most, one)
    if kind == 6:
        return Part(f"({one.text} * 人数)", lambda row: one.value(row) * row["人数"],
                    one.scale * 10_000, one.most * 3000, one)
    if kind == 7:
        return Part(f"(占比 of {one.text})", lambda row: one.value(row) * row["占比"],
                    one.scale * 1_000_000, one.most * 2, one)
    two = expression(dice, depth - 1)
    if kind == 8:
        return both(one, two, "+", lambda a, b: a + b)
    if kind == 9:
        return both(one, two, "-", lambda a, b: a - b)
    if kind == 10:
        return both(one, two, "cap", min)
    test = condition(dice)
    return Part(f"(if {test.text} then {one.text} else {two.text})",
                lambda row: one.value(row) if test.value(row) else two.value(row),
                math.lcm(one.scale, two.scale), max(one.most, two.most), one, two)


RELATIONS = {">=": lambda a, b: a >= b, ">": lambda a, b: a > b, "<": lambda a, b: a < b,
             "<=": lambda a, b: a <= b, "=": lambda a, b: a == b}


def condition(dice, depth=1):
    if depth and dice.random() < 0.3:
        one, two = condition(dice, 0), condition(dice, 0)
        if dice.random() < 0.5:
            return Part(f"({one.text} and {two.text})",
                        lambda row: one.value(row) and two.value(row))
        return Part(f"({one.text} or not {two.text})",
                    lambda row: one.value(row) or not two.value(row))
    sign = dice.choice(list(RELATIONS))
    one = field(dice.choice(MONEY))
    two = literal(dice) if dice.random() < 0.6 else field(dice.choice(MONEY))
    test = RELATIONS[sign]
    return Part(f"{one.text} {sign} {two.text}", lambda row: test(one.value(row), two.value(row)))


def match(dice):
    on = field(dice.choice(MONEY))
    ends = sorted(dice.randrange(1, 10**7) for _ in range(3))
    sums = [dice.randrange(1, 10**6) for _ in range(3)]
    text = (f"match {on.text} {{ >= {ends[2]}元: {sums[0]}元; in {ends[0]}元 .. {ends[1]}元: "
            f"{sums[1]}元; else: {sums[2]}元 }}")
    def value(row):
        found = on.value(row)
        if found >= ends[2]:
            return Fraction(sums[0])
        return Fraction(sums[1] if ends[0] <= found <= ends[1] else sums[2])
    return Part(text, value)


def tiers(dice):
    ends = sorted(dice.sample(range(1, 20), 3))
    sums = sorted(dice.randrange(1, 500) for _ in ends)
    mode = dice.choice(["each", "highest"])
    entries = "; ".join(f"{end}亿: {some}万" for end, some in zip(ends, sums))
    def value(row):
        crossed = [some * 10_000 for end, some in zip(ends, sums)
                   if row["营收"] >= end * 10**8 > row["此前最高"]]
        return Fraction((sum if mode == "each" else max)(crossed or [0]))
    return Part(f"营收 first reaches {{ {entries} }} {mode}", value)


class Award:
    """One award with its clauses: what is certain of it in a row, and what is possible."""

    def __init__(self, dice, name, is_range):
        self.name = name
        while True:
            kind = dice.random()
            self.low = (match(dice) if kind < 0.1 else tiers(dice) if kind < 0.2 and not is_range
                        else expression(dice, 3))
            if is_range or self.low.scale <= SCALE // 100 and self.low.room < ROOM:
                break
        self.high = self.low
        text = self.low.text
        if is_range:
            text = self.leave_open(dice, text)
        self.test = condition(dice) if dice.random() < 0.3 else None
        self.cap = literal(dice) if dice.random() < 0.4 else None
        self.less = field(dice.choice(MONEY)) if dice.random() < 0.2 else None
        clauses = [text + (f" when {self.test.text}" if self.test else "")]
        if self.cap:
            clauses.append(f"cap {self.cap.text}")
        if self.less:
            clauses.append(f"less {self.less.text}")
        self.text = f"award {name} = " + "; ".join(clauses)

    def leave_open(self, dice, text):
        one = self.low
        nothing = Part("", lambda row: Fraction(0))
        choice = dice.randrange(4)
        if choice == 0:
            self.low = nothing
            return f"up to {text}"
        if choice == 1:
            self.high = None
            return f"at least {text}"
        if choice == 2:
            self.high = Part("", lambda row: one.value(row) + 50_000)
            return f"{text} .. ({text} + 5万)"
        (first, low), (last, high) = sorted([share(dice), share(dice)], key=lambda one: one[1])
        # Of an amount below 0 the larger share is the lower end.
        self.low = Part("", lambda row: min(low * one.value(row), high * one.value(row)))
        self.high = Part("", lambda row: max(low * one.value(row), high * one.value(row)))
        return f"({first} .. {last}) of ({text})"

    def sums(self, row, unit, is_down):
        if self.test and not self.test.value(row):
            return Fraction(0), Fraction(0)
        low, high = self.low.value(row), self.high.value(row) if self.high else None
        if self.cap:
            cap = self.cap.value(row)
            low, high = min(low, cap), cap if high is None else min(high, cap)
        if self.less:
            # A clause only lowers a sum.
            less = max(self.less.value(row), Fraction(0))
            low, high = low - less, None if high is None else high - less
        low, high = max(low, Fraction(0)), None if high is None else max(high, Fraction(0))
        return (rounded(low, unit, is_down),
                None if high is None else rounded(high, unit, is_down))


# Running


def batch(program, folder, name, layout, may_fail=False):
    """The rows of the result, and the lines of the rejects; None where the run itself fails."""
    said = subprocess.run(
        [program, "batch", f"{name}.rules", "--companies", f"{name}.csv", "--year", "2026",
         "--layout", layout, "-o", f"{name}.out.csv", "--no-receipt", "--no-bom", "-q",
         "--lang", "zh"], cwd=folder, capture_output=True, text=True, check=False)
    if may_fail and said.returncode == 70 and "J4402" in said.stderr:
        return None
    if said.returncode not in (0, 3):
        print(f"{folder}/{name}.rules: exit {said.returncode}\n{said.stdout}{said.stderr}")
        return None
    def read(path):
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    return read(folder / f"{name}.out.csv"), read(folder / f"{name}.out.rejects.csv")


def yuan(text):
    return None if text == "" else Fraction(text)


class Differences:
    def __init__(self, folder):
        self.folder, self.count = folder, 0

    def compare(self, where, found, wanted):
        if found == wanted:
            return
        self.count += 1
        if self.count <= 5:
            print(f"{self.folder} {where}: found {found}, not {wanted}")


def plain_sets(program, folder, number, seed, differences):
    """The policies `columns` and `rows`; how many amounts they have."""
    dice = random.Random(f"{seed} {number}")
    unit_name = dice.choice(list(ROUNDINGS))
    unit, is_down = ROUNDINGS[unit_name], dice.random() < 0.5
    head = f"policy 试算 {{ rounding {unit_name}{' down' if is_down else ''} }}\n" + FIELDS
    fixed = [Award(dice, f"奖{n}", False) for n in range(AWARDS)]
    ranges = [Award(dice, f"幅{n}", True) for n in range(RANGES)]
    rows = [company(dice) for _ in range(ROWS)]
    columns, by_rows = f"columns{number}", f"rows{number}"
    (folder / f"{columns}.rules").write_text(
        head + "\n".join(award.text for award in fixed) + "\n", encoding="utf-8")
    (folder / f"{by_rows}.rules").write_text(
        head + "field 待定 : flag\n" + "\n".join(award.text for award in fixed + ranges)
        + "\naward 未知 = 1元 when 待定\n", encoding="utf-8")
    write_companies(folder / f"{columns}.csv", dice, rows)
    write_companies(folder / f"{by_rows}.csv", dice, rows)
    wanted = [[award.sums(row, unit, is_down) for award in fixed + ranges] for row in rows]

    done = batch(program, folder, columns, "wide")
    if done is None:
        differences.count += 1
        return 0
    differences.compare(f"{columns} rows", len(done[0]), ROWS)
    for index, (line, sums) in enumerate(zip(done[0], wanted)):
        for award, (low, _) in zip(fixed, sums):
            differences.compare(f"{columns} row {index} {award.name}", yuan(line[award.name]), low)
        total = sum(low for low, _ in sums[:AWARDS])
        for name in ("合计", "上限合计"):
            differences.compare(f"{columns} row {index} {name}", yuan(line[name]), total)

    done = batch(program, folder, by_rows, "long")
    if done is None:
        differences.count += 1
        return 0
    found = {(line["企业"], line["奖项"]): (yuan(line["金额"]), yuan(line["上限"]))
             for line in done[0]}
    for index, sums in enumerate(wanted):
        for award, wanted_sums in zip(fixed + ranges, sums):
            # What is plainly not due has no line.
            differences.compare(
                f"{by_rows} row {index} {award.name}",
                found.get((f"虚构{index}", award.name), (Fraction(0), Fraction(0))), wanted_sums)
    return ROWS * (2 * AWARDS + RANGES)


def edge_rows(dice):
    """Factors whose products lie beside the ends of 64 and 128 bits. Only the first is nearly too
    large: the sum of the whole file must fit as well, now and then it does not."""
    rows = []
    while len(rows) < EDGES:
        bits = dice.choice([118, 119, 120, 121, 127]) if not rows else dice.choice(
            [61, 62, 63, 64, 100, 128, 129, 140])
        fen = bool(rows) and dice.random() < 0.3
        first = Fraction(dice.randrange(1, 10 ** dice.randint(13, 15)), 100 if fen else 1)
        second = dice.randrange(1, 10 ** dice.randint(1, 15))
        third = max(1, min(10**15 - 1, int(2**bits / (first * second)) + dice.randint(-2, 2)))
        product = first * second * third
        if not rows or product < 2**110 or product > 2**127:
            rows.append((first, Fraction(second), Fraction(third)))
    return rows


def edges(program, folder, number, seed, differences):
    """Products of whole columns: exact, or the row is sent back for its sum."""
    dice = random.Random(f"edges {seed} {number}")
    name = f"edges{number}"
    factors = [dice.randrange(1, 90) for _ in range(3)]
    texts = ["投资额 * 甲 * 乙"] + [f"投资额 * {factor}" for factor in factors]
    (folder / f"{name}.rules").write_text(
        "field 投资额 : money\nfield 甲 : number\nfield 乙 : number\n"
        + "".join(f"award 奖{n} = {text}\n" for n, text in enumerate(texts)), encoding="utf-8")
    rows = edge_rows(dice)
    (folder / f"{name}.csv").write_text(
        "企业名称,投资额,甲,乙\n" + "".join(
            f"虚构{index},{decimal(one)},{two},{three}\n"
            for index, (one, two, three) in enumerate(rows)), encoding="utf-8")
    def sums_of(one, two, three):
        return [one * two * three, *(one * factor for factor in factors)]

    def fit(one, two, three):
        # Every sum must fit when it is counted in 分.
        return fits(one * two) and all(fits(some * 100) for some in sums_of(one, two, three))

    # The sum of the whole file may be too large as well, which ends the run.
    is_over = sum(sum(sums_of(*row)) for row in rows if fit(*row)) * 100 > 2**127
    done = batch(program, folder, name, "wide", is_over)
    if done is None:
        differences.count += 0 if is_over else 1
        return 0, 0
    found = {line["企业名称"]: line for line in done[0]}
    rejected = {int(line["行"]) - 2: line["代码"] for line in done[1]}
    for index, row in enumerate(rows):
        sums = sums_of(*row)
        total, direct = Fraction(0), True
        for some in sums:
            total, way = added(total, some)
            direct = direct and way
        if not fit(*row) or not fits(total):
            differences.compare(f"{name} row {index} rejected", rejected.get(index), "J4299")
        elif index in rejected and not direct:
            differences.compare(f"{name} row {index} rejected", rejected[index], "J4299")
        else:
            line = found.get(f"虚构{index}", {})
            for award, some in zip(range(len(sums)), sums):
                differences.compare(
                    f"{name} row {index} 奖{award}", yuan(line.get(f"奖{award}", "")), some)
            differences.compare(f"{name} row {index} 合计", yuan(line.get("合计", "")), total)
    return EDGES * len(texts), len(rejected)


def run_block(program, folder, seed, amounts):
    """The amounts compared and the rows refused; None where something differs."""
    clear(folder)
    folder.mkdir(parents=True)
    differences = Differences(folder)
    total, rejected = 0, 0
    for number in range(max(1, -(-amounts // SET))):
        total += plain_sets(program, folder, number, seed, differences)
        count, refused = edges(program, folder, number, seed, differences)
        total, rejected = total + count, rejected + refused
    if differences.count:
        print(f"{folder}: {differences.count} amounts differ")
        return None
    return [total, rejected]


def clear(folder):
    shutil.rmtree(folder, ignore_errors=True)
