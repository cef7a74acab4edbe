"""The package as its users have it, with the tables that they have."""

import datetime
import threading
from decimal import Decimal

import pandas
import polars
import pyarrow
import pytest

import jili

RULES = """
policy 试市 { period 2026-01-01 .. 2028-12-31 }
field 营业收入 : money
field 增速 : percent
field 制造业 : flag
field 成立日期 : date
award 小巨人 = 150万 when new; renewal = 20%
award 规模奖 = 1% of 营业收入 when 营业收入 >= 1亿 and 制造业; cap 500万
award 新办奖 = 5万 when 成立日期 >= 2026-01-01
"""

COLUMNS = {
    "企业名称": ["虚构甲", "虚构乙", "虚构丙", "虚构丁"],
    "营业收入": [200000000.0, 99999999.99, float("nan"), 1.5e14],
    "制造业": [True, True, None, False],
    "成立日期": [datetime.date(2026, 3, 1), datetime.date(2020, 1, 1), None, None],
    "小巨人": ["新认定", "复评", "新任定", "无"],
}


@pytest.fixture
def policy():
    return jili.Policy.from_text(RULES, "试市.rules")


def test_one_company(policy):
    facts = {
        "营业收入": "3.5亿",
        "制造业": True,
        "小巨人": "新认定",
        "成立日期": datetime.date(2026, 1, 1),
    }
    outcome = policy.evaluate(facts, date="2026-06-30")
    # 150万, 1 % of 3.5亿, 5万.
    assert outcome.total == jili.Money(Decimal("5050000.00"), Decimal("5050000.00"))
    assert outcome["小巨人"].state == "due"
    assert outcome["小巨人.复评"].state == outcome["小巨人.renewal"].state == "not-due"
    assert outcome["规模奖"].amount.low == Decimal("3500000.00")
    assert outcome.to_dict()["date"] == "2026-06-30"
    assert outcome.explain()
    with pytest.raises(KeyError):
        outcome["没有"]


@pytest.mark.parametrize("revenue", [350000000, 350000000.0, Decimal("350000000.00"), "3.5亿"])
def test_numbers_are_what_was_written(policy, revenue):
    outcome = policy.evaluate({"营业收入": revenue, "制造业": True}, year=2026)
    assert outcome["规模奖"].amount.low == Decimal("3500000.00")


def test_unknown_is_not_nothing(policy):
    outcome = policy.evaluate({"小巨人": "无"}, year=2026)
    assert outcome.total == jili.Money(Decimal("0.00"), Decimal("5050000.00"))
    assert set(outcome.missing) == {"营业收入", "制造业", "成立日期"}
    # An empty cell of a title is none.
    assert policy.evaluate({"小巨人": None}, year=2026)["小巨人"].state == "not-due"


def test_display_is_escaped(policy):
    shown = policy.evaluate({"小巨人": "新认定"}, year=2026)._repr_html_()
    assert "1,500,000.00" in shown and "还缺：" in shown and "应得" in shown
    english = policy.evaluate({"小巨人": "新认定"}, year=2026, lang="en")._repr_html_()
    assert ">due<" in english and "missing: " in english and "应得" not in english
    # A sum that nothing bounds is no 0; an article that several rules name is named once.
    source = 'award 奖 = unspecified; cite "第一条"; cite "第一条"; cite "第二条"\n'
    open_ended = jili.Policy.from_text(source, "试.rules").evaluate({}, year=2026)
    assert open_ended["奖"].article == "第一条、第二条"
    assert ">—<" in open_ended._repr_html_()
    sly = jili.Policy.from_text('award 奖 = 1万; cite "<b>第一条"\n', "试.rules")
    shown = sly.evaluate({})._repr_html_()
    assert "&lt;b&gt;" in shown and "<b>" not in shown


def test_mistakes_are_named(policy):
    with pytest.raises(jili.PolicyError) as raised:
        jili.Policy.from_text("award 小巨人 = 150方 when new\n", "错.rules")
    first = raised.value.diagnostics[0]
    assert first.file == "错.rules" and first.line == 1 and first.column and first.is_error
    assert first.chinese and first.english and first.code in str(raised.value)
    with pytest.raises(jili.PolicyError) as raised:
        policy.evaluate({"营业收人": 1})
    assert "营业收入" in raised.value.diagnostics[0].chinese
    with pytest.raises(TypeError):
        policy.evaluate({"营业收入": object()})
    with pytest.raises(OSError):
        jili.Policy("没有.rules")


def test_files_that_rules_name(tmp_path):
    (tmp_path / "词汇.rules").write_text("field 营业收入 : money\n", encoding="utf-8")
    main = tmp_path / "试市.rules"
    main.write_text('use "词汇.rules"\naward 规模奖 = 1万 when 营业收入 >= 1亿\n', encoding="utf-8")
    policy = jili.Policy(main)
    assert policy.awards == ["规模奖"] and [fact.name for fact in policy.facts] == ["营业收入"]
    assert policy.evaluate({"营业收入": "1亿"}).total.low == Decimal("10000.00")
    outside = tmp_path / "外"
    outside.mkdir()
    (outside / "链.rules").symlink_to(tmp_path / "词汇.rules")
    (outside / "试市.rules").write_text('use "链.rules"\naward 奖 = 1万\n', encoding="utf-8")
    with pytest.raises(jili.PolicyError):
        jili.Policy(outside / "试市.rules")


def expected(policy, table):
    found = policy.evaluate_table(table, year=2026)
    assert (found.rows, found.accepted, found.rejected, found.empty) == (4, 3, 1, 0)
    return found


def test_files_in_folders_of_their_own(tmp_path):
    for folder, rate in [("own", "1"), ("shared", "2"), ("outside", "3")]:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.rules").write_text(f"define 率 = {rate}%\n")
    rules = tmp_path / "own" / "main.rules"
    rules.write_text('use "shared.rules"\nfield 额 : money\naward 奖 = 率 of 额\n')
    with pytest.raises(jili.PolicyError):
        jili.Policy(rules)
    policy = jili.Policy(rules, include=[tmp_path / "shared"])
    assert policy.evaluate({"额": "100万"}, year=2026).total.low == Decimal("20000.00")
    # What stands beside the rules comes first.
    (tmp_path / "own" / "shared.rules").write_text("define 率 = 5%\n")
    policy = jili.Policy(rules, include=[tmp_path / "shared"])
    assert policy.evaluate({"额": "100万"}, year=2026).total.low == Decimal("50000.00")
    # Neither a path nor a link leads outside.
    (tmp_path / "shared" / "link.rules").symlink_to(tmp_path / "outside" / "outside.rules")
    for name in ["../outside/outside.rules", "link.rules"]:
        rules.write_text(f'use "{name}"\nfield 额 : money\naward 奖 = 率 of 额\n')
        with pytest.raises(jili.PolicyError):
            jili.Policy(rules, include=[tmp_path / "shared"])


def test_pandas(policy):
    found = expected(policy, pandas.DataFrame(COLUMNS))
    assert isinstance(found.results, pandas.DataFrame)
    assert list(found.results["企业名称"]) == ["虚构甲", "虚构乙", "虚构丁"]
    # 150万 + 1 % of 2亿 + 5万; a renewal is 20 % of 150万, its revenue one 分 too small.
    assert list(found.results["合计"])[:2] == [Decimal("3550000.00"), Decimal("300000.00")]
    assert list(found.rejects["row"]) == [2]
    assert list(found.rejects["value"]) == ["新任定"]


def test_polars(policy):
    found = expected(policy, polars.DataFrame(COLUMNS, strict=False))
    assert isinstance(found.results, polars.DataFrame)
    assert found.results["小巨人"].to_list()[0] == Decimal("1500000.00")
    assert found.rejects["row"].to_list() == [2]
    lazy = policy.evaluate_table(polars.LazyFrame(COLUMNS, strict=False), year=2026)
    assert lazy.results.equals(found.results)


def test_arrow(policy):
    table = pyarrow.table(COLUMNS)
    found = expected(policy, table)
    assert found.results.schema.field("合计").type == pyarrow.decimal128(38, 2)
    batch = policy.evaluate_table(table.to_batches()[0], year=2026)
    assert batch.results.equals(found.results)
    categories = table.set_column(4, "小巨人", table["小巨人"].dictionary_encode())
    assert policy.evaluate_table(categories, year=2026).results.equals(found.results)


def table_of(policy, columns, **options):
    found = policy.evaluate_table(pyarrow.table(columns), year=2026, **options)
    return found.results.to_pylist(), found.rejects.to_pylist()


@pytest.mark.parametrize("name", ["NA", "NULL", "nan", "null", "#N/A", "n/a"])
def test_words_that_mean_nothing_to_arrow_are_kept(policy, name):
    results, _ = table_of(policy, {"企业名称": [name], "小巨人": ["新认定"]})
    assert results[0]["企业名称"] == name
    _, rejects = table_of(policy, {"企业名称": [name], "营业收入": ["nan"]})
    assert rejects[0]["value"] == "nan"


def test_kept_columns_may_have_any_name(policy):
    columns = {"企业名称": ["甲"], "金额": ["约五百"], "备\n注": ["一\n二"], "小巨人": ["新认定"]}
    results, _ = table_of(policy, columns, keep=["金额", "备\n注"])
    assert (results[0]["金额"], results[0]["备\n注"]) == ("约五百", "一\n二")
    assert results[0]["小巨人"] == Decimal("1500000.00")


def test_a_company_may_be_named_by_the_column_of_an_award(policy):
    # Nothing but the title says who it is, so that its header stands twice in the results.
    found = policy.evaluate_table(pyarrow.table({"小巨人": ["新认定"]}), year=2026).results
    assert found.column(0).to_pylist() == ["新认定"]
    assert found.column(1).to_pylist() == [Decimal("1500000.00")]


def test_sums_are_decimals_in_english_too(policy):
    table = pyarrow.table({"企业名称": ["甲"], "小巨人": ["复评"]})
    found = policy.evaluate_table(table, year=2026, lang="en").results
    assert found["小巨人.renewal"].to_pylist() == [Decimal("300000.00")]


def test_single_floats_are_what_they_are(policy):
    # The nearest float of 32 bits to 123456789.01 is 123456792; 1 % of it is 1234567.92.
    column = pyarrow.array([123456789.01], pyarrow.float32())
    columns = {"企业名称": ["甲"], "营业收入": column, "制造业": [True]}
    results, _ = table_of(policy, columns)
    alone = policy.evaluate({"营业收入": column[0].as_py(), "制造业": True}, year=2026)
    assert results[0]["规模奖"] == alone["规模奖"].amount.low == Decimal("1234567.92")


def test_decimals_of_any_scale_are_written_out(policy):
    nothing = pyarrow.array([Decimal("0.00000000")], pyarrow.decimal128(20, 8))
    large = pyarrow.array([Decimal("3E8")], pyarrow.decimal128(5, -7))
    for column, award in [(nothing, "0.00"), (large, "3000000.00")]:
        columns = {"企业名称": ["甲"], "营业收入": column, "制造业": [True]}
        results, rejects = table_of(policy, columns)
        assert rejects == [] and results[0]["规模奖"] == Decimal(award)


def test_many_tiny_floats_are_written_out_at_once(policy):
    tiny = [(2 * number + 1) * 2.0**-40 for number in range(5000)]
    _, rejects = table_of(policy, {"企业名称": ["甲"] * 5000, "营业收入": tiny})
    written = [Decimal(one["value"]) for one in rejects]
    assert written == [Decimal(repr(number)) for number in tiny]
    assert not any("e" in one["value"].lower() for one in rejects)


def test_no_rows(policy):
    found = policy.evaluate_table(pandas.DataFrame({"企业名称": [], "小巨人": []}), year=2026)
    assert found.rows == 0 and len(found.results) == 0 and len(found.rejects) == 0


def test_pandas_columns_of_several_kinds(policy):
    frame = pandas.DataFrame({
        "企业名称": ["甲", "乙", "丙", "丁"],
        "营业收入": pandas.Series(["3亿", 350000000, 200000000.5, None], dtype=object),
        "制造业": pandas.Series([True, "是", False, "是"], dtype=object),
    })
    found = policy.evaluate_table(frame, year=2026)
    # 1 % of 3亿 and of 3.5亿; the third makes nothing; of the fourth nobody knows what it sells.
    sums = found.results["规模奖"]
    assert list(sums)[:3] == [Decimal("3000000.00"), Decimal("3500000.00"), Decimal("0.00")]
    assert pandas.isna(sums[3]) and found.accepted == 4
    assert frame["营业收入"][1] == 350000000  # The caller's frame is as it was.


def test_rows_are_those_of_single_companies(policy):
    count = 500
    table = pyarrow.table({
        "企业名称": [f"虚构{row}" for row in range(count)],
        "营业收入": [row * 777777.77 for row in range(count)],
        "制造业": [row % 3 != 0 for row in range(count)],
        "小巨人": [["新认定", "复评", "无"][row % 3] for row in range(count)],
        "成立日期": [datetime.date(2025 + row % 2, 1, 1) for row in range(count)],
    })
    found = policy.evaluate_table(table, year=2026)
    totals = dict(zip(found.results["企业名称"].to_pylist(), found.results["合计"].to_pylist()))
    rejected = set(found.rejects["row"].to_pylist())
    for row, record in enumerate(table.to_pylist()):
        name = record.pop("企业名称")
        try:
            total = policy.evaluate(record, year=2026).total.low
        except jili.PolicyError:
            assert row in rejected
        else:
            assert totals[name] == total


def test_signs_of_tables_stay_in_their_cells(policy):
    names = ['虚构"甲"', "虚构\t乙", "虚构,丙", "虚\n构\r丁", '"', ""]
    table = pyarrow.table({"企业名称": names, "小巨人": ["新认定"] * 6, '注"': ["x"] * 6})
    found = policy.evaluate_table(table, year=2026)
    assert found.results["企业名称"].to_pylist()[:5] == names[:5]
    assert found.accepted == 6 and policy.evaluate_table(table.slice(0, 0)).rows == 0
    pieces = pyarrow.concat_tables([table.slice(0, 2), table.slice(2)])
    assert policy.evaluate_table(pieces, year=2026).results.equals(found.results)


def test_an_explanation_can_be_ended(policy):
    outcome = policy.evaluate({"营业收入": "3.5亿"}, year=2026)
    cancellation = jili.Cancellation()
    cancellation.cancel()
    with pytest.raises(jili.PolicyError) as caught:
        outcome.explain(cancellation=cancellation)
    assert caught.value.code == "J4505"
    with pytest.raises(jili.PolicyError):
        outcome.explain(steps=1)
    assert outcome.explain(seconds=60) == outcome.explain()


def test_limits(policy):
    cancellation = jili.Cancellation()
    cancellation.cancel()
    with pytest.raises(jili.PolicyError) as raised:
        policy.evaluate({}, cancellation=cancellation)
    assert raised.value.code == "J4505"
    assert policy.evaluate({}, year=2026, seconds=60).total.low == 0


def test_threads_share_a_policy(policy):
    found = []

    def ask(number):
        outcome = policy.evaluate({"小巨人": "新认定", "营业收入": number, "制造业": False}, year=2026)
        found.append(outcome["小巨人"].amount.low)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Decimal("1500000.00")] * 50


def test_version():
    assert jili.__version__ == "0.1.0"
    print(f"pandas {pandas.__version__}, polars {polars.__version__}, pyarrow {pyarrow.__version__}")
