"""Cases of one operation each: `operation a b rounding expected`, numbers as `n/d`.

`rounding` is `-`, or `up:UNIT` (half up) or `down:UNIT` of the result. `expected` is a number, or
`!` where the result does not fit 128 bits; behind `?` stands what may also be refused, because a
step on the way does not fit. A range is `low..high`, `*` where nothing bounds it.
"""

import math
import random
import re
from fractions import Fraction

MOST = 2**127 - 1


def fits(number):
    return abs(number.numerator) <= MOST and number.denominator <= MOST


def text(number):
    return f"{number.numerator}/{number.denominator}"


def rounded(number, unit, is_down):
    """Half up away from 0, or towards 0, to a multiple of the unit."""
    ratio = abs(number) / unit
    whole = ratio.numerator // ratio.denominator
    if not is_down and ratio - whole >= Fraction(1, 2):
        whole += 1
    return (-1 if number < 0 else 1) * whole * unit


def added(one, two):
    """The sum, and whether the way there fits."""
    if one.denominator == two.denominator:
        parts = [one.numerator + two.numerator]
    else:
        below = math.lcm(one.denominator, two.denominator)
        left = one.numerator * (below // one.denominator)
        right = two.numerator * (below // two.denominator)
        parts = [left, right, left + right, below]
    return one + two, all(abs(part) <= MOST for part in parts)


def expected(number, is_direct=True):
    if not fits(number):
        return "!"
    return text(number) if is_direct else "?" + text(number)


# Random numbers


def money(dice):
    """As cells have it: at most 15 digits, at most 4 decimals."""
    digits = dice.randrange(10 ** dice.randint(1, 15))
    return Fraction(digits, 10 ** dice.choice([0, 0, 2, 2, 4]))


def edge(dice):
    """Beside the ends of 128 and of 64 bits, and beside powers of ten."""
    base = dice.choice([2**127, 2**126, 2**64, 2**63, 2**62, 10**38, 10**37, 10**19, 10**18])
    number = min(MOST, max(1, base + dice.randint(-3, 3)))
    below = dice.choice([1, 1, 1, 2, 3, 7, 100, 10_000])
    return Fraction(number, below)


def half(dice):
    """Beside half a 分."""
    return Fraction(dice.randrange(10 ** dice.randint(1, 15)) * 2 + 1, 200) + dice.choice(
        [Fraction(0), Fraction(1, 10**6), Fraction(-1, 10**6), Fraction(1, 10**12)])


def share(dice):
    return Fraction(dice.randrange(1, 10**dice.randint(1, 5)), 10 ** dice.randint(0, 6))


def odd(dice):
    return Fraction(dice.randrange(10 ** dice.randint(1, 20)),
                    dice.randrange(1, 10 ** dice.randint(1, 18)))


KINDS = [money, money, money, share, half, odd, edge]


def number(dice):
    found = dice.choice(KINDS)(dice)
    return -found if dice.random() < 0.25 else found


UNITS = [Fraction(1, 100), Fraction(1, 10), Fraction(1), Fraction(100), Fraction(1000),
         Fraction(10_000)]


def plain(dice):
    one, two = number(dice), number(dice)
    operation = dice.choice(["add", "sub", "mul", "div", "cmp", "up", "down", "text"])
    if operation == "cmp":
        if dice.random() < 0.3:
            two = one + dice.choice([0, Fraction(1, 10**9), Fraction(-1, 10**9)])
            two = two if fits(two) else one
        return f"cmp {text(one)} {text(two)} - {(one > two) - (one < two)}"
    if operation in ("up", "down"):
        unit = dice.choice(UNITS)
        one = abs(one)
        return (f"round {text(one)} - {operation}:{text(unit)} "
                + expected(rounded(one, unit, operation == "down"), fits(one / unit)))
    if operation == "text":
        one = rounded(one, UNITS[0], False)
        if not fits(one):
            return plain(dice)
        fen = abs(one * 100).numerator
        sign = "-" if one < 0 else ""
        return f"text {text(one)} - - {sign}{fen // 100}.{fen % 100:02}"
    if operation == "add":
        return f"add {text(one)} {text(two)} - " + expected(*added(one, two))
    if operation == "sub":
        return f"sub {text(one)} {text(two)} - " + expected(*added(one, -two))
    if operation == "mul":
        return f"mul {text(one)} {text(two)} - " + expected(one * two)
    if two == 0:
        return f"div {text(one)} {text(two)} - !"
    return f"div {text(one)} {text(two)} - " + expected(one / two)


# Ranges: the hull of what every number of them comes to.


def interval(dice):
    kinds = [money, share, half]
    ends = sorted(dice.choice(kinds)(dice) * dice.choice([1, 1, -1]) for _ in range(2))
    if dice.random() < 0.3:
        ends[1] = ends[0]
    low = None if dice.random() < 0.1 else ends[0]
    high = None if dice.random() < 0.1 else ends[1]
    return low, high


def range_text(ends):
    return "..".join("*" if end is None else text(end) for end in ends)


def times(one, two):
    """The hull of the products, and whether all of them fit; 0 times unbounded is 0."""
    def product(a, b):
        infinite = [end for end in (a, b) if isinstance(end, float)]
        if not infinite:
            return a * b
        if a == 0 or b == 0:
            return Fraction(0)
        return float("inf") if (a > 0) == (b > 0) else float("-inf")
    def ends(some):
        return [float("-inf") if some[0] is None else some[0],
                float("inf") if some[1] is None else some[1]]
    products = [product(a, b) for a in ends(one) for b in ends(two)]
    low, high = min(products), max(products)
    found = (None if isinstance(low, float) else low, None if isinstance(high, float) else high)
    return found, all(isinstance(part, float) or fits(part) for part in products)


def joined(one, two, low, high):
    def end(a, b, make, infinite):
        if a is None or b is None:
            return (b if a is None else a) if infinite else None
        return make(a, b)
    return end(one[0], two[0], *low), end(one[1], two[1], *high)


def ranged(dice):
    one, two = interval(dice), interval(dice)
    operation = dice.choice(["radd", "rsub", "rmul", "rdiv", "rmin", "rmax", "rless"])
    plus, is_direct = (lambda a, b: a + b, False), True
    if operation == "radd":
        found = joined(one, two, plus, plus)
    elif operation == "rsub":
        minus = tuple(None if end is None else -end for end in reversed(two))
        found = joined(one, minus, plus, plus)
    elif operation == "rmul":
        found, is_direct = times(one, two)
    elif operation == "rdiv":
        if not (two[0] is not None and two[0] > 0 or two[1] is not None and two[1] < 0):
            found = (None, None)
        else:
            inverse = tuple(Fraction(0) if end is None else 1 / end for end in reversed(two))
            found, is_direct = times(one, inverse)
    elif operation == "rmin":
        found = joined(one, two, (min, False), (min, True))
    elif operation == "rmax":
        found = joined(one, two, (max, True), (max, False))
    else:
        may_be = one[0] is None or two[1] is None or one[0] < two[1]
        may_not = one[1] is None or two[0] is None or one[1] >= two[0]
        said = ("yes" if may_be else "") + ("no" if may_not else "")
        return f"rless {range_text(one)} {range_text(two)} - {said}"
    is_direct = is_direct and all(
        a is None or b is None or operation not in ("radd", "rsub") or added(a, b)[1]
        for a, b in [(one[0], two[0]), (one[1], two[1]), (one[0], two[1]), (one[1], two[0])])
    if not all(end is None or fits(end) for end in found):
        return ranged(dice)
    refusal = "" if is_direct else "?"
    return f"{operation} {range_text(one)} {range_text(two)} - {refusal}{range_text(found)}"


def random_cases(seed, count):
    dice = random.Random(seed)
    return [ranged(dice) if dice.random() < 0.2 else plain(dice) for _ in range(count)]


# The decimal test data of CPython

OPERATIONS = {"add": "add", "subtract": "sub", "multiply": "mul", "divide": "div",
              "divideint": "div", "quantize": "round", "rescale": "round",
              "tointegral": "round", "tointegralx": "round", "compare": "cmp",
              "comparesig": "cmp", "plus": "add", "minus": "sub", "abs": "abs", "reduce": "add",
              "max": "max", "min": "min"}
LINE = re.compile(r"^(\S+)\s+(\w+)\s+(.*?)\s*->\s*(\S+)\s*(.*)$")
NUMBER = re.compile(r"^[+-]?(\d+(?:\.\d*)?|\.\d+)(?:e([+-]?\d+))?$", re.IGNORECASE)


def parsed(word):
    """The number and its exponent; None where it is none or far out of range."""
    word = word.strip("'\"")
    found = NUMBER.match(word)
    if not found or abs(int(found[2] or 0)) > 60 or len(found[1]) > 60:
        return None
    fraction = found[1].partition(".")[2]
    return Fraction(word), int(found[2] or 0) - len(fraction)


def decimal_cases(folder):
    lines, counts = [], dict(lines=0, other=0, beyond=0, mode=0)
    for path in sorted(folder.glob("*.decTest")):
        mode = "half_up"
        for line in path.read_text(encoding="latin-1").split("\n"):
            directive = re.match(r"rounding\s*:\s*(\S+)", line, re.IGNORECASE)
            if directive:
                mode = directive[1].lower()
            found = None if line.startswith("--") else LINE.match(line)
            if not found:
                continue
            counts["lines"] += 1
            case, why = decimal_case(found, mode)
            if case:
                lines.append(case)
            else:
                counts[why] += 1
    return lines, counts


def decimal_case(found, mode):
    _, operation, words, result, conditions = found.groups()
    operands = [parsed(word) for word in words.split()]
    conditions = conditions.lower().split("--")[0].split()
    operation = operation.lower()
    if operation not in OPERATIONS or not operands:
        return None, "other"
    if "division_by_zero" in conditions and all(operands):
        (one, _), (two, _) = operands
        return (f"div {text(one)} {text(two)} - !", "") if fits(one) else (None, "beyond")
    wanted = parsed(result)
    if None in operands or wanted is None:
        is_number = all(NUMBER.match(word.strip("'\"")) for word in [*words.split(), result])
        return None, "beyond" if is_number else "other"
    if any(one in conditions for one in ("overflow", "underflow", "subnormal", "clamped",
                                         "invalid_operation")):
        return None, "other"
    numbers = [one for one, _ in operands]
    # Some operations are others with an operand that stands for nothing.
    if operation in ("plus", "reduce"):
        numbers.append(Fraction(0))
    elif operation == "minus":
        numbers.insert(0, Fraction(0))
    made = OPERATIONS[operation]
    one, two = (numbers + [None])[:2]
    answer, exponent = wanted
    if made == "cmp":
        said = f"cmp {text(one)} {text(two)} - {int(answer)}"
        return (said, "") if fits(one) and fits(two) else (None, "beyond")
    unit = Fraction(10) ** exponent
    if operation == "quantize":
        unit = Fraction(10) ** operands[1][1]
    elif operation == "rescale":
        unit = Fraction(10) ** int(two)
    elif operation in ("tointegral", "tointegralx", "divideint"):
        unit = Fraction(1)
    if made == "round":
        two = None
    rounding = "-"
    exact = {"add": lambda: one + two, "sub": lambda: one - two, "mul": lambda: one * two,
             "div": lambda: one / two, "round": lambda: one, "abs": lambda: abs(one),
             "max": lambda: max(one, two), "min": lambda: min(one, two)}[made]()
    if made == "round" or exact != answer or operation == "divideint":
        if operation == "divideint":
            mode = "down"
        if mode not in ("half_up", "down") and exact != answer:
            return None, "mode"
        rounding = ("down:" if mode == "down" else "up:") + text(unit)
        if not fits(exact / unit) or not fits(unit):
            return None, "beyond"
    if made in ("add", "sub", "mul", "div") and fits(one) and fits(two) and not fits(exact):
        return f"{made} {text(one)} {text(two)} - !", ""
    on_the_way = [one, exact, answer] + ([two] if two is not None else [])
    is_direct = made not in ("add", "sub") or added(one, two if made == "add" else -two)[1]
    if not all(fits(part) for part in on_the_way) or not is_direct:
        return None, "beyond"
    second = "-" if two is None else text(two)
    return f"{made} {text(one)} {second} {rounding} {text(answer)}", ""
