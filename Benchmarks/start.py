"""Times programs from their start to their end, in turn: start.py JILI FOLDER [ROUNDS]

Prints the medians. What is written goes to /dev/null, so that no disk is measured.
"""

import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
RULES = HERE.parent / "Rules"


def empty_program(folder):
    """What the system takes to start and end any program."""
    source, program = folder / "empty.c", folder / "empty"
    source.write_text("int main(void) { return 0; }\n")
    compiler = os.environ.get("CC", "clang")
    subprocess.run([compiler, "-O2", "-o", program, source], check=True)
    return [program]


def empty_swift_program(folder):
    """The least that a program in Swift takes that holds its library: how fast this machine is."""
    source, program = folder / "hello.swift", folder / "hello"
    source.write_text('print("hello")\n')
    compiler = os.environ.get("SWIFTC", "swiftc")
    command = [compiler, "-O", "-static-stdlib", "-Xlinker", "-s", source, "-o", program]
    subprocess.run(command, check=True)
    return [program]


def programs(jili, folder):
    company = folder / "one.json"
    company.write_text('{"注册地": "南湖区", "营业收入": "1亿元", "严重失信": "否"}')
    companies = folder / "one.csv"
    companies.write_text("企业名称,注册地,营业收入,严重失信\n虚构甲公司,南湖区,1亿元,否\n")
    yardstick = HERE / "yardstick.rules"
    shipped = RULES / "jiaxing-2026.rules"
    return {
        "an empty C program": empty_program(folder),
        "`print` in Swift": empty_swift_program(folder),
        "`python3 -c pass`": [sys.executable, "-c", "pass"],
        "`jili --version`": [jili, "--version"],
        "`jili eval`, yardstick": [jili, "eval", yardstick, "--company", company],
        "`jili eval`, a shipped policy": [jili, "eval", shipped, "--year", "2026"],
        "`jili batch`, one company": [jili, "batch", yardstick, "--companies", companies],
    }


def run(command):
    """Wall and processor time in milliseconds, and pages that were asked for."""
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    began = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - began
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        sys.exit(f"{' '.join(command)}: exit {code}")
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_minflt


def main():
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    commands = programs(os.path.abspath(sys.argv[1]), folder)
    commands = {name: [str(word) for word in words] for name, words in commands.items()}
    for words in commands.values():
        run(words)
    found = {name: [] for name in commands}
    for _ in range(rounds):
        for name, words in commands.items():
            found[name].append(run(words))
    print("| | wall ms | least wall ms | cpu ms | page faults |\n|---|--:|--:|--:|--:|")
    for name, runs in found.items():
        walls, cpus, faults = (sorted(column) for column in zip(*runs))
        middle = rounds // 2
        print(
            f"| {name} | {walls[middle]:.1f} | {walls[0]:.1f} | {cpus[middle]:.1f}"
            f" | {faults[middle]} |")


main()
