"""Starts the service, asks it, and holds its answers to those of `jili eval`: test.py SERVICE JILI

The sums that are written here are worked out from the text of the policy, 原文.txt. The companies are
made up.
"""

import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).parent
RULES = HERE / "policy" / "示范.rules"
DATE = "2026-12-31"

# Facts, and the lowest and highest total in 元.
COMPANIES = [
    # 150万 for the title; 20% of 800万 is 160万, at most 100万.
    ({"注册地": "示范市", "国家级小巨人": "新认定", "投资额": "800万", "重点产业": "是"}, "2500000.00", "2500000.00"),
    # A fifth of 150万; 10% of 1200万 is 120万, at most 50万; 20% of it at most 100万.
    ({"注册地": "示范市", "国家级小巨人": "复评", "投资额": "1200万"}, "800000.00", "1300000.00"),
    # Below 500万 there is nothing for the project.
    ({"注册地": "示范市", "国家级小巨人": "无", "投资额": "499.99万", "重点产业": "是"}, "0.00", "0.00"),
    # Exactly 500万 is enough: a tenth of it.
    ({"注册地": "示范市", "国家级小巨人": "无", "投资额": "5,000,000元", "重点产业": "否"}, "500000.00", "500000.00"),
    # Another city's company gets nothing, whatever else is open.
    ({"注册地": "邻市", "国家级小巨人": "新认定"}, "0.00", "0.00"),
    # Nothing is known but the place: at most 150万 and 100万.
    ({"注册地": "示范市"}, "0.00", "2500000.00"),
]

faults = []


def holds(what, expected, found):
    if expected != found:
        faults.append(f"{what}: expected {expected!r}, found {found!r}")


class Service:
    """The service in a process of its own, at a port that is free."""

    def __init__(self, program, rules):
        self.process = subprocess.Popen(
            [program, str(rules), "0", DATE], stderr=subprocess.PIPE, text=True, encoding="utf-8")
        for line in self.process.stderr:
            found = re.match(r"listening on (.*)", line)
            if found:
                self.address = "http://" + found.group(1)
                return
        sys.exit("the service does not start")

    def ask(self, path, body=None):
        """The status and the answer."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            text = refusal.read()
            return refusal.code, json.loads(text) if text else None

    def end(self):
        self.process.kill()
        self.process.wait()


def evaluated(jili, facts):
    done = subprocess.run(
        [jili, "eval", str(RULES), "--company", "-", "--date", DATE, "--format", "json", "--lang", "zh"],
        input=json.dumps(facts), capture_output=True, text=True, encoding="utf-8")
    return json.loads(done.stdout)


def compare(facts, answer, reference):
    """Every sum, state and reason that the program gives."""
    name = json.dumps(facts, ensure_ascii=False)
    for end in ("low", "high"):
        holds(f"{name} {end}", reference["total"].get(end), answer["total"].get(end))
    holds(f"{name} missing", [entry["fact"] for entry in reference["missing"]], answer["missing"])
    holds(f"{name} awards", len(reference["awards"]), len(answer["awards"]))
    for theirs, ours in zip(reference["awards"], answer["awards"]):
        for key in ("low", "high"):
            holds(f"{name} {ours['name']} {key}", theirs.get(key), ours["amount"].get(key))
        holds(f"{name} {ours['name']} state", theirs["state"], ours["state"])
        holds(f"{name} {ours['name']} reason", theirs["reason"], ours["reason"])


def refusals(service):
    status, answer = service.ask("/eligibility", {"投资额": "很多"})
    holds("a value that is none", (422, True), (status, bool(answer["problems"][0]["chinese"])))
    status, answer = service.ask("/eligibility", {"投资": "800万"})
    holds("a name that no rule knows", 422, status)
    for body in (b"", b"[1]", b'{"a": 1}', b"\xff", b'{"a": "b"'):
        holds(f"{body!r}", 400, service.ask("/eligibility", body)[0])
    status, answer = service.ask("/eligibility", {"注册地": "示" * 40_000})
    holds("too large", (413, "too-large"), (status, answer and answer["problems"][0]["code"]))
    holds("no such page", 404, service.ask("/nothing")[0])


def heavy(program, folder):
    """Rules that take longer than a request may: it is refused, and the service goes on."""
    lines = [f"理解 r{n} = 甲 或 乙" for n in range(200)]
    lines += [f"奖励 a{n} = 若 r{n % 200} = 甲 则 1万 否则 {n + 2}万" for n in range(2000)]
    rules = folder / "heavy.rules"
    rules.write_text("\n".join(lines) + "\n", encoding="utf-8")
    service = Service(program, rules)
    status, answer = service.ask("/eligibility", {})
    holds("too long", (503, "J4505"), (status, answer["problems"][0]["code"]))
    holds("afterwards", 200, service.ask("/facts")[0])
    service.end()


def mistakes(program, folder):
    rules = folder / "wrong.rules"
    rules.write_text("字段 投资额 : 金额\n奖励 甲 = 投次额 的 10%\n奖励 乙 = 丙\n", encoding="utf-8")
    done = subprocess.run([program, str(rules), "0"], capture_output=True, text=True, timeout=60)
    holds("mistakes end the start", 65, done.returncode)
    places = re.findall(r"wrong\.rules:(\d+):(\d+): (J\d{4})", done.stderr)
    holds("each mistake has its place", [("2", "8", "J3101"), ("3", "8", "J3101")], places)


def main(program, jili):
    service = Service(program, RULES)
    references = [evaluated(jili, facts) for facts, _, _ in COMPANIES]
    for (facts, low, high), reference in zip(COMPANIES, references):
        status, answer = service.ask("/eligibility", facts)
        holds("status", 200, status)
        holds(f"{facts}", {"low": low, "high": high}, answer["total"])
        compare(facts, answer, reference)
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        numbers = [number % len(COMPANIES) for number in range(200)]
        answers = threads.map(lambda n: service.ask("/eligibility", COMPANIES[n][0]), numbers)
        for number, (status, answer) in zip(numbers, answers):
            holds("at once", (200, COMPANIES[number][1]), (status, answer["total"]["low"]))
    status, facts = service.ask("/facts")
    kinds = {fact["name"]: fact["kind"] for fact in facts}
    holds("facts", {"注册地": "text", "投资额": "money", "重点产业": "flag", "国家级小巨人": "title"}, kinds)
    refusals(service)
    service.end()
    with tempfile.TemporaryDirectory() as folder:
        mistakes(program, pathlib.Path(folder))
        heavy(program, pathlib.Path(folder))
    for fault in faults:
        print(fault)
    print("0 companies differ" if not faults else f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


main(*sys.argv[1:])
