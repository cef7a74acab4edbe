#!/usr/bin/env python3
"""Compute the same things in many surroundings: every byte of a result must be the same.

    python3 Tests/Determinism/run.py PROGRAM [EVERY]

The surroundings differ in one thing each: locale, time zone, threads, another seed of the hashes
(every run has its own), umask, working folder, home, terminal, width, time of day, standard input
for a file. Results hang on none of them; messages hang on `--lang` and the locale alone. Exit 0:
everything is equal. With EVERY each so manieth of the tasks runs, beginning at a place that JILI_SEED or
else chance gives, and that is printed. Needs Python 3.9 and nothing else.
"""

import hashlib
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES, COMPANIES = "jiaxing-2026.rules", "jiaxing-2026.companies.csv"
DRAFT = (
    'amends "jiaxing-2026.rules"\naward 国家级小巨人 = 200万 when new or relocated; renewal = 30%\n'
)
YEAR = ["--year", "2027"]


def tasks():
    """Each task: its name, its arguments, the files that it writes."""
    batch = ["batch", RULES, "--companies", COMPANIES, *YEAR]
    found = []
    for form in ("csv", "tsv", "jsonl", "xlsx"):
        for layout in ("wide", "long"):
            beside = [
                f"out.{form}",
                f"out.rejects.{form if form == 'xlsx' else 'csv'}",
                "out.receipt.json",
            ]
            found.append(
                (
                    f"batch {form} {layout}",
                    batch + ["-o", f"out.{form}", "--layout", layout],
                    beside,
                )
            )
    found.append(("batch to standard output", batch + ["--payers"], []))
    found.append(
        (
            "batch in English",
            batch + ["-o", "out.csv", "--lang", "en", "--layout", "long"],
            ["out.csv", "out.rejects.csv", "out.receipt.json"],
        )
    )
    found.append(
        (
            "batch with a page and a summary",
            batch
            + ["-o", "out.csv", "--html", "out.html", "--summary", "sum.csv", "--by", "注册地"],
            ["out.csv", "out.rejects.csv", "out.receipt.json", "out.html", "sum.csv"],
        )
    )
    found.append(
        (
            "batch with a key",
            batch + ["--key", "企业名称", "-o", "out.csv"],
            ["out.csv", "out.rejects.csv", "out.receipt.json"],
        )
    )
    found.append(
        (
            "compare",
            [
                "compare",
                RULES,
                "draft.rules",
                "--companies",
                COMPANIES,
                *YEAR,
                "--html",
                "out.html",
                "-o",
                "out.csv",
            ],
            ["out.csv", "out.html"],
        )
    )
    found.append(
        (
            "explain",
            ["explain", RULES, "all", "--companies", COMPANIES, *YEAR, "--format", "jsonl"],
            [],
        )
    )
    found.append(
        ("readings", ["readings", RULES, "--companies", COMPANIES, *YEAR, "--format", "csv"], [])
    )
    found.append(
        ("forecast", ["forecast", RULES, "--companies", COMPANIES, *YEAR, "--format", "csv"], [])
    )
    found.append(("matrix", ["matrix", RULES, "--format", "csv"], []))
    found.append(("coverage", ["coverage", RULES, "--html", "out.html"], ["out.html"]))
    found.append(("template", ["template", RULES, "-o", "out.csv"], ["out.csv"]))
    found.append(("eval", ["eval", RULES, "--company", "c.json", *YEAR, "--format", "json"], []))
    found.append(
        (
            "sweep",
            [
                "sweep",
                RULES,
                "创新型企业.核定=0元..60万",
                "--company",
                "c.json",
                *YEAR,
                "--format",
                "csv",
            ],
            [],
        )
    )
    found.append(("check", ["check", RULES, "draft.rules"], []))
    found.append(("check of wrong rules", ["check", "wrong.rules"], []))
    found.append(("test", ["test", RULES], []))
    found.append(("fmt", ["fmt", "-", "--keywords", "en"], []))
    return found


def surroundings(threads):
    """Each: its name, changes of the environment, umask, further arguments of runs over files."""
    yield "as it is, again", {}, 0o022, []
    yield "as it is, a third time", {}, 0o022, []
    for locale in (
        "C",
        "POSIX",
        "C.UTF-8",
        "zh_CN.UTF-8",
        "zh_CN.GB18030",
        "tr_TR.UTF-8",
        "de_DE.UTF-8",
        "no-such",
    ):
        yield f"LC_ALL={locale}", {
            "LC_ALL": locale,
            "LANG": locale,
            "LC_NUMERIC": locale,
            "LC_COLLATE": locale,
        }, 0o022, []
    for zone in ("UTC", "Asia/Shanghai", "America/St_Johns", "no/such", ":/etc/passwd"):
        yield f"TZ={zone}", {"TZ": zone}, 0o022, []
    for count in threads:
        yield f"--threads {count}", {}, 0o022, ["--threads", str(count)]
    yield "umask 077", {}, 0o077, []
    yield "another home", {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"}, 0o022, []
    yield "NO_COLOR, TERM, COLUMNS", {
        "NO_COLOR": "1",
        "TERM": "xterm-256color",
        "COLUMNS": "40",
        "LINES": "7",
    }, 0o022, []
    yield "colours asked for elsewhere", {
        "CLICOLOR_FORCE": "1",
        "FORCE_COLOR": "1",
        "COLORTERM": "truecolor",
    }, 0o022, []
    yield "another folder for temporary files", {"TMPDIR": "/var/tmp"}, 0o022, []
    yield "hashes that do not change", {"SWIFT_DETERMINISTIC_HASHING": "1"}, 0o022, []
    yield "an editor, a pager, a language", {
        "EDITOR": "ed",
        "PAGER": "cat",
        "LANGUAGE": "de:zh",
    }, 0o022, []


def prepare(folder):
    for path in [*(ROOT / "Rules").glob("jiaxing-2026.*"), ROOT / "Rules" / "vocabulary.rules"]:
        shutil.copy(path, folder / path.name)
    shutil.copytree(ROOT / "Rules" / "sources", folder / "sources", dirs_exist_ok=True)
    (folder / "draft.rules").write_text(DRAFT, encoding="utf-8")
    (folder / "wrong.rules").write_text(
        "field 营业收入 : money\naward 甲 = 10% of 营业收人\naward 乙 = 2 when 丙\n",
        encoding="utf-8",
    )
    (folder / "c.json").write_text(
        '{"国家级小巨人": "新认定", "注册地": "嘉兴市"}', encoding="utf-8"
    )


def run(program, folder, arguments, environment, umask, stdin, where=None):
    """Exit code, standard output, error output."""
    done = subprocess.run(
        [program, *arguments],
        cwd=where or folder,
        env=environment,
        input=stdin,
        capture_output=True,
        umask=umask,
        timeout=300,
    )
    return done.returncode, done.stdout, done.stderr


def result(program, folder, task, changes, umask, more, where=None, prefix=""):
    """What one task gives: exit code and standard output, each file that it writes by its digest."""
    name, arguments, writes = task
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "LC_ALL": "zh_CN.UTF-8",
        "SWIFT_BACKTRACE": "enable=no",
    }
    environment.update(changes)
    takes_threads = arguments[0] in ("batch", "compare", "explain")
    arguments = arguments + (more if takes_threads or "--threads" not in more else [])
    if prefix:
        known = {path.name for path in folder.iterdir()} | set(writes)
        arguments = [prefix + part if part in known else part for part in arguments]
    stdin = (folder / RULES).read_bytes() if arguments[0] == "fmt" else b""
    code, out, err = run(program, folder, arguments, environment, umask, stdin, where)
    files = {}
    for path in writes:
        place = folder / path
        files[path] = hashlib.sha256(place.read_bytes()).hexdigest() if place.exists() else "none"
        if place.exists():
            place.unlink()
    return (code, out, files), err


def differences(one, other):
    if one[0] != other[0]:
        return f"exit {one[0]} and {other[0]}"
    if one[1] != other[1]:
        pairs = zip(one[1].splitlines(), other[1].splitlines())
        line = next((f"{a[:90]!r} and {b[:90]!r}" for a, b in pairs if a != b), "another length")
        return f"standard output: {line}"
    changed = [name for name in one[2] if one[2][name] != other[2][name]]
    return f"{', '.join(changed)}" if changed else ""


# Who reads the output of these reads messages, which follow the locale: here they are asked for.
SPOKEN = {"compare", "check", "check of wrong rules", "test", "coverage"}


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    every = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    seed = int(os.environ.get("JILI_SEED") or random.randrange(1 << 16))
    if every > 1:
        print(f"determinism: seed {seed}, each {every}th task")
    program = os.path.abspath(sys.argv[1])
    desk = pathlib.Path(tempfile.mkdtemp(prefix="jili-same-"))
    failed = count = 0

    def note(task, place, words):
        nonlocal failed
        failed += 1
        print(f"{task}, {place}: {words}", flush=True)

    try:
        folder = desk / "here"
        folder.mkdir()
        prepare(folder)
        for name, arguments, writes in tasks()[seed % every :: every]:
            if name in SPOKEN:
                arguments = arguments + ["--lang", "zh"]
            task = (name, arguments, writes)
            first, messages = result(program, folder, task, {}, 0o022, [])
            if first[0] not in (0, 2, 3) or "none" in first[2].values():
                note(
                    task[0],
                    "as it is",
                    f"exit {first[0]}, {first[2]}: {messages.decode(errors='replace')[:300]}",
                )
            for place, changes, umask, more in surroundings((1, 2, 7)):
                speaks_chinese = changes.get("LC_ALL", "zh").startswith("zh")
                found, said = result(program, folder, task, changes, umask, more)
                count += 1
                words = differences(first, found)
                if words:
                    note(task[0], place, words)
                if (speaks_chinese or "--lang" in arguments) and said != messages:
                    note(task[0], place, f"messages {said[:200]!r}, were {messages[:200]!r}")
            # From elsewhere: only paths in messages and receipts of files named twice may differ.
            elsewhere = desk / "elsewhere"
            elsewhere.mkdir(exist_ok=True)
            for prefix, where in (("../here/", elsewhere), (str(folder) + "/", elsewhere)):
                found, _ = result(program, folder, task, {}, 0o022, [], where, prefix)
                count += 1
                shown = (found[0], found[1].replace(prefix.encode(), b""), found[2])
                words = differences(first, shown)
                if words:
                    note(task[0], f"from elsewhere by {prefix!r}", words)
        # A file, the same by standard input, the same by a pipe with a name.
        for form in ("csv", "jsonl"):
            whole, _ = result(
                program,
                folder,
                ("x", ["batch", RULES, "--companies", COMPANIES, *YEAR, "--format", form], []),
                {},
                0o022,
                [],
            )
            environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "zh_CN.UTF-8"}
            code, out, _ = run(
                program,
                folder,
                ["batch", RULES, "--companies", "-", *YEAR, "--format", form],
                environment,
                0o022,
                (folder / COMPANIES).read_bytes(),
            )
            count += 1
            words = differences(whole, (code, out, {}))
            if words:
                note(f"batch {form}", "by standard input", words)
        # The language of messages hangs on --lang, LC_ALL, LC_MESSAGES and LANG, in this order.
        for changes, more, wanted in [
            ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, [], "错误"),
            ({"LC_ALL": "", "LANG": "en_US.UTF-8"}, [], "error"),
            ({"LC_ALL": "en", "LANG": "zh_CN"}, [], "error"),
            ({"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "C"}, [], "错误"),
            ({"LC_ALL": "C"}, ["--lang", "zh"], "错误"),
            ({"LC_ALL": "zh_CN"}, ["--lang", "en"], "error"),
            ({"LC_ALL": "", "LANG": "", "LANGUAGE": "zh"}, [], "error"),
            ({"LC_ALL": "tr_TR.UTF-8"}, [], "error"),
        ]:
            _, said = result(
                program, folder, ("x", ["check", "wrong.rules"], []), changes, 0o022, more
            )
            count += 1
            if wanted not in said.decode():
                note("the language of messages", f"{changes} {more}", said.decode()[:100])
    finally:
        shutil.rmtree(desk, ignore_errors=True)
    print(f"determinism: {count} runs of {len(tasks())} tasks, {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
