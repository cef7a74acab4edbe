"""The files of the fault tests, the commands that write, and how they are run."""

import os
import random
import resource
import shutil
import signal
import subprocess

RULES = """政策 示范市2026 {
    有效期  2026-01-01 至 2028-12-31
    分担    市 50%，区 50% 当 财政归属 = 市本级
}
字段 投资额   : 金额
字段 重点产业 : 是否
字段 财政归属 : 取值 市本级, 县市
理解 口径 = 含税 或 不含税; 依据 "二"; 注 "投资额含不含税"
目标 国家级小巨人 = 100 到 2028; 依据 "一"

奖励 国家级小巨人 = 150万 当 新认定; 复评 = 20%
补助 技改 = 投资额 的 20% 封顶 50万
奖励 研发 = 投资额 的 5% 封顶 20万 当 口径 = 含税
奖励 示范项目 = 最高 30万 当 重点产业
"""


def companies(count, seed, mark=""):
    """Made-up companies, some of whose rows cannot be read."""
    chance = random.Random(seed)
    lines = ["企业名称,代码,县区,财政归属,投资额（万元）,重点产业,国家级小巨人"]
    for number in range(count):
        amount = "五十" if chance.random() < 0.03 else str(chance.randint(1, 900))
        lines.append(
            ",".join(
                [
                    f"虚构{mark}{number}",
                    f"K{number // 2 if chance.random() < 0.3 else number}",
                    chance.choice(["南湖区", "秀洲区"]),
                    chance.choice(["市本级", "县市"]),
                    amount,
                    chance.choice(["是", ""]),
                    chance.choice(["新认定", "复评", "", ""]),
                ]
            )
        )
    return "\n".join(lines) + "\n"


def as_json(table):
    """The same companies, an object a line."""
    import json

    lines = table.splitlines()
    names = lines[0].split(",")
    return "".join(
        json.dumps(dict(zip(names, line.split(","))), ensure_ascii=False) + "\n"
        for line in lines[1:]
    )


class Case:
    """A command that writes, with the files that it reads and writes."""

    def __init__(self, name, words, outputs, reads=("a.rules", "c.csv"), **more):
        self.name = name
        self.words = words.split()
        self.outputs = outputs
        self.reads = list(reads)
        self.stdin = more.get("stdin")
        self.receipt = more.get("receipt")
        # What an error of the system ends in.
        self.refusals = more.get("refusals", {74})
        # Output files that are inputs too, with what they hold before.
        self.in_place = more.get("in_place", False)
        self.whole, self.chinese = {}, {}
        self.ending = 0


B = "batch a.rules --year 2026 --companies "
BATCHES = [
    Case(
        "batch wide csv",
        B + "c.csv -o o.csv --rejects o.rej.csv --summary o.sum.csv --by 县区 --payers",
        ["o.csv", "o.rej.csv", "o.sum.csv", "o.receipt.json"],
        receipt="o.receipt.json",
    ),
    Case(
        "batch with a page",
        B + "c.csv -o o.csv --html o.html --summary o.sum.csv",
        ["o.csv", "o.rejects.csv", "o.sum.csv", "o.html", "o.receipt.json"],
        receipt="o.receipt.json",
    ),
    Case(
        "batch long tsv",
        B + "c.csv -o o.tsv --layout long --no-receipt",
        ["o.tsv", "o.rejects.csv"],
    ),
    Case(
        "batch jsonl from json",
        B + "c.jsonl -o o.jsonl",
        ["o.jsonl", "o.rejects.csv", "o.receipt.json"],
        ("a.rules", "c.jsonl"),
        receipt="o.receipt.json",
    ),
    Case(
        "batch by key",
        B + "c.csv -o o.csv --key 代码",
        ["o.csv", "o.rejects.csv", "o.receipt.json"],
        receipt="o.receipt.json",
    ),
    Case(
        "batch by key, gb18030, pipe",
        B + "- -o o.csv --key 代码",
        ["o.csv", "o.rejects.csv", "o.receipt.json"],
        ("a.rules", "g.csv"),
        stdin="g.csv",
        receipt="o.receipt.json",
    ),
    Case(
        "batch xlsx",
        B + "c.csv -o o.xlsx --html o.html",
        ["o.xlsx", "o.rejects.csv", "o.rejects.xlsx", "o.html", "o.receipt.json"],
        receipt="o.receipt.json",
    ),
    Case(
        "batch, rejects as xlsx",
        B + "c.csv -o o.csv --rejects back.xlsx --summary o.sum.csv",
        ["o.csv", "o.rejects.csv", "back.xlsx", "o.sum.csv", "o.receipt.json"],
        receipt="o.receipt.json",
    ),
]
OTHERS = [
    Case(
        "compare",
        "compare a.rules b.rules --companies c.csv --year 2026 -o d.csv --html d.html",
        ["d.csv", "d.html"],
        ("a.rules", "b.rules", "c.csv"),
    ),
    Case(
        "compare xlsx",
        "compare a.rules b.rules --companies c.csv --year 2026 -o d.xlsx",
        ["d.xlsx"],
        ("a.rules", "b.rules", "c.csv"),
    ),
    Case("sweep", "sweep a.rules 投资额=0..500万 --year 2026 -o s.svg", ["s.svg"], ("a.rules",)),
    Case(
        "sweep over companies",
        "sweep a.rules 投资额=0..500万 --year 2026 --companies c.csv -o s.csv",
        ["s.csv"],
    ),
    Case(
        "readings", "readings a.rules --companies c.csv --year 2026 -o r.csv", ["r.csv"]
    ),
    Case(
        "forecast", "forecast a.rules --companies c.csv --year 2026 -o f.md", ["f.md"]
    ),
    Case(
        "explain", "explain a.rules all --companies c.csv --year 2026 -o e.jsonl", ["e.jsonl"]
    ),
    Case(
        "template", "template a.rules -o t.csv --guide", ["t.csv", "t.csv.guide.md"], ("a.rules",)
    ),
    Case(
        "coverage", "coverage t.rules --html t.html", ["t.html"], ("t.rules", "t.txt"),
        refusals={2, 74},
    ),
    Case(
        "fmt", "fmt u.rules v.rules", ["u.rules", "v.rules"], (), in_place=True
    ),
    Case(
        "prompt :save", "repl a.rules -f save.jili", ["kept.rules"],
        ("a.rules", "save.jili"), refusals={1, 74},
    ),
]


class World:
    """A folder with the inputs, and the program with what stands between it and the system."""

    def __init__(self, program, folder, shim):
        self.program, self.shim = program, shim
        self.root = folder
        self.inputs = os.path.join(folder, "inputs")
        self.place = os.path.join(folder, "work")
        self.runs = 0
        os.makedirs(self.inputs)

    def fill(self, rows):
        table = companies(rows, seed=rows)
        unlaid = RULES.replace("奖励 示范项目 = ", "奖励    示范项目=")
        self.files = {
            "a.rules": RULES,
            "b.rules": RULES.replace("150万", "160万"),
            "u.rules": unlaid,
            "v.rules": unlaid.replace("30万", "40万"),
            "t.rules": RULES.replace("    有效期", "    来源 \"t.txt\"\n    有效期"),
            "t.txt": "一、国家级小巨人奖励150万元。\n二、技改补助20%，最高50万元。\n",
            "save.jili": ":save! kept.rules\n",
            "c.csv": table,
            "c.jsonl": as_json(table),
            "d.csv.in": companies(rows, seed=rows + 1, mark="他"),
        }
        self.files = {name: text.encode() for name, text in self.files.items()}
        self.files["g.csv"] = table.encode("gb18030")
        self.count = rows

    # MARK: - Folders

    def begin(self, case, old=None, also=()):
        """An empty folder with the inputs of a case and, where given, older outputs."""
        shutil.rmtree(self.place, ignore_errors=True)
        os.makedirs(self.place)
        for name in [*case.reads, *also]:
            self.put(name, self.files[name])
        for name in case.outputs:
            if case.in_place:
                self.put(name, self.files[name])
            elif old is not None:
                self.put(name, old + name.encode())
        self.before = self.look()

    def put(self, name, data):
        with open(os.path.join(self.place, name), "wb") as file:
            file.write(data)

    def look(self):
        """Every file in the folder by name, hidden ones too."""
        found = {}
        for name in os.listdir(self.place):
            path = os.path.join(self.place, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    found[name] = file.read()
            else:
                found[name] = None
        return found

    # MARK: - Running

    def run(self, case, faults=None, **more):
        """Runs a case; the answer is how it ended and what it said."""
        self.runs += 1
        environment = dict(os.environ)
        environment.update(
            LC_ALL="zh_CN.UTF-8" if more.get("chinese") else "C.UTF-8", SWIFT_BACKTRACE="enable=no"
        )
        environment.update(more.get("variables", {}))
        if faults is not None or "log" in more:
            environment.update(LD_PRELOAD=self.shim, FAULTS=faults or "")
        if "log" in more:
            environment["FAULTS_LOG"] = more["log"]
        limits = more.get("limits", {})
        closed = more.get("closed", ())
        user = more.get("user")

        def prepare():
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            for number, least in limits.items():
                resource.setrlimit(number, (least, resource.getrlimit(number)[1]))
            if "file" in more:
                os.umask(0o022)
            for descriptor in closed:
                os.close(descriptor)
            if user is not None:
                os.setgroups([])
                os.setgid(user)
                os.setuid(user)

        source = subprocess.DEVNULL
        if case.stdin:
            source = open(os.path.join(self.place, case.stdin), "rb")
        words = [*more.get("before", []), self.program, *case.words, *more.get("words", [])]
        process = subprocess.Popen(
            words,
            cwd=self.place,
            env=environment,
            stdin=source,
            stdout=more.get("stdout", subprocess.PIPE),
            stderr=more.get("stderr", subprocess.PIPE),
            preexec_fn=prepare,
        )
        if case.stdin:
            source.close()
        if more.get("no_wait"):
            return process
        kill_after = more.get("kill_after")
        try:
            out, said = process.communicate(timeout=kill_after or more.get("patience", 120))
        except subprocess.TimeoutExpired:
            process.kill()
            out, said = process.communicate()
            if kill_after is None:
                return Ending(case, "does not end", out, said)
        return Ending(case, process.returncode, out, said)


class Ending:
    def __init__(self, case, code, out, said):
        self.case, self.code = case, code
        self.out = out or b""
        self.said = (said or b"").decode("utf-8", "replace")
