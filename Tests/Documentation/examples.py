"""Takes every example out of the comments and pages of the library and lets the compiler look at it:
examples.py SOURCES MODULES…

An example stands in a function of its own, beside the values that the comments speak of.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

# What an example may take as given.
GIVEN = """
import Jili

struct Company { var investment: Int64 }
struct Given {
  var rules: String
  var source: String
  var text: String
  var texts: [String: String]
  var facts: [String: String]
  var companies: [Company]
  var policy: Policy
  var prepared: PreparedPolicy
  var evaluator: Evaluator
  var investment: PreparedPolicy.FactNumber
  var fact: PreparedPolicy.Fact
  var outcome: Outcome
}
"""
NAMES = re.findall(r"var (\w+): .*\n", GIVEN.split("struct Given")[1])


def examples(path):
    """The blocks of Swift in the comments on public names of a file, or in a page."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".swift":
        comments = re.findall(r"((?:^ *///.*\n)+)(?: *@.*\n)* *public ", text, re.M)
        texts = [re.sub(r"^ */// ?", "", comment, flags=re.M) for comment in comments]
    else:
        texts = [text]
    for text in texts:
        yield from re.findall(r"^```swift\n(.*?)^```", text, re.M | re.S)


def main(sources, *modules):
    sources = pathlib.Path(sources)
    files = sorted(sources.rglob("*.swift")) + [sources / "Jili.docc" / "Jili.md"]
    program, count = GIVEN, 0
    for path in files:
        for block in examples(path):
            count += 1
            body = re.sub(r"^import Jili\n", "", block, flags=re.M)
            used = [name for name in NAMES if re.search(rf"\b{name}\b", body)]
            given = "".join(f"  let {name} = given.{name}\n" for name in used)
            program += f'#sourceLocation(file: "{path}", line: 1)\n'
            program += f"func example{count}(_ given: Given) throws {{\n{given}  do {{\n{body}  }}\n}}\n"
    with tempfile.NamedTemporaryFile("w", suffix=".swift", encoding="utf-8") as file:
        file.write(program)
        file.flush()
        folders = [word for module in modules for word in ("-I", module)]
        checked = subprocess.run(
            ["swiftc", "-typecheck", "-swift-version", "6", "-suppress-warnings", *folders, file.name])
    print(f"{count} examples" + (" compile" if checked.returncode == 0 else ": not all compile"))
    sys.exit(checked.returncode or (0 if count > 10 else 1))


main(*sys.argv[1:])
