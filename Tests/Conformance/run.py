#!/usr/bin/env python3
"""Run the conformance cases against an implementation of the rule language.

    python3 Tests/Conformance/run.py PROGRAM [FILE.cases ...]

PROGRAM is driven by its command line alone (check, eval, batch, test, fmt, repl); README.md
beside this file describes the cases and what of the command line is used. Exit 0: every case
holds. Needs Python 3.9 and nothing else.
"""

import concurrent.futures
import decimal
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

HOLE = "___"
NOTHING = "none"
STATES = {"yes": "due", "no": "not-due", "unknown": "undetermined"}
decimal.DefaultContext.prec = 60  # of every thread
# What `check` says of several files together, which here are strangers to each other.
SEVERAL = {"J3021", "J3022", "J3023"}
OUTCOMES = {
    "not-due", "over-quota", "excluded", "undetermined", "unspecified", "up-to", "due",
}
UNITS = [("万亿", 10**12, 4), ("亿", 10**8, 8), ("万", 10**4, 4), ("元", 1, 8)]


class Program:
    """One program: the rules of a case, with the text of one sample in its hole."""

    def __init__(self, path, line, clause, sentence):
        self.path, self.line, self.clause, self.sentence = path, line, clause, sentence
        self.rules, self.files, self.options, self.table = [], [], "", []
        self.rows, self.rejects, self.findings, self.drafting = [], [], [], []
        self.layout, self.questions, self.samples = [], [], []
        self.failures = []

    def __str__(self):
        return f"{self.path}:{self.line} {self.sentence}"

    def sample(self, line, text):
        """The program of a line `- TEXT => CLAIMS` or `- TEXT ! FINDINGS`."""
        made = Program(self.path, line, self.clause, self.sentence)
        made.files, made.options, made.table = self.files, self.options, self.table
        place = next(
            ((n, rule.index(HOLE)) for n, rule in enumerate(self.rules) if HOLE in rule), None)
        if place is None:
            raise SystemExit(f"{self.path}:{line}: the rules have no {HOLE}")
        found = re.search(r" (=>|!|%)(?: |$)(?!.* (?:=>|!|%)(?: |$))", text)
        if not found:
            raise SystemExit(f"{self.path}:{line}: neither =>, ! nor %: {text}")
        inserted, claims = text[: found.start()], text[found.end():]
        made.sentence += f" [{inserted}]"
        made.rules = [rule.replace(HOLE, inserted) for rule in self.rules]
        if found[1] == "=>":
            made.take_claims(claims.strip())
        else:
            into = made.findings if found[1] == "!" else made.drafting
            for finding in claims.split("; "):
                if finding == NOTHING:
                    into.append(finding)
                    continue
                where, rest = finding.split(" ", 1)
                if ":" not in where:
                    where = f"{place[0] + 1}:{place[1] + int(where)}"
                into.append(f"{where} {rest}")
        return made

    def take_claims(self, claims):
        word = claims.split(" ", 1)[0]
        if claims == "ok":
            return
        if word in ("fmt", "zh", "en"):
            self.options = "" if word == "fmt" else f"--keywords {word}"
            self.layout = [claims.split(" ", 1)[1]]
        else:
            self.rows = [claim.strip() for claim in claims.split(" | ")]

    @property
    def has_examples(self):
        return any(re.search(r"\b(example|算例)\b", rule) for rule in self.rules)

    @property
    def is_negative(self):
        return bool(self.findings)


def programs(path):
    """The programs of a file of cases, each sample one of its own."""
    cases, clause = [], ""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("=== "):
            clause = line[4:]
        elif line.startswith("== "):
            cases.append(Program(path.name, number, clause, line[3:]))
        elif cases:
            take(cases[-1], number, line)
    return [
        made for case in cases
        for made in ([case.sample(*one) for one in case.samples] if case.samples else [case])
    ]


def take(case, number, line):
    words = line[2:]
    into = {
        "| ": case.table, "> ": case.rows, "~ ": case.rejects, "! ": case.findings,
        "% ": case.drafting, ": ": case.layout, "& ": case.questions,
    }.get(line[:2])
    if into is not None:
        into.append(words)
    elif line.startswith("= "):
        case.sentence += " " + words
    elif line.startswith("? "):
        case.options = words
    elif line.startswith("- "):
        case.samples.append((number, words))
    elif line.startswith("@ "):
        case.files.append((words, []))
    elif line.strip():
        (case.files[-1][1] if case.files else case.rules).append(line)


# Amounts


def amount(text):
    for unit, size, _ in UNITS:
        if text.endswith(unit):
            return decimal.Decimal(text[: -len(unit)]) * size
    raise ValueError(text)


def money(value):
    """An amount as the cases write it: in the largest unit that leaves few decimals."""
    for unit, size, decimals in UNITS:
        if abs(value) >= size or size == 1:
            scaled = (value / size).normalize()
            if -scaled.as_tuple().exponent <= decimals or size == 1:
                return f"{scaled:f}{unit}"


def shown_range(low, high):
    low = money(decimal.Decimal(low))
    if high is None:
        return low + " .."
    high = money(decimal.Decimal(high))
    return low if low == high else f"{low} .. {high}"


# What the program says of one row


class Row:
    """What a program said of one company, from `eval` or from the two layouts of `batch`."""

    def __init__(self):
        self.lines, self.total, self.missing, self.unspecified = {}, "", [], []
        self.notes, self.hidden = [], set()

    @staticmethod
    def of_eval(text):
        said, row = json.loads(text), Row()
        for line in said["awards"]:
            name = line["award"] + (".复评" if line["renewal"] else "")
            if len(said["policies"]) > 1:
                name = line["policy"] + "." + name
            row.lines[name] = {
                "state": line["state"], "sum": shown_range(line["low"], line["high"]),
                "reason": line["reason"], "lost": lost_to(line["lost_to"]),
                "payers": "、".join(
                    f"{payer['payer'] or '未分'} {shown_range(payer['low'], payer['high'])}"
                    for payer in line["funding"]),
            }
        for named in said["benefits"] + said["limits"]:
            row.lines[named.get("benefit") or named.get("limit")] = {
                "state": named["state"], "sum": "", "reason": named["reason"]}
        row.total = shown_range(said["total"]["low"], said["total"]["high"])
        row.missing = [missing["fact"] for missing in said["missing"]]
        row.unspecified = said["total"]["unspecified"]
        row.notes = said["notes"]
        return row

    @staticmethod
    def of_batch(wide, long):
        row = Row()
        columns = list(wide)
        for name in columns[: columns.index("合计")]:
            row.lines[name] = {"state": "not-due", "sum": "0元"}
        for line in long:
            sums = "" if line["金额"] is None else shown_range(line["金额"], line["上限"])
            row.lines[line["奖项"]] = {
                "state": line["状态"], "sum": sums, "reason": line["说明"]}
        row.total = shown_range(wide["合计"], wide["上限合计"])
        row.missing = [name for name in wide["待补"].split("、") if name]
        row.unspecified = [name for name in wide["未定"].split("、") if name]
        row.notes = wide["提示"].split("；")
        return row

    def difference(self, claim):
        """None where the claim holds or cannot be seen from here, else what was found."""
        words = claim.split(" ")
        rest = " ".join(words[1:])
        if words[0] in ("解释", "总句"):
            return None
        if words[0] in ("提示", "无提示"):
            return self.notes if any(rest in n for n in self.notes) == (
                words[0] == "无提示") else None
        plain = {
            "合计": self.total, "待补": "、".join(self.missing),
            "未定": "、".join(self.unspecified),
        }
        if words[0] in plain:
            return unequal(plain[words[0]], rest)
        key = {"理由": "reason", "让于": "lost", "分担": "payers"}.get(words[0])
        if key:
            line = self.lines.get(words[1], {})
            if key not in line:
                return None
            more = " ".join(words[2:])
            return None if line[key].endswith(more) and (
                key == "reason" or line[key] == more) else line[key]
        if words[0] in STATES:
            return unequal(self.lines.get("奖", {}).get("state"), STATES[words[0]])
        if re.fullmatch(r"[\d.]+[元万亿]+", words[0]):
            return unequal(self.lines.get("奖", {}).get("sum"), claim)
        if words[0] in OUTCOMES:
            line = self.lines.get("奖", {"state": "no such line", "sum": ""})
            return unequal(f"{line['state']} {line['sum']}", claim)
        line = self.lines.get(words[0])
        if line is None:
            return f"no {words[0]} among {list(self.lines)}"
        return unequal(f"{line['state']} {line['sum']}".strip(), rest)


def lost_to(other):
    if isinstance(other, dict):
        return other.get("award", "") + (".复评" if other.get("renewal") else "")
    return other or "无"


def unequal(found, wanted):
    return None if found == wanted else found or "nothing"


# Running


class Runner:
    def __init__(self, program, home):
        self.program, self.home = program, home
        self.environment = dict(os.environ, LANG="en_US.UTF-8", LC_ALL="en_US.UTF-8")

    def run(self, arguments, place, text=None):
        return subprocess.run(
            [self.program, *arguments], cwd=place, input=text, capture_output=True,
            encoding="utf-8", env=self.environment, check=False)

    def place(self, all_programs):
        for number, made in enumerate(all_programs):
            made.folder = f"{number:05}"
            folder = self.home / made.folder
            folder.mkdir()
            for name, lines in [("政策.rules", made.rules), *made.files]:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
            if made.table:
                (folder / "企业.csv").write_text(
                    "\n".join(made.table) + "\n", encoding="utf-8")

    def check(self, some):
        """Findings of all the programs, read off one run of `check`."""
        paths = [f"{made.folder}/政策.rules" for made in some]
        said = self.run(["check", "--no-color", "--lang", "en", *paths], self.home)
        found = {made.folder: [] for made in some}
        lines = (said.stdout + said.stderr).split("\n")
        for head, place in zip(lines, lines[1:]):
            finding = re.match(r"(error|warning|note) (J\d+):", head)
            where = re.match(r"  (\d{5})/政策\.rules:(\d+:\d+)$", place)
            if finding and where and finding[2] not in SEVERAL:
                found[where[1]].append((finding[1], f"{where[2]} {finding[2]}"))
        for made in some:
            self.compare_findings(made, found[made.folder])

    def compare_findings(self, made, found):
        if made.layout:
            return
        wanted = [" ".join(one.split(" ")[:2]) for one in made.findings]
        errors = [one for severity, one in found if severity == "error"]
        others = [one for severity, one in found if severity != "error"]
        missing = [one for one in wanted if one not in errors and one not in others]
        extra = [one for one in errors if one not in wanted]
        if missing or extra:
            made.failures.append(f"found {[one for _, one in found]}, wanted {wanted}")
        if made.drafting:
            faults = sorted(one for one in others if " J34" in one)
            if faults != sorted(one for one in made.drafting if one != NOTHING):
                made.failures.append(f"drafting: found {faults}, wanted {made.drafting}")

    def examples(self, some):
        paths = [f"{made.folder}/政策.rules" for made in some]
        if not paths:
            return
        said = self.run(["test", "--no-color", "--lang", "en", *paths], self.home)
        if said.returncode == 0:
            return
        for made in some:
            said = self.run(["test", "--no-color", f"{made.folder}/政策.rules"], self.home)
            if said.returncode != 0:
                made.failures.append(said.stdout + said.stderr)

    def rows(self, made):
        folder = self.home / made.folder
        options = shlex.split(made.options)
        if made.layout:
            text = "\n".join(made.rules) + "\n"
            said = self.run(["fmt", *options, "-"], folder, text)
            if said.stdout != "\n".join(made.layout) + "\n":
                made.failures.append(f"laid out:\n{said.stdout}{said.stderr}")
            return
        for question in made.questions:
            asked, answer = question.rsplit(" => ", 1)
            found = self.answer(folder, asked.split(" ;; "))
            if found != answer:
                made.failures.append(f"{asked}: {found}")
        if not made.rows:
            return
        said, rows, rejects = self.outcome(made, folder, options)
        if rows is None:
            made.failures.append(said)
            return
        if rejects != made.rejects:
            made.failures.append(f"rejected: {rejects}")
        if len(rows) != len(made.rows):
            made.failures.append(f"{len(rows)} rows for {len(made.rows)}")
            return
        for number, (row, claims) in enumerate(zip(rows, made.rows), 1):
            for claim in filter(None, (claim.strip() for claim in claims.split(";"))):
                difference = row.difference(claim)
                if difference is not None:
                    made.failures.append(f"row {number}: {claim}: {difference}")

    def answer(self, folder, entries):
        """The first line that the last entry prints: what is printed more than without it."""
        said = [
            self.run(
                ["repl", "--lang", "zh", "--no-color", "-q", "政策.rules"], folder,
                "".join(entry + "\n" for entry in some)).stdout
            for some in (entries, entries[:-1])
        ]
        return said[0][len(said[1]):].split("\n")[0]

    def outcome(self, made, folder, options):
        if not made.table:
            said = self.run(
                ["eval", "--format", "json", "--lang", "zh", "-q", "政策.rules", *options],
                folder)
            if said.returncode != 0:
                return said.stderr, None, []
            return "", [Row.of_eval(said.stdout)], []
        outputs = []
        for layout in ("wide", "long"):
            said = self.run(
                ["batch", "政策.rules", "--companies", "企业.csv", "--layout", layout,
                 "--lang", "zh", "-q", "--no-receipt", "-o", f"{layout}.jsonl", *options],
                folder)
            if said.returncode not in (0, 3):
                return said.stderr, None, []
            lines = (folder / f"{layout}.jsonl").read_text(encoding="utf-8").split("\n")
            outputs.append([json.loads(line) for line in lines if line])
        rejects = []
        for line in (folder / "wide.rejects.csv").read_text("utf-8-sig").split("\n")[1:]:
            fields = line.split(",")
            if len(fields) >= 6:
                rejects.append(f"{fields[1]} {fields[2]} {fields[-1]}")
        return "", self.joined(made, *outputs), rejects

    @staticmethod
    def joined(made, wide, long):
        """The rows of the long layout under those of the wide one, by company and date."""
        rows, index = [], 0
        for row in wide:
            keys = [key for key in row if key in ("企业", "日期", "年度")][:2]
            company = [row[key] for key in keys]
            mine, seen = [], set()
            while index < len(long):
                line = long[index]
                same = [line.get(key, row[key]) for key in keys] == company
                if not same or line["奖项"] in seen or made_earlier(mine, line, row):
                    break
                seen.add(line["奖项"])
                mine.append(line)
                index += 1
            rows.append(Row.of_batch(row, mine))
        return rows


def made_earlier(mine, line, row):
    """Whether the line begins another row of the same company: the order of awards starts again."""
    order = list(row)
    last = mine[-1]["奖项"] if mine else None
    if last not in order or line["奖项"] not in order:
        return False
    return order.index(line["奖项"]) < order.index(last)


def main(arguments):
    if not arguments:
        raise SystemExit(__doc__)
    here = pathlib.Path(__file__).resolve().parent
    files = [pathlib.Path(name) for name in arguments[1:]] or sorted(here.glob("*.cases"))
    made = [one for path in files for one in programs(path)]
    program = str(pathlib.Path(arguments[0]).resolve())
    with tempfile.TemporaryDirectory() as home:
        runner = Runner(program, pathlib.Path(home))
        runner.place(made)
        for start in range(0, len(made), 400):
            runner.check(made[start:start + 400])
        valid = [one for one in made if not one.findings and not one.failures]
        runner.examples([one for one in valid if one.has_examples])
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(runner.rows, valid))
    failed = [one for one in made if one.failures]
    for one in failed:
        print(one, *one.failures, sep="\n    ")
    negative = sum(one.is_negative for one in made)
    print(f"{len(made) - len(failed)} of {len(made)} cases hold; {negative} of them negative")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
