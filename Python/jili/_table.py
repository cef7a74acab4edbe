"""Tables of companies, in the form in which they came."""

from __future__ import annotations

from ctypes import byref, c_uint64
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Callable

from ._errors import Diagnostic, listed
from ._library import Handle, Limits, call, held, library


@dataclass(frozen=True)
class TableOutcome:
    """What became of the rows of a table: each is once in the results, once in the rejects, or
    empty."""

    #: A row a company, or with `layout="long"` a row an award. 合计 is due, 上限合计 the most it may be.
    results: Any
    #: Rows that could not be read: `row` counts those of the table from 0.
    rejects: Any
    #: What is to be said of the input.
    notices: list[Diagnostic]
    rows: int
    accepted: int
    rejected: int
    empty: int


def evaluate(
    policy: int, awards: list[str], table: Any, options: bytes, limits: Limits
) -> TableOutcome:
    arrow = _arrow()
    content, back = _incoming(table, arrow)
    text = _delimited(content, arrow)
    address = call(
        library.jili_evaluate_table,
        policy,
        held("table".encode()),
        held(text),
        held(options),
        byref(limits),
    )
    handle = Handle(address, library.jili_table_free)
    counts = (c_uint64 * 4)()
    library.jili_table_counts(handle.address, byref(counts))
    results = library.jili_table_results(handle.address).content()
    rejects = library.jili_table_rejects(handle.address).content()
    return TableOutcome(
        results=back(_results(results, awards, arrow)),
        rejects=back(_rejects(rejects, arrow)),
        notices=listed(library.jili_table_notices(handle.address)),
        rows=counts[0],
        accepted=counts[1],
        rejected=counts[2],
        empty=counts[3],
    )


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.compute
        import pyarrow.csv
    except ImportError as error:
        raise ImportError("tables need pyarrow: pip install jili[tables]") from error
    return pyarrow


# In


def _incoming(table: Any, arrow: Any) -> tuple[Any, Callable[[Any], Any]]:
    """The table as Arrow's, and how an Arrow table becomes one of its kind."""
    home = type(table).__module__.split(".")[0]
    if isinstance(table, arrow.RecordBatch):
        return arrow.Table.from_batches([table]), lambda found: found
    if isinstance(table, arrow.Table):
        return table, lambda found: found
    if home == "pandas":
        import pandas

        content = arrow.Table.from_pandas(table, preserve_index=False)
        return content, lambda found: found.to_pandas(types_mapper=pandas.ArrowDtype)
    if home == "polars":
        import polars

        frame = table.collect() if hasattr(table, "collect") else table
        return frame.to_arrow(), polars.from_arrow
    if hasattr(table, "__arrow_c_stream__"):
        return arrow.table(table), lambda found: found
    raise TypeError(f"no table: {type(table).__name__}")


def _delimited(table: Any, arrow: Any) -> bytes:
    """The table as text with a header, no row of it touched by Python: the lines of a column of
    lines are their bytes one behind the other."""
    compute = arrow.compute
    names = arrow.array([str(name) for name in table.column_names], arrow.large_string())
    header = "\t".join(_quoted(names, arrow).to_pylist()) + "\n"
    if table.num_rows == 0:
        return header.encode()
    columns = [
        _quoted(compute.cast(_texts(column, arrow), arrow.large_string()), arrow)
        for column in table.columns
    ]
    tab, feed = (arrow.scalar(sign, arrow.large_string()) for sign in ("\t", "\n"))
    nothing = arrow.scalar("", arrow.large_string())
    lines = compute.binary_join_element_wise(*columns, tab, null_handling="replace")
    lines = compute.binary_join_element_wise(lines, nothing, feed)
    chunks = lines.chunks if isinstance(lines, arrow.ChunkedArray) else [lines]
    content = [chunk.buffers()[2] for chunk in chunks if len(chunk) > 0]
    return header.encode() + b"".join(buffer.to_pybytes() for buffer in content if buffer)


def _quoted(texts: Any, arrow: Any) -> Any:
    """Texts that hold a sign of the table itself in quotes."""
    compute = arrow.compute
    odd = compute.match_substring_regex(texts, "[\"\t\r\n]")
    if not compute.any(odd, min_count=0).as_py():
        return texts
    mark, nothing = (arrow.scalar(sign, arrow.large_string()) for sign in ('"', ""))
    inner = compute.replace_substring(texts, '"', '""')
    return compute.if_else(
        odd, compute.binary_join_element_wise(mark, inner, mark, nothing), texts
    )


def _texts(column: Any, arrow: Any) -> Any:
    compute, types = arrow.compute, arrow.types
    kind = column.type
    if types.is_dictionary(kind):
        return _texts(compute.cast(column, kind.value_type), arrow)
    if types.is_null(kind):
        return compute.cast(column, arrow.string())
    if types.is_boolean(kind):
        return compute.if_else(column, "是", "否")
    if types.is_floating(kind):
        return _floats(column, arrow)
    if types.is_timestamp(kind):
        return compute.strftime(column, format="%Y-%m-%d")
    if types.is_date(kind):
        return compute.strftime(compute.cast(column, arrow.timestamp("s")), format="%Y-%m-%d")
    return compute.cast(column, arrow.string())


def _floats(column: Any, arrow: Any) -> Any:
    """The shortest decimal of each: what somebody wrote down before it became a float."""
    compute = arrow.compute
    column = compute.if_else(compute.is_nan(column), None, column)
    texts = compute.cast(column, arrow.string())
    # Few numbers are so large or small that Arrow writes them with an exponent: each once.
    odd = compute.match_substring_regex(texts, "[eE]")
    if not compute.any(odd, min_count=0).as_py():
        return compute.replace_substring_regex(texts, r"\.0$", "")
    book = compute.unique(compute.filter(texts, odd)).to_pylist()
    for text in book:
        if text is not None:
            plain = format(Decimal(text), "f")
            texts = compute.if_else(compute.equal(texts, text), plain, texts)
    return compute.replace_substring_regex(texts, r"\.0$", "")


# Out


def _read(content: bytes, types: dict[str, Any], arrow: Any) -> Any:
    return arrow.csv.read_csv(
        arrow.BufferReader(content),
        read_options=arrow.csv.ReadOptions(block_size=max(1 << 20, len(content) + 1)),
        parse_options=arrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow.csv.ConvertOptions(
            column_types=types, strings_can_be_null=True, quoted_strings_can_be_null=True
        ),
    )


def _header(content: bytes, arrow: Any) -> list[str]:
    first = content.split(b"\n", 1)[0] + b"\n"
    names: list[str] = arrow.csv.read_csv(
        arrow.BufferReader(first), read_options=arrow.csv.ReadOptions(autogenerate_column_names=True)
    ).to_pylist()[0].values()
    return [str(name) for name in names]


def _results(content: bytes, awards: list[str], arrow: Any) -> Any:
    """Sums as exact decimals, everything else as text."""
    sums = {*awards, "合计", "上限合计", "金额", "上限", "total", "total_high", "amount", "high"}
    money = arrow.decimal128(38, 2)
    types = {
        name: money if name in sums else arrow.string() for name in _header(content, arrow)
    }
    return _read(content, types, arrow)


def _rejects(content: bytes, arrow: Any) -> Any:
    names = ["file", "row", "column", "value", "reason", "code"]
    header = _header(content, arrow)
    types = {name: arrow.int64() if index == 1 else arrow.string() for index, name in enumerate(header)}
    found = _read(content, types, arrow).rename_columns(names).drop_columns(["file"])
    # The header is the first row of the text.
    rows = arrow.compute.subtract(found["row"], 2)
    return found.set_column(0, "row", rows)
