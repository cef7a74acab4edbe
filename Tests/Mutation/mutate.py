#!/usr/bin/env python3
"""Whether the tests notice a wrong operator: mutants of money, caps, comparisons and periods.

    mutate.py places           the mutants of the list that the tree still has
    mutate.py choose SEED N    draws N of all possible mutants anew and writes the list
    mutate.py build            copies the tree and builds all mutants into one test bundle
    mutate.py run [ID …]       runs the tests on each mutant without a verdict, two at a time
    mutate.py report           the figures, and the survivors that nothing explains

All mutants are in one build, each behind its number in JILI_MUTANT: every chosen token becomes an
operator or a function of its own that asks for the number. Verdicts are kept in
.build-mutate/results.tsv, so that a run goes on where the last one ended.
"""

import concurrent.futures
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = ROOT / "Tests/Mutation/mutants.tsv"
SURVIVORS = ROOT / "Tests/Mutation/survivors.md"
WORK = ROOT / ".build-mutate"
TREE = WORK / "tree"
RESULTS = WORK / "results.tsv"
INTERPRETER = "Sources/Interpreter/"
MAP = "ARCHITECTURE.md"

# What the mutants are about, and where that is computed.
SUBJECTS = {
    "money": ["Values/Exact.swift", "Values/Intervals.swift", "Values/Bounds.swift",
              "Columns/ColumnScratch.swift", "Columns/SettledShares.swift", "Run/Totals.swift",
              "Run/Payments.swift"],
    "caps": ["Run/Caps.swift", "Columns/ColumnPhases.swift"],
    "comparisons": ["Values/Truth.swift", "Values/Intervals.swift", "Columns/ColumnKernels.swift",
                    "Columns/ColumnInstruction.swift", "Columns/SingleMachine.swift"],
    "rounding": ["Values/Exact.swift", "Columns/ColumnBuilder.swift",
                 "Columns/ColumnKernels.swift", "Columns/SingleMachine.swift"],
    "exclusive groups": ["Run/Exclusive.swift", "Run/Standings.swift",
                         "Columns/ColumnPhases.swift", "Columns/SingleMachine.swift"],
    "periods": ["Values/Days.swift", "Run/Machine.swift>private func addingMonths",
                "Run/Machine.swift>private func yearsBetween",
                "Plan/Planner.swift>MARK: - Periods and funding"],
    "amounts": ["Check/CheckAmounts.swift", "Plan/PlanExpressions.swift",
                "Columns/ColumnMachine.swift"],
}

# What no operator shows, and the loops in C: subject, file, line, what of it becomes what.
PLANNER, LINES = INTERPRETER + "Plan/Planner.swift", INTERPRETER + "Plan/PlanLines.swift"
LOOPS = "Sources/CBytes/loops.inc"
ROUNDING = "return emit(.round(sum, unit: program.rounding, down: program.roundsDown))"
WRITTEN = [
    ("periods", PLANNER, "emit(.compare(.lessEqual, number(period.start), day))", ".lessEqual",
     ".less"),
    ("periods", PLANNER, "return emit(.compare(.less, day, past))", ".less", ".lessEqual"),
    ("periods", PLANNER, "return emit(.compare(.lessEqual, day, number(end)))", ".lessEqual",
     ".less"),
    ("periods", PLANNER,
     "return Days(first: from, last: from).adding(months: months).adding(days: -1)", "-1", "0"),
    ("periods", PLANNER, "return emit(.subtract(past, constant(.one)))", ".one", ".zero"),
    ("periods", PLANNER, "and(begun(period, on: day), notOver(period, on: day))",
     "begun(period, on: day)", "truth(.yes)"),
    ("periods", LINES, "return or(now, and(begun(period, on: day), and(later, onRecord)))",
     "begun(period, on: day)", "truth(.yes)"),
    ("periods", LINES, "return or(now, and(begun(period, on: day), and(later, onRecord)))",
     "and(later, onRecord)", "onRecord"),
    ("caps", LINES, "if let cap = award.cap { sum = emit(.minimum(sum, number(cap))) }",
     "emit(.minimum(sum, number(cap)))", "sum"),
    ("caps", INTERPRETER + "Plan/PlanExpressions.swift",
     "return map(amount(inner)) { .minimum($0, bound) }", ".minimum($0, bound)",
     ".maximum($0, bound)"),
    ("caps", INTERPRETER + "Run/Caps.swift", "let high = lesser(work.high, room)",
     "lesser(work.high, room)", "work.high"),
    ("caps", INTERPRETER + "Run/Totals.swift",
     "if let cap = row.jointRooms[index] { units.hold(joint.members, under: cap) }",
     "joint.members", "[Int]()"),
    ("rounding", LINES, ROUNDING, "program.roundsDown", "!program.roundsDown"),
    ("rounding", LINES, ROUNDING, "program.rounding", "Exact.fen"),
    ("exclusive groups", INTERPRETER + "Run/Exclusive.swift",
     "let floor = members.reduce(Exact.zero) { max($0, $1.low) }", "max($0, $1.low)", "$0"),
    ("exclusive groups", INTERPRETER + "Run/Exclusive.swift",
     "least = least.map { min($0, sum) } ?? sum", "min($0, sum)", "max($0, sum)"),
    ("caps", LOOPS, "case jili_least: PAIRS(a < b ? a : b); break;", "a < b ? a : b", "a"),
    ("caps", LOOPS, "case jili_most: PAIRS(a > b ? a : b); break;", "a > b ? a : b", "b"),
    ("comparisons", LOOPS, "case jili_less: PAIRS(a < b ? yes : no); break;", "a < b", "a <= b"),
    ("comparisons", LOOPS, "case jili_less_equal: PAIRS(a <= b ? yes : no); break;", "a <= b",
     "a < b"),
    ("comparisons", LOOPS, "case jili_equal_to: PAIRS(a == b ? yes : no); break;", "a == b",
     "a != b"),
    ("rounding", LOOPS,
     "const uint64_t half = is_down ? UINT64_MAX : divisor / 2 + divisor % 2;",
     "divisor / 2 + divisor % 2", "divisor / 2 + 1"),
    ("rounding", LOOPS,
     "const uint64_t half = is_down ? UINT64_MAX : divisor / 2 + divisor % 2;",
     "divisor / 2 + divisor % 2", "divisor / 2"),
    ("rounding", LOOPS, "into[i] = FORM(product)((int64_t)(whole + (left >= half)), unit);",
     "left >= half", "left > half"),
    ("money", LOOPS, "int64_t number = rows[i] > 0 ? rows[i] : 0;", "rows[i] > 0 ? rows[i] : 0",
     "rows[i]"),
    ("exclusive groups", LOOPS, "rivals[i] |= seen[i] & -(int64_t)(due[i] != 0);",
     "seen[i] & -(int64_t)(due[i] != 0)", "0"),
    ("money", LOOPS, "uint64_t sum = (uint64_t)sums[i] & -(uint64_t)(odd[i] == 0);",
     "odd[i] == 0", "1"),
    ("comparisons", LOOPS, "ROWS { into[i] = one[i] > two[i] ? one[i] : two[i]; }",
     "one[i] > two[i]", "one[i] < two[i]"),
]

COMPARED = {"<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"],
            "==": ["!="], "!=": ["=="]}
COUNTED = {"+": ["-"], "-": ["+"], "*": ["+"], "&+": ["&-"], "&-": ["&+"], "&*": ["&+"]}
JOINED = {"&&": ["||"], "||": ["&&"]}
METHODS = {"adding": "subtracting", "subtracting": "adding", "minimum": "maximum",
           "maximum": "minimum", "and": "or", "or": "and"}
PROPERTIES = {"isYes": "mayBeTrue", "mayBeTrue": "isYes", "isNo": "mayBeFalse",
              "mayBeFalse": "isNo", "notBelowZero": "self", "not": "self", "isPresent": "!",
              "isZero": "!", "isNegative": "!"}

OPERATOR = re.compile(r"(?<= )(&&|\|\||<=|>=|==|!=|&\+|&-|&\*|<|>|\+|-|\*)(?= )")
BOUND = re.compile(r"(?<![\w.`])(min|max)\((?=[^)])")
METHOD = re.compile(r"\.(adding|subtracting|minimum|maximum|and|or)\((?=[\w.\[])"
                    r"(?!months|days|let )")
PROPERTY = re.compile(r"(?<=[\w\])])\.(isYes|isNo|mayBeTrue|mayBeFalse|notBelowZero|not|isPresent"
                      r"|isZero|isNegative)\b(?!\s*[:(=])")
LITERAL = re.compile(r"(?<![\w.$])([01])(?![\w.])")
FLAG = re.compile(r"(?<![\w.])(true|false)\b")
TEST = re.compile(r"^(?:\} else )?if (?!let |case |var )([^,{]+) \{")
STATEMENT = re.compile(r"^[a-z][\w.\[\]]* (?:=|\+=|-=|\|=) [^{]*[\w)\]]( \})?$|"
                       r"^[a-z]\w*(?:\.\w+)?\([^{]*\)$")


# Looking for places


def masked(line):
    """The line with blanks for comments and the contents of strings."""
    code = re.sub(r'"(?:\\.|[^"\\])*"', lambda found: '"' + " " * (len(found[0]) - 2) + '"', line)
    return re.sub(r"//.*", lambda found: " " * len(found[0]), code)


# What only makes or gives back memory.
MEMORY = re.compile(r"allocate\(|initialize\(|deallocate|[cC]apacity|removeAll\(")


def candidates(name):
    """All places of a file: number of the line, the line, kind, which of that kind, what for it.

    `FILE>TEXT` is what stands below the line with the text, to the end of its extension."""
    path, _, start = name.partition(">")
    lines = (ROOT / path).read_text(encoding="utf-8").split("\n")
    begins = next((n for n, line in enumerate(lines) if start in line), 0)
    ends = next((n for n, line in enumerate(lines) if n > begins and start and line == "}"),
                len(lines))
    in_text, making = False, None
    for index, line in enumerate(lines):
        # What an initialiser leaves out does not compile.
        if re.match(r"\s*(?:package |private |fileprivate )?init[?(<]", line):
            making = line[:len(line) - len(line.lstrip())] + "}"
        elif line == making:
            making = None
        if line.count('"""') == 1:
            in_text = not in_text
        code = masked(line)
        text = code.strip()
        if in_text or not text or not begins <= index <= ends or MEMORY.search(text) or re.match(
                r"(?:@|import|package import|case |infix|typealias|extension|where )", text) or (
                re.search(r"\b(?:func|struct|enum|class|init)\b", text)):
            continue
        for token, others in [*COMPARED.items(), *COUNTED.items(), *JOINED.items()]:
            found = [one for one in OPERATOR.finditer(code) if one[1] == token]
            for place in range(len(found)):
                for other in others:
                    yield index, line, token, place, other
        for place, found in enumerate(BOUND.finditer(code)):
            yield index, line, found[1] + "(", place, "max(" if found[1] == "min" else "min("
            yield index, line, found[1] + "(", place, "the first"
        for place, found in enumerate(METHOD.finditer(code)):
            yield index, line, "." + found[1], place, "." + METHODS[found[1]]
        for place, found in enumerate(PROPERTY.finditer(code)):
            yield index, line, "." + found[1], place, PROPERTIES[found[1]]
        for place, found in enumerate(LITERAL.finditer(code)):
            yield index, line, "literal", place, "1" if found[1] == "0" else "0"
        for place, found in enumerate(FLAG.finditer(code)):
            yield index, line, "flag", place, "false" if found[1] == "true" else "true"
        if TEST.match(text):
            yield index, line, "if", 0, "not"
        if making is None and is_statement(lines, index):
            yield index, line, "statement", 0, "nothing"


def is_statement(lines, index):
    """Whether the line is a whole statement that may be left out."""
    line, before = lines[index], masked(lines[index - 1]).rstrip()
    text = masked(line).strip()
    after = masked(lines[index + 1]) if index + 1 < len(lines) else ""
    if not STATEMENT.match(text) or text.startswith("return"):
        return False
    goes_on = after.strip().startswith((".", "?")) or (
        len(after) - len(after.lstrip()) > len(line) - len(line.lstrip()))
    # The only expression of a body is its result.
    is_result = (before.endswith(("{", " in")) and after.strip().startswith("}")
                 and " = " not in text)
    return not goes_on and not is_result and not before.endswith((":", "=", "(", ",", "?", "->"))


FIELDS = ("id", "subject", "file", "line", "token", "place", "other", "text")


def read_list():
    rows = []
    for line in LIST.read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            row = dict(zip(FIELDS, line.split("\t")))
            row["line"], row["place"] = int(row["line"]), int(row["place"])
            rows.append(row)
    return rows


def write_list(rows):
    lines = ["\t".join(FIELDS)]
    for row in rows:
        lines.append("\t".join(str(row[field]) for field in FIELDS))
    LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def choose(seed, wanted):
    dice = random.Random(seed)
    seen = set()
    rows = []
    share = -(-(wanted - len(WRITTEN)) // len(SUBJECTS))
    for subject, files in SUBJECTS.items():
        drawn = []
        for name in files:
            some = list(candidates(INTERPRETER + name))
            dice.shuffle(some)
            drawn.append([(name, one) for one in some])
        taken = 0
        # The files of a subject in turn, so that a long one does not crowd out the others.
        while taken < share and any(drawn):
            for some in drawn:
                while some and taken < share:
                    name, (index, line, token, place, other) = some.pop()
                    if (name, index, token, place, other) in seen:
                        continue
                    seen.add((name, index, token, place, other))
                    rows.append(dict(
                        subject=subject, file=INTERPRETER + name.partition(">")[0],
                        line=index + 1, token=token, place=place, other=other,
                        text=line.strip()))
                    taken += 1
                    break
    for subject, name, text, token, other in WRITTEN:
        lines = (ROOT / name).read_text(encoding="utf-8").split("\n")
        number = next((n for n, line in enumerate(lines, 1) if line.strip() == text), 0)
        if not number or token not in text:
            raise SystemExit(f"not in {name}: {text}")
        rows.append(dict(subject=subject, file=name, line=number, token=token, place=0,
                         other=other, text=text))
    for number, row in enumerate(rows, 1):
        row["id"] = number
    write_list(rows)
    print(f"{len(rows)} mutants chosen")


def located(rows):
    """Each mutant with the line on which its text stands now, the nearest one; None: it is gone."""
    files = {}
    for row in rows:
        if row["file"] not in files:
            path = ROOT / row["file"]
            files[row["file"]] = (
                path.read_text(encoding="utf-8").split("\n") if path.exists() else [])
        lines = files[row["file"]]
        same = [n for n, line in enumerate(lines) if line.strip() == row["text"]]
        yield row, min(same, key=lambda n: abs(n + 1 - row["line"])) if same else None


def places():
    rows = read_list()
    gone = [row for row, line in located(rows) if line is None]
    for row in gone:
        print(f"gone: {row['id']} {row['file']}:{row['line']} {row['text']}")
    print(f"mutants: {len(rows)}, {len(rows) - len(gone)} of them found in the tree")
    # A changed line takes its mutants along; the list is drawn anew before too many are lost.
    return 1 if len(gone) * 10 > len(rows) else 0


# Making the tree


BOUND_FUNCTIONS = """\
func mutantBound<T: Comparable>(
  _ swapped: Int32, _ first: Int32, _ isMax: Bool, _ one: T, _ two: T
) -> T {
  if mutant == first { return one }
  return (mutant == swapped) != isMax ? Swift.max(one, two) : Swift.min(one, two)
}
func mutantBound<T: Comparable>(
  _ swapped: Int32, _ first: Int32, _ isMax: Bool, _ one: T, _ two: T, _ three: T
) -> T {
  mutantBound(swapped, first, isMax, mutantBound(swapped, first, isMax, one, two), three)
}
"""


class Operators:
    """The generated file: what each token became."""

    def __init__(self):
        self.text = [
            "import Glibc", "",
            "let mutant: Int32 = getenv(\"JILI_MUTANT\").map { atoi($0) } ?? 0", "",
            *BOUND_FUNCTIONS.split("\n"),
            "func mutantLiteral<T: ExpressibleByIntegerLiteral>(",
            "  _ id: Int32, _ one: T, _ two: T", ") -> T { mutant == id ? two : one }",
            "func mutantFlag(_ id: Int32, _ flag: Bool) -> Bool { (mutant == id) != flag }", ""]

    @staticmethod
    def name(token, number):
        """An operator that no other place has: the token and digits of mathematical signs."""
        return token + chr(0x2A00 + number // 128) + chr(0x2A00 + number % 128)

    def operator(self, token, number, others):
        """`others`: each replacement with its mutant."""
        name = self.name(token, number)
        if token in JOINED:
            kind = "LogicalConjunction" if token == "&&" else "LogicalDisjunction"
            ((other, mutant),) = others
            self.text += [
                f"infix operator {name}: {kind}Precedence",
                f"func {name} (one: Bool, two: @autoclosure () throws -> Bool) rethrows -> Bool {{",
                f"  try mutant == {mutant} ? one {other} two() : one {token} two()", "}"]
            return name
        compares = token in COMPARED
        kind = "Comparison" if compares else (
            "Multiplication" if "*" in token else "Addition")
        trait = {"==": "Equatable", "!=": "Equatable"}.get(token) or (
            "Comparable" if compares else "FixedWidthInteger" if "&" in token else "Numeric")
        if trait == "Comparable":
            self.text += [
                f"func {name} <A: Comparable, B: Comparable>(one: (A, B), two: (A, B)) -> Bool {{"]
            self.text += [f"  if mutant == {mutant} {{ return one {other} two }}"
                          for other, mutant in others]
            self.text += [f"  return one {token} two", "}"]
        result = "Bool" if compares else "T"
        self.text += [f"infix operator {name}: {kind}Precedence",
                      f"func {name} <T: {trait}>(one: T, two: T) -> {result} {{"]
        for other, mutant in others:
            self.text.append(f"  if mutant == {mutant} {{ return one {other} two }}")
        self.text += [f"  return one {token} two", "}"]
        return name

    def method(self, token, other, mutant):
        made = f"{token}_{mutant}"
        if token in ("and", "or"):
            types, result, parameter = ["Truth"], "Truth", "Truth"
        elif token in ("minimum", "maximum"):
            types, result = ["Bounds"], "Bounds"
        else:
            types, result = ["Exact", "Bounds"], "?"
        for one in types:
            answer = one + "?" if result == "?" else one
            self.text += [
                f"extension {one} {{ func {made}(_ other: {one}) -> {answer} {{",
                f"  mutant == {mutant} ? {other}(other) : {token}(other) }} }}"]
        return made

    def property(self, token, other, mutant):
        made = f"{token}_{mutant}"
        types = {"isYes": ["Truth"], "isNo": ["Truth"], "mayBeTrue": ["Truth"],
                 "mayBeFalse": ["Truth"], "not": ["Truth"], "notBelowZero": ["Bounds"],
                 "isPresent": ["Bounds"], "isZero": ["Exact"], "isNegative": ["Exact"]}[token]
        for one in types:
            kind = one if other == "self" else "Bool"
            wrong = f"!{token}" if other == "!" else other
            self.text.append(
                f"extension {one} {{ var {made}: {kind} "
                f"{{ mutant == {mutant} ? {wrong} : {token} }} }}")
        return made


def finder(token):
    if token.endswith("(") and token[:-1] in ("min", "max"):
        return lambda code: [one for one in BOUND.finditer(code)]
    if token == "literal":
        return lambda code: list(LITERAL.finditer(code))
    if token == "flag":
        return lambda code: list(FLAG.finditer(code))
    if token.startswith("."):
        pattern = METHOD if token[1:] in METHODS else PROPERTY
        return lambda code: list(pattern.finditer(code))
    return lambda code: [one for one in OPERATOR.finditer(code) if one[1] == token]


def edits(line, rows, operators):
    """The changes of a line: from, to, what stands there then."""
    code = masked(line)
    found = []
    groups = {}
    for row in rows:
        groups.setdefault((row["token"], row["place"]), []).append(row)
    for (token, place), some in groups.items():
        number = int(some[0]["id"])
        if token == "statement":
            start = len(line) - len(line.lstrip())
            found += [(start, start, f"if mutant != {number} {{ "), (len(line), len(line), " }")]
            continue
        if token == "if":
            start = code.index("if ") + 3
            end = start + len(TEST.match(code.strip())[1])
            found += [(start, start, f"mutantFlag({number}, "), (end, end, ")")]
            continue
        one = finder(token)(code)[place]
        if token in ("literal", "flag"):
            value = one[1]
            for row in some:
                value = (f"mutantFlag({row['id']}, {one[1]})" if token == "flag" else
                         f"mutantLiteral({row['id']}, {one[1]}, {row['other']})")
            found.append((one.start(1), one.end(1), value))
        elif token in ("min(", "max("):
            ids = {row["other"]: int(row["id"]) for row in some}
            swap = next((n for other, n in ids.items() if other != "the first"), 0)
            first = ids.get("the first", 0)
            # One function serves both: the first operand alone has a number of its own.
            is_max = "true" if token == "max(" else "false"
            if swap and first:
                start = f"mutantBound({swap}, {first}, {is_max}, "
            else:
                start = f"mutantBound({swap or -1}, {first or -1}, {is_max}, "
            found.append((one.start(), one.end(), start))
        elif token.startswith("."):
            make = operators.method if token[1:] in METHODS else operators.property
            made = make(token[1:], some[0]["other"].lstrip("."), number)
            found.append((one.start(1), one.end(1), made))
        else:
            name = operators.operator(
                token, number, [(row["other"], row["id"]) for row in some])
            found.append((one.start(1), one.end(1), name))
    return found


def is_token(token):
    """Whether it is found by its kind; else it is a piece of the line's text."""
    return (token in COMPARED or token in COUNTED or token in JOINED
            or token in ("min(", "max(", "literal", "flag", "if", "statement")
            or token[1:] in METHODS or token[1:] in PROPERTIES)


def written(line, rows, mutant):
    """The changes of a line that are written out."""
    values = {}
    for row in rows:
        if not is_token(row["token"]):
            value = values.get(row["token"], row["token"])
            values[row["token"]] = f"{mutant} == {row['id']} ? {row['other']} : {value}"
    return [(line.index(token), line.index(token) + len(token), f"({value})")
            for token, value in values.items()]


def apply(rows):
    """Writes the tree with all mutants in it."""
    operators = Operators()
    by_line = {}
    for row, line in located(rows):
        if line is not None:
            by_line.setdefault((row["file"], line), []).append(row)
    files = {}
    for (name, index), some in by_line.items():
        if name not in files:
            files[name] = (ROOT / name).read_text(encoding="utf-8").split("\n")
        lines = files[name]
        line = lines[index]
        changes = written(line, some, "jili_mutant" if name == LOOPS else "mutant")
        inside = lambda one: any(start < one[1] and one[0] < end for start, end, _ in changes)
        tokens = edits(line, [row for row in some if is_token(row["token"])], operators)
        changes += [one for one in tokens if not inside(one)]
        for start, end, text in sorted(changes, reverse=True):
            line = line[:start] + text + line[end:]
        lines[index] = line
    for name, lines in files.items():
        write(TREE / name, "\n".join(lines))
    write(TREE / INTERPRETER / "Mutants.swift", "\n".join(operators.text) + "\n")
    # The map of the sources names each of them.
    write(TREE / MAP, (ROOT / MAP).read_text(encoding="utf-8").rstrip() + " Mutants.swift\n")
    loops = (ROOT / "Sources/CBytes/loops.c").read_text(encoding="utf-8")
    write(TREE / "Sources/CBytes/loops.c",
          "#include <stdlib.h>\nstatic int jili_mutant;\n__attribute__((constructor)) static void "
          "find_mutant(void) {\n  const char *text = getenv(\"JILI_MUTANT\");\n"
          "  jili_mutant = text ? atoi(text) : 0;\n}\n" + loops)


def write(path, text):
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def copy_tree():
    """The files that git knows; what did not change keeps its time, so that builds are short."""
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True,
        text=True, check=True).stdout.split("\n")
    wanted = {name for name in names if name and (ROOT / name).is_file()}
    for path in [one for one in TREE.rglob("*") if one.is_file()] if TREE.exists() else []:
        name = str(path.relative_to(TREE))
        if name not in wanted and name != INTERPRETER + "Mutants.swift":
            path.unlink()
    mutated = {row["file"] for row in read_list()} | {"Sources/CBytes/loops.c", MAP}
    for name in wanted - mutated:
        source, target = ROOT / name, TREE / name
        if not target.exists() or source.read_bytes() != target.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


FLAGS = ["-c", "release", "-Xswiftc", "-enable-testing", "--scratch-path", str(WORK / "build")]


def swift_build():
    environment = dict(os.environ, JILI_TESTS="mutation")
    made = subprocess.run(
        [os.environ.get("SWIFT", "swift"), "build", "--build-tests", *FLAGS], cwd=TREE,
        env=environment, capture_output=True, text=True, check=False)
    (WORK / "build.log").write_text(made.stdout + made.stderr, encoding="utf-8")
    return made


def build():
    """A mutant whose line does not compile is struck off the list."""
    WORK.mkdir(exist_ok=True)
    copy_tree()
    while True:
        rows = read_list()
        apply(rows)
        made = swift_build()
        if made.returncode == 0:
            print(f"built with {len(rows)} mutants")
            return 0
        bad = set(re.findall(r"/tree/(Sources/\S+?):(\d+):\d+: error", made.stdout + made.stderr))
        now = {int(row["id"]): (row["file"], str(line + 1)) for row, line in located(rows)
               if line is not None}
        generated = set()
        lines = (TREE / INTERPRETER / "Mutants.swift").read_text(encoding="utf-8").split("\n")
        for name, number in bad:
            if name.endswith("Mutants.swift"):
                around = " ".join(lines[max(0, int(number) - 3):int(number) + 2])
                generated |= {int(one) for one in re.findall(r"mutant == (\d+)", around)}
        struck = {number for number, place in now.items() if place in bad} | generated
        if not struck:
            print("\n".join((made.stdout + made.stderr).split("\n")[-40:]))
            return 1
        print(f"struck off, for they do not compile: {sorted(struck)}", flush=True)
        write_list([row for row in rows if int(row["id"]) not in struck])


# Running

# Quickest first.
STAGES = [
    ("ExactTests|KernelTests|PhaseTests|OverlapWorldsTests|ConformanceTests", {}),
    ("ColumnAgreementTests|PreparedAgreementTests|ColumnEdgeTests|MoneyCaseTests",
     {"JILI_PAIRS": "4000"}),
    ("InterpreterTests", {}),
    ("AgreementTests", {"JILI_PAIRS": "4000"}),
]
# Only so many of them: what they do not notice has no verdict yet.
STAGE_COUNT = int(os.environ.get("JILI_MUTANT_STAGES", len(STAGES)))
# Of the processor, so that other work on the machine makes no mutant look endless.
SECONDS = int(os.environ.get("JILI_MUTANT_SECONDS", "400"))


def bundle():
    return str(WORK / "build/release/jiliPackageTests.xctest")


def limited():
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def judge(number):
    """The verdict on a mutant, and what noticed it."""
    for stage, (suites, more) in enumerate(STAGES[:STAGE_COUNT], 1):
        environment = dict(
            os.environ, JILI_MUTANT=str(number), SWIFT_BACKTRACE="enable=no", **more)
        process = subprocess.Popen(
            [bundle(), "--testing-library", "swift-testing", "--filter", suites], cwd=TREE,
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors="replace", preexec_fn=limited)
        killer = None
        for line in process.stdout:
            # Its first failure ends a run.
            if "recorded an issue" in line:
                name = re.search(r"Test (.+?) recorded an issue", line)
                killer = name[1][:80] if name else line.strip()[:80]
                process.kill()
                break
        code = process.wait()
        if killer or code != 0:
            return "killed", f"stage {stage}: {killer or f'ended with {code}'}"
    return "survived" if STAGE_COUNT == len(STAGES) else "open", ""


def verdicts():
    found = {}
    if RESULTS.exists():
        for line in RESULTS.read_text(encoding="utf-8").split("\n"):
            if line:
                key, verdict, killer = (line.split("\t") + [""])[:3]
                found[key] = (verdict, killer)
    return found


def record(name, verdict, killer):
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(f"{name}\t{verdict}\t{killer}\n")


def key(row):
    """What a verdict hangs on: not the number, which changes with the list."""
    return "|".join(str(row[field]) for field in ("file", "token", "place", "other", "text"))


def run(only):
    known = verdicts()
    rows = [row for row in read_list()
            if (row["id"] in only if only else key(row) not in known)]
    # Without a mutant all must hold; said once for a build.
    sound = f"none|{os.stat(bundle()).st_mtime_ns}|{STAGE_COUNT}"
    if sound not in known:
        verdict, killer = judge(0)
        if verdict == "killed":
            print(f"the tests fail without any mutant: {killer}")
            return 1
        record(sound, "sound", "")
    print(f"{len(rows)} mutants to run", flush=True)
    began = time.time()
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", "2"))) as pool:
        waiting = {pool.submit(judge, int(row["id"])): row for row in rows}
        for count, done in enumerate(concurrent.futures.as_completed(waiting), 1):
            row, (verdict, killer) = waiting[done], done.result()
            if verdict != "open":
                record(key(row), verdict, killer)
            print(f"{count} {time.time() - began:.0f} s {row['id']} {verdict} {killer}", flush=True)
    return report()


def report():
    rows, known = read_list(), verdicts()
    explained = SURVIVORS.read_text(encoding="utf-8") if SURVIVORS.exists() else ""
    judged = [row for row in rows if key(row) in known]
    killed = [row for row in judged if known[key(row)][0] == "killed"]
    left = [row for row in judged if known[key(row)][0] != "killed"]
    def shown(row):
        return f"`{row['text']}` [{row['token']} {row['place']} → {row['other']}]"
    open_ones = [row for row in left if shown(row) not in explained]
    for row in open_ones:
        print(f"survived: {row['id']} {row['file']}:{row['line']} {shown(row)}")
    # What changes nothing that anybody sees is no mistake that a test could notice.
    same = len(left) - len(open_ones)
    share = 100 * len(killed) / max(1, len(judged) - same)
    print(f"mutants: {len(rows)}, run {len(judged)}, killed {len(killed)} "
          f"({100 * len(killed) / max(1, len(judged)):.1f} %; {share:.1f} % of those that a test can "
          f"notice), survived {len(left)}, {same} of them explained")
    return 0 if len(judged) == len(rows) and share >= 95 and not open_ones else 1


def main(words):
    match words:
        case ["places"]:
            return places()
        case ["choose", seed, wanted]:
            return choose(int(seed), int(wanted))
        case ["build"]:
            return build()
        case ["run", *only]:
            return run(only)
        case ["report"]:
            return report()
    raise SystemExit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
