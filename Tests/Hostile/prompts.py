"""Hostile lines at the prompt: what somebody pastes, or pipes as a script."""

from battery import SECRET, files
from tables import stream

PART = "prompt"
GOOD = "award 奖 = 1万\n"


def script(name, pieces, exits, says, made=None, **more):
    files(PART, name, made or {}, [], exits, says, stdin=stream(*pieces), **more)


script("a name of 0.9 MB", ["award ", ("甲", 300_000), " = 1万\n"], 1, ["J1016"])
script("a question of 0.9 MB", [("甲", 300_000), "\n"], 1, ["J1016"])
script("a sum of 1 MB", ["1", ("+1", 500_000), "\n"], 1, [r"J\d{4}"])
script("brackets of 1 MB", [("(", 1_000_000), "\n"], 1, [r"J\d{4}"])
script("a text of 0.9 MB", ['award 奖 = 1万; note "', ("甲", 300_000), '"\n奖\n'], 0, ["10,000"])
script("a command of 0.9 MB", [":date ", ("甲", 300_000), "\n"], 1, ["J6104"])
script("a command nobody knows, 1 MB", [":", ("a", 1_000_000), "\n"], 1, [r"J\d{4}"])
script(
    "an entry that never ends, 100 MB",
    ["award 奖 = 1万 {", ("甲\n", 25_000_000)],
    (1, 65),
    [r"J\d{4}"],
)
script("a line of 100 MB", [("a", 100_000_000)], (1, 65), [r"J\d{4}"])
script("zeros, 10 MB", [("\0", 10_000_000)], (1, 65), [r"J\d{4}"])
script("bytes of no character", [b"\xff\xfe\xc0\xaf\n"], 1, [r"J\d{4}"])
script("marks that move the cursor", ["award 奖\x1b[2J\u202e = 1万\x07\n"], 1, ["J1003"])
script("a title for the window", ["\x1b]0;pwned\x07\n"], 1, ["J1003"])
script("an answer of the terminal", ["\x1b[6n\x1b[>c\n"], 1, ["J1003"])
script("bracketed paste left open", ["\x1b[200~award 奖 = 1万\n"], 1, ["J1003"])
# Each entry checks all rules of the prompt again.
script("100 awards", ["".join(f"award 奖{n} = 1万\n" for n in range(100))], 0, [], seconds=10)
script("10,000 questions", [GOOD, ("奖\n", 10_000)], 0, [], seconds=20, results=True)
script("a million empty lines", [("\n", 1_000_000), "1 + 1\n"], 0, ["2"], seconds=5)
script("rules outside", ['use "../secret.rules"\n'], 1, ["J3003"])
script("a policy text outside", ['policy 测 { source "../secret.txt" }\n'], 1, ["J3003"])
script("standard input as rules", ['use "-"\n', GOOD], 1, [r"J300\d"])
script(
    "a fact of a million digits",
    ["field 额 : money\n额 = ", ("9", 1_000_000), "\n"],
    1,
    [r"J\d{4}"],
)
script(
    "60 changes at once",
    [
        "".join(f"field f{n} : money\n" for n in range(60)),
        "award 奖 = f1\nwhat if " + ", ".join(f"f{n} = 1万" for n in range(60)) + "\n",
    ],
    (0, 1),
    [],
    seconds=20,
)
