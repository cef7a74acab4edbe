"""Tables of companies, in the form in which they came."""

from __future__ import annotations

import csv
import io
from ctypes import byref, c_uint64
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Callable

from ._cells import cell_of
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
    policy: int, awards: int, table: Any, options: bytes, is_long: bool, limits: Limits
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
        results=back(_results(results, awards, is_long, arrow)),
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

        content = arrow.Table.from_pandas(_of_one_kind(table, arrow), preserve_index=False)
        return content, lambda found: found.to_pandas(types_mapper=pandas.ArrowDtype)
    if home == "polars":
        import polars

        frame = table.collect() if hasattr(table, "collect") else table
        return frame.to_arrow(), polars.from_arrow
    if hasattr(table, "__arrow_c_stream__"):
        return arrow.table(table), lambda found: found
    raise TypeError(f"no table: {type(table).__name__}")


def _of_one_kind(frame: Any, arrow: Any) -> Any:
    """A frame of pandas without columns of several kinds, as spreadsheets leave them ("3亿" above
    350000000): these are no columns to Arrow, and the only cells that are looked at one by one."""
    mixed = {}
    for place, kind in enumerate(frame.dtypes):
        if kind == object:
            column = frame.iloc[:, place]
            try:
                arrow.array(column, from_pandas=True)
            except (arrow.ArrowInvalid, arrow.ArrowTypeError):
                mixed[place] = column.map(_written).astype(object)
    if not mixed:
        return frame
    frame = frame.copy(deep=False)
    for place, column in mixed.items():
        frame.isetitem(place, column)
    return frame


def _written(value: Any) -> Any:
    """A value as a cell has it in a file; None for those that say nothing."""
    if value is None or value != value:
        return None
    cell = cell_of(value)
    return ("是" if cell else "否") if isinstance(cell, bool) else str(cell)


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
    if types.is_decimal(kind):
        return _without_exponents(compute.cast(column, arrow.string()), arrow)
    return compute.cast(column, arrow.string())


def _floats(column: Any, arrow: Any) -> Any:
    """The shortest decimal of each: what somebody wrote down before it became a float. One of 32
    bits holds too few digits for that, and counts as what it is."""
    compute = arrow.compute
    column = compute.cast(column, arrow.float64())
    column = compute.if_else(compute.is_nan(column), None, column)
    texts = _without_exponents(compute.cast(column, arrow.string()), arrow)
    return compute.replace_substring_regex(texts, r"\.0$", "")


def _without_exponents(texts: Any, arrow: Any) -> Any:
    """Arrow writes the largest and the smallest numbers with an exponent; each is spelt once."""
    compute = arrow.compute
    odd = compute.fill_null(compute.match_substring_regex(texts, "[eE]"), False)
    book = compute.unique(compute.filter(texts, odd))
    if len(book) == 0:
        return texts
    plain = arrow.array([format(Decimal(text), "f") for text in book.to_pylist()], arrow.string())
    found = compute.take(plain, compute.index_in(texts, value_set=book))
    return compute.if_else(odd, found, texts)


# Out


def _read(content: bytes, names: list[str], types: list[Any], arrow: Any) -> Any:
    """A table of the library. Its columns are known by their places, since any name may be that of
    another one; an empty cell is null, and nothing else is. One thread reads it: those of Arrow's
    pool may abort the program at its end."""
    places = [str(place) for place in range(len(names))]
    schema = arrow.schema(list(zip(places, types)))
    if not content:
        return schema.empty_table().rename_columns(names)
    found = arrow.csv.read_csv(
        arrow.BufferReader(content),
        read_options=arrow.csv.ReadOptions(
            column_names=places, use_threads=False, block_size=max(1 << 20, len(content) + 1)
        ),
        parse_options=arrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=arrow.csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )
    return found.rename_columns(names)


def _headed(content: bytes) -> tuple[list[str], bytes]:
    """The names of the columns, which may have several lines, and what stands below them."""
    end = content.index(b"\n") + 1
    while content.count(b'"', 0, end) % 2 == 1:
        end = content.index(b"\n", end) + 1
    head = content[:end].decode("utf-8-sig")
    return next(csv.reader(io.StringIO(head, newline=""))), content[end:]


def _results(content: bytes, awards: int, is_long: bool, arrow: Any) -> Any:
    """Sums as exact decimals, everything else as text."""
    names, rows = _headed(content)
    # What stands around the sums: behind those of awards the two totals, then three texts; in a
    # long table the certain sum, the other end, then two texts.
    end = len(names) - (2 if is_long else 3)
    sums = range(end - (2 if is_long else awards + 2), end)
    money = arrow.decimal128(38, 2)
    types = [money if place in sums else arrow.string() for place in range(len(names))]
    return _read(rows, names, types, arrow)


def _rejects(content: bytes, arrow: Any) -> Any:
    names = ["file", "row", "column", "value", "reason", "code"]
    types = [arrow.int64() if name == "row" else arrow.string() for name in names]
    found = _read(_headed(content)[1], names, types, arrow).drop_columns(["file"])
    # The header is the first row of the text.
    rows = arrow.compute.subtract(found["row"], 2)
    return found.set_column(0, "row", rows)
