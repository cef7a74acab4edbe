"""gen_wide.py COMPANIES.csv OUT.csv: the same companies as an export that nobody tidied.

60 columns in another order: the 30 of the yardstick, between them 30 that no rule reads, with text of
high cardinality, addresses in quotes with commas and doubled quotes, remarks over several lines, empty
columns; every row ends in CRLF, the file begins with a byte order mark. The results must be those of
the tidy file, byte for byte."""
import csv
import random
import sys

UNREAD = ["统一代码", "法定代表人", "联系人", "联系电话", "邮箱", "注册地址", "经营地址", "经营范围", "备注", "登记机关",
          "行业代码", "上级单位", "开户银行", "银行账号", "网址", "从业人数", "参保人数", "专利数", "商标数", "软著数",
          "厂房面积", "用电量", "用水量", "信用等级", "填报人", "填报日期", "审核人", "审核意见", "年检", "附件"]
STREETS = ["中环南路", "秀园路", "科兴路", "亚太路", "广穹路", "云海路"]


def cells(rng, number):
    street = f"{rng.choice(STREETS)}{rng.randrange(1, 2000)}号{rng.randrange(1, 30)}幢"
    yield f"9133{rng.randrange(10 ** 13):013d}X"
    for _ in range(2):
        yield "".join(rng.choice("王李张刘陈杨赵黄周吴徐孙") for _ in range(rng.choice((2, 3))))
    yield f"1{rng.randrange(3 * 10 ** 9, 10 ** 10)}"
    yield f"qy{number}@example.com"
    yield f"嘉兴市{street}, “{rng.choice('甲乙丙丁')}”座"
    yield f"{street}\r\n（厂区）" if number % 7 == 0 else street
    yield f'研发、制造、销售："{rng.choice(STREETS)}"牌产品，' * rng.choice((1, 2, 3))
    yield "第一行\n第二行，含逗号,与\"引号\"" if number % 5 == 0 else ""
    for _ in range(21):
        yield rng.choice(("", str(rng.randrange(10 ** 6)), f"值{rng.randrange(10 ** 7)}"))


def main(source, target):
    rng = random.Random(20261122)
    with open(source, encoding="utf-8", newline="") as lines, \
            open(target, "w", encoding="utf-8-sig", newline="") as out:
        rows = csv.reader(lines)
        header = next(rows)
        order = list(range(len(header) + len(UNREAD)))
        rng.shuffle(order)
        # The code of the company stays in front: it identifies the row.
        order.remove(0)
        order.insert(0, 0)
        write = csv.writer(out, lineterminator="\r\n").writerow
        names = header + UNREAD
        write([names[place] for place in order])
        for number, row in enumerate(rows):
            row += cells(rng, number)
            write([row[place] for place in order])


if __name__ == "__main__":
    main(*sys.argv[1:3])
